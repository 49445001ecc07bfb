/// How scores of labelled pixels lie: one bin a score, for changed and for unchanged ones.
package struct ScoreTally: Sendable, Hashable {
    /// Changed pixels of each score 0…65 535.
    package private(set) var changed = [Int](repeating: 0, count: 1 << 16)
    /// Unchanged pixels of each score.
    package private(set) var unchanged = [Int](repeating: 0, count: 1 << 16)

    /// A tally of nothing.
    package init() {}

    /// Counts one pixel.
    package mutating func add(_ score: UInt16, isChanged: Bool) {
        if isChanged { changed[Int(score)] += 1 } else { unchanged[Int(score)] += 1 }
    }

    /// Adds the counts of another tally.
    package mutating func add(_ other: ScoreTally) {
        for score in changed.indices {
            changed[score] += other.changed[score]
            unchanged[score] += other.unchanged[score]
        }
    }

    /// The tallies put together.
    package static func pooled(_ tallies: some Sequence<ScoreTally>) -> ScoreTally {
        tallies.reduce(into: ScoreTally()) { $0.add($1) }
    }

    /// Changed pixels.
    package var changedCount: Int { changed.reduce(0, +) }
    /// Labelled pixels.
    package var count: Int { changedCount + unchanged.reduce(0, +) }

    /// Right and wrong answers where what reaches a threshold counts as changed.
    package func answers(at threshold: Int) -> Answers {
        let hits = changed[threshold...].reduce(0, +)
        let alarms = unchanged[threshold...].reduce(0, +)
        return Answers(
            hits: hits,
            falseAlarms: alarms,
            misses: changed.reduce(0, +) - hits,
            quiet: unchanged.reduce(0, +) - alarms
        )
    }

    /// The threshold with the largest F1; of equal ones the highest.
    package var bestThreshold: Int {
        var best = (f1: -1.0, threshold: 1)
        var (hits, alarms) = (0, 0)
        let all = changed.reduce(0, +)
        for score in (1..<changed.count).reversed() where changed[score] + unchanged[score] > 0 {
            hits += changed[score]
            alarms += changed[score] + unchanged[score]
            let f1 = 2 * Double(hits) / Double(all + alarms)
            if f1 > best.f1 { best = (f1, score) }
        }
        return best.threshold
    }

    /// Σ (recall step × precision) over all scores from the highest down; 0 where nothing changed.
    ///
    /// Source: Zhu 2004, average precision without interpolation.
    package var averagePrecision: Double {
        let all = Double(changedCount)
        guard all > 0 else { return 0 }
        var (hits, alarms, sum) = (0, 0, 0.0)
        for score in changed.indices.reversed() where changed[score] + unchanged[score] > 0 {
            hits += changed[score]
            alarms += changed[score] + unchanged[score]
            sum += Double(changed[score]) / all * Double(hits) / Double(alarms)
        }
        return sum
    }
}

/// Right and wrong answers on labelled pixels.
package struct Answers: Sendable, Hashable {
    /// Changed and found.
    package var hits = 0
    /// Unchanged, but found.
    package var falseAlarms = 0
    /// Changed, but not found.
    package var misses = 0
    /// Unchanged and not found.
    package var quiet = 0

    /// No answers yet, or some.
    package init(hits: Int = 0, falseAlarms: Int = 0, misses: Int = 0, quiet: Int = 0) {
        self.hits = hits
        self.falseAlarms = falseAlarms
        self.misses = misses
        self.quiet = quiet
    }

    /// The answers of two places.
    package static func + (left: Answers, right: Answers) -> Answers {
        Answers(
            hits: left.hits + right.hits,
            falseAlarms: left.falseAlarms + right.falseAlarms,
            misses: left.misses + right.misses,
            quiet: left.quiet + right.quiet
        )
    }

    private var total: Double { Double(hits + falseAlarms + misses + quiet) }

    /// The share of right answers.
    package var overallAccuracy: Double { Double(hits + quiet) / total }

    /// The share of alarms that are right; 0 without alarms.
    package var precision: Double { Self.share(hits, of: hits + falseAlarms) }

    /// The share of changes that are found; 0 without changes.
    package var recall: Double { Self.share(hits, of: hits + misses) }

    /// The harmonic mean of precision and recall; 0 without hits.
    package var f1: Double {
        Self.share(2 * hits, of: 2 * hits + falseAlarms + misses)
    }

    /// Agreement beyond chance; 1 where all is of one kind and found so, 0 without answers. Source: Cohen 1960.
    package var kappa: Double {
        guard total > 0 else { return 0 }
        let alarms = Double(hits + falseAlarms)
        let changes = Double(hits + misses)
        let chance = (alarms * changes + (total - alarms) * (total - changes)) / (total * total)
        return chance >= 1 ? 1 : (overallAccuracy - chance) / (1 - chance)
    }

    private static func share(_ part: Int, of whole: Int) -> Double {
        whole == 0 ? 0 : Double(part) / Double(whole)
    }
}
