import Foundation
import GeoModel
import SafeFiles
import Testing

@testable import WorkQueue

/// An entity that had its visits of the year is visited again on a ground alone, whichever way the step comes in.
@Suite struct VisitCapTests {
    private let work: FieldWork

    /// All land is one company's, which has been visited on 20 September.
    init() throws {
        work = try FieldWork()
        let store = try SQLiteDatabase(work.region + "/monitor.gpkg", .existing)
        try store.execute("UPDATE parcel SET holder = '某某制造有限公司'")
        let parcels = try store.integer("SELECT count(*) FROM flag WHERE links LIKE '%\"kind\":\"parcel\"%'")
        try #require((parcels ?? 0) >= 4)
        try work.fill(0)
        try work.bringBack()
    }

    private func visit(_ id: String) throws -> JSONValue? {
        let said = try Binary.run(["queue", "show", id, "--json", "--region", work.region])
        return try JSONValue(parsing: said.results, named: id)["events"]?.array?.last?["visit"]
    }

    @Test func reportsFromTheField() throws {
        // On the same day it is one visit; on another, a report without a ground is a conflict, and its own row tells.
        try work.fill(1)
        try work.fill(2)
        let id = work.cases[2].id
        try work.edit("UPDATE cases SET visited_at = '2026-09-19 10:00:00' WHERE case_id = '\(id)'")
        let (said, receipt) = try work.bringBack()
        #expect(receipt["accepted"]?.array?.count == 1 && receipt["conflicts"]?.array?.count == 1, "\(said.messages)")
        for word in ["某某制造有限公司", "2026-09-20", "visit-ground"] {
            #expect(said.messages.contains(word), "\(word): \(said.messages)")
        }
        try work.edit("UPDATE cases SET visit_ground = 'complain' WHERE case_id = '\(id)'")
        #expect(try work.bringBack().said.messages.contains("loop/visits.json5"))
        try work.edit("UPDATE cases SET visit_ground = 'complaint' WHERE case_id = '\(id)'")
        #expect(try work.bringBack().json["accepted"]?.array?.count == 1)
        #expect(
            try visit(id) == ["entity": "某某制造有限公司", "day": "2026-09-19", "ground": "complaint"])
        let before = try work.state()
        try work.bringBack()
        #expect(try work.state() == before)
    }

    @Test func stepsByHand() throws {
        let (id, files) = (work.cases[3].id, work.evidence)
        let step = [
            "queue", "advance", "--region", work.region, id, "survey", "--by", "王芳", "--role", "inspector",
            "--reason", "现场核查", "--finding", "no-change", "--evidence", SampleDistrict.photo,
        ]
        let before = try work.state()
        for more in [["--dry-run"], [], ["--visit-ground", "curiosity"]] {
            let said = try Binary.run(step + more)
            #expect(said.code == 1 && said.messages.contains("complaint"), "\(more): \(said.messages)")
        }
        #expect(try work.state() == before && work.evidence == files)
        #expect(try Binary.run(step + ["--visit-ground", "danger", "--dry-run"]).code == 0)
        #expect(try work.state() == before && work.evidence == files)
        #expect(try Binary.run(step + ["--visit-ground", "danger"]).code == 0)
        #expect(try visit(id)?["ground"] == "danger" && work.evidence.count == files.count + 1)
        let shown = try Binary.run(["queue", "show", id, "--region", work.region, "--lang", "zh"])
        #expect(shown.results.contains("走访事由：现实危险"))
    }

    @Test func theListOfVisitsSaysTheSame() throws {
        let said = try Binary.run(["queue", "visits", "--year", "2026", "--json", "--region", work.region])
        let plan = try JSONValue(parsing: said.results, named: "visits").array ?? []
        let own = try #require(plan.first { $0["entity"] == "某某制造有限公司" })
        #expect(own["at_cap"] == true && own["cap"] == 1 && own["visited"] == ["2026-09-20"])
        let codes = try Binary.run(["queue", "codes", "--region", work.region, "--lang", "en"])
        #expect(codes.results.contains("--visit-ground return-visit"))
    }
}
