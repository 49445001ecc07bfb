import GeoModel

/// A rule of supplies (供地): which judgements of the idle engine are worth a visit. The first rule that matches a supply
/// decides.
package struct SupplyRule: Sendable {
    /// Its name in the file.
    package let code: String
    /// As `FILE#RULE`.
    package let reference: String
    /// The theme it raises flags of.
    package let theme: Theme
    /// How the supply stands: one of these; nil for anything.
    let standings: Set<IdleStanding>?
    /// Where papers and images disagree: one of these; nil for anything.
    let findings: Set<IdleFinding>?
    /// The supply's area in mu.
    let mu: Limits
    let reason: ReasonTemplate

    /// The rule as it is asked of a judgement.
    func asked(_ judgement: IdleJudgement) -> AskedRule {
        let source = ["\(judgement.supply.contract) [\(judgement.supply.source.name)]"]
        let seen = judgement.satellite.lastSeen.map { [$0.source] } ?? []
        var conditions: [AskedCondition] = []
        if let standings {
            conditions.append(
                AskedCondition(
                    name: Bilingual(zh: "供地研判", en: "how the supply stands"), found: judgement.standing.rawValue,
                    limit: words(standings), isMet: standings.contains(judgement.standing), sources: source))
        }
        if let findings {
            let found = judgement.findings.map(\.rawValue).joined(separator: ", ")
            conditions.append(
                AskedCondition(
                    name: Bilingual(zh: "台账与遥感", en: "papers against images"), found: found.isEmpty ? "—" : found,
                    limit: words(findings), isMet: judgement.findings.contains(where: findings.contains),
                    sources: source + seen))
        }
        if mu != Limits() {
            conditions.append(
                AskedCondition(
                    name: Bilingual(zh: "面积（亩）", en: "area in mu"), found: Limits.shown(judgement.area.mu),
                    limit: mu.text, isMet: mu.contains(judgement.area.mu), sources: source))
        }
        return AskedRule(
            rule: reference, theme: theme.label, outcome: .flag, changes: [], conditions: conditions)
    }

    /// What it asks for, for a list of rules.
    var conditionTexts: [Bilingual] {
        [standings.map(words), findings.map(words), mu == Limits() ? nil : "mu \(mu.text)"]
            .compactMap(\.self).map(Wording.same)
    }

    private func words<Word: RawRepresentable & CaseIterable & Hashable>(_ asked: Set<Word>) -> String
    where Word.RawValue == String {
        Word.allCases.filter(asked.contains).map(\.rawValue).joined(separator: "|")
    }
}

extension RuleBook {
    /// Every rule of supplies as it is asked of a judgement, in order.
    func asked(_ judgement: IdleJudgement) -> [AskedRule] {
        var asked = supplies.map { $0.asked(judgement) }
        if let first = asked.firstIndex(where: \.isMet) { asked[first].decides = true }
        return asked
    }

    /// The first rule of supplies that matches a judgement.
    func deciding(_ judgement: IdleJudgement) -> SupplyRule? { supplies.first { $0.asked(judgement).isMet } }
}

extension IdleJudgement {
    /// The fields that a reason of a rule of supplies may use.
    static let fields = [
        "contract", "parcel", "area", "observedOn", "papers", "startDue", "started", "completed", "daysLate", "ground",
        "since", "investigationDue", "fee", "watchedSince", "seenOn", "seen", "moved", "built",
        "standing",
    ]

    /// The text of each field.
    var fieldValues: [String: Bilingual] {
        let none = Bilingual(zh: "无记录", en: "none on record")
        func dated(_ date: CalendarDate?) -> Bilingual { date.map { Wording.same($0.description) } ?? none }
        let last = satellite.lastSeen
        let unseen = Bilingual(zh: "无有效影像", en: "no clear image")
        return [
            "contract": Wording.same(supply.contract),
            "parcel": supply.parcelCode.map { Bilingual(zh: "宗地 \($0)", en: "parcel \($0)") }
                ?? Bilingual(zh: "宗地号未登记", en: "no parcel code"),
            "area": Wording.same(Wording.mu(area)),
            "observedOn": Wording.same(day.description),
            "papers": legal.state.label,
            "startDue": dated(legal.startDue),
            "started": dated(supply.terms.actualStart),
            "completed": dated(supply.terms.actualCompletion),
            "daysLate": Wording.same("\(legal.daysLate)"),
            "ground": ground?.label ?? Wording.same("—"),
            "since": dated(suspectedSince),
            "investigationDue": dated(investigationDue),
            "fee": feeEstimate.map { Wording.same(decimal($0, 2)) } ?? none,
            "watchedSince": satellite.watchedSince.map { Wording.same($0.description) } ?? unseen,
            "seenOn": last.map { Wording.same($0.day.description) } ?? unseen,
            "seen": satellite.state.label,
            "moved": Wording.same(Wording.percent(last?.movedShare ?? 0)),
            "built": Wording.same(Wording.percent(last?.builtShare ?? 0)),
            "standing": Wording.same(Wording.percent(last?.cover?.built ?? last?.builtShare ?? 0)),
        ]
    }
}

extension IdleGround {
    /// The words that users read.
    var label: Bilingual {
        switch self {
        case .notStarted: Bilingual(zh: "满一年未动工", en: "a full year without a start")
        case .halted:
            Bilingual(zh: "动工面积或投资不足，中止满一年", en: "started on too little, and halted for a full year")
        }
    }
}
