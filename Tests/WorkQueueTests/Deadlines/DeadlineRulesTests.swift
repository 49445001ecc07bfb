import GeoModel
import SafeFiles
import Testing

@testable import WorkQueue

@Suite struct DeadlineRulesTests {
    private func shipped() throws -> DeadlineRules {
        try DeadlineRules(ShippedData.document("loop/deadlines.json5"), named: "deadlines.json5")
    }

    @Test func theFirstEntryThatFitsDecides() throws {
        let rules = try shipped()
        func code(_ state: CaseState, _ theme: String, _ priority: Int) -> String? {
            rules.limit(state, theme: theme, priority: priority)?.code
        }
        #expect(code(.issued, "x", 1) == "issued-first")
        #expect(code(.issued, "x", 2) == "issued")
        #expect(code(.accepted, "farmland-change", 3) == "accepted-farmland")
        #expect(code(.accepted, "x", 3) == "accepted")
        for state in CaseState.allCases { #expect((code(state, "x", 3) != nil) == state.isOnTheClock) }
    }

    @Test(arguments: [(0, "officer"), (2, "officer"), (3, "head"), (6, "head"), (7, "leader"), (200, "leader")])
    func theLadderIsClimbedByDaysOverdue(days: Int, level: String) throws {
        #expect(try shipped().level(overdue: days).word == level)
    }

    /// The shipped file with one text changed must be refused for what is expected.
    @Test(arguments: [
        (
            "code: \"issued\", state: \"issued\"", "code: \"issued\", state: \"accepted\"",
            "the state issued has no limit"
        ),
        ("themes: [\"farmland-change\", \"suspected-illegal-occupation\"], ", "", "never reached"),
        ("working: 30, whole: 60", "working: 30, whole: 20", "no fewer days than working (30)"),
        ("warn: 5", "warn: 30", "fewer days than working (30)"),
        ("level: \"head\", overdue: 3", "level: \"head\", overdue: 9", "in rising order"),
        ("level: \"head\"", "level: \"mayor\"", "one of officer, head, leader"),
        ("working: 30", "workin: 30", "did you mean ‘working’"),
        ("state: \"disposing\"", "state: \"suspected\"", "one of issued, accepted"),
    ])
    func whatCannotBeIsRefused(part: String, other: String, expected: String) throws {
        let text = try DurableFile.text(of: ShippedData.path("loop/deadlines.json5"))
        let changed = text.replacing(part, with: other)
        try #require(changed != text)
        let found = fault { _ = try DeadlineRules(JSONValue(parsing: changed, named: "d"), named: "d") }
        #expect(found?.text(.en).contains(expected) == true, "\(found?.text(.en) ?? "nothing")")
    }
}
