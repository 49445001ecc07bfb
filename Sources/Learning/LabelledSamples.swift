/// Labelled pixels with their features, of one place or several.
package struct LabelledSamples: Sendable {
    /// For each feature the value of every sample.
    package private(set) var columns: [[Float]]
    /// Whether each sample changed.
    package private(set) var labels: [Bool]
    /// How much each sample counts, more than 0.
    package private(set) var weights: [Float]

    /// No samples yet of that many features.
    package init(featureCount: Int) {
        columns = Array(repeating: [], count: featureCount)
        labels = []
        weights = []
    }

    /// How many samples there are.
    package var count: Int { labels.count }

    /// Adds one sample.
    /// - Precondition: `features` has a value for each feature.
    package mutating func append(_ features: [Float], isChanged: Bool, weight: Float) {
        precondition(features.count == columns.count && weight > 0)
        for (feature, value) in features.enumerated() { columns[feature].append(value) }
        labels.append(isChanged)
        weights.append(weight)
    }

    /// Adds the samples of another place.
    /// - Precondition: both have the same features.
    package mutating func append(_ other: LabelledSamples) {
        precondition(other.columns.count == columns.count)
        for feature in columns.indices { columns[feature] += other.columns[feature] }
        labels += other.labels
        weights += other.weights
    }

    /// Some of the samples, by their numbers.
    package func chosen(_ numbers: [Int]) -> LabelledSamples {
        var chosen = LabelledSamples(featureCount: 0)
        chosen.columns = columns.map { column in numbers.map { column[$0] } }
        chosen.labels = numbers.map { labels[$0] }
        chosen.weights = numbers.map { weights[$0] }
        return chosen
    }

    /// The same samples with weights that sum up to `sum`, so that places of any size count alike.
    package func weighted(to sum: Float) -> LabelledSamples {
        var result = self
        let factor = sum / max(weights.reduce(0, +), .leastNormalMagnitude)
        result.weights = weights.map { $0 * factor }
        return result
    }
}
