import GeoModel
import Patches

/// What a factor of the score measures.
enum ScoreMeasure: String, Sendable, CaseIterable {
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
}

/// One factor: a measure between two values, and the points that it earns from one to the other.
struct ScoreFactor: Sendable, Hashable {
    let code: String
    let label: Bilingual
    let measure: ScoreMeasure
    /// The kinds of zones, for `zoneShare`.
    let zones: Set<ZoneKind>
    /// The value that earns nothing.
    let from: Double
    /// The value that earns all points, as everything beyond it does.
    let to: Double
    /// Below zero where the factor speaks against looking at it first.
    let points: Double

    /// The points of a value: none at `from`, all at `to`, in proportion between.
    func points(of value: Double) -> Double { points * min(1, max(0, (value - from) / (to - from))) }
}

/// How urgent a flag is, with every factor in the open.
struct ScoreRule: Sendable, Hashable {
    /// As `FILE#score`.
    let reference: String
    let factors: [ScoreFactor]
    /// The scores from which a flag has priority 1, 2, 3 and 4; nil leaves the priority to theme and season.
    let priorityFrom: [Double]?

    /// A score and the sum it came from.
    struct Score {
        let value: Double
        let fact: Fact
        let priority: Int?
    }

    func score(_ measured: ScoreInput) throws(Fault) -> Score {
        var (sum, parts) = (0.0, [Bilingual]())
        for factor in factors {
            let value = try measured.value(factor)
            let points = value.map(factor.points) ?? 0
            sum += points
            let found = value.map(Limits.shown) ?? "—"
            let text = "\(found) → \(points < 0 ? "−" : "+")\(decimal(abs(points), 1))"
            parts.append(Bilingual(zh: "\(factor.label.zh) \(text)", en: "\(factor.label.en) \(text)"))
        }
        let total = decimal(sum, 1)
        let fact = Fact(
            name: Flag.scoreName,
            value: Bilingual(
                zh: "\(total)：" + parts.map(\.zh).joined(separator: "；"),
                en: "\(total): " + parts.map(\.en).joined(separator: "; ")),
            source: reference)
        let priority = priorityFrom.map { limits in (limits.firstIndex { sum >= $0 } ?? limits.count) + 1 }
        return Score(value: sum, fact: fact, priority: priority)
    }
}

/// What the factors of a score are measured on.
struct ScoreInput {
    let theme: Theme
    let area: Area
    /// Nil for a flag of a place or an approval, of which only theme and area are known, and the term.
    let findings: PatchFindings?
    let isSeasonal: Bool
    var daysPastTerm = 0.0

    /// What a factor measures; nil where nothing tells.
    func value(_ factor: ScoreFactor) throws(Fault) -> Double? {
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
    func with(_ score: ScoreRule.Score) -> Flag {
        Flag(
            id: id, theme: theme, themeLabel: themeLabel, rule: rule, period: period, patch: patch, shape: shape,
            area: area, priority: score.priority ?? priority, reason: reason, facts: facts + [score.fact], links: links)
    }
}
