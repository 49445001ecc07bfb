import ChangeDetection
import GeoModel
import TileEngine

/// Cells of whole blocks spread evenly over the overlap of two dates: what stands for all pixels before they are swept.
struct Lattice {
    private let pair: ScenePair
    private let workers: Int

    /// The most cells on a side: what goes into every score is taken from that many.
    static let most = 6
    /// The least pixels of a cell a side, where the scene has as many.
    private static let leastSide = 128
    /// As many pixels are enough for a median; of more, every second or third row and column is taken.
    private static let medianPixels = 250_000
    /// Every second to fifth pixel of a Landsat scene gives the same relations as all.
    private static let relationPixels = 100_000
    /// A covariance of a dozen numbers from fewer would be chance.
    private static let leastPixels = 500

    init(_ pair: ScenePair, workers: Int) {
        self.pair = pair
        self.workers = workers
    }

    /// The index differences of pixels and what was seen on the way; without a number of cells, of as many as a
    /// threshold needs.
    func differences(_ parameters: PairParameters, perSide: Int?) throws(Fault) -> ([SIMD4<Float>], PairCensus) {
        let windows = windows(perSide: perSide ?? cellsPerSide)
        let step = step(windows, pixels: Self.medianPixels)
        var all: ([SIMD4<Float>], PairCensus) = ([], PairCensus())
        for (part, seen) in try gather(
            windows, parameters,
            { detector, window throws(Fault) in
                var census = PairCensus()
                return (try detector.differences(window, step: step, &census), census)
            })
        {
            all.0 += part
            all.1.add(seen)
        }
        return all
    }

    /// The numbers of all bands of pixels, and what was seen on the way.
    func sample(_ parameters: PairParameters) throws(Fault) -> (PairSample, PairCensus) {
        let windows = windows(perSide: Self.most)
        let step = step(windows, pixels: Self.relationPixels)
        let roles = pair.roles.filter { $0 != .mask }
        var all = (PairSample(roles: roles), PairCensus())
        for (part, seen) in try gather(
            windows, parameters,
            { detector, window throws(Fault) in
                var census = PairCensus()
                return (try detector.sample(window, step: step, roles, &census), census)
            })
        {
            all.0.append(part)
            all.1.add(seen)
        }
        return all
    }

    /// - Throws: `Fault` where a sample has too few pixels for statistics.
    func requireEnough(_ sample: PairSample) throws(Fault) {
        guard sample.count >= Self.leastPixels else { throw tooFew(sample.count) }
    }

    /// Fills in what features of the scene are measured against; the relations are known already.
    func prepare(
        _ parameters: inout PairParameters, for features: FeatureSet, _ bands: [BandRole], _ sample: PairSample
    ) throws(Fault) {
        if features == .multispectral { parameters.ranks = try ranks(parameters) }
        let tables = try pair.detector(parameters).standards(features, sample)
        parameters.tables = tables
        let planned = parameters
        let windows = windows(perSide: Self.most).flatMap { $0.parts(side: ScoreMethod.learnedSide) }
        let step = step(windows, pixels: Self.relationPixels)
        let parts = try gather(windows, planned) { detector, window throws(Fault) in
            try detector.rankedFeatures(features, bands, window, step: step)
        }
        parameters.tables = tables.ranking(parts)
    }

    /// Where values of the maps stand.
    func ranks(_ parameters: PairParameters) throws(Fault) -> RankTables? {
        let windows = inner(windows(perSide: Self.most), margin: parameters.rankMargin)
        let step = step(windows, pixels: Self.relationPixels)
        let parts = try gather(windows, parameters) { detector, window throws(Fault) in
            try detector.fusionSample(window, step: step)
        }
        return RankTables(parts, of: parameters.method.ranked)
    }

