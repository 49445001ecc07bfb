import GeoModel

/// All bands of both dates over a window; pixels that can't be compared hold what no change would give.
struct DensePair {
    /// Where.
    let window: PixelWindow
    let roles: [BandRole]
    var columns: Int { window.columns }
    let count: Int
    /// Whether each pixel can be compared.
    private(set) var valid: [Bool]
    private var bands: [BandRole: (before: [Float], after: [Float])] = [:]

    /// A window whose strips are still to be filled.
    init(window: PixelWindow, roles: [BandRole]) {
        self.window = window
        self.roles = roles
        count = window.pixelCount
        valid = [Bool](repeating: true, count: count)
        for role in roles {
            let empty = [Float](repeating: 0, count: count)
            bands[role] = (empty, empty)
        }
    }

    func before(_ role: BandRole) -> [Float] { bands[role]?.before ?? [] }
    func after(_ role: BandRole) -> [Float] { bands[role]?.after ?? [] }

    /// Takes over the pixels of a strip that can be compared; the others get the mean of the earlier date, unchanged.
    mutating func fill(_ strip: PixelWindow, in window: PixelWindow, _ work: PairDetector.Scratch, _ change: BandChange)
    {
        for role in roles {
            guard var planes = bands.removeValue(forKey: role) else { continue }
            let (old, new) = (work.old[role], work.new[role])
            let fallback = change.middle(role)
            for row in 0..<strip.rows {
                let target = (strip.row + row - window.row) * columns + strip.column - window.column
                for column in 0..<strip.columns {
                    let pixel = row * strip.columns + column
                    let has = work.valid[pixel] != 0 && old[pixel] == old[pixel] && new[pixel] == new[pixel]
                    planes.before[target + column] = has ? old[pixel] : fallback.before
                    planes.after[target + column] = has ? new[pixel] : fallback.after
                    if !has { valid[target + column] = false }
                }
            }
            bands[role] = planes
        }
    }
}

extension DensePair {
    /// The lines of the pair, from top to bottom.
    var lines: [PairLine] {
        (0..<window.rows).map { PairLine(numbers: self, place: $0 * columns, columns: columns) }
    }

    /// The logarithm of each date's visible light, less that of its middle.
    func visibleLight(_ change: BandChange) -> (before: [Float], after: [Float]) {
        let before = VisibleLight(roles) { change.middle($0).before }
        let after = VisibleLight(roles) { change.middle($0).after }
        return (
            plane { line, target, place in before.fill(&target, at: place, line, line.before) },
            plane { line, target, place in after.fill(&target, at: place, line, line.after) }
        )
    }

    /// Near 0 for ground that may have been built on, less for what can't.
    func gates(_ score: PixelScore) -> [Float] {
        let gate = BuildingGate(roles, score)
        return plane { line, target, place in gate?.add(line, to: &target, at: place) }
    }

    /// The mean of how improbable maps find each pixel, as the fusion takes it.
    func surprise(_ maps: [[Float]], _ tables: RankTables) -> [Float] {
        let (share, kind) = (1 / Float(maps.count), FusionKind.spectral)
        let surprises = tables.surprises(kind, asRoots: kind.averagesRoots)
        return plane { line, target, place in
            for (map, surprise) in zip(maps, surprises) {
                surprise.add(map, at: line.place, count: line.columns, to: &target, at: place)
            }
            for column in place..<place + line.columns {
                let mean = target[column] * share
                target[column] = kind.averagesRoots ? mean * mean : mean
            }
        }
    }

    /// How far each pixel lies beyond all that lay within one pixel of it at the other date.
    func excess(_ roles: [BandRole], _ change: BandChange) -> [Float] {
        let rows = window.row..<window.endRow
        var bands = roles.map { BandRests($0, change, columns: columns, from: rows.lowerBound, keeping: 3) }
        var excess = ShiftExcess(columns: columns, rows: rows)
        var plane: [Float] = []
        for line in lines {
            for band in bands.indices { bands[band].take(line) }
            let first = excess.result.end
            excess.take(bands)
            for row in first..<excess.result.end { plane += excess.result.row(row) }
        }
        return plane
    }

    /// A plane made line by line, of zeros to begin with.
    private func plane(_ fill: (PairLine, inout MutableSpan<Float>, Int) -> Void) -> [Float] {
        var plane = [Float](repeating: 0, count: count)
        var span = plane.mutableSpan
        for line in lines { fill(line, &span, line.place) }
        return plane
    }
}
