import GeoModel
import LandRecords
import SafeFiles
import Testing

@testable import WorkQueue

@Suite struct ChainTests {
    let district: District
    let store: RegionStore

    init() throws {
        district = try District()
        store = try district.withCases(3)
        let person = try Person(name: "李四", role: .dispatcher)
        let step = CaseStep(.issue, by: person, at: District.time(2), reason: "下发核查", seenVersion: 1)
        try store.advance("202606-0002", step)
    }

    @Test func anUntouchedRecordIsIntact() throws {
        let head = try #require(try store.caseDetail("202606-0002").events.last?.hash)
        #expect(try store.verifyChain() == .intact(ChainHead(count: 4, hash: head)))
        #expect(try store.integrityReport().isSound)
    }

    @Test func anEmptyRecordIsIntact() throws {
        let other = try District()
        let empty = try other.create()
        #expect(try empty.verifyChain() == .intact(ChainHead(count: 0, hash: String(repeating: "0", count: 64))))
    }

    /// The rule by which anyone can check the chain without this program.
    @Test func theHashIsThatOfTheHashBeforeAndOneLineOfJSON() throws {
        let events = try store.caseDetail("202606-0002").events
        let event = try #require(events.last)
        let details = JSONValue.quoted(event.details.text())
        let line = """
            {"sequence":4,"case":"202606-0002","version":2,"action":"issue","from":"suspected","to":"issued",\
            "name":"李四","role":"dispatcher","at":"\(event.at)","reason":"下发核查","outcome":null,"details":\(details)}
            """
        #expect(event.hash == Checksum.sha256(of: event.previousHash + line))
    }

    @Test(arguments: [
        "UPDATE event SET reason = 'x' WHERE fid = 2",
        "DELETE FROM event WHERE fid = 4",
        "DELETE FROM event",
        "INSERT OR REPLACE INTO event SELECT * FROM event WHERE fid = 4",
        "INSERT INTO event SELECT 9, case_id, 9, action, from_state, to_state, actor_name, actor_role, at, reason, "
            + "outcome, details, previous_hash, 'h' FROM event WHERE fid = 4",
        "DELETE FROM case_file WHERE id = '202606-0001'",
        "UPDATE case_file SET state = 'closed' WHERE id = '202606-0001'",
        "UPDATE case_file SET version = 7 WHERE id = '202606-0001'",
        "UPDATE case_file SET id = '202606-0099' WHERE id = '202606-0001'",
        "UPDATE case_file SET assigned_name = 'x' WHERE id = '202606-0002'",
        "INSERT INTO case_file (id, period, sequence, flag_id, state, version, opened_at, updated_at) "
            + "VALUES ('x', '2026-06', 9, 'x', 'closed', 1, '', '')",
        "DELETE FROM flag WHERE fid = 1",
    ])
    func theDatabaseItselfRefuses(sql: String) throws {
        let intruder = try district.intruder()
        try intruder.execute("PRAGMA foreign_keys = OFF")
        #expect(fault { try intruder.execute(sql) } != nil)
        #expect(try store.integrityReport().isSound)
    }

    private func tamper(_ sql: String) throws -> ChainBreak? {
        let intruder = try district.intruder()
        try intruder.execute("PRAGMA foreign_keys = OFF")
        let names = try intruder.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'") { row throws(Fault) in
            try row.text()
        }
        for name in names { try intruder.execute("DROP TRIGGER \(name)") }
        try intruder.execute(sql)
        #expect(try store.integrityReport().isSound == false)
        guard case .broken(let found) = try store.verifyChain() else { return nil }
        return found
    }

    @Test(arguments: [
        "reason = 'x'", "at = '2026-06-17T00:00:00.000Z'", "actor_name = 'x'", "actor_role = 'leader'",
        "to_state = 'closed'", "from_state = 'issued'", "action = 'close'", "outcome = 'legal'", "details = '{}'",
        "details = details || ' '", "case_id = '202606-0009'", "case_version = 5", "hash = 'x'", "reason = x'00'",
    ])
    func aChangedEventIsFound(change: String) throws {
        let found = try tamper("UPDATE event SET \(change) WHERE fid = 2")
        #expect(found?.sequence == 2)
    }

    @Test func aDeletedEventIsFound() throws {
        let found = try tamper("DELETE FROM event WHERE fid = 2")
        #expect(found?.finding.en == "event 2 is missing")
        let said = try store.integrityReport().findings.last
        #expect(said?.zh == "第 3 条记录，任务 202606-0003：第 2 条记录缺失")
        #expect(said?.en == "event 3, case 202606-0003: event 2 is missing")
    }

    @Test func aCutOffEndIsFound() throws {
        let found = try tamper("DELETE FROM event WHERE fid = 4")
        #expect(found?.caseID == "202606-0002")
    }

    @Test func aMovedCaseIsFound() throws {
        let found = try tamper("UPDATE case_file SET state = 'closed' WHERE id = '202606-0003'")
        #expect(found?.caseID == "202606-0003")
        #expect(found?.sequence == nil)
        let said = try store.integrityReport().findings.map(\.zh)
        #expect(said == ["任务 202606-0003：任务的 state 与其流转记录不符"])
    }

    /// The outcome decides whether a case may be dismissed or has to go to legal review.
    @Test(arguments: ["outcome = 'legal'", "assigned_name = 'x'", "assigned_role = 'leader'"])
    func aCaseWithAnotherOutcomeOrOwnerIsFound(change: String) throws {
        let inspector = try Person(name: "王五", role: .inspector)
        let id = "202606-0002"
        try store.advance(id, CaseStep(.accept, by: inspector, at: District.time(3), reason: "接收", seenVersion: 2))
        let survey = CaseStep(
            .survey, by: inspector, at: District.time(4), reason: "已到现场", outcome: .illegal, seenVersion: 3)
        try store.advance(id, survey.complete)
        #expect(try store.integrityReport().isSound)
        let found = try tamper("UPDATE case_file SET \(change) WHERE id = '\(id)'")
        #expect(found?.caseID == id && found?.sequence == nil)
    }

    @Test func anExchangedEventIsFound() throws {
        let found = try tamper(
            "UPDATE event SET fid = -1 WHERE fid = 2; UPDATE event SET fid = 2 WHERE fid = 3; "
                + "UPDATE event SET fid = 3 WHERE fid = -1"
        )
        #expect(found?.sequence == 2)
    }
}
