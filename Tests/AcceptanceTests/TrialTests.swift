import Foundation
import GeoIO
import GeoModel
import SafeFiles
import Testing

/// Methods side by side: every method on every pair, with figures, pictures and a page.
@Suite struct TrialTests {
    private func trial(_ list: String, _ arguments: String...) throws -> (outcome: Binary.Outcome, folder: String) {
        let folder = try SampleDistrict.folder("trial-" + UUID().uuidString)
        try DurableFile.write(list, to: folder + "/pairs.json5")
        let outcome = try Binary.run(
            ["evaluate", "--list", folder + "/pairs.json5", "--out", folder + "/out", "--json"] + arguments)
        return (outcome, folder + "/out")
    }

    @Test func methodsAreSetSideBySide() throws {
        let (before, after) = try SampleDistrict.scenes()
        let truths = try FileManager.default.contentsOfDirectory(atPath: SampleDistrict.source() + "/truth")
        let truth = try #require(truths.sorted().last { $0.hasPrefix("changed-") && $0.hasSuffix(".tif") })
        let methods = try SampleDistrict.folder("trial-methods") + "/two.json5"
        try DurableFile.write(
            """
            { name: "two", detect: { indices: ["ndvi", "ndbi"], states: { source: "test", waterMNDWI: 0.1,
              vegetationNDVI: 0.35, bareBSI: 0.095 }, outputs: ["change.tif"] }, methods: {
              "a": { method: "cva", threshold: { method: "otsu" } },
              "b": { method: "index-differences", threshold: { method: "median-mad" } } } }
            """, to: methods)
        let source = try SampleDistrict.source()
        let pair =
            "before: \"\(before)\", after: \"\(after)\", truth: \"\(source)/truth/\(truth)\", changed: 2, unchanged: 1"
        let (outcome, folder) = try trial(
            "{ pairs: [{ place: \"east\", \(pair) }, { place: \"west\", \(pair) }] }", "--methods", methods)
        #expect(outcome.code == 0, "\(outcome.messages)")
        let record = try JSONValue(parsing: outcome.results, named: "results")
        #expect(record == (try DurableFile.json(of: folder + "/methods.json")))
        let results = try #require(record["results"]?.array)
        #expect(results.compactMap { $0["method"]?.string } == ["a", "b", "a", "b"])
        for result in results {
            let figures = ["f1", "best_f1", "average_precision"].compactMap { result[$0]?.double }
            #expect(figures.count == 3 && figures.allSatisfy { (0...1).contains($0) } && figures[1] >= figures[0])
            #expect(result["f1_by_rule"]?.members?.count == 6)
        }
        // The same pair twice: pooled over pixels, and as the mean, the figures are those of one.
        let sum = try #require(record["summary"]?.array?.first)
        #expect(sum["f1"] == results[0]["f1"] && sum["best_f1"] == results[0]["best_f1"])
        for name in ["before", "after", "score", "verdict"] {
            let picture = try RasterFile("\(folder)/west/b/\(name).png")
            #expect(picture.bands.count == 3 && picture.grid.size.columns > 100)
        }
        #expect(try DurableFile.text(of: folder + "/index.html").contains("west/b/verdict.png"))
    }

    @Test func whatCantBeComparedIsToldAndTheRestGoesOn() throws {
        let (before, after) = try SampleDistrict.scenes()
        let (outcome, folder) = try trial(
            """
            { changed: 2, unchanged: 1, pairs: [{ place: "none", before: "\(before)", after: "\(after)",
              truth: "gone.tif" }] }
            """, "--methods", try oneMethod())
        #expect(outcome.code == 3 && outcome.messages.contains("gone.tif"), "\(outcome.messages)")
        #expect(try DurableFile.text(of: folder + "/index.html").contains("gone.tif"))
        let twice = "{ place: \"a\", before: \"x\", after: \"y\", truth: \"z\" }"
        let (again, _) = try trial("{ changed: 2, unchanged: 1, pairs: [\(twice), \(twice)] }")
        #expect(again.code == 1 && again.messages.contains("each pair needs a place of its own"), "\(again.messages)")
    }

    @Test func withoutTruthTheSharesAreTold() throws {
        let (before, after) = try SampleDistrict.scenes()
        let list = "{ pairs: [{ place: \"fields\", before: \"\(before)\", after: \"\(after)\" }] }"
        let (outcome, folder) = try trial(list, "--methods", try oneMethod())
        #expect(outcome.code == 0, "\(outcome.messages)")
        let result = try #require(try JSONValue(parsing: outcome.results, named: "results")["results"]?.array?.first)
        let shares = ["flagged_share", "built_share", "cleared_share"].compactMap { result[$0]?.double }
        #expect(shares.count == 3 && shares[0] > 0 && shares[0] < 1 && shares[0] >= shares[1] && result["f1"] == nil)
        let picture = try RasterFile("\(folder)/fields/c/verdict.png")
        #expect(picture.bands.count == 3)
        // What learns needs labels.
        let learning = try Binary.run(["calibrate", "--list", folder + "/../pairs.json5", "--out", folder + "/m.json"])
        #expect(learning.code == 1 && learning.messages.contains("truth"), "\(learning.messages)")
    }

    private func oneMethod() throws -> String {
        let path = try SampleDistrict.folder("trial-method") + "/one.json5"
        try DurableFile.write(
            """
            { name: "one", detect: { indices: ["ndvi"], states: { source: "test", waterMNDWI: 0.1, vegetationNDVI: 0.35,
              bareBSI: 0.095 }, outputs: ["change.tif"] }, methods: { "c": { threshold: { method: "otsu" } } } }
            """, to: path)
        return path
    }
}
