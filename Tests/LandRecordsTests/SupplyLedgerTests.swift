import GeoModel
import LandRecords
import Patches
import Testing

/// Approvals are 200 m × 100 m: 20 000 m², exactly 30 mu.
@Suite struct SupplyLedgerTests {
    private typealias D = District
    private let site = District.block(0, 0, 200, 100)

    private func outcome(_ supplies: [Supply], _ patches: [Patch] = [], on day: String? = "2024-05-01") throws
        -> JoinOutcome
    {
        try LandRecordSet.of(approvals: [D.approval("批1", day, site)], supplies: supplies)
            .joined(patches, FixtureRules.book())
    }

    private func mu(_ area: Area) -> Double { (area.mu * 100).rounded() / 100 }

    @Test func nothingSupplied() throws {
        let flag = try #require(try outcome([]).flags.first)
        #expect(flag.theme == "unsupplied" && flag.patch == nil && mu(flag.area) == 30)
        #expect(flag.reason.zh == "批1 批30.00 供0.00 未供30.00 建0.00 未动30.00（线索）")
        #expect(flag.links.map(\.key) == ["批1"])
    }

    @Test func suppliesAreTakenOffAndOverlapsCountOnce() throws {
        let supplies = [
            D.supply("合1", "2025-01-01", D.block(0, 0, 100, 100)),
            D.supply("合2", "2025-01-01", D.block(50, 0, 70, 100)),
            D.supply("合3", "2025-01-01", D.block(500, 0, 70, 100)),
        ]
        let balance = try #require(try outcome(supplies).balances.first)
        #expect(mu(balance.approved) == 30 && mu(balance.supplied) == 18 && mu(balance.unsupplied) == 12)
        #expect(balance.supplies.map(\.key) == ["合1", "合2"])
    }

    @Test(arguments: [("2026-06-15", 15.0), ("2026-06-16", 30), (nil, 15)])
    func onlyWhatIsSignedByTheDayCounts(day: String?, unsupplied: Double) throws {
        let balance = try #require(try outcome([D.supply("合1", day, D.block(0, 0, 100, 100))]).balances.first)
        #expect(mu(balance.unsupplied) == unsupplied)
    }

    @Test(arguments: [("2026-06-15", 1), ("2026-06-16", 0), (nil, 1)])
    func onlyApprovalsInForceAreBalanced(day: String?, count: Int) throws {
        #expect(try outcome([], on: day).balances.count == count)
    }

    /// The tolerance is 1 mu (666.7 m²) and 10 %.
    @Test(arguments: [(180.0, 0), (179, 1), (200, 0)])
    func aRemainderUnderTheToleranceRaisesNoFlag(width: Double, flags: Int) throws {
        // 180.1 m leave 9.95 %, 179 m leave 10.5 %.
        let supplied = D.block(0, 0, width == 180 ? 180.1 : width, 100)
        #expect(try outcome([D.supply("合1", nil, supplied)]).flags.count == flags)
    }

    @Test func aSmallApprovalHasToLeaveAMu() throws {
        let small = LandRecordSet.of(approvals: [D.approval("小", nil, D.block(0, 0, 20, 33))])
        #expect(try small.joined([], FixtureRules.book()).flags.isEmpty)
        let enough = LandRecordSet.of(approvals: [D.approval("小", nil, D.block(0, 0, 20, 34))])
        #expect(try enough.joined([], FixtureRules.book()).flags.count == 1)
    }

    @Test func builtUnsuppliedLandIsToldApartAndCarriesItsPatch() throws {
        let supplies = [D.supply("合1", "2025-01-01", D.block(0, 0, 100, 100))]
        let patches = [
            D.patch("小", D.block(150, 0, 10, 20)), D.patch("大", D.block(110, 0, 30, 100)),
            D.patch("外", D.block(300, 0, 30, 30)),
        ]
        let result = try outcome(supplies, patches)
        #expect(result.inLedger.map(\.patch.number) == ["小", "大"])
        let flag = try #require(result.flags.last)
        #expect(flag.reason.zh == "批1 批30.00 供15.00 未供15.00 建4.80 未动10.20（线索）")
        #expect(flag.reason.en.contains(" 2 (A clue.)") && flag.patch?.number == "大")
        #expect(result.flags.map(\.theme) == ["built", "unsupplied"])
        #expect(!result.faults.contains { ["小", "大"].contains($0.object) })
    }

    @Test func aCarriedPatchRaisesItsApprovalsFlagHoweverLittleIsLeft() throws {
        let supplies = [D.supply("合1", "2025-01-01", D.block(0, 0, 195, 100))]
        #expect(try outcome(supplies).flags.isEmpty)
        let result = try outcome(supplies, [D.patch("边", D.block(195, 0, 5, 40))])
        #expect(result.inLedger.count == 1 && result.flags.map(\.theme) == ["unsupplied"])
    }

    /// Without PROJ's geodesics between the same corners the parts of a large approval would not add up.
    @Test func aLargeApprovalInDegreesBalances() throws {
        func block(_ west: Double, _ south: Double, _ width: Double, _ height: Double) -> MultiPolygon {
            MultiPolygon([
                Polygon(BoundingBox(minX: west, minY: south, maxX: west + width, maxY: south + height))
            ])
        }
        let records = LandRecordSet.of(
            approvals: [D.approval("大", nil, block(117, 34, 0.03, 0.02))],
            supplies: [D.supply("合1", nil, block(117.007, 33.9, 0.011, 0.113))]
        )
        let outcome = try PatchJoin(
            register: LandRegister(records, system: CoordinateSystem("EPSG:4490")),
            rules: try FixtureRules.book(),
            period: D.june,
            observedOn: D.day("2026-06-15")
        ).join([])
        let balance = try #require(outcome.balances.first)
        #expect(abs(balance.approved.mu - balance.supplied.mu - balance.unsupplied.mu) <= 0.01)
        #expect(balance.supplied.mu > 1000)
    }
}
