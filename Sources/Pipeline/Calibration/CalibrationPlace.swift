import ChangeDetection
import GeoIO
import GeoModel
import Learning
import TileEngine

/// How labelled pixels are divided into parts that are left out one after the other.
enum FoldRule: Sendable {
    /// All pixels of a place are in one part.
    case place(Int)
    /// Blocks of a single place, so large that neighbours seldom lie in different parts.
    case blocks(side: Int, count: Int)

    /// The part of a pixel.
    func fold(column: Int, row: Int) -> Int {
        switch self {
        case .place(let fold): fold
        // Blocks of a part lie a knight's move apart.
        case .blocks(let side, let count): (column / side + 2 * (row / side)) % count
        }
    }

    /// The parts there are.
    var folds: [Int] {
        switch self {
        case .place(let fold): [fold]
        case .blocks(_, let count): Array(0..<count)
        }
    }
}

/// The scenes of a pair as a model sees them; the model itself is still to come.
struct FeatureView: Sendable {
    let pair: ScenePair
    let parameters: PairParameters
    let features: FeatureSet
    let bands: [BandRole]
    /// The median number of each band, near the mean of both dates.
    let medians: [BandRole: Double]

    /// Plans what features are measured against.
    ///
    /// - Throws: `Fault` where a file can't be decoded, or too few pixels can be compared.
    init(_ usual: ScenePair, _ recipe: DetectRecipe, _ model: LearnedModel, workers: Int) throws(Fault) {
        let detect = recipe.applying(model)
        guard let features = FeatureSet(for: model.bands) else { preconditionFailure("bands are those of a set") }
        pair = try ScenePair(
            before: usual.before, after: usual.after, recipe: detect, grid: nil, displacements: usual.displacements)
        self.features = features
        bands = model.bands
        var parameters = PairPlan.parameters(pair, detect)
        let lattice = Lattice(pair, workers: workers)
        let (sample, _) = try lattice.sample(parameters)
        try lattice.requireEnough(sample)
        let (first, second) = (sample.medians(ofLater: false), sample.medians(ofLater: true))
        medians = first.merging(second) { ($0 + $1) / 2 }
        try parameters.fit(sample)
        try lattice.prepare(&parameters, for: features, bands, sample)
        parameters.isDense = true
        self.parameters = parameters
    }

    /// What the features are called.
    var names: [String] { features.names(of: bands) }
}

/// One labelled pair of a calibration, ready to be scored and sampled.
struct CalibrationPlace: Sendable {
    let labelled: LabelledPair
    let rule: FoldRule
    /// The scenes as the recipe alone compares them.
    let pair: ScenePair
    /// How it does.
    let usual: PairParameters
    /// The scenes as a model sees them; nil where only a threshold is learnt.
    let view: FeatureView?
    let workers: Int

    private static let tileSide = 512
    /// Samples of a pair: more make no better model.
    private static let mostChanged = 6000
    private static let mostUnchanged = 14_000
    /// What all samples of a pair count together.
    private static let weight = 20_000

    private struct Reader {
        let detector: PairDetector
        let labels: PixelLabels
    }

    /// The scores of labelled pixels, by part; pixels that can't be compared count as score 0.
    ///
    /// - Throws: `Fault` where a file can't be decoded.
    func tallies(_ pair: ScenePair, _ parameters: PairParameters, folds: [Int]) throws(Fault) -> (
        byFold: [Int: ScoreTally], histogram: ScoreHistogram
    ) {
        var tallies = Dictionary(uniqueKeysWithValues: folds.map { ($0, ScoreTally()) })
        var histogram = ScoreHistogram()
        let plan = TilePlan(size: pair.grid.size, side: Self.tileSide)
        try sweep(plan, workers: workers, makeWorker: { () throws(Fault) in try reader(pair, parameters) }) {
            reader, tile throws(Fault) in
            (try reader.detector.scores(tile.window), try reader.labels.labels(tile.window))
        } consume: { tile, result in
            let (scores, labels) = result
            histogram.add(scores.histogram)
            for (place, label) in labels.enumerated() where label != .none {
                let fold = rule.fold(
                    column: tile.window.column + place % tile.window.columns,
                    row: tile.window.row + place / tile.window.columns)
                tallies[fold]?.add(scores.score[place], isChanged: label == .changed)
            }
        }
        return (tallies, histogram)
    }

    private func reader(_ pair: ScenePair, _ parameters: PairParameters) throws(Fault) -> Reader {
        Reader(detector: try pair.detector(parameters), labels: try PixelLabels(labelled.labels, on: pair.grid))
    }

    /// Labelled pixels of each kind.
    func labelCounts() throws(Fault) -> (changed: Int, unchanged: Int) {
        let labels = try PixelLabels(labelled.labels, on: pair.grid)
        var counts = (changed: 0, unchanged: 0)
        for window in pair.grid.size.window.parts(side: Self.tileSide) {
            for label in try labels.labels(window) {
                if label == .changed { counts.changed += 1 }
                if label == .unchanged { counts.unchanged += 1 }
            }
        }
        return counts
    }

    /// Samples of the labelled pixels with the part of each; the same ones whoever asks, and however many threads.
    ///
    /// - Throws: `Fault` where a file can't be decoded.
    func samples(_ counts: (changed: Int, unchanged: Int)) throws(Fault) -> (samples: LabelledSamples, folds: [Int]) {
        let shares = [
            PixelLabel.changed: min(1, Double(Self.mostChanged) / Double(max(1, counts.changed))),
            .unchanged: min(1, Double(Self.mostUnchanged) / Double(max(1, counts.unchanged))),
        ]
        guard let view else { preconditionFailure("a threshold needs no samples") }
        var samples = LabelledSamples(featureCount: view.names.count)
        var folds: [Int] = []
        let plan = TilePlan(size: pair.grid.size, side: ScoreMethod.learnedSide)
        try sweep(plan, workers: workers, makeWorker: { () throws(Fault) in try reader(view.pair, view.parameters) }) {
            reader, tile throws(Fault) in
            try self.samples(of: tile.window, view, reader, shares)
        } consume: { _, part in
            samples.append(part.samples)
            folds += part.folds
        }
        let sum = Float(min(Self.weight, counts.changed + counts.unchanged))
        return (samples.weighted(to: sum), folds)
    }

    private func samples(
        of window: PixelWindow, _ view: FeatureView, _ reader: Reader, _ shares: [PixelLabel: Double]
    ) throws(Fault) -> (
        samples: LabelledSamples, folds: [Int]
    ) {
        var samples = LabelledSamples(featureCount: view.names.count)
        var folds: [Int] = []
        let labels = try reader.labels.labels(window)
        guard labels.contains(where: { $0 != .none }) else { return (samples, folds) }
        let values = try reader.detector.features(view.features, view.bands, window)
        for (place, label) in labels.enumerated() where values.valid[place] {
            guard let share = shares[label] else { continue }
            let (column, row) = (window.column + place % window.columns, window.row + place / window.columns)
            let chance = Double(scattered(UInt64(row) << 32 | UInt64(column)) >> 11) * 0x1p-53
            guard chance < share else { continue }
            samples.append(values.planes.map { $0[place] }, isChanged: label == .changed, weight: Float(1 / share))
            folds.append(rule.fold(column: column, row: row))
        }
        return (samples, folds)
    }
}
