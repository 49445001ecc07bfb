import Foundation
import GeoModel

/// A sheet of parcels that share their corners, and patches of pixels on it; everything follows from place and number.
struct Land {
    /// Parcels a side.
    let side: Int
    /// How many patches there are.
    let patchCount: Int

    private static let corner = MapPoint(x: 500_000, y: 4_990_200)
    private static let extent = 109_800.0
    private static let pixel = 10.0

    private var spacing: Double { Self.extent / Double(side) }

    /// A closed ring of eight corners: the crossings of a net that is bent out of shape, and a corner on each side.
    func parcel(column: Int, row: Int) -> [MapPoint] {
        let west = crossing(column, row), east = crossing(column + 1, row)
        let northWest = crossing(column, row + 1), northEast = crossing(column + 1, row + 1)
        return [
            west, bend(west, east, 2, column, row), east, bend(east, northEast, 3, column + 1, row), northEast,
            bend(northWest, northEast, 2, column, row + 1), northWest, bend(west, northWest, 3, column, row), west,
        ]
    }

    /// A closed ring along pixels: rows of a run each, from south to north, that drift to either side and stay joined.
    func patch(_ number: Int) -> [MapPoint] {
        // Few are large: the number of rows falls off as its square.
        let rows = Int(min(2 / (1 - draw(10, number, 0)).squareRoot(), 60))
        var (start, end) = (0, 2 + Int(draw(11, number, 0) * Double(rows)))
        var (left, right): ([MapPoint], [MapPoint]) = ([], [])
        let base = MapPoint(
            x: Self.corner.x + (draw(12, number, 0) * (Self.extent / Self.pixel - 100)).rounded() * Self.pixel,
            y: Self.corner.y + (draw(13, number, 0) * (Self.extent / Self.pixel - 100)).rounded() * Self.pixel
        )
        for row in 0..<rows {
            for (chain, column) in [(0, start), (1, end)] {
                for level in [row, row + 1] {
                    let point = MapPoint(
                        x: base.x + Double(column) * Self.pixel, y: base.y + Double(level) * Self.pixel)
                    if chain == 0 { left.append(point) } else { right.append(point) }
                }
            }
            let (before, after) = (start, end)
            start = min(before + Int(draw(14, number, row) * 3) - 1, after - 1)
            end = max(start + 1, after + Int(draw(15, number, row) * 5) - 2, before + 1)
        }
        return withoutNeedless(right + left.reversed())
    }

    private func crossing(_ column: Int, _ row: Int) -> MapPoint {
        MapPoint(
            x: Self.corner.x + (Double(column) + 0.6 * draw(0, column, row) - 0.3) * spacing,
            y: Self.corner.y + (Double(row) + 0.6 * draw(1, column, row) - 0.3) * spacing
        )
    }

    private func bend(_ start: MapPoint, _ end: MapPoint, _ stream: UInt64, _ column: Int, _ row: Int) -> MapPoint {
        let offset = (0.12 * draw(stream, column, row) - 0.06) * spacing
        let across = stream == 2
        return MapPoint(
            x: (start.x + end.x) / 2 + (across ? 0 : offset), y: (start.y + end.y) / 2 + (across ? offset : 0))
    }

    /// A closed ring without points that repeat or lie on a straight side.
    private func withoutNeedless(_ points: [MapPoint]) -> [MapPoint] {
        var kept: [MapPoint] = []
        for (index, point) in points.enumerated() {
            let next = points[(index + 1) % points.count]
            guard point != next else { continue }
            let last = kept.last ?? points[points.count - 1]
            let isStraight = (last.x == point.x && point.x == next.x) || (last.y == point.y && point.y == next.y)
            if !isStraight { kept.append(point) }
        }
        return kept + kept.prefix(1)
    }

    /// A number from 0 up to, but not, 1 that only a stream and two integers decide (the finalizer of SplitMix64).
    private func draw(_ stream: UInt64, _ first: Int, _ second: Int) -> Double {
        var mixed = stream &* 0xD6E8_FEB8_6659_FD93 &+ UInt64(truncatingIfNeeded: first) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed >> 31) &+ UInt64(truncatingIfNeeded: second) &* 0xC2B2_AE3D_27D4_EB4F
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return Double((mixed ^ mixed >> 31) >> 11) * 0x1p-53
    }
}
