package import GeoModel

/// How a milestone stands by what is reported.
package enum MilestoneStanding: String, Sendable, CaseIterable {
    /// Reached by the agreed day.
    case inTime
    /// Reached after it.
    case late
    /// Reached, and no day was agreed.
    case reached
    /// Not reported, and the agreed day is past.
    case overdue
    /// Not reported, and the agreed day is still to come.
    case ahead
    /// Not reported; past the agreed day the government's delay has kept the clock standing.
    case suspended
    /// Not reported although a later one is.
    case skipped
    /// Not reported, and no day was agreed.
    case undated

    /// The words that users read.
    package var label: Bilingual {
        switch self {
        case .inTime: Bilingual(zh: "按期", en: "in time")
        case .late: Bilingual(zh: "逾期完成", en: "reached late")
        case .reached: Bilingual(zh: "已完成（未约定日期）", en: "reached, no day agreed")
        case .overdue: Bilingual(zh: "逾期未报", en: "past due, not reported")
        case .ahead: Bilingual(zh: "未到期", en: "not due yet")
        case .suspended: Bilingual(zh: "政府原因顺延中", en: "suspended by the government's delay")
        case .skipped: Bilingual(zh: "后续已报、本节点未报", en: "not reported though a later one is")
        case .undated: Bilingual(zh: "未约定日期、未报", en: "no day agreed, not reported")
        }
    }
}

/// How an indicator stands by what is reported.
package enum IndicatorStanding: String, Sendable, CaseIterable {
    /// Reported as agreed or better.
    case met
    /// Counts, and is reported worse than agreed.
    case missed
    /// Counts, and nothing is reported.
    case notReported
    /// Does not count yet.
    case notDue
    /// Nothing is agreed.
    case notAgreed
    /// Not met, and no day tells from when it counts.
    case undated

    /// The words that users read.
    package var label: Bilingual {
        switch self {
        case .met: Bilingual(zh: "达标", en: "met")
        case .missed: Bilingual(zh: "未达标", en: "missed")
        case .notReported: Bilingual(zh: "到期未报", en: "not reported")
        case .notDue: Bilingual(zh: "未到考核期", en: "not due yet")
        case .notAgreed: Bilingual(zh: "未约定", en: "not agreed")
        case .undated: Bilingual(zh: "考核起始日不明", en: "no day to count from")
        }
    }
}

/// One milestone of an agreement: agreed, reported, seen.
package struct MilestoneOutcome: Sendable, Hashable {
    /// Which.
    package let milestone: AgreementMilestone
    /// Who has to reach it.
    package let duty: AgreementParty
    /// The agreed day; nil where none is on record.
    package let agreed: CalendarDate?
    /// The day reported, up to the day of the judgement.
    package let reported: CalendarDate?
    /// What satellites show of it; nil where that can't be seen from above, or nobody looked.
    package let seen: Bilingual?
    /// How it stands.
    package let standing: MilestoneStanding
    /// Days that count past the agreed day, until it was reached or until the day.
    package let daysLate: Int
    /// The level of the warning or breach; nil where there is none.
    package let level: LeadLevel?
    /// The rows that the days were read in.
    package let source: String
}

/// One indicator of an agreement: agreed, reported, and what the place asks at least.
package struct IndicatorOutcome: Sendable, Hashable {
    /// Which.
    package let indicator: AgreementIndicator
    /// What is agreed.
    package let agreed: Double?
    /// What is reported.
    package let reported: Double?
    /// What the place asks at least, of energy and emissions at most.
    package let floor: Double?
    /// The last day on which it need not be met yet.
    package let due: CalendarDate?
    /// How it stands.
    package let standing: IndicatorStanding
    /// Days that count past `due`.
    package let daysLate: Int
    /// The level of the warning or breach; nil where there is none.
    package let level: LeadLevel?
    /// The rule by which it counts.
    package let clause: Bilingual
    /// The row it was read in.
    package let source: String
}

