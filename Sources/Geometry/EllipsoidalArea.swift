internal import CPROJ
import Foundation
package import GeoModel

/// Measures areas on the ellipsoid (椭球面积) of a coordinate system's own datum.
///
/// It owns a PROJ context: make one per worker, never share one.
///
/// The ring is walked in the equal-area cylindrical projection, where area is the integral of height over longitude.
/// Sources: Snyder, Map Projections – A Working Manual, USGS Professional Paper 1395 (1987), 3-12 and 10-15; around a
/// pole C. F. F. Karney, Algorithms for geodesics, J. Geodesy 87 (2013), 43–55, as `geod_polygonarea` of PROJ.
@safe package final class EllipsoidalArea {
    private let toGeographic: CoordinateTransformation
    private let radiansPerUnit: Double
    private let longestEdge: Double
    private let systemName: String
    private var geodesic: geod_geodesic
    // Reused between rings: a small polygon then costs no allocation. Each vertex, then the middle of its edge.
    private var points: [MapPoint] = []
    private var heights: [Double] = []

    /// A measure for shapes in `system`.
    /// - Throws: `Fault` where the system is unknown or has no ellipsoid.
    package init(of system: CoordinateSystem) throws(Fault) {
        systemName = system.name
        let context = ProjContext()
        let object = try context.system(system)
        let geographic = try object.geographic(of: system)
        toGeographic = try CoordinateTransformation(from: object, named: system, to: geographic, named: system)
        radiansPerUnit = geographic.unitFactor ?? .pi / 180
        longestEdge = object.isGeographic ? 0.001 * .pi / 180 / radiansPerUnit : 1000 / (object.unitFactor ?? 1)
        geodesic = try geographic.geodesic(of: system)
    }

    /// The area of a shape: its outer rings less its holes. Which way round a ring runs makes no difference.
    ///
    /// Edges are straight in the shape's own coordinate system, so the areas of parts add up to that of the whole.
    /// Edges longer than 0.001° or 1 km are split first; what is left of curvature is under 10⁻⁹ of the area.
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
        for index in points.indices {
            points[index].x *= radiansPerUnit
            points[index].y *= radiansPerUnit
        }
        try check(ring)
        let isPolar = points.contains { abs($0.y) > Self.highestLatitude }
        return abs(isPolar ? geodesicArea : cylindricalArea)
    }

    /// The signed integral of height over longitude. On each piece of an edge both are taken as quadratic polynomials
    /// through its ends and its middle; Simpson's rule is exact for their product.
    private var cylindricalArea: Double {
        // From the first vertex on, because differences keep more digits.
        let base = height(points[0].y)
        heights.removeAll(keepingCapacity: true)
        for point in points { heights.append(height(point.y) - base) }
        var sum = 0.0
        for start in stride(from: 0, to: points.count, by: 2) {
            let end = start + 2 == points.count ? 0 : start + 2
            let toMiddle = turn(from: start, to: start + 1)
            let toEnd = turn(from: start, to: end)
            sum +=
                (heights[start] * (4 * toMiddle - toEnd) + 4 * heights[start + 1] * toEnd
                    + heights[end] * (3 * toEnd - 4 * toMiddle)) / 6
        }
        return sum
    }

    /// The longitude from one point to another, the short way round.
    private func turn(from start: Int, to end: Int) -> Double {
        let turn = points[end].x - points[start].x
        return abs(turn) <= .pi ? turn : turn.remainder(dividingBy: 2 * .pi)
    }

    /// Square metres between the equator and a latitude, for each radian of longitude.
    private func height(_ latitude: Double) -> Double {
        let sine = sin(latitude)
        let polar = geodesic.b * geodesic.b / 2
        let eccentricity = geodesic.e2.squareRoot()
        guard eccentricity > 0 else { return 2 * polar * sine }
        return polar * (sine / (1 - geodesic.e2 * sine * sine) + atanh(eccentricity * sine) / eccentricity)
    }

    /// The area within the geodesics through all points, signed.
    private var geodesicArea: Double {
        var latitudes = points.map { $0.y * 180 / .pi }
        var longitudes = points.map { $0.x * 180 / .pi }
        var area = 0.0
        unsafe geod_polygonarea(&geodesic, &latitudes, &longitudes, Int32(points.count), &area, nil)
        return area
    }

    /// Longitudes may run on beyond the antimeridian, by one turn at most.
    private func check(_ ring: Ring) throws(Fault) {
        guard points.contains(where: { abs($0.y) > .pi / 2 + 1e-8 || abs($0.x) > 3 * .pi }) else { return }
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

    /// Leaves the ring's vertices in `points`, without the closing one, with long edges split evenly, and the middle of
    /// each piece behind its start.
    private func split(_ ring: Ring) {
        points.removeAll(keepingCapacity: true)
        for (start, end) in zip(ring.points, ring.points.dropFirst()) {
            let length = max(abs(end.x - start.x), abs(end.y - start.y))
            // The cap keeps one absurd coordinate from filling the memory; the rounding keeps exact multiples whole.
            let wanted = (length / longestEdge - 1e-6).rounded(.up)
            let halves = wanted > 1 ? 2 * Int(min(wanted, 10_000)) : 2
            for half in 0..<halves {
                let share = Double(half) / Double(halves)
                points.append(
                    MapPoint(x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share)
                )
            }
        }
    }

    private static let highestLatitude = 85 * Double.pi / 180
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
