package import GeoModel

/// A run in its row.
package struct PlacedRun: Sendable, Hashable {
    /// The row.
    package let row: Int
    /// The columns.
    package let run: Run

    /// A run in its row.
    package init(row: Int, run: Run) {
        self.row = row
        self.run = run
    }
}

/// The pixels of one connected area, with the sums that its statistics come from.
package struct ConnectedArea: Sendable {
    /// Its runs, in row order once it is complete.
    package private(set) var runs: [PlacedRun] = []
    /// Its pixels.
    package private(set) var pixelCount = 0
    private var scoreSum = 0
    private var differenceSum = SIMD4<Double>()
    /// The sum of the scores of the pixels that made each transition.
    private var transitions = [Int](repeating: 0, count: 64)
    /// The largest quantised score.
    package private(set) var largestScore: UInt16 = 0

    init(_ run: PlacedRun, pixels: ArraySlice<ChangedPixel>) {
        runs = [run]
        pixelCount = pixels.count
        for pixel in pixels {
            scoreSum += Int(pixel.score)
            largestScore = max(largestScore, pixel.score)
            differenceSum += SIMD4<Double>(pixel.differences)
            transitions[Int(pixel.transition) & 63] += Int(pixel.score)
        }
    }

    /// The mean quantised score.
    package var meanScore: Double { Double(scoreSum) / Double(pixelCount) }

    /// The mean differences of NDVI, NDBI, MNDWI and BSI.
    package var meanDifferences: SIMD4<Double> { differenceSum / Double(pixelCount) }

    /// The transition with the largest part of the score, the lowest code among equals, and that part, 0…1.
    ///
    /// Weighed by score, because mixed pixels at the rim often outnumber the clear ones inside a small patch.
    package var mainTransition: (transition: Transition, share: Double) {
        let best = transitions.indices.max { (transitions[$0], $1) < (transitions[$1], $0) } ?? 0
        let transition = Transition(code: UInt8(best)) ?? Transition(before: .unknown, after: .unknown)
        return (transition, Double(transitions[best]) / Double(max(1, scoreSum)))
    }

    /// The first pixel in row order.
    package var firstPixel: PixelPlace {
        PixelPlace(column: runs[0].run.start, row: runs[0].row)
    }

    mutating func add(_ other: ConnectedArea) {
        runs += other.runs
        pixelCount += other.pixelCount
        scoreSum += other.scoreSum
        differenceSum += other.differenceSum
        largestScore = max(largestScore, other.largestScore)
        for code in transitions.indices { transitions[code] += other.transitions[code] }
    }

    mutating func sortRuns() {
        runs.sort { ($0.row, $0.run.start) < ($1.row, $1.run.start) }
    }
}
