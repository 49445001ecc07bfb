import Foundation
import GeoIO
import GeoModel
import LandRecords

/// Reads from a run's change raster what covers a place at the later date, and how much of it both images show.
struct RunGround: LandCover {
    private let raster: ChangeRasterFile
    private static let pixelsAtOnce = 1 << 20

    /// Opens the raster of a run's folder; nil where it is gone, or not in the region's coordinate system.
    /// - Throws: `Fault` where it is none of tuban's.
    init?(_ folder: String, system: CoordinateSystem) throws(Fault) {
        let path = folder + "/change.tif"
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        raster = try ChangeRasterFile(path)
        guard raster.file.grid.system == system else { return nil }
    }

    func cover(of shape: MultiPolygon) throws(Fault) -> GroundCoverShares {
        let grid = raster.file.grid
        var (all, clear, built) = (0, 0, 0)
        guard let box = shape.bounds, let window = grid.window(around: box) else { return .nothing }
        // In strips, for a road crosses the whole scene.
        let height = max(1, Self.pixelsAtOnce / window.columns)
        for first in stride(from: 0, to: window.rows, by: height) {
            let strip = PixelWindow(
                column: window.column, row: window.row + first, columns: window.columns,
                rows: min(height, window.rows - first))
            let states = try raster.file.values(band: 2, strip)
            let valid = try raster.file.values(band: 3, strip)
            shape.forEachRun(in: strip, grid.transform) { row, columns in
                for column in columns {
                    let place = row * strip.columns + column
                    all += 1
                    guard valid[place] == 1, let code = UInt8(exactly: states[place]) else { continue }
                    clear += 1
                    if Transition(code: code)?.after == .built { built += 1 }
                }
            }
        }
        guard all > 0 else { return .nothing }
        return GroundCoverShares(
            clear: Double(clear) / Double(all), built: clear > 0 ? Double(built) / Double(clear) : 0, pixels: all)
    }
}

extension Grid {
    /// The pixels that a box may touch; nil where it lies outside.
    fileprivate func window(around box: BoundingBox) -> PixelWindow? {
        let columns = [box.minX, box.maxX].map { transform.column(of: $0) }
        let rows = [box.minY, box.maxY].map { transform.row(of: $0) }
        guard let left = columns.min(), let right = columns.max(), let top = rows.min(), let bottom = rows.max() else {
            return nil
        }
        let (width, height) = (Double(size.columns), Double(size.rows))
        guard right > 0, bottom > 0, left < width, top < height else { return nil }
        let (column, row) = (Int(max(0, left)), Int(max(0, top)))
        return PixelWindow(
            column: column, row: row, columns: Int(min(width, right.rounded(.up))) - column,
            rows: Int(min(height, bottom.rounded(.up))) - row)
    }
}
