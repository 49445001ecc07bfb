import GeoModel
import Testing
import Verbs

@Suite struct ParserTests {
    @Test(arguments: [
        ["draw", "Town", "--out", "o"], ["draw", "Town", "--out=o"], ["draw", "Town", "-o", "o"],
        ["draw", "Town", "-oo"],
        ["draw", "Town", "-o=o"], ["draw", "--out", "o", "Town"], ["draw", "--out", "o", "--", "Town"],
        ["--lang", "en", "draw", "Town", "--out", "o"],
    ])
    func readsEverySpelling(arguments: [String]) async {
        let (terminal, printed) = Fixture.recorder()
        #expect(await Fixture.tool.run(arguments, on: terminal) == .done)
        #expect(printed.results == "out=o\nTITLE=Town\n")
    }

    @Test func keepsRepeatedValuesInOrder() async {
        let outcome = await Fixture.run("draw", "T", "--layer", "b", "-o", "o", "--layer=a", "East", "West", "-q")
        #expect(outcome.results == "out=o\nlayer=b\nlayer=a\nTITLE=T\nPLACE=East\nPLACE=West\nquiet\n")
    }

    @Test func readsTypedValues() async {
        let outcome = await Fixture.run(
            "draw", "T", "-o", "o", "--scale", "7", "--turn", "-12.5", "--format", "pdf", "--day", "20260617",
            "--month",
            "2026-06", "--dry-run"
        )
        #expect(outcome.code == .done)
        #expect(outcome.results.contains("scale=7\nturn=-12.5\nformat=pdf\nday=20260617\nmonth=2026-06\n"))
        #expect(outcome.results.hasSuffix("dry\n"))
    }

    @Test func takesWhatFollowsTheDoubleDashAsItIs() async {
        let outcome = await Fixture.run("draw", "-o", "o", "--", "--scale", "--help")
        #expect(outcome.results == "out=o\nTITLE=--scale\nPLACE=--help\n")
    }

    @Test func takesALoneDashAsAnArgument() async {
        let outcome = await Fixture.run("draw", "-", "-o", "-")
        #expect(outcome.results == "out=-\nTITLE=-\n")
    }

    @Test(arguments: [
        (["draw", "T", "--otu", "o"], "did you mean ‘--out’?"),
        (["draw", "T", "-o", "o", "--scael=3"], "unknown option ‘--scael’; did you mean ‘--scale’?"),
        (["draw", "T", "-x"], "unknown option ‘-x’"),
        (["draw", "T", "-qo"], "unknown option ‘-qo’"),
        (["draw", "T", "--out"], "--out needs a value DIR"),
        (["draw", "T", "--out", "--quiet"], "--out needs a value DIR"),
        (["draw", "T", "--out="], "found ‘’, expected a text that is not empty"),
        (["draw", "T", "--out=o", "--quiet=yes"], "--quiet takes no value, but ‘yes’ was given"),
        (["draw", "T", "-o", "o", "-o", "p"], "--out was given twice"),
        (["draw", "T", "-o", "o", "--scale", "x"], "--scale: found ‘x’, expected a whole number 1…100"),
        (["draw", "T", "-o", "o", "--scale", "101"], "expected a whole number 1…100"),
        (["draw", "T", "-o", "o", "--turn", "nan"], "expected a number -180.0…180.0"),
        (["draw", "T", "-o", "o", "--format", "gif"], "expected one of png, pdf"),
        (["draw", "T", "-o", "o", "--day", "2026-02-29"], "expected a day such as"),
        (["draw", "T", "-o", "o", "--month", "2026-13"], "expected a month such as"),
        (["draw", "T"], "--out is missing: where to"),
        (["draw", "-o", "o"], "TITLE is missing: the title"),
        (["layers", "add", "extra"], "unexpected argument ‘extra’"),
        (["layers", "ad"], "no command ‘ad’; did you mean ‘add’?"),
        (["layers"], "a command is missing. Known: add, list."),
        (["layers", "--region", "r"], "a command is missing. Known: add, list."),
        (["lyers"], "no command ‘lyers’; did you mean ‘layers’?"),
        ([], "a command is missing. Known: draw, layers, break, completion, help."),
        (["--region", "r", "layers", "list"], "unknown option ‘--region’"),
        (["--lang", "fr", "draw"], "expected one of zh, en"),
        (["help", "nothing"], "no command ‘nothing’"),
    ])
    func refuses(arguments: [String], message: String) async {
        let (terminal, printed) = Fixture.recorder()
        #expect(await Fixture.tool.run(arguments, on: terminal) == .usage)
        #expect(printed.messages.contains(message), "\(printed.messages)")
        #expect(printed.results.isEmpty)
    }

    @Test func pointsToTheHelpOfTheVerb() async {
        let outcome = await Fixture.run("layers", "add", "--nothing")
        #expect(outcome.messages.hasSuffix("See: maps layers add --help\n"))
    }

    @Test func takesTheRegionBeforeOrAfterTheVerb() async {
        #expect(await Fixture.run("--region", "r", "layers", "add").results == "r\n")
        #expect(await Fixture.run("layers", "add", "--region=r").results == "r\n")
        #expect(await Fixture.run("layers", "add").results == ".\n")
    }

    @Test(arguments: [
        (["x"], ["LANG": "zh_CN.UTF-8"], Language.zh), (["x"], ["LANG": "en_GB.UTF-8"], .en), (["x"], [:], .en),
        (["x"], ["LC_ALL": "", "LANG": "zh_CN"], .zh), (["x"], ["LC_ALL": "C", "LANG": "zh_CN"], .en),
        (["x"], ["LC_MESSAGES": "zh_TW", "LANG": "de_DE"], .zh), (["x", "--lang", "zh"], ["LANG": "en"], .zh),
        (["--lang=en"], ["LANG": "zh_CN"], .en), (["x", "--", "--lang=en"], ["LANG": "zh_CN"], .zh),
        (["x", "--lang"], ["LANG": "zh_CN"], .zh),
    ])
    func choosesTheLanguage(arguments: [String], environment: [String: String], expected: Language) {
        #expect(Language(arguments: arguments, environment: environment) == expected)
    }
}
