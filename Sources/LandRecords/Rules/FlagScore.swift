import GeoModel
import Patches

/// What a factor of a flag's score measures.
enum FlagMeasure: String, ScoreMeasuring {
    /// The theme's priority, 1…5.
    case themePriority
    /// The area in mu.
    case mu
    /// The share of the patch inside zones of some kinds.
    case zoneShare
    /// How sure the machine is, 0…1.
    case confidence
    /// 1 where the season may have made the patch, else 0.
    case season
    /// How many complaints lie there.
    case complaints
    /// How many patches of the superior authority lie there.
    case issuedPatches
    /// How many flags of earlier periods lie there.
    case earlierFlags
    /// By how many days temporary land there is past its term; 0 where it is not.
    case daysPastTerm

    var takesZones: Bool { self == .zoneShare }
}

/// What the factors of a flag's score are measured on.
struct ScoreInput {
    let theme: Theme
    let area: Area
    /// Nil for a flag of a place or an approval, of which only theme and area are known, and the term.
    let findings: PatchFindings?
    let isSeasonal: Bool
    var daysPastTerm = 0.0

    /// What a factor measures; nil where nothing tells.
    func value(_ factor: ScoreFactor<FlagMeasure>) throws(Fault) -> ScoreValue? {
        try number(factor).map { .number($0) }
    }

    private func number(_ factor: ScoreFactor<FlagMeasure>) throws(Fault) -> Double? {
        switch factor.measure {
        case .themePriority: return Double(theme.priority)
        case .mu: return area.mu
        case .season: return isSeasonal ? 1 : 0
        case .confidence: return findings?.patch.confidence
        case .zoneShare: return try findings?.share(of: .zones(factor.zones))
        case .complaints: return findings.map { Double($0.further.complaints.count) }
        case .issuedPatches: return findings.map { Double($0.further.issuedPatches.count) }
        case .earlierFlags: return findings.map { Double($0.further.earlier.count) }
        case .daysPastTerm: return findings?.daysPastTerm ?? daysPastTerm
        }
    }
}

extension PatchFindings {
    /// By how many days temporary land under the patch is past its term at most; 0 where none is.
    fileprivate var daysPastTerm: Double {
        let days = further.temporaryLands.compactMap { share -> Int? in
            register.records.temporaryLands[share.record].until.map {
                observedOn.daysSinceEpoch - $0.daysSinceEpoch
            }
        }
        return Double(max(0, days.max() ?? 0))
    }
}

extension Flag {
    /// What the fact is about that tells the score.
    static let scoreName = Bilingual(zh: "风险评分", en: "risk score")

    /// The score with its factors; nil where the rules give none.
    package var score: Fact? { facts.first { $0.name == Self.scoreName } }

    /// The flag with its score among its facts, and the priority that the score gives it.
    func with(_ score: Score) -> Flag {
        Flag(
            id: id, theme: theme, themeLabel: themeLabel, rule: rule, period: period, patch: patch, shape: shape,
            area: area, priority: score.priority ?? priority, reason: reason,
            facts: facts + [score.fact(named: Self.scoreName)], links: links)
    }
}
