import GeoModel

/// What a ring encloses of a rectangle, as sums over its edges.
///
/// Each edge adds the ground between itself and the rectangle's lower side, with the sign of its direction; what lies
/// beyond the rectangle is cut off edge by edge. The sum is exact for every simple ring, however often it enters and
/// leaves, and no outline is built. Places count from the rectangle's lower left corner, which keeps the digits.
struct ClippedRing {
    /// The planar area in squared units, never negative.
    private(set) var area = 0.0
    /// The sums of `x` and `y` over the area.
    private(set) var momentX = 0.0
    private(set) var momentY = 0.0

    private let width: Double
    private let height: Double

    /// What lies inside a ring; `points` is closed. O(points), without allocation.
    init(_ points: Span<MapPoint>, in box: BoundingBox) {
        width = box.maxX - box.minX
        height = box.maxY - box.minY
        guard points.count >= 4 else { return }
        var start = (x: points[0].x - box.minX, y: points[0].y - box.minY)
        for index in 1..<points.count {
            let end = (x: points[index].x - box.minX, y: points[index].y - box.minY)
            if start.x < end.x {
                add(start.x, start.y, end.x, end.y, sign: 1)
            } else if end.x < start.x {
                add(end.x, end.y, start.x, start.y, sign: -1)
            }
            start = end
        }
        // The sign is that of the ring's direction. Rounding leaves crumbs where a ring only goes round the rectangle.
        let crumbs = 4 * Double.ulpOfOne * Double(points.count) * width * height
        if abs(area) <= crumbs { (area, momentX, momentY) = (0, 0, 0) }
        if area < 0 { (area, momentX, momentY) = (-area, -momentX, -momentY) }
    }

    /// An edge from west to east.
    @inline(__always)
    private mutating func add(
        _ west: Double,
        _ westY: Double,
        _ east: Double,
        _ eastY: Double,
        sign: Double
    ) {
        guard east > 0, west < width, westY > 0 || eastY > 0 else { return }
        let slope = (eastY - westY) / (east - west)
        var (x1, y1, x2, y2) = (west, westY, east, eastY)
        if x1 < 0 { (x1, y1) = (0, westY - west * slope) }
        if x2 > width { (x2, y2) = (width, eastY - (east - width) * slope) }
        // Below the lower side there is nothing.
        if y1 < 0 {
            guard y2 > 0 else { return }
            (x1, y1) = (min(x1 - y1 / slope, x2), 0)
        } else if y2 < 0 {
            guard y1 > 0 else { return }
            (x2, y2) = (max(x2 - y2 / slope, x1), 0)
        }
        // Above the upper side all of the height counts.
        if y1 > height || y2 > height {
            if y1 >= height, y2 >= height {
                return trapezoid(x1, height, x2, height, sign)
            }
            if y1 > height {
                let middle = min(x1 + (height - y1) / slope, x2)
                trapezoid(x1, height, middle, height, sign)
                (x1, y1) = (middle, height)
            } else {
                let middle = max(x2 + (height - y2) / slope, x1)
                trapezoid(middle, height, x2, height, sign)
                (x2, y2) = (middle, height)
            }
        }
        trapezoid(x1, y1, x2, y2, sign)
    }

    /// The ground between the lower side and a line.
    @inline(__always)
    private mutating func trapezoid(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ sign: Double) {
        let length = (x2 - x1) * sign
        area += length * (y1 + y2) / 2
        momentX += length * (x1 * (2 * y1 + y2) + x2 * (y1 + 2 * y2)) / 6
        momentY += length * (y1 * y1 + y1 * y2 + y2 * y2) / 6
    }
}

extension Polygon {
    /// The planar area of what lies in a box, and its centroid; nil where nothing does.
    func clipped(to box: BoundingBox) -> (area: Double, centroid: MapPoint)? {
        let outer = ClippedRing(exterior.points.span, in: box)
        var (area, x, y) = (outer.area, outer.momentX, outer.momentY)
        guard area > 0 else { return nil }
        for hole in holes {
            let inner = ClippedRing(hole.points.span, in: box)
            area -= inner.area
            x -= inner.momentX
            y -= inner.momentY
        }
        // What holes leave of a rectangle that they fill is rounding.
        guard area > 1e-14 * outer.area else { return nil }
        let centroid = MapPoint(
            x: min(max(box.minX + x / area, box.minX), box.maxX), y: min(max(box.minY + y / area, box.minY), box.maxY)
        )
        return (area, centroid)
    }
}
