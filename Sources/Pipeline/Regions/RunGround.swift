import Foundation
import GeoIO
import GeoModel
import LandRecords

/// Reads from a run's change raster what covers a place at the later date, and how much of it both images show.
struct RunGround: LandCover {
    private let raster: ChangeRasterFile

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
        let states = try raster.file.values(band: 2, window)
        let valid = try raster.file.values(band: 3, window)
        shape.forEachRun(in: window, grid.transform) { row, columns in
            for column in columns {
                let place = row * window.columns + column
                all += 1
                guard valid[place] == 1, !states[place].isNaN else { continue }
                clear += 1
                // The class is ten times the cover before plus the cover after.
                if Int(states[place]) % 10 == Int(LandState.built.rawValue) { built += 1 }
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
