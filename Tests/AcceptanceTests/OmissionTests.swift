import Foundation
import SafeFiles
import Testing

/// From places that the machine did not flag to what it missed, as an operator and an inspector go about it.
@Suite struct OmissionTests {
    private let folder: String
    private let region: String
    private let sample: String

    init() throws {
        folder = try SampleDistrict.folder("omission-\(UUID())")
        region = try SampleDistrict.copy(to: folder + "/region")
        sample = folder + "/sample"
        let drawn = try Binary.run(["omission", "draw", "--region", region, "--out", sample, "--places", "40"])
        #expect(drawn.code == 0, "\(drawn.messages)")
    }

    /// The sample's list with a verdict for each place, by its number in the list from 0.
    private func fill(_ name: String, _ verdict: (Int) -> String) throws -> String {
        let lines = try DurableFile.text(of: sample + "/omission.csv").replacing("\r\n", with: "\n").split(
            separator: "\n")
        let filled = lines.dropFirst().enumerated().map { number, line in
            var cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            cells[7] = verdict(number)
            return cells.joined(separator: ",")
        }
        try DurableFile.write(([String(lines[0])] + filled).joined(separator: "\n") + "\n", to: folder + "/" + name)
        return folder + "/" + name
    }

    private func estimate(_ verdicts: String, _ more: String...) throws -> Binary.Outcome {
        try Binary.run(["omission", "estimate", "--sample", sample, "--verdicts", verdicts] + more)
    }

    private func json(_ outcome: Binary.Outcome) throws -> JSONValue {
        try JSONValue(parsing: outcome.results, named: "results")
    }

    @Test func theListsSayWhereAndNotWhat() throws {
        let record = try DurableFile.json(of: sample + "/omission.json")
        let number = try #require(record["sample"]?.string)
        let places = try #require(record["places"]?.array)
        #expect(places.count == 40 && Set(places.compactMap { $0["id"]?.string }).count == 40)
        let features = try #require(try DurableFile.json(of: sample + "/omission.geojson")["features"]?.array)
        #expect(features.compactMap { $0["id"]?.string } == places.compactMap { $0["id"]?.string })
        for feature in features {
            let keys = (feature["properties"]?.members ?? []).map(\.key)
            #expect(feature["properties"]?["sample"]?.string == number && feature["geometry"]?["type"] == "Polygon")
            // Who judges a place is not to know what the machine thought of it.
            #expect(!keys.contains { ["stratum", "score"].contains($0) })
        }
        let page = try DurableFile.text(of: sample + "/omission.html")
        #expect(page.contains("漏检抽样核查表") && page.ranges(of: "<article").count == 40 && !page.contains("near-"))
        let pictures = try FileManager.default.contentsOfDirectory(atPath: sample + "/omission")
        #expect(pictures.count == 80 && pictures.allSatisfy { page.contains("omission/" + $0) })
        let strata = try #require(record["strata"]?.array)
        let land = strata.reduce(0) { $0 + ($1["weight_m2"]?.double ?? 0) * ($1["places"]?.double ?? 0) }
        #expect(abs(land / (record["areas_m2"]?["unflagged"]?.double ?? 0) - 1) < 1e-9)
    }

    @Test func theSameSeedDrawsTheSame() throws {
        let again = folder + "/again"
        let arguments = ["omission", "draw", "--region", region, "--places", "40", "--workers", "1", "--out"]
        #expect(try Binary.run(arguments + [again]).code == 0)
        for name in ["omission.json", "omission.csv", "omission.geojson", "omission.gpkg", "omission.html"] {
            let sums = try [sample, again].map { path in try Checksum.sha256(ofFile: path + "/" + name) }
            #expect(sums[0] == sums[1], "\(name)")
        }
        let other = folder + "/other"
        #expect(try Binary.run(arguments + [other, "--seed", "2"]).code == 0)
        let places = try [sample, other].map { try DurableFile.json(of: $0 + "/omission.json")["places"] }
        #expect(places[0] != places[1])
        let over = try Binary.run(arguments + [sample])
        #expect(over.code == 1 && over.messages.contains("a sample is here already"), "\(over.messages)")
        let dry = try Binary.run(arguments + [folder + "/dry", "--dry-run", "--json"])
        #expect(dry.code == 0 && !FileManager.default.fileExists(atPath: folder + "/dry"))
        #expect(try json(dry)["strata"]?.array?.isEmpty == false)
    }

