import Foundation
import GeoModel
import LandRecords
import Testing

@testable import WorkQueue

@Suite struct LeadTests {
    private let district: District
    private let store: RegionStore
    private let rules: PlaceRules

    /// Five cases, opened on 2026-06-17 (bureau time); the fifth stands on no patch.
    init() throws {
        district = try District()
        store = try district.withCases(5)
        let folder = #filePath.components(separatedBy: "/Tests/")[0] + "/Pipelines/"
        rules = try PlaceRules(file: folder + "loop/places.json5")
    }

    private func lead(_ kind: LeadKind, _ number: String, _ day: String?, isPlaced: Bool = true) -> Lead {
        Lead(kind: kind, number: number, day: day.flatMap { CalendarDate($0) }, isPlaced: isPlaced)
    }

    @Test func leadTimeMissesAndExtrasByHand() throws {
        let cases = try store.cases(CaseFilter(order: .number)).map { LeadCase($0, seenOn: nil) }
        #expect(cases[0].summary.openedAt.bureauDay == CalendarDate("2026-06-17"))
        let leads = [
            lead(.issued, "J1", "2026-07-01"), lead(.issued, "J2", "2026-06-10"), lead(.issued, "J3", "2026-06-20"),
            lead(.issued, "J4", "2029-06-20"), lead(.complaint, "T1", "2026-06-19"), lead(.complaint, "T2", nil),
            lead(.complaint, "T3", "2026-06-19", isPlaced: false),
        ]
        let report = try LeadReport(leads, cases, near: [[1, 0], [2], [], [3], [3], [0], []], rules)
        // J1 is two cases', of which the first counts; J4 is three years off.
        #expect(
            report.matches.map(\.summary?.id) == [
                "202606-0001", "202606-0003", nil, nil, "202606-0004", "202606-0001", nil,
            ])
        #expect(report.matches.map(\.leadTime) == [14, -7, nil, nil, 2, nil, nil])
        #expect(report.matches.filter(\.isMissed).map(\.lead.number) == ["J3", "J4"])
        #expect(report.matches.map(\.gap) == [nil, nil, nil, nil, nil, nil, .unplaced])
        #expect(LeadTally(.issued, of: report.matches).medianLeadTime == 3.5)
        #expect(LeadTally(.complaint, of: report.matches).medianLeadTime == 2)
        // Complaints make no case an expected one of the list; what stands on no patch can't be in it.
        #expect(report.extras.map(\.summary.id) == ["202606-0004"])
        #expect(try LeadReport([], cases, near: [], rules).extras.isEmpty)
    }

    /// Images of May and June against lists whose images are of 10 and 30 June: what counts is when each could be seen,
    /// whenever the cases were opened.
    @Test func imagesAreHeldAgainstImages() throws {
        let days = ["2026-05-14", "2026-06-14", "2026-06-14", "2026-07-14", ""].map { CalendarDate($0) }
        let cases = try zip(store.cases(CaseFilter(order: .number)), days).map { LeadCase($0, seenOn: $1) }
        var leads = ["2026-06-10", "2026-06-10", "2026-06-30"].enumerated().map { number, day in
            var lead = lead(.issued, "J\(number + 1)", number < 2 ? "2026-06-25" : "2026-07-12")
            (lead.imageDay, lead.since) = (CalendarDate(day), CalendarDate("2026-03-31"))
            return lead
        }
        leads.append(lead(.complaint, "T1", "2026-06-20"))
        // J3 is a case's on papers, opened before, and one's on an image.
        let report = try LeadReport(leads, cases, near: [[0], [1], [4, 1], [4]], rules)
        #expect(report.matches.map(\.imageLead) == [27, -4, 16, nil])
        #expect(report.matches.map(\.leadTime) == [8, 8, 25, 3])
        // The third lies between the lists' images; the fourth is later than all of them.
        #expect(report.extras.map(\.summary.id) == ["202606-0003"])
        let tallies = LeadTally.each(of: report.matches)
        #expect(tallies.map(\.kind) == [.issued, .issued, .complaint])
        #expect(tallies.map(\.day) == [CalendarDate("2026-06-25"), CalendarDate("2026-07-12"), nil])
        #expect(tallies.map(\.leads) == [2, 1, 1] && tallies.map(\.seenEarlier) == [1, 1, 0])
        #expect(tallies.map(\.medianImageLead) == [11.5, 16, nil] && tallies.map(\.openedEarlier) == [2, 1, 1])
    }

    /// A case of an earlier change at the place is a find, and nobody knows how early; one of this change comes first.
    @Test func whatWasThereBeforeTheirEarlierImageHasNoDays() throws {
        let all = try store.cases(CaseFilter(order: .number))
        let days = ["2026-03-14", "2026-03-27", "2026-06-14"].map { CalendarDate($0) }
        let cases = zip(all, days).map { LeadCase($0, seenOn: $1) }
        var lead = lead(.issued, "J1", "2026-07-12")
        (lead.imageDay, lead.since) = (CalendarDate("2026-06-27"), CalendarDate("2026-03-27"))
        let report = try LeadReport([lead, lead, lead], cases, near: [[0], [1], [0, 2]], rules)
        #expect(report.matches.map(\.isKnownBefore) == [true, true, false])
        #expect(report.matches.map(\.imageLead) == [nil, nil, 13])
        #expect(report.matches.map(\.leadTime) == [nil, nil, 25])
        #expect(report.matches.map(\.summary?.id) == all.prefix(3).map(\.id))
    }

    @Test func whatIsExplainedIsNotMissed() throws {
        let day = try #require(CalendarDate("2026-06-18"))
        let gaps: [LeadGap] = [
            .explained(rule: "r", reason: Bilingual(zh: "已批", en: "approved")), .unflagged(patch: "P"),
            .notYet(day), .hidden(0.204), .outside, .unchanged,
        ]
        let leads = gaps.indices.map { lead(.issued, "J\($0)", "2026-07-01") }
        let report = try LeadReport(leads, [], near: gaps.map { _ in [] }, rules) { gaps[$0] }
        #expect(report.matches.map(\.isMissed) == [false, true, false, true, false, true])
        let tally = LeadTally(.issued, of: report.matches)
        #expect(tally.missed == 3 && tally.found == 0)
        #expect(tally.gaps.count == 6 && tally.gaps.values.allSatisfy { $0 == 1 })
        #expect(LeadGap.hidden(0.204).label.en == "hidden: 20 % is seen")
    }

    @Test func visitsAreMergedByEntityAndHeldAgainstTheCap() throws {
        for number in [1, 2, 3, 4] {
            let person = try Person(name: "李明", role: .dispatcher)
            try store.advance(
                "202606-000\(number)",
                CaseStep(.issue, by: person, at: District.time(5), reason: "下发", seenVersion: 1))
        }
        let cases = try store.cases(CaseFilter(order: .number))
        let day = try #require(CalendarDate("2026-03-02"))
        let plan = EntityVisits.plan(
            [
                // Suspected still: nobody goes there yet.
                (cases[0], "甲公司"), (cases[1], "乙公司"), (cases[2], "乙公司"), (cases[3], nil), (cases[4], "丙公司"),
            ], visited: ["乙公司": [day], "丙公司": [day]], try LoopCodes.program().visits)
        #expect(plan.map(\.entity) == ["乙公司", "甲公司", nil])
        #expect(plan.map { $0.waiting.count } == [2, 1, 1])
        #expect(plan[0].visited == [day] && plan[1].visited.isEmpty)
        #expect(plan.map(\.isAtCap) == [true, false, false])
    }
}
