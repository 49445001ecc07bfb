import Foundation
package import GeoModel
import Geometry

/// A register that lies beside another by about what GCJ-02 shifts.
package struct ShiftFinding: Sendable {
    /// Metres to the east that the register lies off.
    package let east: Double
    /// Metres to the north.
    package let north: Double
    /// The length of what GCJ-02 shifts here, in metres.
    package let expected: Double
    /// The share of the register's corners that meet one of the other's, as they are and with the shift taken back.
    package let shares: (before: Double, after: Double)
    /// Whether it is the other register that is shifted.
    package let isOther: Bool

    /// How far it lies off, in metres.
    package var metres: Double { (east * east + north * north).squareRoot() }
}

/// Compares the corners of one register with those of another, as they are and shifted by about what GCJ-02 shifts.
package struct ShiftCheck {
    private let limits: CheckLimits.Shift
    private let toDegrees: CoordinateTransformation
    private let fromDegrees: CoordinateTransformation
    /// The limit in the system's units.
    private let unitsPerMetre: (x: Double, y: Double)
    /// The other register's corners, by squares as wide as two corners may be apart.
    private var corners: [Square: [MapPoint]] = [:]

    private struct Square: Hashable {
        let column: Int
        let row: Int
    }

    /// How far around the shift that is expected others are tried, in metres.
    private static let around = 40.0

    /// A check against some corners.
    ///
    /// - Parameters:
    ///   - corners: The other register's, in `system`.
    ///   - limits: What counts.
    ///   - system: The coordinate system of both registers.
    /// - Throws: `Fault` where there is no way to longitude and latitude.
    package init(against corners: [MapPoint], limits: CheckLimits.Shift, system: CoordinateSystem) throws(Fault) {
        self.limits = limits
        let degrees = CoordinateSystem("EPSG:4490")
        toDegrees = try CoordinateTransformation(from: system, to: degrees)
        fromDegrees = try CoordinateTransformation(from: degrees, to: system)
        let scale = try GroundScale(system)
        unitsPerMetre = (1 / scale.metresEast(atY: corners.first?.y ?? 0), 1 / scale.metresNorth)
        for corner in corners { self.corners[square(corner), default: []].append(corner) }
    }

    /// The shift by which a register lies off.
    ///
    /// - Parameter sample: Some of the register's corners, evenly spread.
    /// - Returns: The shift; nil where the corners don't tell of one.
    /// - Throws: `Fault` where the register's middle has no place on the Earth.
    package func shift(of sample: [MapPoint]) throws(Fault) -> ShiftFinding? {
        guard sample.count >= 20, !corners.isEmpty, let box = BoundingBox(around: sample) else { return nil }
        let middle = try toDegrees.transformed(box.centre)
        guard (72...138).contains(middle.x), (0...56).contains(middle.y) else { return nil }
        let shown = try fromDegrees.transformed(ChinaOffset.shown(middle))
        let offset = MapPoint(
            x: (shown.x - box.centre.x) / unitsPerMetre.x, y: (shown.y - box.centre.y) / unitsPerMetre.y)
        let now = share(sample, MapPoint(x: 0, y: 0))
        // Either the register shows places where GCJ-02 puts them, or the other one does.
        let own = try best(sample, taking: MapPoint(x: -offset.x, y: -offset.y), ChinaOffset.original)
        let other = try best(sample, taking: offset, ChinaOffset.shown)
        let (found, isOther) = own.share >= other.share ? (own, false) : (other, true)
        let metres = (found.move.x * found.move.x + found.move.y * found.move.y).squareRoot()
        guard found.share >= limits.leastShare, found.share >= limits.leastRatio * max(now, found.usual),
            limits.metres.contains(metres)
        else { return nil }
        return ShiftFinding(
            east: -found.move.x, north: -found.move.y,
            expected: (offset.x * offset.x + offset.y * offset.y).squareRoot(), shares: (now, found.share),
            isOther: isOther)
    }

    /// The better of two ways to shift a register: each corner by the formula, whose offset changes by some metres
    /// a kilometre, or all by one offset.
    private func best(
        _ sample: [MapPoint], taking offset: MapPoint, _ formula: (MapPoint) -> MapPoint
    ) throws(Fault) -> Match {
        var corners = sample
        try toDegrees.transform(&corners)
        for place in corners.indices { corners[place] = formula(corners[place]) }
        try fromDegrees.transform(&corners)
        var exact = best(corners, near: MapPoint(x: 0, y: 0), around: 3 * limits.tolerance)
        let constant = best(sample, near: offset, around: Self.around)
        exact.move = MapPoint(x: exact.move.x + offset.x, y: exact.move.y + offset.y)
        exact.usual = constant.usual
        return exact.share >= constant.share ? exact : constant
    }

    /// A move in metres, the share of corners that meet others after it, and what share meets after a usual move.
    private struct Match {
        var move: MapPoint
        var share: Double
        var usual: Double
    }

    private func best(_ sample: [MapPoint], near centre: MapPoint, around: Double) -> Match {
        var shares: [Double] = []
        var best = Match(move: centre, share: -1, usual: 0)
        for across in stride(from: -around, through: around, by: limits.tolerance) {
            for up in stride(from: -around, through: around, by: limits.tolerance) {
                let move = MapPoint(x: centre.x + across, y: centre.y + up)
                let share = share(sample, move)
                shares.append(share)
                if share > best.share { best = Match(move: move, share: share, usual: 0) }
            }
        }
        shares.sort()
        best.usual = shares[shares.count / 2]
        return best
    }

    private func share(_ sample: [MapPoint], _ metres: MapPoint) -> Double {
        let met = sample.count { corner in
            meets(
                MapPoint(x: corner.x + metres.x * unitsPerMetre.x, y: corner.y + metres.y * unitsPerMetre.y))
        }
        return Double(met) / Double(sample.count)
    }

    private func meets(_ point: MapPoint) -> Bool {
        let middle = square(point)
        for column in middle.column - 1...middle.column + 1 {
            for row in middle.row - 1...middle.row + 1 {
                for corner in corners[Square(column: column, row: row)] ?? [] {
                    let (x, y) = ((corner.x - point.x) / unitsPerMetre.x, (corner.y - point.y) / unitsPerMetre.y)
                    if x * x + y * y <= limits.tolerance * limits.tolerance { return true }
                }
            }
        }
        return false
    }

    private func square(_ point: MapPoint) -> Square {
        Square(
            column: Int((point.x / (limits.tolerance * unitsPerMetre.x)).rounded(.down)),
            row: Int((point.y / (limits.tolerance * unitsPerMetre.y)).rounded(.down)))
    }
}
