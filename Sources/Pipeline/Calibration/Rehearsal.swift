import ChangeDetection
import GeoModel
import Learning
import SafeFiles
import TileEngine

/// Learning from all parts but one, for each part in turn, and at last from all.
struct Rehearsal {
    private let places: [CalibrationPlace]
    private let learner: Learner
    private var samples: LabelledSamples
    private var folds: [Int] = []

    init(_ places: [CalibrationPlace], learner: Learner) {
        self.places = places
        self.learner = learner
        samples = LabelledSamples(featureCount: places[0].view?.names.count ?? 0)
    }

    /// How many samples there are.
    var sampleCount: Int { samples.count }

    /// Takes samples of all places.
    mutating func sample(
        _ counts: [(changed: Int, unchanged: Int)], progress: (CalibrationStep, Int, Int) -> Void
    ) throws(Fault) {
        for (number, place) in places.enumerated() {
            let part = try place.samples(counts[number])
            samples.append(part.samples)
            folds += part.folds
            progress(.sample, number + 1, places.count)
        }
    }

    /// What the samples teach without those of a part; nil where what is left is all of one kind.
    func sceneModel(leavingOut fold: Int?) -> SceneModel? {
        let kept = fold.map { fold in samples.chosen(folds.indices.filter { folds[$0] != fold }) } ?? samples
        guard let view = places[0].view else { return nil }
        let plain = view.features.plainFeatures(of: view.bands)
        let start = view.features.startingFeature(of: view.bands)
        guard kept.labels.contains(true), kept.labels.contains(false),
            let model = learner.model(of: kept, plain: plain, startingFrom: start)
        else { return nil }
        return SceneModel(
            model, features: view.features, bands: view.bands,
            checksum: Checksum.sha256(of: "\(model)"))
    }

    /// Scores every part by a model that learnt from the others.
    func validate(
        _ units: inout [CalibrationUnit], workers: Int, progress: (CalibrationStep, Int, Int) -> Void
    ) throws(Fault) {
        // A part may have labels and yet no sample, where all its pixels are masked.
        let parts = Array(Set(units.map(\.fold))).sorted()
        var models: [Int: SceneModel] = [:]
        let plan = TilePlan(size: GridSize(columns: parts.count, rows: 1), side: 1)
        try sweep(plan, workers: workers, makeWorker: { () throws(Fault) in }) { _, tile throws(Fault) in
            self.sceneModel(leavingOut: parts[tile.index])
        } consume: { tile, model in
            models[parts[tile.index]] = model
        }
        for (number, place) in places.enumerated() {
            for fold in place.rule.folds {
                guard let model = models[fold], let view = place.view else { continue }
                var parameters = view.parameters
                parameters.model = model
                let tallies = try place.tallies(view.pair, parameters, folds: [fold]).byFold
                for unit in units.indices
                where units[unit].pairNumber == number && units[unit].fold == fold {
                    units[unit].model = tallies[fold]
                }
            }
            progress(.validate, number + 1, places.count)
        }
    }
}
