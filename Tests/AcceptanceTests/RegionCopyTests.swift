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
            try FileManager.default.copyItem(atPath: try SampleDistrict.region().path, toPath: path)
        }

        func remove() { try? FileManager.default.removeItem(atPath: path) }

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
        let folder = try region.json("detect", "--recipe", "pair-sentinel2", "--against", "2026-08")["folder"]?.string
        #expect(folder?.hasSuffix("/runs/2026-09/pair-sentinel2") == true)
        let patches = try DurableFile.text(of: try #require(folder) + "/patches.geojson")
        #expect(patches.contains("202609-pair-sentinel2-R"))
        #expect(try region.json("queue", "list") == cases)
        let again = try region.json("run", "monthly", code: 3)
        #expect(again["resumed"] == ["registers", "detect", "join"])
        let record = try DurableFile.json(of: region.path + "/runs/2026-09/run.json")
        #expect(again["patches"] == record["results"]?["patches"])
        #expect(try region.tuban("join", "--recipe", "pair-sentinel2").code == 0)
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
}
