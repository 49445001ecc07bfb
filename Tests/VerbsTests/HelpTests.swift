import GeoModel
import SafeFiles
import Testing
import Verbs

@Suite struct HelpTests {
    @Test func showsAVerbInFull() async {
        let expected = """
            maps draw — draw a map

            Usage:
              maps draw TITLE [PLACE…] --out DIR [OPTIONS]

            Arguments:
              TITLE  the title
              PLACE  places

            Options:
              -o, --out DIR         where to
                  --layer FILE      a layer (may be repeated)
                  --scale N         the scale
                  --turn DEGREES    turn it
                  --format png|pdf  the format
                  --day YYYY-MM-DD  the day
                  --month YYYY-MM   the month
              -q, --quiet           say nothing
                  --dry-run         say what would be done and write nothing
                  --lang zh|en      the language of messages (default: from the locale)
              -h, --help            show this help

            Examples:
              maps draw Town --out maps

            """
        #expect(await Fixture.run("draw", "--help").results == expected)
        #expect(await Fixture.run("help", "draw").results == expected)
    }

    @Test func foldsALongChoice() async throws {
        let words = (1...12).map { "alternative\($0)" }
        let tool = Tool(
            name: "maps",
            version: "1",
            summary: Bilingual(zh: "制图", en: "makes maps"),
            commands: [
                Command(
                    "draw", zh: "画图", en: "draw a map",
                    options: [Option("style", .choice(words), zh: "样式", en: "the style", isRequired: true)],
                    examples: ["maps draw --style alternative1"]
                ) { _ in .done }
            ]
        )
        for language in Language.allCases {
            let (terminal, printed) = Fixture.recorder(language)
            #expect(await tool.run(["draw", "--help"], on: terminal) == .done)
            let text = printed.results
            #expect(text.contains("maps draw --style STYLE [OPTIONS]"))
            #expect(words.allSatisfy(text.contains))
            let lines = text.split(separator: "\n")
            #expect(
                lines.allSatisfy { $0.count <= 100 })
            #expect(lines.contains { $0.hasPrefix(String(repeating: " ", count: 21) + "alternative") })
        }
    }

    @Test func listsTheVerbsInChinese() async {
        let text = await Fixture.run("--help", language: .zh).results
        #expect(text.hasPrefix("maps — 制图\n\n用法：\n"))
        #expect(text.contains("\n  draw        画图\n  layers      图层\n"))
    }

    @Test func showsAGroup() async {
        let text = await Fixture.run("layers", "-h").results
        #expect(text.contains("\n  add   add one\n  list  list them\n"))
        #expect(text.contains("Examples:\n  maps layers add\n  maps layers list"))
    }

    @Test func outranksEveryMistake() async {
        let outcome = await Fixture.run("draw", "--nothing", "--scale", "x", "-h")
        #expect(outcome.code == .done)
        #expect(outcome.results.hasPrefix("maps draw —"))
    }

    @Test func showsTheVersion() async {
        #expect(await Fixture.run("--version").results == "maps 1.2.3\n")
    }

    @Test func givesTheTableToPrograms() async throws {
        let document = try JSONValue(parsing: await Fixture.run("help", "--json").results, named: "help")
        let paths = document["commands"]?.array?.map { $0["path"]?.array?.compactMap(\.string) }
        #expect(paths == [["draw"], ["layers", "add"], ["layers", "list"], ["break"], ["completion"], ["help"]])
        let out = document["commands"]?.array?.first?["options"]?.array?.first
        #expect(out?["name"] == "out")
        #expect(out?["required"] == true)
    }
}
