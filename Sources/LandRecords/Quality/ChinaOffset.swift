import Foundation
package import GeoModel

/// The offset that the public map services of China put on coordinates (GCJ-02).
///
/// Source: the formula as it is publicly described and re-implemented since 2013, on the ellipsoid of Krasovsky (1940):
/// a = 6 378 245 m, e² = 0.006 693 421 622 965 943. It never was published officially.
package enum ChinaOffset {
    private static let semiMajor = 6_378_245.0
    private static let squaredEccentricity = 0.00669342162296594323

    /// Where a place of WGS 84 is shown.
    ///
    /// - Parameter place: Longitude and latitude in degrees.
    /// - Returns: The same.
    package static func shown(_ place: MapPoint) -> MapPoint {
        let (x, y) = (place.x - 105, place.y - 35)
        let radians = place.y * .pi / 180
        let squash = 1 - squaredEccentricity * sin(radians) * sin(radians)
        let meridian = semiMajor * (1 - squaredEccentricity) / (squash * squash.squareRoot())
        let parallel = semiMajor / squash.squareRoot() * cos(radians)
        return MapPoint(
            x: place.x + eastMetres(x, y) / parallel * 180 / .pi,
            y: place.y + northMetres(x, y) / meridian * 180 / .pi
        )
    }

    /// The place of WGS 84 that is shown at `place`, by iteration to about a millimetre.
    package static func original(_ place: MapPoint) -> MapPoint {
        var guess = place
        for _ in 0..<6 {
            let seen = shown(guess)
            guess = MapPoint(x: guess.x + place.x - seen.x, y: guess.y + place.y - seen.y)
        }
        return guess
    }

    private static func waves(_ value: Double, _ terms: [(amplitude: Double, divisor: Double)]) -> Double {
        terms.reduce(0) { $0 + $1.amplitude * sin(value / $1.divisor * .pi) } * 2 / 3
    }

    private static func eastMetres(_ x: Double, _ y: Double) -> Double {
        300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * abs(x).squareRoot()
            + waves(x, [(20, 1.0 / 6), (20, 0.5)]) + waves(x, [(20, 1), (40, 3)]) + waves(x, [(150, 12), (300, 30)])
    }

    private static func northMetres(_ x: Double, _ y: Double) -> Double {
        -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * abs(x).squareRoot()
            + waves(x, [(20, 1.0 / 6), (20, 0.5)]) + waves(y, [(20, 1), (40, 3)]) + waves(y, [(160, 12), (320, 30)])
    }
}
