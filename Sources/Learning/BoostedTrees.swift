import Foundation

/// A sum of small trees that gives the log-odds of change.
///
/// Each level of a tree asks the same question on all its branches (oblivious decision tables), which keeps trees from
/// following chance and lets them be looked up without branches. Sources: Friedman 2001, greedy function approximation;
/// Kohavi & Li 1995, oblivious decision graphs.
package struct BoostedTrees: Sendable, Hashable {
    /// A tree: questions from the root down, and what each combination of answers adds.
    package struct Tree: Sendable, Hashable {
        /// The feature each level asks for.
        package let features: [Int]
        /// The value from which the answer is yes.
        package let edges: [Float]
        /// What is added to the log-odds: `1 << features.count` values, the first question's answer the highest bit.
        package let values: [Float]

        /// - Precondition: one edge a feature, a value for each combination of answers.
        package init(features: [Int], edges: [Float], values: [Float]) {
            precondition(features.count == edges.count && values.count == 1 << features.count)
            self.features = features
            self.edges = edges
            self.values = values
        }
    }

    /// A feature that tells most by itself: trees only mend what it gets wrong.
    package struct Start: Sendable, Hashable {
        /// The feature.
        package let feature: Int
        /// What it adds to the log-odds a unit.
        package let weight: Float

        /// A feature and its weight.
        package init(feature: Int, weight: Float) {
            self.feature = feature
            self.weight = weight
        }
    }

    /// The log-odds of change before any question.
    package let bias: Float
    /// What is added to that before any question; nil for nothing.
    package let start: Start?
    /// The trees.
    package let trees: [Tree]

    /// Trees as a model file has them.
    package init(bias: Float, start: Start? = nil, trees: [Tree]) {
        self.bias = bias
        self.start = start
        self.trees = trees
    }

    /// The log-odds of pixels.
    ///
    /// - Parameter planes: For each feature the value of every pixel.
    /// - Returns: One number a pixel; above 0 where change is likelier than not.
    package func logOdds(_ planes: [[Float]]) -> [Float] {
        let count = planes.first?.count ?? 0
        var sums =
            start.map { start in planes[start.feature].map { bias + start.weight * $0 } }
            ?? [Float](repeating: bias, count: count)
        var answers = [UInt32](repeating: 0, count: count)
        for tree in trees {
            var places = answers.mutableSpan
            for pixel in 0..<count { places[pixel] = 0 }
            for (feature, edge) in zip(tree.features, tree.edges) {
                let plane = planes[feature]
                Self.ask(plane.span, edge, &places)
            }
            let values = tree.values
            Self.add(values.span, places.span, to: &sums)
        }
        return sums
    }

    private static func ask(_ plane: Span<Float>, _ edge: Float, _ answers: inout MutableSpan<UInt32>) {
        precondition(plane.count == answers.count)
        for pixel in 0..<plane.count { answers[pixel] = answers[pixel] &* 2 &+ (plane[pixel] >= edge ? 1 : 0) }
    }

    private static func add(_ values: Span<Float>, _ places: Span<UInt32>, to sums: inout [Float]) {
        var sums = sums.mutableSpan
        precondition(places.count == sums.count)
        for pixel in 0..<places.count { sums[pixel] += values[Int(places[pixel])] }
    }
}

/// How trees are grown.
package struct TreeSettings: Sendable, Hashable {
    /// How many trees.
    package var trees: Int
    /// Questions in each.
    package var depth: Int
    /// The share of each tree's answer that counts (shrinkage).
    package var learningRate: Double
    /// What large values cost (L2).
    package var penalty: Double
    /// The least weight of samples, times p (1 − p), on either side of a question.
    package var leastWeight: Double
    /// The share of the features that each tree may ask for.
    package var featureShare: Double

    /// Settings; those left out are what did best on labelled pairs with whole places left out.
    package init(
        trees: Int = 150,
        depth: Int = 5,
        learningRate: Double = 0.1,
        penalty: Double = 5,
        leastWeight: Double = 10,
        featureShare: Double = 0.3
    ) {
        self.trees = trees
        self.depth = depth
        self.learningRate = learningRate
        self.penalty = penalty
        self.leastWeight = leastWeight
        self.featureShare = featureShare
    }
}
