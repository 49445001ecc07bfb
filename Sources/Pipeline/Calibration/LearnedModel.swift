package import ChangeDetection
package import GeoModel
package import Learning
import SafeFiles

/// What calibrating left: a threshold for a method, or a model of features with its threshold.
package struct LearnedModel: Sendable, Hashable {
    /// The file; empty for one that was never written.
    package let path: String
    /// The SHA-256 of the file.
    package let checksum: String
    /// What learnt it.
    package let learner: Learner
    /// What scores are made from; `ScoreMethod.learned`, unless only a threshold was learnt.
    package let method: ScoreMethod
    /// How far scores are smoothed, as the standard deviation of a Gaussian in pixels.
    package let smoothing: Double
    /// The score from which a pixel counts as changed.
    package let threshold: Double
    /// The bands it looks at; empty where only a threshold was learnt.
    package let bands: [BandRole]
    /// The side of a pixel of the imagery it learnt from, in metres; nil where that is not known.
    package let pixelMetres: Double?
    /// The model itself; nil where only a threshold was learnt.
    package let scene: SceneModel?
    /// What else the scores were made from that a threshold alone holds for; nil for a model.
    let basis: ScoreBasis?
    /// The median number of each band of the images it learnt from, in the unit of their files; empty where not known.
    let bandMedians: [BandRole: Double]

    static let format = "tuban-model-1"
    private static let keys = [
        "format", "learner", "method", "smoothing_pixels", "threshold", "bands", "pixel_metres", "feature_set",
        "feature_names", "model", "figures", "provenance", "scores", "band_medians",
    ]

    /// Reads a model file.
    /// - Throws: `Fault` naming the key that is unknown, missing or wrong, or where its features are not known here.
    package init(file path: String) throws(Fault) {
        let text = try DurableFile.text(of: path)
        let entry = try StrictObject(try JSONValue(parsing: text, named: path), named: path, keys: Self.keys)
        guard try entry.string("format") == Self.format else {
            throw Fault(
                path,
                zh: "不是 tuban calibrate 写出的模型（应有 format: \(Self.format)）。请重新运行 tuban calibrate。",
                en: "no model of tuban calibrate (format: \(Self.format) is expected). Run tuban calibrate again."
            )
        }
        self.path = path
        checksum = Checksum.sha256(of: text)
        learner = try Self.word(entry, "learner", Learner.init(rawValue:))
        method = try Self.word(entry, "method", ScoreMethod.init(rawValue:))
        smoothing = try entry.required("smoothing_pixels", try entry.number("smoothing_pixels", in: 0...16))
        threshold = try entry.required(
            "threshold", try entry.number("threshold", in: 0...65_535 / method.scoreScale))
        pixelMetres = try entry.number("pixel_metres", in: 1e-6...1e6)
        var bands: [BandRole] = []
        for name in try entry.strings("bands") ?? [] {
            guard let role = BandRole(rawValue: name), role != .mask else {
                throw entry.wrong("bands", .string(name), zh: "波段名称", en: "names of bands")
            }
            bands.append(role)
        }
        self.bands = bands
        scene = try Self.scene(entry, learner, method, bands, checksum: checksum)
        let medians = try entry.object("band_medians", keys: bands.map(\.rawValue))
        var bandMedians: [BandRole: Double] = [:]
        for role in bands { bandMedians[role] = try medians?.number(role.rawValue, in: 1e-12...1e12) }
        self.bandMedians = bandMedians
        basis = learner == .threshold ? try ScoreBasis(entry) : nil
    }

    private static func scene(
        _ entry: StrictObject, _ learner: Learner, _ method: ScoreMethod, _ bands: [BandRole], checksum: String
    ) throws(Fault) -> SceneModel? {
        guard (learner == .threshold) == (method != .learned) else {
            throw entry.wrong(
                "method", .string(method.rawValue),
                zh: learner == .threshold ? "无需模型的方法" : "learned",
                en: learner == .threshold ? "a method without a model" : "learned")
        }
        guard learner != .threshold else { return nil }
        let features = try word(entry, "feature_set", FeatureSet.init(rawValue:))
        // Features can be named for those bands alone that the set would choose itself.
        guard features.roles.allSatisfy(bands.contains), features.bands(of: Set(bands)) == bands else {
            let needed = features.roles.map(\.rawValue).joined(separator: ", ")
            throw entry.wrong(
                "bands", .array(bands.map { .string($0.rawValue) }),
                zh: "\(features.rawValue) 的波段（至少 \(needed)，各一次，依光谱顺序）",
                en: "those of \(features.rawValue) (at least \(needed), each once, in the order of the spectrum)")
        }
        let names = try entry.required("feature_names", try entry.strings("feature_names"))
        guard names == features.names(of: bands) else {
            throw entry.wrong(
                "feature_names", .integer(names.count),
                zh: "\(features.rawValue) 的特征（波段 \(bands.map(\.rawValue).joined(separator: "、"))）",
                en: "those of \(features.rawValue) for the bands \(bands.map(\.rawValue).joined(separator: ", "))")
        }
        let value = try entry.required("model", entry.value("model"))
        let object = try StrictObject(
            value, named: entry.name + ": model", keys: ["bias", "weights", "start", "trees"])
        let model = try PixelModel(object, learner, features: names)
        return SceneModel(model, features: features, bands: bands, checksum: checksum)
    }

    private static func word<Word>(_ entry: StrictObject, _ key: String, _ read: (String) -> Word?) throws(Fault)
        -> Word
    {
        let text = try entry.required(key, try entry.string(key))
        guard let word = read(text) else {
            throw entry.wrong(key, .string(text), zh: "此版本认识的名称", en: "a name that this version knows")
        }
        return word
    }

    /// A model that was just learnt.
    init(
        learner: Learner, method: ScoreMethod, smoothing: Double, threshold: Double, bands: [BandRole],
        pixelMetres: Double?, scene: SceneModel?, basis: ScoreBasis? = nil,
        bandMedians: [BandRole: Double] = [:]
    ) {
        (path, checksum) = ("", scene?.checksum ?? "")
        self.learner = learner
        self.method = method
        self.smoothing = smoothing
        self.threshold = threshold
        self.bands = bands
        self.pixelMetres = pixelMetres
        self.scene = scene
        self.basis = basis
        self.bandMedians = bandMedians
    }

    /// The text of a model file: the same for the same model.
    func json(figures: JSONValue, provenance: JSONValue) -> JSONValue {
        let names = scene.map { $0.features.names(of: bands) } ?? []
        return [
            "format": .string(Self.format), "learner": .string(learner.rawValue), "method": .string(method.rawValue),
            "smoothing_pixels": .number(smoothing), "threshold": .number(threshold),
            "bands": .array(bands.map { .string($0.rawValue) }), "pixel_metres": JSONValue(pixelMetres),
            "figures": figures, "provenance": provenance, "feature_set": JSONValue(scene?.features.rawValue),
            "feature_names": scene == nil ? .null : .array(names.map { .string($0) }),
            "model": scene?.model.json(features: names) ?? .null, "scores": basis?.json ?? .null,
            "band_medians": bandMedians.isEmpty
                ? .null
                : .object(bands.compactMap { role in bandMedians[role].map { .init(role.rawValue, .number($0)) } }),
        ]
    }

    /// Refuses imagery that the model was not made for.
    /// - Throws: `Fault` naming the bands that are missing, both resolutions, or the method it was made for.
    func check(_ scenes: [Scene], _ recipe: DetectRecipe, pixelMetres found: Double?) throws(Fault) {
        guard recipe.method == method, recipe.smoothing == smoothing else {
            throw Fault(
                path,
                zh: "其阈值用于方法 \(method.rawValue)（smoothing \(smoothing)），而配方为 \(recipe.method.rawValue)"
                    + "（smoothing \(recipe.smoothing)）。请用校准时的配方，或重新校准。",
                en: "its threshold is for the method \(method.rawValue) (smoothing \(smoothing)), while the recipe "
                    + "says \(recipe.method.rawValue) (smoothing \(recipe.smoothing)). Take the recipe that it was "
                    + "calibrated with, or calibrate again."
            )
        }
        try basis?.check(recipe, of: path)
        for scene in scenes {
            let missing = Set(bands).subtracting(scene.bands.keys).sorted().map(\.rawValue)
            guard missing.isEmpty else {
                let has = scene.bands.keys.sorted().map(\.rawValue).joined(separator: ", ")
                throw Fault(
                    scene.id,
                    zh: "模型 \(path) 需要波段 \(missing.joined(separator: ", "))；现有 \(has)。请换模型，或不用 --model。",
                    en: "the model \(path) needs the band \(missing.joined(separator: ", ")); there are \(has). "
                        + "Take another model, or leave out --model."
                )
            }
        }
        guard let pixelMetres, let found, let scene = scenes.first else { return }
        let ratio = found / pixelMetres
        guard (1 / Self.likeness...Self.likeness).contains(ratio) else {
            throw Fault(
                scene.id,
                zh: "像元边长约 \(rounded(found)) 米，模型 \(path) 由约 \(rounded(pixelMetres)) 米的影像得出；"
                    + "相差应不超过 \(Self.likeness) 倍。请换模型，或不用 --model。",
                en: "a pixel is about \(rounded(found)) m wide, while the model \(path) learnt from pixels of about "
                    + "\(rounded(pixelMetres)) m; at most \(Self.likeness) times that is expected. Take another model, "
                    + "or leave out --model."
            )
        }
    }

    /// Refuses scenes whose numbers are of another unit than those it learnt from, such as fractions in place of
    /// reflectance × 10 000: its features hold for such numbers alone.
    ///
    /// - Parameters:
    ///   - sample: Pixels of both dates.
    ///   - names: What to call the dates.
    ///   - factor: How many times larger or smaller numbers may be on the whole.
    /// - Throws: `Fault` telling both.
    func check(_ sample: PairSample, _ names: (before: String, after: String), factor: Double) throws(Fault) {
        for (name, isLater) in [(names.before, false), (names.after, true)] {
            let found = sample.medians(ofLater: isLater)
            let common = bandMedians.keys.sorted().filter { found[$0] ?? 0 > 0 }
            let ratios = common.map { role in (role, (found[role] ?? 0) / (bandMedians[role] ?? 1)) }
                .sorted { $0.1 < $1.1 }
            guard !ratios.isEmpty, case let (role, ratio) = ratios[ratios.count / 2],
                !(1 / factor...factor).contains(ratio)
            else { continue }
            let (here, there) = (text(found[role] ?? 0), text(bandMedians[role] ?? 0))
            throw Fault(
                name,
                zh: "波段 \(role.rawValue) 的数值中位数为 \(here)，模型 \(path) 由中位数约 \(there) 的影像得出；"
                    + "相差应不超过 \(text(factor)) 倍。请换算成相同的单位，换模型，或在配方 checks 中改 modelFactor。",
                en: "the median of the band \(role.rawValue) is \(here), while the model \(path) learnt from images of "
                    + "about \(there); at most \(text(factor)) times that is expected. Bring the numbers to the same "
                    + "unit, take another model, or change modelFactor in the recipe’s checks."
            )
        }
    }

    private func text(_ number: Double) -> String { decimal(number, number < 10 ? 4 : 0) }

    /// How many times larger or smaller pixels may be than those a model learnt from.
    private static let likeness = 1.6

    private func rounded(_ metres: Double) -> Double { (metres * 100).rounded() / 100 }
}
