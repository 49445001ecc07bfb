import GeoModel
import LandRecords
import SafeFiles
import Testing

@Suite struct RuleBookTests {
    @Test func theProgrammeHasItsFiveThemesAndTheLedger() throws {
        let book = try RuleBook(try District.data("themes/five-themes.json5"), named: "five-themes.json5")
        #expect(
            book.themes.map(\.label.zh) == ["重大项目变化", "保护区林地变化", "耕地保护变化", "疑似违法占地", "疑似违法建设用地", "批而未供"]
        )
        #expect(Set(book.rules.map(\.theme.code)).count >= 5 && book.ledger?.theme.code == "approved-unsupplied")
        #expect(!book.source.isEmpty && book.themes.allSatisfy { !$0.source.isEmpty })
        #expect(book.caveat.zh.contains("线索") && book.caveat.zh.contains("核查") && book.caveat.en.contains("clue"))
    }

    /// A satellite result never says that somebody broke the law: 违法 may only stand behind 疑似.
    @Test func theProgrammeStatesNoGuilt() throws {
        let text = try District.data("themes/five-themes.json5").text()
        #expect(!text.replacing("疑似违法", with: "").contains("违法"))
        for word in ["违规", "非法", "认定为", "violat", "unlawful"] {
            #expect(!text.replacing("不作为认定依据", with: "").contains(word))
        }
        #expect(
            !text.lowercased().replacing("suspected illegal", with: "").replacing("suspected-illegal", with: "")
                .contains("illegal"))
    }

    @Test(arguments: [
        ("{zones}\"", "{zone}\""), ("{number}", "{number"), ("{number}", "number}"), ("majorProject", "majorproject"),
        ("outcome: \"ledger\"", "outcome: \"leger\""), ("theme: \"forest\"", "theme: \"woods\""),
        ("kinds: [\"protectedForest\"]", "kinds: [\"forest\"]"), ("after: [\"built\"]", "after: [\"build\"]"),
        ("groups: [\"cultivated\"", "groups: [\"farmed\""), ("priority: 1", "priority: 9"), ("underMu: 1, ", ""),
        ("source: \"hand-made\", ", ""), ("{untouched}", "{zones}"), ("{project}", "{untouched}"),
        ("atLeast: 0.8", "min: 0.8"), ("atLeast: 0.8", "atLeast: 80"), ("atLeast: 0.8", "atLeast: 0.8, below: 0.8"),
        ("underMu: 1", "underMu: -1"),
    ])
    func mistakesAreNamed(right: String, wrong: String) throws {
        let text = FixtureRules.text.replacing(right, with: wrong)
        try #require(text != FixtureRules.text)
        let fault = #expect(throws: Fault.self) { try FixtureRules.book(text) }
        #expect(fault?.object.hasPrefix("rules") == true)
    }

    @Test func aMisspeltFieldIsAnsweredWithTheNearestOne() {
        let text = FixtureRules.text.replacing("\"{zones}\"", with: "\"{zonse}\"")
        let fault = #expect(throws: Fault.self) { try FixtureRules.book(text) }
        #expect(fault?.message.en.contains("did you mean ‘{zones}’") == true)
        #expect(fault?.object == "rules: rules[forest]: reason: zh")
    }
}
