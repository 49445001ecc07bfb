import GeoModel
import LandRecords
import SafeFiles
import Testing

@testable import WorkQueue

@Suite struct QueueTests {
    let district: District

    init() throws { district = try District() }

    private func issue(_ store: RegionStore, _ id: String) throws {
        let person = try Person(name: "李四", role: .dispatcher)
        try store.advance(id, CaseStep(.issue, by: person, at: District.time(5), reason: "下发", seenVersion: 1))
    }

    @Test func aNewFlagOpensACaseWithItsFirstEvent() throws {
        let store = try district.withCases(1)
        let detail = try store.caseDetail("202606-0001")
        #expect(detail.flag == (try District.flag(1)))
        #expect(detail.summary.state == .suspected)
        #expect(detail.summary.openedAt == District.time(1))
        #expect(detail.summary.patchNumber == "370402-202606-0001")
        #expect(detail.next.map(\.action) == [.issue])
        let event = try #require(detail.events.first)
        #expect(detail.events.count == 1)
        #expect(event.actor == .machine)
        #expect(event.action == nil && event.from == nil && event.to == .suspected)
        #expect(event.reason == detail.flag.reason.zh)
    }

    @Test func theSameRunAgainChangesNothing() throws {
        let store = try district.withCases(4)
        try issue(store, "202606-0002")
        let before = try (1...4).map { try store.caseDetail("202606-000\($0)") }
        let chain = try store.verifyChain()
        let flags = try (1...4).map { try District.flag($0) }
        let receipt = try store.saveFlags(flags, run: "2026-06", at: District.time(9))
        #expect(receipt == FlagReceipt(opened: [], refreshed: 3, held: 1))
        #expect(try (1...4).map { try store.caseDetail("202606-000\($0)") } == before)
        #expect(try store.verifyChain() == chain)
        #expect(try store.flags() == flags)
    }

    @Test func whatAPersonHasJudgedStaysAsItWas() throws {
        let store = try district.withCases(2)
        try issue(store, "202606-0002")
        let changed = try (1...2).map { try District.flag($0, theme: "other", pixels: 777) }
        try store.saveFlags(changed, run: "2026-06", at: District.time(9))
        #expect(try store.flags() == [changed[0], try District.flag(2)])
        let receipt = try store.savePatches(changed.compactMap(\.patch), run: "2026-06", at: District.time(9))
        #expect(receipt == PatchReceipt(saved: 1, held: 1))
        #expect(try store.patches(run: "2026-06") == [try District.patch(1, pixels: 777), try District.patch(2)])
    }

    /// The flag may have been written anew since its case was opened: the first step stands on what is there now.
    @Test func theFirstStepKeepsTheEvidenceThatThePersonSaw() throws {
        let store = try district.withCases(2)
        try store.saveFlags([District.flag(1, theme: "other", pixels: 777)], run: "2026-06", at: District.time(3))
        try issue(store, "202606-0001")
        let events = try store.caseDetail("202606-0001").events
        #expect(events.map { $0.details["theme"]?.string } == ["farmland-change", "other"])
        #expect(events[1].details["facts"]?.array?.count == 1)
        let person = try Person(name: "王五", role: .inspector)
        let step = CaseStep(.accept, by: person, at: District.time(6), reason: "接收", seenVersion: 2)
        try store.advance("202606-0001", step)
        let last = try #require(try store.caseDetail("202606-0001").events.last)
        #expect(last.details.members?.map(\.key) == ["rule", "before", "after", "case"])
    }

    /// Nothing is deleted, so the queue has to say which cases stand on flags that the same run no longer raises.
    @Test func casesWhoseFlagIsNotRaisedAgainAreNamed() throws {
        let store = try district.withCases(4)
        try issue(store, "202606-0002")
        let receipt = try store.saveFlags([District.flag(1)], run: "2026-06", at: District.time(9))
        #expect(receipt == FlagReceipt(refreshed: 1, notRaisedAgain: ["202606-0003", "202606-0004"]))
        try store.saveRun(try District.run("another"))
        #expect(try store.saveFlags([District.flag(5)], run: "another", at: District.time(9)).notRaisedAgain.isEmpty)
    }

    private func lasting(_ month: String, reason: String = "r") throws -> Flag {
        let template = try District.flag(5)
        return Flag(
            id: "lasting", theme: "suspected-idle", themeLabel: template.themeLabel, rule: "idle-land#suspected-idle",
            period: try #require(Period(month)), patch: nil, shape: template.shape, area: template.area, priority: 1,
            reason: Bilingual(zh: reason, en: reason), facts: [], links: [])
    }

    private func save(_ flags: [Flag], _ store: RegionStore, _ month: String, _ minutes: Int) throws -> FlagReceipt {
        let period = try #require(Period(month))
        try store.saveRun(RunRecord(id: month, period: period, recipe: "monthly", startedAt: District.time(minutes)))
        return try store.saveFlags(
            flags, run: month, lasting: ["idle-land#suspected-idle"], period: period, at: District.time(minutes))
    }

