import ChangeDetection
import GeoIO
import GeoModel
import SafeFiles
import TileEngine

/// What is learnt from a sample before all pixels are swept: the common shift, and a score below which nothing can
/// matter.
struct PairPlan {
    var parameters: PairParameters
    /// The threshold as the sample alone would set it.
    let expectedThreshold: UInt16

    /// Samples pixels of cells on a lattice that depends on the raster and its blocks only, so that every run plans the
    /// same.
    ///
    /// - Throws: `Fault` where a file can't be decoded.
    init(_ pair: ScenePair, _ recipe: DetectRecipe, workers: Int) throws(Fault) {
        var parameters = Self.parameters(pair, recipe)
        guard recipe.method == .indexDifferences, recipe.smoothing == 0 else {
            if recipe.method.usesRelations {
                parameters.relations = try Self.relations(pair, parameters, workers: workers)
            }
            if recipe.method == .rankFusion {
                parameters.ranks = try Self.ranks(pair, parameters, workers: workers)
            }
            let histogram = try Self.histogram(pair, parameters, workers: workers)
            expectedThreshold = recipe.thresholdScore(of: histogram)
            parameters.candidateFloor = max(1, UInt16(Double(expectedThreshold) * Self.floorShare))
            self.parameters = parameters
            return
        }
        let perSide = recipe.isCentred ? Self.cellsPerSideForShift : Self.cellsPerSide(of: pair)
        let sample = try Self.sample(pair, parameters, perSide: perSide, workers: workers)
        var shift = SIMD4<Float>()
        if recipe.isCentred {
            for (place, index) in SpectralIndex.allCases.enumerated() where recipe.indices.contains(index) {
                shift[place] = Self.median(sample.map { $0[place] })
                parameters.commonShift[index] = shift[place]
            }
        }
        let histogram = Self.histogram(sample, shift: shift, scale: Float(recipe.method.scoreScale))
        expectedThreshold = recipe.thresholdScore(of: histogram)
        parameters.candidateFloor = max(1, UInt16(Double(expectedThreshold) * Self.floorShare))
        self.parameters = parameters
    }

    /// What is known before anything was sampled.
    static func parameters(_ pair: ScenePair, _ recipe: DetectRecipe) -> PairParameters {
        PairParameters(
            roles: pair.roles,
            method: recipe.method,
            smoothing: recipe.smoothing,
            indices: recipe.indices.filter { Set($0.roles).isSubset(of: pair.roles) },
            beforeRadiometry: recipe.radiometry ?? pair.before.first.radiometry,
            afterRadiometry: recipe.radiometry ?? pair.after.first.radiometry,
            usableBefore: pair.before.usableMaskCodes,
            usableAfter: pair.after.usableMaskCodes,
            maskDilation: pair.before.isMosaic ? 0 : recipe.maskDilation,
            maskDilationAfter: pair.after.isMosaic ? 0 : recipe.maskDilation,
            states: recipe.states,
            keepsSquaresOnly: recipe.isOpened,
            isDense: recipe.outputs.contains(.changeRaster)
        )
    }

    /// How far below the sample's threshold candidates are kept; should the true one lie lower still, the sweep is done
    /// again.
    private static let floorShare = 0.8
    /// Nine cells tell the size of the scores well enough for that, and fewer where they are a larger part of the
    /// whole: a score that is misjudged costs a second sweep, a cell its decoding.
    private static func cellsPerSide(of pair: ScenePair) -> Int {
        let cells = Double(pair.overlap.pixelCount) / Double(pair.cell.pixelCount)
        return min(3, max(1, Int((cells / 32).squareRoot().rounded())))
    }
    /// The common shift goes into every score, so it is taken from more of them.
    private static let cellsPerSideForShift = 6
    /// As many pixels are enough for a median; of more, every second or third row and column is taken.
    private static let samplePixels = 250_000

    /// Whole cells on a lattice over the overlap, as far as they lie in it.
    private static func windows(_ pair: ScenePair, perSide: Int) -> [PixelWindow] {
        func starts(_ range: Range<Int>, _ side: Int) -> [Int] {
            let (first, end) = (range.lowerBound / side, (range.upperBound + side - 1) / side)
            let count = min(perSide, end - first)
            return (0..<count).map { (first + (2 * $0 + 1) * (end - first) / (2 * count)) * side }
        }
        let (overlap, cell) = (pair.overlap, pair.cell)
        return starts(overlap.row..<overlap.endRow, cell.rows).flatMap { row in
            starts(overlap.column..<overlap.endColumn, cell.columns).map { column in
                PixelWindow(column: column, row: row, columns: cell.columns, rows: cell.rows).intersection(overlap)
            }
        }
    }

