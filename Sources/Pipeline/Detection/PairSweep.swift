import ChangeDetection
import GeoIO
import GeoModel
import TileEngine

/// One worker of a sweep: its comparison with file handles of its own, and its packer.
private struct SweepWorker {
    let detector: PairDetector
    let packer: BlockPacker
    /// The readers of both dates, where an overview is wanted.
    let overviews: [OverviewReader]

    init(_ pair: ScenePair, _ parameters: PairParameters, _ lattice: OverviewLattice?) throws(Fault) {
        packer = BlockPacker()
        let readers = try pair.readers()
        guard let lattice else {
            overviews = []
            detector = pair.detector(parameters, before: readers.before, after: readers.after)
            return
        }
        overviews = [readers.before, readers.after].map { OverviewReader($0, lattice, roles: pair.roles) }
        detector = pair.detector(parameters, before: overviews[0], after: overviews[1])
    }
}

extension TileJournal {
    /// Sweeps the tiles that are not there yet.
    ///
    /// - Parameters:
    ///   - pair: The scenes.
    ///   - parameters: What the plan found.
    ///   - lattice: The pixels of the overview that is kept of both dates; nil keeps none.
    ///   - workers: Threads; the result does not depend on them.
    ///   - progress: Called with tiles done and in all.
    /// - Throws: `Fault` where a file can't be decoded or the disk is full; the tiles before stay.
    func sweep(
        _ pair: ScenePair,
        _ parameters: PairParameters,
        overview lattice: OverviewLattice? = nil,
        workers: Int,
        progress: (Int, Int) -> Void
    ) throws(Fault) {
        try TileEngine.sweep(plan, tiles: done..<tiles.upperBound, workers: workers) { () throws(Fault) in
            try SweepWorker(pair, parameters, lattice)
        } compute: { worker, tile throws(Fault) in
            for overview in worker.overviews { overview.begin(tile.window) }
            let scores = try worker.detector.scores(tile.window)
            let blocks = scores.isDense ? ChangeRaster.blocks(of: scores, worker.packer) : []
            try OverviewReader.complete(worker.overviews)
            let overview = worker.overviews.flatMap(\.kept)
            return TileRecord.bytes(tile: tile.index, scores, blocks: blocks, overview: overview)
        } consume: { tile, bytes throws(Fault) in
            try append(bytes)
            progress(tile.index - tiles.lowerBound + 1, tiles.count)
        }
    }
}
