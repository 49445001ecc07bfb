import Foundation
import SafeFiles
import Testing

/// From cases that people have judged to what the program learns from them.
@Suite struct VerdictTests {
    private let folder: String

    init() throws { folder = try SampleDistrict.folder("verdicts-\(UUID())") }

    private func judge(_ id: String, _ outcome: String, in region: String) throws {
        let verdict = outcome == "other" ? ["--finding", "no-change"] : ["--outcome", outcome]
        let steps = [
            ("issue", "dispatcher", []), ("accept", "inspector", []),
            ("survey", "inspector", verdict + ["--evidence", SampleDistrict.photo]), ("review", "reviewer", verdict),
        ]
        for (action, role, more) in steps {
            let said = try Binary.run(
                [
                    "queue", "advance", id, action, "--by", role == "inspector" ? "王芳" : "李明", "--role", role,
                    "--reason", "现场核查",
                ] + more
                    + ["--region", region])
            #expect(said.code == 0, "\(said.messages)")
        }
    }

    @Test func verdictsAreExportedAndLearntFrom() throws {
        let region = try SampleDistrict.copy(to: folder + "/region")
        let listed = try Binary.run(["queue", "list", "--region", region, "--json"])
        let cases = try JSONValue(parsing: listed.results, named: "list").array ?? []
        // One case a patch, so that no case speaks for another.
        var patches: [String: String] = [:]
        for item in cases {
            if let patch = item["patch"]?.string, let id = item["case"]?.string { patches[patch] = id }
        }
        let judged = patches.sorted { $0.key < $1.key }.prefix(6)
        try #require(judged.count == 6)
        for (number, patch) in judged.enumerated() {
            try judge(patch.value, number % 2 == 0 ? "illegal" : "other", in: region)
        }
        let file = folder + "/verdicts.geojson"
        let exported = try Binary.run(["queue", "verdicts", "--region", region, "--out", file, "--json"])
        #expect(exported.code == 0, "\(exported.messages)")
        let features = try #require(try DurableFile.json(of: file)["features"]?.array)
        #expect(features.count == 6)
        for feature in features {
            let properties = try #require(feature["properties"])
            let id = try #require(feature["id"]?.string)
            let number = try #require(judged.firstIndex { $0.key == id })
            #expect(properties["verdict"]?.string == (number % 2 == 0 ? "confirmed" : "dismissed"))
            #expect(properties["who"]?.string == "李明" && properties["role"]?.string == "reviewer")
            let paths = (properties["before"]?.array ?? []).compactMap(\.string)
            #expect(properties["before_scale"]?.double ?? 0 > 0 && properties["after_offset"]?.double != nil)
            let codes = properties["before_mask_codes"]?.array?.compactMap(\.integer)
            #expect(codes == [4, 5, 6, 7] && properties["after_no_data"]?.double == 0)
            #expect(!paths.isEmpty && paths.allSatisfy(FileManager.default.fileExists))
        }
        let model = folder + "/model.json"
        let learnt = try Binary.run([
            "calibrate", "--verdicts", file, "--recipe", region + "/pipelines/monthly.json5", "--out", model, "--json",
        ])
        // Whether six verdicts help is for the figures to say; without help no model is written.
        #expect([0, 1].contains(learnt.code), "\(learnt.messages)")
        let record = try JSONValue(parsing: learnt.results, named: "calibrate")
        #expect(record["learner"] == "threshold")
        #expect(FileManager.default.fileExists(atPath: model) == (learnt.code == 0))
        #expect(record["figures"]?["pooled"]?["changed_pixels"]?.integer ?? 0 > 0)
    }

    @Test func withoutVerdictsThereIsNothingToLearn() throws {
        let region = try SampleDistrict.copy(to: folder + "/region")
        let file = folder + "/none.geojson"
        #expect(try Binary.run(["queue", "verdicts", "--region", region, "--out", file]).code == 0)
        let learnt = try Binary.run(["calibrate", "--verdicts", file, "--out", folder + "/model.json"])
        #expect(learnt.code == 1 && learnt.messages.contains("holds no verdict"), "\(learnt.messages)")
        #expect(try Binary.run(["calibrate", "--out", folder + "/model.json"]).code == 2)
    }
}
