import GeoModel
import LandRecords
import SafeFiles
import Testing

/// The tables of cases in `Pipelines/themes/cases`, and what they are asked with.
@Suite struct RuleCasesTests {
    private static let files = ["five-themes", "further-themes", "idle-land"]

    private func cases(_ name: String) throws -> RuleCases {
        try RuleCases(try District.data("themes/cases/\(name).json5"), named: name)
    }

    private func law() throws -> IdleRules {
        try IdleRules(try District.data("idle/order-53.json5"), named: "order-53.json5")
    }

    private func book(_ name: String) throws -> RuleBook { try RuleBook(try District.data(name), named: name) }

    @Test(arguments: files)
    func everyCaseComesOutAsTheTableSays(name: String) throws {
        let cases = try cases(name)
        let verdicts = try cases.run(try RuleBook(joining: cases.rules.map(book)), idle: law())
        #expect(verdicts.filter { !$0.isRight } == [])
        #expect(Set(verdicts.map(\.code)).count == verdicts.count)
    }

    @Test func everyRuleOfTheProgrammeHasACase() throws {
        let cases = try cases("five-themes")
        let book = try book("themes/five-themes.json5")
        let verdicts = try cases.run(book, idle: law())
        let decided = Set(verdicts.compactMap { $0.found.split(separator: " ").last.map(String.init) })
        #expect(decided == Set(book.rules.map(\.code) + ["ledger", "none"]))
        #expect(verdicts.count > 60)
    }

    /// A threshold that is moved must not pass: the table would be no table of limits.
    @Test(arguments: [
        ("atLeast: 0.6 }", "atLeast: 0.61 }"), ("atLeast: 0.3 }", "atLeast: 0.29 }"),
        ("atLeast: 0.1 }", "atLeast: 0.101 }"), ("below: 0.5 }", "atMost: 0.5 }"), ("below: 0.4 }", "below: 0.41 }"),
        ("underMu: 1,", "underMu: 1.01,"), ("underShare: 0.02 }", "underShare: 0.019 }"),
        ("mndwi: { atLeast: 0.12 }", "mndwi: { atLeast: 0.11 }"),
        ("ndvi: { atMost: -0.25 }", "ndvi: { atMost: -0.24 }"),
    ])
    func aMovedThresholdIsFound(written: String, moved: String) throws {
        let path = "themes/five-themes.json5"
        let text = try District.text(path).replacing(written, with: moved)
        try #require(text != (try District.text(path)))
        let book = try RuleBook(try JSONValue(parsing: text, named: path), named: path)
        #expect(try cases("five-themes").run(book, idle: law()).contains { !$0.isRight })
    }

    /// `rules explain`: the answers of a flag's rules, with the records behind them.
    @Test func everyConditionIsAnswered() throws {
        typealias D = District
        let square = D.block(0, 0, 100, 100)
        let records = LandRecordSet.of(
            approvals: [D.approval("批1", "2025-01-01", D.block(0, 0, 40, 100))],
            zones: [D.zone(.permanentBasicFarmland, square)]
        )
        let book = try book("themes/five-themes.json5")
        let joining = PatchJoin(
            register: LandRegister(records, system: D.system), rules: book, period: D.june,
            observedOn: D.day("2026-06-15"))
        let patch = D.patch("1", square)
        let flag = try #require(try joining.join([patch]).flags.first { $0.theme == "farmland-change" })
        let asked = try joining.explain(flag, among: [patch])
        #expect(asked.map(\.rule) == book.rules.map { "five-themes#\($0.code)" })
        #expect(asked.filter(\.decides).map(\.rule) == [flag.rule])
        let deciding = try #require(asked.first { $0.decides })
        #expect(deciding.changes.map(\.isMet) == [true, false, false, false])
        #expect(deciding.changes[0].conditions.map(\.found) == ["vegetation", "built", "10000", "0.9", "0.2"])
        #expect(deciding.changes[0].conditions[2].limit == "≥ 200")
        let approval = try #require(deciding.conditions.first)
        #expect(approval.found == "0.4" && approval.limit == "< 0.5" && approval.isMet)
        #expect(approval.sources == ["批1  40 %  [hand.gpkg: row 2]"])
        let papers = try #require(asked.first { $0.rule.hasSuffix("approved-and-supplied") })
        #expect(!papers.isMet && papers.conditions.map(\.isMet) == [false, false])
    }

    @Test func theLedgersRuleIsAnsweredToo() throws {
        typealias D = District
        let land = D.block(0, 0, 200, 100)
        let records = LandRecordSet.of(
            approvals: [D.approval("批1", "2025-01-01", land)],
            supplies: [D.supply("合1", "2025-06-01", D.block(0, 0, 150, 100))]
        )
        let joining = PatchJoin(
            register: LandRegister(records, system: D.system), rules: try book("themes/five-themes.json5"),
            period: D.june, observedOn: D.day("2026-06-15"))
        let flag = try #require(try joining.join([]).flags.first)
        let asked = try joining.explain(flag, among: [])
        #expect(asked.map(\.rule) == ["five-themes#ledger"] && asked[0].decides)
        #expect(asked[0].conditions.map(\.found) == ["2025-01-01", "7.5", "0.25"])
        #expect(asked[0].conditions[1].sources.contains { $0.hasPrefix("合1") })
    }
}
