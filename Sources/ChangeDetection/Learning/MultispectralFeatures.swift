import Foundation
import GeoModel

/// Features of imagery with short-wave infrared: what the fusion maps find, what kind of ground it was and became, how
/// its texture changed, and what lies around.
enum MultispectralFeatures {
    /// How far features reach.
    static let margin =
        FusionKind.spectral.margin + max(ScalePlane.reach(16), 2 * FeatureSet.multispectral.guidedRadius) + 2

    /// What is measured of each pixel: the changes of NDVI, NDBI, MNDWI and BSI, then the logarithms of visible and of
    /// short-wave infrared light, before and after, and the change of the first.
    static func quantities(_ pair: some PairNumbers, _ context: FeatureContext) -> [[Float]] {
        let (old, new) = indices(pair, context)
        let visible = [logarithm(visible(pair.before)), logarithm(visible(pair.after))]
        let infrared = [logarithm(pair.before(.swir1)), logarithm(pair.after(.swir1))]
        return zip(new, old).map { difference($0, $1) } + visible + infrared
            + [difference(visible[1], visible[0])]
    }

    private static func visible(_ band: (BandRole) -> [Float]) -> [Float] {
        combined(combined(band(.blue), band(.green), +), band(.red), +).map { $0 / 3 }
    }

    /// The logarithm about that of a middling number, so that squares keep their digits.
    private static func centred(_ values: [Float], _ context: FeatureContext) -> [Float] {
        let middle = logarithm([context.change.middle(.green).before])[0]
        return logarithm(values).map { $0 - middle }
    }

    private static func logarithm(_ values: [Float]) -> [Float] { values.map { log(1 + max($0, 0)) } }

    /// NDVI, NDBI, MNDWI and BSI of both dates.
    private static func indices(_ pair: some PairNumbers, _ context: FeatureContext) -> (old: [[Float]], new: [[Float]])
    {
        let roles = FeatureSet.multispectral.roles
        let old = indices(roles.map(pair.before), context.score.before)
        return (old, indices(roles.map(pair.after), context.score.after))
    }

    private static func indices(_ bands: [[Float]], _ scale: LinearScale) -> [[Float]] {
        var planes = Array(repeating: bands[0], count: 4)
        for place in bands[0].indices {
            let indices = Indices(
                blue: scale.reflectance(bands[0][place]),
                green: scale.reflectance(bands[1][place]),
                red: scale.reflectance(bands[2][place]),
                nir: scale.reflectance(bands[3][place]),
                swir1: scale.reflectance(bands[4][place])
            )
            planes[0][place] = indices.ndvi
            planes[1][place] = indices.ndbi
            planes[2][place] = indices.mndwi
            planes[3][place] = indices.bsi
        }
        return planes
    }

    static func planes(_ pair: DensePair, _ frame: FeatureFrame, _ context: FeatureContext) -> FeaturePlanes {
        var features = FeaturePlanes(context.tables?.isRanking == true ? context.tables : nil)
        addFusion(pair, frame, context, to: &features)
        addIndices(pair, frame, context, to: &features)
        addBands(pair, frame, context, to: &features)
        addTexture(pair, frame, context, to: &features)
        return features
    }

    /// The maps of the rank fusion, and their mean near by and around.
    private static func addFusion(
        _ pair: DensePair, _ frame: FeatureFrame, _ context: FeatureContext, to features: inout FeaturePlanes
    ) {
        guard let ranks = context.ranks else { preconditionFailure("ranks are planned before features") }
        let maps = FusionKind.spectral.planes(pair, context.change)
        for (number, map) in maps.enumerated() {
            features.add("map\(number)", frame.inner(map).map { ranks.rank($0, map: number) })
        }
        let means = pair.surprise(maps, ranks)
        let gated = combined(means, pair.gates(context.score), +)
        let plane = ScalePlane(gated, frame)
        let near = GaussianSmoothing(sigma: 2, cut: ScalePlane.cut).means(of: gated, columns: pair.columns)
        features.add("fusion", frame.inner(means))
        features.add("fusion2", frame.inner(near))
        if let guided = FeatureSet.multispectral.guided(ranks) {
            let along = guided.means(of: gated, along: pair.visibleLight(context.change), columns: pair.columns)
            features.add("guided", frame.inner(along))
        }
        for scale in [4.0, 8, 16] { features.add("fusion\(scale)", plane.smoothed(scale)) }
        features.add("fusion2-16", difference(features["fusion2"], features["fusion16.0"]))
        features.add("highest", frame.inner(extremes(near, columns: pair.columns, radius: 4).highest))
    }

