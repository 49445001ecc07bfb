import Foundation
import GeoModel
import LandRecords
import SafeFiles
import Testing

@testable import WorkQueue

/// What records raise month after month: it rests after its case's end, then it is a new case linked to the old one.
@Suite struct LastingFlagTests {
    private let district: District
    private let store: RegionStore
    private let rules: PlaceRules
    private let codes: LoopCodes
    private static let rule = "idle-land.json5#suspected-idle"
    private static let first = "10000000-0000-8000-8000-000000000001"

    init() throws {
        district = try District()
        store = try district.create()
        codes = try .program()
        let folder = #filePath.components(separatedBy: "/Tests/")[0] + "/Pipelines/"
        rules = try PlaceRules(file: folder + "loop/places.json5")
        try rules.check(codes)
        try enter("2026-06")
    }

    private func flag(
        _ month: String, rule: String = Self.rule, id: String = Self.first, theme: String = "suspected-idle"
    ) throws -> Flag {
        let template = try District.flag(5)
        return Flag(
            id: id, theme: theme, themeLabel: template.themeLabel, rule: rule, period: try #require(Period(month)),
            patch: nil, shape: template.shape, area: template.area, priority: 2, reason: template.reason,
            facts: template.facts, links: template.links)
    }

    /// Enters what the records raise in a month, as the join does, on its 28th.
    @discardableResult
    private func enter(_ month: String, _ codes: [Flag]? = nil) throws -> FlagReceipt {
        let flags = try codes ?? [flag(month)]
        let period = try #require(Period(month))
        let time = try #require(Timestamp("\(month)-28T02:00:00Z"))
        try store.saveRun(RunRecord(id: month, period: period, recipe: "monthly", startedAt: time))
        var last: [Int: CaseSummary] = [:]
        for (index, flag) in flags.enumerated() where flag.rule == Self.rule {
            last[index] = try store.lastCase(ofLasting: flag.id)
        }
        let places = try store.places(before: period) { _ in true }
        let shared = flags.indices.filter { flags[$0].rule != Self.rule }.flatMap { index in
            places.indices.map { SharedPlace(flag: index, place: $0, area: 100, share: 1, flagShare: 1) }
        }
        let placed = PlacedFlags(flags, among: places, shared: shared, lasting: last, rules, self.codes)
        return try store.saveFlags(
            placed.flags, placed: placed, run: month, lasting: [Self.rule], period: period, at: time)
    }

    private func walk(_ id: String, _ steps: [(CaseAction, Role)], on day: String, _ code: String) throws {
        for (action, role) in steps {
            let seen = try store.caseDetail(id).summary.version
            var step = CaseStep(
                action, by: try Person(name: "张\(role.label.zh)", role: role),
                at: try #require(Timestamp("\(day)T02:00:\(padded(seen, to: 2))Z")), reason: "按程序办理",
                seenVersion: seen)
            step.evidence = [.photo]
            let found = code == "supply" ? "unsupplied" : "not-started"
            let finding = codes.disposal(code) == nil ? code : found
            if [.survey, .review].contains(action) { step.finding = finding }
            if action == .approveDisposal { step.disposal = code }
            if action == .survey { step.visitGround = "superior-lead" }
            try store.advance(id, step)
        }
    }

    private static let toReview: [(CaseAction, Role)] = [
        (.issue, .dispatcher), (.accept, .inspector), (.survey, .inspector), (.review, .reviewer),
    ]

    private func dismiss(_ id: String, as finding: String, on day: String) throws {
        try walk(id, Self.toReview + [(.dismiss, .reviewer)], on: day, finding)
    }

    private func close(_ id: String, by disposal: String, on day: String) throws {
        let major: [(CaseAction, Role)] = [(.refer, .reviewer), (.approveDisposal, .legalReviewer)]
        let minor: [(CaseAction, Role)] = [(.approveDisposal, .leader)]
        let rest: [(CaseAction, Role)] = [
            (.finishDisposal, .dispatcher), (.fileFeedback, .operatorRole), (.visitAgain, .inspector),
            (.close, .leader),
        ]
        let isMajor = codes.disposal(disposal)?.isMajor == true
        try walk(id, Self.toReview + (isMajor ? major : minor) + rest, on: day, disposal)
    }

