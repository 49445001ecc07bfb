import Foundation
import GeoModel

/// Views of the change between two dates, each blind to another kind of false alarm; what they agree on counts.
///
/// All work on a window with a margin (`FusionKind.margin`), where pixels that can't be compared count as unchanged.
struct FusionMaps {
    /// The maps, of the kind's number.
    private(set) var maps: [[Float]] = []
    /// The logarithm of the later date's visible light, whose edges are those of what stands on the ground.
    let guide: [Float]

    /// The bands that spectral change is seen in, and those that texture is.
    static let spectral: [BandRole] = [.blue, .green, .red, .swir1, .swir2]
    static let textural: [BandRole] = [.blue, .green, .red, .nir, .swir1]
    static let visible: [BandRole] = [.blue, .green, .red]

    /// Makes the maps of a window.
    init(_ kind: FusionKind, _ pair: DensePair, _ change: BandChange) {
        guide = Self.visibleLight(pair, pair.after)
        switch kind {
        case .spectral: addSpectral(pair, change)
        case .colour: addColour(pair, change)
        }
    }

    private mutating func addSpectral(_ pair: DensePair, _ change: BandChange) {
        let roles = Self.spectral.filter(pair.roles.contains)
        let changes = roles.map { change.rest($0, pair) }
        maps.append(Self.lengthMap(changes, pair, sigma: 1.5))
        maps.append(Self.surroundingsMap(changes, pair))
        maps.append(Self.shiftMap(roles, pair, change))
        let logarithms = Self.textural.filter(pair.roles.contains).map { role in
            (pair.before(role).map(Self.logarithm), pair.after(role).map(Self.logarithm))
        }
        maps.append(Self.textureMap(logarithms, pair, sigma: 1.5))
        maps.append(Self.textureMap(logarithms, pair, sigma: 3))
        maps.append(Self.likenessMap(logarithms, pair))
        let before = Self.visibleLight(pair, pair.before)
        let brightening = zip(before, guide).map { $1 - $0 }
        maps.append(GaussianSmoothing(sigma: 1).means(of: brightening, columns: pair.columns))
    }

    /// ‖D‖ over a wide square, the same of what stands out from its wider surroundings, and how little green there is
    /// afterwards: ground that was built on or laid bare.
    private mutating func addColour(_ pair: DensePair, _ change: BandChange) {
        let changes = pair.roles.map { change.rest($0, pair) }
        maps.append(Self.lengthMap(changes, pair, sigma: 8))
        let wide = GaussianSmoothing(sigma: 20)
        let details = changes.map { change in
            zip(change, wide.means(of: change, columns: pair.columns)).map { $0 - $1 }
        }
        maps.append(Self.lengthMap(details, pair, sigma: 8))
        maps.append(GaussianSmoothing(sigma: 4).means(of: Self.bareness(pair), columns: pair.columns))
    }

    /// How little of a pixel's light afterwards is what plants give back: near infrared of that and red, or green of
    /// all visible light.
    private static func bareness(_ pair: DensePair) -> [Float] {
        let (plants, others): (BandRole, [BandRole]) =
            pair.roles.contains(.nir) ? (.nir, [.red]) : (.green, [.blue, .red])
        guard pair.roles.contains(plants), others.allSatisfy(pair.roles.contains) else {
            return [Float](repeating: 0, count: pair.count)
        }
        let (light, rest) = (pair.after(plants), others.map(pair.after))
        return light.indices.map { place in
            let sum = rest.reduce(max(light[place], 0)) { $0 + max($1[place], 0) }
            return -max(light[place], 0) / (sum + 1)
        }
    }

    private static func logarithm(_ number: Float) -> Float { log(1 + max(number, 0)) }

    /// ‖D‖, smoothed.
    private static func lengthMap(_ changes: [[Float]], _ pair: DensePair, sigma: Double) -> [Float] {
        GaussianSmoothing(sigma: sigma).means(of: lengths(changes), columns: pair.columns)
    }

