import ChangeDetection
import GeoIO
import GeoModel
import TileEngine

/// What is learnt from a sample before all pixels are swept: the common shift, and a score below which nothing can
/// matter.
struct PairPlan {
    var parameters: PairParameters
    /// The threshold as the sample alone would set it.
    let expectedThreshold: UInt16

    /// Samples pixels of windows on a lattice that depends on the raster's size only, so that every run plans the same.
    ///
    /// - Throws: `Fault` where a file can't be decoded.
    init(_ pair: ScenePair, _ recipe: DetectRecipe, workers: Int) throws(Fault) {
        var parameters = PairParameters(
            roles: pair.roles,
            indices: recipe.indices,
            beforeRadiometry: recipe.radiometry ?? pair.before.radiometry,
            afterRadiometry: recipe.radiometry ?? pair.after.radiometry,
            usableMaskCodes: pair.before.usableMaskCodes,
            maskDilation: recipe.maskDilation,
            states: recipe.states
        )
        let sample = try Self.sample(pair, parameters, workers: workers)
        if recipe.isCentred {
            for index in recipe.indices { parameters.commonShift[index] = Self.median(sample[index] ?? []) }
        }
        let histogram = Self.histogram(sample, shift: parameters.commonShift)
        expectedThreshold = recipe.threshold.value(for: histogram, scoreScale: PairParameters.scoreScale)
        parameters.candidateFloor = max(1, UInt16(Double(expectedThreshold) * Self.floorShare))
        self.parameters = parameters
    }

    /// How far below the sample's threshold candidates are kept; should the true one lie lower still, the sweep is done
    /// again.
    private static let floorShare = 0.7
    private static let windowSide = 256
    private static let windowsPerSide = 8
    /// Every fourth row and column of a window is enough for a median.
    private static let pixelStep = 4

    private static func windows(_ size: GridSize) -> [PixelWindow] {
        func starts(_ length: Int) -> [Int] {
            let count = min(windowsPerSide, (length + windowSide - 1) / windowSide)
            return (0..<count).map { count == 1 ? 0 : $0 * max(0, length - windowSide) / (count - 1) }
        }
        return starts(size.rows).flatMap { row in
            starts(size.columns).map { column in
                PixelWindow(column: column, row: row, columns: windowSide, rows: windowSide).intersection(size.window)
            }
        }
    }

    private static func sample(_ pair: ScenePair, _ parameters: PairParameters, workers: Int) throws(Fault)
        -> [SpectralIndex: [Float]]
    {
        let windows = windows(pair.grid.size)
        var sample: [SpectralIndex: [Float]] = [:]
        let plan = TilePlan(size: GridSize(columns: windows.count, rows: 1), side: 1)
        try sweep(plan, workers: workers) { () throws(Fault) in
            try pair.detector(parameters)
        } compute: { detector, tile throws(Fault) in
            let window = windows[tile.index]
            return thinned(try detector.rawDifferences(window), columns: window.columns)
        } consume: { _, differences in
            for (index, values) in differences { sample[index, default: []] += values }
        }
        return sample
    }

    private static func thinned(_ differences: [SpectralIndex: [Float]], columns: Int) -> [SpectralIndex: [Float]] {
        differences.mapValues { values in
            values.enumerated().compactMap { place, value in
                place % columns % pixelStep == 0 && place / columns % pixelStep == 0 ? value : nil
            }
        }
    }

    private static func median(_ values: [Float]) -> Float {
        let sorted = values.filter { !$0.isNaN }.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }

    private static func histogram(_ sample: [SpectralIndex: [Float]], shift: [SpectralIndex: Float]) -> ScoreHistogram {
        var histogram = ScoreHistogram()
        let count = sample.values.map(\.count).min() ?? 0
        for pixel in 0..<count {
            let squares = sample.keys.sorted { $0.rawValue < $1.rawValue }.reduce(Float(0)) { sum, index in
                let difference = (sample[index]?[pixel] ?? .nan) - (shift[index] ?? 0)
                return sum + difference * difference
            }
            guard !squares.isNaN else { continue }
            histogram.add(UInt16(min(squares.squareRoot() * Float(PairParameters.scoreScale) + 0.5, 65_535)))
        }
        return histogram
    }
}

extension ScenePair {
    /// One worker's comparison, with file handles of its own.
    /// - Throws: `Fault` where a file can't be opened.
    func detector(_ parameters: PairParameters) throws(Fault) -> PairDetector {
        PairDetector(
            before: try beforeSource.makeReader(),
            after: try afterSource.makeReader(),
            gridSize: grid.size,
            parameters: parameters
        )
    }
}
