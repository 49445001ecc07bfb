/// What a change score is made from.
package enum ScoreMethod: String, Sendable, CaseIterable {
    /// The length of the vector of differences of spectral indices.
    case indexDifferences = "index-differences"
    /// The length of the vector of differences of standardised bands (CVA).
    case standardisedBands = "cva"
    /// The length of the vector of multivariate alteration (MAD), √χ².
    case alteration = "mad"
    /// The same, iteratively reweighted (IR-MAD).
    case iteratedAlteration = "ir-mad"
    /// The length of the leading principal components of the differences of standardised bands.
    case principalDifferences = "pca-difference"
    /// The length of the vector of what is left of each band, in units of what is left on ground that did not change
    /// (PIF-CVA).
    case invariantBands = "pif-cva"
    /// The mean of the roots of seven maps' log-ranks, squared: spectral change, texture, likeness and brightness.
    case rankFusion = "rank-fusion"
    /// The mean log-rank of three maps of colour, for pictures in visible light.
    case colourFusion = "colour-fusion"
    /// The probability of change that a model tells from what a place and its surroundings look like.
    case learned

    /// Whether all bands that both dates have make the score.
    package var usesAllBands: Bool { self != .indexDifferences }

    /// Whether the bands of both dates are brought to each other first.
    package var usesRelations: Bool { self == .invariantBands || isFusion || self == .learned }

    /// Whether the score is the length of a vector, so that its square may be held against χ².
    package var isLength: Bool { !isFusion && self != .learned }

    /// Whether the score is made from `ChangeVariates`.
    package var usesVariates: Bool { usesAllBands && !usesRelations }

    /// The maps it fuses; nil where it is no fusion.
    var fusion: FusionKind? {
        switch self {
        case .rankFusion: .spectral
        case .colourFusion: .colour
        default: nil
        }
    }

    /// The fusion whose ranks it needs: features of a model begin with those of the maps.
    package var ranked: ScoreMethod { self == .learned ? .rankFusion : self }

    /// Whether ranks of maps are fused.
    package var isFusion: Bool { fusion != nil }

    /// Quantised score a unit of score.
    package var scoreScale: Double {
        switch self {
        // The longest possible change vector of four indices, 4, stays below 65 535.
        case .indexDifferences: 16_000
        // 255 times the noise is far beyond any change worth telling from another.
        case .invariantBands, .standardisedBands, .alteration, .iteratedAlteration, .principalDifferences: 256
        // A pixel that all maps rank highest scores 1.04.
        case .rankFusion, .colourFusion: 32_000
        // A probability reaches 1.
        case .learned: 65_000
        }
    }
}
