import Foundation
package import GeoModel

/// What the maps agree on: the mean of how improbable each finds a pixel's rank, and a gate for what can't be building.
///
/// Source: the log-rank fusion of unsupervised maps, after Fisher's combination of probabilities (1925).
struct RankFusion {
    let kind: FusionKind
    let tables: RankTables
    let score: PixelScore

    /// The fused scores of a window before they are smoothed.
    func scores(_ maps: [[Float]], _ pair: DensePair) -> [Float] {
        var sums = means(ranks(maps))
        guard kind == .spectral else { return sums }
        let gates = gates(pair)
        for place in sums.indices { sums[place] += Self.gateWeight * gates[place] }
        return sums
    }

    /// How far up each value of each map stands, 0…1.
    func ranks(_ maps: [[Float]]) -> [[Float]] {
        maps.enumerated().map { number, map in
            map.map { value in
                let height = number == kind.brightnessMap ? abs(value - tables.brightnessMedian) : value
                return tables.rank(height, map: number)
            }
        }
    }

    /// The mean of how improbable the maps' ranks are.
    func means(_ ranks: [[Float]]) -> [Float] {
        var sums = [Float](repeating: 0, count: ranks.first?.count ?? 0)
        for map in ranks { for place in sums.indices { sums[place] += Self.surprise(map[place]) } }
        return sums.map { $0 / Float(ranks.count) }
    }

    /// The negative logarithm of the share of pixels that stand higher, about 0…1.
    private static func surprise(_ rank: Float) -> Float { -log(1 - rank + 0.002) / 6 }

    static let gateWeight: Float = 0.05

    /// Near 0 for ground that may have been built on, down to −4 for what is green afterwards or was always water.
    func gates(_ pair: DensePair) -> [Float] {
        let roles: [BandRole] = [.blue, .green, .red, .nir, .swir1]
        guard roles.allSatisfy(pair.roles.contains) else { return [Float](repeating: 0, count: pair.count) }
        let (before, after) = (roles.map(pair.before), roles.map(pair.after))
        return (0..<pair.count).map { place in
            let first = indices(before, place, score.before)
            let second = indices(after, place, score.after)
            let isBare = Self.sigmoid((0.35 - second.ndvi) / 0.06)
            let isLand = 1 - Self.sigmoid((min(first.mndwi, second.mndwi) - 0.1) / 0.05)
            return log(isBare * isLand + 0.02)
        }
    }

    private func indices(_ bands: [[Float]], _ place: Int, _ scale: LinearScale) -> Indices {
        Indices(
            blue: scale.reflectance(bands[0][place]),
            green: scale.reflectance(bands[1][place]),
            red: scale.reflectance(bands[2][place]),
            nir: scale.reflectance(bands[3][place]),
            swir1: scale.reflectance(bands[4][place])
        )
    }

    private static func sigmoid(_ value: Float) -> Float { 1 / (1 + exp(-value)) }
}

extension PairDetector {
    /// The values of a fusion's maps at every `step`th pixel of every `step`th row of a window that can be compared.
    ///
    /// - Parameters:
    ///   - window: Where.
    ///   - step: Pixels from one to the next.
    /// - Returns: For each map, and last of all the guide, the values of the same pixels.
    /// - Throws: `Fault` where a file can't be decoded.
    package func fusionSample(_ window: PixelWindow, step: Int) throws(Fault) -> [[Float]] {
        let kind = fusionKind
        let wide = window.expanded(by: kind.margin, within: gridSize)
        let pair = try densePair(wide) { _, _ in }
        let maps = FusionMaps(kind, pair, bandChange)
        var places: [Int] = []
        for row in stride(from: window.row, to: window.endRow, by: step) {
            for column in stride(from: window.column, to: window.endColumn, by: step) {
                let place = (row - wide.row) * wide.columns + column - wide.column
                if pair.valid[place] { places.append(place) }
            }
        }
        return (maps.maps + [maps.guide]).map { map in places.map { map[$0] } }
    }

    /// The smoothed fusion of a window with its margin; `NaN` where a pixel can't be compared.
    func fusedScores(_ wide: PixelWindow, visit: (PixelWindow, Scratch) -> Void) throws(Fault) -> [Float] {
        guard let tables = parameters.ranks else { preconditionFailure("ranks are planned before anything is scored") }
        let pair = try densePair(wide, visit: visit)
        let maps = FusionMaps(fusionKind, pair, bandChange)
        var scores = RankFusion(kind: fusionKind, tables: tables, score: score).scores(maps.maps, pair)
        if let guided = parameters.guided {
            scores = guided.means(of: scores, along: maps.guide, columns: wide.columns)
        }
        if parameters.smoothing > 0 {
            scores = GaussianSmoothing(sigma: parameters.smoothing).means(of: scores, columns: wide.columns)
        }
        return zip(scores, pair.valid).map { $1 ? max(0, $0) : .nan }
    }

    private var fusionKind: FusionKind {
        guard let kind = parameters.method.ranked.fusion else { preconditionFailure("only fusions have maps") }
        return kind
    }

    func densePair(_ wide: PixelWindow, visit: (PixelWindow, Scratch) -> Void) throws(Fault) -> DensePair {
        let roles = parameters.relations.keys.sorted()
        var pair = DensePair(window: wide, roles: roles)
        try forEachStrip(of: wide) { strip, work throws(Fault) in
            if try !read(strip, &work) { for pixel in 0..<strip.pixelCount { work.valid[pixel] = 0 } }
            pair.fill(strip, in: wide, work, bandChange)
            visit(strip, work)
        }
        return pair
    }
}
