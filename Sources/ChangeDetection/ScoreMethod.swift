/// What a change score is made from.
package enum ScoreMethod: String, Sendable, CaseIterable {
    /// The length of the vector of differences of spectral indices.
    case indexDifferences = "index-differences"
    /// The length of the vector of what is left of each band, in units of what is left on ground that did not change
    /// (PIF-CVA).
    case invariantBands = "pif-cva"
    /// The mean log-rank of seven maps: spectral change, texture, likeness and brightness.
    case rankFusion = "rank-fusion"
    /// The probability of change that a model tells from what a place and its surroundings look like.
    case learned

    /// Whether the bands of both dates are brought to each other first.
    package var usesRelations: Bool { self != .indexDifferences }

    /// Quantised score a unit of score.
    package var scoreScale: Double {
        switch self {
        // The longest possible change vector of four indices, 4, stays below 65 535.
        case .indexDifferences: 16_000
        // 255 times the noise is far beyond any change worth telling from another.
        case .invariantBands: 256
        // A pixel that all maps rank highest scores 1.04.
        case .rankFusion: 32_000
        // A probability reaches 1.
        case .learned: 65_000
        }
    }
}