    /// Windows cut into parts that methods which look around each pixel need little memory for.
    private static func small(_ windows: [PixelWindow]) -> [PixelWindow] {
        windows.flatMap { window in
            let size = GridSize(columns: window.columns, rows: window.rows)
            let parts = TilePlan(size: size, side: ScoreMethod.rankFusion.windowSide)
            return (0..<parts.count).map { number in
                let part = parts.tile(number).window
                return PixelWindow(
                    column: window.column + part.column,
                    row: window.row + part.row,
                    columns: part.columns,
                    rows: part.rows
                )
            }
        }
    }

    private static func sample(_ pair: ScenePair, _ parameters: PairParameters, perSide: Int, workers: Int)
        throws(Fault) -> [SIMD4<Float>]
    {
        let windows = windows(pair, perSide: perSide)
        let pixels = windows.reduce(0) { $0 + $1.pixelCount }
        let step = max(1, Int((Double(pixels) / Double(samplePixels)).squareRoot()))
        var sample: [SIMD4<Float>] = []
        let plan = TilePlan(size: GridSize(columns: windows.count, rows: 1), side: 1)
        try sweep(plan, workers: workers) { () throws(Fault) in
            try pair.detector(parameters)
        } compute: { detector, tile throws(Fault) in
            try detector.differences(windows[tile.index], step: step)
        } consume: { _, differences in
            sample += differences
        }
        return sample
    }

    /// The relations of all bands on ground that did not change, from pixels spread over the overlap.
    private static func relations(_ pair: ScenePair, _ parameters: PairParameters, workers: Int)
        throws(Fault) -> [BandRole: BandRelation]
    {
        let windows = windows(pair, perSide: cellsPerSideForShift)
        let roles = pair.roles.filter { $0 != .mask }
        let pixels = windows.reduce(0) { $0 + $1.pixelCount }
        let step = max(1, Int((Double(pixels) / Double(relationPixels)).squareRoot()))
        var sample = PairSample(roles: roles)
        let plan = TilePlan(size: GridSize(columns: windows.count, rows: 1), side: 1)
        try sweep(plan, workers: workers) { () throws(Fault) in
            try pair.detector(parameters)
        } compute: { detector, tile throws(Fault) in
            try detector.sample(windows[tile.index], step: step, roles)
        } consume: { _, part in
            sample.append(part)
        }
        guard sample.count >= leastPixels else {
            throw Fault(
                pair.after.id,
                zh: "与 \(pair.before.id) 只有 \(sample.count) 个样本像元可比，至少需要 \(leastPixels)。重叠太小或多云；请换一景。",
                en:
                    "only \(sample.count) sampled pixels can be compared with \(pair.before.id); \(leastPixels) are "
                    + "needed. The overlap is too small, or it is all cloud. Take another scene."
            )
        }
        let relations = invariantRelations(sample, try AlterationDetection(sample))
        return Dictionary(uniqueKeysWithValues: zip(roles, relations))
    }

    /// Where values of the maps stand, from pixels spread over the overlap.
    private static func ranks(_ pair: ScenePair, _ parameters: PairParameters, workers: Int) throws(Fault) -> RankTables
    {
        let windows = small(windows(pair, perSide: cellsPerSideForShift))
        let pixels = windows.reduce(0) { $0 + $1.pixelCount }
        let step = max(1, Int((Double(pixels) / Double(relationPixels)).squareRoot()))
        var values: [[Float]] = []
        let plan = TilePlan(size: GridSize(columns: windows.count, rows: 1), side: 1)
        try sweep(plan, workers: workers) { () throws(Fault) in
            try pair.detector(parameters)
        } compute: { detector, tile throws(Fault) in
            try detector.fusionSample(windows[tile.index], step: step)
        } consume: { _, part in
            values = values.isEmpty ? part : zip(values, part).map { $0 + $1 }
        }
        return RankTables(values)
    }

    /// Every second to fifth pixel of a Landsat scene gives the same relations as all.
    private static let relationPixels = 100_000
    /// A covariance of a dozen numbers from fewer would be chance.
    private static let leastPixels = 500

    /// The scores of cells on the lattice.
    private static func histogram(_ pair: ScenePair, _ parameters: PairParameters, workers: Int) throws(Fault)
        -> ScoreHistogram
    {
        let windows = windows(pair, perSide: max(2, cellsPerSide(of: pair)))
        var histogram = ScoreHistogram()
        let plan = TilePlan(size: GridSize(columns: windows.count, rows: 1), side: 1)
        try sweep(plan, workers: workers) { () throws(Fault) in
            try pair.detector(parameters)
        } compute: { detector, tile throws(Fault) in
            try detector.scores(windows[tile.index]).histogram
        } consume: { _, part in
            histogram.add(part)
        }
        return histogram
    }

