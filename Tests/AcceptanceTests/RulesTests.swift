import GeoModel
import SafeFiles
import Testing

/// `tuban rules` as people call it.
@Suite struct RulesTests {
    @Test func theTableOfCasesPasses() throws {
        let outcome = try Binary.run(["rules", "test"])
        #expect(outcome.code == 0, "\(outcome.messages)")
        #expect(outcome.messages.contains(" cases, 0 of them differ.") && !outcome.results.contains("✗"))
    }

    @Test func aCaseThatDiffersEndsWith1() throws {
        let folder = try SampleDistrict.folder("rule-cases")
        let path = folder + "/mine.json5"
        let text = """
            { name: "mine", source: "hand-made", rules: ["themes/five-themes.json5"], cases: [
              { code: "right", expect: "none",
                change: { before: "bare", after: "bare", squareMetres: 900, confidence: 1 } },
              { code: "wrong", expect: "flag construction",
                change: { before: "bare", after: "bare", squareMetres: 900, confidence: 1 } },
            ] }
            """
        try DurableFile.write(text, to: path)
        let outcome = try Binary.run(["rules", "test", path, "--json"])
        #expect(outcome.code == 1)
        let verdicts = try #require(try JSONValue(parsing: outcome.results, named: "test").array)
        #expect(verdicts.map { $0["right"] } == [true, false])
        #expect(verdicts[1]["expected"] == "flag construction" && verdicts[1]["found"] == "none")
    }

    @Test func aMistakeInARuleFileIsNamed() throws {
        let path = try SampleDistrict.folder("rule-check") + "/broken.json5"
        try DurableFile.write("{ name: \"x\", sauce: 1 }", to: path)
        let outcome = try Binary.run(["rules", "check", path])
        #expect(outcome.code == 1 && outcome.messages.contains("did you mean ‘source’?"), "\(outcome.messages)")
        #expect(try Binary.run(["rules", "check", "themes/five-themes.json5"]).code == 0)
    }

    @Test func rulesAreListedAndTheSchemaIsJSON() throws {
        let listed = try JSONValue(parsing: try Binary.run(["rules", "list", "--json"]).results, named: "list")
        #expect(listed.array?.first?["rule"] == "five-themes#major-project")
        #expect(listed.array?.last?["rule"] == "idle-land#suspected-idle")
        #expect(listed.array?.contains { $0["rule"] == "five-themes#ledger" } == true)
        for arguments in [[], ["--cases"]] {
            let text = try Binary.run(["rules", "schema"] + arguments).results
            let schema = try JSONValue(parsing: text, named: "schema")
            #expect(schema["type"] == "object" && schema["required"]?.array?.contains("source") == true)
        }
    }

    /// Every flag of the sample district is explained by the rule that raised it.
    @Test func everyFlagIsExplained() throws {
        let region = try SampleDistrict.region().path
        let listed = try Binary.run(["queue", "list", "--region", region, "--sort", "number", "--json"])
        let cases = try #require(try JSONValue(parsing: listed.results, named: "list").array)
        var seen: Set<String> = []
        for item in cases {
            let id = try #require(item["case"]?.string)
            guard let theme = item["theme"]?.string, seen.insert(theme).inserted else { continue }
            let outcome = try Binary.run(["rules", "explain", id, "--region", region, "--json"])
            let explained = try JSONValue(parsing: outcome.results, named: id)
            #expect(explained["still_raised"] == true && explained["theme"]?.string == theme)
            let deciding = explained["rules"]?.array?.first { $0["decides"] == true }
            #expect(deciding?["rule"] == explained["rule"] && deciding?["met"] == true)
            let words = try Binary.run(["rules", "explain", id, "--region", region]).results
            #expect(words.contains("[decides: flag]") && words.contains("≥ "))
        }
        #expect(seen.count > 3)
        let unknown = try Binary.run(["rules", "explain", "202609-9999", "--region", region])
        #expect(unknown.code == 1 && unknown.messages.contains("there is no such flag"))
    }
}
