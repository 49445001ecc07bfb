import ChangeDetection
import GeoIO
import GeoModel
import TileEngine

/// What the sweep over all pixels leaves: the change raster on the disk, candidates in a spill, the exact histogram.
struct PairSweep {
    let histogram: ScoreHistogram
    let candidates: CandidateSpill

    /// Sweeps all tiles once.
    ///
    /// - Parameters:
    ///   - pair: The scenes.
    ///   - parameters: What the plan found.
    ///   - tileSide: The side of a tile; the result does not depend on it.
    ///   - workers: Threads; the result does not depend on them.
    ///   - raster: Takes the rows of score, class and valid.
    ///   - spillPath: Where candidates wait.
    ///   - progress: Called with tiles done and in all.
    /// - Throws: `Fault` where a file can't be decoded or the disk is full.
    init(
        _ pair: ScenePair,
        _ parameters: PairParameters,
        tileSide: Int,
        workers: Int,
        raster: some RowSink,
        spillPath: String,
        progress: (Int, Int) -> Void
    ) throws(Fault) {
        let plan = TilePlan(size: pair.grid.size, side: tileSide)
        let spill = try CandidateSpill(spillPath)
        var assembler = RowAssembler(plan)
        var histogram = ScoreHistogram()
        try sweep(plan, workers: workers) { () throws(Fault) in
            try pair.detector(parameters)
        } compute: { detector, tile throws(Fault) in
            try detector.scores(tile.window)
        } consume: { tile, scores throws(Fault) in
            histogram.add(scores.histogram)
            if let band = assembler.add(scores, at: tile) {
                try raster.append(rows: band.rasters)
                for row in band.candidates { try spill.append(row) }
            }
            progress(tile.index + 1, plan.count)
        }
        self.histogram = histogram
        candidates = spill
    }
}

/// Puts the tiles of one row of tiles side by side.
struct RowAssembler {
    /// Rows over the full width.
    struct Band {
        /// Score, class and valid, row by row.
        var rasters: [[UInt16]]
        /// The candidates of each row in column order.
        var candidates: [[ChangedPixel]]
    }

    private let plan: TilePlan
    private var band = Band(rasters: [], candidates: [])

    init(_ plan: TilePlan) {
        self.plan = plan
    }

    /// Takes the next tile in order; gives the rows back with the last tile of a row of tiles.
    mutating func add(_ scores: TileScores, at tile: Tile) -> Band? {
        let window = tile.window
        if window.column == 0 {
            let empty = [UInt16](repeating: 0, count: plan.size.columns * window.rows)
            band = Band(
                rasters: [empty, empty, empty], candidates: [[ChangedPixel]](repeating: [], count: window.rows))
        }
        for (index, values) in [scores.score, scores.transition, scores.valid].enumerated() {
            for row in 0..<window.rows {
                let target = row * plan.size.columns + window.column
                let source = row * window.columns
                band.rasters[index].replaceSubrange(
                    target..<target + window.columns,
                    with: values[source..<source + window.columns]
                )
            }
        }
        for row in 0..<window.rows { band.candidates[row] += scores.candidates[row] }
        guard window.endColumn == plan.size.columns else { return nil }
        defer { band = Band(rasters: [], candidates: []) }
        return band
    }
}
