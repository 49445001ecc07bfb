import Foundation
import SafeFiles
import Testing

/// What happens to a region after its first month, each test on a copy of its own.
@Suite struct RegionCopyTests {
    /// A copy of the sample's region after its first run.
    private struct Copy {
        let path: String

        init() throws {
            path = FileManager.default.temporaryDirectory.appendingPathComponent("tuban-region-\(UUID())").path
            _ = try SampleDistrict.copy(to: path)
        }

        func remove() { try? FileManager.default.removeItem(atPath: path) }

        /// The store with the log beside it.
        func removeStore() {
            for suffix in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: path + "/monitor.gpkg" + suffix)
            }
        }

        func tuban(_ arguments: String...) throws -> Binary.Outcome {
            try Binary.run(arguments + ["--region", path])
        }

        func json(_ arguments: String..., code: Int32 = 0) throws -> JSONValue {
            let outcome = try Binary.run(arguments + ["--region", path, "--json"])
            #expect(outcome.code == code, "\(arguments): \(outcome.messages)")
            return try JSONValue(parsing: outcome.results, named: arguments.joined(separator: " "))
        }

        /// Writes a file of the region anew, one text in the place of another.
        func edit(_ file: String, _ old: String, _ new: String) throws {
            let text = try DurableFile.text(of: path + "/" + file)
            #expect(text.contains(old), "\(file)")
            try DurableFile.write(text.replacing(old, with: new), to: path + "/" + file)
        }
    }

    /// Two recipes' patches once had the same numbers and the same folder, so the second took them from the first.
    @Test func anotherRecipeLeavesTheMonthAlone() throws {
        let region = try Copy()
        defer { region.remove() }
        let cases = try region.json("queue", "list")
        let folder = try region.json("detect", "--recipe", "pair-multispectral", "--against", "2026-08")["folder"]?
            .string
        #expect(folder?.hasSuffix("/runs/2026-09/pair-multispectral") == true)
        let patches = try DurableFile.text(of: try #require(folder) + "/patches.geojson")
        #expect(patches.contains("202609-pair-multispectral-R"))
        #expect(try region.json("queue", "list") == cases)
        let again = try region.json("run", "monthly", code: 3)
        #expect(again["resumed"] == ["registers", "detect", "join"])
        let record = try DurableFile.json(of: region.path + "/runs/2026-09/run.json")
        #expect(again["patches"] == record["results"]?["patches"])
        #expect(try region.tuban("join", "--recipe", "pair-multispectral").code == 0)
    }

    /// The join once asked the catalogue for the recipe's own two months, whatever had been compared.
    @Test func aJoinGoesByTheImagesThatWereCompared() throws {
        let region = try Copy()
        defer { region.remove() }
        let months = SampleDistrict.isRelease ? 12 : 1
        try region.edit("pipelines/monthly.json5", "monthsEarlier: \(months)", "monthsEarlier: 60")
        #expect(try region.tuban("detect", "--against", "2026-08").code == 0)
        let outcome = try region.tuban("join")
        #expect(outcome.code == 0, "\(outcome.messages)")
    }

    /// A profile says what the numbers of a scene mean; scenes that were known once kept what an older one had said.
    @Test func anEditedProfileIsNoticed() throws {
        let region = try Copy()
        defer { region.remove() }
        let usable = try region.json("scenes", "list").array?.compactMap { $0["usable"]?.double } ?? []
        try region.edit("pipelines/profiles/sentinel2.json5", "usable: [4, 5, 6, 7]", "usable: [4, 5]")
        #expect(try region.json("run", "monthly", code: 3)["resumed"] == ["registers"])
        let smaller = try region.json("scenes", "list").array?.compactMap { $0["usable"]?.double } ?? []
        #expect(smaller.count == usable.count && zip(smaller, usable).allSatisfy { $0 < $1 })
        #expect(try region.json("run", "monthly", code: 3)["resumed"] == ["registers", "detect", "join"])
        // The scale of bare files is the profile's; these scenes' STAC items say their own.
        try region.edit("pipelines/profiles/sentinel2.json5", "noData: 0", "noData: 1")
        #expect(try region.json("run", "monthly", code: 3)["resumed"] == ["registers"])
    }

    /// The steps of a month were once skipped although nothing of them was in the store, and an empty list went out.
    @Test func aStoreFromABackupIsFilledAgain() throws {
        let region = try Copy()
        let empty = try Copy()
        defer {
            region.remove()
            empty.remove()
        }
        let cases = try region.json("queue", "list").array?.count
        empty.removeStore()
        region.removeStore()
        let source = try SampleDistrict.source()
        #expect(try empty.tuban("init", "--from", source + "/district.json5").code == 0)
        try Data(contentsOf: URL(fileURLWithPath: empty.path + "/monitor.gpkg"))
            .write(to: URL(fileURLWithPath: region.path + "/monitor.gpkg"))
        #expect(try region.json("run", "monthly", code: 3)["resumed"] == [])
        #expect(try region.json("queue", "list").array?.count == cases)
    }

    @Test func aRegisterThatTheSettingsNoLongerNameIsEmptied() throws {
        let region = try Copy()
        defer { region.remove() }
        let settings = try DurableFile.json(of: region.path + "/region.json5")
        let sources = try #require(settings["sources"]?["registers"]?.array)
        for source in sources where source["kind"] == "zone" {
            try region.edit("region.json5", try #require(source["path"]?.string), "gone.shp")
        }
        #expect(try region.json("run", "monthly", code: 3)["rejected"]?.array?.count == 2)
        #expect(try region.json("status")["registers"]?["zone"]?.integer ?? 0 > 0, "a file that is gone is a mistake")
        let others = JSONValue.array(sources.filter { $0["kind"] != "zone" })
        let text = try DurableFile.text(of: region.path + "/region.json5")
        let kept = try #require(text.range(of: "\"registers\": ["))
        let end = try #require(text.range(of: "]", options: .backwards))
        let edited = text[..<kept.lowerBound] + "\"registers\": " + others.text() + text[end.upperBound...]
        try DurableFile.write(String(edited), to: region.path + "/region.json5")
        let outcome = try region.tuban("run", "monthly")
        #expect(outcome.code == 3 && outcome.messages.contains("no control lines were given"), "\(outcome.messages)")
        #expect(outcome.messages.contains("skipped: detect."), "registers have no part in the comparison")
        #expect(try region.json("status")["registers"]?["zone"] == 0)
    }
}
