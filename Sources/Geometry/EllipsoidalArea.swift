internal import CPROJ
package import GeoModel

/// Measures areas on the ellipsoid (椭球面积) of a coordinate system's own datum.
///
/// It owns a PROJ context: make one per worker, never share one.
///
/// Source: C. F. F. Karney, Algorithms for geodesics, J. Geodesy 87 (2013), 43–55, as `geod_polygonarea` of PROJ.
@safe package final class EllipsoidalArea {
    private let toGeographic: CoordinateTransformation
    private let degreesPerUnit: Double
    private let longestEdge: Double
    private let systemName: String
    private var geodesic: geod_geodesic
    // Reused between rings: a small polygon then costs no allocation.
    private var points: [MapPoint] = []
    private var latitudes: [Double] = []
    private var longitudes: [Double] = []

    /// A measure for shapes in `system`.
    /// - Throws: `Fault` where the system is unknown or has no ellipsoid.
    package init(of system: CoordinateSystem) throws(Fault) {
        systemName = system.name
        let context = ProjContext()
        let object = try context.system(system)
        let geographic = try object.geographic(of: system)
        toGeographic = try CoordinateTransformation(from: object, named: system, to: geographic, named: system)
        degreesPerUnit = (geographic.unitFactor ?? .pi / 180) * 180 / .pi
        longestEdge = object.isGeographic ? 0.001 / degreesPerUnit : 1000 / (object.unitFactor ?? 1)
        geodesic = try geographic.geodesic(of: system)
    }

    /// The area of a shape: its outer rings less its holes. Which way round a ring runs makes no difference.
    ///
    /// Edges are straight in the shape's own coordinate system. Between two vertices the geodesic is used instead, so
    /// edges longer than 0.001° or 1 km are split first: what is left is under 0.1 m² for each kilometre of border.
    /// - Throws: `Fault` where a vertex has no place on the ellipsoid.
    package func area(of shape: MultiPolygon) throws(Fault) -> Area {
        var sum = 0.0
        for polygon in shape.polygons {
            sum += try area(of: polygon)
        }
        return Area(squareMetres: sum)
    }

    private func area(of polygon: Polygon) throws(Fault) -> Double {
        var area = try area(of: polygon.exterior)
        for hole in polygon.holes {
            area -= try self.area(of: hole)
        }
        return max(0, area)
    }

    private func area(of ring: Ring) throws(Fault) -> Double {
        guard ring.points.count >= 4 else { return 0 }
        split(ring)
        try toGeographic.transform(&points)
        latitudes.removeAll(keepingCapacity: true)
        longitudes.removeAll(keepingCapacity: true)
        for point in points {
            latitudes.append(point.y * degreesPerUnit)
            longitudes.append(point.x * degreesPerUnit)
        }
        try check(ring)
        var area = 0.0
        unsafe geod_polygonarea(&geodesic, &latitudes, &longitudes, Int32(points.count), &area, nil)
        return abs(area)
    }

    /// Longitudes may run on beyond the antimeridian, by one turn at most.
    private func check(_ ring: Ring) throws(Fault) {
        guard latitudes.contains(where: { abs($0) > 90.000_001 }) || longitudes.contains(where: { abs($0) > 540 })
        else { return }
        let start = ring.points[0]
        throw Fault(
            systemName,
            zh: "起点为 (\(start.x), \(start.y)) 的边线超出经纬度范围。请检查坐标与坐标系。",
            en:
                "the line that starts at (\(start.x), \(start.y)) leaves the range of latitude and "
                + "longitude. Check the "
                + "coordinates and the CRS."
        )
    }

    /// Leaves the ring's vertices in `points`, without the closing one, with long edges split evenly.
    private func split(_ ring: Ring) {
        points.removeAll(keepingCapacity: true)
        for (start, end) in zip(ring.points, ring.points.dropFirst()) {
            let length = max(abs(end.x - start.x), abs(end.y - start.y))
            // The cap keeps one absurd coordinate from filling the memory; the rounding keeps exact multiples whole.
            let wanted = (length / longestEdge - 1e-6).rounded(.up)
            let pieces = wanted > 1 ? Int(min(wanted, 10_000)) : 1
            for piece in 0..<pieces {
                let share = Double(piece) / Double(pieces)
                points.append(
                    MapPoint(x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share)
                )
            }
        }
    }
}

extension ProjObject {
    /// The geodesics of this system's ellipsoid.
    func geodesic(of system: CoordinateSystem) throws(Fault) -> geod_geodesic {
        guard let ellipsoid = unsafe proj_get_ellipsoid(context.handle, pointer) else { throw noEllipsoid(system) }
        defer { unsafe proj_destroy(ellipsoid) }
        var equatorialRadius = 0.0
        var inverseFlattening = 0.0
        guard
            unsafe proj_ellipsoid_get_parameters(
                context.handle, ellipsoid, &equatorialRadius, nil, nil, &inverseFlattening
            ) == 1, equatorialRadius > 0
        else { throw noEllipsoid(system) }
        var geodesic = geod_geodesic()
        unsafe geod_init(&geodesic, equatorialRadius, inverseFlattening == 0 ? 0 : 1 / inverseFlattening)
        return geodesic
    }

    private func noEllipsoid(_ system: CoordinateSystem) -> Fault {
        Fault(
            system.name,
            zh: "该坐标系没有椭球参数，无法计算椭球面积。请改用带 EPSG 代码的坐标系。",
            en: "this coordinate system has no ellipsoid, so no area can be taken. Use a system with an EPSG code."
        )
    }
}
