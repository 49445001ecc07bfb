internal import CGEOS
package import GeoModel

/// What is wrong with a shape, and where.
package struct ShapeDefect: Sendable, Hashable {
    /// GEOS's word for it, such as `Self-intersection`.
    package let reason: String
    /// The place; nil where GEOS names none.
    package let place: MapPoint?

    /// What is wrong, as users read it, with its place to a decimetre.
    package var label: Bilingual {
        let words =
            switch reason {
            case "Self-intersection": "自相交"
            case "Ring Self-intersection": "环自相交"
            case "Hole lies outside shell": "内环在外环之外"
            case "Holes are nested", "Nested shells": "环互相嵌套"
            case "Duplicate Rings": "环重复"
            case "Interior is disconnected": "内部不连通"
            case "Too few points in ring", "Too few points in geometry component": "环的顶点太少"
            default: reason
            }
        guard let place else { return Bilingual(zh: words, en: reason) }
        let spot = [place.x, place.y].map { number in
            let scale = abs(number) <= 180 ? 1e6 : 10
            return "\((number * scale).rounded() / scale)"
        }
        return Bilingual(
            zh: "\(words)（\(spot.joined(separator: ", "))）", en: "\(reason) (\(spot.joined(separator: ", ")))")
    }
}

/// Overlay, validity and repair of polygons in the plane of their coordinate system.
///
/// It owns a GEOS context: make one per worker, never share one. Shapes given to the overlay operations have to be
/// valid; `defect(of:named:)` tells and `repaired(_:named:)` mends.
@safe package final class PolygonAlgebra {
    let context = GeosContext()

    /// A context of its own.
    package init() {}

    /// What makes a shape invalid; nil for a valid one. An empty shape is valid.
    /// - Throws: `Fault` named after `object` where a coordinate is no place on the Earth.
    package func defect(of shape: MultiPolygon, named object: String) throws(Fault) -> ShapeDefect? {
        for polygon in shape.polygons {
            for ring in [polygon.exterior] + polygon.holes where ring.points.count < 4 {
                return ShapeDefect(reason: "Too few points in ring", place: ring.points.first)
            }
        }
        let geometry = try context.geometry(of: shape, named: object)
        let handle = unsafe context.handle
        var reason: UnsafeMutablePointer<CChar>?
        var place: OpaquePointer?
        let valid = unsafe GEOSisValidDetail_r(handle, geometry.pointer, 0, &reason, &place)
        defer {
            unsafe GEOSFree_r(handle, reason)
            unsafe place.map { unsafe GEOSGeom_destroy_r(handle, $0) }
        }
        guard valid != 2 else { throw context.fault(object) }
        guard valid == 0 else { return nil }
        let text = unsafe reason.map { unsafe String(cString: $0) } ?? "Invalid"
        return ShapeDefect(reason: text, place: unsafe place.flatMap { unsafe point($0) })
    }

    /// A valid shape that covers what the rings of an invalid one enclose; empty where nothing with an area is left.
    /// - Throws: `Fault` named after `object` where a coordinate is no place on the Earth or GEOS gives up.
    ///
    /// Source: GEOS's structure method: outer rings are mended one by one and united, then holes are taken out.
    package func repaired(_ shape: MultiPolygon, named object: String) throws(Fault) -> MultiPolygon {
        let geometry = try context.geometry(of: shape, named: object)
        let handle = unsafe context.handle
        guard let choices = unsafe GEOSMakeValidParams_create_r(handle) else { throw context.fault(object) }
        defer { unsafe GEOSMakeValidParams_destroy_r(handle, choices) }
        _ = unsafe GEOSMakeValidParams_setMethod_r(handle, choices, GEOS_MAKE_VALID_STRUCTURE)
        _ = unsafe GEOSMakeValidParams_setKeepCollapsed_r(handle, choices, 0)
        return try unsafe finished(
            GEOSMakeValidWithParams_r(handle, geometry.pointer, choices), named: object)
    }

    /// What lies in both shapes; points and lines where they only touch are left out.
    /// - Throws: `Fault` named after `object` where GEOS gives up, such as on an invalid shape.
    package func intersection(
        _ left: MultiPolygon,
        _ right: MultiPolygon,
        named object: String
    ) throws(Fault) -> MultiPolygon {
        guard let here = left.bounds, let there = right.bounds, here.intersects(there) else { return MultiPolygon([]) }
        return try unsafe overlay(left, right, object) { unsafe GEOSIntersection_r($0, $1, $2) }
    }

    /// What lies in either shape.
    /// - Throws: `Fault` named after `object` where GEOS gives up, such as on an invalid shape.
    package func union(
        _ left: MultiPolygon,
        _ right: MultiPolygon,
        named object: String
    ) throws(Fault) -> MultiPolygon {
        try unsafe overlay(left, right, object) { unsafe GEOSUnion_r($0, $1, $2) }
    }

    /// What lies in any of the shapes, which may overlap.
    /// - Throws: `Fault` named after `object` where GEOS gives up, such as on an invalid shape.
    package func union(of shapes: [MultiPolygon], named object: String) throws(Fault) -> MultiPolygon {
        let all = try context.geometry(of: MultiPolygon(shapes.flatMap(\.polygons)), named: object)
        return try unsafe finished(GEOSUnaryUnion_r(context.handle, all.pointer), named: object)
    }

    /// What lies in the first shape and not in the second.
    /// - Throws: `Fault` named after `object` where GEOS gives up, such as on an invalid shape.
    package func difference(
        _ left: MultiPolygon,
        _ right: MultiPolygon,
        named object: String
    ) throws(Fault) -> MultiPolygon {
        guard let here = left.bounds, let there = right.bounds, here.intersects(there) else { return left }
        return try unsafe overlay(left, right, object) { unsafe GEOSDifference_r($0, $1, $2) }
    }

    private func overlay(
        _ left: MultiPolygon,
        _ right: MultiPolygon,
        _ object: String,
        _ operation: (GEOSContextHandle_t, OpaquePointer, OpaquePointer) -> OpaquePointer?
    ) throws(Fault) -> MultiPolygon {
        let first = try context.geometry(of: left, named: object)
        let second = try context.geometry(of: right, named: object)
        return try unsafe finished(operation(context.handle, first.pointer, second.pointer), named: object)
    }

    func finished(_ result: OpaquePointer?, named object: String) throws(Fault) -> MultiPolygon {
        guard let result = unsafe result else { throw context.fault(object) }
        return try unsafe GeosGeometry(result, context).polygons(named: object)
    }

    private func point(_ geometry: OpaquePointer) -> MapPoint? {
        var place = MapPoint(x: 0, y: 0)
        guard unsafe GEOSGeomGetX_r(context.handle, geometry, &place.x) == 1,
            unsafe GEOSGeomGetY_r(context.handle, geometry, &place.y) == 1
        else { return nil }
        return place
    }
}

extension MultiPolygon {
    /// The area in the plane of the coordinate system, in its squared unit: outer rings less holes. Not for reports,
    /// which state the area on the ellipsoid.
    package var planarArea: Double {
        polygons.reduce(0) { sum, polygon in
            let holes = polygon.holes.reduce(0) { $0 + abs($1.doubledSignedArea) }
            return sum + (abs(polygon.exterior.doubledSignedArea) - holes) / 2
        }
    }
}
