package import GeoModel

/// What factors of a score may measure: the words of a data file.
protocol ScoreMeasuring: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// Whether a factor of it names kinds of zones.
    var takesZones: Bool { get }
}

/// What a factor was measured to be.
enum ScoreValue: Sendable, Hashable {
    case number(Double)
    case word(String)

    /// As it is shown.
    var text: String {
        switch self {
        case .number(let number): Limits.shown(number)
        case .word(let word): word
        }
    }
}

/// How a measure earns points.
enum ScoreScale: Sendable, Hashable {
    /// None at `from`, all at `to` and beyond it, in proportion between; below zero where it speaks against.
    case proportion(from: Double, to: Double, points: Double)
    /// Those of the first step that reaches the value; none above the last. In order, each higher than the one before.
    case steps([Step])
    /// Those of a word; none of one that is not listed.
    case words([String: Double])

    struct Step: Sendable, Hashable {
        let atMost: Double
        let points: Double
    }

    /// The points of a value; nil where the scale does not know it.
    func points(of value: ScoreValue) -> Double? {
        switch (self, value) {
        case (.proportion(let from, let to, let points), .number(let number)):
            points * min(1, max(0, (number - from) / (to - from)))
        case (.steps(let steps), .number(let number)): steps.first { number <= $0.atMost }?.points ?? 0
        case (.words(let points), .word(let word)): points[word]
        default: nil
        }
    }
}

/// One factor: a measure, and the points that it earns.
struct ScoreFactor<Measure: ScoreMeasuring>: Sendable, Hashable {
    let code: String
    let label: Bilingual
    let measure: Measure
    /// The kinds of zones, where the measure takes them.
    let zones: Set<ZoneKind>
    let scale: ScoreScale
    /// The points where nothing tells the value, or the scale does not know it.
    let missing: Double
}

/// How urgent something is, with every factor in the open.
struct ScoreRule<Measure: ScoreMeasuring>: Sendable, Hashable {
    /// As `FILE#score`.
    let reference: String
    let factors: [ScoreFactor<Measure>]
    /// The scores from which the priority is 1, 2, 3 and 4; nil where the score gives none.
    let priorityFrom: [Double]?

    /// The score of what was measured.
    ///
    /// - Parameter value: What a factor was measured to be; nil where nothing tells.
    /// - Returns: The sum of the points, with every factor.
    /// - Throws: What measuring throws.
    func score(_ value: (ScoreFactor<Measure>) throws(Fault) -> ScoreValue?) throws(Fault) -> Score {
        var parts: [ScorePart] = []
        for factor in factors {
            let found = try value(factor)
            let points = found.flatMap(factor.scale.points)
            parts.append(
                ScorePart(
                    code: factor.code, label: factor.label, found: found?.text, points: points ?? factor.missing,
                    isMissing: points == nil))
        }
        let sum = parts.reduce(0) { $0 + $1.points }
        let priority = priorityFrom.map { limits in (limits.firstIndex { sum >= $0 } ?? limits.count) + 1 }
        return Score(value: sum, parts: parts, priority: priority, reference: reference)
    }
}

/// One factor of a score, as it came out.
package struct ScorePart: Sendable, Hashable {
    /// The factor's name in its file.
    package let code: String
    /// What it is about.
    package let label: Bilingual
    /// What was found; nil where nothing tells.
    package let found: String?
    /// The points it earned.
    package let points: Double
    /// Whether nothing told the value, or the file does not know it.
    package let isMissing: Bool

    /// `0.5 → +20.0`.
    package var text: String { "\(found ?? "—") → \(points < 0 ? "−" : "+")\(decimal(abs(points), 1))" }
}

/// A score and the sum it came from.
package struct Score: Sendable, Hashable {
    /// The sum.
    package let value: Double
    /// In the order of the file.
    package let parts: [ScorePart]
    /// 1…5; nil where the score gives none.
    let priority: Int?
    /// The rule it came from, as `FILE#score`.
    package let reference: String

    /// The score as a fact.
    func fact(named name: Bilingual) -> Fact {
        let total = decimal(value, 1)
        return Fact(
            name: name,
            value: Bilingual(
                zh: "\(total)：" + parts.map { "\($0.label.zh) \($0.text)" }.joined(separator: "；"),
                en: "\(total): " + parts.map { "\($0.label.en) \($0.text)" }.joined(separator: "; ")),
            source: reference)
    }
}
