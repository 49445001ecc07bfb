/// A place in the district in pixels of 10 m: from the upper left corner to the right and downwards.
struct Spot: Sendable, Hashable {
    var x: Double
    var y: Double

    @inline(__always)
    init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }

    static func + (left: Spot, right: Spot) -> Spot { Spot(x: left.x + right.x, y: left.y + right.y) }
    static func - (left: Spot, right: Spot) -> Spot { Spot(x: left.x - right.x, y: left.y - right.y) }
    static func * (spot: Spot, factor: Double) -> Spot { Spot(x: spot.x * factor, y: spot.y * factor) }

    /// The distance from the origin.
    var length: Double { (x * x + y * y).squareRoot() }
}

/// One of the eight ways to lay a square plan on the ground: districts of different seeds face different ways.
struct Orientation: Sendable {
    let size: Double
    let swapsAxes: Bool
    let mirrorsX: Bool
    let mirrorsY: Bool

    init(size: Int, dice: Dice) {
        self.size = Double(size)
        let bits = dice.bits(0, 0, .place)
        swapsAxes = bits & 1 == 1
        mirrorsX = bits & 2 == 2
        mirrorsY = bits & 4 == 4
    }

    /// From the raster to the plan.
    @inline(__always)
    func plan(_ spot: Spot) -> Spot {
        let x = mirrorsX ? size - spot.x : spot.x
        let y = mirrorsY ? size - spot.y : spot.y
        return swapsAxes ? Spot(x: y, y: x) : Spot(x: x, y: y)
    }

    /// From the plan to the raster.
    func raster(_ spot: Spot) -> Spot {
        let x = swapsAxes ? spot.y : spot.x
        let y = swapsAxes ? spot.x : spot.y
        return Spot(x: mirrorsX ? size - x : x, y: mirrorsY ? size - y : y)
    }
}
