/// Lays the events of one month over the ground.
struct EventPaint: Sendable {
    private let cover: GroundCover
    private let season: Season
    private let active: [(event: DistrictEvent, stage: EventStage, rows: ClosedRange<Int>, columns: ClosedRange<Int>)]

    init(events: [DistrictEvent], month: Int, cover: GroundCover, season: Season) {
        self.cover = cover
        self.season = season
        active = events.compactMap { event in
            let stage = event.stages[month]
            return stage == .untouched ? nil : (event, stage, event.site.rows, event.site.columns)
        }
    }

    /// Changes the reflectances of one row where events are.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - firstColumn: The column of the first element of `ground` and `spectra`.
    ///   - ground: The ground below.
    ///   - spectra: Changed in place.
    func paint(row: Int, firstColumn: Int, ground: [GroundPoint], spectra: inout [Spectrum]) {
        for (event, stage, rows, columns) in active where rows.contains(row) {
            let first = max(columns.lowerBound, firstColumn)
            let last = min(columns.upperBound, firstColumn + ground.count - 1)
            guard first <= last else { continue }
            for column in first...last {
                let coverage = event.site.coverage(column: column, row: row)
                guard coverage > 0 else { continue }
                let index = column - firstColumn
                let spot = Spot(x: Double(column) + 0.5, y: Double(row) + 0.5)
                let painted = reflectance(of: event, stage, spot, ground: ground[index])
                spectra[index] += (painted - spectra[index]) * coverage
            }
        }
    }

    private func reflectance(
        of event: DistrictEvent,
        _ stage: EventStage,
        _ spot: Spot,
        ground: GroundPoint
    ) -> Spectrum {
        let bits = cover.layout.dice.bits(Int(spot.x), Int(spot.y), .building)
        let draw = bits % 100
        let texture = ground.brightness * (0.94 + 0.12 * Float(bits >> 20 & 0xFF) / 255)
        switch stage {
        case .untouched: return season.reflectance(ground)
        case .cleared: return mixed(.clearedForest, weeds: 0.1, event.key) * texture
        case .earthwork: return season.constant(.earthwork) * texture * (draw < 15 ? 0.82 : 1)
        case .hardened: return season.constant(.gravel) * texture
        case .foundation: return season.constant(draw < 62 ? .foundation : draw < 82 ? .earthwork : .concrete) * texture
        case .structure: return season.constant(draw < 60 ? .frame : draw < 82 ? .foundation : .whiteRoof) * texture
        case .finished: return finished(event, spot) * (0.5 + 0.5 * ground.brightness)
        case .rubble: return season.constant(draw < 75 ? .rubble : .foundation) * texture
        case .levelled: return mixed(.earthwork, weeds: 0.3, event.key) * texture
        case .harvested: return cut(event.key) * ground.brightness
        case .flooded: return Spectra.flood * (0.8 + 0.2 * ground.brightness)
        case .otherCrop: return season.field(Self.rotation[Int(event.key % 3)], key: event.key) * ground.brightness
        }
    }

    /// What follows wheat and maize: one of them is cut by the end of August and leaves bare soil.
    private static let rotation: [Crop] = [.fallow, .silage, .springCrop]

    private func finished(_ event: DistrictEvent, _ spot: Spot) -> Spectrum {
        let shares = event.site.shares(spot)
        let extent = event.site.extent
        return season.reflectance(
            cover.factory(u: shares.x, v: shares.y, width: extent.x, height: extent.y, key: event.key)
        )
    }

    private func mixed(_ surface: Surface, weeds share: Float, _ key: UInt64) -> Spectrum {
        season.reflectance(GroundPoint(surface, key: key, second: .weeds, share: Double(share)))
    }

    /// Stubble on soil.
    private func cut(_ key: UInt64) -> Spectrum {
        let soil = Spectra.drySoil + (Spectra.wetSoil - Spectra.drySoil) * season.wetness
        return Spectra.straw * 0.52 + soil * 0.42 + Spectra.summerCanopy * 0.06
    }
}
