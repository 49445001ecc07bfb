import ChangeDetection
import GeoIO
import GeoModel
import TileEngine

/// What a comparison may keep in memory at once; the number of workers follows from it, the result does not.
struct MemoryBudget {
    /// How many workers fit.
    let workers: Int

    /// The program, its libraries, and what planning leaves, whatever the scene.
    private static let base = 80 << 20
    /// What candidates take of a pixel: 16 bytes each in the strips, the tile and its record, and as many pixels as a
    /// method lets through on noisy ground.
    private static func candidateBytes(_ pair: ScenePair) -> Int { 3 * 16 / pair.pixelsPerCandidate + 1 }
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
        let base = Self.base(pair)
        let perWorker = Self.perWorker(pair, plan, isDense: isDense)
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

    private static func base(_ pair: ScenePair) -> Int {
        base + (pair.usesBlockCache ? AlignedSource.blockCacheBytes : 0) + pair.bytesShared
    }

    private static func perWorker(_ pair: ScenePair, _ plan: TilePlan, isDense: Bool) -> Int {
        let tilePixels = min(plan.tile.columns, plan.size.columns) * min(plan.tile.rows, plan.size.rows)
        let perPixel = candidateBytes(pair) + (isDense ? denseBytes : 0)
        let columns = min(plan.tile.columns, plan.size.columns)
        // A worker's own tile, and two more results wait for their turn.
        return pair.bytesOfReaders(columns: columns) + 2 * tilePixels * perPixel + pair.bytesOfScoring(columns: columns)
    }

    /// The tiles to cut a comparison into: those that hold whole blocks of every band, so that each block is decoded
    /// once, or smaller ones where two workers with those do not fit. The number of workers plays no part, so that a
    /// run may go on with another.
    static func plan(_ bytes: Int, _ pair: ScenePair, side: Int, isDense: Bool) -> TilePlan {
        let whole = pair.tilePlan(side: side, holding: pair.wholeBlocks)
        let isFitting = base(pair) + 2 * perWorker(pair, whole, isDense: isDense) <= bytes
        return isFitting ? whole : pair.tilePlan(side: side, holding: pair.cell)
    }
}

extension ScenePair {
    /// How many of some workers a budget has room for, at least one.
    func workers(_ wanted: Int, memory: Int, _ recipe: DetectRecipe) -> Int {
        let isDense = recipe.outputs.contains(.changeRaster)
        let tiles = MemoryBudget.plan(memory, self, side: recipe.tileSide, isDense: isDense)
        return (try? MemoryBudget(memory, workers: wanted, self, tiles, isDense: isDense).workers) ?? 1
    }

    /// Whether one worker at least fits the memory that a run usually has.
    func fitsUsualMemory(_ recipe: DetectRecipe) -> Bool {
        let isDense = recipe.outputs.contains(.changeRaster)
        let tiles = MemoryBudget.plan(PairOptions.usualMemory, self, side: recipe.tileSide, isDense: isDense)
        return (try? MemoryBudget(PairOptions.usualMemory, workers: 1, self, tiles, isDense: isDense)) != nil
    }
}
