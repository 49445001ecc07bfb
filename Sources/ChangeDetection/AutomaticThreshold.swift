/// How the score is found from which a pixel counts as changed.
package enum AutomaticThreshold: Sendable, Hashable {
    /// median + k × 1.4826 × MAD. Source: Leys et al. 2013, robust outlier detection.
    case medianDeviation(k: Double)
    /// median + k × (median − 15.9 % quantile): the lower half-spread, which change cannot inflate.
    case lowerSpread(k: Double)
    /// The score that best separates two groups, with scores above the clip quantile counted as that quantile. Source:
    /// Otsu 1979.
    case otsu(clip: Double)
    /// A score given in the recipe.
    case fixed(Double)

    /// Whether it does not depend on the scores.
    package var isFixed: Bool { if case .fixed = self { true } else { false } }

    /// The rule as a recipe writes it.
    package var text: String {
        switch self {
        case .medianDeviation(let k): "median-mad, k \(k)"
        case .lowerSpread(let k): "lower-spread, k \(k)"
        case .otsu(let clip): "otsu, clip \(clip)"
        case .fixed(let score): "fixed, value \(score)"
        }
    }

    /// The threshold as a quantised score: changed is what reaches it.
    ///
    /// - Parameters:
    ///   - histogram: The scores of all valid pixels.
    ///   - scoreScale: Quantised score a unit of score.
    /// - Returns: At least 1, at most 65 535; 65 535 where there is no pixel, unless the rule is fixed.
    package func value(for histogram: ScoreHistogram, scoreScale: Double) -> UInt16 {
        guard isFixed || histogram.total > 0 else { return .max }
        let value =
            switch self {
            case .medianDeviation(let k):
                Double(histogram.quantile(0.5)) + k * 1.4826 * Double(histogram.medianAbsoluteDeviation)
            case .lowerSpread(let k):
                Double(histogram.quantile(0.5))
                    + k * Double(histogram.quantile(0.5) - histogram.quantile(0.159))
            case .otsu(let clip): otsuThreshold(histogram.counts, clip: histogram.quantile(clip))
            case .fixed(let score): score * scoreScale
            }
        return UInt16(min(max(value.rounded(.up), 1), 65_535))
    }
}

/// The first score of the upper group when the variance between two groups is largest.
private func otsuThreshold(_ counts: [Int], clip: Int) -> Double {
    var clipped = Array(counts.prefix(clip + 1))
    clipped[clip] += counts.dropFirst(clip + 1).reduce(0, +)
    let total = Double(clipped.reduce(0, +))
    let sum = clipped.enumerated().reduce(0.0) { $0 + Double($1.offset) * Double($1.element) }
    var below = 0.0
    var sumBelow = 0.0
    var best = (variance: -1.0, score: 0)
    for (score, count) in clipped.enumerated() {
        below += Double(count)
        sumBelow += Double(score) * Double(count)
        guard below > 0, below < total else { continue }
        let gap = sumBelow / below - (sum - sumBelow) / (total - below)
        let variance = below * (total - below) * gap * gap
        if variance > best.variance { best = (variance, score) }
    }
    return Double(best.score + 1)
}
