import GeoModel

extension MultiPolygon {
    /// Hands over the runs of pixels whose middle lies in the shape (even-odd rule), row by row, as places in a window.
    ///
    /// - Parameters:
    ///   - window: The pixels that matter; rows and columns are counted from its corner.
    ///   - transform: From pixels to the shape's coordinates.
    ///   - body: Takes a row and the columns of a run in it.
    func forEachRun(in window: PixelWindow, _ transform: GeoTransform, _ body: (Int, Range<Int>) -> Void) {
        let rings = polygons.flatMap { [$0.exterior] + $0.holes }.map { ring in
            ring.points.map { point in
                (
                    x: transform.column(of: point.x) - Double(window.column),
                    y: transform.row(of: point.y) - Double(window.row)
                )
            }
        }
        let heights = rings.flatMap { $0.map(\.y) }
        guard let top = heights.min(), let bottom = heights.max(), bottom > 0, top < Double(window.rows) else { return }
        for row in Self.pixel(top, of: window.rows)..<min(window.rows, Self.pixel(bottom, of: window.rows) + 1) {
            let middle = Double(row) + 0.5
            var crossings: [Double] = []
            for ring in rings {
                for (first, second) in zip(ring, ring.dropFirst()) where (first.y <= middle) != (second.y <= middle) {
                    crossings.append(first.x + (middle - first.y) / (second.y - first.y) * (second.x - first.x))
                }
            }
            crossings.sort()
            for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
                let start = Self.pixel((crossings[pair] - 0.5).rounded(.up), of: window.columns)
                let end = Self.pixel((crossings[pair + 1] - 0.5).rounded(.up), of: window.columns)
                if start < end { body(row, start..<end) }
            }
        }
    }

    /// A place cut to a side of a window; whole numbers don't reach as far as outlines may.
    private static func pixel(_ place: Double, of length: Int) -> Int {
        place > 0 ? (place < Double(length) ? Int(place) : length) : 0
    }
}
