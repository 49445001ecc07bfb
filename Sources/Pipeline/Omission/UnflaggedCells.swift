import GeoIO
import GeoModel
import TileEngine

/// A place that may be drawn: a square of pixels, all compared, none of them in a patch or beside one.
struct UnflaggedCell {
    /// Its column among squares.
    let column: Int
    /// Its row among squares.
    let row: Int
    /// The mean quantised score of its pixels.
    let score: UInt16
    /// The number of its cover class.
    let cover: Int
}

/// Reads a change raster as squares, tile by tile.
///
/// It owns file handles: make one per worker.
final class UnflaggedCells {
    /// Pixels on each side of a square.
    let side: Int
    private let file: RasterFile
    private let measure: PixelMeasure
    private let flagged: FlaggedRuns
    private let guardPixels: Int
    private let coverNumbers: [Int]

    init(_ run: FinishedRun, _ flagged: FlaggedRuns, _ design: OmissionDesign, side: Int) throws(Fault) {
        file = try ChangeRasterFile(run.rasterPath).file
        measure = try PixelMeasure(of: run.grid, in: run.system)
        self.flagged = flagged
        self.side = side
        guardPixels = design.guardPixels
        coverNumbers = design.coverNumbers
    }

    /// The tiles: whole squares each, about a thousand pixels a side.
    static func plan(_ size: GridSize, side: Int) -> TilePlan { TilePlan(size: size, side: max(1, 1024 / side) * side) }

    /// What a tile holds besides the squares themselves.
    struct Summary: Sendable {
        /// The area of all pixels that were compared, in square metres.
        var comparedArea = 0.0
    }

    /// Hands over the squares of a tile in row order, each with its area in square metres.
    ///
    /// - Throws: `Fault` where the raster can't be decoded.
    func forEachCell(of tile: Tile, _ body: (UnflaggedCell, Double) -> Void) throws(Fault) -> Summary {
        let window = tile.window
        let scores = try file.values(band: 1, window)
        let classes = try file.values(band: 2, window)
        let valid = try file.values(band: 3, window)
        let blocked = blocked(window)
        var summary = Summary()
        for top in stride(from: 0, to: window.rows, by: side) {
            for left in stride(from: 0, to: window.columns, by: side) {
                var sums = CellSums()
                for row in top..<min(top + side, window.rows) {
                    for column in left..<min(left + side, window.columns) {
                        let place = row * window.columns + column
                        guard valid[place] == 1, !scores[place].isNaN else { continue }
                        sums.add(scores[place], classes[place], isBlocked: blocked[place])
                    }
                }
                guard sums.count > 0 else { continue }
                let area = try area(window, top: top, left: left)
                summary.comparedArea += area * Double(sums.count) / Double(side * side)
                guard sums.count == side * side, !sums.isBlocked else { continue }
                let cell = UnflaggedCell(
                    column: (window.column + left) / side, row: (window.row + top) / side,
                    score: UInt16((sums.score / Double(sums.count)).rounded()), cover: coverNumbers[sums.cover])
                body(cell, area)
            }
        }
        return summary
    }

    /// The area of a square by the row in its middle; squares are too small for the rows to differ.
    private func area(_ window: PixelWindow, top: Int, left: Int) throws(Fault) -> Double {
        let first = window.column + left
        return try measure.squareMetres(row: window.row + top + side / 2, columns: first..<first + side) * Double(side)
    }

    /// Which pixels of a window lie in a patch or beside one.
    private func blocked(_ window: PixelWindow) -> [Bool] {
        var blocked = [Bool](repeating: false, count: window.pixelCount)
        let margin = guardPixels
        flagged.forEach(inRows: window.row - margin..<window.endRow + margin) { row, columns in
            let start = max(0, columns.lowerBound - margin - window.column)
            let end = min(window.columns, columns.upperBound + margin - window.column)
            guard start < end else { return }
            for line in max(0, row - margin - window.row)..<max(0, min(window.rows, row + margin + 1 - window.row)) {
                for column in start..<end { blocked[line * window.columns + column] = true }
            }
        }
        return blocked
    }
}

/// What the pixels of a square add up to.
private struct CellSums {
    private(set) var count = 0
    private(set) var score = 0.0
    private(set) var isBlocked = false
    private var states = SIMD8<Int32>()

    mutating func add(_ score: Float, _ transition: Float, isBlocked: Bool) {
        count += 1
        self.score += Double(score)
        self.isBlocked = self.isBlocked || isBlocked
        let before = Transition(code: UInt8(clamping: Int(transition.isNaN ? 0 : transition)))?.before ?? .unknown
        states[Int(before.rawValue)] += 1
    }

    /// The cover before of most pixels, the lowest of those that are equal.
    var cover: Int {
        var most = 0
        for state in 1..<LandState.allCases.count where states[state] > states[most] { most = state }
        return most
    }
}