    @Test func itRestsAndThenComesBackAndGoesOn() throws {
        try close("202606-0001", by: "reclaim", on: "2026-07-02")
        // The month of the end, the month it rests, an earlier one done again.
        for month in ["2026-07", "2026-08", "2026-05"] { #expect(try enter(month) == FlagReceipt(held: 1), "\(month)") }
        #expect(try enter("2026-09").opened == ["202609-0001"])
        let again = try store.caseDetail("202609-0001")
        #expect(again.summary.flagID == FlagIdentity.uuid("202606-0001", "again"))
        #expect(again.summary.state == .suspected && again.flag.period == Period("2026-09"))
        let link = try #require(try store.links(of: "202609-0001").first)
        #expect(link.kind == .relapse && link.other == "202606-0001")
        #expect(try store.links(of: "202606-0001").map(\.label.en) == ["came back as"])
        #expect(try store.originalID(ofLasting: again.summary.flagID) == Self.first)
        guard case .intact = try store.verifyChain() else { return #expect(Bool(false)) }
    }

    @Test func theSameMonthAgainAndTheNextChangeNothing() throws {
        try close("202606-0001", by: "reclaim", on: "2026-07-02")
        try enter("2026-09")
        let before = try store.integrityReport()
        #expect(try enter("2026-09") == FlagReceipt(refreshed: 1))
        #expect(try store.integrityReport() == before)
        // A month between, done late, has nothing to say beside a later one.
        #expect(try enter("2026-08") == FlagReceipt(held: 1))
        #expect(try enter("2026-10") == FlagReceipt(refreshed: 1))
        #expect(try store.caseDetail("202609-0001").flag.period == Period("2026-10"))
        #expect(try store.cases().count == 2)
        #expect(try enter("2026-11", []).notRaisedAgain == ["202609-0001"])
    }

    @Test func theThirdIsARelapseOfTheSecond() throws {
        try close("202606-0001", by: "reclaim", on: "2026-06-30")
        try enter("2026-08")
        try dismiss("202608-0001", as: "started", on: "2026-09-01")
        for month in ["2026-09", "2027-09"] { #expect(try enter(month) == FlagReceipt(held: 1)) }
        #expect(try enter("2027-10").opened == ["202710-0001"])
        #expect(try enter("2027-10") == FlagReceipt(refreshed: 1))
        let third = try store.caseDetail("202710-0001").summary
        #expect(third.flagID == FlagIdentity.uuid("202608-0001", "again"))
        #expect(try store.links(of: third.id).map(\.other) == ["202608-0001"])
        #expect(try store.originalID(ofLasting: third.flagID) == Self.first)
        #expect(try store.lastCase(ofLasting: Self.first)?.id == third.id)
    }

    /// The end's month is that of the bureau: 2026-08-31 at 17:00 UTC is 1 September there.
    @Test func monthsAreTheBureaus() throws {
        let end = try CaseStanding.ended(.closed, disposal: "demolish")
        let day = try #require(Timestamp("2026-08-31T17:00:00Z")).bureauDay
        #expect(!rules.isRested(end, since: day, in: try #require(Period("2026-09"))))
        #expect(rules.isRested(end, since: day, in: try #require(Period("2026-10"))))
    }

    @Test(
        arguments: [
            ("no-change", nil), ("crop-or-season", nil), ("started", 12), ("supplied", 3), ("approved", 12),
        ] as [(String, Int?)])
    func aDismissedCaseRests(_ finding: String, _ months: Int?) throws {
        try expectRest(try .ended(.dismissed, finding: finding), months)
    }

    @Test(
        arguments: [
            ("restore", 0), ("supply", 1), ("reclaim", 1), ("extend-start", 12), ("idle-fee", 12), ("exempt", 12),
        ])
    func aClosedCaseRests(_ disposal: String, _ months: Int) throws {
        // The finding of a closed case does not decide.
        try expectRest(try .ended(.closed, finding: "no-change", disposal: disposal), months)
    }

    private func expectRest(_ end: CaseStanding, _ months: Int?) throws {
        let day = try #require(CalendarDate("2026-06-15"))
        let june = try #require(Period("2026-06"))
        let first = (-12...400).first { rules.isRested(end, since: day, in: june.advanced(by: $0)) }
        #expect(first == months.map { $0 + 1 })
    }

    @Test func whatPeopleJudgedAFalseAlarmStaysSoWhileTheRecordsDo() throws {
        try dismiss("202606-0001", as: "crop-or-season", on: "2026-06-30")
        for month in ["2026-07", "2027-07", "2030-01"] { #expect(try enter(month) == FlagReceipt(held: 1)) }
        // Records that were corrected make another flag, and that is a case of its own.
        let corrected = try flag("2030-02", id: "10000000-0000-8000-8000-000000000002")
        #expect(try enter("2030-02", [corrected]).opened == ["203002-0001"])
        #expect(try store.links(of: "203002-0001").isEmpty)
    }

    /// An approval's flag has another id each month, and is known by its place.
    @Test func anApprovalsFlagRestsByTheSameRule() throws {
        func approval(_ month: String) throws -> Flag {
            try flag(month, rule: "five-themes.json5#ledger", id: "ledger-\(month)", theme: "approved-unsupplied")
        }
        #expect(try enter("2026-06", [approval("2026-06")]).opened == ["202606-0002"])
        try close("202606-0002", by: "supply", on: "2026-07-02")
        // The other, lasting one is not raised any more in these months.
        let gone = ["202606-0001"]
        for month in ["2026-07", "2026-08"] {
            #expect(try enter(month, [approval(month)]) == FlagReceipt(notRaisedAgain: gone))
        }
        #expect(try enter("2026-09", [approval("2026-09")]).opened == ["202609-0001"])
        let same = FlagReceipt(refreshed: 1, notRaisedAgain: gone)
        #expect(try enter("2026-09", [approval("2026-09")]) == same)
        #expect(try store.links(of: "202609-0001").map(\.kind).contains(.relapse))
        #expect(try enter("2026-10", [approval("2026-10")]) == same)
        try close("202609-0001", by: "supply", on: "2026-10-29")
        #expect(try enter("2026-12", [approval("2026-12")]).opened == ["202612-0001"])
        let relapses = try store.links(of: "202612-0001").filter { $0.kind == .relapse }
        #expect(relapses.map(\.other) == ["202609-0001"])
    }

    @Test func rulesSayWhatIsWrongWithThem() throws {
        func rules(_ rests: String) throws -> PlaceRules {
            let path = district.folder + "/places.json5"
            let head = """
                name: "p", source: "s", sameShare: 0.5, touchingShare: 0.1, leadDistanceMetres: 1, leadDays: 1,
                visitsPerYear: 1
                """
            try DurableFile.write("{ \(head), rests: [\(rests)] }", to: path)
            return try PlaceRules(file: path)
        }
        let all = #"{ months: 1, source: "s" }"#
        #expect(try rules(all).rests.count == 1)
        let partial = fault { _ = try rules(#"{ findings: ["started"], source: "s" }"#) }
        #expect(partial?.message.en.contains("last entry") == true)
        #expect(fault { _ = try rules(all + "," + all) }?.message.zh.contains("最后一项") == true)
        let odd = try rules(#"{ findings: ["begun"], source: "s" }, \#(all)"#)
        #expect(fault { try odd.check(codes) }?.message.en.contains("‘begun’") == true)
    }
}

extension CaseStanding {
    /// A case at its end.
    fileprivate static func ended(
        _ state: CaseState, finding: String? = nil, disposal: String? = nil
    ) throws -> CaseStanding {
        var standing = CaseStanding(openedAt: District.time(0))
        (standing.state, standing.finding, standing.disposal) = (state, finding, disposal)
        return standing
    }
}
