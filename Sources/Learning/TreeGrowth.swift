import Foundation

extension BoostedTrees {
    /// Trees that tell changed from unchanged samples (logistic loss); the same for the same samples in the same order.
    ///
    /// - Parameters:
    ///   - samples: At least one.
    ///   - feature: The feature that tells most by itself, and that trees start from; nil for none.
    ///   - settings: How; nil takes what did best on labelled pairs with whole places left out.
    package init(_ samples: LabelledSamples, startingFrom feature: Int? = nil, _ settings: TreeSettings? = nil) {
        precondition(samples.count > 0)
        let start = feature.map { ($0, LogisticRegression(samples, features: [$0])) }
        // What is left to say after a start is less.
        let settings = settings ?? (start == nil ? TreeSettings() : TreeSettings(trees: 200, depth: 4))
        var growth = TreeGrowth(samples, startingFrom: start?.1, settings)
        var trees: [Tree] = []
        for number in 0..<settings.trees {
            guard let tree = growth.grow(number) else { break }
            trees.append(tree)
        }
        self.init(
            bias: growth.bias, start: start.map { Start(feature: $0, weight: $1.weights[$0]) }, trees: trees)
    }
}

/// Growing trees one after the other, each on what those before it left over (second-order boosting).
///
/// Source: Chen & Guestrin 2016, XGBoost, for gain and leaf values.
private struct TreeGrowth {
    let bias: Float
    private let settings: TreeSettings
    private let bins: FeatureBins
    private let labels: [Float]
    private let weights: [Float]
    private var logOdds: [Float]
    /// Gradient and curvature of the loss of each sample.
    private var slopes: [SIMD2<Float>]
    private var leaves: [UInt8]

    init(_ samples: LabelledSamples, startingFrom start: LogisticRegression?, _ settings: TreeSettings) {
        precondition((1...7).contains(settings.depth))
        self.settings = settings
        bins = FeatureBins(samples.columns)
        labels = samples.labels.map { $0 ? 1 : 0 }
        weights = samples.weights
        var (all, changed) = (0.0, 0.0)
        for (label, weight) in zip(labels, weights) {
            all += Double(weight)
            changed += Double(label * weight)
        }
        let share = min(max(changed / all, 1e-4), 1 - 1e-4)
        bias = start?.bias ?? Float(log(share / (1 - share)))
        logOdds = start?.logOdds(samples.columns) ?? [Float](repeating: bias, count: labels.count)
        slopes = [SIMD2<Float>](repeating: SIMD2(), count: labels.count)
        leaves = [UInt8](repeating: 0, count: labels.count)
    }

    /// The next tree; nil where no question helps.
    mutating func grow(_ number: Int) -> BoostedTrees.Tree? {
        fillSlopes()
        for sample in leaves.indices { leaves[sample] = 0 }
        var (asked, edges): ([Int], [Float]) = ([], [])
        let features = features(of: number)
        for level in 0..<settings.depth {
            guard let (feature, edge) = bestQuestion(features, leaves: 1 << level) else { break }
            asked.append(feature)
            edges.append(bins.edges[feature][edge])
            split(feature, edge)
        }
        guard !asked.isEmpty else { return nil }
        let values = leafValues(1 << asked.count)
        for sample in leaves.indices { logOdds[sample] += values[Int(leaves[sample])] }
        return BoostedTrees.Tree(features: asked, edges: edges, values: values)
    }

    private mutating func fillSlopes() {
        for sample in labels.indices {
            let probability = 1 / (1 + exp(-logOdds[sample]))
            slopes[sample] = SIMD2(probability - labels[sample], max(probability * (1 - probability), 1e-6))
            slopes[sample] *= weights[sample]
        }
    }

    /// Some of the features, others for each tree: the first of a shuffle by a fixed sequence of numbers.
    private func features(of tree: Int) -> [Int] {
        let count = max(1, Int((settings.featureShare * Double(bins.edges.count)).rounded(.up)))
        let keys = bins.edges.indices.map { (scattered(UInt64(tree) << 32 | UInt64($0)), $0) }
        return keys.sorted { $0 < $1 }.prefix(count).map(\.1).sorted()
    }

    /// The question that lessens the loss most over all branches; of equal ones the first.
    private func bestQuestion(_ features: [Int], leaves count: Int) -> (feature: Int, edge: Int)? {
        var best: (gain: Double, feature: Int, edge: Int) = (1e-6, -1, -1)
        for feature in features where !bins.edges[feature].isEmpty {
            let sums = sums(feature, leaves: count)
            let gains = gains(sums, edges: bins.edges[feature].count, leaves: count)
            for (edge, gain) in gains.enumerated() where gain > best.gain { best = (gain, feature, edge) }
        }
        return best.feature < 0 ? nil : (best.feature, best.edge)
    }

    /// The slopes of the samples in each leaf and bin.
    private func sums(_ feature: Int, leaves count: Int) -> [SIMD2<Double>] {
        var sums = [SIMD2<Double>](repeating: SIMD2(), count: count * FeatureBins.most)
        let places = bins.bins[feature]
        add(places.span, leaves.span, slopes.span, to: &sums)
        return sums
    }

    private func add(
        _ bins: Span<UInt8>, _ leaves: Span<UInt8>, _ slopes: Span<SIMD2<Float>>, to sums: inout [SIMD2<Double>]
    ) {
        var sums = sums.mutableSpan
        precondition(bins.count == leaves.count && bins.count == slopes.count)
        for sample in 0..<bins.count {
            sums[Int(leaves[sample]) &* FeatureBins.most &+ Int(bins[sample])] += SIMD2<Double>(slopes[sample])
        }
    }

    /// For each edge how much asking there lessens the loss.
    private func gains(_ sums: [SIMD2<Double>], edges: Int, leaves count: Int) -> [Double] {
        var gains = [Double](repeating: 0, count: edges)
        for leaf in 0..<count {
            let bins = sums[leaf * FeatureBins.most..<(leaf + 1) * FeatureBins.most]
            let total = bins.reduce(SIMD2(), +)
            let whole = worth(total)
            var below = SIMD2<Double>()
            for edge in 0..<edges {
                below += bins[bins.startIndex + edge]
                let above = total - below
                guard below[1] >= settings.leastWeight, above[1] >= settings.leastWeight else { continue }
                gains[edge] += worth(below) + worth(above) - whole
            }
        }
        return gains
    }

    private func worth(_ slopes: SIMD2<Double>) -> Double {
        slopes[0] * slopes[0] / (slopes[1] + settings.penalty)
    }

    private mutating func split(_ feature: Int, _ edge: Int) {
        for (sample, bin) in bins.bins[feature].enumerated() {
            leaves[sample] = leaves[sample] &* 2 &+ (Int(bin) > edge ? 1 : 0)
        }
    }

    private func leafValues(_ count: Int) -> [Float] {
        var sums = [SIMD2<Double>](repeating: SIMD2(), count: count)
        for (leaf, slope) in zip(leaves, slopes) { sums[Int(leaf)] += SIMD2<Double>(slope) }
        return sums.map { Float(-settings.learningRate * $0[0] / ($0[1] + settings.penalty)) }
    }
}

/// A number that looks like chance, always the same for the same number.
///
/// Source: Steele, Lea & Flood 2014, SplitMix.
package func scattered(_ number: UInt64) -> UInt64 {
    var mixed = number &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
}
