import Foundation
import GeoModel

/// Features of pictures in red, green and blue: what each place looks like at both dates, and what became other.
///
/// Brightness and colour are taken relative to the scene's, texture from variances, gradients and the structure tensor
/// at several scales. Source of the structure tensor: Förstner & Gülch 1987.
enum PictureFeatures {
    /// How far features reach.
    static let margin = ScalePlane.reach(scales.last ?? 1) + 8

    private static let scales: [Double] = [1, 2, 4, 8, 16, 32]
    private static let textureScales: [Double] = [1.5, 3, 6, 12, 24]
    private static let roles: [BandRole] = [.red, .green, .blue]

    /// Brightness, red against green and blue against green: each before, then after.
    static func quantities(_ pair: some PairNumbers, _ context: FeatureContext) -> [[Float]] {
        let floors = floors(context)
        let before = colours(roles.map(pair.before), floor: floors.before)
        let after = colours(roles.map(pair.after), floor: floors.after)
        return zip(before, after).flatMap { [$0, $1] }
    }

    /// A little light that keeps the logarithm of dark pixels quiet.
    private static func floors(_ context: FeatureContext) -> (before: Float, after: Float) {
        let middles = roles.map(context.change.middle)
        let (before, after) = middles.reduce((Float(0), Float(0))) { ($0.0 + $1.before, $0.1 + $1.after) }
        return (max(before * 0.08 / 3, 1e-6), max(after * 0.08 / 3, 1e-6))
    }

    private static func colours(_ bands: [[Float]], floor: Float) -> [[Float]] {
        let sums = combined(combined(bands[0], bands[1], +), bands[2], +)
        func ratio(_ first: [Float], _ second: [Float]) -> [Float] {
            combined(first, second) { log((max($0, 0) + floor) / (max($1, 0) + floor)) }
        }
        return [sums.map { $0 / 3 }, ratio(bands[0], bands[1]), ratio(bands[2], bands[1])]
    }

    static func planes(_ pair: DensePair, _ frame: FeatureFrame, _ context: FeatureContext) -> FeaturePlanes {
        var features = FeaturePlanes(context.tables?.isRanking == true ? context.tables : nil)
        let standards = context.tables?.standards ?? []
        let quantities = quantities(pair, context).enumerated().map { number, plane in
            let (mean, deviation) = (standards[number].y, standards[number].z + 1e-6)
            return ScalePlane(plane.map { ($0 - mean) / deviation }, frame)
        }
        let dates = [0, 1].map { date in PictureDate(quantities[date], quantities[2 + date], quantities[4 + date]) }
        addColours(dates, to: &features)
        addChanges(pair, frame, context, to: &features)
        for (number, date) in dates.enumerated() { addTexture(date, number, frame, to: &features) }
        addTextureChanges(to: &features)
        addLikeness(dates, frame, to: &features)
        return features
    }

    private static func addColours(_ dates: [PictureDate], to features: inout FeaturePlanes) {
        for scale in scales {
            for (number, date) in dates.enumerated() {
                for (name, plane) in date.colours { features.add("\(name)\(scale)_\(number)", plane.smoothed(scale)) }
            }
            for (name, _) in dates[0].colours {
                let (before, after) = (features["\(name)\(scale)_0"], features["\(name)\(scale)_1"])
                features.add("d\(name)\(scale)", difference(after, before))
            }
        }
        for (name, _) in dates[0].colours {
            for (near, far) in [(1.0, 4.0), (4.0, 16.0), (8.0, 32.0)] {
                for number in [0, 1] {
                    let rest = difference(features["\(name)\(near)_\(number)"], features["\(name)\(far)_\(number)"])
                    features.add("\(name)\(near)-\(far)_\(number)", rest)
                }
                features.add(
                    "d\(name)\(near)-\(far)", difference(features["d\(name)\(near)"], features["d\(name)\(far)"]))
            }
        }
    }

    /// What is left of the later date once what follows from the earlier is taken off.
    private static func addChanges(
        _ pair: DensePair, _ frame: FeatureFrame, _ context: FeatureContext, to features: inout FeaturePlanes
    ) {
        let rests = roles.map { context.change.rest($0, pair) }
        let length = ScalePlane(lengths(rests), frame)
        let mean = ScalePlane(combined(combined(rests[0], rests[1], +), rests[2], +).map { $0 / 3 }, frame)
        for scale in scales {
            features.addRank("length\(scale)", length.smoothed(scale))
            features.add("rest\(scale)", mean.smoothed(scale))
        }
        let beyond = ScalePlane(pair.excess(roles, context.change), frame)
        for scale in [2.0, 8.0] { features.addRank("beyond\(scale)", beyond.smoothed(scale)) }
    }