    /// The scores of cells.
    func histogram(_ parameters: PairParameters) throws(Fault) -> ScoreHistogram {
        var histogram = ScoreHistogram()
        for part in try gather(
            inner(windows(perSide: max(2, cellsPerSide)), margin: parameters.scoreMargin), parameters,
            { detector, window throws(Fault) in
                try detector.scores(window).histogram
            })
        { histogram.add(part) }
        return histogram
    }

    /// Nine cells tell the size of the scores well enough, and fewer where they are a larger part of the whole: a score
    /// that is misjudged costs a second sweep, a cell its decoding.
    private var cellsPerSide: Int {
        let cells = Double(pair.overlap.pixelCount) / Double(cell.pixelCount)
        return min(3, max(1, Int((cells / 32).squareRoot().rounded())))
    }

    /// Whole blocks of at least `leastSide` pixels a side: thin strips of a file would be a thin sample.
    private var cell: GridSize {
        func several(_ side: Int, _ length: Int) -> Int { min((Self.leastSide + side - 1) / side * side, length) }
        return GridSize(
            columns: several(pair.cell.columns, max(pair.grid.size.columns, 1)),
            rows: several(pair.cell.rows, max(pair.grid.size.rows, 1)))
    }

    /// The cells, as far as they lie in the overlap.
    private func windows(perSide: Int) -> [PixelWindow] {
        let (overlap, cell) = (pair.overlap, cell)
        let columns = cellStarts(overlap.column..<overlap.endColumn, side: cell.columns, most: perSide)
        return cellStarts(overlap.row..<overlap.endRow, side: cell.rows, most: perSide).flatMap { row in
            columns.map { column in
                PixelWindow(column: column, row: row, columns: cell.columns, rows: cell.rows).intersection(overlap)
            }
        }
    }

    /// The inner parts of cells, around which a margin lies in the cell too, so that only the cell's own blocks are
    /// decoded; cells that would lose the greater part stay whole.
    private func inner(_ windows: [PixelWindow], margin: Int) -> [PixelWindow] {
        windows.map { window in
            guard window.columns >= 4 * margin, window.rows >= 4 * margin else { return window }
            return PixelWindow(
                column: window.column + margin, row: window.row + margin, columns: window.columns - 2 * margin,
                rows: window.rows - 2 * margin)
        }
    }

    /// From which pixel to which, so that about so many are taken.
    private func step(_ windows: [PixelWindow], pixels: Int) -> Int {
        max(1, Int((Double(windows.reduce(0) { $0 + $1.pixelCount }) / Double(pixels)).squareRoot()))
    }

    /// What each window gives, in their order.
    private func gather<Part: Sendable>(
        _ windows: [PixelWindow],
        _ parameters: PairParameters,
        _ compute: @escaping @Sendable (PairDetector, PixelWindow) throws(Fault) -> Part
    ) throws(Fault) -> [Part] {
        let (pair, plan) = (pair, TilePlan(size: GridSize(columns: windows.count, rows: 1), side: 1))
        var parts: [Part] = []
        try sweep(plan, workers: workers) { () throws(Fault) in
            try pair.detector(parameters)
        } compute: { detector, tile throws(Fault) in
            try compute(detector, windows[tile.index])
        } consume: { _, part in
            parts.append(part)
        }
        return parts
    }

    private func tooFew(_ count: Int) -> Fault {
        Fault(
            pair.after.id,
            zh: "与 \(pair.before.id) 只有 \(count) 个样本像元可比，至少需要 \(Self.leastPixels)。"
                + "重叠太小或多云；请换一景。",
            en: "only \(count) sampled pixels can be compared with \(pair.before.id); \(Self.leastPixels) are needed. "
                + "The overlap is too small, or it is all cloud. Take another scene."
        )
    }
}

/// Where cells that are spread evenly over a stretch begin along one axis.
func cellStarts(_ range: Range<Int>, side: Int, most: Int) -> [Int] {
    let (first, end) = (range.lowerBound / side, (range.upperBound + side - 1) / side)
    let count = min(most, end - first)
    return (0..<count).map { (first + (2 * $0 + 1) * (end - first) / (2 * count)) * side }
}
