import Foundation
import GeoModel
import Learning
import SafeFiles
import Testing

@Suite("Logistic regression, tallies and model files")
struct LogisticRegressionTests {
    @Test("one yes-or-no feature: the odds of each side")
    func twoSides() {
        var samples = LabelledSamples(featureCount: 1)
        for number in 0..<8 {
            samples.append([number < 4 ? 0 : 1], isChanged: number == 0 || number > 4, weight: 1)
        }
        let model = LogisticRegression(samples, penalty: 1e-9)
        let odds = model.logOdds([[0, 1]])
        #expect(abs(odds[0] - log(1.0 / 3)) < 1e-4)
        #expect(abs(odds[1] - log(3.0)) < 1e-4)
    }

    @Test("what a line tells apart stays finite, and a stronger penalty gives smaller weights")
    func separable() {
        var samples = LabelledSamples(featureCount: 2)
        for number in 0..<40 { samples.append([Float(number), 5], isChanged: number >= 20, weight: 1) }
        let weak = LogisticRegression(samples, penalty: 1e-3)
        let strong = LogisticRegression(samples, penalty: 1)
        #expect(weak.weights[0].isFinite && weak.weights[0] > strong.weights[0] && strong.weights[0] > 0)
        #expect(abs(weak.weights[1]) < 1e-6)
        #expect(weak.logOdds([[0, 39], [5, 5]])[0] < -2)
        #expect(weak == LogisticRegression(samples, penalty: 1e-3))
    }

    @Test("figures of six pixels, by hand")
    func tally() {
        var tally = ScoreTally()
        for (score, isChanged) in [(9, true), (7, false), (5, true), (5, false), (2, false), (0, false)] {
            tally.add(UInt16(score), isChanged: isChanged)
        }
        let answers = tally.answers(at: 5)
        #expect(answers == Answers(hits: 2, falseAlarms: 2, misses: 0, quiet: 2))
        #expect(abs(answers.f1 - 2.0 / 3) < 1e-12)
        // 4 of 6 right; by chance ⅔ · ⅓ + ⅓ · ⅔ = 4/9 … (4·2 + 2·4) / 36.
        #expect(abs(answers.kappa - (4.0 / 6 - 16.0 / 36) / (1 - 16.0 / 36)) < 1e-12)
        // At 9: ½ · 1; at 5: ½ · 2/4.
        #expect(abs(tally.averagePrecision - 0.75) < 1e-12)
        // F1 is ⅔ at 9 and at 5; the higher stands.
        #expect(tally.bestThreshold == 9)
        #expect(ScoreTally.pooled([tally, tally]).changedCount == 4)
        #expect(Answers().f1 == 0 && Answers().kappa == 0)
    }

    @Test(
        "the more verdicts, the more may be learnt",
        arguments: [(12, "threshold"), (299, "threshold"), (300, "linear"), (1000, "trees")])
    func learners(count: Int, learner: String) {
        #expect(Learner(verdicts: count).rawValue == learner)
    }

    @Test("a model file's numbers are the model's, bit by bit")
    func file() throws {
        var samples = LabelledSamples(featureCount: 2)
        for number in 0..<400 {
            let value = Float(scattered(UInt64(number)) % 1000) / 999
            samples.append([value, 1 - value / 3], isChanged: value > 0.7, weight: 0.3)
        }
        for learner in [Learner.linear, .trees] {
            let model = try #require(learner.model(of: samples))
            let text = model.json(features: ["a", "b"]).text(indented: true)
            let entry = try StrictObject(
                try JSONValue(parsing: text, named: "m"), named: "m", keys: ["bias", "weights", "start", "trees"])
            #expect(try PixelModel(entry, learner, features: ["a", "b"]) == model)
            #expect(model.learner == learner)
        }
        let started = try #require(Learner.trees.model(of: samples, startingFrom: 1))
        let entry = try StrictObject(
            started.json(features: ["a", "b"]), named: "m", keys: ["bias", "weights", "start", "trees"])
        #expect(try PixelModel(entry, .trees, features: ["a", "b"]) == started)
        #expect(Learner.threshold.model(of: samples) == nil)
    }

    @Test("a damaged model is refused by name")
    func damaged() throws {
        for text in [
            #"{"trees": []}"#, #"{"bias": 0, "trees": [{"features": ["c"], "edges": [1], "values": [0, 1]}]}"#,
            #"{"bias": 0, "trees": [{"features": ["a"], "edges": [1], "values": [0]}]}"#,
            #"{"bias": 0, "start": {"feature": "c", "weight": 1}, "trees": []}"#,
            #"{"bias": 0, "start": {"feature": "a"}, "trees": []}"#,
        ] {
            let entry = try StrictObject(
                try JSONValue(parsing: text, named: "m"), named: "m", keys: ["bias", "weights", "start", "trees"])
            #expect(throws: Fault.self) { try PixelModel(entry, .trees, features: ["a", "b"]) }
        }
    }
}
