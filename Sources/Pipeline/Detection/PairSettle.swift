import GeoModel
import Patches
import TileEngine

/// Turns candidates into patches, row by row: threshold, opening, regions, the smallest area. Patches are found in one
/// thread and taken in another.
struct PairSettle {
    /// How many patches there are.
    private(set) var patchCount = 0
    /// The area of all patches.
    private(set) var totalArea = Area.zero
    /// Regions that were smaller than the minimum mapping area.
    private(set) var tooSmall = 0
    /// The pixels of the patches.
    private(set) var changedPixels = 0

    /// Rows whose patches are handed over at once.
    private static let rowCount = 64

    /// Reads all candidates back once.
    ///
    /// - Parameters:
    ///   - tiles: All tiles of the raster.
    ///   - threshold: The quantised score from which a pixel counts as changed.
    ///   - recipe: Opening and smallest patch.
    ///   - season: Tells what speaks for the season; nil where nothing is said of it.
    ///   - makeMaker: Makes what makes the patches.
    ///   - take: Takes each patch, ordered by their last row, then their first pixel.
    ///   - progress: Called with rows done and in all.
    /// - Throws: `Fault` where a journal can't be read or a patch can't be taken.
    init(
        _ tiles: SweptTiles,
        threshold: UInt16,
        _ recipe: DetectRecipe,
        season: SeasonSigns? = nil,
        makeMaker: @escaping @Sendable () throws(Fault) -> PatchMaker,
        take: (Patch) throws(Fault) -> Void,
        progress: (Int, Int) -> Void
    ) throws(Fault) {
        let size = tiles.plan.size
        let parts = TilePlan(size: size, tile: GridSize(columns: size.columns, rows: Self.rowCount))
        // One worker takes the parts in their order, so it may keep what grows from row to row.
        try sweep(parts, workers: 1) { () throws(Fault) in
            PatchFinder(tiles, threshold: threshold, recipe, season, try makeMaker())
        } compute: { finder, part throws(Fault) in
            try finder.advance(part.window.rows, isLast: part.index == parts.count - 1)
        } consume: { part, found throws(Fault) in
            tooSmall += found.tooSmall
            for patch in found.patches {
                patchCount += 1
                totalArea = totalArea + patch.area
                changedPixels += patch.pixelCount
                try take(patch)
            }
            progress(part.window.endRow, size.rows)
        }
    }
}

/// Finds the patches of rows that follow each other.
private final class PatchFinder {
    private let threshold: UInt16
    private let recipe: DetectRecipe
    private let season: SeasonSigns?
    private let maker: PatchMaker
    private var candidates: CandidateReader
    private var opening = RowOpening()
    private var grower = AreaGrower()
    private var row = 0
    private var waiting: [ChangedPixel] = []
    private var next: [ChangedPixel] = []

    /// What was found in some rows.
    struct Found: Sendable {
        var patches: [Patch] = []
        var tooSmall = 0
    }

    init(_ tiles: SweptTiles, threshold: UInt16, _ recipe: DetectRecipe, _ season: SeasonSigns?, _ maker: PatchMaker) {
        candidates = CandidateReader(tiles)
        self.threshold = threshold
        self.recipe = recipe
        self.season = season
        self.maker = maker
    }

    /// The patches that are complete after so many more rows; after the last row all are.
    /// - Throws: `Fault` where a journal can't be read.
    func advance(_ rows: Int, isLast: Bool) throws(Fault) -> Found {
        var found = Found()
        for _ in 0..<rows {
            try candidates.nextRow(into: &next)
            let runs = runs(of: next, threshold: threshold)
            if recipe.isOpened {
                // The opening answers one row late; before the first row there is nothing to grow.
                let kept = opening.advance(runs)
                if row > 0 { try keep(grower.advance(kept, pixels: waiting), in: &found) }
                swap(&waiting, &next)
            } else {
                try keep(grower.advance(runs, pixels: next), in: &found)
            }
            row += 1
        }
        guard isLast else { return found }
        if recipe.isOpened { try keep(grower.advance(opening.advance([]), pixels: waiting), in: &found) }
        try keep(grower.advance([], pixels: []), in: &found)
        return found
    }

    private func keep(_ regions: [ConnectedArea], in found: inout Found) throws(Fault) {
        for region in regions {
            if try maker.area(of: region).squareMetres >= recipe.minimumArea.squareMetres * Self.tolerance {
                found.patches.append(try maker.patch(of: region).with(season?.sign(of: region)))
            } else {
                found.tooSmall += 1
            }
        }
    }

    /// A pixel of a nominal 10 m has 99.9 to 100.1 m² on the ellipsoid; four of them count as 400 m².
    private static let tolerance = 0.99
}
