import ChangeDetection
import GeoIO
import GeoModel
import TileEngine

/// What a comparison may keep in memory at once; the number of workers follows from it, the result does not.
struct MemoryBudget {
    /// How many workers fit.
    let workers: Int

    /// The program, its libraries, and what settling and writing keep, whatever the scene.
    private static let base = 96 << 20
    /// A tenth of the pixels may be candidates: 16 bytes each in the strips, the tile and its record.
    private static let candidateBytes = 3 * 16 / 10 + 1
    /// Score, class and validity of a pixel of the tile, once as they are and once packed.
    private static let denseBytes = 4 + 3

    /// Shares a budget out.
    ///
    /// - Parameters:
    ///   - bytes: The budget.
    ///   - wanted: How many workers there are at most.
    ///   - pair: The scenes.
    ///   - plan: The tiles.
    ///   - isDense: Whether the change raster is written.
    /// - Throws: `Fault` where not even one worker fits.
    init(_ bytes: Int, workers wanted: Int, _ pair: ScenePair, _ plan: TilePlan, isDense: Bool) throws(Fault) {
        let tilePixels = min(plan.tile.columns, plan.size.columns) * min(plan.tile.rows, plan.size.rows)
        let perPixel = Self.candidateBytes + (isDense ? Self.denseBytes : 0)
        // A worker's own tile, and two more results wait for their turn.
        let perWorker = pair.bytesOfReaders + 2 * tilePixels * perPixel
        let base = Self.base + (pair.usesBlockCache ? AlignedSource.blockCacheBytes : 0)
        let needed = base + perWorker
        guard needed <= bytes else {
            throw Fault(
                "--memory \(bytes >> 20)",
                zh: "这两期影像的分块较大，至少需要 \((needed >> 20) + 1) MiB。请提高 --memory，或把影像重新写成 512×512 分块。",
                en:
                    "the blocks of these images are large and need \((needed >> 20) + 1) MiB at least. "
                    + "Raise --memory, or rewrite the images in 512 × 512 tiles."
            )
        }
        workers = min(wanted, (bytes - base) / perWorker)
    }
}
