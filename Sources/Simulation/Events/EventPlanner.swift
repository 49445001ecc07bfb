import GeoModel

/// Finds a place for every event of the catalogue.
struct EventPlanner {
    private let options: SimulationOptions
    private let cover: GroundCover
    private let acquisitions: [Acquisition]
    private let blocks: [Block]
    private(set) var events: [DistrictEvent] = []
    private(set) var lots: [Lot]
    /// Events for which no place was found.
    private(set) var unplaced = 0
    /// Circles around the sites that are taken.
    private var taken: [(centre: Spot, radius: Double)] = []

    /// Places all events.
    init(options: SimulationOptions, cover: GroundCover, acquisitions: [Acquisition]) {
        self.options = options
        self.cover = cover
        self.acquisitions = acquisitions
        blocks = cover.layout.innerBlocks
        lots = Lot.all(in: cover.layout)
        let catalogue = EventCatalogue(
            size: options.size,
            townships: cover.layout.terrain.townshipsAcross,
            months: options.months
        )
        for order in catalogue.orders { place(order) }
        for column in 0..<cover.layout.terrain.townshipsAcross { addFlood(column: column) }
        settleLots()
    }

    private var dice: Dice { cover.layout.dice }
    private var lastMonth: Int { options.months - 1 }

    private mutating func place(_ order: EventCatalogue.Order) {
        let salt = order.number &+ 1000 &* (EventKind.allCases.firstIndex(of: order.kind) ?? 0)
        for attempt in 0..<1500 {
            // What finds no room in the corner is built smaller.
            let order = order.scaled(by: attempt < 400 ? 1 : attempt < 800 ? 0.6 : 0.35)
            guard let found = candidate(order, salt: salt, attempt: attempt), fits(found.site, order.kind) else {
                continue
            }
            if let lot = found.lot { lots[lot].event = events.count }
            add(order, found.site, key: dice.bits(salt, attempt, .event))
            return
        }
        unplaced += 1
    }

    private mutating func add(_ order: EventCatalogue.Order, _ site: Site, key: UInt64) {
        let mu = site.pixelArea * 0.15
        let start = order.kind == .cropRotation ? rotationStart : lastMonth - order.age
        let timeline = Timeline(
            kind: order.kind, start: start, halts: order.halts || order.kind == .haltedBuilding, mu: mu)
        taken.append((site.centre, site.radius))
        events.append(
            DistrictEvent(
                id: "E" + padded(events.count + 1, to: 3),
                kind: order.kind,
                site: site,
                start: start,
                stages: (0...lastMonth).map(timeline.stage),
                halts: timeline.halts,
                key: key
            )
        )
    }

    /// The first month of the crop year that the last month lies in.
    private var rotationStart: Int {
        let years = acquisitions.map { Season(date: $0.date, dice: dice).cropYear }
        return years.firstIndex(of: years[lastMonth]) ?? lastMonth
    }

    // MARK: - Candidates

    private func candidate(_ order: EventCatalogue.Order, salt: Int, attempt: Int) -> (site: Site, lot: Int?)? {
        switch order.kind {
        case .approvedBuilding, .unsuppliedBuilding, .haltedBuilding: return onLot(order, salt, attempt, factory: false)
        case .demolition: return onLot(order, salt, attempt, factory: true)
        case .majorProject where order.number % 2 == 0: return onLot(order, salt, attempt, factory: false)
        case .forestClearing: return inForest(order, salt, attempt).map { ($0, nil) }
        case .harvest, .cropRotation: return wholeField(salt, attempt).map { ($0, nil) }
        case .farmlandBuilding:
            return inBlocks(cover.layout.isBasicFarmland, order, salt, attempt).map { ($0, nil) }
        case .majorProject:
            return inBlocks({ $0.role == .rough || $0.role == .orchard }, order, salt, attempt).map { ($0, nil) }
        case .illegalBuilding:
            return inBlocks(isLowBuildingLand, order, salt, attempt).map { ($0, nil) }
        default:
            return inBlocks(isLowOpenLand, order, salt, attempt).map { ($0, nil) }
        }
    }

