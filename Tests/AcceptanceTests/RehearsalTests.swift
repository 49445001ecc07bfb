import Foundation
import GeoModel
import SafeFiles
import Testing

@testable import WorkQueue

/// A dry run refuses what the run would refuse, and promises no more than that does.
@Suite struct RehearsalTests {
    private let work: FieldWork

    init() throws { work = try FieldWork() }

    private func run(_ arguments: String...) throws -> Binary.Outcome {
        try Binary.run(arguments + ["--region", work.region])
    }

    private func json(_ said: Binary.Outcome) throws -> JSONValue {
        try JSONValue(parsing: said.results, named: "said")
    }

    private func refused(_ words: String, _ arguments: String..., code: Int32 = 1) throws {
        for more in [["--dry-run"], []] {
            let said = try Binary.run(arguments + ["--region", work.region] + more)
            #expect(said.code == code && said.messages.contains(words), "\(arguments) \(more): \(said.messages)")
        }
    }

    @Test func packsAndExchangeTables() throws {
        try work.fill(0)
        try work.bringBack()
        try refused("is not overwritten", "field", "pack", "--out", work.packs, code: 3)
        try refused("written as .gpkg or .xlsx", "field", "exchange", "--out", work.folder + "/e.csv")
        for (name, photos) in [("e.xlsx", 0), ("e.gpkg", 1)] {
            let path = "\(work.folder)/\(name)"
            let words = ["field", "exchange", "--out", path, "--json", "--region", work.region]
            // A state named twice is the same one.
            let states = ["--state", "surveyed", "--state", "surveyed"]
            let rehearsed = try json(try Binary.run(words + states + ["--dry-run"]))
            #expect(rehearsed["jctb"] == 1 && rehearsed["fj"] == .integer(photos))
            #expect(!FileManager.default.fileExists(atPath: path))
            #expect(try json(try Binary.run(words + states)) == rehearsed)
        }
        let twice = try run(
            "field", "pack", "--out", work.folder + "/twice", "--json", "--state", "issued", "--state", "issued")
        #expect(try twice.code == 0 && json(twice)["packs"]?.array?.first?["cases"] == 2, "\(twice.messages)")
    }

    @Test func backups() throws {
        let (path, before) = (work.folder + "/copies/one.gpkg", try work.state())
        let rehearsed = try run("backup", "--out", path, "--dry-run", "--json")
        #expect(try json(rehearsed) == ["file": .string(path), "written": false])
        #expect(!FileManager.default.fileExists(atPath: work.folder + "/copies"))
        #expect(try run("backup", "--out", path).code == 0)
        try refused("never overwrites", "backup", "--out", path)
        #expect(try run("backup", "restore", path, "--dry-run").code == 0)
        let manifest = try DurableFile.json(of: path + ".json")
        let name = try #require(manifest["region"]?.string)
        try DurableFile.write(manifest.text().replacing("\"\(name)\"", with: "\"another\""), to: path + ".json")
        try refused("is a backup of ‘another’", "backup", "restore", path)
        let (other, link) = (work.folder + "/copies/two.gpkg", work.folder + "/copies/link.gpkg")
        try DurableFile.write(manifest.text(), to: path + ".json")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        #expect(try run("backup", "restore", link).code == 0)
        #expect(DurableFile.size(of: work.region + "/monitor.gpkg") == DurableFile.size(of: path))
        #expect(try run("queue", "list").code == 0 && run("backup", "verify", path).code == 0)
        try DurableFile.write("mine", to: other + ".json")
        try refused("never overwrites", "backup", "--out", other)
        #expect(try DurableFile.text(of: other + ".json") == "mine")
        #expect(!FileManager.default.fileExists(atPath: other))
        try refused("FILE goes with verify, restore only", "backup", "make", other, code: 2)
        // As long as another program has the store open, it can't be replaced.
        let reader = try SQLiteDatabase(work.region + "/monitor.gpkg", .reading)
        try reader.execute("BEGIN; SELECT count(*) FROM case_file")
        try refused("has the store open", "backup", "restore", path)
        try reader.execute("COMMIT")
        #expect(try work.state() == before)
    }

    @Test func theDoctorSaysWhatARepairWould() throws {
        let store = try SQLiteDatabase(work.region + "/monitor.gpkg", .existing)
        func structure() throws -> (code: Int32, check: JSONValue) {
            let said = try run("doctor", "--json")
            let checks = try json(said)["checks"]?.array ?? []
            return (said.code, try #require(checks.first { $0["name"] == "structure" }))
        }
        #expect(try structure().check["status"] == "ok")
        try store.execute("CREATE TRIGGER mine AFTER INSERT ON parcel BEGIN SELECT 1; END")
        let noticed = try structure()
        #expect(noticed.code == 0 && noticed.check["status"] == "warn", "\(noticed.check.text())")
        #expect(try run("doctor", "--repair").code == 0)
        try store.execute("PRAGMA foreign_keys = OFF; DROP TABLE duty_visit")
        let beyond = try structure()
        #expect(beyond.code == 1 && beyond.check["status"] == "fail", "\(beyond.check.text())")
        #expect(beyond.check["detail"]?["en"]?.string?.contains("1 can't be repaired") == true)
        let said = try run("backup", "--out", work.folder + "/damaged.gpkg")
        #expect(said.code == 1 && said.messages.contains("duty_visit is gone"), "\(said.messages)")
        #expect(try run("doctor", "--repair").code == 1)
    }
}
