/// The ground of the district: a pure function of the seed and the place.
struct GroundCover: Sendable {
    let layout: Layout
    private let sunX: Double
    private let sunY: Double

    init(_ layout: Layout) {
        self.layout = layout
        // The morning sun stands in the south-east: one step towards it, in plan coordinates.
        let centre = Spot(x: 100, y: 100)
        let step = layout.orientation.plan(centre + Spot(x: 1.2, y: 1.2)) - layout.orientation.plan(centre)
        sunX = step.x
        sunY = step.y
    }

    /// What lies at a place of the raster.
    ///
    /// - Parameters:
    ///   - raster: A place not more than 15 pixels outside of the district.
    ///   - guess: The block where the search begins; becomes the block it lies in.
    /// - Returns: The ground, before a date is chosen.
    func point(_ raster: Spot, guess: inout Int) -> GroundPoint {
        let spot = layout.orientation.plan(raster)
        guess = layout.mesh.locate(spot, guess: guess)
        var point = land(spot, raster, block: guess)
        let shore = layout.terrain.shore(spot)
        addTexture(&point, raster)
        addBanks(&point, spot, shore)
        addRoads(&point, RoadCover(layout.mesh.blocks[guess], at: spot))
        return point
    }

    /// What lies at a place of the raster, looked up on its own.
    func point(_ raster: Spot) -> GroundPoint {
        var guess = layout.mesh.guess(layout.orientation.plan(raster))
        return point(raster, guess: &guess)
    }

    private func land(_ spot: Spot, _ raster: Spot, block index: Int) -> GroundPoint {
        let role = layout.mesh.blocks[index].role
        if role != .town, role != .industrial, role != .village {
            let elevation = layout.terrain.elevation(spot)
            if elevation > -0.05 { return hill(spot, raster, elevation: elevation) }
        }
        return used(spot, raster, block: layout.mesh.blocks[index])
    }

    private func used(_ spot: Spot, _ raster: Spot, block: borrowing Block) -> GroundPoint {
        let left = block.left.distance(spot)
        let top = block.top.distance(spot)
        let u = left / (left + block.right.distance(spot))
        let v = top / (top + block.bottom.distance(spot))
        switch block.role {
        case .farmland: return field(PlotGrid.fields(block.key).plot(u: u, v: v), block.key, .cropland)
        case .orchard: return field(PlotGrid.fields(block.key).plot(u: u, v: v), block.key, .orchard)
        case .greenhouse: return greenhouse(PlotGrid.fields(block.key).plot(u: u, v: v), block.key)
        case .pond: return pond(PlotGrid.quarters(block.key).plot(u: u, v: v), block.key)
        case .rough: return rough(spot, key: block.key)
        case .village: return village(spot, u: u, v: v, key: block.key)
        case .town: return town(PlotGrid.quarters(block.key).plot(u: u, v: v), block.key)
        case .industrial: return factoryLot(PlotGrid.lots(block.key).plot(u: u, v: v), block)
        }
    }

    private func addTexture(_ point: inout GroundPoint, _ raster: Spot) {
        let dice = layout.dice
        let coarse = dice.noise(raster, scale: 11, .texture) - 0.5
        let fine = dice.noise(raster, scale: 2.3, .textureFine) - 0.5
        point.brightness *= Float(1 + 0.16 * coarse + 0.10 * fine)
    }

    private func addBanks(_ point: inout GroundPoint, _ spot: Spot, _ shore: Shore) {
        point.shore = Float(shore.distance)
        point.body = shore.body
        if let dam = layout.terrain.damDistance(spot), (0...2.2).contains(dam) {
            point.surface = .concrete
            point.secondShare = 0
            point.shore = 5
            return
        }
        guard shore.distance < 5.5, shore.body != .stream || shore.distance < 0.8 else { return }
        let noise = layout.dice.noise(spot, scale: 9, .stream)
        point.second = .weeds
        if shore.distance < 1.2 + 1.6 * noise {
            point.surface = shore.body == .reservoir ? .clearedForest : .sand
            point.secondShare = Float(0.25 + 0.5 * noise)
        } else if shore.body == .river, shore.distance > 3.2 {
            // Poplars on the levee.
            point.surface = .broadleaf
            point.secondShare = 0.25
        } else {
            point.surface = .weeds
            point.secondShare = 0
        }
    }

    private func addRoads(_ point: inout GroundPoint, _ road: RoadCover) {
        let isForest = point.surface == .evergreen
        guard road.kind == .main || (point.shore > 0.3 && !isForest) else { return }
        if road.kind == .main { point.shore = max(point.shore, Float(road.share * 8)) }
        point.road = road.kind.surface
        point.roadShare = Float(road.share)
        if (1.9...3.1).contains(road.mainDistance), point.shore > 4, point.secondShare == 0 {
            point.second = .broadleaf
            point.secondShare = 0.65
        }
    }
}

