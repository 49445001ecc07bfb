import GeoModel
import LandRecords
import SafeFiles
import Testing

/// The schemas that `tuban rules schema` prints, against the files and against broken ones.
@Suite struct RuleSchemaTests {
    @Test(arguments: ["themes/five-themes.json5", "themes/further-themes.json5", "themes/idle-land.json5"])
    func theThemesKeepTheSchema(path: String) throws {
        #expect(SchemaChecker.complaints(try District.data(path), RuleShape.schema) == [])
        #expect(SchemaChecker.complaints(try JSONValue(parsing: FixtureRules.text, named: ""), RuleShape.schema) == [])
    }

    @Test(arguments: ["five-themes", "further-themes", "idle-land"])
    func theCasesKeepTheirs(name: String) throws {
        #expect(SchemaChecker.complaints(try District.data("themes/cases/\(name).json5"), RuleCases.schema) == [])
    }

    /// What the schema refuses, the program refuses, and the other way round: both come from one declaration.
    @Test(arguments: [
        ("majorProject", "majorproject"), ("outcome: \"ledger\"", "outcome: \"leger\""),
        ("kinds: [\"protectedForest\"]", "kinds: [\"forest\"]"), ("kinds: [\"protectedForest\"]", "kinds: []"),
        ("after: [\"built\"]", "after: [\"build\"]"), ("priority: 1", "priority: 9"), ("priority: 1", "priority: 1.5"),
        ("underMu: 1, ", ""), ("source: \"hand-made\", ", ""), ("atLeast: 0.8", "min: 0.8"),
        ("atLeast: 0.8", "atLeast: 80"), ("atLeast: 0.8", "atLeast: \"0.8\""), ("underMu: 1", "underMu: -1"),
        ("slivers: { underSquareMetres: 30 }", "slivers: 30"), ("prefixes: [\"01\"]", "prefixes: [1]"),
    ])
    func aBrokenFileIsRefusedByBoth(right: String, wrong: String) throws {
        let text = FixtureRules.text.replacing(right, with: wrong)
        try #require(text != FixtureRules.text)
        #expect(!SchemaChecker.complaints(try JSONValue(parsing: text, named: ""), RuleShape.schema).isEmpty)
        #expect(throws: Fault.self) { try FixtureRules.book(text) }
    }

    @Test func whatIsLeftOutMayBeLeftOut() throws {
        let text = FixtureRules.text.replacing(
            "seasonal: { source: \"t\", putBackBy: 1, noFieldsOn: [\"forest\"] },", with: "comment: \"none\",")
        try #require(text != FixtureRules.text)
        #expect(SchemaChecker.complaints(try JSONValue(parsing: text, named: ""), RuleShape.schema) == [])
        _ = try FixtureRules.book(text)
    }
}