    private static func addIndices(
        _ pair: DensePair, _ frame: FeatureFrame, _ context: FeatureContext, to features: inout FeaturePlanes
    ) {
        let (old, new) = indices(pair, context)
        for (number, name) in ["ndvi", "ndbi", "mndwi", "bsi"].enumerated() {
            let before = ScalePlane(old[number], frame).smoothed(1)
            let after = ScalePlane(new[number], frame).smoothed(1)
            let middle = context.tables?.standards[number].x ?? 0
            let change = ScalePlane(combined(new[number], old[number]) { $0 - $1 - middle }, frame)
            features.add(name + "_0", before)
            features.add(name + "_1", after)
            features.addRank(name + "_0_rank", before)
            features.addRank(name + "_1_rank", after)
            features.add("d\(name)1.5", change.smoothed(1.5))
            features.add("d\(name)4", change.smoothed(4))
        }
    }

    private static func addBands(
        _ pair: DensePair, _ frame: FeatureFrame, _ context: FeatureContext, to features: inout FeaturePlanes
    ) {
        var rests: [[Float]] = []
        for role in context.bands {
            let rest = context.change.rest(role, pair)
            let plane = ScalePlane(rest, frame)
            features.add("\(role)1", plane.smoothed(1))
            features.add("\(role)3", plane.smoothed(3))
            features.add("\(role)1-8", difference(features["\(role)1"], plane.smoothed(8)))
            rests.append(rest)
        }
        let length = ScalePlane(lengths(rests), frame)
        for scale in [1.5, 4, 10] { features.addRank("length\(scale)", length.smoothed(scale)) }
        let quantities = quantities(pair, context)
        let standards = context.tables?.standards ?? Array(repeating: SIMD3(), count: quantities.count)
        for (number, name) in [(4, "visible_0"), (5, "visible_1"), (6, "infrared_0"), (7, "infrared_1")] {
            let smooth = ScalePlane(quantities[number], frame).smoothed(1)
            features.addRank(name + "_rank", smooth)
            let middle = standards[number].x
            features.add(name, smooth.map { $0 - middle })
        }
        let brightness = ScalePlane(quantities[8].map { $0 - standards[8].x }, frame)
        for scale in [1.0, 4] { features.add("brightness\(scale)", brightness.smoothed(scale)) }
    }

    private static func addTexture(
        _ pair: DensePair, _ frame: FeatureFrame, _ context: FeatureContext, to features: inout FeaturePlanes
    ) {
        let visible = [centred(visible(pair.before), context), centred(visible(pair.after), context)]
        let infrared = [BandRole.nir, .swir1].map {
            [centred(pair.before($0), context), centred(pair.after($0), context)]
        }
        for (number, plane) in visible.enumerated() {
            let soft = GaussianSmoothing(sigma: 0.7, cut: ScalePlane.cut).means(of: plane, columns: pair.columns)
            let (right, down) = gradients(soft, columns: pair.columns)
            let edges = ScalePlane(lengths([right, down]), frame)
            for scale in [1.5, 4, 10] {
                let smooth = edges.smoothed(scale)
                features.add("edge\(scale)_\(number)", smooth)
                features.addRank("edge\(scale)_\(number)_rank", smooth)
            }
        }
        for scale in [1.5, 4, 10] {
            let (before, after) = (features["edge\(scale)_0"], features["edge\(scale)_1"])
            features.add("dedge\(scale)", combined(after, before) { log(($0 + 1e-4) / ($1 + 1e-4)) })
        }
        for (name, dates) in zip(["visible", "nir", "swir1"], [visible] + infrared) {
            addLikeness(name, dates.map { ScalePlane($0, frame) }, frame, to: &features)
        }
    }

    /// Correlation of the dates, and how rough each is.
    private static func addLikeness(
        _ name: String, _ dates: [ScalePlane], _ frame: FeatureFrame, to features: inout FeaturePlanes
    ) {
        let squares = dates.map { ScalePlane(product($0.values, $0.values), frame) }
        let products = ScalePlane(product(dates[0].values, dates[1].values), frame)
        for scale in [1.5, 3, 6] {
            let means = dates.map { $0.smoothed(scale) }
            let variances = zip(squares, means).map { square, mean in
                combined(square.smoothed(scale), mean) { max(0, $0 - $1 * $1) }
            }
            let common = difference(products.smoothed(scale), product(means[0], means[1]))
            let scales = combined(variances[0], variances[1]) { ($0 * $1).squareRoot() + 1e-6 }
            features.add("\(name)_likeness\(scale)", combined(common, scales, /))
            guard scale > 2 else { continue }
            features.add(
                "\(name)_rougher\(scale)", combined(variances[1], variances[0]) { log(($0 + 1e-5) / ($1 + 1e-5)) })
            for (date, variance) in variances.enumerated() {
                features.addRank("\(name)_spread\(scale)_\(date)", variance)
            }
        }
    }
}
