import ChangeDetection
import GeoIO
import GeoModel
import SafeFiles
import TileEngine

/// What is learnt from a sample before all pixels are swept: the common shift, and a score below which nothing can
/// matter.
struct PairPlan {
    var parameters: PairParameters
    /// What of the images' numbers the user should know.
    let remarks: [Fault]

    /// Samples pixels of cells on a lattice that depends on the raster and its blocks only, so that every run plans the
    /// same.
    ///
    /// - Throws: `Fault` where a file can't be decoded, or too few pixels can be compared.
    init(_ pair: ScenePair, _ recipe: DetectRecipe, workers: Int) throws(Fault) {
        var parameters = Self.parameters(pair, recipe)
        let lattice = Lattice(pair, workers: workers)
        var histogram = ScoreHistogram()
        var odd = OddValues(pair, recipe)
        if recipe.isOfPixelDifferences {
            let (sample, census) = try lattice.differences(
                parameters, perSide: recipe.isCentred ? Lattice.most : nil)
            try odd.judge(census)
            if recipe.isCentred { parameters.commonShift = Self.commonShift(sample, recipe.indices) }
            histogram = Self.histogram(sample, parameters)
        } else {
            if recipe.method.usesRelations || recipe.method.usesVariates {
                let (sample, census) = try lattice.sample(parameters)
                try odd.judge(census)
                try lattice.requireEnough(sample)
                try recipe.model?.check(sample, (pair.before.id, pair.after.id), factor: recipe.checks.modelFactor)
                try parameters.fit(sample)
                if let model = recipe.model?.scene {
                    try lattice.prepare(&parameters, for: model.features, model.bands, sample)
                }
            }
            if recipe.method.isFusion { parameters.ranks = try lattice.ranks(parameters) }
            if !recipe.threshold.isFixed { histogram = try lattice.histogram(parameters) }
        }
        let expected = recipe.thresholdScore(of: histogram, pair)
        parameters.candidateFloor = max(1, UInt16(Double(expected) * (recipe.threshold.isFixed ? 1 : Self.floorShare)))
        self.parameters = parameters
        remarks = odd.remarks
    }

    /// What is known before anything was sampled.
    static func parameters(_ pair: ScenePair, _ recipe: DetectRecipe) -> PairParameters {
        PairParameters(
            roles: pair.roles,
            method: recipe.method,
            smoothing: recipe.smoothing,
            guidedRadius: recipe.guidedRadius,
            model: recipe.model?.scene,
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

    /// How far below the sample's threshold candidates are kept, unless it is fixed; should the true one lie lower
    /// still, the sweep is done again.
    private static let floorShare = 0.9

    private static func commonShift(_ sample: [SIMD4<Float>], _ indices: [SpectralIndex]) -> [SpectralIndex: Float] {
        var shift: [SpectralIndex: Float] = [:]
        for (place, index) in SpectralIndex.allCases.enumerated() where indices.contains(index) {
            shift[index] = median(sample.map { $0[place] })
        }
        return shift
    }

    private static func median(_ values: [Float]) -> Float {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }

    private static func histogram(_ sample: [SIMD4<Float>], _ parameters: PairParameters) -> ScoreHistogram {
        let shift = SIMD4(SpectralIndex.allCases.map { parameters.commonShift[$0] ?? 0 })
        let scale = Float(parameters.method.scoreScale)
        var histogram = ScoreHistogram()
        for differences in sample {
            let rest = differences - shift
            let length = (rest * rest).sum().squareRoot() * scale
            histogram.add(UInt16(min(length.rounded(), 65_535)))
        }
        return histogram
    }
}

extension PairParameters {
    /// Learns from a sample of all bands what the method needs: relations on ground that did not change, variates.
    mutating func fit(_ sample: PairSample) throws(Fault) {
        if method.usesRelations {
            let found = invariantRelations(sample, try AlterationDetection(sample))
            relations = Dictionary(uniqueKeysWithValues: zip(sample.roles, found))
        }
        if method.usesVariates { variates = try ChangeVariates(sample, method) }
    }
}

extension ScenePair {
    /// One worker's comparison, with file handles of its own.
    /// - Throws: `Fault` where a file can't be opened.
    func detector(_ parameters: PairParameters) throws(Fault) -> PairDetector {
        let readers = try readers()
        return detector(parameters, before: readers.before, after: readers.after)
    }

    /// The dates opened for one worker.
    /// - Throws: `Fault` where a file can't be opened.
    func readers() throws(Fault) -> (before: any TileReader, after: any TileReader) {
        (try reader(before, beforeSources), try reader(after, afterSources))
    }

    /// One worker's comparison of opened dates.
    func detector(_ parameters: PairParameters, before: any TileReader, after: any TileReader) -> PairDetector {
        PairDetector(
            before: before,
            after: after,
            gridSize: grid.size,
            cell: cell,
            group: wholeBlocks,
            parameters: parameters
        )
    }

    private func reader(_ stack: SceneStack, _ sources: [AlignedSource]) throws(Fault)
        -> any TileReader
    {
        guard stack.isMosaic else { return try reader(stack.first, sources[0]) }
        var layers: [MosaicLayer] = []
        for (scene, source) in zip(stack.scenes, sources) {
            layers.append(
                MosaicLayer(
                    try reader(scene, source),
                    usableMaskCodes: scene.screenedMaskCodes,
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

    /// A scene's reader, with a mask where the comparison has one and the scene brings none.
    private func reader(_ scene: Scene, _ source: AlignedSource) throws(Fault) -> any TileReader {
        let reader = try source.makeReader()
        guard roles.last == .mask, scene.bands[.mask] == nil else { return reader }
        return CloudScreen(
            reader, roles: roles, test: cloudTest, radiometry: radiometry ?? scene.radiometry, gridSize: grid.size)
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
    func fingerprint(_ parameters: PairParameters, _ plan: TilePlan, overview: OverviewLattice? = nil) -> String {
        let scenes = before.scenes + after.scenes
        let paths = Set(scenes.flatMap { $0.bands.values.map(\.path) }).sorted()
        let files = paths.map { "\($0) \(DurableFile.stamp(of: $0))" }
        let dates = [before, after].map { stack in
            stack.scenes.map { scene in
                let bands = roles.map { "\($0) \(String(describing: scene.bands[$0]))" }
                return "\(bands) \(String(describing: scene.noData)) \(scene.radiometry) \(scene.usableMaskCodes)"
            }
        }
        let placing = zip(displacements, beforeSources + afterSources).map { "\($0) \($1.isInterpolated)" }
        let parts = [
            toolVersion, "\(files)", "\(dates)", String(describing: cloudTest), "\(grid)", "\(placing)",
            parameters.text, "\(plan)", String(describing: overview),
        ]
        return Checksum.sha256(of: parts.joined(separator: "\n"))
    }
}

private func leastCommonMultiple(_ first: Int, _ second: Int) -> Int {
    var (larger, smaller) = (max(first, second), min(first, second))
    while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
    return first / larger * second
}
