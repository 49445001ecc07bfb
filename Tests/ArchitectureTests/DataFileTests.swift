import SafeFiles
import Testing

/// The recipes and data files under `Pipelines`.
@Suite struct DataFileTests {
    @Test func everyFileParsesAndNamesItsSources() throws {
        for path in Repository.files(under: "Pipelines", ending: ".json5") {
            let document = try JSONValue(parsing: try #require(Repository.text(path)), named: path)
            let isSourced = !DataSources.mustNameSource(path) || DataSources.namesSource(document)
            #expect(isSourced, "\(path) needs a ‘source’, at the top or in each entry")
        }
    }

    @Test(arguments: [
        "{ source: 'GB/T 21010-2017', codes: [1, 2] }", "{ source: ['a', 'b'] }",
        "{ codes: [{ code: 1, source: 'a' }, { code: 2, source: 'b' }] }",
        "{ limits: { built: { value: 200, source: 'a' } } }",
    ])
    func acceptsSourced(text: String) throws {
        #expect(DataSources.namesSource(try JSONValue(parsing: text, named: "sample")))
    }

    @Test(arguments: [
        "{}", "[]", "{ source: '' }", "{ source: [] }", "{ codes: [{ code: 1, source: 'a' }, { code: 2 }] }",
        "{ limits: { built: { value: 200 } } }", "{ codes: [1, 2] }",
    ])
    func refusesUnsourced(text: String) throws {
        #expect(!DataSources.namesSource(try JSONValue(parsing: text, named: "sample")))
    }

    @Test func knowsWhichFilesHoldFigures() {
        #expect(DataSources.mustNameSource("Pipelines/themes/built-in.json5"))
        #expect(!DataSources.mustNameSource("Pipelines/monthly.json5"))
    }
}
