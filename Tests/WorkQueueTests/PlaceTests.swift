import Foundation
import GeoModel
import LandRecords
import Patches
import SafeFiles
import Testing

@testable import WorkQueue

/// One place, one case: what becomes of a month's flags where there are cases already.
@Suite struct PlaceTests {
    private let district: District
    private let store: RegionStore
    private let rules: PlaceRules
    private let codes: LoopCodes

    /// Three cases of June.
    init() throws {
        district = try District()
        store = try district.withCases(3)
        codes = try .program()
        let folder = #filePath.components(separatedBy: "/Tests/")[0] + "/Pipelines/"
        rules = try PlaceRules(file: folder + "loop/places.json5")
    }

    /// A flag of a later month with a patch of its own.
    private func flag(
        _ name: String, _ month: String, before: String = "2025-07-12", after: String, theme: String = "farmland-change"
    ) throws -> Flag {
        let template = try District.flag(1)
        let patch = try District.patch(1)
        let seen = Patch(
            number: "370402-\(month)-\(name)", before: SceneStamp(id: "S2A", date: CalendarDate(before)),
            after: SceneStamp(id: "S2B", date: CalendarDate(after)), firstPixel: patch.firstPixel,
            pixelCount: patch.pixelCount, area: patch.area, shape: patch.shape, transition: patch.transition,
            transitionShare: patch.transitionShare, differences: patch.differences, meanScore: patch.meanScore,
            largestScore: patch.largestScore, confidence: patch.confidence)
        return Flag(
            id: "\(month)-\(name)", theme: theme, themeLabel: template.themeLabel, rule: template.rule,
            period: try #require(Period(month)), patch: seen, shape: template.shape, area: Area(squareMetres: 777),
            priority: 1, reason: template.reason, facts: [], links: [])
    }

    /// Enters a month's flags; `shared` gives each one's ground with the cases, as shares of the smaller outline.
    @discardableResult
    private func enter(
        _ month: String, _ flags: [Flag], _ shared: [(flag: Int, place: Int, area: Double, share: Double)],
        flagShare: Double? = nil
    ) throws -> FlagReceipt {
        let period = try #require(Period(month))
        let minutes = 1000 * (Int(month.suffix(2)) ?? 0)
        try store.saveRun(
            RunRecord(id: month, period: period, recipe: "monthly", startedAt: District.time(minutes)))
        let placed = PlacedFlags(
            flags, among: try store.places(before: period) { _ in true },
            shared: shared.map { pair in
                SharedPlace(
                    flag: pair.flag, place: pair.place, area: pair.area, share: pair.share,
                    flagShare: flagShare ?? pair.share)
            },
            rules, codes)
        return try store.saveFlags(
            placed.flags, placed: placed, run: month, period: period, at: District.time(minutes))
    }

    private func walk(_ id: String, _ steps: [(CaseAction, Role, String?)]) throws {
        for (action, role, code) in steps {
            let seen = try store.caseDetail(id).summary.version
            var step = CaseStep(
                action, by: try Person(name: "张\(role.label.zh)", role: role), at: District.time(100 + seen),
                reason: "按程序办理", seenVersion: seen)
            step.evidence = [.photo]
            if action == .approveDisposal { step.disposal = code } else { step.finding = code }
            try store.advance(id, step)
        }
    }

    private func close(_ id: String, by disposal: String) throws {
        try walk(
            id,
            [
                (.issue, .dispatcher, nil), (.accept, .inspector, nil), (.survey, .inspector, "unapproved-building"),
                (.review, .reviewer, "unapproved-building"), (.refer, .reviewer, nil),
                (.approveDisposal, .legalReviewer, disposal), (.finishDisposal, .dispatcher, nil),
                (.fileFeedback, .operatorRole, nil), (.visitAgain, .inspector, nil), (.close, .leader, nil),
            ])
    }

    private func dismiss(_ id: String, as finding: String) throws {
        try walk(
            id,
            [
                (.issue, .dispatcher, nil), (.accept, .inspector, nil), (.survey, .inspector, finding),
                (.review, .reviewer, finding), (.dismiss, .reviewer, nil),
            ])
    }

