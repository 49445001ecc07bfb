internal import CPROJ
import Foundation
import GeoModel

/// How many square metres of the ellipsoid lie under a square unit of a coordinate system, place by place.
///
/// The determinant of the derivatives of longitude and latitude, by central differences, times the surface element
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
        // Far enough apart for the last digits, near enough for a straight line: both matter in the eleventh digit.
        let step = kilometre * 0.1
        var points = [
            MapPoint(x: place.x - step, y: place.y), MapPoint(x: place.x + step, y: place.y),
            MapPoint(x: place.x, y: place.y - step), MapPoint(x: place.x, y: place.y + step),
        ]
        do throws(Fault) {
            try toGeographic.transform(&points)
        } catch {
            return .nan
        }
        let (west, east, south, north) = (points[0], points[1], points[2], points[3])
        let latitude = (west.y + east.y + south.y + north.y) / 4 * radiansPerUnit
        guard abs(latitude) < Self.highestLatitude else { return .nan }
        let determinant =
            turn(from: west, to: east) * (north.y - south.y) - turn(from: south, to: north) * (east.y - west.y)
        let sine = sin(latitude)
        let curvature = 1 - ellipsoid.e2 * sine * sine
        let surface = ellipsoid.a * ellipsoid.a * (1 - ellipsoid.e2) * cos(latitude) / (curvature * curvature)
        return surface * abs(determinant) * radiansPerUnit * radiansPerUnit / (4 * step * step)
    }

    /// The longitude from one point to the next, the short way round.
    private func turn(from start: MapPoint, to end: MapPoint) -> Double {
        (end.x - start.x).remainder(dividingBy: 2 * .pi / radiansPerUnit)
    }

    private static let highestLatitude = 89 * Double.pi / 180
}