    private static func median(_ values: [Float]) -> Float {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }

    private static func histogram(_ sample: [SIMD4<Float>], shift: SIMD4<Float>, scale: Float) -> ScoreHistogram {
        var histogram = ScoreHistogram()
        for differences in sample {
            let rest = differences - shift
            let length = (rest * rest).sum().squareRoot() * scale
            histogram.add(UInt16(min(length.rounded(), 65_535)))
        }
        return histogram
    }
}

extension ScenePair {
    /// One worker's comparison, with file handles of its own.
    /// - Throws: `Fault` where a file can't be opened.
    func detector(_ parameters: PairParameters) throws(Fault) -> PairDetector {
        PairDetector(
            before: try reader(before, beforeSources),
            after: try reader(after, afterSources),
            gridSize: grid.size,
            cell: cell,
            group: wholeBlocks,
            parameters: parameters
        )
    }

    private func reader(_ stack: SceneStack, _ sources: [AlignedSource]) throws(Fault)
        -> any TileReader
    {
        guard stack.isMosaic else { return try sources[0].makeReader() }
        var layers: [MosaicLayer] = []
        for (scene, source) in zip(stack.scenes, sources) {
            layers.append(
                MosaicLayer(
                    try source.makeReader(),
                    usableMaskCodes: scene.usableMaskCodes,
                    radiometry: scene.radiometry,
                    reference: stack.first.radiometry
                ))
        }
        return PeriodMosaic(
            layers,
            maskBand: roles.firstIndex(of: .mask),
            maskDilation: maskDilation,
            gridSize: grid.size
        )
    }

    /// The windows that all sources are best read in.
    var cell: GridSize {
        let cells = (beforeSources + afterSources).map(\.cell)
        return GridSize(
            columns: cells.map(\.columns).min() ?? grid.size.columns,
            rows: cells.map(\.rows).min() ?? grid.size.rows
        )
    }

    /// What holds whole blocks of every band: the largest block on the grid, or where that is no multiple of the
    /// smallest one, several.
    var wholeBlocks: GridSize {
        func common(_ blocks: [Int], _ cell: Int, _ length: Int) -> Int {
            let largest = blocks.max() ?? length
            let several = leastCommonMultiple(largest, cell)
            return several <= Self.longestUnit ? several : largest
        }
        let blocks = (beforeSources + afterSources).map(\.coarsestBlock)
        return GridSize(
            columns: common(blocks.map(\.columns), cell.columns, grid.size.columns),
            rows: common(blocks.map(\.rows), cell.rows, grid.size.rows)
        )
    }

    /// The tiles of the comparison: whole blocks of a size and of the change raster, of about the side asked for. A
    /// block that does not fit them is decoded by every tile that needs it.
    func tilePlan(side: Int, holding block: GridSize) -> TilePlan {
        func rounded(_ wanted: Int, _ cell: Int, _ length: Int) -> Int {
            let unit = leastCommonMultiple(cell, BlockPacker.side)
            let step = unit <= Self.longestUnit || cell >= length ? unit : BlockPacker.side
            return (wanted + step - 1) / step * step
        }
        // A strip is as wide as the raster and counts for several square tiles.
        let columns = rounded(max(side, block.columns), block.columns, grid.size.columns)
        let rows = rounded(max(1, side * side / columns), block.rows, grid.size.rows)
        return TilePlan(size: grid.size, tile: GridSize(columns: columns, rows: rows))
    }

    private static let longestUnit = 4096

    /// What the tiles of a sweep depend on: inputs, parameters, tiles, and the version of the program.
    func fingerprint(_ parameters: PairParameters, _ plan: TilePlan) -> String {
        let scenes = before.scenes + after.scenes
        let paths = Set(scenes.flatMap { $0.bands.values.map(\.path) }).sorted()
        let files = paths.map { "\($0) \(DurableFile.stamp(of: $0))" }
        let dates = [before, after].map { stack in
            stack.scenes.map { scene in
                let bands = roles.map { "\($0) \(String(describing: scene.bands[$0]))" }
                return "\(bands) \(String(describing: scene.noData)) \(scene.radiometry) \(scene.usableMaskCodes)"
            }
        }
        return Checksum.sha256(
            of: "\(toolVersion)\n\(files)\n\(dates)\n\(grid)\n\(parameters.text)\n\(plan)")
    }
}

private func leastCommonMultiple(_ first: Int, _ second: Int) -> Int {
    var (larger, smaller) = (max(first, second), min(first, second))
    while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
    return first / larger * second
}
