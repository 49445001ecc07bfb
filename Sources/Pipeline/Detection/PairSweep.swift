import ChangeDetection
import GeoIO
import GeoModel
import TileEngine

/// One worker of a sweep: its comparison with file handles of its own, and its packer.
private struct SweepWorker {
    let detector: PairDetector
    let packer: BlockPacker
}

extension TileJournal {
    /// Sweeps the tiles that are not there yet.
    ///
    /// - Parameters:
    ///   - pair: The scenes.
    ///   - parameters: What the plan found.
    ///   - workers: Threads; the result does not depend on them.
    ///   - progress: Called with tiles done and in all.
    /// - Throws: `Fault` where a file can't be decoded or the disk is full; the tiles before stay.
    func sweep(_ pair: ScenePair, _ parameters: PairParameters, workers: Int, progress: (Int, Int) -> Void)
        throws(Fault)
    {
        try TileEngine.sweep(plan, tiles: done..<tiles.upperBound, workers: workers) { () throws(Fault) in
            SweepWorker(detector: try pair.detector(parameters), packer: BlockPacker())
        } compute: { worker, tile throws(Fault) in
            let scores = try worker.detector.scores(tile.window)
            let blocks = scores.isDense ? ChangeRaster.blocks(of: scores, worker.packer) : []
            return TileRecord.bytes(tile: tile.index, scores, blocks: blocks)
        } consume: { tile, bytes throws(Fault) in
            try append(bytes)
            progress(tile.index - tiles.lowerBound + 1, tiles.count)
        }
    }
}
