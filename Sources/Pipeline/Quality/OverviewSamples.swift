import ChangeDetection
import GeoModel
import SafeFiles
import TileEngine

/// Both dates at the pixels of an overview, put together from the tiles of a sweep.
struct OverviewSamples {
    let lattice: OverviewLattice
    private let roles: [BandRole]
    /// Band after band, those of the earlier date first; `NaN` where either date is masked or has no data.
    private var samples: [[Float]]

    /// - Throws: `Fault` where a journal can't be read.
    init(_ tiles: SweptTiles, _ lattice: OverviewLattice, roles: [BandRole]) throws(Fault) {
        self.lattice = lattice
        self.roles = roles
        let bands = 2 * roles.count
        samples = [[Float]](repeating: [Float](repeating: .nan, count: lattice.size.pixelCount), count: bands)
        for number in 0..<tiles.plan.count {
            let part = lattice.part(tiles.plan.tile(number).window)
            let place = tiles.entry(number).overview
            guard place.count == bands * part.pixelCount * MemoryLayout<Float>.size, place.count > 0 else { continue }
            let bytes = try tiles.bytes(place, of: number)
            let kept = values(of: Float.self, count: bands * part.pixelCount, in: bytes, at: 0)
            for band in 0..<bands {
                for row in 0..<part.rows {
                    let target = (part.row + row) * lattice.size.columns + part.column
                    let source = (band * part.rows + row) * part.columns
                    samples[band].replaceSubrange(
                        target..<target + part.columns, with: kept[source..<source + part.columns])
                }
            }
        }
        blankHidden()
    }

    /// Where a mask hides a pixel, its bands may or may not have been read: that depends on the tiles.
    private mutating func blankHidden() {
        guard let mask = roles.firstIndex(of: .mask) else { return }
        for pixel in 0..<lattice.size.pixelCount
        where samples[mask][pixel] != 1 || samples[roles.count + mask][pixel] != 1 {
            for band in samples.indices where band % roles.count != mask { samples[band][pixel] = .nan }
        }
    }

    /// A band of one of the two dates.
    func band(_ role: BandRole, ofLater isLater: Bool) -> [Float] {
        guard let place = roles.firstIndex(of: role) else { return [] }
        return samples[(isLater ? roles.count : 0) + place]
    }

    /// The bands that were read at both dates.
    var known: [BandRole] {
        roles.filter { role in
            role != .mask && [false, true].allSatisfy { date in band(role, ofLater: date).contains { !$0.isNaN } }
        }
    }

    /// The share of a window's pixels that one date shows, 0…1: by its mask, else by its data.
    func validShare(in window: PixelWindow, ofLater isLater: Bool) -> Double {
        let part = lattice.part(window)
        guard !part.isEmpty else { return 0 }
        let hasMask = roles.contains(.mask)
        let values = hasMask ? band(.mask, ofLater: isLater) : known.first.map { band($0, ofLater: isLater) } ?? []
        guard !values.isEmpty else { return 0 }
        var count = 0
        for row in part.row..<part.endRow {
            for column in part.column..<part.endColumn {
                let value = values[row * lattice.size.columns + column]
                if hasMask ? value == 1 : !value.isNaN { count += 1 }
            }
        }
        return Double(count) / Double(part.pixelCount)
    }
}

extension OverviewSamples {
    /// A band of one of the two dates as reflectance, not below 0; `NaN` where it has no data, all of it where the band
    /// is missing.
    private func reflectance(_ role: BandRole, ofLater isLater: Bool, _ radiometry: Radiometry) -> [Float] {
        let (scale, offset) = (Float(radiometry.scale), Float(radiometry.offset))
        let values = band(role, ofLater: isLater).map { number -> Float in
            let value = number * scale + offset
            return value < 0 ? 0 : value
        }
        return values.isEmpty ? [Float](repeating: .nan, count: lattice.size.pixelCount) : values
    }

    /// The mean of visible light at one date, as reflectance; `NaN` where it is not known.
    func light(ofLater isLater: Bool, _ radiometry: Radiometry) -> [Float] {
        let bands = [BandRole.blue, .green, .red].map { reflectance($0, ofLater: isLater, radiometry) }
        return bands[0].indices.map { (bands[0][$0] + bands[1][$0] + bands[2][$0]) / 3 }
    }

    /// What became what at each pixel, as `Transition.code`.
    func transitions(_ thresholds: StateThresholds, _ radiometries: (before: Radiometry, after: Radiometry)) -> [UInt8]
    {
        let dates = [(false, radiometries.before), (true, radiometries.after)].map { isLater, radiometry in
            states(thresholds, ofLater: isLater, radiometry)
        }
        return zip(dates[0], dates[1]).map { Transition(before: $0, after: $1).code }
    }

    private func states(_ thresholds: StateThresholds, ofLater isLater: Bool, _ radiometry: Radiometry) -> [LandState] {
        let bands = [BandRole.blue, .green, .red, .nir, .swir1].map { reflectance($0, ofLater: isLater, radiometry) }
        return bands[0].indices.map { pixel in
            landState(
                blue: bands[0][pixel], green: bands[1][pixel], red: bands[2][pixel], nir: bands[3][pixel],
                swir1: bands[4][pixel], thresholds)
        }
    }
}
