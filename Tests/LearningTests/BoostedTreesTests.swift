import Foundation
import Learning
import Testing

@Suite("Boosted trees")
struct BoostedTreesTests {
    private func samples(_ rows: [([Float], Bool, Float)]) -> LabelledSamples {
        var samples = LabelledSamples(featureCount: rows[0].0.count)
        for (features, isChanged, weight) in rows { samples.append(features, isChanged: isChanged, weight: weight) }
        return samples
    }

    /// Points in a square; changed is what lies in the upper right quarter, but for a few.
    private var corner: LabelledSamples {
        var samples = LabelledSamples(featureCount: 3)
        for number in 0..<2000 {
            let (x, y) = (Float(number % 50) / 50, Float(number / 50) / 40)
            let noise = Float(scattered(UInt64(number)) % 100) / 100
            samples.append([x, noise, y], isChanged: (x >= 0.5 && y >= 0.5) != (noise > 0.97), weight: 1)
        }
        return samples
    }

    private func loss(_ model: BoostedTrees, _ samples: LabelledSamples) -> Float {
        let probabilities = PixelModel.trees(model).probabilities(samples.columns)
        return zip(probabilities, samples.labels).reduce(0) { sum, pair in
            sum - log(pair.1 ? pair.0 : 1 - pair.0)
        }
    }

    @Test("one question about four samples, by hand")
    func byHand() {
        let four = samples([([0], false, 1), ([1], false, 1), ([2], true, 1), ([3], true, 1)])
        let model = BoostedTrees(
            four, TreeSettings(trees: 1, depth: 1, learningRate: 1, penalty: 0, leastWeight: 0, featureShare: 1))
        // p = ½ everywhere: the slope of each side is ∓2 · ½, its curvature 2 · ¼, so that the step is ∓2.
        #expect(model.bias == 0)
        #expect(model.trees == [.init(features: [0], edges: [2], values: [-2, 2])])
        #expect(model.logOdds([[-5, 1.9, 2, 9]]) == [-2, -2, 2, 2])
    }

    @Test("the penalty shortens the step: 1 / (½ + 1½)")
    func penalty() {
        let four = samples([([0], false, 1), ([1], false, 1), ([2], true, 1), ([3], true, 1)])
        let model = BoostedTrees(
            four, TreeSettings(trees: 1, depth: 1, learningRate: 1, penalty: 1.5, leastWeight: 0, featureShare: 1))
        #expect(model.trees[0].values == [-0.5, 0.5])
    }

    @Test("trees start from a feature's own odds, and mend only what those get wrong")
    func start() throws {
        let samples = corner
        let alone = LogisticRegression(samples, features: [2])
        let settings = TreeSettings(trees: 3, depth: 2)
        let model = BoostedTrees(samples, startingFrom: 2, settings)
        let start = try #require(model.start)
        #expect(start.feature == 2 && start.weight == alone.weights[2] && model.bias == alone.bias)
        let none = BoostedTrees(bias: model.bias, start: start, trees: [])
        #expect(zip(none.logOdds(samples.columns), alone.logOdds(samples.columns)).allSatisfy { abs($0 - $1) < 1e-5 })
        #expect(loss(model, samples) < loss(none, samples))
        // Where a feature tells everything, nothing is left for trees.
        #expect(loss(model, samples) < loss(BoostedTrees(samples, settings), samples))
    }

    @Test("a side with too little weight is not asked for")
    func leastWeight() {
        let four = samples([([0], false, 1), ([1], false, 1), ([2], true, 1), ([3], true, 1)])
        let model = BoostedTrees(
            four, TreeSettings(trees: 3, depth: 2, learningRate: 1, penalty: 0, leastWeight: 0.6, featureShare: 1))
        #expect(model.trees.isEmpty)
    }

    @Test("a sample of weight 2 is worth two samples")
    func weights() {
        let heavy = samples([([0], false, 2), ([1], true, 1), ([2], true, 1)])
        let double = samples([([0], false, 1), ([0], false, 1), ([1], true, 1), ([2], true, 1)])
        let settings = TreeSettings(trees: 5, depth: 1, learningRate: 0.5, penalty: 1, leastWeight: 0, featureShare: 1)
        let (first, second) = (BoostedTrees(heavy, settings), BoostedTrees(double, settings))
        for (one, other) in zip(first.logOdds([[0, 1, 2]]), second.logOdds([[0, 1, 2]])) {
            #expect(abs(one - other) < 1e-5)
        }
    }

    @Test("features without information leave the share of changed samples")
    func nothingToLearn() {
        let samples = samples((0..<100).map { ([1, 7], $0 % 4 == 0, 1) })
        let model = BoostedTrees(samples)
        #expect(model.trees.isEmpty)
        #expect(abs(PixelModel.trees(model).probabilities([[1], [7]])[0] - 0.25) < 1e-6)
    }

    @Test("what can be told apart is told apart, and more trees fit better")
    func fits() {
        let samples = corner
        var losses: [Float] = []
        for trees in [1, 10, 50, 100] {
            losses.append(loss(BoostedTrees(samples, TreeSettings(trees: trees, featureShare: 1)), samples))
        }
        #expect(losses == losses.sorted(by: >))
        let odds = BoostedTrees(samples, TreeSettings(featureShare: 1)).logOdds([[0.9, 0.1], [0.5, 0.5], [0.9, 0.9]])
        #expect(odds[0] > 1 && odds[1] < -1)
    }

    @Test("the same samples give the same trees, whatever else is learnt")
    func deterministic() {
        let samples = corner
        let first = BoostedTrees(samples)
        _ = BoostedTrees(samples.chosen(Array(0..<500)))
        #expect(first == BoostedTrees(samples))
        #expect(first.trees.count == TreeSettings().trees)
    }
}
