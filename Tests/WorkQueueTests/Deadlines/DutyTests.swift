import GeoModel
import SafeFiles
import Testing

@testable import WorkQueue

@Suite struct DutyTests {
    let district: District
    let kinds: DutyKinds

    init() throws {
        district = try District()
        kinds = try DutyKinds(ShippedData.document("loop/duties.json5"), named: "duties.json5")
    }

    private func kind(_ code: String) throws -> DutyKind { try #require(kinds.kind(code)) }

    private func visit(_ moment: String, by: String = "张伟") throws -> DutyVisit {
        DutyVisit(at: try local(moment), by: by, note: "看现场")
    }

    private func standing(
        _ code: String, since: String, until: String? = nil, _ visits: [String], on day: String
    ) throws -> DutyStanding {
        let draft = DutyDraft(
            subject: "锂电产业园", owner: "张伟", since: try WorkQueueTests.day(since),
            until: try until.map(WorkQueueTests.day))
        let kind = try kind(code)
        let visits = try visits.map { try visit($0) }
        return DutyStanding(
            try Duty("duty-0001", draft, kind), visits, warn: kind.warn, on: try WorkQueueTests.day(day))
    }

    /// A leader visits once a quarter; the warning comes 15 days before its end.
    @Test(arguments: [
        ("2026-05-20", "in time", 0), ("2026-06-14", "in time", 0), ("2026-06-15", "warning", 0),
        ("2026-06-30", "warning", 0), ("2026-07-01", "overdue", 1), ("2026-09-30", "overdue", 1),
        // Two quarters went by without a visit.
        ("2026-10-01", "overdue", 2),
    ])
    func aQuarterIsOverWithoutAVisit(day: String, expected: String, missed: Int) throws {
        let found = try standing("leader", since: "2026-01-01", ["2026-02-10 09"], on: day)
        #expect(found.standing.label.en == expected && found.missed == missed)
    }

    /// A visit after the quarter's end puts the alarm out, and what was missed stays.
    @Test func aLateVisitDoesNotMakeUpForWhatWasMissed() throws {
        let found = try standing("leader", since: "2026-01-01", ["2026-02-10 09", "2026-07-02 09"], on: "2026-07-03")
        #expect(found.standing == .inTime && found.missed == 1 && found.daysSince == 1)
        #expect(found.past.map(\.made) == [1, 0] && found.current.made == 1)
        #expect(found.lastVisit?.description == "2026-07-02")
    }

    /// An officer visits twice a month. Of March it stood 22 days of 31: 2 × 22 / 31 = 1.4, so one visit.
    @Test func aPartOfAMonthAsksForItsShare() throws {
        let visits = ["2026-03-20 09", "2026-04-03 09", "2026-05-01 00"]
        let found = try standing("officer", since: "2026-03-10", visits, on: "2026-05-23")
        #expect(found.past.map(\.needed) == [1, 2] && found.past.map(\.made) == [1, 1] && found.missed == 1)
        // Half an hour past midnight on the first of May is May.
        #expect(found.current.made == 1 && found.current.needed == 2 && found.standing == .inTime)
        #expect(try standing("officer", since: "2026-03-10", visits, on: "2026-05-24").standing == .warning)
        // 2 × 15 / 31 is less than one: nothing is asked of the last month.
        let ended = try standing("officer", since: "2026-03-10", until: "2026-05-15", visits, on: "2026-05-15")
        #expect(ended.current.needed == 0 && ended.standing == .inTime)
        #expect(try standing("leader", since: "2026-03-31", [], on: "2026-04-02").past.map(\.needed) == [0])
    }

    @Test(arguments: ["leader", "officer"])
    func theCalendarEnds(code: String) throws {
        let found = try standing(code, since: "9999-11-01", [], on: "9999-12-31")
        #expect(found.current.last.description == "9999-12-31")
    }

    /// What happens after the day asked for is not known on it.
    @Test func laterVisitsAreLeftOut() throws {
        let found = try standing("leader", since: "2026-01-01", ["2026-07-02 09"], on: "2026-07-01")
        #expect(found.standing == .overdue && found.missed == 2 && found.lastVisit == nil && found.daysSince == 181)
    }

    @Test func theSlowestComesFirst() throws {
        let found = try [
            standing("leader", since: "2026-01-01", ["2026-07-02 09"], on: "2026-07-10"),
            standing("leader", since: "2026-01-01", ["2026-02-10 09"], on: "2026-07-10"),
            standing("leader", since: "2026-01-01", [], on: "2026-07-10"),
        ].sorted { DutyStanding.isSlower($0, than: $1) }
        #expect(found.map(\.standing) == [.overdue, .overdue, .inTime] && found.map(\.missed) == [2, 1, 2])
    }

    private func draft(_ owner: String = "张伟", since: String = "2026-01-01", until: String? = nil) throws -> DutyDraft {
        DutyDraft(subject: "锂电产业园", owner: owner, since: try day(since), until: try until.map(day), note: "重点")
    }

    @Test func dutiesAndVisitsAreKept() throws {
        let store = try district.create()
        let now = try local("2026-07-10 12")
        let duty = try store.addDuty(draft(), kind("leader"), at: now)
        #expect(duty.id == "duty-0001" && duty.times == 1 && duty.every == .quarter && duty.owner.role == .leader)
        try store.addDuty(draft("王芳"), kind("officer"), at: now)
        try store.addVisit(visit("2026-02-10 09"), to: "duty-0001", at: now)
        try store.addVisit(visit("2026-02-10 09", by: "李明"), to: "duty-0001", at: now)
        try store.endDuty("duty-0002", on: day("2026-06-30"), at: now)
        let again = try RegionStore.open(district.path)
        #expect(try again.duties().map(\.owner.name) == ["张伟", "王芳"])
        #expect(try again.duty("duty-0001") == duty)
        #expect(try again.duty("duty-0002").until == day("2026-06-30"))
        #expect(try again.visits() == ["duty-0001": again.visits(of: "duty-0001")])
        #expect(try again.visits(of: "duty-0001").map(\.by) == ["张伟", "李明"])
        // Handed over: the same person may take it up again later.
        #expect(try store.addDuty(draft("王芳", since: "2026-07-01"), kind("officer"), at: now).id == "duty-0003")
    }

    @Test func whatCannotBeIsRefused() throws {
        let store = try district.create()
        let now = try local("2026-07-10 12")
        try store.addDuty(draft(until: "2026-06-30"), kind("leader"), at: now)
        try store.addVisit(visit("2026-02-10 09"), to: "duty-0001", at: now)
        func refused(_ expected: String, _ body: () throws -> Void) {
            let found = fault(body)
            #expect(found?.text(.en).contains(expected) == true, "\(found?.text(.en) ?? "nothing")")
        }
        refused("has this duty") { try store.addDuty(draft(since: "2026-06-30"), kind("leader"), at: now) }
        refused("the name is blank") { try store.addDuty(draft(" "), kind("leader"), at: now) }
        refused("before it begins") { try store.addDuty(draft("x", until: "2025-01-01"), kind("leader"), at: now) }
        refused("no such duty") { try store.addVisit(visit("2026-02-10 09"), to: "duty-0009", at: now) }
        refused("entered already") { try store.addVisit(visit("2026-02-10 09"), to: "duty-0001", at: now) }
        refused("not on 2026-07-01") { try store.addVisit(visit("2026-07-01 09"), to: "duty-0001", at: now) }
        refused("lies ahead") {
            try store.addVisit(visit("2026-06-01 09"), to: "duty-0001", at: local("2026-05-01 09"))
        }
        refused("needs who made it") { try store.addVisit(visit("2026-02-11 09", by: ""), to: "duty-0001", at: now) }
        refused("visit on 2026-02-10") { try store.endDuty("duty-0001", on: day("2026-02-09"), at: now) }
        refused("not on 2026-08-01") { try store.endDuty("duty-0001", on: day("2026-08-01"), at: now) }
        #expect(try store.duties().count == 1 && store.visits(of: "duty-0001").count == 1)
    }

    @Test func aTrialOfAListSaysWhatTheListWouldSay() throws {
        let store = try district.create()
        let now = try local("2026-07-10 12")
        let officer = try kind("officer")
        let rows = [
            ("1", try draft(), officer), ("2", try draft("王芳"), officer), ("3", try draft(), officer),
            ("4", try draft(since: "2026-05-01"), officer), ("5", try draft(" "), officer),
            // Another last day is not what was there before.
            ("6", try draft(until: "2026-05-01"), officer),
        ]
        let trial = try store.addDuties(rows, isTrial: true, at: now)
        #expect(try store.duties().isEmpty)
        let entered = try store.addDuties(rows, isTrial: false, at: now)
        #expect(trial == entered && entered.added.map(\.id) == ["duty-0001", "duty-0002"] && entered.already == 1)
        #expect(
            entered.rejected.map(\.object) == ["4", "5", "6"] && entered.rejected[0].text(.en).contains("has this duty")
        )
        #expect(try store.duties() == entered.added)
    }

    @Test func aTrialWritesNothing() throws {
        let store = try district.create()
        let now = try local("2026-07-10 12")
        #expect(try store.addDuty(draft(), kind("leader"), isTrial: true, at: now).id == "duty-0001")
        #expect(try store.duties().isEmpty)
        try store.addDuty(draft(), kind("leader"), at: now)
        try store.addVisit(visit("2026-02-10 09"), to: "duty-0001", isTrial: true, at: now)
        let ended = try store.endDuty("duty-0001", on: day("2026-02-10"), isTrial: true, at: now)
        #expect(try ended.until == day("2026-02-10"))
        #expect(try store.visits().isEmpty && store.duty("duty-0001").until == nil)
    }
}
