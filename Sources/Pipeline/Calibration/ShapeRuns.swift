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
        for row in max(0, Int(top))..<max(max(0, Int(top)), min(window.rows, Int(bottom) + 1)) {
            let middle = Double(row) + 0.5
            var crossings: [Double] = []
            for ring in rings {
                for (first, second) in zip(ring, ring.dropFirst()) where (first.y <= middle) != (second.y <= middle) {
                    crossings.append(first.x + (middle - first.y) / (second.y - first.y) * (second.x - first.x))
                }
            }
            crossings.sort()
            for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
                let start = max(0, Int((crossings[pair] - 0.5).rounded(.up)))
                let end = min(window.columns, Int((crossings[pair + 1] - 0.5).rounded(.up)))
                if start < end { body(row, start..<end) }
            }
        }
    }
}
