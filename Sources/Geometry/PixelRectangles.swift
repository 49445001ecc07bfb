package import GeoModel

extension MultiPolygon {
    /// Rectangles that cover the shape once, where all its edges run along the axes as an outline of pixels does; nil
    /// for any other shape, and for one whose parts overlap.
    ///
    /// - Parameter longest: The longest side of a rectangle, in the unit of the coordinate system.
    /// - Returns: From south to north, from west to east; rows of equal runs are one rectangle where that is not too
    ///   high. Empty where the shape is.
    package func pixelRectangles(longest: Double) -> [BoundingBox]? {
        guard let sides = sides, let floor = sides.first?.low else { return polygons.isEmpty ? [] : nil }
        var found: [BoundingBox] = []
        var open: [BoundingBox] = []
        var crossed: [Side] = []
        var next = 0
        var south = floor
        while next < sides.count || !crossed.isEmpty {
            while next < sides.count, sides[next].low == south {
                crossed.append(sides[next])
                next += 1
            }
            crossed.sort { $0.x < $1.x }
            // A row reaches up to where the next side begins or the first of these ends.
            var north = next < sides.count ? sides[next].low : Double.infinity
            for side in crossed { north = min(north, side.high) }
            guard crossed.count.isMultiple(of: 2) else { return nil }
            open = extended(open, with: crossed, from: south, to: north, finished: &found)
            crossed.removeAll { $0.high == north }
            south = north
        }
        found += open
        return isCovered(by: found) ? found.flatMap { $0.pieces(longest: longest) } : nil
    }

    /// An edge that runs north or south.
    private struct Side {
        let x: Double
        let low: Double
        let high: Double
    }

    /// All edges that run north or south, from south to north; nil where an edge runs neither along nor across.
    private var sides: [Side]? {
        var sides: [Side] = []
        for polygon in polygons {
            for ring in CollectionOfOne(polygon.exterior) + polygon.holes {
                let points = ring.points.span
                guard points.count >= 4, points[0].isOnEarth else { return nil }
                for index in 1..<points.count {
                    let (start, end) = (points[index - 1], points[index])
                    guard end.isOnEarth, start.x == end.x || start.y == end.y else { return nil }
                    if start.y != end.y {
                        sides.append(Side(x: start.x, low: min(start.y, end.y), high: max(start.y, end.y)))
                    }
                }
            }
        }
        sides.sort { ($0.low, $0.x) < ($1.low, $1.x) }
        return sides
    }

    /// The runs between sides as rectangles: those of the row below that go on, made higher, and new ones.
    private func extended(
        _ open: [BoundingBox],
        with crossed: [Side],
        from south: Double,
        to north: Double,
        finished: inout [BoundingBox]
    ) -> [BoundingBox] {
        var row: [BoundingBox] = []
        var below = 0
        for index in stride(from: 0, to: crossed.count, by: 2) where crossed[index].x < crossed[index + 1].x {
            let (west, east) = (crossed[index].x, crossed[index + 1].x)
            while below < open.count, open[below].minX < west {
                finished.append(open[below])
                below += 1
            }
            if below < open.count, open[below].minX == west, open[below].maxX == east {
                row.append(BoundingBox(minX: west, minY: open[below].minY, maxX: east, maxY: north))
                below += 1
            } else {
                row.append(BoundingBox(minX: west, minY: south, maxX: east, maxY: north))
            }
        }
        finished += open[below...]
        return row
    }

    /// Whether the rectangles have the area of the shape: not where its parts or its holes overlap, for ground that is
    /// enclosed twice counts as outside above.
    private func isCovered(by rectangles: [BoundingBox]) -> Bool {
        let sum = rectangles.reduce(0) { $0 + ($1.maxX - $1.minX) * ($1.maxY - $1.minY) }
        return abs(sum - planarArea) <= 1e-9 * sum
    }
}

extension BoundingBox {
    /// Equal parts with no side longer than a limit.
    fileprivate func pieces(longest: Double) -> [BoundingBox] {
        let (width, height) = (maxX - minX, maxY - minY)
        guard width > longest || height > longest else { return [self] }
        // The cap keeps one absurd outline from filling the memory.
        let across = min((width / longest).rounded(.up), 1000)
        let down = min((height / longest).rounded(.up), 1000)
        var pieces: [BoundingBox] = []
        for row in 0..<Int(down) {
            for column in 0..<Int(across) {
                pieces.append(
                    BoundingBox(
                        minX: minX + width * Double(column) / across,
                        minY: minY + height * Double(row) / down,
                        maxX: minX + width * Double(column + 1) / across,
                        maxY: minY + height * Double(row + 1) / down
                    )
                )
            }
        }
        return pieces
    }
}
