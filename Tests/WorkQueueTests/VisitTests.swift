import Foundation
import GeoModel
import LandRecords
import SafeFiles
import Testing

@testable import WorkQueue

/// The yearly cap of visits to one entity: what is a visit, when one is refused, and what lets it through.
@Suite struct VisitTests {
    private let district: District
    private let store: RegionStore
    private let codes: LoopCodes

    /// Six cases, of which the first three lie on one parcel of a company, the others on a parcel each.
    init() throws {
        district = try District()
        store = try district.create()
        codes = try .program()
        try store.saveRun(try District.run())
        let flags = try (1...6).map { number in try flag(number, number < 4 ? "A" : "B\(number)") }
        try store.saveFlags(flags, run: "2026-06", at: try #require(Timestamp("2025-01-02T01:00:00Z")))
        try holders([("A", " 甲 公司"), ("B4", "乙村民委员会"), ("B5", nil)])
        for number in 1...6 {
            try take(number, .issue, .dispatcher, "2025-01-02T02:00:00Z")
            try take(number, .accept, .inspector, "2025-01-02T03:00:00Z")
        }
    }

    private func flag(_ number: Int, _ parcel: String) throws -> Flag {
        let flag = try District.flag(number)
        let links = [
            RecordLink(kind: .parcel, key: "Z", sharedArea: Area(squareMetres: 1)),
            RecordLink(kind: .parcel, key: parcel, sharedArea: Area(squareMetres: 900)),
            RecordLink(kind: .zone, key: "JBNT-1", sharedArea: Area(squareMetres: 5000)),
        ]
        return Flag(
            id: flag.id, theme: flag.theme, themeLabel: flag.themeLabel, rule: flag.rule, period: flag.period,
            patch: nil, shape: flag.shape, area: flag.area, priority: 2, reason: flag.reason, facts: [],
            links: number == 6 ? [] : links)
    }

    private func holders(_ parcels: [(code: String, holder: String?)]) throws {
        let database = try district.intruder()
        for parcel in parcels {
            try database.run(
                "INSERT INTO parcel (geom, code, holder, source_layer, source_row) VALUES (?, ?, ?, 'p.shp', 1)",
                [.shape(District.square(1), system: 4548), .text(parcel.code), .text(parcel.holder)])
        }
    }

    @discardableResult
    private func take(
        _ number: Int, _ action: CaseAction, _ role: Role, _ time: String, finding: String? = nil,
        files: [Evidence] = [], ground: String? = nil, on day: String? = nil
    ) throws -> CaseSummary {
        let id = "202606-000\(number)"
        let seen = try store.caseDetail(id).summary.version
        var step = CaseStep(
            action, by: try Person(name: "张\(role.label.zh)", role: role), at: try #require(Timestamp(time)),
            reason: "按程序办理", seenVersion: seen)
        (step.finding, step.evidence, step.visitGround) = (finding, files, ground)
        step.visitedOn = day.flatMap { CalendarDate($0) }
        if action == .approveDisposal { step.disposal = "self-correction" }
        return try store.advance(id, step, codes)
    }

    private func survey(
        _ number: Int, _ time: String, finding: String = "no-change", files: [Evidence] = [.photo],
        ground: String? = nil, on day: String? = nil
    ) throws {
        try take(number, .survey, .inspector, time, finding: finding, files: files, ground: ground, on: day)
    }

    private func days(_ year: Int, _ entity: String = "甲公司") throws -> [String] {
        (try store.visitDays(in: year)[entity] ?? []).map(\.description)
    }

    private func lastVisit(_ number: Int) throws -> JSONValue? {
        try store.caseDetail("202606-000\(number)").events.last?.details["visit"]
    }

    @Test func aVisitOnAFurtherDayIsRefusedAndNothingIsChanged() throws {
        try survey(1, "2026-03-02T02:00:00Z")
        let before = try store.integrityReport()
        let refused = try #require(fault { try survey(2, "2026-03-03T02:00:00Z") })
        #expect(refused.object == "202606-0002")
        for word in ["甲公司", "2026-03-02", "1 a year", "complaint", "visit-ground"] {
            #expect(refused.message.en.contains(word), "\(word): \(refused.message.en)")
        }
        for word in ["甲公司 2026 年已走访 1 天", "每年上限 1 天", "superior-lead"] {
            #expect(refused.message.zh.contains(word), "\(word): \(refused.message.zh)")
        }
        #expect(try store.integrityReport() == before)
        // Next year it has its visit again.
        try survey(2, "2027-01-04T02:00:00Z")
        #expect(try days(2026) == ["2026-03-02"] && days(2027) == ["2027-01-04"])
    }

    @Test func visitsOnOneDayAreOne() throws {
        try survey(1, "2026-03-02T01:00:00Z")
        try survey(2, "2026-03-02T15:59:59Z")
        #expect(try days(2026) == ["2026-03-02"])
        // At 16:00 in UTC the bureau's next day has begun.
        #expect(fault { try survey(3, "2026-03-02T16:00:00Z") } != nil)
        try survey(3, "2026-03-04T02:00:00Z", on: "2026-03-02")
        #expect(try lastVisit(3) == ["entity": "甲公司", "day": "2026-03-02", "ground": .null])
    }

    @Test func aGroundLetsItThroughAndIsKept() throws {
        try survey(1, "2026-03-02T02:00:00Z")
        let unknown = fault { try survey(2, "2026-03-03T02:00:00Z", ground: "complain") }
        #expect(unknown?.message.en.contains("Did you mean ‘complaint’?") == true)
        try survey(2, "2026-03-03T02:00:00Z", ground: "complaint")
        #expect(try lastVisit(2) == ["entity": "甲公司", "day": "2026-03-03", "ground": "complaint"])
        #expect(try days(2026) == ["2026-03-02", "2026-03-03"])
        #expect(fault { try survey(3, "2026-03-04T02:00:00Z") }?.message.en.contains("2 days") == true)
        guard case .intact = try store.verifyChain() else { return #expect(Bool(false)) }
    }

    @Test func deskWorkIsNoVisit() throws {
        try survey(1, "2026-03-02T02:00:00Z", finding: "approved", files: [])
        var paper = Evidence.photo
        paper = Evidence(sha256: paper.sha256, name: "批文.pdf", mediaType: "application/pdf", bytes: 5)
        try survey(2, "2026-03-03T02:00:00Z", finding: "approved", files: [paper])
        #expect(try days(2026).isEmpty && lastVisit(2) == .null)
        // A photo shows that somebody was there, whatever was found.
        try survey(3, "2026-03-04T02:00:00Z", finding: "approved")
        #expect(try days(2026) == ["2026-03-04"])
        let slip = fault { try survey(5, "2026-03-04T02:00:00Z", finding: "approved", files: [], ground: "danger") }
        #expect(slip?.message.en.contains("takes no ground of a visit") == true)
        let other = fault { try take(6, .assign, .dispatcher, "2026-03-04T02:00:00Z", ground: "danger") }
        #expect(other != nil)
    }

    @Test func theCapIsTheEntitys() throws {
        try survey(1, "2026-03-02T02:00:00Z")
        // A village is no entity that is inspected; a parcel without a holder stands for itself; land of nobody known.
        try survey(4, "2026-03-03T02:00:00Z")
        try survey(5, "2026-03-04T02:00:00Z")
        try survey(6, "2026-03-05T02:00:00Z")
        #expect(try lastVisit(6) == ["entity": .null, "day": "2026-03-05", "ground": .null])
        try take(4, .sendBack, .reviewer, "2026-03-06T02:00:00Z")
        try survey(4, "2026-03-07T02:00:00Z")
        try take(5, .sendBack, .reviewer, "2026-03-06T02:00:00Z")
        #expect(fault { try survey(5, "2026-03-07T02:00:00Z") }?.message.en.contains("B5") == true)
        try survey(5, "2026-03-07T02:00:00Z", ground: "sent-back")
        #expect(
            try store.visitDays(in: 2026).mapValues(\.count) == ["甲公司": 1, "乙村民委员会": 2, "B5": 2])
    }

    @Test func whatWasUndoneWasNoVisit() throws {
        try survey(1, "2026-03-02T02:00:00Z")
        try take(1, .undo, .inspector, "2026-03-03T01:00:00Z")
        #expect(try days(2026).isEmpty)
        try survey(1, "2026-03-03T02:00:00Z")
        #expect(try days(2026) == ["2026-03-03"])
    }

    /// A return visit is a ground by itself, which is kept where it was needed.
    @Test func aReturnVisitNeedsNoOtherGround() throws {
        try survey(1, "2026-03-02T02:00:00Z", finding: "unapproved-building")
        let steps: [(CaseAction, Role, String?)] = [
            (.review, .reviewer, "unapproved-building"), (.approveDisposal, .leader, nil),
            (.finishDisposal, .dispatcher, nil), (.fileFeedback, .operatorRole, nil),
        ]
        for (action, role, finding) in steps {
            let files: [Evidence] = action == .finishDisposal ? [.photo] : []
            try take(1, action, role, "2026-04-01T02:00:00Z", finding: finding, files: files)
        }
        try take(1, .visitAgain, .inspector, "2026-05-06T02:00:00Z", files: [.photo])
        #expect(try lastVisit(1)?["ground"] == "return-visit")
        #expect(try days(2026) == ["2026-03-02", "2026-05-06"])
    }

    /// Events of earlier programs say nothing of visits: what they show tells, and the register whose land it is.
    @Test func visitsOfEarlierProgramsCount() throws {
        try survey(1, "2026-03-01T16:30:00Z")
        try survey(2, "2026-03-02T03:00:00Z", finding: "approved", files: [])
        let database = try district.intruder()
        try database.execute(
            """
            DROP TRIGGER event_is_never_changed; DROP TABLE case_visit;
            DELETE FROM gpkg_contents WHERE table_name = 'case_visit';
            DELETE FROM store_migration WHERE version = 7;
            UPDATE event SET details = json_remove(details, '$.visit');
            """)
        // As that program would have chained it.
        var rows: [EventRow] = []
        try database.forEachRow("SELECT \(EventRow.layout.selection) FROM event ORDER BY fid") { row in
            rows.append(EventRow(row: row))
        }
        var last = EventChain.start
        for var row in rows {
            row.previousHash = last
            last = row.digest
            try database.run(
                "UPDATE event SET previous_hash = ?, hash = ? WHERE fid = ?",
                [.text(row.previousHash), .text(last), .integer(row.sequence)])
        }
        let store = try RegionStore.open(district.path)
        #expect(try store.visitDays(in: 2026) == ["甲公司": [try #require(CalendarDate("2026-03-02"))]])
        #expect(try store.visitApartFromItsEvents() == nil)
        #expect(fault { try survey(3, "2026-03-03T02:00:00Z") }?.message.en.contains("2026-03-02") == true)
        try survey(3, "2026-03-02T04:00:00Z")
    }

    /// A visit is what its event says, and no program can make it another.
    @Test func visitsAreHeldAgainstTheirEvents() throws {
        let database = try district.intruder()
        try survey(1, "2026-03-02T02:00:00Z")
        try survey(4, "2026-03-02T02:00:00Z", finding: "approved", files: [])
        for change in ["UPDATE case_visit SET day = '2025-03-02'", "DELETE FROM case_visit"] {
            #expect(fault { try database.execute(change) }?.message.en.contains("never") == true)
        }
        let invented = "INSERT INTO case_visit (case_id, case_version, day) VALUES ('202606-0001', 2, '2026-03-02')"
        #expect(fault { try database.execute(invented) }?.message.en.contains("comes with an event") == true)
        let desk = "INSERT INTO case_visit (case_id, case_version, day) VALUES ('202606-0004', 4, '2026-03-02')"
        try database.execute("SAVEPOINT desk; \(desk)")
        #expect(try RegionStore.open(district.path).visitApartFromItsEvents() == nil)
        try database.execute("RELEASE desk")
        #expect(try store.visitApartFromItsEvents()?.caseID == "202606-0004")
    }

    /// The cap holds between processes too: it is looked up in the transaction of the step.
    @Test func ofManyDaysAtOnceOneIsTaken() async throws {
        let (path, codes) = (district.path, codes)
        let taken = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 1...3 {
                group.addTask {
                    let store = try RegionStore.open(path)
                    var step = CaseStep(
                        .survey, by: try Person(name: "张核查员", role: .inspector),
                        at: try #require(Timestamp("2026-03-0\(number)T02:00:00Z")), reason: "现场", seenVersion: 3)
                    (step.finding, step.evidence) = ("no-change", [.photo])
                    return fault { try store.advance("202606-000\(number)", step, codes) } == nil
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(try taken == 1 && days(2026).count == 1)
    }

    /// The days of a year are read off an index, however many visits there are.
    @Test func theYearIsFoundByAnIndex() throws {
        let database = try district.intruder()
        let sql = """
            EXPLAIN QUERY PLAN SELECT DISTINCT day FROM case_visit WHERE day BETWEEN 'a' AND 'b' AND entity = 'x'
            ORDER BY day
            """
        var plan: [String] = []
        try database.forEachRow(sql) { row throws(Fault) in
            _ = (row.optionalInteger(), row.optionalInteger(), row.optionalInteger())
            plan.append(try row.text())
        }
        #expect(plan.count == 1 && plan[0].contains("INDEX index_case_visit_entity (entity=? AND day>? AND day<?)"))
    }

    @Test func rulesSayWhatIsWrongWithThem() throws {
        let folder = #filePath.components(separatedBy: "/Tests/")[0] + "/Pipelines/"
        let path = district.folder + "/visits.json5"
        func rules(_ grounds: String) throws -> VisitRules {
            let text = """
                { name: "v", source: "s", uncapped: { endings: [], source: "s" }, grounds: [\(grounds)] }
                """
            try DurableFile.write(text, to: path)
            return try VisitRules { name throws(Fault) in name == "loop/visits.json5" ? path : folder + name }
        }
        let one = #"{ code: "a", label: { zh: "甲", en: "a" }, source: "s" }"#
        #expect(try rules(one).cap(of: "乙村民委员会") == 1)
        #expect(fault { _ = try rules(one + "," + one) }?.message.en.contains("each code once") == true)
        #expect(fault { _ = try rules(#"{ code: "a", source: "s" }"#) }?.message.en.contains("label") == true)
    }
}