    private func isLowBuildingLand(_ block: Block) -> Bool {
        block.role == .village || (cover.layout.isBrickyard(block) && isLow(block))
    }

    private func isLowOpenLand(_ block: Block) -> Bool {
        isLow(block) && (block.role == .orchard || (block.role == .rough && !cover.layout.isBrickyard(block)))
    }

    private func isLow(_ block: Block) -> Bool { cover.layout.terrain.elevation(block.centre) < 0 }

    private func inBlocks(
        _ isWanted: (Block) -> Bool,
        _ order: EventCatalogue.Order,
        _ salt: Int,
        _ attempt: Int
    ) -> Site? {
        let block = blocks[dice.choice(of: blocks.count, salt, attempt, .eventPlace)]
        guard isWanted(block) else { return nil }
        return rectangle(in: block, u: 0.03...0.97, v: 0.03...0.97, order, salt, attempt)
    }

    private func onLot(
        _ order: EventCatalogue.Order,
        _ salt: Int,
        _ attempt: Int,
        factory: Bool
    ) -> (site: Site, lot: Int?)? {
        // Lots of the zone first; land at the town's edge when the zone is full.
        let wanted = lots.indices.filter { index in
            lots[index].event == nil && (lots[index].tenure == .oldFactory) == factory
                && (lots[index].isIndustrial || attempt > 200)
        }
        guard !wanted.isEmpty else { return nil }
        let index = wanted[dice.choice(of: wanted.count, salt, attempt, .eventPlace)]
        let lot = lots[index]
        return (rectangle(in: lot.block, u: inner(lot.u), v: inner(lot.v), order, salt, attempt), index)
    }

    private func inner(_ span: ClosedRange<Double>) -> ClosedRange<Double> {
        let margin = 0.08 * (span.upperBound - span.lowerBound)
        return span.lowerBound + margin...span.upperBound - margin
    }

    /// A rectangle of the order's area inside a part of a block, smaller where the part is too small.
    private func rectangle(
        in block: Block,
        u: ClosedRange<Double>,
        v: ClosedRange<Double>,
        _ order: EventCatalogue.Order,
        _ salt: Int,
        _ attempt: Int
    ) -> Site {
        let area = order.mu / 0.15
        let aspect = dice.between(1, 1.7, salt, attempt, .eventShape)
        let long = (area * aspect).squareRoot()
        let isWide = dice.bits(salt, attempt, .eventShape) & 1 == 0
        let width = (block.topRight - block.topLeft).length
        let height = (block.bottomLeft - block.topLeft).length
        let across = min((isWide ? long : area / long) / width, u.upperBound - u.lowerBound)
        let down = min((isWide ? area / long : long) / height, v.upperBound - v.lowerBound)
        let left = dice.between(u.lowerBound, u.upperBound - across, salt, attempt, .plot)
        let top = dice.between(v.lowerBound, v.upperBound - down, salt, attempt, .field)
        return site(block.corners(u: left...left + across, v: top...top + down))
    }

    private func inForest(_ order: EventCatalogue.Order, _ salt: Int, _ attempt: Int) -> Site? {
        let tops = cover.layout.hilltops
        let reach = 0.48 * cover.layout.terrain.hillRadius
        let top = tops[order.number % tops.count]
        let centre = Spot(
            x: top.x + dice.between(-reach, reach, salt, attempt, .plot),
            y: top.y + dice.between(-reach, reach, salt, attempt, .field)
        )
        guard (centre - top).length < reach else { return nil }
        return site(cover.layout.blob(around: centre, radius: (order.mu / 0.15 / 3.1).squareRoot(), points: 9))
    }

    /// One field of wheat and maize.
    private func wholeField(_ salt: Int, _ attempt: Int) -> Site? {
        let block = blocks[dice.choice(of: blocks.count, salt, attempt, .eventPlace)]
        guard block.role == .farmland else { return nil }
        let grid = PlotGrid.fields(block.key)
        let column = dice.choice(of: grid.across.count, salt, attempt, .plot)
        let row = dice.choice(of: grid.down.count, salt, attempt, .field)
        return site(block.corners(u: inner(grid.across.span(column)), v: inner(grid.down.span(row))))
    }

