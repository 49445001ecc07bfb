import Foundation
package import GeoModel
package import SafeFiles

/// What tells the probability of change from features.
package enum PixelModel: Sendable, Hashable {
    /// A weighted sum of features.
    case linear(LogisticRegression)
    /// Boosted trees.
    case trees(BoostedTrees)

    /// The probabilities of change of pixels, 0…1; `planes` has for each feature the value of every pixel.
    package func probabilities(_ planes: [[Float]]) -> [Float] {
        let odds =
            switch self {
            case .linear(let model): model.logOdds(planes)
            case .trees(let model): model.logOdds(planes)
            }
        return odds.map { 1 / (1 + exp(-$0)) }
    }

    /// What learnt, in the words of model files.
    package var learner: Learner {
        switch self {
        case .linear: .linear
        case .trees: .trees
        }
    }
}

/// What learns from labelled samples.
package enum Learner: String, Sendable, CaseIterable {
    /// Nothing but the threshold of an unsupervised method.
    case threshold
    /// Regularised logistic regression.
    case linear
    /// Boosted trees.
    case trees

    /// What to learn with from so many verdicts: few verdicts misguide what has much to choose.
    ///
    /// The limits are where each began to help on labelled cities that were left out.
    package init(verdicts: Int) {
        switch verdicts {
        case ..<300: self = .threshold
        case ..<1000: self = .linear
        default: self = .trees
        }
    }

    /// The model of samples; nil for `threshold`, which looks at no features. A weighted sum is made of the `plain`
    /// features alone: those that grow with change by themselves; trees start from the one that tells most, if any.
    package func model(
        of samples: LabelledSamples, plain features: [Int]? = nil, startingFrom start: Int? = nil
    ) -> PixelModel? {
        switch self {
        case .threshold: nil
        case .linear: .linear(LogisticRegression(samples, features: features))
        case .trees: .trees(BoostedTrees(samples, startingFrom: start))
        }
    }
}

extension PixelModel {
    /// The model as a model file has it, numbers with as many digits as tell them apart.
    package func json(features names: [String]) -> JSONValue {
        switch self {
        case .linear(let model):
            [
                "bias": .number(model.bias),
                "weights": .object(zip(names, model.weights).map { .init($0, .number($1)) }),
            ]
        case .trees(let model):
            [
                "bias": .number(model.bias),
                "start": model.start.map { ["feature": .string(names[$0.feature]), "weight": .number($0.weight)] }
                    ?? .null,
                "trees": .array(model.trees.map { $0.json(features: names) }),
            ]
        }
    }

    /// The model of a file.
    ///
    /// - Parameters:
    ///   - entry: The object under `model`.
    ///   - learner: What learnt it; not `threshold`.
    ///   - names: The features, in their order.
    /// - Throws: `Fault` naming the key that is missing or wrong.
    package init(_ entry: StrictObject, _ learner: Learner, features names: [String]) throws(Fault) {
        let bias = Float(try entry.required("bias", try entry.number("bias")))
        switch learner {
        case .threshold: preconditionFailure("a threshold has no model")
        case .linear:
            let weights = try entry.required("weights", try entry.object("weights", keys: names))
            var values: [Float] = []
            for name in names { values.append(Float(try weights.number(name) ?? 0)) }
            self = .linear(LogisticRegression(bias: bias, weights: values))
        case .trees:
            var trees: [BoostedTrees.Tree] = []
            for value in try entry.required("trees", try entry.array("trees")) {
                trees.append(try BoostedTrees.Tree(value, named: entry.name, features: names))
            }
            self = .trees(BoostedTrees(bias: bias, start: try BoostedTrees.Start(of: entry, names), trees: trees))
        }
    }
}

extension BoostedTrees.Start {
    /// What the trees of a model file start from; nil where that is nothing.
    fileprivate init?(of model: StrictObject, _ names: [String]) throws(Fault) {
        guard let entry = try model.object("start", keys: ["feature", "weight"]) else { return nil }
        let text = try entry.required("feature", try entry.string("feature"))
        guard let feature = names.firstIndex(of: text) else { throw entry.noFeature("feature", text) }
        self.init(
            feature: feature, weight: Float(try entry.required("weight", try entry.number("weight"))))
    }
}

extension StrictObject {
    /// A fault about a feature that its set has not got.
    fileprivate func noFeature(_ key: String, _ text: String) -> Fault {
        wrong(key, .string(text), zh: "特征集中的名称", en: "a name of the feature set")
    }
}

extension BoostedTrees.Tree {
    fileprivate func json(features names: [String]) -> JSONValue {
        [
            "features": .array(features.map { .string(names[$0]) }), "edges": .array(edges.map { .number($0) }),
            "values": .array(values.map { .number($0) }),
        ]
    }

    fileprivate init(_ value: JSONValue, named name: String, features names: [String]) throws(Fault) {
        let entry = try StrictObject(value, named: "\(name): trees", keys: ["features", "edges", "values"])
        var features: [Int] = []
        for text in try entry.required("features", try entry.strings("features")) {
            guard let place = names.firstIndex(of: text) else { throw entry.noFeature("features", text) }
            features.append(place)
        }
        func numbers(_ key: String) throws(Fault) -> [Float] {
            try entry.required(key, try entry.array(key)).compactMap(\.double).map { Float($0) }
        }
        let (edges, values) = (try numbers("edges"), try numbers("values"))
        guard (1...7).contains(features.count), edges.count == features.count, values.count == 1 << features.count
        else {
            throw entry.wrong(
                "values", .integer(values.count), zh: "\(1 << min(7, features.count)) 个数",
                en: "\(1 << min(7, features.count)) numbers")
        }
        self.init(features: features, edges: edges, values: values)
    }
}

extension JSONValue {
    /// A number in the digits of its own precision.
    fileprivate static func number(_ value: Float) -> JSONValue { .number(Double(value.description) ?? 0) }
}
