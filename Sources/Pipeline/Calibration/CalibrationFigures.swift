import ChangeDetection
import GeoModel
import Learning
package import SafeFiles

/// The scores of one pair's labelled pixels of one part, by the recipe alone and by a model that did not learn from
/// them.
struct CalibrationUnit: Sendable {
    let place: String
    /// Which pair of the list it is from.
    let pairNumber: Int
    let fold: Int
    /// By the recipe alone.
    let usual: ScoreTally
    /// Its own threshold for this pair.
    let automatic: Int
    /// By the model; nil where none was learnt.
    var model: ScoreTally?

    /// What the recipe alone finds, part by part.
    static func usual(_ place: CalibrationPlace, number: Int, _ recipe: DetectRecipe) throws(Fault) -> [CalibrationUnit]
    {
        let result = try place.tallies(place.pair, place.usual, folds: place.rule.folds)
        let automatic = Int(recipe.thresholdScore(of: result.histogram, place.pair))
        return place.rule.folds.compactMap { fold in
            guard let tally = result.byFold[fold], tally.count > 0 else { return nil }
            return CalibrationUnit(
                place: place.labelled.place, pairNumber: number, fold: fold, usual: tally, automatic: automatic,
                model: nil)
        }
    }
}

/// What was learnt is worth on what it did not learn from: each part is scored by a model, and cut at a threshold, that
/// come from the other parts alone.
package struct CalibrationFigures: Sendable {
    /// What may be used from now on.
    package enum Choice: String, Sendable {
        /// The recipe as it is.
        case usual
        /// The recipe's method with a threshold that was learnt.
        case threshold
        /// The model.
        case model
    }

    /// The figures of one way to find changes.
    package struct Result: Sendable, Hashable {
        /// Right and wrong answers.
        let answers: Answers
        /// Average precision.
        package let averagePrecision: Double

        /// The harmonic mean of precision and recall.
        package var f1: Double { answers.f1 }
        /// Agreement beyond chance.
        package var kappa: Double { answers.kappa }

        /// As figures of a model file.
        package var json: JSONValue {
            [
                "f1": .number(rounded(answers.f1)), "kappa": .number(rounded(answers.kappa)),
                "average_precision": .number(rounded(averagePrecision)),
            ]
        }

        private func rounded(_ figure: Double) -> Double { (figure * 10_000).rounded() / 10_000 }
    }

    /// One line: a place, or all together.
    package struct Line: Sendable, Hashable {
        /// What it is called.
        package let name: String
        /// Labelled pixels that changed, and all.
        package let changed: Int
        /// Labelled pixels.
        package let pixels: Int
        /// The recipe as it is.
        package let usual: Result
        /// Its method with a threshold of other places.
        package let threshold: Result
        /// The model of other places; nil where none was learnt.
        package let model: Result?
    }

    /// A line a place or part, in their order.
    package private(set) var lines: [Line] = []
    /// All together.
    package let pooled: Line
    /// The best threshold of the recipe's method over all, as a quantised score.
    let usualThreshold: Int
    /// The best threshold of the model over all.
    let modelThreshold: Int
    /// The places or parts for which no model could be learnt from the others; the model is then not judged at all.
    package let unlearnt: [String]

    init(_ units: [CalibrationUnit]) {
        let usual = Cut(units.map { ($0.fold, $0.usual) })
        let models = units.compactMap { unit in unit.model.map { (unit.fold, $0) } }
        let model = models.count == units.count ? Cut(models) : nil
        let hasBlocks = Set(units.map(\.place)).count == 1
        let names = units.map { hasBlocks ? "\($0.place) [\($0.fold + 1)]" : $0.place }
        unlearnt = zip(names, units).compactMap { $1.model == nil ? $0 : nil }
        for (number, unit) in units.enumerated() {
            lines.append(
                Line(
                    name: names[number],
                    changed: unit.usual.changedCount,
                    pixels: unit.usual.count,
                    usual: Result(
                        answers: unit.usual.answers(at: unit.automatic),
                        averagePrecision: unit.usual.averagePrecision),
                    threshold: usual.results[number],
                    model: model?.results[number]))
        }
        pooled = Line(
            name: "",
            changed: lines.reduce(0) { $0 + $1.changed },
            pixels: lines.reduce(0) { $0 + $1.pixels },
            usual: Result(
                answers: lines.reduce(Answers()) { $0 + $1.usual.answers },
                averagePrecision: usual.all.averagePrecision),
            threshold: usual.pooled,
            model: model?.pooled)
        usualThreshold = usual.all.bestThreshold
        modelThreshold = model?.all.bestThreshold ?? 0
    }

    /// Scores of parts, each cut at the threshold that is best for the others.
    private struct Cut {
        var results: [Result] = []
        let all: ScoreTally

        init(_ parts: [(fold: Int, tally: ScoreTally)]) {
            var thresholds: [Int: Int] = [:]
            for fold in Set(parts.map(\.fold)) {
                thresholds[fold] = ScoreTally.pooled(parts.filter { $0.fold != fold }.map(\.tally)).bestThreshold
            }
            all = ScoreTally.pooled(parts.map(\.tally))
            results = parts.map { fold, tally in
                Result(
                    answers: tally.answers(at: thresholds[fold] ?? 1), averagePrecision: tally.averagePrecision)
            }
        }

        var pooled: Result {
            Result(
                answers: results.reduce(Answers()) { $0 + $1.answers }, averagePrecision: all.averagePrecision)
        }
    }

    /// What is best on what was left out; something new only where it gains enough.
    package func best(leastGain: Double) -> Choice {
        let (usual, threshold) = (pooled.usual.answers.f1, pooled.threshold.answers.f1)
        if let model = pooled.model?.answers.f1, model >= max(usual, threshold) + leastGain { return .model }
        return threshold >= usual + leastGain ? .threshold : .usual
    }

    /// As a model file has them.
    package var json: JSONValue {
        func line(_ line: Line) -> [JSONValue.Member] {
            [
                .init("changed_pixels", .integer(line.changed)), .init("labelled_pixels", .integer(line.pixels)),
                .init("uncalibrated", line.usual.json), .init("threshold", line.threshold.json),
                .init("model", line.model?.json ?? .null),
            ]
        }
        return [
            "left_out": .array(lines.map { .object([.init("place", .string($0.name))] + line($0)) }),
            "pooled": .object(line(pooled)),
        ]
    }
}