    private func site(_ corners: [Spot]) -> Site { Site(outline: corners.map(cover.layout.orientation.raster)) }

    // MARK: - Checks

    private func fits(_ site: Site, _ kind: EventKind) -> Bool {
        let limit = Double(options.size) - 5
        guard site.outline.allSatisfy({ $0.x > 5 && $0.y > 5 && $0.x < limit && $0.y < limit }),
            !taken.contains(where: { (site.centre - $0.centre).length < site.radius + $0.radius + 5 }),
            site.pixelCount() >= 3
        else { return false }
        return places(in: site).allSatisfy { suits(cover.point($0), kind) }
    }

    /// The middle, the corners and places in between.
    private func places(in site: Site) -> [Spot] {
        let centre = site.centre
        return [centre]
            + site.outline.flatMap { corner in
                [0.35, 0.7, 1.0].map { centre + (corner - centre) * $0 }
            }
    }

    private func suits(_ point: GroundPoint, _ kind: EventKind) -> Bool {
        switch kind {
        case .approvedBuilding, .unsuppliedBuilding, .haltedBuilding: return point.roadShare < 0.1 && point.shore > 6
        case .demolition: return point.roadShare < 0.3
        case .forestClearing: return point.surface == .evergreen && point.roadShare < 0.05 && point.shore > 6
        case .farmlandBuilding: return point.isOpenGround && point.surface == .cropland && point.shore > 30
        case .harvest, .cropRotation: return point.shore > 30 && isWheatMaize(point)
        // Off the hills: what happens there belongs to the protected forest.
        default: return point.isOpenGround && point.surface != .evergreen && point.shore > 30
        }
    }

    private func isWheatMaize(_ point: GroundPoint) -> Bool {
        guard point.surface == .cropland, point.roadShare < 0.3 else { return false }
        let seasons = [acquisitions[0], acquisitions[lastMonth]].map { Season(date: $0.date, dice: dice) }
        return seasons.allSatisfy { $0.crop(key: point.key) == .wheatMaize }
    }

    // MARK: - Floods and lots

    /// The middle reach of a river leaves its bed in the last month.
    private mutating func addFlood(column: Int) {
        let terrain = cover.layout.terrain
        let length = Double(options.size)
        let start = 0.3 * length
        let steps = max(8, Int(0.4 * length / 6))
        var left: [Spot] = []
        var right: [Spot] = []
        for step in 0...steps {
            let share = Double(step) / Double(steps)
            let y = start + share * 0.4 * length
            let bed = terrain.river(column: column, y: y)
            let taper = min(1, 5 * min(share, 1 - share))
            let reach = taper * (5 + 14 * dice.noise(Spot(x: Double(column), y: y), scale: 30, .event))
            let other = taper * (3 + 12 * dice.noise(Spot(x: Double(column) + 50, y: y), scale: 26, .event))
            left.append(Spot(x: bed.middle - bed.halfWidth - reach, y: y))
            right.append(Spot(x: bed.middle + bed.halfWidth + other, y: y))
        }
        let order = EventCatalogue.Order(kind: .flood, mu: 0, age: 0, halts: false, number: column)
        add(order, site(left + right.reversed()), key: 0)
    }

    /// Gives every lot its tenure; a few of those without an event stay empty though supplied.
    private mutating func settleLots() {
        for index in lots.indices {
            if let event = lots[index].event {
                if lots[index].tenure != .oldFactory {
                    lots[index].tenure = events[event].kind == .unsuppliedBuilding ? .unsupplied : .supplied
                }
            } else if lots[index].isIndustrial, lots[index].tenure == .unsupplied {
                lots[index].tenure = dice.unit(index, 0, .record) < 0.4 ? .supplied : .unsupplied
            }
        }
        var fringe = 0
        lots.removeAll { lot in
            guard !lot.isIndustrial, lot.event == nil else { return false }
            fringe += 1
            return fringe % 4 != 1
        }
    }
}
