import Foundation
import GeoModel
import LandRecords
import Patches
import SafeFiles
import Testing

/// Scores with their factors, and the quotas that they rank flags under.
@Suite struct ScoreTests {
    private typealias D = District
    private let square = District.block(0, 0, 100, 100)

    private static let score = """
        score: { source: "t", factors: [
          { code: "theme", label: { zh: "专题", en: "theme" }, measure: "themePriority", from: 5, to: 1, points: 40 },
          { code: "area", label: { zh: "面积", en: "area" }, measure: "mu", from: 0, to: 30, points: 20 },
          { code: "basic", label: { zh: "基本农田", en: "basic" }, measure: "zoneShare",
            zones: ["permanentBasicFarmland"], from: 0, to: 0.5, points: 20 },
          { code: "sure", label: { zh: "置信度", en: "confidence" }, measure: "confidence", from: 0.5, to: 1, points: 10 },
          { code: "heard", label: { zh: "投诉", en: "complaints" }, measure: "complaints", from: 0, to: 1, points: 10 },
          { code: "again", label: { zh: "重复", en: "again" }, measure: "earlierFlags", from: 0, to: 2, points: 10 },
          { code: "season", label: { zh: "季节", en: "season" }, measure: "season", from: 0, to: 1, points: -20 },
        ] },
        """

    private func book(_ more: String = "", quota: String = "") throws -> RuleBook {
        let themes = FixtureRules.text.replacing("themes: [", with: Self.score + more + "themes: [")
        return try FixtureRules.book(
            themes.replacing("code: \"farm\", label:", with: "code: \"farm\", \(quota) label:"))
    }

    private var farmland: LandRecordSet { .of(zones: [D.zone(.permanentBasicFarmland, square)]) }

