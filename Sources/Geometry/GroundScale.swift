import Foundation
package import GeoModel

/// How many metres a unit of a coordinate system has: per degree of longitude and latitude they differ. For scale bars,
/// pictures and distances that need no more than a hundredth; areas are `EllipsoidalArea`'s.
package struct GroundScale: Sendable {
    private let isGeographic: Bool
    /// Metres in one unit northwards.
    package let metresNorth: Double

    /// The scale of a system.
    /// - Throws: `Fault` where PROJ does not know it.
    package init(_ system: CoordinateSystem) throws(Fault) {
        let info = try SpatialReferenceInfo(system)
        isGeographic = info.isGeographic
        metresNorth = info.metresPerUnit ?? GroundScale.metresPerDegree
    }

    /// Metres in one degree of latitude: the mean meridian of WGS 84.
    private static let metresPerDegree = 111_133.0

    /// Metres in one unit eastwards at a northing or latitude.
    package func metresEast(atY y: Double) -> Double {
        isGeographic ? metresNorth * max(0.01, cos(y * .pi / 180)) : metresNorth
    }
}
