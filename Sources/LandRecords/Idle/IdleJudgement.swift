package import GeoModel

/// How a supply stands as far as a machine may say. That land is idle (闲置) or underused (低效) is a person's finding:
/// there is no value for it here.
package enum IdleStanding: String, Sendable, CaseIterable {
    /// Nothing to say against it.
    case normal
    /// Past the agreed start.
    case lateStart
    /// Started, past the agreed completion.
    case lateCompletion
    /// Suspected idle.
    case suspectedIdle
    /// Suspected underused.
    case suspectedUnderused
    /// The papers say too little to judge.
    case unjudged

    /// The words that users read.
    package var label: Bilingual {
        switch self {
        case .normal: Bilingual(zh: "正常", en: "normal")
        case .lateStart: Bilingual(zh: "逾期开工", en: "late start")
        case .lateCompletion: Bilingual(zh: "逾期竣工", en: "late completion")
        case .suspectedIdle: Bilingual(zh: "疑似闲置", en: "suspected idle")
        case .suspectedUnderused: Bilingual(zh: "疑似低效", en: "suspected underused")
        case .unjudged: Bilingual(zh: "无法判定", en: "can't be judged")
        }
    }
}

/// Why a supply is suspected to be idle.
package enum IdleGround: String, Sendable {
    /// Not started.
    case notStarted
    /// Started on too little, and halted.
    case halted
}

/// How far building has come by the papers, on the legal clock alone.
package enum PaperState: String, Sendable, CaseIterable {
    /// Not started.
    case notStarted
    /// Started.
    case started
    /// Completed.
    case completed

    /// The words that users read.
    package var label: Bilingual {
        switch self {
        case .notStarted: Bilingual(zh: "未开工", en: "not started")
        case .started: Bilingual(zh: "已开工", en: "started")
        case .completed: Bilingual(zh: "已竣工", en: "completed")
        }
    }
}

/// Where papers and satellites disagree, or papers lack what the law asks for.
package enum IdleFinding: String, Sendable, CaseIterable {
    /// Started by the ledger, and nothing seen since before that day.
    case startedSeenUnchanged
    /// Not started by the ledger, and built on as seen from above.
    case notStartedSeenBuilt
    /// Not started by the ledger, and earth moved as seen from above.
    case notStartedSeenMoved
    /// Neither an agreed start nor a delivery is on record.
    case noDates
    /// A fee is due and no price is on record.
    case noPrice

    /// The words that users read.
    package var label: Bilingual {
        switch self {
        case .startedSeenUnchanged: Bilingual(zh: "台账已开工，遥感未见变化", en: "started on paper, unchanged as seen")
        case .notStartedSeenBuilt: Bilingual(zh: "台账未开工，遥感见建设", en: "not started on paper, built on as seen")
        case .notStartedSeenMoved: Bilingual(zh: "台账未开工，遥感见动土", en: "not started on paper, earth moved as seen")
        case .noDates: Bilingual(zh: "缺约定开工与交地日期", en: "no agreed start and no delivery on record")
        case .noPrice: Bilingual(zh: "缺土地价款", en: "no land price on record")
        }
    }
}

/// One fact that a judgement rests on, with where it was read and the clause that makes it matter.
package struct IdleFact: Sendable, Hashable {
    /// The fact.
    package let fact: Fact
    /// The clause; nil where the fact stands for itself.
    package let clause: Bilingual?
}

/// The legal clock of a supply.
package struct LegalDates: Sendable, Hashable {
    /// How far building has come by the papers.
    package var state = PaperState.notStarted
    /// The day by which building has to start; nil where nothing on record sets one.
    package var startDue: CalendarDate?
    /// The last day of the first year without a start; nil where a suspension keeps it from ending.
    package var oneYear: CalendarDate?
    /// The last day of the second year.
    package var twoYears: CalendarDate?
    /// Days that count since the start was due.
    package var daysLate = 0
    /// Whether a delay that the government caused lasts.
    package var isSuspended = false
}

/// What is to be said of one supply on one day.
package struct IdleJudgement: Sendable, Hashable {
    /// The supply.
    package let supply: Supply
    /// The day.
    package let day: CalendarDate
    /// The area that shares are taken of: the contract's where it says one, else the outline's.
    package let area: Area
    /// How it stands.
    package let standing: IdleStanding
    /// Why it is suspected to be idle; nil where it is not.
    package let ground: IdleGround?
    /// The legal clock.
    package let legal: LegalDates
    /// The satellite clock.
    package let satellite: SatelliteClock
    /// The first day of suspicion; nil where there is none.
    package let suspectedSince: CalendarDate?
    /// The last day of the investigation.
    package let investigationDue: CalendarDate?
    /// What the fee would be, 10 000 yuan; nil where none is due, or no price is on record.
    package let feeEstimate: Double?
    /// Whether the land could be taken back without payment.
    package let mayBeReclaimed: Bool
    /// Disagreements and gaps.
    package let findings: [IdleFinding]
    /// Everything it rests on.
    package let facts: [IdleFact]
}