    /// 1 → 40; 15 of 30 mu → 10; all basic farmland → 20; 0.9 is four fifths of the way → 8.
    @Test func everyFactorIsShown() throws {
        let flag = try #require(try farmland.joined([D.patch("1", square)], book()).flags.first)
        let score = try #require(flag.score)
        #expect(
            score.value.zh
                == "78.0：专题 1 → +40.0；面积 15 → +10.0；基本农田 1 → +20.0；置信度 0.9 → +8.0；投诉 0 → +0.0；重复 0 → +0.0；季节 0 → +0.0")
        #expect(score.value.en.hasPrefix("78.0: theme 1 → +40.0; area 15 → +10.0; basic 1 → +20.0"))
        #expect(score.name.zh == "风险评分" && score.source == "fixture#score" && flag.priority == 1)
    }

    @Test func complaintsEarlierFlagsAndTheSeasonCount() throws {
        var records = farmland
        records.complaints = [
            Complaint(
                number: "7", receivedOn: nil, subject: nil, place: nil, shape: square, source: D.source(9))
        ]
        let earlier = EarlierFlag(
            caseID: "c", theme: "farm", themeLabel: Bilingual(zh: "耕", en: "farm"),
            period: D.june.advanced(by: -12), verdict: .undecided, seenOn: nil, shape: square)
        let joining = PatchJoin(
            register: LandRegister(records, system: D.system), rules: try book(), period: D.june, earlier: [earlier],
            observedOn: D.day("2026-06-13"))
        let sign = SeasonSign(kind: .field, brightness: 1, shared: 0)
        let flag = try #require(try joining.join([D.patch("1", square).with(sign)]).flags.first)
        #expect(flag.score?.value.zh.hasPrefix("73.0：") == true)
        #expect(flag.score?.value.zh.hasSuffix("投诉 1 → +10.0；重复 1 → +5.0；季节 1 → −20.0") == true)
        #expect(flag.priority == 2)
    }

    @Test(arguments: [("[78.01, 50, 40, 30]", 2), ("[78, 50, 40, 30]", 1), ("[99, 98, 97, 96]", 5)])
    func aFileMayDeriveThePriority(limits: String, priority: Int) throws {
        let text = Self.score.replacing("{ source: \"t\",", with: "{ source: \"t\", priorityFrom: \(limits),")
        let book = try FixtureRules.book(FixtureRules.text.replacing("themes: [", with: text + "themes: ["))
        let flag = try #require(try farmland.joined([D.patch("1", square)], book).flags.first)
        #expect(flag.priority == priority)
    }

    @Test(arguments: [
        ("to: 30", "to: 0"), ("zones: [\"permanentBasicFarmland\"], ", ""), ("measure: \"mu\"", "measure: \"mi\""),
        ("{ source: \"t\",", "{ source: \"t\", priorityFrom: [4, 3, 2],"),
        ("{ source: \"t\",", "{ source: \"t\", priorityFrom: [1, 2, 3, 4],"), ("score: { source: \"t\",", "score: {"),
    ])
    func mistakesAreNamed(right: String, wrong: String) throws {
        let text = Self.score.replacing(right, with: wrong)
        try #require(text != Self.score)
        #expect(throws: Fault.self) {
            try FixtureRules.book(FixtureRules.text.replacing("themes: [", with: text + "themes: ["))
        }
    }

    /// Four buildings of the same theme: the quota lets the two most urgent through, in the order of the patches.
    @Test func theMostUrgentAreIssuedAndNoneIsLost() throws {
        let zone = LandRecordSet.of(zones: [D.zone(.permanentBasicFarmland, D.block(0, 0, 1000, 100))])
        let patches = [
            D.patch("1", D.block(0, 0, 20, 20)), D.patch("2", D.block(100, 0, 90, 90)),
            D.patch("3", D.block(200, 0, 30, 30)), D.patch("4", D.block(300, 0, 80, 80)),
        ]
        let free = try zone.joined(patches, book())
        #expect(free.flags.count == 4 && free.heldBack.isEmpty)
        let outcome = try zone.joined(patches, book(quota: "quota: { perPeriod: 2, source: \"t\" },"))
        #expect(outcome.flags.compactMap(\.patch?.number) == ["2", "4"])
        let held = try #require(outcome.heldBack.first)
        #expect(held.theme.code == "farm" && held.quota == 2)
        #expect(held.flags.compactMap(\.patch?.number) == ["3", "1"])
        #expect(Set((outcome.flags + held.flags).map(\.id)) == Set(free.flags.map(\.id)))
        let fault = try #require(outcome.faults.first { $0.object == "farm" })
        #expect(fault.message.zh.contains("线索 4 条，本期配额 2 条，2 条暂不下发"))
        #expect(fault.message.en.contains("2 are not issued"))
        let backwards = try zone.joined(patches.reversed(), book(quota: "quota: { perPeriod: 2, source: \"t\" },"))
        #expect(Set(backwards.flags.map(\.id)) == Set(outcome.flags.map(\.id)))
    }

    /// What inspectors have in hand does not change because more is found.
    @Test func whatWasIssuedStaysIssued() throws {
        let zone = LandRecordSet.of(zones: [D.zone(.permanentBasicFarmland, D.block(0, 0, 1000, 100))])
        let patches = [D.patch("1", D.block(0, 0, 20, 20)), D.patch("2", D.block(100, 0, 90, 90))]
        func issued(_ before: Set<String>) throws -> [Flag] {
            try PatchJoin(
                register: LandRegister(zone, system: D.system),
                rules: try book(quota: "quota: { perPeriod: 1, source: \"t\" },"),
                period: D.june, issuedBefore: before, observedOn: D.day("2026-06-13")
            ).join(patches).flags
        }
        #expect(try issued([]).map(\.patch?.number) == ["2"])
        let small = try #require(try zone.joined([patches[0]], book()).flags.first)
        #expect(try issued([small.id]).map(\.patch?.number) == ["1"])
    }

    @Test func aQuotaThatIsNotReachedHoldsNothingBack() throws {
        let outcome = try farmland.joined(
            [D.patch("1", square)], book(quota: "quota: { perPeriod: 1, source: \"t\" },"))
        #expect(outcome.flags.count == 1 && outcome.heldBack.isEmpty)
        let none = try farmland.joined(
            [D.patch("1", square)], book(quota: "quota: { perPeriod: 0, source: \"t\" },"))
        #expect(none.flags.isEmpty && none.heldBack.first?.flags.count == 1)
    }

    @Test func theProgrammeLeavesPrioritiesAsTheyAre() throws {
        let text = try D.text("themes/five-themes.json5")
        let start = try #require(text.range(of: "  score: {")), end = try #require(text.range(of: "  themes: ["))
        let plain = text.replacingCharacters(in: start.lowerBound..<end.lowerBound, with: "")
        let flags = try [text, plain].map { text in
            let book = try RuleBook(try JSONValue(parsing: text, named: "five"), named: "five")
            return try #require(try farmland.joined([D.patch("1", square)], book).flags.first)
        }
        #expect(flags[0].score?.source == "five-themes#score" && flags[1].score == nil)
        #expect(flags[0].facts.filter { $0 != flags[0].score } == flags[1].facts)
        #expect(flags[0].id == flags[1].id && flags.map(\.priority) == [1, 1])
    }
}
