import ChangeDetection
import GeoIO
import GeoModel
import TileEngine

/// Looking for the same ground in the scenes of a pair, at places spread evenly so that the work does not grow with the
/// scene.
extension PairRegistration {
    /// The most places on a side.
    private static let most = 15
    /// The fewest cells on a side that places are spread over.
    private static let fewestCells = 5
    /// Ground looked at nearer to each other would be the same for the greater part.
    private static let nearest = 48
    /// Ground nearer to the edge would miss its surroundings at the later date.
    private static let rim = 8

    /// How the scenes of a pair lie on the first scene of the earlier date.
    ///
    /// - Throws: `Fault` where a file can't be decoded.
    static func measured(_ pair: ScenePair, _ how: RegistrationRecipe, workers: Int) throws(Fault) -> PairRegistration {
        let scenes = pair.before.scenes + pair.after.scenes
        let band = band(of: pair)
        let reference = try MatchedScene(scenes[0], band, on: pair.grid)
        var found: [SceneRegistration] = []
        for scene in scenes.dropFirst() {
            let measured = try registration(
                of: MatchedScene(scene, band, on: pair.grid), on: reference, cell: pair.cell, workers: workers)
            found.append(SceneRegistration(id: scene.id, reference: scenes[0].id, measured: measured))
        }
        return PairRegistration(how: how, band: band, scenes: found)
    }

    /// The band whose edges are compared: the sharpest ones first, of what the pair has.
    static func band(of pair: ScenePair) -> BandRole {
        let known: [BandRole] = [.red, .green, .blue, .nir, .swir1, .swir2]
        let some = known.first(where: pair.roles.contains) ?? pair.roles.first { $0 != .mask }
        guard let band = some else { preconditionFailure("a pair has bands") }
        return band
    }

    private static func registration(
        of later: MatchedScene, on earlier: MatchedScene, cell: GridSize, workers: Int
    ) throws(Fault) -> Registration {
        let size = earlier.source.grid.size
        let offset = later.offset - earlier.offset
        let groups = places(earlier.source.overlap.intersection(later.source.overlap), cell)
        var pairs: [TiePair] = []
        guard !groups.isEmpty else { return Registration([], placeCount: 0) }
        let plan = TilePlan(size: GridSize(columns: groups.count, rows: 1), side: 1)
        try sweep(plan, workers: workers) { () throws(Fault) in
            (try earlier.source.makeReader(), try later.source.makeReader())
        } compute: { readers, tile throws(Fault) in
            var pairs: [TiePair] = []
            for ground in groups[tile.index] {
                let first = try PixelBlock(
                    readers.0, band: 0, ground.grown(by: TiePair.earlierMargin), within: size)
                let second = try PixelBlock(readers.1, band: 0, ground.grown(by: TiePair.laterMargin), within: size)
                if let pair = TiePair(earlier: first, later: second) { pairs.append(pair) }
            }
            return pairs
        } consume: { _, found in
            pairs += found
        }
        return Registration(pairs, placeCount: groups.reduce(0) { $0 + $1.count }, offset: offset)
    }

    /// Places in row order, those in a cell together: so each cell is decoded once.
    static func places(_ overlap: PixelWindow, _ cell: GridSize) -> [[PixelWindow]] {
        let side = TiePair.side + 2 * rim
        guard overlap.columns >= side, overlap.rows >= side else { return [] }
        let columns = middles(overlap.column..<overlap.endColumn, cell.columns)
        return middles(overlap.row..<overlap.endRow, cell.rows).flatMap { down in
            columns.map { across in
                down.flatMap { row in
                    across.map { column in
                        PixelWindow(
                            column: column - TiePair.side / 2, row: row - TiePair.side / 2, columns: TiePair.side,
                            rows: TiePair.side)
                    }
                }
            }
        }
    }

    /// The middles of places along one axis, cell by cell.
    private static func middles(_ range: Range<Int>, _ side: Int) -> [[Int]] {
        let available = (range.upperBound + side - 1) / side - range.lowerBound / side
        let room = max(1, side / nearest)
        let cells = min(available, max(fewestCells, (most + room - 1) / room))
        let perCell = min(room, (most + cells - 1) / cells)
        let rim = TiePair.side / 2 + Self.rim
        var last = Int.min
        return cellStarts(range, side: side, most: cells).map { start in
            let part = max(start, range.lowerBound)..<min(start + side, range.upperBound)
            return (0..<perCell).compactMap { number in
                let wanted = part.lowerBound + (2 * number + 1) * part.count / (2 * perCell)
                let middle = min(max(wanted, range.lowerBound + rim), range.upperBound - rim)
                guard last == Int.min || middle >= last + nearest else { return nil }
                last = middle
                return middle
            }
        }
    }
}

/// The band of a scene in which tie points are looked for.
private struct MatchedScene {
    let source: AlignedSource
    /// How far right and down of where they belong its pixels are read.
    let offset: PixelShift

    /// Pixels as large as the grid's are read as they are: interpolated ones would be told apart from sharp ones. That
    /// they lie a part of a pixel off is known.
    init(_ scene: Scene, _ band: BandRole, on grid: Grid) throws(Fault) {
        guard let place = scene.bands[band] else { preconditionFailure("\(scene.id) has \(band), as both dates") }
        let plain = try AlignedSource([place], on: grid, noData: scene.noData)
        if let offset = plain.nearestOffset(ofBand: 0) {
            source = plain
            self.offset = offset
        } else {
            source = try AlignedSource(
                [place], on: grid, noData: scene.noData, resampling: Resampling(interpolatesAbove: 0))
            offset = .zero
        }
    }
}

extension PixelWindow {
    /// The window with a margin on every side, wherever that lies.
    fileprivate func grown(by margin: Int) -> PixelWindow {
        PixelWindow(
            column: column - margin, row: row - margin, columns: columns + 2 * margin, rows: rows + 2 * margin)
    }
}
