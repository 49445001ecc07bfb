import GeoModel
import Patches

/// Turns candidates into patches, row by row: threshold, opening, regions, the smallest area.
struct PairSettle {
    /// The patches, ordered by their last row, then their first pixel.
    private(set) var patches: [Patch] = []
    /// Regions that were smaller than the minimum mapping area.
    private(set) var tooSmall = 0
    /// The pixels of the patches.
    private(set) var changedPixels = 0

    /// Reads all candidates back once.
    /// - Throws: `Fault` where the spill breaks off.
    init(
        _ candidates: CandidateSpill,
        rows: Int,
        threshold: UInt16,
        isOpened: Bool,
        minimumArea: Area,
        maker: PatchMaker,
        progress: (Int, Int) -> Void
    ) throws(Fault) {
        var opening = RowOpening()
        var grower = AreaGrower()
        var waiting: [ChangedPixel] = []
        try candidates.rewind()
        for row in 0..<rows {
            let next = try candidates.nextRow()
            let found = runs(of: next, threshold: threshold)
            if isOpened {
                // The opening answers one row late; before the first row there is nothing to grow.
                let kept = opening.advance(found)
                if row > 0 { try keep(grower.advance(kept, pixels: waiting), minimumArea, maker) }
                waiting = next
            } else {
                try keep(grower.advance(found, pixels: next), minimumArea, maker)
            }
            progress(row + 1, rows)
        }
        if isOpened { try keep(grower.advance(opening.advance([]), pixels: waiting), minimumArea, maker) }
        try keep(grower.advance([], pixels: []), minimumArea, maker)
    }

    private mutating func keep(_ regions: [ConnectedArea], _ minimumArea: Area, _ maker: PatchMaker) throws(Fault) {
        for region in regions {
            let patch = try maker.patch(of: region)
            guard patch.area.squareMetres >= minimumArea.squareMetres * Self.tolerance else {
                tooSmall += 1
                continue
            }
            patches.append(patch)
            changedPixels += patch.pixelCount
        }
    }

    /// A pixel of a nominal 10 m has 99.9 to 100.1 m² on the ellipsoid; four of them count as 400 m².
    private static let tolerance = 0.99
}
