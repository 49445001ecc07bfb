package import GeoModel

/// What a model sees of a pixel and its surroundings.
///
/// A set has a version, which changes with every change of any feature, so that no model meets features it was not made
/// for.
package enum FeatureSet: String, Sendable, CaseIterable {
    /// For imagery with short-wave infrared: ranks of the fusion maps, indices, texture, context.
    case multispectral = "multispectral-3"
    /// For pictures of red, green and blue, with infrared or without: colour, texture, edges, context.
    case pictures = "pictures-1"

    /// The bands it needs.
    package var roles: [BandRole] {
        switch self {
        case .multispectral: [.blue, .green, .red, .nir, .swir1]
        case .pictures: [.blue, .green, .red]
        }
    }

    /// The set that tells most of imagery with those bands; nil where none does.
    package init?(for roles: some Collection<BandRole>) {
        let fitting = Self.allCases.first { $0.roles.allSatisfy(roles.contains) }
        guard let fitting else { return nil }
        self = fitting
    }

    /// The bands that it looks at, of those there are.
    package func bands(of roles: some Collection<BandRole>) -> [BandRole] {
        switch self {
        case .multispectral: BandRole.usual.filter(roles.contains)
        case .pictures: self.roles
        }
    }

    /// What its features are called, in their order.
    package func names(of bands: [BandRole]) -> [String] {
        // Names do not depend on values, so they are those of a pair of one pixel.
        let window = PixelWindow(column: 0, row: 0, columns: 1, rows: 1)
        let size = GridSize(columns: 1, rows: 1)
        let relations = bands.map { ($0, BandRelation(gain: 1, offset: 0, residual: 1, middle: 0)) }
        let parameters = PairParameters(
            roles: bands,
            indices: [],
            beforeRadiometry: .identity,
            afterRadiometry: .identity,
            usableBefore: [],
            usableAfter: [],
            maskDilation: 0,
            states: StateThresholds(waterMNDWI: 0, vegetationNDVI: 0, bareBSI: 0)
        )
        let context = FeatureContext(
            bands: bands,
            change: BandChange(Dictionary(uniqueKeysWithValues: relations)),
            score: PixelScore(parameters),
            ranks: RankTables([], .spectral),
            tables: FeatureTables(standards: Array(repeating: SIMD3(), count: 16))
        )
        let frame = FeatureFrame(window, margin: 0, within: size)
        return planes(DensePair(window: window, roles: bands), frame, context).names
    }

    /// The places of those features that grow with change by themselves, whatever the others say.
    package func plainFeatures(of bands: [BandRole]) -> [Int] {
        let starts =
            switch self {
            case .multispectral: ["map", "fusion", "guided", "highest", "length", "ndvi_1", "mndwi_", "dedge"]
            case .pictures: ["length", "beyond", "likeness", "dlight", "dred", "dblue", "dedge", "dspread", "dhues"]
            }
        let names = names(of: bands)
        return names.indices.filter { place in starts.contains { names[place].hasPrefix($0) } }
    }

    /// The feature that trees start from: the fused score as the recipe alone has it; nil where none tells enough by
    /// itself, as for pictures, of which trees learn better without.
    package func startingFeature(of bands: [BandRole]) -> Int? {
        self == .multispectral ? names(of: bands).firstIndex(of: "guided") : nil
    }

    /// How far, in pixels, features reach.
    package var margin: Int {
        switch self {
        case .multispectral: MultispectralFeatures.margin
        case .pictures: PictureFeatures.margin
        }
    }

    /// How far any set reaches, with the smoothing of probabilities along edges.
    static let widestMargin = allCases.map { $0.margin + 2 * $0.guidedRadius }.max() ?? 0

    /// How far, in pixels, probabilities are smoothed along the edges of both pictures; 0 leaves them.
    var guidedRadius: Int { self == .multispectral ? 6 : 0 }

    /// That smoothing in a scene; nil where none is wanted.
    func guided(_ ranks: RankTables?) -> GuidedSmoothing? {
        guard guidedRadius > 0, let ranks else { return nil }
        return GuidedSmoothing(radius: guidedRadius, flatVariance: PairParameters.flatShare * ranks.guideVariance)
    }

    /// The standard deviation of the Gaussian that probabilities are smoothed with where nobody says otherwise.
    package var usualSmoothing: Double { self == .multispectral ? 1 : 2 }

    /// What is measured of each pixel to bring scenes to one scale.
    func quantities(_ pair: some PairNumbers, _ context: FeatureContext) -> [[Float]] {
        switch self {
        case .multispectral: MultispectralFeatures.quantities(pair, context)
        case .pictures: PictureFeatures.quantities(pair, context)
        }
    }

    /// The features of a frame's inner pixels.
    func planes(_ pair: DensePair, _ frame: FeatureFrame, _ context: FeatureContext) -> FeaturePlanes {
        switch self {
        case .multispectral: MultispectralFeatures.planes(pair, frame, context)
        case .pictures: PictureFeatures.planes(pair, frame, context)
        }
    }
}

/// What features of a scene are made with besides its numbers.
struct FeatureContext {
    /// The bands that features of single bands are made of.
    let bands: [BandRole]
    /// How the dates follow from each other.
    let change: BandChange
    /// The scales of both dates.
    let score: PixelScore
    /// Where values of the fusion maps stand; nil where the set needs none.
    let ranks: RankTables?
    /// What features are measured against.
    let tables: FeatureTables?
}

/// Numbers of both dates, pixel by pixel.
protocol PairNumbers {
    /// The numbers of a band at the earlier date.
    func before(_ role: BandRole) -> [Float]
    /// The numbers of a band at the later date.
    func after(_ role: BandRole) -> [Float]
}

extension DensePair: PairNumbers {}

extension PairSample: PairNumbers {
    func before(_ role: BandRole) -> [Float] { numbers(roles.firstIndex(of: role)) }
    func after(_ role: BandRole) -> [Float] { numbers(roles.firstIndex(of: role).map { $0 + roles.count }) }

    private func numbers(_ place: Int?) -> [Float] {
        guard let place else { return [] }
        return stride(from: place, to: values.count, by: width).map { values[$0] }
    }
}
