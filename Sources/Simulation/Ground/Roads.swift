/// The lattice lines of the mesh that main roads follow.
struct MainRoads: Sendable {
    let columns: [Int]
    let rows: [Int]
}

/// What runs along one edge of a block.
enum RoadKind: UInt8, Sendable {
    case none, dirt, lane, street, main

    /// Half the width of the road in pixels.
    var halfWidth: Double {
        switch self {
        case .none: 0
        case .dirt: 0.25
        case .lane: 0.4
        case .street: 0.8
        case .main: 1.25
        }
    }

    var surface: Surface {
        switch self {
        case .none, .dirt: .gravel
        case .lane: .concrete
        case .street, .main: .asphalt
        }
    }
}

/// The roads along the four edges of a block; the two blocks at an edge agree on its road.
struct BlockRoads: Sendable {
    let left: RoadKind
    let right: RoadKind
    let top: RoadKind
    let bottom: RoadKind

    init(column: Int, row: Int, mainRoads: MainRoads, dice: Dice) {
        left = BlockRoads.upright(column, row, mainRoads, dice)
        right = BlockRoads.upright(column + 1, row, mainRoads, dice)
        top = BlockRoads.level(column, row, mainRoads, dice)
        bottom = BlockRoads.level(column, row + 1, mainRoads, dice)
    }

    private static func upright(_ column: Int, _ row: Int, _ mainRoads: MainRoads, _ dice: Dice) -> RoadKind {
        mainRoads.columns.contains(column) ? .main : minor(dice.unit(column, row, .plot))
    }

    private static func level(_ column: Int, _ row: Int, _ mainRoads: MainRoads, _ dice: Dice) -> RoadKind {
        mainRoads.rows.contains(row) ? .main : minor(dice.unit(row, column - 5000, .plot))
    }

    private static func minor(_ draw: Double) -> RoadKind {
        draw < 0.38 ? .lane : draw < 0.78 ? .dirt : .none
    }
}

/// The road that a place lies on or near.
struct RoadCover: Sendable {
    let kind: RoadKind
    /// The share of the pixel that the road takes.
    let share: Double
    /// Pixels to the nearest main road's middle; large where there is none.
    let mainDistance: Double

    /// The widest cover among the four edges of the block a place lies in.
    init(_ block: borrowing Block, at spot: Spot) {
        var kind = RoadKind.none
        var share = 0.0
        var mainDistance = 100.0
        func look(_ edge: Edge, _ road: RoadKind) {
            let halfWidth = block.role == .town || block.role == .industrial ? max(road.halfWidth, 0.8) : road.halfWidth
            guard halfWidth > 0 else { return }
            let distance = edge.distance(spot)
            if road == .main { mainDistance = min(mainDistance, distance) }
            // A road narrower than a pixel still colours it by its share.
            let cover = min(1, min(2 * halfWidth, max(0, halfWidth + 0.5 - distance)))
            guard cover > share else { return }
            share = cover
            kind = road == .main ? .main : halfWidth >= 0.8 ? .street : road
        }
        look(block.left, block.roads.left)
        look(block.right, block.roads.right)
        look(block.top, block.roads.top)
        look(block.bottom, block.roads.bottom)
        self.kind = kind
        self.share = share
        self.mainDistance = mainDistance
    }
}