    @Test func verdictsBecomeAnEstimate() throws {
        let words = ["changed", "unchanged", "无法判断", "", "未变化"]
        let file = try fill("filled.csv") { $0 == 0 ? "有变化" : words[$0 % 5] }
        let outcome = try estimate(file, "--json", "--labels", folder + "/labels.geojson")
        #expect(outcome.code == 0, "\(outcome.messages)")
        let record = try json(outcome)
        let all = try #require(record["all"])
        #expect(["changed", "unchanged", "unclear", "open"].map { all[$0]?.integer } == [8, 16, 8, 8])
        let missed = try #require(all["missed_m2"])
        let figures = ["lower", "value", "upper"].compactMap { missed[$0]?.double }
        #expect(figures.count == 3 && 0 < figures[0] && figures[0] < figures[1] && figures[1] < figures[2])
        // The weighted shares, computed once more from what the files say.
        let strata = try #require(try DurableFile.json(of: sample + "/omission.json")["strata"]?.array)
        let parts = zip(strata, try #require(record["strata"]?.array)).map { stratum, line in
            let counts = ["changed", "unchanged"].map { line[$0]?.double ?? 0 }
            let answers = counts[0] + counts[1]
            return answers > 0 ? (stratum["area_m2"]?.double ?? 0) * counts[0] / answers : 0
        }
        #expect(abs(parts.reduce(0, +) / figures[1] - 1) < 1e-9)
        #expect(record["recall"]?["value"] == .null && outcome.messages.contains("neither is the recall"))
        #expect(outcome.messages.contains("8 unclear and 8 open places"))
        let labels = try #require(try DurableFile.json(of: folder + "/labels.geojson")["features"]?.array)
        #expect(labels.count == 24)
        #expect(labels.count { $0["properties"]?["verdict"] == "confirmed" } == 8)
    }

    /// Labels go into a calibration beside the verdicts on patches, and are not taken for such.
    @Test func labelsAreLearntFrom() throws {
        let file = try fill("filled.csv") { $0 % 4 == 0 ? "changed" : "unchanged" }
        let labels = folder + "/labels.geojson"
        #expect(try estimate(file, "--labels", labels).code == 0)
        let learnt = try Binary.run([
            "calibrate", "--verdicts", labels, "--recipe", region + "/pipelines/monthly.json5", "--out",
            folder + "/model.json", "--json",
        ])
        // Whether forty places help is for the figures to say; without help no model is written.
        #expect([0, 1].contains(learnt.code), "\(learnt.messages)")
        #expect(try json(learnt)["figures"]?["pooled"]?["changed_pixels"]?.integer ?? 0 > 0)
        let confused = try estimate(file, "--flagged", labels)
        #expect(confused.code == 1 && confused.messages.contains("is a place of an omission sample and no patch"))
    }

