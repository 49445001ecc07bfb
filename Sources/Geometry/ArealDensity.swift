internal import CPROJ
import Foundation
import GeoModel

/// How many square metres of the ellipsoid lie under a square unit of a coordinate system, place by place.
///
/// The determinant of the derivatives of longitude and latitude, by differences, times the surface element
/// a² (1 − e²) cos φ / (1 − e² sin² φ)² of the ellipsoid. Source: Snyder, Map Projections – A Working Manual, USGS
/// Professional Paper 1395 (1987), 24–25.
final class ArealDensity {
    /// About a kilometre, in the unit of the system.
    let kilometre: Double

    private let toGeographic: CoordinateTransformation
    private let radiansPerUnit: Double
    private let ellipsoid: geod_geodesic

    /// The density in a system.
    /// - Throws: `Fault` where the system is unknown or has no ellipsoid.
    init(of system: CoordinateSystem) throws(Fault) {
        let context = ProjContext()
        let object = try context.system(system)
        let geographic = try object.geographic(of: system)
        toGeographic = try CoordinateTransformation(from: object, named: system, to: geographic, named: system)
        radiansPerUnit = geographic.unitFactor ?? .pi / 180
        kilometre = object.isGeographic ? 0.01 * .pi / 180 / radiansPerUnit : 1000 / (object.unitFactor ?? 1)
        ellipsoid = try geographic.geodesic(of: system)
    }

    /// Square metres under a square unit of the system; not a number where the place lies outside the projection, or so
    /// near a pole that longitude says nothing.
    func squareMetresPerUnit(at place: MapPoint) -> Double {
        // Differences of the fourth order, far enough apart for the last digits: right to the eleventh digit.
        let step = kilometre * 0.2
        var points = [place]
        for away in [-2.0, -1, 1, 2] { points.append(MapPoint(x: place.x + away * step, y: place.y)) }
        for away in [-2.0, -1, 1, 2] { points.append(MapPoint(x: place.x, y: place.y + away * step)) }
        do throws(Fault) {
            try toGeographic.transform(&points)
        } catch {
            return .nan
        }
        let latitude = points[0].y * radiansPerUnit
        guard points.allSatisfy({ abs($0.y * radiansPerUnit) < Self.highestLatitude }) else { return .nan }
        let (east, north) = (slope(points[1...4], step), slope(points[5...8], step))
        let determinant = east.x * north.y - north.x * east.y
        let sine = sin(latitude)
        let curvature = 1 - ellipsoid.e2 * sine * sine
        let surface = ellipsoid.a * ellipsoid.a * (1 - ellipsoid.e2) * cos(latitude) / (curvature * curvature)
        return surface * abs(determinant) * radiansPerUnit * radiansPerUnit
    }

    /// How longitude and latitude change in the middle of four points at equal steps along a line.
    private func slope(_ line: ArraySlice<MapPoint>, _ step: Double) -> MapPoint {
        let (first, second, third, last) = (line.startIndex, line.startIndex + 1, line.endIndex - 2, line.endIndex - 1)
        return MapPoint(
            x: (8 * turn(from: line[second], to: line[third]) - turn(from: line[first], to: line[last])) / (12 * step),
            y: (8 * (line[third].y - line[second].y) - (line[last].y - line[first].y)) / (12 * step)
        )
    }

    /// The longitude from one point to the next, the short way round.
    private func turn(from start: MapPoint, to end: MapPoint) -> Double {
        (end.x - start.x).remainder(dividingBy: 2 * .pi / radiansPerUnit)
    }

    private static let highestLatitude = 89 * Double.pi / 180
}
