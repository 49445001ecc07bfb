import GeoModel
import Patches
import TileEngine

/// Turns candidates into patches, row by row: threshold, opening, regions, the smallest area.
struct PairSettle {
    /// How many patches there are.
    private(set) var patchCount = 0
    /// The area of all patches.
    private(set) var totalArea = Area.zero
    /// Regions that were smaller than the minimum mapping area.
    private(set) var tooSmall = 0
    /// The pixels of the patches.
    private(set) var changedPixels = 0

    /// Reads all candidates back once.
    ///
    /// - Parameters:
    ///   - tiles: All tiles of the raster.
    ///   - threshold: The quantised score from which a pixel counts as changed.
    ///   - recipe: Opening and smallest patch.
    ///   - maker: Makes the patches.
    ///   - take: Takes each patch, ordered by their last row, then their first pixel.
    ///   - progress: Called with rows done and in all.
    /// - Throws: `Fault` where a journal can't be read or a patch can't be taken.
    init(
        _ tiles: SweptTiles,
        threshold: UInt16,
        _ recipe: DetectRecipe,
        maker: PatchMaker,
        take: (Patch) throws(Fault) -> Void,
        progress: (Int, Int) -> Void
    ) throws(Fault) {
        let rows = tiles.plan.size.rows
        var candidates = CandidateReader(tiles)
        var opening = RowOpening()
        var grower = AreaGrower()
        var waiting: [ChangedPixel] = []
        var next: [ChangedPixel] = []
        for row in 0..<rows {
            try candidates.nextRow(into: &next)
            let found = runs(of: next, threshold: threshold)
            if recipe.isOpened {
                // The opening answers one row late; before the first row there is nothing to grow.
                let kept = opening.advance(found)
                if row > 0 { try keep(grower.advance(kept, pixels: waiting), recipe, maker, take) }
                swap(&waiting, &next)
            } else {
                try keep(grower.advance(found, pixels: next), recipe, maker, take)
            }
            progress(row + 1, rows)
        }
        if recipe.isOpened { try keep(grower.advance(opening.advance([]), pixels: waiting), recipe, maker, take) }
        try keep(grower.advance([], pixels: []), recipe, maker, take)
    }

    private mutating func keep(
        _ regions: [ConnectedArea],
        _ recipe: DetectRecipe,
        _ maker: PatchMaker,
        _ take: (Patch) throws(Fault) -> Void
    ) throws(Fault) {
        for region in regions {
            guard try maker.area(of: region).squareMetres >= recipe.minimumArea.squareMetres * Self.tolerance else {
                tooSmall += 1
                continue
            }
            let patch = try maker.patch(of: region)
            patchCount += 1
            totalArea = totalArea + patch.area
            changedPixels += patch.pixelCount
            try take(patch)
        }
    }

    /// A pixel of a nominal 10 m has 99.9 to 100.1 m² on the ellipsoid; four of them count as 400 m².
    private static let tolerance = 0.99
}
