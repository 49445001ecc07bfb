/// A straight line; distances are positive on its inner side.
struct Edge: Sendable {
    let normalX: Double
    let normalY: Double
    let offset: Double

    /// The line through two places; its inner side is to the right of the way from one to the other, rows running down.
    init(from start: Spot, to end: Spot) {
        let way = end - start
        let length = way.length
        normalX = -way.y / length
        normalY = way.x / length
        offset = -(normalX * start.x + normalY * start.y)
    }

    /// The line on which the distance to `first` is the share `t` of the sum of the distances to both.
    init(between first: Edge, and second: Edge, at t: Double) {
        normalX = first.normalX * (1 - t) - second.normalX * t
        normalY = first.normalY * (1 - t) - second.normalY * t
        offset = first.offset * (1 - t) - second.offset * t
    }

    @inline(__always)
    func distance(_ spot: Spot) -> Double { normalX * spot.x + normalY * spot.y + offset }

    /// Where two lines cross.
    func crossing(_ other: Edge) -> Spot {
        let determinant = normalX * other.normalY - normalY * other.normalX
        return Spot(
            x: (normalY * other.offset - offset * other.normalY) / determinant,
            y: (offset * other.normalX - normalX * other.offset) / determinant
        )
    }
}

/// One quadrilateral of the mesh: the land between four tracks.
struct Block: Sendable {
    let column: Int
    let row: Int
    /// Left, right, top, bottom.
    let left: Edge
    let right: Edge
    let top: Edge
    let bottom: Edge
    let topLeft: Spot
    let topRight: Spot
    let bottomRight: Spot
    let bottomLeft: Spot
    let key: UInt64
    let roads: BlockRoads
    var role: BlockRole

    var corners: [Spot] { [topLeft, topRight, bottomRight, bottomLeft] }

    var centre: Spot { (topLeft + topRight + bottomRight + bottomLeft) * 0.25 }

    /// The corners of the part between the shares `u` from left to right and `v` from top to bottom.
    func corners(u: ClosedRange<Double>, v: ClosedRange<Double>) -> [Spot] {
        let start = Edge(between: left, and: right, at: u.lowerBound)
        let end = Edge(between: left, and: right, at: u.upperBound)
        let upper = Edge(between: top, and: bottom, at: v.lowerBound)
        let lower = Edge(between: top, and: bottom, at: v.upperBound)
        return [start.crossing(upper), end.crossing(upper), end.crossing(lower), start.crossing(lower)]
    }

    /// The place at the shares `u` and `v`.
    func spot(u: Double, v: Double) -> Spot {
        Edge(between: left, and: right, at: u).crossing(Edge(between: top, and: bottom, at: v))
    }
}

/// What a block is used for; hills and rivers lie over it.
enum BlockRole: UInt8, Sendable {
    case farmland, orchard, greenhouse, pond, rough, village, town, industrial
}

/// A mesh of quadrilateral blocks over the district, with their corners pushed off a square lattice.
struct Mesh: Sendable {
    /// Pixels between the corners on the average.
    static let spacing = 48.0

    /// Blocks to one side, with one more around the district on every side.
    let side: Int
    var blocks: [Block]
    /// The lattice lines that main roads follow: those are almost straight.
    let mainRoads: MainRoads

    init(size: Int, mainRoads: MainRoads, dice: Dice) {
        side = Int((Double(size) / Mesh.spacing).rounded(.up)) + 2
        self.mainRoads = mainRoads
        blocks = []
        for row in -1..<side - 1 {
            for column in -1..<side - 1 {
                blocks.append(Mesh.block(column: column, row: row, mainRoads: mainRoads, dice: dice))
            }
        }
    }

    /// The index of the block with a place in the lattice; nil outside.
    func index(column: Int, row: Int) -> Int? {
        guard (-1..<side - 1).contains(column), (-1..<side - 1).contains(row) else { return nil }
        return (row + 1) * side + column + 1
    }

    /// The block that a place would lie in if the lattice were square.
    func guess(_ spot: Spot) -> Int {
        index(column: clamped(Int(spot.x / Mesh.spacing)), row: clamped(Int(spot.y / Mesh.spacing))) ?? 0
    }

    /// The index of the block a place lies in.
    ///
    /// - Parameters:
    ///   - spot: A place not more than 15 pixels outside of the district.
    ///   - guess: The block to look at first.
    /// - Returns: An index into `blocks`.
    func locate(_ spot: Spot, guess: Int) -> Int {
        var index = guess
        // Corners move less than half a block, so from any block a few steps in lattice directions lead there.
        for _ in 0..<4 * side {
            let columnStep =
                blocks[index].left.distance(spot) < 0 ? -1 : blocks[index].right.distance(spot) < 0 ? 1 : 0
            let rowStep = blocks[index].top.distance(spot) < 0 ? -1 : blocks[index].bottom.distance(spot) < 0 ? 1 : 0
            guard columnStep != 0 || rowStep != 0 else { return index }
            let column = clamped(blocks[index].column + columnStep)
            index = self.index(column: column, row: clamped(blocks[index].row + rowStep)) ?? index
        }
        return index
    }

    private func clamped(_ place: Int) -> Int { min(max(place, -1), side - 2) }

    private static func block(column: Int, row: Int, mainRoads: MainRoads, dice: Dice) -> Block {
        let topLeft = vertex(column, row, mainRoads, dice)
        let topRight = vertex(column + 1, row, mainRoads, dice)
        let bottomRight = vertex(column + 1, row + 1, mainRoads, dice)
        let bottomLeft = vertex(column, row + 1, mainRoads, dice)
        return Block(
            column: column,
            row: row,
            left: Edge(from: bottomLeft, to: topLeft),
            right: Edge(from: topRight, to: bottomRight),
            top: Edge(from: topLeft, to: topRight),
            bottom: Edge(from: bottomRight, to: bottomLeft),
            topLeft: topLeft,
            topRight: topRight,
            bottomRight: bottomRight,
            bottomLeft: bottomLeft,
            key: dice.bits(column, row, .block),
            roads: BlockRoads(column: column, row: row, mainRoads: mainRoads, dice: dice),
            role: .farmland
        )
    }

    private static func vertex(_ column: Int, _ row: Int, _ mainRoads: MainRoads, _ dice: Dice) -> Spot {
        let bits = dice.bits(column, row, .vertex)
        let acrossShare = Double(bits & 0xFFFF) / 65_536 - 0.5
        let downShare = Double(bits >> 16 & 0xFFFF) / 65_536 - 0.5
        let across = acrossShare * (mainRoads.columns.contains(column) ? 0.05 : 0.32)
        let down = downShare * (mainRoads.rows.contains(row) ? 0.05 : 0.32)
        // The whole lattice is bent a little, so that tracks and roads wind.
        let place = Spot(x: Double(column), y: Double(row))
        let bendX = dice.noise(place, scale: 5, .vertex) - 0.5
        let bendY = dice.noise(place, scale: 5, .relief) - 0.5
        return Spot(x: (Double(column) + across + bendX) * spacing, y: (Double(row) + down + bendY) * spacing)
    }
}