/// What has to be checked about an agreement besides its terms.
package enum AgreementFinding: Sendable, Hashable {
    /// Papers and satellites disagree.
    case seen(IdleFinding)
    /// The land is suspected to be idle or underused.
    case land(IdleStanding)
    /// The supply contract and the agreement, or their ledgers, name different days.
    case daysDiffer(AgreementMilestone)
    /// Less is agreed than the place asks.
    case belowFloor([AgreementIndicator])
    /// A milestone is reported before the one that comes first.
    case outOfOrder(AgreementMilestone)
    /// No supply contract has this number.
    case noSupply

    /// Its name in files.
    package var code: String {
        switch self {
        case .seen(let finding): finding.rawValue
        case .land(let standing): standing.rawValue
        case .daysDiffer(let milestone): "daysDiffer:\(milestone.rawValue)"
        case .belowFloor(let indicators): "belowFloor:" + indicators.map(\.rawValue).joined(separator: "+")
        case .outOfOrder(let milestone): "outOfOrder:\(milestone.rawValue)"
        case .noSupply: "noSupply"
        }
    }

    /// The words that users read.
    package var label: Bilingual {
        switch self {
        case .seen(let finding): finding.label
        case .land(let standing): standing.label
        case .daysDiffer(let step):
            Bilingual(zh: "\(step.label.zh)日期与供地台账不一致", en: "\(step.label.en): other days in the supply ledger")
        case .belowFloor(let indicators):
            Bilingual(
                zh: "约定未达控制指标：\(Bilingual(listing: indicators.map(\.label.zh)).zh)",
                en: "agreed short of the floor: \(Bilingual(listing: indicators.map(\.label.en)).en)")
        case .outOfOrder(let step):
            Bilingual(zh: "\(step.label.zh)早于前一节点", en: "\(step.label.en) before the step in front of it")
        case .noSupply: Bilingual(zh: "查无此供地合同", en: "no such supply contract")
        }
    }
}

/// The built-up share of a plot as a run's ground shows it: roofs and hardened yards alike, so this is no plot ratio.
package struct PlotCoverage: Sendable, Hashable {
    /// The day of the image.
    package let day: CalendarDate
    /// The built-up share, 0…1; nil where too little of it is clear, or it is too small.
    package let built: Double?
    /// The share of its pixels that is clear in both images.
    package let clear: Double
    /// How many whole pixels it has.
    package let pixels: Int
    /// The run.
    package let source: String

    /// The share of the last comparison that shows enough of the plot; of the last of all, unseen, where none does; nil
    /// where no run's ground is at hand.
    init?(_ clock: SatelliteClock) {
        let clear = clock.lastSeen.flatMap { $0.cover == nil ? nil : $0 }
        guard let shown = clear ?? clock.latest, let cover = shown.cover else { return nil }
        day = shown.day
        built = clear == nil ? nil : cover.built
        self.clear = cover.clear
        pixels = cover.pixels
        source = shown.source
    }
}

/// A date that comes near or is past: a lead for a person, no finding of a breach.
package struct AgreementLead: Sendable, Hashable {
    /// The milestone or indicator.
    package let subject: Bilingual
    /// Its name in files.
    package let code: String
    /// How grave.
    package let level: LeadLevel
    /// The date.
    package let due: CalendarDate
    /// Days past it; before it, negative.
    package let days: Int
    /// How it stands.
    package let standing: Bilingual
    /// Whose duty it is.
    package let duty: AgreementParty
}

/// What is to be said of one agreement on one day.
package struct AgreementJudgement: Sendable, Hashable {
    /// The agreement.
    package let agreement: StandardLand
    /// The supply contract it belongs to; nil where none has its number.
    package let supply: Supply?
    /// The day.
    package let day: CalendarDate
    /// The land; nil without a supply contract.
    package let area: Area?
    /// The development zones it lies in.
    package let zones: [String]
    /// What the place asks at least.
    package let tier: AgreementTier?
    /// In their order.
    package let milestones: [MilestoneOutcome]
    /// In the order of the rules.
    package let indicators: [IndicatorOutcome]
    /// What satellites make of the land.
    package let seen: SeenState
    /// The built-up share as seen; nil where no run's ground is at hand.
    package let coverage: PlotCoverage?
    /// What else to check.
    package let findings: [AgreementFinding]

    /// The last milestone that is reported.
    package var progress: AgreementMilestone? { milestones.last { $0.reported != nil }?.milestone }

    /// Warnings and suspected breaches, the gravest first.
    package var leads: [AgreementLead] {
        let steps = milestones.compactMap { step -> AgreementLead? in
            guard let level = step.level, let due = step.agreed else { return nil }
            return AgreementLead(
                subject: step.milestone.label, code: step.milestone.rawValue, level: level, due: due,
                days: days(step.daysLate, due), standing: step.standing.label, duty: step.duty)
        }
        let numbers = indicators.compactMap { indicator -> AgreementLead? in
            guard let level = indicator.level, let due = indicator.due else { return nil }
            return AgreementLead(
                subject: indicator.indicator.label, code: indicator.indicator.rawValue, level: level, due: due,
                days: days(indicator.daysLate, due), standing: indicator.standing.label, duty: .enterprise)
        }
        return (steps + numbers).sorted { ($1.level.fromDays, $0.due) < ($0.level.fromDays, $1.due) }
    }

    private func days(_ late: Int, _ due: CalendarDate) -> Int {
        late > 0 ? late : min(0, day.daysSinceEpoch - due.daysSinceEpoch)
    }
}
