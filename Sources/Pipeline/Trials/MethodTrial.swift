import Foundation
import GeoIO
package import GeoModel
import Learning
import Publishing
package import SafeFiles

/// How well each of several methods finds what people have labelled, place by place.
package struct MethodTrial: Sendable {
    /// What one method is worth at one place.
    package struct Result: Sendable {
        /// The place.
        package let place: String
        /// The method.
        package let method: String
        /// The figures at its own threshold and over all; a `Fault` where the method can't compare this pair.
        package let figures: Swift.Result<Figures, Fault>
    }

    /// The figures of a method.
    package struct Figures: Sendable {
        /// How far it agrees with the truth; nil where there is none.
        package let agreement: Agreement?
        /// What it flags.
        let shares: ChangeShares
        /// Seconds that the comparison took.
        package let seconds: Double
        /// The share of land that is flagged.
        package var flagged: Double { shares.flagged }
        /// The share of land that is flagged and became built.
        package var built: Double { shares.built }
        /// The share of land that is flagged, was green or wet and is neither afterwards.
        package var cleared: Double { shares.cleared }
    }

    /// How far a method agrees with a truth.
    package struct Agreement: Sendable {
        /// Right and wrong answers at the method's own threshold.
        let answers: Answers
        /// Cohen's κ there.
        package var kappa: Double { answers.kappa }
        /// F1 there.
        package var f1: Double { answers.f1 }
        /// The F1 of the best threshold.
        package let bestF1: Double
        /// The average precision over all thresholds.
        package let averagePrecision: Double
        /// The F1 at the threshold that each common rule finds.
        package let rules: [(name: String, f1: Double)]
    }

    /// The methods in their order.
    package let methods: [String]
    /// The results, place by place, method by method.
    package private(set) var results: [Result] = []

    /// Compares the pairs by every method and leaves, for each, its change raster and pictures in a folder, with a page
    /// that shows them all.
    ///
    /// - Parameters:
    ///   - pairs: With truth rasters or without labels.
    ///   - set: The methods.
    ///   - data: Where sensor profiles are.
    ///   - folder: Where results go.
    ///   - workers: Threads.
    ///   - progress: Called with comparisons done and in all.
    /// - Throws: `Fault` where two places have one name, or results can't be written; a comparison that fails is a
    ///   result.
    package init(
        _ pairs: [LabelledPair], _ set: MethodSet, _ data: DataFolder, in folder: String, workers: Int,
        progress: (Int, Int) -> Void
    ) throws(Fault) {
        methods = set.recipes.map(\.name)
        let names = pairs.map { $0.place.replacing("/", with: "_") }
        if let twice = names.first(where: { name in names.count { $0 == name } > 1 || name.hasPrefix(".") }) {
            throw Fault(
                twice,
                zh: "每对影像应有不同的 place，且可作文件夹名。请在清单中为每对写上 place。",
                en: "each pair needs a place of its own that a folder may be called. Name them in the list (place)."
            )
        }
        let total = pairs.count * methods.count
        for (pair, name) in zip(pairs, names) {
            for recipe in set.recipes {
                let options = PairOptions(workers: workers, outputFolder: "\(folder)/\(name)/\(recipe.name)")
                try DurableFile.makeFolder(options.outputFolder)
                results.append(
                    Result(place: name, method: recipe.name, figures: Self.figures(pair, recipe, data, options)))
                progress(results.count, total)
            }
        }
        try DurableFile.write(json.text(indented: true) + "\n", to: folder + "/methods.json")
        try DurableFile.write(page.text, to: folder + "/index.html")
    }

    private static func figures(_ pair: LabelledPair, _ recipe: Recipe, _ data: DataFolder, _ options: PairOptions)
        -> Swift.Result<Figures, Fault>
    {
        var truth: TruthSource?
        if case .raster(let path, let changed, let unchanged, let unchangedPath) = pair.labels {
            truth = TruthSource(path: path, changed: changed, unchanged: unchanged, unchangedPath: unchangedPath)
        }
        do throws(Fault) {
            let comparison = try Comparison(pair, recipe: recipe, data: data)
            let start = ContinuousClock.now
            _ = try comparison.run(options) { _, _, _ in }
            let taken = (ContinuousClock.now - start).components
            let raster = options.outputFolder + "/change.tif"
            let agreement = try truth.map { truth throws(Fault) in
                let evaluation = try Evaluation(changeRaster: raster, truth: truth)
                return Agreement(
                    answers: evaluation.answers, bestF1: evaluation.bestF1,
                    averagePrecision: evaluation.averagePrecision,
                    rules: evaluation.rules(freedom: comparison.pair.freedom))
            }
            try TrialPictures(comparison.pair, raster, truth).write(to: options.outputFolder)
            return .success(
                Figures(
                    agreement: agreement, shares: try ChangeShares(changeRaster: raster),
                    seconds: Double(taken.seconds) + Double(taken.attoseconds) * 1e-18))
        } catch {
            return .failure(error)
        }
    }

    /// The figures of a method over all places it could compare: F1 and shares pooled over their pixels, the others
    /// their mean.
    package func summary(of method: String) -> Figures? {
        let all = results.filter { $0.method == method }.compactMap { try? $0.figures.get() }
        guard let first = all.first else { return nil }
        return Figures(
            agreement: Agreement(pooling: all.compactMap(\.agreement)),
            shares: all.dropFirst().reduce(first.shares) { $0 + $1.shares },
            seconds: all.reduce(0) { $0 + $1.seconds } / Double(all.count)
        )
    }

    /// The results as programs read them.
    package var json: JSONValue {
        [
            "results": .array(
                results.map { result in
                    .object(
                        [
                            .init("place", .string(result.place)), .init("method", .string(result.method)),
                        ] + Self.members(result.figures))
                }),
            "summary": .array(
                methods.compactMap { method in
                    summary(of: method).map {
                        .object([.init("method", .string(method))] + Self.members(.success($0)))
                    }
                }),
        ]
    }

    private static func members(_ figures: Swift.Result<Figures, Fault>) -> [JSONValue.Member] {
        switch figures {
        case .failure(let fault): [.init("fault", .string(fault.text(.en)))]
        case .success(let figures):
            (figures.agreement?.members ?? []) + [
                .init("flagged_share", .number(figures.flagged)), .init("built_share", .number(figures.built)),
                .init("cleared_share", .number(figures.cleared)),
                .init("seconds", .number((figures.seconds * 1000).rounded() / 1000)),
            ]
        }
    }
}

extension MethodTrial.Agreement {
    /// Answers added up, the other figures' mean; nil without any.
    fileprivate init?(pooling all: [MethodTrial.Agreement]) {
        guard let first = all.first else { return nil }
        func mean(_ value: (Self) -> Double) -> Double { all.reduce(0) { $0 + value($1) } / Double(all.count) }
        self.init(
            answers: all.dropFirst().reduce(first.answers) { $0 + $1.answers },
            bestF1: mean(\.bestF1),
            averagePrecision: mean(\.averagePrecision),
            rules: first.rules.indices.map { rule in (first.rules[rule].name, mean { $0.rules[rule].f1 }) }
        )
    }

    fileprivate var members: [JSONValue.Member] {
        [
            .init("kappa", .number(kappa)), .init("f1", .number(f1)), .init("best_f1", .number(bestF1)),
            .init("average_precision", .number(averagePrecision)),
            .init("f1_by_rule", .object(rules.map { .init($0.name, .number($0.f1)) })),
        ]
    }
}
