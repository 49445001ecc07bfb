/// Which water lies nearest.
enum WaterBody: UInt8, Sendable {
    case river, reservoir, stream
}

/// How far a place lies beyond the bank of the nearest water, in pixels; negative in the water.
struct Shore: Sendable {
    let distance: Double
    let body: WaterBody
}

/// Hills, river, reservoir and stream of the district, in plan coordinates.
///
/// A plan is made of townships of about 10 km; each has one hill with a reservoir at its foot, and a river runs through
/// every column of townships.
struct Terrain: Sendable {
    let townshipSide: Double
    let townshipsAcross: Int
    private let dice: Dice
    /// The river's middle at every whole `y`, by column of townships.
    private let rivers: [[Double]]
    private static let margin = 64

    init(size: Int, dice: Dice) {
        let across = max(1, Int((Double(size) / 1024).rounded()))
        let side = Double(size) / Double(across)
        self.dice = dice
        townshipsAcross = across
        townshipSide = side
        rivers = (0..<across).map { column in
            (-Terrain.margin...size + Terrain.margin).map { y in
                let place = Spot(x: Double(column) * 977, y: Double(y))
                let bend = (dice.noise(place, scale: 260, .river) - 0.5) * 0.16 * min(side, 1024)
                let wiggle = (dice.noise(place, scale: 70, .stream) - 0.5) * 0.035 * min(side, 1024)
                return (Double(column) + 0.27) * side + bend + wiggle
            }
        }
    }

    /// Where the hill of the township around a place has its top.
    func hilltop(near spot: Spot) -> Spot { hilltop(column: township(spot.x), row: township(spot.y)) }

    private func hilltop(column: Int, row: Int) -> Spot {
        Spot(
            x: (Double(column) + dice.between(0.78, 0.83, column, row, .terrain)) * townshipSide,
            y: (Double(row) + dice.between(0.15, 0.20, column, row, .terrainFine)) * townshipSide
        )
    }

    /// The hill's radius in pixels.
    var hillRadius: Double { 0.25 * townshipSide }

    /// 1 on the hilltop, 0 at its foot, −1 out on the plain.
    func elevation(_ spot: Spot) -> Double {
        let distance = hillDistance(spot) / hillRadius
        guard distance < 1.35 else { return -1 }
        let broad = 0.40 * (dice.noise(spot, scale: 96, .terrain) - 0.5)
        let middle = 0.15 * (dice.noise(spot, scale: 27, .terrainFine) - 0.5)
        let fine = 0.05 * (dice.noise(spot, scale: 7, .terrainFine) - 0.5)
        return 1 - distance + broad + middle + fine
    }

    /// Pixels to the nearest hilltop: hills reach over the eastern and northern borders of their townships.
    private func hillDistance(_ spot: Spot) -> Double {
        let column = township(spot.x)
        let row = township(spot.y)
        var nearest = (spot - hilltop(column: column, row: row)).length
        if column > 0 { nearest = min(nearest, (spot - hilltop(column: column - 1, row: row)).length) }
        guard row + 1 < townshipsAcross else { return nearest }
        nearest = min(nearest, (spot - hilltop(column: column, row: row + 1)).length)
        return column > 0 ? min(nearest, (spot - hilltop(column: column - 1, row: row + 1)).length) : nearest
    }

    /// Ridges and gullies of the hills, 0…1, for light and shade.
    func relief(_ spot: Spot) -> Double {
        0.65 * dice.noise(spot, scale: 34, .relief) + 0.35 * dice.noise(spot, scale: 13, .relief)
    }

    /// The nearest water.
    func shore(_ spot: Spot) -> Shore {
        let river = Shore(distance: riverDistance(spot), body: .river)
        guard let reservoir = reservoir(near: spot) else { return river }
        let basin = Shore(distance: reservoir.distance(spot, dice), body: .reservoir)
        let stream = Shore(distance: streamDistance(spot, from: reservoir), body: .stream)
        let standing = basin.distance < river.distance ? basin : river
        return stream.distance < standing.distance ? stream : standing
    }

    /// How far behind the dam a place lies: 0…2.2 on it, negative in the basin; nil where there is no dam.
    func damDistance(_ spot: Spot) -> Double? {
        guard let reservoir = reservoir(near: spot), abs(spot.y - reservoir.centre.y) < reservoir.radiusY * 0.75 else {
            return nil
        }
        return reservoir.damX - spot.x
    }

    /// The middle and half the width of the river of one column of townships at a height of the plan.
    func river(column: Int, y: Double) -> (middle: Double, halfWidth: Double) {
        let width = 3 + 2.6 * dice.noise(Spot(x: Double(column), y: y), scale: 55, .river)
        return (riverMiddle(column: column, y: y), width)
    }

    private func township(_ position: Double) -> Int {
        min(max(Int(position / townshipSide), 0), townshipsAcross - 1)
    }

    private func riverMiddle(column: Int, y: Double) -> Double {
        let position = min(max(y + Double(Terrain.margin), 0), Double(rivers[column].count - 2))
        let index = Int(position)
        let share = position - Double(index)
        return rivers[column][index] * (1 - share) + rivers[column][index + 1] * share
    }

    private func riverDistance(_ spot: Spot) -> Double {
        let column = township(spot.x)
        let middle = riverMiddle(column: column, y: spot.y)
        guard abs(spot.x - middle) < 120 else { return 100 }
        let slope = (riverMiddle(column: column, y: spot.y + 4) - riverMiddle(column: column, y: spot.y - 4)) / 8
        return abs(spot.x - middle) / (1 + slope * slope).squareRoot() - river(column: column, y: spot.y).halfWidth
    }

    private func reservoir(near spot: Spot) -> Reservoir? {
        let top = hilltop(near: spot)
        let scale = min(townshipSide, 1400)
        let centre = Spot(x: top.x - 0.27 * townshipSide, y: top.y + 0.08 * townshipSide)
        guard spot.x < centre.x + 0.16 * scale, abs(spot.y - centre.y) < 0.2 * scale else { return nil }
        return Reservoir(centre: centre, radiusX: 0.072 * scale, radiusY: 0.05 * scale)
    }

    private func streamDistance(_ spot: Spot, from reservoir: Reservoir) -> Double {
        guard spot.x < reservoir.damX else { return 100 }
        let middle = riverMiddle(column: township(spot.x), y: spot.y)
        guard spot.x > middle else { return 100 }
        let away = reservoir.damX - spot.x
        let bend = (dice.noise(Spot(x: spot.x, y: reservoir.centre.y), scale: 45, .stream) - 0.5) * 26
        let fade = min(1, away / 30)
        return abs(spot.y - reservoir.centre.y - 0.12 * away - bend * fade) - 0.75
    }
}

/// A basin in front of a straight dam.
private struct Reservoir {
    let centre: Spot
    let radiusX: Double
    let radiusY: Double

    var damX: Double { centre.x - 0.62 * radiusX }

    func distance(_ spot: Spot, _ dice: Dice) -> Double {
        let across = (spot.x - centre.x) / radiusX
        let down = (spot.y - centre.y) / radiusY
        let rough = (dice.noise(spot, scale: 24, .terrainFine) - 0.5) * 0.75
        let fromBank = ((across * across + down * down).squareRoot() - 1 + rough) * radiusY
        return max(fromBank, damX - spot.x)
    }
}
