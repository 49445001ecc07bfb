/// A rectangle of blocks in the mesh's lattice.
struct BlockRange: Sendable {
    let columns: Range<Int>
    let rows: Range<Int>

    func contains(column: Int, row: Int) -> Bool { columns.contains(column) && rows.contains(row) }
}

/// The plan of the district: where town, industry and villages stand, what each block of land is used for.
struct Layout: Sendable {
    let size: Int
    let dice: Dice
    let orientation: Orientation
    let terrain: Terrain
    private(set) var mesh: Mesh
    let towns: [BlockRange]
    let industries: [BlockRange]

    init(options: SimulationOptions) {
        size = options.size
        dice = Dice(seed: options.seed)
        orientation = Orientation(size: size, dice: dice)
        let terrain = Terrain(size: size, dice: dice)
        self.terrain = terrain
        let seats = Layout.seats(terrain)
        towns = seats.map(\.town)
        industries = seats.map(\.industry)
        let roads = MainRoads(
            columns: (0..<terrain.townshipsAcross).map { column in
                Int(((Double(column) + 0.435) * terrain.townshipSide / Mesh.spacing).rounded())
            },
            rows: Array(Set(towns.map { ($0.rows.lowerBound + $0.rows.upperBound) / 2 })).sorted()
        )
        mesh = Mesh(size: size, mainRoads: roads, dice: dice)
        for index in mesh.blocks.indices { mesh.blocks[index].role = role(of: mesh.blocks[index]) }
    }

    /// The blocks that lie in the district as a whole, with a margin of 2 pixels.
    var innerBlocks: [Block] {
        let limit = Double(size) - 2
        return mesh.blocks.filter { block in
            block.corners.allSatisfy { $0.x >= 2 && $0.y >= 2 && $0.x <= limit && $0.y <= limit }
        }
    }

    /// Whether a block is permanent basic farmland: most of the plain's fields are.
    func isBasicFarmland(_ block: Block) -> Bool {
        block.role == .farmland && !nearTown(block) && terrain.elevation(block.centre) < -0.3
            && terrain.shore(block.centre).distance > 12 && dice.unit(block.column, block.row, .record) < 0.85
    }

    /// Whether a block is an old brickyard: overgrown, and construction land in the register.
    func isBrickyard(_ block: Block) -> Bool { block.role == .rough && block.key >> 33 & 1 == 0 }

    /// Whether a block touches a town or an industrial zone.
    func isFringe(_ block: Block) -> Bool {
        nearTown(block) && (block.role == .farmland || block.role == .rough)
    }

    /// The outline of the protected forest on each township's hill, in plan coordinates.
    var protectedForests: [[Spot]] { hilltops.map { blob(around: $0, radius: 0.6 * terrain.hillRadius, points: 20) } }

    /// The tops of the hills.
    var hilltops: [Spot] {
        let across = terrain.townshipsAcross
        return (0..<across * across).map { place in
            let middle = Spot(x: Double(place % across) + 0.5, y: Double(place / across) + 0.5)
            return terrain.hilltop(near: middle * terrain.townshipSide)
        }
    }

    /// A round outline with a wavering radius.
    func blob(around centre: Spot, radius: Double, points: Int) -> [Spot] {
        (0..<points).map { point in
            let direction = Layout.direction(Double(point) / Double(points))
            let waver = dice.between(0.86, 1.12, Int(centre.x) &+ point, Int(centre.y), .eventShape)
            return centre + direction * (radius * waver)
        }
    }

    /// A step of length 1 at a share of the full turn.
    static func direction(_ turn: Double) -> Spot {
        // Along the edge of a square and then pulled onto the circle: no trigonometry, the same bits everywhere.
        let side = Int(turn * 4) % 4
        let along = (turn * 4 - Double(Int(turn * 4))) * 2 - 1
        let corner = [Spot(x: 1, y: along), Spot(x: -along, y: 1), Spot(x: -1, y: -along), Spot(x: along, y: -1)][side]
        return corner * (1 / corner.length)
    }

    /// The seat of each township: the town and the industrial zone south of it.
    private static func seats(_ terrain: Terrain) -> [(town: BlockRange, industry: BlockRange)] {
        let blocks = terrain.townshipSide / Mesh.spacing
        let townColumns = max(3, Int(blocks * 0.24))
        let townRows = max(2, Int(blocks * 0.19))
        let places = (0..<terrain.townshipsAcross * terrain.townshipsAcross)
        return places.map { place in
            let left = Double(place % terrain.townshipsAcross) * blocks
            let top = Double(place / terrain.townshipsAcross) * blocks
            let column = Int((left + blocks * 0.55).rounded())
            let row = Int((top + blocks * 0.5).rounded())
            let zoneColumns = max(3, Int(blocks * 0.2))
            let zoneRows = max(2, Int(blocks * 0.15))
            let zoneRow = row + townRows
            return (
                BlockRange(columns: column..<column + townColumns, rows: row..<zoneRow),
                BlockRange(columns: column + 1..<column + 1 + zoneColumns, rows: zoneRow..<zoneRow + zoneRows)
            )
        }
    }

    private func role(of block: Block) -> BlockRole {
        let isTown = towns.contains { $0.contains(column: block.column, row: block.row) && !isLeftOut(block, of: $0) }
        if isTown { return .town }
        if industries.contains(where: { $0.contains(column: block.column, row: block.row) }) { return .industrial }
        let elevation = terrain.elevation(block.centre)
        let shore = terrain.shore(block.centre)
        if isVillage(block, elevation: elevation, shore: shore) { return .village }
        let draw = dice.unit(block.column, block.row, .plot)
        if elevation > -0.3 { return draw < 0.45 ? .rough : draw < 0.75 ? .orchard : .farmland }
        if shore.distance < 40 { return draw < 0.16 ? .rough : draw < 0.3 ? .pond : .farmland }
        if nearTown(block) { return draw < 0.16 ? .greenhouse : draw < 0.3 ? .rough : .farmland }
        return draw < 0.1 ? .rough : draw < 0.16 ? .orchard : draw < 0.18 ? .greenhouse : .farmland
    }

    /// Villages stand about 1.2 km apart: one in most squares of 3 × 2 blocks.
    private func isVillage(_ block: Block, elevation: Double, shore: Shore) -> Bool {
        guard elevation < -0.1, shore.distance > 22, !nearTown(block) else { return false }
        let squareColumn = (block.column + 300) / 3
        let squareRow = (block.row + 300) / 2
        let draw = dice.bits(squareColumn, squareRow, .village)
        guard draw % 100 < 82 else { return false }
        return (block.column + 300) % 3 == Int(draw >> 20 % 3) && (block.row + 300) % 2 == Int(draw >> 30 % 2)
    }

    /// The corners of a town are ragged.
    private func isLeftOut(_ block: Block, of town: BlockRange) -> Bool {
        let isSide = block.column == town.columns.lowerBound || block.column == town.columns.upperBound - 1
        return isSide && town.columns.count > 3 && dice.unit(block.column, block.row, .village) < 0.35
    }

    private func nearTown(_ block: Block) -> Bool {
        (towns + industries).contains { range in
            (range.columns.lowerBound - 1...range.columns.upperBound).contains(block.column)
                && (range.rows.lowerBound - 1...range.rows.upperBound).contains(block.row)
        }
    }
}
