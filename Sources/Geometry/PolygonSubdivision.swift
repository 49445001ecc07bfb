internal import CGEOS
package import GeoModel

extension PolygonAlgebra {
    /// Pieces of a polygon that touch along straight cuts and cover the same ground, each of at most `limit` vertices
    /// where halving its box achieves that. A polygon within the limit comes back as it is.
    ///
    /// The cost of an overlay grows with the vertices of both sides: without this a reserve of 100 000 vertices is
    /// walked through once for every patch inside it.
    /// - Throws: `Fault` named after `object` where GEOS gives up, such as on an invalid polygon.
    package func subdivided(_ polygon: Polygon, limit: Int, named object: String) throws(Fault) -> [Polygon] {
        try subdivided(polygon, limit: limit, depth: 0, object)
    }

    private func subdivided(
        _ polygon: Polygon,
        limit: Int,
        depth: Int,
        _ object: String
    ) throws(Fault) -> [Polygon] {
        // 24 halvings make a county's box smaller than a vertex's spacing: what is still large then stays large.
        guard polygon.vertexCount > limit, depth < 24, let box = BoundingBox(around: polygon.exterior.points) else {
            return [polygon]
        }
        var pieces: [Polygon] = []
        for half in box.halves {
            let part = try intersection(MultiPolygon([polygon]), MultiPolygon([Polygon(half)]), named: object)
            for piece in part.polygons {
                pieces += try subdivided(piece, limit: limit, depth: depth + 1, object)
            }
        }
        return pieces
    }

    /// What a shape shares with each of several polygons, in their order.
    /// - Throws: `Fault` named after `object` where GEOS gives up, such as on an invalid shape.
    package func intersections(
        of shape: MultiPolygon,
        with polygons: [Polygon],
        named object: String
    ) throws(Fault) -> [MultiPolygon] {
        let fixed = try context.geometry(of: shape, named: object)
        var shared: [MultiPolygon] = []
        for polygon in polygons {
            let other = try context.geometry(of: MultiPolygon([polygon]), named: object)
            let common = unsafe GEOSIntersection_r(context.handle, fixed.pointer, other.pointer)
            shared.append(try unsafe finished(common, named: object))
        }
        return shared
    }
}

extension Polygon {
    /// The points of all rings, closing ones counted.
    package var vertexCount: Int { holes.reduce(exterior.points.count) { $0 + $1.points.count } }
}

extension BoundingBox {
    /// The two halves across the longer side.
    fileprivate var halves: [BoundingBox] {
        var (first, second) = (self, self)
        if maxX - minX >= maxY - minY {
            first.maxX = centre.x
            second.minX = centre.x
        } else {
            first.maxY = centre.y
            second.minY = centre.y
        }
        return [first, second]
    }
}
