import GeoModel

extension MultiPolygon {
    /// A point to go to: the centroid of the largest part where it lies inside that part, else the middle of the widest
    /// stretch of the part level with it; nil for an empty area.
    var place: MapPoint? {
        let ranked = polygons.max { abs($0.exterior.doubledSignedArea) < abs($1.exterior.doubledSignedArea) }
        return ranked.flatMap(\.place)
    }
}

extension Polygon {
    fileprivate var place: MapPoint? {
        guard let centroid = exterior.centroid else { return nil }
        let crossings = ([exterior] + holes).flatMap { $0.crossings(atY: centroid.y) }.sorted()
        let stretches = stride(from: 0, to: crossings.count - 1, by: 2).map { crossings[$0]...crossings[$0 + 1] }
        if stretches.contains(where: { $0.contains(centroid.x) }) { return centroid }
        let widest = stretches.max { $0.upperBound - $0.lowerBound < $1.upperBound - $1.lowerBound }
        return widest.map { MapPoint(x: ($0.lowerBound + $0.upperBound) / 2, y: centroid.y) } ?? centroid
    }
}

extension Ring {
    /// The planar centroid of the ground inside; the first point where the ring encloses none; nil without points.
    fileprivate var centroid: MapPoint? {
        guard let origin = points.first else { return nil }
        let doubledArea = doubledSignedArea
        guard doubledArea != 0 else { return origin }
        var sum = MapPoint(x: 0, y: 0)
        // Counted from the first point: coordinates of millions of metres would cost the last digits.
        for (start, end) in zip(points, points.dropFirst()) {
            let (startX, startY) = (start.x - origin.x, start.y - origin.y)
            let (endX, endY) = (end.x - origin.x, end.y - origin.y)
            let cross = startX * endY - endX * startY
            sum.x += (startX + endX) * cross
            sum.y += (startY + endY) * cross
        }
        return MapPoint(x: origin.x + sum.x / (3 * doubledArea), y: origin.y + sum.y / (3 * doubledArea))
    }

    /// Where the ring crosses a parallel; an edge's lower end counts as on it and its upper end does not.
    fileprivate func crossings(atY y: Double) -> [Double] {
        zip(points, points.dropFirst()).compactMap { start, end in
            guard (start.y <= y) != (end.y <= y) else { return nil }
            return start.x + (y - start.y) / (end.y - start.y) * (end.x - start.x)
        }
    }
}
