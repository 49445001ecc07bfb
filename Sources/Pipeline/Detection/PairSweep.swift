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
            if assembler.add(scores) { try assembler.forward(to: raster, spill) }
            progress(tile.index + 1, plan.count)
        }
        self.histogram = histogram
        candidates = spill
    }
}

/// Puts the tiles of one row of tiles side by side.
struct RowAssembler {
    private let plan: TilePlan
    private var score: [UInt16] = []
    private var transition: [UInt8] = []
    private var valid: [UInt8] = []
    private var candidates: [[ChangedPixel]] = []

    init(_ plan: TilePlan) {
        self.plan = plan
    }

    /// Takes the next tile in order; whether it was the last of a row of tiles, whose rows can now be handed on.
    mutating func add(_ tile: TileScores) -> Bool {
        let window = tile.window
        if window.column == 0 {
            let count = plan.size.columns * window.rows
            score = [UInt16](repeating: 0, count: count)
            transition = [UInt8](repeating: 0, count: count)
            valid = [UInt8](repeating: 0, count: count)
            candidates = [[ChangedPixel]](repeating: [], count: window.rows)
        }
        for row in 0..<window.rows {
            let start = row * plan.size.columns + window.column
            let target = start..<start + window.columns
            let source = row * window.columns..<(row + 1) * window.columns
            score.replaceSubrange(target, with: tile.score[source])
            transition.replaceSubrange(target, with: tile.transition[source])
            valid.replaceSubrange(target, with: tile.valid[source])
            candidates[row] += tile.candidates[row]
        }
        return window.endColumn == plan.size.columns
    }

    /// Hands on the rows of a full row of tiles.
    func forward(to raster: some RowSink, _ spill: CandidateSpill) throws(Fault) {
        for row in candidates.indices {
            let range = row * plan.size.columns..<(row + 1) * plan.size.columns
            try raster.append(rows: [
                Array(score[range]), transition[range].map(UInt16.init), valid[range].map(UInt16.init),
            ])
            try spill.append(candidates[row])
        }
    }
}
