import Foundation
import GeoModel
import SafeFiles
import Testing

@testable import WorkQueue

/// A region with cases sent out and packs made of them, and somebody who fills packs in as QField does.
final class FieldWork {
    let folder: String
    let region: String
    let packs: String
    /// The pack of 王芳, who accepted her cases.
    let pack: String
    /// The cases of 王芳, each with a point to stand at.
    private(set) var cases: [(id: String, place: MapPoint)] = []

    /// Made once: each test has a copy.
    private static let template = Result {
        let folder = try SampleDistrict.folder("field")
        let (region, packs) = (try SampleDistrict.copy(to: folder + "/region"), folder + "/packs")
        let listed = try JSONValue(
            parsing: try Binary.run(["queue", "list", "--region", region, "--json"]).results, named: "list")
        let ids = (listed.array ?? []).compactMap { $0["patch"]?.string == nil ? nil : $0["case"]?.string }
        try #require(ids.count >= 6)
        for id in ids.prefix(6) { try advance(region, id, "issue", "李明", "dispatcher") }
        for id in ids.prefix(4) { try advance(region, id, "accept", "王芳", "inspector") }
        let made = try Binary.run(["field", "pack", "--region", region, "--out", packs, "--json"])
        try #require(made.code == 0, "\(made.messages)")
        return folder
    }

    init() throws {
        let template = try FieldWork.template.get()
        folder = try SampleDistrict.folder("field-\(UUID())")
        (region, packs, pack) = (folder + "/region", folder + "/packs", folder + "/packs/王芳")
        for name in ["region", "packs"] {
            try FileManager.default.copyItem(atPath: "\(template)/\(name)", toPath: "\(folder)/\(name)")
        }
        let rows = try SQLiteDatabase("\(pack)/field.gpkg", .existing).rows("SELECT case_id, lon, lat FROM cases") {
            row throws(Fault) in (try row.text(), MapPoint(x: row.real(), y: row.real()))
        }
        cases = rows.map { (id: $0.0, place: $0.1) }.sorted { $0.id < $1.id }
        try #require(cases.count == 4)
    }

    func advance(_ id: String, _ action: String, _ name: String, _ role: String, _ more: String...) throws {
        try FieldWork.advance(region, id, action, name, role, more)
    }

    private static func advance(
        _ region: String, _ id: String, _ action: String, _ name: String, _ role: String, _ more: [String] = []
    ) throws {
        let said = try Binary.run(
            ["queue", "advance", "--region", region, id, action, "--by", name, "--role", role, "--reason", "办理"] + more)
        try #require(said.code == 0, "\(said.messages)")
    }

    /// Changes a pack by SQL. Its triggers use functions that only GIS programs have, so they stand aside.
    func edit(_ sql: String, in pack: String? = nil) throws {
        let database = try SQLiteDatabase("\(pack ?? self.pack)/field.gpkg", .existing)
        let triggers = try database.rows("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'cases'")
        {
            row throws(Fault) in try row.text()
        }
        for name in triggers { try database.execute("DROP TRIGGER \"\(name)\"") }
        try database.execute(sql)
    }

    /// Lays a photo into the folder of photos.
    func shoot(_ name: String, at place: MapPoint?, seed: UInt8 = 0, in pack: String? = nil) throws {
        let photo = FieldPhoto(place: place, seed: seed)
        try photo.jpeg().write(to: URL(fileURLWithPath: "\(pack ?? self.pack)/DCIM/\(name)"))
    }

    /// Fills in a case with a photo taken at its place.
    func fill(_ number: Int, finding: String = "unapproved-building", outcome: String = "illegal") throws {
        let (id, place) = cases[number]
        try shoot("\(id).jpg", at: place, seed: UInt8(number))
        try edit(
            """
            UPDATE cases SET outcome = '\(outcome)', finding = '\(finding)', note = '现场核查 \(number)',
                visited_at = '2026-09-20 15:28:00', photo = 'DCIM/\(id).jpg' WHERE case_id = '\(id)'
            """)
    }

    @discardableResult
    func bringBack(_ more: String..., paths: [String]? = nil) throws -> (said: Binary.Outcome, json: JSONValue) {
        let said = try Binary.run(["field", "import", "--region", region, "--json"] + more + (paths ?? [packs]))
        let json = said.results.isEmpty ? JSONValue.null : try JSONValue(parsing: said.results, named: "receipt")
        return (said, json)
    }

    /// Everything in the store that an import could change.
    func state() throws -> [String] {
        let store = try SQLiteDatabase(region + "/monitor.gpkg", .existing)
        return try ["case_file", "event", "evidence", "field_report"].flatMap { table in
            try store.rows("SELECT count(*) || ' ' || ifnull(max(fid), 0) FROM \(table)") { row throws(Fault) in
                "\(table) \(try row.text())"
            }
        } + [try store.text("SELECT hash FROM event ORDER BY fid DESC LIMIT 1") ?? ""]
    }

    var evidence: [String] {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: region + "/evidence")) ?? []
        return names.filter { $0.hasSuffix(".jpg") }.sorted()
    }
}
