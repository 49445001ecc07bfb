package import ChangeDetection
package import GeoModel
package import SafeFiles

/// How two dates are compared: the `detect` entry of a recipe.
package struct DetectRecipe: Sendable, Hashable {
    /// The sensor profiles that are tried, the likeliest first; none stands for all there are.
    package let profiles: [String]
    /// What the score is made from.
    package private(set) var method: ScoreMethod
    /// How far scores are smoothed: the standard deviation of a Gaussian in pixels; 0 leaves them as they are.
    package private(set) var smoothing: Double
    /// How far fused scores are smoothed along the edges of both pictures, in pixels; 0 leaves them.
    package private(set) var guidedRadius: Int
    /// The bands that change is scored from by methods that take whatever both dates have.
    package private(set) var spectrum: [BandRole]
    /// The indices whose differences a patch tells; by the method `index-differences` they make the score.
    package let indices: [SpectralIndex]
    /// Whether the shift that all land shares is taken off each index.
    package let isCentred: Bool
    /// From which shares on numbers of the images are odd.
    package let checks: OddValueLimits
    /// How the threshold is found.
    package private(set) var threshold: AutomaticThreshold
    /// How dates are laid on each other; nil takes their coordinates as they are.
    package let registration: RegistrationRecipe?
    /// The model file that the recipe names; nil where it names none.
    package let modelPath: String?
    /// The model that scores and threshold come from; nil where the recipe alone says how.
    package private(set) var model: LearnedModel?
    /// Pixels by which the mask is grown.
    package let maskDilation: Int
    /// What counts as cloud in scenes that bring no mask; nil where nothing does.
    package let cloudTest: CloudTest?
    /// Whether only what holds a 2 × 2 square stays.
    package let isOpened: Bool
    /// The smallest patch.
    package let minimumArea: Area
    /// What the sheet on the quality of a pair remarks on.
    package let quality: QualityRecipe
    /// What tells the work of a season; nil where nothing is said of it.
    let season: SeasonRecipe?
    /// Where one land cover ends and the next begins.
    package let states: StateThresholds
    /// What to use in place of the scale that files or profile state; nil leaves it to them.
    package let radiometry: Radiometry?
    /// Band numbers by role, where an image does not tell; empty leaves it to the profile.
    package let bands: [BandRole: Int]
    /// The side of a tile.
    package let tileSide: Int
    /// The files that a comparison leaves.
    package let outputs: Set<PairOutput>
    /// Whether the run record holds the SHA-256 of every input file; without it, size and time.
    package let hasChecksums: Bool

    private static let keys = [
        "profiles", "method", "model", "smoothing", "guidedRadius", "spectrum", "indices", "centre", "threshold",
        "maskDilation", "opening", "minimumAreaSquareMetres", "states", "registration", "quality", "checks",
        "season",
        "cloudTest", "scale", "offset", "bands", "tileSize", "outputs", "checksums",
    ]

    /// Reads the entry.
    /// - Throws: `Fault` naming the key that is unknown, missing, of the wrong kind or out of range.
    package init(_ value: JSONValue, named name: String) throws(Fault) {
        let entry = try StrictObject(value, named: name, keys: Self.keys)
        profiles = try entry.strings("profiles") ?? []
        guard !profiles.isEmpty || entry.value("profiles") == nil else {
            throw entry.wrong("profiles", [], zh: "至少一个传感器", en: "at least one sensor")
        }
        method = try Self.method(entry)
        smoothing = try entry.number("smoothing", in: 0...16) ?? 0
        guidedRadius = try entry.integer("guidedRadius", in: 0...16) ?? 0
        guard method.isFusion || guidedRadius == 0 else {
            throw entry.wrong(
                "guidedRadius", .integer(guidedRadius),
                zh: "不填：仅 rank-fusion 与 colour-fusion 可用",
                en: "no such key: it is for rank-fusion and colour-fusion alone"
            )
        }
        spectrum = try Self.spectrum(entry, method)
        indices = try Self.indices(entry)
        isCentred = try Self.isCentred(entry, isOfPixelDifferences: method == .indexDifferences && smoothing == 0)
        threshold = try Self.threshold(entry, largest: 65_535 / method.scoreScale)
        if case .chiSquare = threshold, !method.isLength {
            throw entry.wrong(
                "threshold", .string(threshold.name), zh: "其他规则：\(method.rawValue) 的得分不是长度",
                en: "another rule, as a score of \(method.rawValue) is no length"
            )
        }
        registration = try RegistrationRecipe(entry)
        quality = try QualityRecipe(entry)
        season = try SeasonRecipe(entry)
        modelPath = try entry.string("model")
        maskDilation = try entry.integer("maskDilation", in: 0...64) ?? 0
        isOpened = try entry.flag("opening") ?? false
        minimumArea = Area(squareMetres: try entry.number("minimumAreaSquareMetres", in: 0...1e12) ?? 0)
        states = try Self.states(entry)
        checks = try OddValueLimits(entry)
        cloudTest = try Self.cloudTest(entry)
        tileSide = try entry.integer("tileSize", in: 64...8192) ?? 1024
        outputs = try Self.outputs(entry)
        hasChecksums = try entry.flag("checksums") ?? true
        let scale = try entry.number("scale", in: 1e-9...1e9)
        let offset = try entry.number("offset", in: -1e9...1e9)
        radiometry = scale == nil && offset == nil ? nil : Radiometry(scale: scale ?? 1, offset: offset ?? 0)
        let bandEntry = try entry.object("bands", keys: BandRole.allCases.map(\.rawValue))
        var bands: [BandRole: Int] = [:]
        for role in BandRole.allCases { bands[role] = try bandEntry?.integer(role.rawValue, in: 1...10_000) }
        self.bands = bands
    }

    /// Only differences of single pixels are centred by their median; the other scores are relative already.
    private static func isCentred(_ entry: StrictObject, isOfPixelDifferences: Bool) throws(Fault) -> Bool {
        guard let isCentred = try entry.flag("centre") else { return isOfPixelDifferences }
        guard isOfPixelDifferences else {
            throw entry.wrong(
                "centre", .bool(isCentred),
                zh: "不填：仅 index-differences 且 smoothing 为 0 时可用",
                en: "no such key: it is for index-differences with smoothing 0 alone"
            )
        }
        return isCentred
    }

    private static func spectrum(_ entry: StrictObject, _ method: ScoreMethod) throws(Fault) -> [BandRole] {
        guard let names = try entry.strings("spectrum") else { return BandRole.usual }
        let roles = names.compactMap(BandRole.init(rawValue:)).filter { $0 != .mask }
        guard method.usesRelations, roles.count == names.count, Set(roles).count == roles.count, roles.count >= 2 else {
            let known = Bilingual(listing: BandRole.allCases.filter { $0 != .mask }.map(\.rawValue))
            throw entry.wrong(
                "spectrum", .array(names.map { .string($0) }),
                zh: "至少两个波段（\(known.zh)），各一次；仅用于 pif-cva 与 rank-fusion",
                en: "two or more of \(known.en), each once; only for pif-cva and rank-fusion"
            )
        }
        return roles
    }

    private static func indices(_ entry: StrictObject) throws(Fault) -> [SpectralIndex] {
        let names = try entry.required("indices", try entry.strings("indices"))
        var indices: [SpectralIndex] = []
        for name in names {
            guard let index = SpectralIndex(rawValue: name), !indices.contains(index) else {
                let known = Bilingual(listing: SpectralIndex.allCases.map(\.rawValue))
                throw entry.wrong(
                    "indices", .string(name), zh: "\(known.zh) 各一次", en: "each of \(known.en) at most once")
            }
            indices.append(index)
        }
        guard !indices.isEmpty else {
            throw entry.wrong("indices", [], zh: "至少一个指数", en: "at least one index")
        }
        return indices
    }

    private static func outputs(_ entry: StrictObject) throws(Fault) -> Set<PairOutput> {
        guard let names = try entry.strings("outputs") else { return Set(PairOutput.allCases) }
        var outputs: Set<PairOutput> = []
        for name in names {
            guard let output = PairOutput(rawValue: name) else {
                let known = PairOutput.allCases.map(\.rawValue).joined(separator: ", ")
                throw entry.wrong("outputs", .string(name), zh: "其中之一：\(known)", en: "some of \(known)")
            }
            outputs.insert(output)
        }
        return outputs
    }

    private static func method(_ entry: StrictObject) throws(Fault) -> ScoreMethod {
        guard let name = try entry.string("method") else { return .indexDifferences }
        guard let method = ScoreMethod(rawValue: name), method != .learned else {
            let known = Bilingual(listing: ScoreMethod.allCases.filter { $0 != .learned }.map(\.rawValue))
            throw entry.wrong("method", .string(name), zh: "其一：\(known.zh)", en: "one of \(known.en)")
        }
        return method
    }

    private static func threshold(_ entry: StrictObject, largest: Double) throws(Fault) -> AutomaticThreshold {
        let threshold = try entry.required(
            "threshold",
            try entry.object("threshold", keys: ["method", "k", "clip", "probability", "value"])
        )
        let method = try threshold.required("method", try threshold.string("method"))
        switch method {
        case "median-mad": return .medianDeviation(k: try threshold.number("k", in: 0...1000) ?? 6)
        case "lower-spread": return .lowerSpread(k: try threshold.number("k", in: 0...1000) ?? 3)
        case "otsu": return .otsu(clip: try threshold.number("clip", in: 0...1) ?? 1)
        case "kapur": return .kapur
        case "mixture": return .mixture
        case "chi-square":
            return .chiSquare(probability: try threshold.number("probability", in: 1e-12...0.5) ?? 0.001)
        case "fixed": return .fixed(try threshold.required("value", try threshold.number("value", in: 0...largest)))
        default:
            let known = "median-mad, lower-spread, otsu, kapur, chi-square, mixture, fixed"
            throw threshold.wrong("method", .string(method), zh: "其一：\(known)", en: "one of \(known)")
        }
    }

    private static func cloudTest(_ entry: StrictObject) throws(Fault) -> CloudTest? {
        let keys = ["source", "brightness", "whiteness", "haze", "nirOverSwir", "radius"]
        guard let test = try entry.object("cloudTest", keys: keys) else { return nil }
        _ = try test.required("source", try test.string("source"))
        func number(_ key: String, _ range: ClosedRange<Double>) throws(Fault) -> Float {
            Float(try test.required(key, try test.number(key, in: range)))
        }
        return CloudTest(
            brightness: try number("brightness", 0...2),
            whiteness: try number("whiteness", 0...10),
            haze: try number("haze", -1...1),
            nirOverSwir: try number("nirOverSwir", 0...10),
            radius: try test.required("radius", try test.integer("radius", in: 0...64))
        )
    }

    private static func states(_ entry: StrictObject) throws(Fault) -> StateThresholds {
        let keys = ["source", "waterMNDWI", "waterNDWI", "vegetationNDVI", "bareBSI"]
        let states = try entry.required("states", try entry.object("states", keys: keys))
        _ = try states.required("source", try states.string("source"))
        func index(_ key: String) throws(Fault) -> Float {
            Float(try states.required(key, try states.number(key, in: -1...1)))
        }
        return StateThresholds(
            waterMNDWI: try index("waterMNDWI"),
            waterNDWI: try states.number("waterNDWI", in: -1...1).map { Float($0) } ?? .infinity,
            vegetationNDVI: try index("vegetationNDVI"),
            bareBSI: try index("bareBSI")
        )
    }
}