    private static func addTexture(
        _ date: PictureDate, _ number: Int, _ frame: FeatureFrame, to features: inout FeaturePlanes
    ) {
        let texture = PictureTexture(date, frame)
        for scale in textureScales {
            features.add("edge\(scale)_\(number)", texture.gradient.smoothed(scale))
            features.add("spread\(scale)_\(number)", texture.spread(scale))
            features.add("hues\(scale)_\(number)", texture.hues(scale))
            if (3...12).contains(scale) { features.add("coherence\(scale)_\(number)", texture.coherence(scale)) }
        }
        for radius in [2, 5, 10] {
            let (lower, upper) = texture.ranges(radius, frame)
            features.add("above\(radius)_\(number)", upper)
            features.add("below\(radius)_\(number)", lower)
        }
    }

    private static func addTextureChanges(to features: inout FeaturePlanes) {
        for scale in textureScales {
            for name in ["edge", "spread", "hues"] {
                let (before, after) = (features["\(name)\(scale)_0"], features["\(name)\(scale)_1"])
                features.add("d\(name)\(scale)", combined(after, before) { log(($0 + 0.02) / ($1 + 0.02)) })
            }
            if (3...12).contains(scale) {
                features.add(
                    "dcoherence\(scale)",
                    difference(features["coherence\(scale)_1"], features["coherence\(scale)_0"]))
            }
        }
    }

    /// Correlation of brightness between the dates.
    private static func addLikeness(_ dates: [PictureDate], _ frame: FeatureFrame, to features: inout FeaturePlanes) {
        let (before, after) = (dates[0].brightness, dates[1].brightness)
        let products = ScalePlane(product(before.values, after.values), frame)
        let squares = [before, after].map { ScalePlane(product($0.values, $0.values), frame) }
        for scale in [2.0, 4, 8, 16] {
            let means = [before.smoothed(scale), after.smoothed(scale)]
            let variances = zip(squares, means).map { square, mean in
                combined(square.smoothed(scale), mean) { max(0, $0 - $1 * $1) }
            }
            let common = difference(products.smoothed(scale), product(means[0], means[1]))
            let scales = combined(variances[0], variances[1]) { ($0 * $1).squareRoot() + 1e-2 }
            features.add("likeness\(scale)", combined(common, scales, /))
        }
    }
}

/// Brightness and colour of one date, relative to the scene's.
struct PictureDate {
    let brightness: ScalePlane
    let red: ScalePlane
    let blue: ScalePlane

    init(_ brightness: ScalePlane, _ red: ScalePlane, _ blue: ScalePlane) {
        self.brightness = brightness
        self.red = red
        self.blue = blue
    }

    /// The planes with their names.
    var colours: [(name: String, plane: ScalePlane)] { [("light", brightness), ("red", red), ("blue", blue)] }
}

/// Edges and roughness of one date.
struct PictureTexture {
    /// The strength of edges.
    let gradient: ScalePlane
    private let date: PictureDate
    private let columns: Int
    private let soft: [Float]
    private let squares: ScalePlane
    private let hueSquares: ScalePlane
    private let along: ScalePlane
    private let across: ScalePlane
    private let energy: ScalePlane

    init(_ date: PictureDate, _ frame: FeatureFrame) {
        self.date = date
        columns = frame.wide.columns
        soft = GaussianSmoothing(sigma: 0.7, cut: ScalePlane.cut).means(of: date.brightness.values, columns: columns)
        let (right, down) = gradients(soft, columns: columns)
        gradient = ScalePlane(lengths([right, down]), frame)
        along = ScalePlane(combined(right, down) { $0 * $0 - $1 * $1 }, frame)
        across = ScalePlane(combined(right, down) { 2 * $0 * $1 }, frame)
        energy = ScalePlane(combined(right, down) { $0 * $0 + $1 * $1 }, frame)
        squares = ScalePlane(product(date.brightness.values, date.brightness.values), frame)
        hueSquares = ScalePlane(combined(date.red.values, date.blue.values) { $0 * $0 + $1 * $1 }, frame)
    }

    /// The standard deviation of brightness.
    func spread(_ scale: Double) -> [Float] {
        combined(squares.smoothed(scale), date.brightness.smoothed(scale)) { max(0, $0 - $1 * $1).squareRoot() }
    }

    /// The standard deviation of colour.
    func hues(_ scale: Double) -> [Float] {
        let means = combined(date.red.smoothed(scale), date.blue.smoothed(scale)) { $0 * $0 + $1 * $1 }
        return combined(hueSquares.smoothed(scale), means) { max(0, $0 - $1).squareRoot() }
    }

    /// How much edges go one way, 0…1.
    func coherence(_ scale: Double) -> [Float] {
        combined(lengths([along.smoothed(scale), across.smoothed(scale)]), energy.smoothed(scale)) { $0 / ($1 + 1e-4) }
    }

    /// How far each inner pixel lies above the darkest and below the brightest one around it.
    func ranges(_ radius: Int, _ frame: FeatureFrame) -> (aboveDarkest: [Float], belowBrightest: [Float]) {
        let (lowest, highest) = extremes(soft, columns: columns, radius: radius)
        return (frame.inner(difference(soft, lowest)), frame.inner(difference(highest, soft)))
    }
}
