package import GeoModel

/// Outlines of patches on a small picture of the whole raster, gathered while the patches are made: memory does not
/// grow with their number.
package struct FlagOverlay: Sendable {
    /// The picture's size.
    package let size: GridSize
    /// The picture's pixels that an outline touches, row by row.
    package private(set) var touched: [Bool]
    private let transform: GeoTransform
    private let step: Double

    /// An overlay without outlines.
    ///
    /// - Parameters:
    ///   - size: The picture's size.
    ///   - grid: The raster shown.
    ///   - step: Pixels of the raster a pixel of the picture.
    package init(size: GridSize, grid: Grid, step: Int) {
        self.size = size
        transform = grid.transform
        self.step = Double(step)
        touched = [Bool](repeating: false, count: size.pixelCount)
    }

    /// Adds an outline in the raster's coordinates.
    package mutating func add(_ shape: MultiPolygon) {
        for ring in shape.polygons.flatMap({ [$0.exterior] + $0.holes }) {
            let points = ring.points.map {
                MapPoint(x: transform.column(of: $0.x) / step, y: transform.row(of: $0.y) / step)
            }
            for (start, end) in zip(points, points.dropFirst()) { trace(start, end) }
        }
    }

    private mutating func trace(_ start: MapPoint, _ end: MapPoint) {
        let (across, down) = (end.x - start.x, end.y - start.y)
        let pieces = Int((2 * max(abs(across), abs(down))).rounded(.up)) + 1
        for piece in 0...pieces {
            let share = Double(piece) / Double(pieces)
            let column = min(max(Int(start.x + share * across), 0), size.columns - 1)
            let row = min(max(Int(start.y + share * down), 0), size.rows - 1)
            touched[row * size.columns + column] = true
        }
    }
}