    /// What stands month after month is one case, in the lists of both the month that opened it and the latest.
    @Test func aLastingFlagIsBroughtUpToDate() throws {
        let store = try district.create()
        #expect(try save([lasting("2026-06")], store, "2026-06", 1).opened == ["202606-0001"])
        #expect(try save([lasting("2026-07", reason: "later")], store, "2026-07", 2) == FlagReceipt(refreshed: 1))
        let detail = try store.caseDetail("202606-0001")
        #expect(detail.flag == (try lasting("2026-07", reason: "later")) && detail.events.count == 1)
        for month in ["2026-06", "2026-07"] {
            #expect(try store.cases(CaseFilter(period: Period(month))).map(\.id) == ["202606-0001"])
        }
        #expect(try store.cases(CaseFilter(period: Period("2026-08"))).isEmpty)
        #expect(try store.flagCount(run: "2026-06") == 0 && store.flagCount(run: "2026-07") == 1)
        // June joined again has nothing to say beside July.
        #expect(try save([lasting("2026-06")], store, "2026-06", 3) == FlagReceipt(held: 1))
        #expect(try store.caseDetail("202606-0001").flag == (try lasting("2026-07", reason: "later")))
    }

    @Test func aLastingFlagThatEndsIsNamedUntilAPersonActs() throws {
        let store = try district.create()
        _ = try save([lasting("2026-06")], store, "2026-06", 1)
        #expect(try save([], store, "2026-07", 2).notRaisedAgain == ["202606-0001"])
        #expect(try save([lasting("2026-08")], store, "2026-08", 3) == FlagReceipt(refreshed: 1))
        // July's join tells nothing of what August raised again.
        #expect(try save([], store, "2026-07", 4).notRaisedAgain.isEmpty)
        try issue(store, "202606-0001")
        #expect(try save([lasting("2026-09")], store, "2026-09", 6) == FlagReceipt(held: 1))
        #expect(try store.caseDetail("202606-0001").flag.period == Period("2026-08"))
        #expect(try save([], store, "2026-10", 7).notRaisedAgain.isEmpty)
    }

    @Test func numbersGoOnAndStartAnewEachPeriod() throws {
        let store = try district.withCases(2)
        #expect(try store.saveFlags([District.flag(3)], run: "2026-06", at: District.time(2)).opened == ["202606-0003"])
        let template = try District.flag(4)
        let july = Flag(
            id: "july",
            theme: template.theme,
            themeLabel: template.themeLabel,
            rule: template.rule,
            period: try #require(Period("2026-07")),
            patch: nil,
            shape: template.shape,
            area: template.area,
            priority: 1,
            reason: template.reason,
            facts: [],
            links: []
        )
        #expect(try store.saveFlags([july], run: "2026-06", at: District.time(3)).opened == ["202607-0001"])
    }

    @Test func aRunThatFindsFewerPatchesLeavesTheOthersBehind() throws {
        let store = try district.create()
        try store.saveRun(try District.run())
        let patches = try (1...3).map { try District.patch($0) }
        try store.savePatches(patches, run: "2026-06", at: District.time(1))
        try store.savePatches(patches.dropLast(), run: "2026-06", at: District.time(2))
        #expect(try store.patches(run: "2026-06") == Array(patches.dropLast()))
        #expect(try store.database.integer("SELECT count(*) FROM patch") == 3)
    }

    @Test func anUnknownRunIsNamed() throws {
        let store = try district.create()
        let unknown = fault { try store.saveFlags([try District.flag(1)], run: "nowhere", at: District.time(1)) }
        #expect(unknown?.object.hasSuffix("run nowhere") == true)
    }

    @Test func listsByPriorityAreaNumberAndTime() throws {
        let store = try district.withCases(6)
        try issue(store, "202606-0004")
        func ids(_ filter: CaseFilter) throws -> [String] { try store.cases(filter).map { String($0.id.suffix(1)) } }
        #expect(try ids(CaseFilter()) == ["6", "3", "4", "1", "5", "2"])
        #expect(try ids(CaseFilter(order: .area)) == ["6", "5", "4", "3", "2", "1"])
        #expect(try ids(CaseFilter(limit: 2, order: .number)) == ["1", "2"])
        #expect(try ids(CaseFilter(order: .updated)) == ["4", "1", "2", "3", "5", "6"])
        #expect(try ids(CaseFilter(state: .issued)) == ["4"])
        #expect(try ids(CaseFilter(theme: "no-such-theme")) == [])
        #expect(try ids(CaseFilter(period: Period("2026-06"), limit: 1)) == ["6"])
    }

    @Test func everyCaseComesWithItsFlag() throws {
        let store = try district.withCases(6)
        var flags: [Flag] = []
        try store.forEachCase(CaseFilter(order: .number)) { summary, flag throws(Fault) in
            #expect(summary.flagID == flag.id)
            #expect(summary.area == flag.area)
            flags.append(flag)
        }
        #expect(flags == (try (1...6).map { try District.flag($0) }))
    }
}
