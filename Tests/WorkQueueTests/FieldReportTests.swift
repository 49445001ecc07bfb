import GeoModel
import LandRecords
import Patches
import SafeFiles
import Testing

@testable import WorkQueue

@Suite struct FieldReportTests {
    private let district: District
    private let store: RegionStore
    private let id = "202606-0001"

    init() throws {
        district = try District()
        store = try district.withCases(2)
        try advance(.issue, .dispatcher, 1)
        try advance(.accept, .inspector, 2)
    }

    private func advance(_ action: CaseAction, _ role: Role, _ version: Int) throws {
        let person = try Person(name: "张核查员", role: role)
        let step = CaseStep(action, by: person, at: District.time(version + 1), reason: "办理", seenVersion: version)
        try store.advance(id, step)
    }

    private func survey(_ photo: Evidence = .photo) throws -> CaseStep {
        let person = try Person(name: "张核查员", role: .inspector)
        var step = CaseStep(
            .survey, by: person, at: District.time(9), reason: "现场", outcome: .illegal, seenVersion: 3)
        step.evidence = [photo]
        return step
    }

    private func report(_ note: String = "现场") -> FieldReport {
        FieldReport(uuid: "u", pack: "p", caseID: id, baseVersion: 3, content: ["note": .string(note)])
    }

    private func rows(_ sql: String) throws -> Int { try store.database.integer(sql) ?? 0 }

    @Test func aReportIsTakenOnce() throws {
        let steps = [try survey()]
        #expect(try store.receive(report(), steps, .program(), at: District.time(9))?.state == .surveyed)
        let events = try rows("SELECT count(*) FROM event")
        #expect(try store.receive(report(), steps, .program(), at: District.time(10)) == nil)
        #expect(try store.verdict(on: report()) == .accepted && store.verdict(on: report("anders")) == nil)
        #expect(try rows("SELECT count(*) FROM event") == events)
        #expect(try rows("SELECT count(*) FROM field_report") == 1)
        #expect(try rows("SELECT count(*) FROM evidence") == 1)
    }

    @Test func aRehearsalLeavesNothing() throws {
        let events = try rows("SELECT count(*) FROM event")
        let after = try store.receive(report(), [try survey()], .program(), at: District.time(9), isRehearsal: true)
        #expect(after?.state == .surveyed)
        #expect(try store.caseDetail(id).summary.state == .accepted)
        #expect(try rows("SELECT count(*) FROM event") == events && rows("SELECT count(*) FROM field_report") == 0)
        var wrong = try survey()
        wrong.evidence = []
        #expect(throws: Fault.self) {
            try store.receive(report(), [wrong], .program(), at: District.time(9), isRehearsal: true)
        }
    }

    @Test func reportsOfARehearsalFollowEachOther() throws {
        let (steps, codes) = ([try survey()], try LoopCodes.program())
        let later = CaseStep(
            .review, by: steps[0].person, at: steps[0].at, reason: "x", outcome: .illegal, seenVersion: 4)
        let first = report("eins")
        var (versions, refused): ([Int], Fault?) = ([], nil)
        try store.rehearse { () throws(Fault) in
            do throws(Fault) {
                _ = try store.receiveInRehearsal(first, steps + [later], codes, at: District.time(9))
            } catch { refused = error }
            versions.append(try store.caseDetail(id).summary.version)
            _ = try store.receiveInRehearsal(first, steps, codes, at: District.time(9))
            versions.append(try store.caseDetail(id).summary.version)
            #expect(try store.verdict(on: first) == .accepted)
        }
        #expect(refused?.object == id && versions == [3, 4])
        #expect(try store.caseDetail(id).summary.version == 3 && store.verdict(on: first) == nil)
    }

    @Test func aStepThatIsRefusedTakesTheOthersBack() throws {
        var later = try survey()
        later = CaseStep(.review, by: later.person, at: later.at, reason: "x", outcome: .illegal, seenVersion: 4)
        let steps = [try survey(), later]
        #expect(throws: Fault.self) { try store.receive(report(), steps, .program(), at: District.time(9)) }
        #expect(try store.caseDetail(id).summary.version == 3 && store.verdict(on: report()) == nil)
    }

    @Test func aConflictIsNotedOnceAndMayBeTakenLater() throws {
        for minute in [9, 10] { try store.noteConflict(report(), at: District.time(minute)) }
        #expect(try store.verdict(on: report()) == .conflict && rows("SELECT count(*) FROM field_report") == 1)
        try store.receive(report(), [try survey()], .program(), at: District.time(11))
        #expect(try store.verdict(on: report()) == .accepted && rows("SELECT count(*) FROM field_report") == 1)
        try store.noteConflict(report(), at: District.time(12))
        #expect(try store.verdict(on: report()) == .accepted)
    }

    /// SQLite writes a whole number of a real column with a fraction, and 15 digits of others: that is no alteration.
    @Test func theRecordOfAPhotosPlaceIsNotTakenForAltered() throws {
        var photo = Evidence.photo
        (photo.longitude, photo.latitude, photo.azimuth) = (117.305_794_499_999_99, 34.963_353_611_111_12, 90)
        try store.receive(report(), [try survey(photo)], .program(), at: District.time(9))
        guard case .intact = try store.verifyChain() else {
            Issue.record("the record is whole")
            return
        }
        let intruder = try district.intruder()
        try intruder.execute("DROP TRIGGER evidence_is_never_changed")
        try intruder.execute("UPDATE evidence SET azimuth = 91")
        guard case .broken(let found) = try store.verifyChain() else {
            Issue.record("the record was altered")
            return
        }
        #expect(found.caseID == id)
    }

    @Test func casesOfAPatchAreFound() throws {
        let number = try #require(store.caseDetail(id).flag.patch?.number)
        #expect(try store.cases(ofPatch: number) == [id] && store.cases(ofPatch: "none").isEmpty)
    }
}