extension DetectRecipe {
    /// The same recipe with the threshold of a model in place of its own, and with its scores where it has any.
    func applying(_ model: LearnedModel) -> DetectRecipe {
        var recipe = self
        recipe.model = model
        recipe.threshold = .fixed(model.threshold)
        guard model.method == .learned else { return recipe }
        recipe.method = .learned
        recipe.smoothing = model.smoothing
        recipe.guidedRadius = 0
        recipe.spectrum = model.bands
        return recipe
    }

    /// Whether a score is made from the index differences of its pixel alone. Only of those a common shift is taken.
    var isOfPixelDifferences: Bool { method == .indexDifferences && smoothing == 0 }

    /// The pixels of an overview, where the sheet on the quality of the pair is wanted; nil where not.
    func overview(of raster: GridSize) -> OverviewLattice? {
        outputs.isDisjoint(with: [.qualityRecord, .qualitySheet]) ? nil : OverviewLattice(raster)
    }

    /// The quantised score from which a pixel counts as changed.
    func thresholdScore(of histogram: ScoreHistogram, _ pair: ScenePair) -> UInt16 {
        threshold.value(for: histogram, scoreScale: method.scoreScale, freedom: pair.freedom)
    }
}

/// A file that a comparison can leave beside `run.json`.
package enum PairOutput: String, Sendable, CaseIterable {
    /// Score, class and validity of every pixel.
    case changeRaster = "change.tif"
    /// The patches in the grid's coordinate system.
    case geoPackage = "patches.gpkg"
    /// The patches as RFC 7946 GeoJSON.
    case geoJSON = "patches.geojson"
    /// Figures that tell how far the comparison can be trusted.
    case qualityRecord = "qc.json"
    /// The same on one page, with pictures.
    case qualitySheet = "qc.html"
}