    @Test func theSameChangeSeenAgainBringsItsCaseUpToDate() throws {
        let july = try flag("a", "2026-07", after: "2026-07-11")
        let receipt = try enter("2026-07", [july], [(0, 0, 500, 0.9)])
        #expect(receipt == FlagReceipt(refreshed: 1))
        let detail = try store.caseDetail("202606-0001")
        #expect(detail.summary.flagID == (try District.flag(1)).id && detail.flag.patch?.number == july.patch?.number)
        #expect(detail.summary.seenAgain == Period("2026-07") && detail.summary.isStillActive)
        #expect(try store.cases(CaseFilter(isActive: true)).map(\.id) == ["202606-0001"])
        // The month done again changes nothing more.
        try enter("2026-07", [july], [(0, 0, 500, 0.9)])
        #expect(try store.sightings(of: "202606-0001").map(\.patch) == ["370402-2026-07-a"])
        #expect(try store.cases().count == 3)
    }

    @Test func whatPeopleAreAtKeepsWhatTheySawAndIsMarkedActive() throws {
        try walk("202606-0001", [(.issue, .dispatcher, nil)])
        let before = try store.caseDetail("202606-0001").flag
        #expect(try enter("2026-07", [flag("a", "2026-07", after: "2026-07-11")], [(0, 0, 500, 0.9)]).held == 1)
        let detail = try store.caseDetail("202606-0001")
        #expect(detail.flag == before && detail.summary.isStillActive && detail.events.count == 2)
        guard case .intact = try store.verifyChain() else { return #expect(Bool(false)) }
    }

    @Test func anotherThemeOrAFarPlaceIsACaseOfItsOwn() throws {
        let flags = [
            try flag("a", "2026-07", after: "2026-07-11", theme: "suspected-illegal-occupation"),
            try flag("b", "2026-07", after: "2026-07-11"), try flag("c", "2026-07", after: "2026-07-11"),
        ]
        let receipt = try enter("2026-07", flags, [(0, 0, 500, 0.9), (1, 1, 100, 0.2), (2, 2, 9, 0.05)])
        #expect(receipt.opened == ["202607-0001", "202607-0002", "202607-0003"])
        #expect(try store.links(of: "202607-0001").map(\.kind) == [.overlap])
        #expect(try store.links(of: "202606-0002").map(\.other) == ["202607-0002"])
        #expect(try store.links(of: "202607-0003").isEmpty)
        #expect(try store.cases(CaseFilter(isActive: true)).isEmpty)
    }

    @Test func aFlagThatFallsApartIsACaseAndItsParts() throws {
        let parts = [
            try flag("small", "2026-07", after: "2026-07-11"), try flag("large", "2026-07", after: "2026-07-11"),
        ]
        let shared = [(0, 0, 100.0, 1.0), (1, 0, 400.0, 1.0)]
        #expect(try enter("2026-07", parts, shared) == FlagReceipt(opened: ["202607-0001"], refreshed: 1))
        #expect(try store.caseDetail("202606-0001").flag.patch?.number == "370402-2026-07-large")
        let link = try #require(try store.links(of: "202607-0001").first)
        #expect(link.kind == .split && link.other == "202606-0001" && link.label.en == "split off from")
        #expect(try store.links(of: "202606-0001").map(\.label.en) == ["had split off from it"])
    }

    /// Where people are at the whole, a part is no second visit.
    @Test func aPartOfWhatPeopleAreAtIsNoCase() throws {
        try walk("202606-0001", [(.issue, .dispatcher, nil)])
        let parts = [
            try flag("small", "2026-07", after: "2026-07-11"), try flag("large", "2026-07", after: "2026-07-11"),
        ]
        #expect(try enter("2026-07", parts, [(0, 0, 100, 1), (1, 0, 400, 1)]) == FlagReceipt(held: 1))
        #expect(Set(try store.sightings(of: "202606-0001").compactMap(\.patch)).count == 2)
    }

    @Test func aFlagThatGrowsOverOthersIsTheLargestOnesCase() throws {
        let grown = try flag("a", "2026-07", after: "2026-07-11")
        let receipt = try enter("2026-07", [grown], [(0, 0, 100, 1), (0, 1, 300, 1), (0, 2, 200, 1)])
        #expect(receipt == FlagReceipt(refreshed: 1))
        #expect(try store.caseDetail("202606-0002").flag.patch?.number == "370402-2026-07-a")
        #expect(try store.links(of: "202606-0002").map(\.other) == ["202606-0001", "202606-0003"])
        #expect(try store.cases().allSatisfy { $0.seenAgain == Period("2026-07") })
    }

    /// District's time starts on 2026-06-17, and cases end that day.
    @Test func whatWasPutBackAndShowsAgainIsARelapse() throws {
        try close("202606-0001", by: "demolish")
        // An image of before the end shows what was demolished since.
        #expect(try enter("2026-07", [flag("a", "2026-07", after: "2026-06-16")], [(0, 0, 500, 0.9)]) == FlagReceipt())
        let again = try flag("b", "2026-08", after: "2026-08-11")
        #expect(try enter("2026-08", [again], [(0, 0, 500, 0.9)]).opened == ["202608-0001"])
        let link = try #require(try store.links(of: "202608-0001").first)
        #expect(link.kind == .relapse && link.other == "202606-0001")
        #expect(try store.links(of: "202606-0001").map(\.label.en) == ["came back as"])
        // The month after goes on with the relapse, and opens no further one.
        let september = try flag("c", "2026-09", after: "2026-09-10")
        let places = try store.places(before: #require(Period("2026-09")), near: { _ in true }).map(\.summary.id)
        let (old, new) = (
            try #require(places.firstIndex(of: "202606-0001")), try #require(places.firstIndex(of: "202608-0001"))
        )
        let receipt = try enter("2026-09", [september], [(0, old, 500, 0.9), (0, new, 500, 0.9)])
        #expect(receipt == FlagReceipt(refreshed: 1))
    }

    @Test func whatStandsLawfullyNowIsNoRelapseUntilItChangesAnew() throws {
        try close("202606-0001", by: "fine")
        try dismiss("202606-0002", as: "approved")
        let shared = [(0, 0, 500.0, 0.9), (1, 1, 500.0, 0.9)]
        let later = [
            try flag("a", "2026-08", after: "2026-08-11"), try flag("b", "2026-08", after: "2026-08-11"),
        ]
        #expect(try enter("2026-08", later, shared) == FlagReceipt())
        #expect(try store.sightings(of: "202606-0002").count == 1)
        #expect(try store.caseDetail("202606-0002").summary.isStillActive == false)
        let anew = [
            try flag("c", "2026-09", before: "2026-06-18", after: "2026-09-10"),
            try flag("d", "2026-09", before: "2026-06-18", after: "2026-09-10"),
        ]
        #expect(try enter("2026-09", anew, shared).opened.count == 2)
        #expect(try store.links(of: "202606-0002").map(\.kind) == [.relapse])
    }

    /// What people judged explains their part of it and no more.
    @Test func whatGrowsPastACaseAtItsEndIsACaseOfItsOwn() throws {
        try dismiss("202606-0001", as: "approved")
        let grown = try flag("a", "2026-07", after: "2026-07-11")
        #expect(try enter("2026-07", [grown], [(0, 0, 500, 1)], flagShare: 0.3).opened == ["202607-0001"])
        #expect(try store.links(of: "202607-0001").map(\.kind) == [.overlap])
        // Where people are at it still, it is theirs.
        let other = try flag("b", "2026-08", after: "2026-08-11")
        #expect(try enter("2026-08", [other], [(0, 1, 500, 1)], flagShare: 0.3).refreshed == 1)
    }

    @Test func theOrderOfFlagsAndCasesDecidesNothing() throws {
        let places = try store.places(before: #require(Period("2026-07")), near: { _ in true })
        let flags = try ["a", "b", "c"].map { try flag($0, "2026-07", after: "2026-07-11") }
        let shared = [(0, 0, 10.0, 1.0), (0, 1, 30.0, 1.0), (1, 1, 20.0, 0.8), (2, 2, 5.0, 0.6), (1, 2, 5.0, 0.6)]
            .map { SharedPlace(flag: $0.0, place: $0.1, area: $0.2, share: $0.3, flagShare: $0.3) }
        let expected = PlacedFlags(flags, among: places, shared: shared, rules, codes)
        for _ in 0..<6 {
            #expect(PlacedFlags(flags, among: places, shared: shared.shuffled(), rules, codes) == expected)
        }
    }
}

extension PlaceTests {
    @Test func casesAreFoundByTheRectanglesOfTheirFlags() throws {
        let box = try #require(District.square(2).bounds)
        #expect(try store.cases(meeting: box) == ["202606-0002"])
        let all = BoundingBox(minX: box.minX - 1000, minY: box.minY, maxX: box.maxX + 1000, maxY: box.maxY)
        #expect(try store.cases(meeting: all) == ["202606-0001", "202606-0002", "202606-0003"])
        let off = BoundingBox(minX: 0, minY: 0, maxX: 1, maxY: 1)
        #expect(try store.cases(meeting: off).isEmpty)
        let shape = District.island(7)
        #expect(GeoPackageGeometry.rectangle(of: GeoPackageGeometry.encode(shape, system: 4548)) == shape.bounds)
        let empty = GeoPackageGeometry.encode(MultiPolygon([]), system: 4548)
        #expect(GeoPackageGeometry.rectangle(of: empty) == nil)
    }
}
