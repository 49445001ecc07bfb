import ChangeDetection
import GeoIO
package import GeoModel
import Learning
package import SafeFiles

/// Where the truth of a comparison is drawn.
package struct TruthSource: Sendable {
    /// The raster whose `changed` pixels changed.
    package let path: String
    /// The value of changed pixels.
    package let changed: Double
    /// The value of unchanged pixels.
    package let unchanged: Double
    /// The raster whose `unchanged` pixels did not change; nil where it is the same.
    package let unchangedPath: String?

    /// A truth in one raster or two.
    package init(path: String, changed: Double, unchanged: Double, unchangedPath: String?) {
        self.path = path
        self.changed = changed
        self.unchanged = unchanged
        self.unchangedPath = unchangedPath
    }
}

/// How well a change raster agrees with a truth, at its own threshold and over all.
package struct Evaluation: Sendable, Hashable {
    private var tally = ScoreTally()
    /// The scores of all compared pixels, labelled or not.
    private var scores = ScoreHistogram()
    /// Quantised score a unit of score.
    private let scoreScale: Double
    /// The run's threshold as a quantised score.
    private let threshold: Int
    /// Labelled pixels that the run could not compare; they count as unchanged with score 0.
    package private(set) var notComparedPixels = 0

    /// Reads change raster and truth side by side, in bands of rows.
    ///
    /// - Throws: `Fault` where a file can't be decoded, no threshold is recorded, the sizes differ, or no pixel has
    ///   either value.
    package init(changeRaster path: String, truth: TruthSource) throws(Fault) {
        let raster = try ChangeRasterFile(path)
        let change = raster.file
        scoreScale = raster.scoreScale
        threshold = raster.threshold
        let changedTruth = try Self.truth(truth.path, like: change)
        let unchangedTruth = try truth.unchangedPath.map { path throws(Fault) in try Self.truth(path, like: change) }
        try count(change, changedTruth, unchangedTruth ?? changedTruth, truth)
        guard scoredPixels > 0 else {
            throw Fault(
                truth.path,
                zh: "没有值为 \(truth.changed) 或 \(truth.unchanged) 的像元。请检查 --changed 与 --unchanged。",
                en: "no pixel has the value \(truth.changed) or \(truth.unchanged). Check --changed and --unchanged."
            )
        }
    }

    private static func truth(_ path: String, like change: RasterFile) throws(Fault) -> RasterFile {
        let truth = try RasterFile(path)
        guard truth.grid.size == change.grid.size else {
            throw Fault(
                path,
                zh: "大小为 \(truth.grid.size.columns)×\(truth.grid.size.rows)，变化栅格为 "
                    + "\(change.grid.size.columns)×\(change.grid.size.rows)；应相同。请裁剪或重采样。",
                en: "\(truth.grid.size.columns) × \(truth.grid.size.rows) pixels, but the change raster has "
                    + "\(change.grid.size.columns) × \(change.grid.size.rows). Crop or resample it."
            )
        }
        return truth
    }

    private mutating func count(
        _ change: RasterFile,
        _ changedTruth: RasterFile,
        _ unchangedTruth: RasterFile,
        _ source: TruthSource
    ) throws(Fault) {
        let size = change.grid.size
        let step = max(1, (1 << 20) / size.columns)
        for row in stride(from: 0, to: size.rows, by: step) {
            let window = PixelWindow(column: 0, row: row, columns: size.columns, rows: min(step, size.rows - row))
            let scores = try change.values(band: 1, window)
            let valid = try change.values(band: 3, window)
            let marks = try changedTruth.values(band: 1, window)
            let quiet = try unchangedTruth.values(band: 1, window)
            for pixel in scores.indices {
                if valid[pixel] == 1 && !scores[pixel].isNaN { self.scores.add(UInt16(scores[pixel])) }
                let isChanged = marks[pixel] == Float(source.changed)
                guard isChanged || quiet[pixel] == Float(source.unchanged) else { continue }
                let isCompared = valid[pixel] == 1 && !scores[pixel].isNaN
                let score = isCompared ? UInt16(scores[pixel]) : 0
                if !isCompared { notComparedPixels += 1 }
                tally.add(score, isChanged: isChanged)
            }
        }
    }

    /// Pixels of either value.
    package var scoredPixels: Int { tally.count }

    /// Right and wrong answers at the run's own threshold.
    var answers: Answers { tally.answers(at: threshold) }

    /// The F1 at the threshold that each common rule finds from the scores alone.
    ///
    /// - Parameter freedom: How many numbers a score is the length of; nil where it is no length.
    /// - Returns: In the order of `AutomaticThreshold.common`.
    func rules(freedom: Int?) -> [(name: String, f1: Double)] {
        AutomaticThreshold.common(freedom: freedom).map { rule in
            let value = rule.value(for: scores, scoreScale: scoreScale, freedom: freedom)
            return (rule.name, tally.answers(at: Int(value)).f1)
        }
    }

    /// The best F1 of any threshold.
    var bestF1: Double { tally.answers(at: bestThreshold).f1 }

    /// The average precision over all thresholds.
    var averagePrecision: Double { tally.averagePrecision }

    /// The figures, with the keys that scripts read.
    package var record: JSONValue {
        let own = answers
        return [
            "overall_accuracy": .number(own.overallAccuracy), "kappa": .number(own.kappa),
            "precision": .number(own.precision), "recall": .number(own.recall), "f1": .number(own.f1),
            "threshold": .number(Double(threshold) / scoreScale), "best_f1": .number(bestF1),
            "best_threshold": .number(Double(bestThreshold) / scoreScale),
            "average_precision": .number(tally.averagePrecision), "scored_pixels": .integer(scoredPixels),
            "not_compared_pixels": .integer(notComparedPixels),
        ]
    }

    private var bestThreshold: Int { tally.changedCount == 0 ? 1 : tally.bestThreshold }
}