    /// ‖smoothed |D − wide mean of D|‖: what stands out from its surroundings, as haze and seasons do not.
    private static func surroundingsMap(_ changes: [[Float]], _ pair: DensePair) -> [Float] {
        let (wide, narrow) = (GaussianSmoothing(sigma: 6), GaussianSmoothing(sigma: 1.5))
        return lengths(
            changes.map { change in
                let background = wide.means(of: change, columns: pair.columns)
                let rest = zip(change, background).map { abs($0 - $1) }
                return narrow.means(of: rest, columns: pair.columns)
            })
    }

    /// How far a pixel lies beyond all that lay within one pixel of it at the other date: what a shift can't explain.
    private static func shiftMap(_ roles: [BandRole], _ pair: DensePair, _ change: BandChange) -> [Float] {
        GaussianSmoothing(sigma: 1.5).means(of: excess(roles, pair, change), columns: pair.columns)
    }

    /// The same before it is smoothed.
    static func excess(_ roles: [BandRole], _ pair: DensePair, _ change: BandChange) -> [Float] {
        let excesses = roles.map { role -> [Float] in
            let predicted = change.predicted(role, pair)
            let seen = change.scaled(role, pair)
            let forward = beyond(seen, neighboursOf: predicted, columns: pair.columns)
            let backward = beyond(predicted, neighboursOf: seen, columns: pair.columns)
            return zip(forward, backward).map { max($0, $1) }
        }
        return lengths(excesses)
    }

    /// How far each value lies outside of the interval of the nine values around its place.
    private static func beyond(_ values: [Float], neighboursOf others: [Float], columns: Int) -> [Float] {
        let (lowest, highest) = extremes(others, columns: columns, radius: 1)
        return values.indices.map { max(0, max(values[$0] - highest[$0], lowest[$0] - values[$0])) }
    }

    /// √Σ (var a + var b − 2 cov) of logarithms in a window: how much of the texture is new, whatever the light.
    private static func textureMap(_ bands: [([Float], [Float])], _ pair: DensePair, sigma: Double) -> [Float] {
        let window = GaussianSmoothing(sigma: sigma)
        var sums = [Float](repeating: 0, count: pair.count)
        for (before, after) in bands {
            let difference = zip(before, after).map { $1 - $0 }
            let means = window.means(of: difference, columns: pair.columns)
            let squares = window.means(of: difference.map { $0 * $0 }, columns: pair.columns)
            for place in sums.indices { sums[place] += max(0, squares[place] - means[place] * means[place]) }
        }
        return sums.map { $0.squareRoot() }
    }

    /// Σ (1 − correlation of the dates in a window).
    private static func likenessMap(_ bands: [([Float], [Float])], _ pair: DensePair) -> [Float] {
        let window = GaussianSmoothing(sigma: 3)
        var sums = [Float](repeating: 0, count: pair.count)
        for (before, after) in bands {
            func mean(_ values: [Float]) -> [Float] { window.means(of: values, columns: pair.columns) }
            let (first, second) = (mean(before), mean(after))
            let (squares, others) = (mean(before.map { $0 * $0 }), mean(after.map { $0 * $0 }))
            let products = mean(zip(before, after).map { $0 * $1 })
            for place in sums.indices {
                let variance = max(0, squares[place] - first[place] * first[place])
                let other = max(0, others[place] - second[place] * second[place])
                let common = products[place] - first[place] * second[place]
                sums[place] += 1 - common / ((variance * other).squareRoot() + 1e-6)
            }
        }
        return sums
    }

    /// The logarithm of a date's mean visible light.
    static func visibleLight(_ pair: DensePair, _ date: (BandRole) -> [Float]) -> [Float] {
        let bands = visible.filter(pair.roles.contains).map(date)
        return (0..<pair.count).map { place in
            logarithm(bands.reduce(Float(0)) { $0 + $1[place] } / Float(max(1, bands.count)))
        }
    }
}

/// All bands of both dates over a window; pixels that can't be compared hold what no change would give.
struct DensePair {
    let roles: [BandRole]
    let columns: Int
    let count: Int
    /// Whether each pixel can be compared.
    private(set) var valid: [Bool]
    private var bands: [BandRole: (before: [Float], after: [Float])] = [:]

    /// A window whose strips are still to be filled.
    init(window: PixelWindow, roles: [BandRole]) {
        self.roles = roles
        columns = window.columns
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
