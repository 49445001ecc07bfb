import ChangeDetection
import GeoIO
package import GeoModel
import Learning
import SafeFiles
import TileEngine

/// A step of a calibration, for progress.
package enum CalibrationStep: Sendable {
    /// Scoring the pairs as the recipe alone does.
    case usual
    /// Looking at features of labelled pixels.
    case sample
    /// Learning, and scoring what was left out.
    case validate

    /// What users read.
    package var label: Bilingual {
        switch self {
        case .usual: Bilingual(zh: "未校准的比较", en: "uncalibrated")
        case .sample: Bilingual(zh: "取样", en: "sampling")
        case .validate: Bilingual(zh: "交叉验证", en: "cross-validating")
        }
    }
}

/// What was learnt from labelled pairs, and what it is worth on places that it did not learn from.
package struct Calibration: Sendable {
    /// The figures on what was left out.
    package let figures: CalibrationFigures
    /// What is best to use.
    package let choice: CalibrationFigures.Choice
    private let learner: Learner
    /// What is best to use; nil where nothing is better than the recipe as it is.
    package let model: LearnedModel?
    /// Labelled pixels, and samples that were learnt from.
    package let counts: (changed: Int, unchanged: Int, samples: Int)

    /// More would make the parts too small to tell anything.
    private static let mostFolds = 12
    private static let blockFolds = 5
    /// How much F1 must gain before something new is worth using.
    private static let leastGain = 0.005

    /// Learns from labelled pairs.
    ///
    /// - Parameters:
    ///   - pairs: What people said of which images.
    ///   - recipe: What the pairs are compared with otherwise.
    ///   - data: Where the recipe's sensor profiles are.
    ///   - learner: What is to learn (`threshold`, `linear`, `trees`); nil decides by the number of verdicts.
    ///   - smoothing: How far probabilities are smoothed, in pixels; nil takes what suits the features.
    ///   - workers: Threads; the result does not depend on them.
    ///   - progress: Called with the step, and parts done and in all.
    /// - Throws: `Fault` where a file can't be read, or the labels are all of one kind.
    package init(
        _ pairs: [LabelledPair], _ recipe: Recipe, _ data: DataFolder, learner: String?, smoothing: Double? = nil,
        workers: Int, progress: (CalibrationStep, Int, Int) -> Void
    ) throws(Fault) {
        // What it is worth without a model is what a model has to surpass.
        let recipe = recipe.withoutModel
        let chosen = learner.flatMap(Learner.init(rawValue:)) ?? Self.learner(for: pairs)
        let places = try Self.places(pairs, recipe, data, chosen, smoothing: smoothing, workers: workers)
        var (changed, unchanged) = (0, 0)
        var labelCounts: [(changed: Int, unchanged: Int)] = []
        for place in places {
            let counts = try place.labelCounts()
            changed += counts.changed
            unchanged += counts.unchanged
            labelCounts.append(counts)
        }
        guard changed > 0, unchanged > 0 else { throw Self.oneKind(pairs, changed: changed) }
        var units: [CalibrationUnit] = []
        for (number, place) in places.enumerated() {
            units += try CalibrationUnit.usual(place, number: number, recipe.detect)
            progress(.usual, number + 1, places.count)
        }
        var rehearsal = Rehearsal(places, learner: chosen)
        if chosen != .threshold {
            try rehearsal.sample(labelCounts, progress: progress)
            try rehearsal.validate(&units, workers: workers, progress: progress)
        }
        let figures = CalibrationFigures(units)
        self.figures = figures
        self.learner = chosen
        counts = (changed, unchanged, rehearsal.sampleCount)
        let metres = places.compactMap(\.pair.grid.pixelMetres).sorted()
        let pixel = metres.isEmpty ? nil : metres[metres.count / 2]
        choice = figures.best(leastGain: Self.leastGain)
        switch choice {
        case .usual: model = nil
        case .threshold:
            model = LearnedModel(
                learner: .threshold, method: recipe.detect.method, smoothing: recipe.detect.smoothing,
                threshold: Double(figures.usualThreshold) / recipe.detect.method.scoreScale, bands: [],
                pixelMetres: pixel, scene: nil, basis: ScoreBasis(recipe.detect))
        case .model:
            guard let view = places[0].view else { preconditionFailure("a model has features") }
            model = LearnedModel(
                learner: chosen, method: .learned, smoothing: view.parameters.smoothing,
                threshold: Double(figures.modelThreshold) / ScoreMethod.learned.scoreScale, bands: view.bands,
                pixelMetres: pixel, scene: rehearsal.sceneModel(leavingOut: nil),
                bandMedians: Self.medians(places.compactMap(\.view), view.bands))
        }
    }

    /// The middle of the places' medians of each band.
    private static func medians(_ views: [FeatureView], _ bands: [BandRole]) -> [BandRole: Double] {
        var medians: [BandRole: Double] = [:]
        for role in bands {
            let all = views.compactMap { $0.medians[role] }.filter { $0 > 0 }.sorted()
            if !all.isEmpty { medians[role] = all[all.count / 2] }
        }
        return medians
    }

    /// What learnt, in the words of model files.
    package var learnerName: String { learner.rawValue }

    /// What has one verdict a pixel has enough for anything.
    private static func learner(for pairs: [LabelledPair]) -> Learner {
        var verdicts = 0
        for pair in pairs {
            guard let count = pair.labels.verdictCount else { return .trees }
            verdicts += count
        }
        return Learner(verdicts: verdicts)
    }

    private static func places(
        _ pairs: [LabelledPair], _ recipe: Recipe, _ data: DataFolder, _ learner: Learner, smoothing: Double?,
        workers: Int
    ) throws(Fault) -> [CalibrationPlace] {
        var comparisons: [Comparison] = []
        for pair in pairs {
            comparisons.append(
                try Comparison(pair, recipe: recipe, data: data)
                    .registered(workers: workers))
        }
        let features = learner == .threshold ? nil : try features(comparisons.map(\.pair), smoothing)
        let names = Array(Set(pairs.map(\.place))).sorted()
        var places: [CalibrationPlace] = []
        for (pair, comparison) in zip(pairs, comparisons) {
            let fold = (names.firstIndex(of: pair.place) ?? 0) % mostFolds
            let size = comparison.pair.grid.size
            let side = max(64, max(size.columns, size.rows) / 10)
            var usual = try PairPlan(comparison.pair, recipe.detect, workers: workers).parameters
            usual.isDense = true
            usual.candidateFloor = .max
            places.append(
                CalibrationPlace(
                    labelled: pair,
                    rule: names.count > 1 ? .place(fold) : .blocks(side: side, count: blockFolds),
                    pair: comparison.pair,
                    usual: usual,
                    view: try features.map { features throws(Fault) in
                        try FeatureView(comparison.pair, recipe.detect, features, workers: workers)
                    },
                    workers: workers))
        }
        return places
    }

    /// The features that all scenes have the bands for, as a model without its learnt part.
    private static func features(_ pairs: [ScenePair], _ smoothing: Double?) throws(Fault) -> LearnedModel {
        let scenes = pairs.flatMap { [$0.before, $0.after] }
        let roles = scenes.dropFirst().reduce(scenes[0].roles) { $0.intersection($1.roles) }
        guard let features = FeatureSet(for: roles) else {
            throw Fault(
                scenes[0].id,
                zh: "共同波段 \(roles.sorted().map(\.rawValue).joined(separator: ", "))；至少应有 red、green、blue。"
                    + "请检查影像，或只学阈值（--learner threshold）。",
                en: "the bands in common are \(roles.sorted().map(\.rawValue).joined(separator: ", ")); red, green and "
                    + "blue at least are expected. Check the images, or learn a threshold alone "
                    + "(--learner threshold)."
            )
        }
        return LearnedModel(
            learner: .trees, method: .learned, smoothing: smoothing ?? features.usualSmoothing, threshold: 0.5,
            bands: features.bands(of: roles), pixelMetres: nil, scene: nil)
    }

    private static func oneKind(_ pairs: [LabelledPair], changed: Int) -> Fault {
        Fault(
            pairs.map(\.place).joined(separator: ", "),
            zh: changed == 0
                ? "没有表示变化的标注像元，无从校准。请检查真值的取值（changed）或核查结论。"
                : "没有表示未变化的标注像元，无从校准。请检查真值的取值（unchanged）或核查结论。",
            en: changed == 0
                ? "no labelled pixel changed, so there is nothing to learn. Check the value for changed, or "
                    + "the verdicts."
                : "no labelled pixel stayed unchanged, so there is nothing to learn. Check the value for "
                    + "unchanged, or the verdicts."
        )
    }
}

