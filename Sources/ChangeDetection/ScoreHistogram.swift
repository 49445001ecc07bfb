/// An exact histogram of quantised scores: one bin a value, so that thresholds do not depend on the order of tiles.
package struct ScoreHistogram: Sendable, Hashable {
    /// Pixels with each score 0…65 535.
    package private(set) var counts: [Int]

    /// An empty histogram.
    package init() {
        counts = [Int](repeating: 0, count: 1 << 16)
    }

    /// Pixels in all.
    package var total: Int { counts.reduce(0, +) }

    /// Counts a score, once or several times.
    package mutating func add(_ score: UInt16, count: Int = 1) {
        counts[Int(score)] += count
    }

    /// Counts the scores of a stretch of pixels that are valid (1, not 0).
    package mutating func add(_ scores: Span<UInt16>, where valid: Span<UInt8>, in range: Range<Int>) {
        var bins = counts.mutableSpan
        for pixel in range { bins[Int(scores[pixel])] += Int(valid[pixel]) }
    }

    /// Adds the counts of another histogram.
    package mutating func add(_ other: ScoreHistogram) {
        for bin in counts.indices { counts[bin] += other.counts[bin] }
    }

    /// The smallest score that at least the given share of pixels does not exceed; 0 without pixels.
    package func quantile(_ share: Double) -> Int {
        quantile(share, of: counts)
    }

    /// The median distance of the scores from their median (MAD).
    package var medianAbsoluteDeviation: Int {
        let median = quantile(0.5)
        var distances = [Int](repeating: 0, count: counts.count)
        for (score, count) in counts.enumerated() { distances[abs(score - median)] += count }
        return quantile(0.5, of: distances)
    }

    private func quantile(_ share: Double, of counts: [Int]) -> Int {
        let wanted = (share * Double(counts.reduce(0, +))).rounded(.up)
        var seen = 0
        for (bin, count) in counts.enumerated() where count > 0 {
            seen += count
            if Double(seen) >= wanted { return bin }
        }
        return 0
    }
}
