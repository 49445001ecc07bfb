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
        let cases = try store.cases(CaseFilter(order: .number))
        #expect(cases[0].openedAt.bureauDay == CalendarDate("2026-06-17"))
        let leads = [
            lead(.issued, "J1", "2026-07-01"), lead(.issued, "J2", "2026-06-10"), lead(.issued, "J3", "2026-06-20"),
            lead(.issued, "J4", "2029-06-20"), lead(.complaint, "T1", "2026-06-19"), lead(.complaint, "T2", nil),
            lead(.complaint, "T3", "2026-06-19", isPlaced: false),
        ]
        let report = LeadReport(leads, cases, near: [[1, 0], [2], [], [3], [3], [0], []], rules)
        // J1 is two cases', of which the first counts; J4 is three years off.
        #expect(
            report.matches.map(\.summary?.id) == [
                "202606-0001", "202606-0003", nil, nil, "202606-0004", "202606-0001", nil,
            ])
        #expect(report.matches.map(\.leadTime) == [14, -7, nil, nil, 2, nil, nil])
        #expect(report.missed.map(\.lead.number) == ["J3", "J4"])
        #expect(report.unplaced.map(\.lead.number) == ["T3"])
        #expect(report.medianLeadTime(.issued) == 3.5 && report.medianLeadTime(.complaint) == 2)
        // Complaints make no case an expected one of the list; what stands on no patch can't be in it.
        #expect(report.extras.map(\.id) == ["202606-0004"])
        #expect(LeadReport([], cases, near: [], rules).extras.isEmpty)
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