extension Calibration {
    /// What the model file says of where it comes from.
    private func provenance(
        _ pairs: [LabelledPair], _ places: [Comparison], _ recipe: Recipe, date: CalendarDate?, workers: Int
    ) throws(Fault) -> JSONValue {
        var inputs: [JSONValue] = []
        for (pair, comparison) in zip(pairs, places) {
            let scenes = comparison.pair.before.scenes + comparison.pair.after.scenes
            let checksums = try inputChecksums(of: scenes, workers: workers)
            inputs.append([
                "place": .string(pair.place), "before": .string(pair.before.text), "after": .string(pair.after.text),
                "files": .object(checksums.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) }),
                "labels": try Self.record(of: pair.labels),
            ])
        }
        return [
            "tool": .string("tuban \(toolVersion)"), "date": JSONValue(date?.description),
            "recipe": ["name": .string(recipe.name), "sha256": .string(recipe.checksum)],
            "changed_pixels": .integer(counts.changed), "unchanged_pixels": .integer(counts.unchanged),
            "samples": .integer(counts.samples), "inputs": .array(inputs),
        ]
    }

    private static func record(of labels: LabelSource) throws(Fault) -> JSONValue {
        switch labels {
        case .nothing: preconditionFailure("nothing is learnt from a pair without labels")
        case .raster(let path, let changed, let unchanged, let unchangedPath):
            var files = [JSONValue.Member(path, .string(try Checksum.sha256(ofFile: path)))]
            if let unchangedPath {
                files.append(.init(unchangedPath, .string(try Checksum.sha256(ofFile: unchangedPath))))
            }
            return ["files": .object(files), "changed": .number(changed), "unchanged": .number(unchanged)]
        case .verdicts(let verdicts):
            return [
                "confirmed": .integer(verdicts.count(where: \.isConfirmed)),
                "dismissed": .integer(verdicts.count(where: { !$0.isConfirmed })),
                "sha256": .string(Checksum.sha256(of: "\(verdicts)")),
            ]
        }
    }

    /// Writes the model that is best to use, with its figures and where it comes from.
    ///
    /// - Precondition: there is one.
    /// - Throws: `Fault` where a file can't be read, or the disk is full.
    package func write(
        to path: String, _ pairs: [LabelledPair], _ recipe: Recipe, _ data: DataFolder, date: CalendarDate?,
        workers: Int
    ) throws(Fault) {
        guard let model else { preconditionFailure("nothing to write") }
        let recipe = recipe.withoutModel
        var comparisons: [Comparison] = []
        for pair in pairs {
            comparisons.append(try Comparison(pair, recipe: recipe, data: data))
        }
        let provenance = try provenance(pairs, comparisons, recipe, date: date, workers: workers)
        let json = model.json(figures: figures.json, provenance: provenance)
        try DurableFile.write(json.text(indented: true) + "\n", to: path)
    }
}
