import Foundation
package import GeoModel

extension MultiPolygon {
    /// How far a point is from the area, in metres: 0 inside it; infinite where there is no area.
    ///
    /// - Parameters:
    ///   - point: In the area's coordinate system.
    ///   - scale: Of that system; good to about a hundredth.
    /// - Returns: The distance.
    package func metres(from point: MapPoint, _ scale: GroundScale) -> Double {
        let east = scale.metresEast(atY: point.y)
        func local(_ place: MapPoint) -> MapPoint {
            MapPoint(x: (place.x - point.x) * east, y: (place.y - point.y) * scale.metresNorth)
        }
        var least = Double.infinity
        for polygon in polygons {
            var crossings = 0
            for ring in [polygon.exterior] + polygon.holes {
                for (start, end) in zip(ring.points, ring.points.dropFirst()) {
                    let (start, end) = (local(start), local(end))
                    least = min(least, distanceFromOrigin(start, end))
                    guard (start.y <= 0) != (end.y <= 0) else { continue }
                    if start.x - start.y / (end.y - start.y) * (end.x - start.x) > 0 { crossings += 1 }
                }
            }
            if !crossings.isMultiple(of: 2) { return 0 }
        }
        return least
    }
}

/// How far the origin is from the line between two points.
private func distanceFromOrigin(_ start: MapPoint, _ end: MapPoint) -> Double {
    let (x, y) = (end.x - start.x, end.y - start.y)
    let squared = x * x + y * y
    let share = squared > 0 ? min(1, max(0, -(start.x * x + start.y * y) / squared)) : 0
    return hypot(start.x + share * x, start.y + share * y)
}