extension GroundPoint {
    /// Dry land with one surface, before texture, banks and roads.
    init(_ surface: Surface, key: UInt64, second: Surface = .weeds, share: Double = 0, brightness: Double = 1) {
        self.init(
            surface: surface,
            second: second,
            secondShare: Float(share),
            road: .asphalt,
            roadShare: 0,
            shore: 100,
            body: .river,
            key: key,
            brightness: Float(brightness),
            light: 1
        )
    }
}

// MARK: - Country

extension GroundCover {
    private func field(_ plot: Plot, _ block: UInt64, _ surface: Surface) -> GroundPoint {
        let key = plot.key(block)
        // A ridge or ditch with weeds marks the edge of a field.
        let edge = max(0, 0.55 - plot.margin) * 0.8
        let tone = 0.94 + 0.12 * Double(key >> 40 & 0xFF) / 255
        return GroundPoint(surface, key: key, second: .weeds, share: edge, brightness: tone)
    }

    private func greenhouse(_ plot: Plot, _ block: UInt64) -> GroundPoint {
        let key = plot.key(block)
        guard key % 10 < 6, plot.margin > 0.6 else { return field(plot, block, .vegetables) }
        let row = plot.v * plot.height / 2.4
        let phase = row - row.rounded(.down)
        return GroundPoint(.plastic, key: key, second: .vegetables, share: phase < 0.6 ? 0.12 : 0.85)
    }

    private func pond(_ plot: Plot, _ block: UInt64) -> GroundPoint {
        let key = plot.key(block)
        guard plot.margin > 1.1, key % 8 != 0 else { return GroundPoint(.weeds, key: key) }
        return GroundPoint(.pond, key: key)
    }

    private func rough(_ spot: Spot, key: UInt64) -> GroundPoint {
        let dice = layout.dice
        let patch = dice.noise(spot, scale: 14, .relief)
        let shrub = dice.noise(spot, scale: 5, .stream)
        if shrub > 0.72 { return GroundPoint(.broadleaf, key: key, share: 0.35) }
        return GroundPoint(.weeds, key: key, second: .sand, share: max(0, patch - 0.45) * 0.9)
    }

    private func hill(_ spot: Spot, _ raster: Spot, elevation: Double) -> GroundPoint {
        let dice = layout.dice
        let sunward = layout.terrain.relief(Spot(x: spot.x + sunX, y: spot.y + sunY))
        let light = 1 + 2.4 * (layout.terrain.relief(spot) - sunward)
        let stand = dice.noise(spot, scale: 40, .texture)
        var point: GroundPoint
        if elevation < 0.07 + 0.1 * (stand - 0.5) {
            point = rough(spot, key: 0)
        } else {
            let evergreenShare = min(max((stand - 0.35) * 2.4 + 0.2, 0.08), 0.95)
            point = GroundPoint(.evergreen, key: 0, second: .broadleaf, share: 1 - evergreenShare)
        }
        point.light = Float(min(max(light, 0.62), 1.3))
        return point
    }

    private func village(_ spot: Spot, u: Double, v: Double, key: UInt64) -> GroundPoint {
        let margin = min(min(u, 1 - u), min(v, 1 - v)) * Mesh.spacing
        let edge = 3 + 11 * layout.dice.noise(spot, scale: 11, .village)
        guard margin > edge else { return field(PlotGrid.fields(key).plot(u: u, v: v), key, .cropland) }
        return houses(x: u * Mesh.spacing, y: v * Mesh.spacing, key: key)
    }

    /// Farmhouses with yards along lanes.
    func houses(x: Double, y: Double, key: UInt64) -> GroundPoint {
        let lane = y.truncatingRemainder(dividingBy: 6.5)
        if lane < 0.7 { return GroundPoint(.concrete, key: key, second: .weeds, share: 0.3) }
        let bits = layout.dice.bits(Int(x / 1.9) &+ Int(truncatingIfNeeded: key >> 44), Int(y / 1.6), .building)
        let tone = 0.85 + 0.3 * Double(bits >> 20 & 0xFF) / 255
        switch bits % 100 {
        case ..<44: return GroundPoint(.redRoof, key: bits, second: .broadleaf, share: 0.18, brightness: tone)
        case ..<66: return GroundPoint(.greyRoof, key: bits, second: .concrete, share: 0.4, brightness: tone)
        case ..<80: return GroundPoint(.concrete, key: bits, second: .weeds, share: 0.45, brightness: tone)
        default: return GroundPoint(.broadleaf, key: bits, second: .greyRoof, share: 0.3)
        }
    }
}
