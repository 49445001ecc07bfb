import GeoModel
import Geometry
import LandRecords
import Patches
import Testing

@Suite struct PatchJoinTests {
    private typealias D = District

    private let field = LandRecordSet.of(
        parcels: [
            District.parcel("西", "0101", District.block(0, 0, 50, 100)),
            District.parcel("东", "0301", District.block(50, 0, 50, 100)),
        ],
        approvals: [District.approval("批1", "2026-07-01", District.block(0, 0, 100, 100))],
        zones: [District.zone(.permanentBasicFarmland, District.block(0, 0, 30, 100))],
        projects: [District.project("p", major: false, District.block(0, 0, 10, 100))]
    )

    @Test func theReasonIsFilledWithWhatWasFound() throws {
        let flag = try #require(
            try field.joined([D.patch("T1", D.block(0, 0, 40, 100))], FixtureRules.book()).flags.first)
        #expect(
            flag.reason.zh
                == "2026-05-14至2026-06-13，植被变建筑/硬化 6.00 亩，位于永久基本农田内 4.50 亩，"
                + "现状地类 耕地（0101）100%，主要在宗地 西，未查到观测日有效的建设用地批准（观测后另有 批1（2026-07-01））（线索）"
        )
        #expect(
            flag.reason.en
                == "2026-05-14 to 2026-06-13: vegetation to built-up, 6.00 mu, 4.50 mu inside permanent basic "
                + "farmland, land class before cultivated (0101) 100 %, mainly on parcel 西, no approval on record at "
                + "the observed date (later: 批1 (2026-07-01)) (A clue.)"
        )
        #expect(flag.rule == "fixture#basic" && flag.priority == 1 && flag.themeLabel.zh == "耕地保护变化")
        #expect(flag.area.squareMetres == 4000 && flag.patch?.number == "T1")
        #expect(flag.facts.contains { $0.source == "S2-May → S2-June" && $0.value.zh.contains("植被→建筑/硬化") })
    }

    @Test func aSignOfTheSeasonPutsAFlagBackAndNeverLeavesItOut() throws {
        let sign = SeasonSign(kind: .field, brightness: 1.1, shared: 0.25)
        func flag(from west: Double = 0, _ width: Double, _ season: SeasonSign?) throws -> Flag {
            let patch = D.patch("T1", D.block(west, 0, width, 100)).with(season)
            return try #require(try field.joined([patch], FixtureRules.book()).flags.first)
        }
        let (plain, seasonal) = (try flag(40, nil), try flag(40, sign))
        #expect(plain.priority == 1 && !plain.isSeasonal)
        #expect(seasonal.priority == 2 && seasonal.isSeasonal && seasonal.id == plain.id)
        #expect(
            seasonal.reason.zh.hasSuffix(
                "；可能为收割、翻耕或休耕（变化后亮度为全景中位数的 110%，施工地面通常更亮；周边同类地表 25% 变化相同）（线索）"))
        #expect(seasonal.reason.en.contains("It may be harvest, ploughing or fallow (afterwards 110 % as bright"))
        #expect(seasonal.facts.contains { $0.name.zh == "季节迹象" && $0.source == "S2-June" })
        // Fifty of eighty metres are forest, on which nothing is harvested.
        #expect(try !flag(from: 20, 80, sign).isSeasonal)
        #expect(try flag(from: 20, 80, SeasonSign(kind: .drained, brightness: 1, shared: 0)).isSeasonal)
    }

    @Test func sharedAreasAreExactAndTouchingParcelsShareNothing() throws {
        let flag = try #require(
            try field.joined([D.patch("T1", D.block(0, 0, 50, 100))], FixtureRules.book()).flags.first)
        let links = flag.links.map { "\($0.kind.rawValue) \($0.key) \(Int($0.sharedArea.squareMetres.rounded()))" }
        #expect(
            links == ["parcel 西 5000", "approval 批1 5000", "zone permanentBasicFarmland 3000", "project p 1000"]
        )
    }

    @Test func aSliverIsIgnoredAndJustAboveItIsNot() throws {
        for (overlap, parcels) in [(0.29, 1), (0.31, 2)] {
            let patch = D.patch("T1", D.block(0, 0, 50 + overlap, 100))
            let flag = try #require(try field.joined([patch], FixtureRules.book()).flags.first)
            #expect(flag.links.count { $0.kind == .parcel } == parcels)
        }
    }

    @Test func holesCount() throws {
        // The parcel has a hole of 60 m × 60 m; of the patch over its lower half, 3200 of 5000 m² are on the parcel.
        let ringed = MultiPolygon([
            Polygon(
                exterior: D.ring(0, 0, 100, 0, 100, 100, 0, 100),
                holes: [D.ring(20, 20, 80, 20, 80, 80, 20, 80)]
            )
        ])
        let records = LandRecordSet.of(parcels: [D.parcel("环", "0101", ringed)])
        let overlayer = try Overlayer(LandRegister(records, system: D.system), sliver: .zero)
        let overlay = try overlayer.overlay(D.block(0, 0, 100, 50), named: "t")
        #expect(abs((overlay.parcels.first?.area.squareMetres ?? 0) - 3200) < 0.01)
        #expect(abs(overlay.share(of: overlay.parcels[0].area) - 0.64) < 1e-6)
        #expect(try overlayer.overlay(D.block(30, 30, 10, 10), named: "t").parcels.isEmpty)
    }

    @Test func theMainParcelIsTheLargestAndTheFirstOfEquals() throws {
        let overlayer = try Overlayer(LandRegister(field, system: D.system), sliver: .zero)
        #expect(try overlayer.overlay(D.block(40, 0, 30, 100), named: "t").parcels.first?.record == 1)
        #expect(try overlayer.overlay(D.block(30, 0, 30, 100), named: "t").parcels.first?.record == 0)
        let twice = LandRecordSet.of(parcels: [1, 2].map { D.parcel("\($0)", nil, D.block(0, 0, 10, 10)) })
        let twin = try Overlayer(LandRegister(twice, system: D.system), sliver: .zero)
        #expect(try twin.overlay(D.block(0, 0, 10, 10), named: "t").parcels.map(\.record) == [0, 1])
    }

    /// Cards fold the last facts away, so those have to be of the records that matter least.
    @Test func factsAndLinksNameTheLargestShareFirst() throws {
        let records = LandRecordSet.of(
            parcels: [
                D.parcel("角", "0101", D.block(0, 0, 10, 100)), D.parcel("半", "0101", D.block(10, 0, 60, 100)),
                D.parcel("余", "0301", D.block(70, 0, 30, 100)),
            ],
            zones: [D.zone(.permanentBasicFarmland, D.block(0, 0, 100, 100))]
        )
        let flags = try records.joined([D.patch("T1", D.block(0, 0, 100, 100))], FixtureRules.book()).flags
        let flag = try #require(flags.first)
        #expect(flag.links.filter { $0.kind == .parcel }.map(\.key) == ["半", "余", "角"])
        let facts = flag.facts.filter { $0.name.zh == "宗地" }.map { $0.value.zh.prefix(1) }
        #expect(facts == ["半", "余", "角"])
    }

    @Test func everyPatchEndsSomewhereAndFlagsKeepTheirOrder() throws {
        let broken = MultiPolygon([Polygon(exterior: D.ring(0, 0, .nan, 0, 10, 10))])
        let patches = [
            D.patch("3", D.block(300, 0, 50, 50)), D.patch("1", D.block(0, 0, 40, 100)),
            D.patch("2", broken, squareMetres: 500), D.patch("4", D.block(0, 0, 9, 9), to: .water),
            D.patch("5", D.block(0, 0, 9, 9), to: .water),
        ]
        let outcome = try field.joined(patches, FixtureRules.book())
        #expect(outcome.flags.compactMap(\.patch?.number) == ["3", "1"])
        #expect(outcome.failed.map(\.object) == ["2"])
        #expect(outcome.unmatched.map(\.patches) == [2])
        let again = try field.joined(patches, FixtureRules.book())
        #expect(again.flags == outcome.flags)
    }

    @Test func anInvalidPatchIsMendedForTheJoin() throws {
        let bowTie = MultiPolygon([Polygon(exterior: D.ring(0, 0, 40, 40, 40, 0, 0, 40))])
        let outcome = try field.joined([D.patch("T1", bowTie)], FixtureRules.book())
        #expect(outcome.failed.isEmpty && outcome.flags.count == 1)
    }

    @Test func idsComeFromThemePeriodAndPatch() throws {
        let patches = [D.patch("a", D.block(0, 0, 40, 100)), D.patch("b", D.block(0, 0, 40, 100))]
        let ids = try field.joined(patches, FixtureRules.book()).flags.map(\.id)
        #expect(Set(ids).count == 2)
        #expect(try field.joined([patches[1]], FixtureRules.book()).flags.map(\.id) == [ids[1]])
        let parts = ids[0].split(separator: "-").map(\.count)
        #expect(parts == [8, 4, 4, 4, 12])
        let farm = try LandRecordSet.of(zones: field.zones).joined([patches[0]], FixtureRules.book()).flags
        let rest = try LandRecordSet().joined([patches[0]], FixtureRules.book()).flags
        #expect(farm.map(\.theme) == ["farm"] && rest.map(\.theme) == ["built"] && farm[0].id != rest[0].id)
    }

    @Test func anExplainedBuildingNamesItsRecords() throws {
        let site = D.block(0, 0, 100, 100)
        var records = LandRecordSet.of(
            approvals: [D.approval("批1", nil, site)],
            supplies: [D.supply("合1", "2025-03-01", site)]
        )
        records.standardLands = [
            StandardLand(
                contract: "合1",
                enterprise: nil,
                investmentPerMu: 350,
                taxPerMu: nil,
                plotRatio: nil,
                agreedStart: nil,
                source: D.source(6)
            )
        ]
        let outcome = try records.joined([D.patch("T1", D.block(10, 10, 20, 20))], FixtureRules.book())
        let explained = try #require(outcome.explained.first)
        #expect(outcome.flags.isEmpty)
        #expect(explained.reason.zh == "建设用地批准 批1（日期不详）覆盖 100%；供地 合1（2025-03-01）覆盖 100%")
        #expect(explained.links.map(\.kind) == [.approval, .supply, .standardLand])
    }

    @Test func aRegisterThatWasNotGivenIsSaid() throws {
        let outcome = try LandRecordSet().joined([D.patch("T1", D.block(0, 0, 40, 40))], FixtureRules.book())
        #expect(outcome.faults.count == 5)
        #expect(outcome.flags.map(\.reason.zh) == ["T1 未提供供地数据，无法核对（线索）"])
    }

    @Test func aRegisterThatLiesElsewhereIsSaid() throws {
        var records = field
        records.supplies = [D.supply("S", nil, D.block(90_000, 0, 10, 10))]
        let faults = try records.joined([D.patch("T1", D.block(0, 0, 40, 100))], FixtureRules.book()).faults
        #expect(faults.map(\.object) == ["supply"])
    }

    @Test func anUnknownSystemOfTheRegionIsAFault() throws {
        let register = LandRegister(field, system: CoordinateSystem("EPSG:0"))
        let join = PatchJoin(
            register: register,
            rules: try FixtureRules.book(),
            period: D.june,
            observedOn: D.day("2026-06-15")
        )
        #expect(throws: Fault.self) { try join.join([]) }
    }
}
