import GeoModel
import LandRecords
import Patches
import Testing

/// The themes beyond the five, on outlines: permits, terms, earlier flags, complaints, the superior's patches.
@Suite struct FurtherThemesTests {
    private typealias D = District
    private let square = District.block(0, 0, 100, 100)

    private func book() throws -> RuleBook {
        let names = ["further-themes", "five-themes"]
        return try RuleBook(
            joining: names.map { try RuleBook(try D.data("themes/\($0).json5"), named: "\($0).json5") })
    }

    private func joining(
        _ records: LandRecordSet, _ earlier: [EarlierFlag] = [], on day: String = "2026-06-13"
    ) throws -> PatchJoin {
        PatchJoin(
            register: LandRegister(records, system: D.system), rules: try book(), period: D.june, earlier: earlier,
            observedOn: D.day(day))
    }

    private func land(_ until: String, _ shape: MultiPolygon, from: String? = nil) -> LandRecordSet {
        var records = LandRecordSet()
        records.temporaryLands = [
            TemporaryLand(
                number: "临1", holder: "甲", from: from.map(D.day), until: D.day(until), shape: shape,
                source: D.source(7))
        ]
        return records
    }

    private func earlier(_ verdict: EarlierVerdict, _ period: String, theme: String = "farmland-change") throws
        -> EarlierFlag
    {
        EarlierFlag(
            caseID: "202506-0001", theme: theme, themeLabel: Bilingual(zh: "耕地保护变化", en: "farmland change"),
            period: try #require(Period(period)), verdict: verdict, seenOn: nil, shape: square)
    }

    @Test(arguments: [
        ("2026-06-13", 0), ("2026-06-12", 1), ("2025-06-13", 1), ("2025-06-12", 0),
    ])
    func landPastItsTermIsAPlaceToVisit(until: String, count: Int) throws {
        let outcome = try joining(land(until, square)).join([])
        #expect(outcome.flags.count == count && outcome.failed.isEmpty)
        guard let flag = outcome.flags.first else { return }
        #expect(flag.rule == "further-themes#temporary-land-not-given-back" && flag.patch == nil)
        #expect(flag.shape == square && abs(flag.area.squareMetres - 10_000) < 1)
        #expect(flag.reason.zh.hasPrefix("临时用地 临1（甲，日期不详 至 \(until)，15.00 亩）截至 2026-06-13 已到期 "))
        #expect(flag.reason.zh.hasSuffix("（卫星监测线索，不作为认定依据，须实地核查）") && !flag.reason.en.contains("{"))
        #expect(flag.facts.first?.source == "hand.gpkg: row 7")
        #expect(flag.links.map(\.kind) == [.temporaryLand] && flag.links.map(\.key) == ["临1"])
    }

    /// Land that turned green was given back; half of it is enough, and less is not.
    @Test(arguments: [(51.0, 0), (49, 1)])
    func landThatTurnedGreenIsNone(width: Double, count: Int) throws {
        let green = D.patch("1", D.block(0, 0, width, 100), from: .bare, to: .vegetation, ndvi: 0.5)
        let outcome = try joining(land("2026-06-01", square)).join([green])
        #expect(outcome.flags.count == count)
        #expect(outcome.explained.map(\.rule) == ["further-themes#temporary-land-given-back"])
    }

    /// A new building there raises the patch's flag, and the place is not listed once more.
    @Test func aPlaceIsVisitedOnce() throws {
        let outcome = try joining(land("2026-06-01", square)).join([D.patch("1", D.block(10, 10, 40, 40))])
        #expect(outcome.flags.map(\.rule) == ["further-themes#temporary-land-still-built-on"])
        #expect(outcome.flags[0].reason.zh.contains("临时用地 临1（日期不详 至 2026-06-01）内 100%"))
    }

    /// The first case of a place and last month's, both found illegal.
    @Test func twoEarlierCasesAreOneVisit() throws {
        let cases = [try earlier(.illegal, "2025-06"), try earlier(.illegal, "2026-05")]
        #expect(try joining(LandRecordSet(), cases).join([]).flags.map(\.theme) == ["earlier-suspect-standing"])
    }

    @Test(arguments: [
        (EarlierVerdict.illegal, "2025-06", 1), (.illegal, "2024-06", 1), (.illegal, "2024-05", 0),
        (.undecided, "2025-06", 0), (.legal, "2025-06", 0), (.other, "2025-06", 0), (.settled, "2025-06", 0),
    ])
    func onlyWhatAPersonFoundStands(verdict: EarlierVerdict, period: String, count: Int) throws {
        let joining = try joining(LandRecordSet(), [try earlier(verdict, period)])
        let outcome = try joining.join([])
        #expect(outcome.flags.map(\.theme) == Array(repeating: "earlier-suspect-standing", count: count))
        let demolished = try joining.join([D.patch("1", square, from: .built, to: .bare)])
        #expect(demolished.flags.allSatisfy { $0.theme != "earlier-suspect-standing" })
        guard let flag = outcome.flags.first else { return }
        #expect(flag.facts.first?.source == "202506-0001" && flag.reason.zh.contains("202506-0001（耕地保护变化）"))
        let asked = try joining.explain(flag, among: [])
        #expect(asked.count == 1 && asked[0].decides && asked[0].conditions.allSatisfy(\.isMet))
    }

    @Test func moreIsBuiltThanIsPermitted() throws {
        var records = LandRecordSet.of(
            approvals: [D.approval("批1", "2025-01-01", square)], supplies: [D.supply("合1", "2025-02-01", square)])
        func permit(_ stage: ConstructionStage, _ day: String, _ row: Int64) -> Permit {
            Permit(
                number: "施\(row)", contract: "合1", stage: stage, issuedOn: D.day(day), shape: MultiPolygon([]),
                source: D.source(row))
        }
        records.permits = [permit(.earthwork, "2026-03-01", 8), permit(.mainStructure, "2026-06-14", 9)]
        let patch = D.patch("1", D.block(0, 0, 40, 100))
        let flag = try #require(try joining(records).join([patch]).flags.first { $0.patch != nil })
        #expect(flag.rule == "further-themes#beyond-permitted-stage")
        #expect(flag.reason.zh.contains("影像显示至少为主体，施工许可 施8（2026-03-01）许可至土方开挖和基坑支护"))
        let fact = try #require(flag.facts.first { $0.name.zh == "施工许可" })
        #expect(fact.source == "hand.gpkg: row 8" && !fact.value.zh.contains("施9"))
        records.permits[1] = permit(.mainStructure, "2026-06-13", 9)
        let explained = try joining(records).join([patch]).explained
        #expect(explained.map(\.rule) == ["five-themes#approved-and-supplied"])
    }

    @Test func whatWasUnusedIsBuiltOn() throws {
        let unused = try earlier(.undecided, "2026-05", theme: "approved-unsupplied")
        let records = LandRecordSet.of(approvals: [D.approval("批1", "2020-01-01", square)])
        let flags = try joining(records, [unused]).join([D.patch("1", D.block(0, 0, 40, 100))]).flags
        let flag = try #require(flags.first { $0.patch?.number == "1" && $0.rule.hasPrefix("further") })
        #expect(flag.theme == "approved-unused-built" && flag.reason.zh.contains("此前线索 202506-0001"))
        #expect(flag.facts.contains { $0.name.zh == "此前线索" && $0.source == "202506-0001" })
    }

    @Test func complaintsAndIssuedPatchesAreFactsWithTheirLead() throws {
        var records = LandRecordSet()
        records.complaints = [
            Complaint(
                number: "12345-7", receivedOn: D.day("2026-06-03"), subject: "占地", place: nil, shape: square,
                source: D.source(10))
        ]
        records.issuedPatches = [
            IssuedPatch(
                number: "JC9", type: nil, before: nil, after: nil, issuedOn: D.day("2026-07-01"), statedArea: nil,
                shape: D.block(50, 0, 50, 100), source: D.source(11))
        ]
        let flag = try #require(try joining(records).join([D.patch("1", square)]).flags.first)
        let complaint = try #require(flag.facts.first { $0.source == "hand.gpkg: row 10" })
        #expect(complaint.value.zh == "12345-7 占地（2026-06-03，早于影像 10 天）：15.00 亩（100%）")
        let issued = try #require(flag.facts.first { $0.source == "hand.gpkg: row 11" })
        #expect(issued.value.en == "JC9 (2026-07-01, 18 days after the image): 7.50 mu (50 %)")
    }

    @Test func aWithdrawnApprovalIsNamedAndDoesNotCount() throws {
        func approval(_ day: String) -> LandRecordSet {
            .of(approvals: [
                Approval(
                    number: "批1", batchName: nil, approvedOn: D.day("2020-02-29"), shape: square, source: D.source(2),
                    terms: ApprovalTerms(withdrawnOn: D.day(day)))
            ])
        }
        let patch = D.patch("1", square)
        let flags = try joining(approval("2026-06-12")).join([patch]).flags
        #expect(flags.map(\.theme) == ["suspected-illegal-construction"])
        #expect(flags[0].reason.zh.contains("（另有已撤回的 批1（2026-06-12））"))
        #expect(try joining(approval("2026-06-13")).join([patch]).flags.map(\.theme) == ["approved-unsupplied"])
    }

    @Test func theLandUseLayerTellsTheClassBefore() throws {
        var records = LandRecordSet.of(parcels: [D.parcel("z", "0601", square)])
        records.landUses = [
            LandUse(
                code: "TB1", landClass: "0101", statedArea: nil, deductedShare: nil, shape: D.block(0, 0, 60, 100),
                source: D.source(12))
        ]
        let flag = try #require(try joining(records).join([D.patch("1", square)]).flags.first)
        #expect(flag.theme == "farmland-change" && flag.reason.zh.contains("现状地类 耕地（0101）60%"))
        #expect(flag.facts.contains { $0.source == "hand.gpkg: row 12" })
    }

    /// The files' order is the order in which rules are asked, and both have to mean the same by one name.
    @Test func booksAreJoinedInTheirOrder() throws {
        let five = try RuleBook(try D.data("themes/five-themes.json5"), named: "five")
        let further = try RuleBook(try D.data("themes/further-themes.json5"), named: "further")
        let rules = try RuleBook(joining: [further, five]).listing.map(\.rule)
        #expect(rules.first == "further-themes#temporary-land-given-back" && rules.contains("five-themes#ledger"))
        #expect(rules.count == five.listing.count + further.listing.count)
        #expect(try RuleBook(joining: [five]).listing == five.listing)
        let text = FixtureRules.text.replacing("prefixes: [\"01\"]", with: "prefixes: [\"02\"]")
        #expect(throws: Fault.self) {
            try RuleBook(joining: [try FixtureRules.book(), try FixtureRules.book(text)])
        }
    }
}
