package import GeoModel

/// The pixels of one connected area, with the sums that its statistics come from.
package struct ConnectedArea: Sendable {
    /// Its runs, in row order.
    package let runs: [PlacedRun]
    /// The transition with the largest part of the score, the lowest code among equals, and that part, 0…1.
    ///
    /// Weighed by score, because mixed pixels at the rim often outnumber the clear ones inside a small patch.
    package let mainTransition: (transition: Transition, share: Double)
    private let sums: PixelSums

    /// A region of which `main` is the transition with the largest part of the score, and that part.
    init(runs: [PlacedRun], sums: PixelSums, main: (transition: Transition, weight: Int)) {
        self.runs = runs
        self.sums = sums
        mainTransition = (main.transition, Double(main.weight) / Double(max(1, sums.score)))
    }

    /// Its pixels.
    package var pixelCount: Int { sums.pixelCount }

    /// The largest quantised score.
    package var largestScore: UInt16 { sums.largestScore }

    /// The scenes that its strongest pixel is from.
    package var sources: PixelSources { sums.sources }

    /// The mean quantised score.
    package var meanScore: Double { Double(sums.score) / Double(sums.pixelCount) }

    /// The mean differences of NDVI, NDBI, MNDWI and BSI.
    package var meanDifferences: SIMD4<Double> { sums.meanDifferences }

    /// How bright it is at the later date in visible light, near the geometric mean of its pixels; nil where not known.
    package var brightness: Double? { sums.brightness }

    /// The first pixel in row order.
    package var firstPixel: PixelPlace {
        PixelPlace(column: runs[0].run.start, row: runs[0].row)
    }
}
