import GeoModel
import SafeFiles
import Testing

@testable import WorkQueue

/// From cases in a store to what is due. All steps are in the limits of the shipped file: issued 2/3 working days (1/2
/// for the first priority), accepted 3/8 for farmland, legal review 5/15.
@Suite struct DueListTests {
    let district: District
    let rules: DeadlineRules
    let calendar: WorkingCalendar

    init() throws {
        district = try District()
        rules = try DeadlineRules(ShippedData.document("loop/deadlines.json5"), named: "deadlines.json5")
        calendar = try ShippedData.calendar()
    }

    private func list(
        _ store: RegionStore, on text: String, now: String = "2026-12-31", in state: CaseState? = nil,
        theme: String? = nil, person: String? = nil
    ) throws -> DueList {
        let cases = try store.casesOnTheClock(theme: theme, person: person, on: day(text), now: day(now))
        return DueList(cases, in: state, rules, calendar, on: try day(text))
    }

    private func take(_ store: RegionStore, _ id: String, _ steps: [(CaseAction, Role, String)]) throws {
        for (action, role, moment) in steps {
            let seen = try store.caseDetail(id).summary.version
            let person = try Person(name: "\(role)", role: role)
            let outcome: Outcome? = [.survey, .review].contains(action) ? .illegal : nil
            let step = CaseStep(
                action, by: person, at: try local(moment), reason: "按计划", outcome: outcome, seenVersion: seen)
            try store.advance(id, step.complete)
        }
    }

    /// Cases 1 and 6 stay suspected, 2 and 3 are issued (3 with the first priority), 4 is accepted, 5 is in legal
    /// review, paused.
    private func played() throws -> RegionStore {
        let store = try district.withCases(6)
        try take(store, "202606-0002", [(.issue, .dispatcher, "2026-07-01 09")])
        try take(store, "202606-0003", [(.issue, .dispatcher, "2026-07-01 09")])
        try take(
            store, "202606-0004", [(.issue, .dispatcher, "2026-06-29 09"), (.accept, .inspector, "2026-06-30 09")])
        try take(
            store, "202606-0005",
            [
                (.issue, .dispatcher, "2026-06-22 09"), (.accept, .inspector, "2026-06-22 10"),
                (.survey, .inspector, "2026-06-23 09"), (.review, .reviewer, "2026-06-24 09"),
                (.refer, .reviewer, "2026-06-24 15"), (.pause, .legalReviewer, "2026-06-26 09"),
            ])
        return store
    }

    /// Monday 2026-07-06. Since Wednesday 7.1 there are 3 working days, since Tuesday 6.30 there are 4, since Wednesday
    /// 6.24 there are 8, of which one was before the pause. Of equally late cases the one of higher priority comes
    /// first.
    @Test func theMostOverdueComesFirst() throws {
        let store = try played()
        let due = try list(store, on: "2026-07-06")
        let shown = due.cases.map { item in
            let clocks = item.clocks
            return
                "\(item.summary.id.suffix(1)) \(clocks.step.state) \(clocks.working.elapsed)/\(clocks.working.limit) "
                + "\(clocks.whole.elapsed)/\(clocks.whole.limit) \(clocks.standing) \(clocks.overdueDays)"
        }
        #expect(
            shown == [
                "3 issued 3/1 3/2 overdue 2", "4 accepted 4/3 4/8 overdue 1", "2 issued 3/2 3/3 overdue 1",
                "5 legalReview 1/5 8/15 inTime 0",
            ])
        #expect(due.urgent.count == 3 && due.faults.isEmpty && due.unknownDue.isEmpty)
        #expect(due.cases.map(\.dueLevel) == [.officer, .officer, .officer, nil])
        #expect(due.cases.last?.clocks.step.openPause?.ground == "publicity")
        // In legal review it is no longer the inspector who has to act.
        #expect(due.cases.map(\.officer?.name) == [nil, "inspector", nil, nil])
        #expect(due.cases.map(\.roles) == [[.inspector], [.inspector], [.inspector], [.legalReviewer]])
    }

    @Test func theLadderAsksForAHigherLevel() throws {
        let store = try played()
        // Case 3 was due on 7.2: on 7.7 three working days are over, on 7.13 seven.
        func first(_ day: String) throws -> DueCase { try #require(try list(store, on: day).cases.first) }
        #expect(try first("2026-07-07").dueLevel == .head && first("2026-07-07").mustEscalate)
        #expect(try first("2026-07-13").dueLevel == .leader)
        try take(store, "202606-0003", [(.escalate, .dispatcher, "2026-07-07 10")])
        #expect(try !first("2026-07-07").mustEscalate)
        #expect(try first("2026-07-13").mustEscalate)
        // Escalating starts no step anew.
        #expect(try first("2026-07-13").clocks.working.elapsed == 8)
    }

    @Test func filtersNarrowIt() throws {
        let store = try played()
        func numbers(_ due: DueList) -> [String] { due.cases.map { String($0.summary.id.suffix(1)) } }
        #expect(try numbers(list(store, on: "2026-07-06", in: .issued)) == ["3", "2"])
        #expect(try numbers(list(store, on: "2026-07-06", person: "inspector")) == ["4", "5"])
        #expect(try numbers(list(store, on: "2026-07-06", theme: "farmland-change")).count == 4)
        #expect(try numbers(list(store, on: "2026-07-06", theme: "other")).isEmpty)
    }

    /// A past day is told as it was then: what happened since is left out, what ended since is there.
    @Test func aPastDayIsToldAsItWas() throws {
        let store = try played()
        let earlier = try list(store, on: "2026-06-29").cases
        #expect(earlier.map { "\($0.summary.id.suffix(1)) \($0.clocks.step.state)" } == ["4 issued", "5 legalReview"])
        try take(
            store, "202606-0004",
            [
                (.survey, .inspector, "2026-07-06 09"), (.review, .reviewer, "2026-07-06 10"),
                (.sendBack, .reviewer, "2026-07-07 09"), (.undo, .reviewer, "2026-07-08 09"),
            ])
        // Sent back and taken back: the step that it was in goes on.
        let after = try #require(try list(store, on: "2026-07-08").cases.first { $0.summary.id == "202606-0004" })
        #expect(after.clocks.step.state == .reviewed && after.clocks.working.elapsed == 2)
        let before = try list(store, on: "2026-07-03").cases.map {
            "\($0.summary.id.suffix(1)) \($0.clocks.step.state)"
        }
        #expect(before.contains("4 accepted"))
    }

    /// The store's own word on when a case came into its state, and since when it is paused, is the same.
    @Test func agreesWithWhatTheStoreKeeps() throws {
        let store = try played()
        try take(
            store, "202606-0005",
            [(.resume, .legalReviewer, "2026-07-02 09"), (.undo, .legalReviewer, "2026-07-03 09")])
        for item in try list(store, on: "2026-12-30").cases {
            let standing = item.summary.standing
            #expect(item.clocks.step.state == standing.state && item.clocks.step.entered == standing.enteredAt)
            #expect(item.clocks.step.openPause?.from == standing.pausedAt)
            #expect(item.clocks.step.openPause?.ground == standing.pauseGround)
        }
    }

    @Test func aYearWithoutItsNoticeIsListedWithItsCases() throws {
        let store = try played()
        let due = try list(store, on: "2027-01-04", now: "2027-01-04")
        #expect(due.cases.isEmpty && due.faults.map(\.object) == ["calendars/2027.json5"])
        #expect(due.faults.first?.text(.en).contains("The deadlines of 4 cases can't be told") == true)
    }
}