    /// With verdicts on patches too there is a recall.
    @Test func patchesAndPlacesTogetherGiveTheRecall() throws {
        let listed = try JSONValue(
            parsing: try Binary.run(["queue", "list", "--region", region, "--json"]).results, named: "list")
        let cases = (listed.array ?? []).compactMap { $0["patch"]?.string == nil ? nil : $0["case"]?.string }
        try #require(cases.count >= 4)
        for (number, id) in cases.prefix(4).enumerated() {
            let verdict = number == 0 ? ["--finding", "no-change"] : ["--outcome", "illegal"]
            let steps = [
                ["issue", "--role", "dispatcher"], ["accept", "--role", "inspector"],
                ["survey", "--role", "inspector", "--evidence", SampleDistrict.photo] + verdict,
                ["review", "--role", "reviewer"] + verdict,
            ]
            for step in steps {
                let said = try Binary.run(
                    ["queue", "advance", "--region", region, id] + step + [
                        "--by", step.contains("inspector") ? "王芳" : "李明", "--reason", "现场核查",
                    ])
                try #require(said.code == 0, "\(said.messages)")
            }
        }
        let patches = folder + "/patches.geojson"
        #expect(try Binary.run(["queue", "verdicts", "--region", region, "--out", patches]).code == 0)
        let file = try fill("filled.csv") { $0 == 0 ? "changed" : "unchanged" }
        let record = try json(try estimate(file, "--flagged", patches, "--json"))
        let judged = try #require(record["judged_patches"]?.integer)
        let precision = try #require(record["precision"]?["value"]?.double)
        let flagged = try #require(record["flagged_m2"]?.double)
        let missed = try #require(record["all"]?["missed_m2"]?["value"]?.double)
        #expect(judged > 0 && precision > 0 && precision <= 1)
        let recall = ["lower", "value", "upper"].compactMap { record["recall"]?[$0]?.double }
        #expect(recall.count == 3 && recall[0] < recall[1] && recall[1] < recall[2])
        #expect(abs(recall[1] - flagged * precision / (flagged * precision + missed)) < 1e-12)
    }

    @Test func whatIsWrongWithAListIsNamed() throws {
        let sound = try fill("sound.csv") { _ in "unchanged" }
        var lines = try DurableFile.text(of: sound).split(separator: "\n").map(String.init)
        let second = lines[2]
        lines[1] = lines[1].replacing("unchanged", with: "maybe")
        lines += [second, lines[3].replacing("unchanged", with: "changed"), lines[4].replacing("U04", with: "U99")]
        try DurableFile.write(lines.joined(separator: "\n") + "\n", to: folder + "/odd.csv")
        let odd = try estimate(folder + "/odd.csv", "--json")
        #expect(odd.code == 3 && odd.messages.contains("4 rejected; the rest is done."), "\(odd.messages)")
        let words = [
            "row 1: the verdict ‘maybe’ on U01", "row 41: another verdict on U02, counted once",
            "U03: verdicts contradict each other: unchanged", "row 43: there is no place U99 in the sample",
        ]
        for word in words { #expect(odd.messages.contains(word), "\(word): \(odd.messages)") }
        #expect(try json(odd)["all"]?["open"]?.integer == 2)

        let empty = try Binary.run(["omission", "estimate", "--sample", sample])
        #expect(empty.code == 1 && empty.messages.contains("holds no verdict"), "\(empty.messages)")
        try DurableFile.write("a,b\n1,2\n", to: folder + "/table.csv")
        let columns = try estimate(folder + "/table.csv")
        #expect(columns.code == 1 && columns.messages.contains("has no column ‘id’; there are: a, b."))
    }

    @Test func anotherSampleIsRefused() throws {
        let other = folder + "/other"
        let arguments = ["omission", "draw", "--region", region, "--places", "40", "--seed", "9", "--out", other]
        #expect(try Binary.run(arguments).code == 0)
        let mixed = try Binary.run([
            "omission", "estimate", "--sample", other, "--verdicts", try fill("filled.csv") { _ in "unchanged" },
        ])
        #expect(mixed.code == 1 && mixed.messages.contains("Take the lists of one draw."), "\(mixed.messages)")
        let path = other + "/omission.json"
        let altered = try DurableFile.text(of: path).replacing("\"patches\": ", with: "\"patches\": 1")
        try DurableFile.write(altered, to: path)
        let refused = try Binary.run(["omission", "estimate", "--sample", other])
        #expect(refused.code == 1 && refused.messages.contains("it was altered since it was drawn"))
        let many = try Binary.run([
            "omission", "draw", "--region", region, "--places", "99999", "--out", folder + "/many",
        ])
        #expect(many.code == 1 && many.messages.contains("Ask for fewer."), "\(many.messages)")
    }
}
