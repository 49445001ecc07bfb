/// How the score is found from which a pixel counts as changed.
package enum AutomaticThreshold: Sendable, Hashable {
    /// median + k × 1.4826 × MAD. Source: Leys et al. 2013, robust outlier detection.
    case medianDeviation(k: Double)
    /// median + k × (median − 15.9 % quantile): the lower half-spread, which change cannot inflate.
    case lowerSpread(k: Double)
    /// The score that best separates two groups, with scores above the clip quantile counted as that quantile.
    /// Source: Otsu 1979.
    case otsu(clip: Double)
    /// The score that leaves most to be known about both groups. Source: Kapur, Sahoo & Wong 1985, maximum entropy.
    case kapur
    /// The quantile of χ² that noise exceeds with the given probability, where squared scores are a multiple of χ² by
    /// their median: of real images χ² is too wide by far. Source: Nielsen 2007 (IR-MAD).
    case chiSquare(probability: Double)
    /// Where two normal distributions fitted to the logarithm of scores are equally likely. Source: Bruzzone &
    /// Fernández Prieto 2000, by expectation maximisation.
    case mixture
    /// A score given in the recipe.
    case fixed(Double)

    /// Rules to set beside the one that a run uses: where they disagree strongly, the scores have no clear gap.
    ///
    /// - Parameter freedom: How many numbers a score is the length of; nil where it is no length.
    /// - Returns: The rules, of which χ² is one only for lengths.
    package static func common(freedom: Int?) -> [AutomaticThreshold] {
        [.lowerSpread(k: 3), .medianDeviation(k: 6), .otsu(clip: 0.995), .kapur, .mixture]
            + (freedom == nil ? [] : [.chiSquare(probability: 0.001)])
    }

    /// Whether it does not depend on the scores.
    package var isFixed: Bool { if case .fixed = self { true } else { false } }

    /// The rule's name as a recipe writes it.
    package var name: String {
        switch self {
        case .medianDeviation: "median-mad"
        case .lowerSpread: "lower-spread"
        case .otsu: "otsu"
        case .kapur: "kapur"
        case .chiSquare: "chi-square"
        case .mixture: "mixture"
        case .fixed: "fixed"
        }
    }

    /// The rule with its numbers.
    package var text: String {
        switch self {
        case .medianDeviation(let k), .lowerSpread(let k): "\(name), k \(k)"
        case .otsu(let clip): "\(name), clip \(clip)"
        case .chiSquare(let probability): "\(name), probability \(probability)"
        case .kapur, .mixture: name
        case .fixed(let score): "\(name), value \(score)"
        }
    }

    /// The threshold as a quantised score: changed is what reaches it.
    ///
    /// - Parameters:
    ///   - histogram: The scores of all valid pixels.
    ///   - scoreScale: Quantised score a unit of score.
    ///   - freedom: How many numbers a score is the length of; nil where it is no length, which χ² says nothing of.
    /// - Returns: At least 1, at most 65 535; 65 535 where there is no pixel, unless the rule is fixed.
    package func value(for histogram: ScoreHistogram, scoreScale: Double, freedom: Int?) -> UInt16 {
        guard isFixed || histogram.total > 0 else { return .max }
        let median = Double(histogram.quantile(0.5))
        let value =
            switch self {
            case .medianDeviation(let k): median + k * 1.4826 * Double(histogram.medianAbsoluteDeviation)
            case .lowerSpread(let k): median + k * (median - Double(histogram.quantile(0.159)))
            case .otsu(let clip): otsuThreshold(histogram.counts, clip: histogram.quantile(clip))
            case .kapur: kapurThreshold(histogram.counts)
            case .chiSquare(let probability):
                freedom.map { freedom in
                    let (limit, middle) = (
                        chiSquareQuantile(probability, freedom: freedom), chiSquareQuantile(0.5, freedom: freedom)
                    )
                    return median * (limit / middle).squareRoot()
                } ?? 65_535
            case .mixture: mixtureThreshold(histogram.counts)
            case .fixed(let score): score * scoreScale
            }
        return UInt16(min(max(value.rounded(.up), 1), 65_535))
    }
}
