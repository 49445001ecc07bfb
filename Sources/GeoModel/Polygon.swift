/// An axis-parallel rectangle in map coordinates.
package struct BoundingBox: Sendable, Hashable {
    /// The western edge.
    package var minX: Double
    /// The southern edge.
    package var minY: Double
    /// The eastern edge.
    package var maxX: Double
    /// The northern edge.
    package var maxY: Double

    /// A rectangle by its edges.
    package init(minX: Double, minY: Double, maxX: Double, maxY: Double) {
        self.minX = minX
        self.minY = minY
        self.maxX = maxX
        self.maxY = maxY
    }

    /// The smallest rectangle around points; nil without any.
    package init?(around points: some Sequence<MapPoint>) {
        var box = BoundingBox(minX: .infinity, minY: .infinity, maxX: -.infinity, maxY: -.infinity)
        for point in points {
            box.minX = min(box.minX, point.x)
            box.minY = min(box.minY, point.y)
            box.maxX = max(box.maxX, point.x)
            box.maxY = max(box.maxY, point.y)
        }
        guard box.minX <= box.maxX else { return nil }
        self = box
    }

    /// The smallest rectangle around others; nil where there are none.
    package static func around(_ boxes: some Sequence<BoundingBox?>) -> BoundingBox? {
        boxes.reduce(nil) { whole, box in
            guard let box else { return whole }
            return whole?.union(box) ?? box
        }
    }

    /// Whether the rectangles share a point.
    package func intersects(_ other: BoundingBox) -> Bool {
        minX <= other.maxX && other.minX <= maxX && minY <= other.maxY && other.minY <= maxY
    }

    /// The middle.
    package var centre: MapPoint { MapPoint(x: (minX + maxX) / 2, y: (minY + maxY) / 2) }

    /// The smallest rectangle around both.
    package func union(_ other: BoundingBox) -> BoundingBox {
        BoundingBox(
            minX: min(minX, other.minX),
            minY: min(minY, other.minY),
            maxX: max(maxX, other.maxX),
            maxY: max(maxY, other.maxY)
        )
    }
}

/// A closed line: the last point equals the first.
package struct Ring: Sendable, Hashable {
    /// At least four points, first and last the same.
    package var points: [MapPoint]

    /// A ring through points; closed here where the caller did not.
    package init(_ points: [MapPoint]) {
        self.points = points
        if let first = points.first, points.last != first { self.points.append(first) }
    }

    /// The smallest rectangle around the ring; nil without points.
    package var bounds: BoundingBox? {
        let points = points.span
        guard points.count > 0 else { return nil }
        var box = BoundingBox(minX: points[0].x, minY: points[0].y, maxX: points[0].x, maxY: points[0].y)
        for index in 1..<points.count {
            box.minX = min(box.minX, points[index].x)
            box.minY = min(box.minY, points[index].y)
            box.maxX = max(box.maxX, points[index].x)
            box.maxY = max(box.maxY, points[index].y)
        }
        return box
    }

    /// Twice the signed planar area: positive where the ring runs counter-clockwise.
    package var doubledSignedArea: Double {
        guard let origin = points.first else { return 0 }
        return zip(points, points.dropFirst()).reduce(0) { sum, edge in
            sum + (edge.0.x - origin.x) * (edge.1.y - origin.y) - (edge.1.x - origin.x) * (edge.0.y - origin.y)
        }
    }
}

/// One outer ring with its holes.
package struct Polygon: Sendable, Hashable {
    /// The outer ring.
    package var exterior: Ring
    /// The rings of the holes.
    package var holes: [Ring]

    /// A polygon.
    package init(exterior: Ring, holes: [Ring] = []) {
        self.exterior = exterior
        self.holes = holes
    }

    /// A rectangle.
    package init(_ box: BoundingBox) {
        self.init(
            exterior: Ring([
                MapPoint(x: box.minX, y: box.minY), MapPoint(x: box.maxX, y: box.minY),
                MapPoint(x: box.maxX, y: box.maxY), MapPoint(x: box.minX, y: box.maxY),
            ])
        )
    }
}

/// Any number of polygons that belong together; none of them is the empty area.
package struct MultiPolygon: Sendable, Hashable {
    /// The parts.
    package var polygons: [Polygon]

    /// The parts together.
    package init(_ polygons: [Polygon]) {
        self.polygons = polygons
    }

    /// Whether there are no parts.
    package var isEmpty: Bool { polygons.isEmpty }

    /// The smallest rectangle around all parts; nil where there are none.
    package var bounds: BoundingBox? {
        BoundingBox.around(polygons.lazy.map(\.exterior.bounds))
    }
}
