internal import CGDAL
import GeoModel

/// The polygons in a geometry: curves are flattened, heights dropped, collections searched.
///
/// - Returns: nil where the row has no geometry, or none of it is an area.
func areas(of geometry: OGRGeometryH?) -> MultiPolygon? {
    guard let geometry = unsafe geometry else { return nil }
    if unsafe OGR_G_HasCurveGeometry(geometry, 0) != 0 {
        let flat = unsafe OGR_G_GetLinearGeometry(geometry, 0, nil)
        defer { unsafe OGR_G_DestroyGeometry(flat) }
        return unsafe areas(of: flat)
    }
    var polygons: [Polygon] = []
    unsafe collect(geometry, into: &polygons, depth: 0)
    return polygons.isEmpty ? nil : MultiPolygon(polygons)
}

/// The middle of the rectangle around a geometry, which is the point itself where it is one; nil where it is empty.
func middle(of geometry: OGRGeometryH?) -> MapPoint? {
    guard let geometry = unsafe geometry, unsafe OGR_G_IsEmpty(geometry) == 0 else { return nil }
    var box = OGREnvelope()
    unsafe OGR_G_GetEnvelope(geometry, &box)
    return MapPoint(x: (box.MinX + box.MaxX) / 2, y: (box.MinY + box.MaxY) / 2)
}

/// Deeper collections than any program writes are left aside rather than followed off the stack.
private let deepestCollection = 32

private func collect(_ geometry: OGRGeometryH, into polygons: inout [Polygon], depth: Int) {
    if unsafe OGR_GT_Flatten(OGR_G_GetGeometryType(geometry)) == wkbPolygon {
        if let polygon = unsafe polygon(geometry) { polygons.append(polygon) }
        return
    }
    guard depth < deepestCollection else { return }
    switch unsafe OGR_GT_Flatten(OGR_G_GetGeometryType(geometry)) {
    case wkbMultiPolygon, wkbGeometryCollection, wkbTIN, wkbPolyhedralSurface, wkbTriangle:
        for index in unsafe 0..<OGR_G_GetGeometryCount(geometry) {
            guard let part = unsafe OGR_G_GetGeometryRef(geometry, index) else { continue }
            unsafe collect(part, into: &polygons, depth: depth + 1)
        }
    default: break
    }
}

private func polygon(_ geometry: OGRGeometryH) -> Polygon? {
    let rings = unsafe (0..<OGR_G_GetGeometryCount(geometry)).compactMap { index in
        unsafe ring(OGR_G_GetGeometryRef(geometry, index))
    }
    guard let exterior = rings.first else { return nil }
    return Polygon(exterior: exterior, holes: Array(rings.dropFirst()))
}

private func ring(_ line: OGRGeometryH?) -> Ring? {
    guard let line = unsafe line else { return nil }
    let count = unsafe Int(OGR_G_GetPointCount(line))
    guard count > 0 else { return nil }
    var xs = [Double](repeating: 0, count: count)
    var ys = xs
    let stride = Int32(MemoryLayout<Double>.stride)
    _ = unsafe OGR_G_GetPoints(line, &xs, stride, &ys, stride, nil, 0)
    // Coordinates that are no numbers stay in: the shape is then refused by name, instead of losing a hole in silence.
    return Ring(zip(xs, ys).map { MapPoint(x: $0, y: $1) })
}

/// Hands OGR's form of an area to `body`.
func withGeometry<Result, Failure: Error>(
    _ shape: MultiPolygon,
    _ body: (OGRGeometryH?) throws(Failure) -> Result
) throws(Failure) -> Result {
    let whole = unsafe OGR_G_CreateGeometry(wkbMultiPolygon)
    defer { unsafe OGR_G_DestroyGeometry(whole) }
    for polygon in shape.polygons {
        let part = unsafe OGR_G_CreateGeometry(wkbPolygon)
        for ring in [polygon.exterior] + polygon.holes {
            let line = unsafe OGR_G_CreateGeometry(wkbLinearRing)
            for point in ring.points { unsafe OGR_G_AddPoint_2D(line, point.x, point.y) }
            unsafe OGR_G_AddGeometryDirectly(part, line)
        }
        unsafe OGR_G_AddGeometryDirectly(whole, part)
    }
    return try unsafe body(whole)
}
