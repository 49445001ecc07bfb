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
    ///   - smoothing: How far probabilities are smoothed, in pixels.
    ///   - workers: Threads; the result does not depend on them.
    ///   - progress: Called with the step, and parts done and in all.
    /// - Throws: `Fault` where a file can't be read, or the labels are all of one kind.
    package init(
        _ pairs: [LabelledPair], _ recipe: Recipe, _ data: DataFolder, learner: String?, smoothing: Double = 2,
        workers: Int, progress: (CalibrationStep, Int, Int) -> Void
    ) throws(Fault) {
        let places = try Self.places(pairs, recipe, data, smoothing: smoothing, workers: workers)
        let chosen = learner.flatMap(Learner.init(rawValue:)) ?? Self.learner(for: pairs)
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
                pixelMetres: pixel, scene: nil)
        case .model:
            model = LearnedModel(
                learner: chosen, method: .learned, smoothing: smoothing,
                threshold: Double(figures.modelThreshold) / ScoreMethod.learned.scoreScale, bands: places[0].bands,
                pixelMetres: pixel, scene: rehearsal.sceneModel(leavingOut: nil))
        }
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
        _ pairs: [LabelledPair], _ recipe: Recipe, _ data: DataFolder, smoothing: Double, workers: Int
    ) throws(Fault) -> [CalibrationPlace] {
        var comparisons: [Comparison] = []
        for pair in pairs {
            comparisons.append(
                try Comparison(before: pair.before, after: pair.after, recipe: recipe, data: data)
                    .registered(workers: workers))
        }
        let scenes = comparisons.flatMap { [$0.pair.before, $0.pair.after] }
        let roles = scenes.dropFirst().reduce(scenes[0].roles) { $0.intersection($1.roles) }
        guard let features = FeatureSet(for: roles) else {
            throw Fault(
                pairs[0].before,
                zh: "共同波段 \(roles.sorted().map(\.rawValue).joined(separator: ", "))；至少应有 red、green、blue。",
                en: "the bands in common are \(roles.sorted().map(\.rawValue).joined(separator: ", ")); red, green and "
                    + "blue at least are expected. Check the images."
            )
        }
        let bands = features.bands(of: roles)
        let detect = recipe.detect.applying(
            LearnedModel(
                learner: .trees, method: .learned, smoothing: smoothing, threshold: 0.5, bands: bands,
                pixelMetres: nil, scene: nil))
        let names = Array(Set(pairs.map(\.place))).sorted()
        var places: [CalibrationPlace] = []
        for (pair, comparison) in zip(pairs, comparisons) {
            let scenes = try ScenePair(
                before: comparison.pair.before, after: comparison.pair.after, recipe: detect, grid: nil,
                displacements: comparison.pair.displacements)
            let fold = (names.firstIndex(of: pair.place) ?? 0) % mostFolds
            let side = max(64, max(scenes.grid.size.columns, scenes.grid.size.rows) / 10)
            var usual = try PairPlan(comparison.pair, recipe.detect, workers: workers).parameters
            var learned = PairPlan.parameters(scenes, detect)
            let lattice = Lattice(scenes, workers: workers)
            let (sample, _) = try lattice.sample(learned)
            try lattice.requireEnough(sample)
            try learned.fit(sample)
            try lattice.prepare(&learned, for: features, bands, sample)
            usual.isDense = true
            usual.candidateFloor = .max
            learned.isDense = true
            places.append(
                CalibrationPlace(
                    labelled: pair,
                    rule: names.count > 1 ? .place(fold) : .blocks(side: side, count: blockFolds),
                    pair: scenes, usualPair: comparison.pair, usual: usual, learned: learned, features: features,
                    bands: bands, workers: workers))
        }
        return places
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
                "place": .string(pair.place), "before": .string(pair.before), "after": .string(pair.after),
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
        var comparisons: [Comparison] = []
        for pair in pairs {
            comparisons.append(try Comparison(before: pair.before, after: pair.after, recipe: recipe, data: data))
        }
        let provenance = try provenance(pairs, comparisons, recipe, date: date, workers: workers)
        let json = model.json(figures: figures.json, provenance: provenance)
        try DurableFile.write(json.text(indented: true) + "\n", to: path)
    }
}
