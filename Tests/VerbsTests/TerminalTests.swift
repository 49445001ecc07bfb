import Foundation
import GeoModel
import Synchronization
import Testing
import Verbs

@Suite struct TerminalTests {
    @Test(arguments: [("fault", ExitCode.failed), ("usage", .usage), ("other", .failed), ("reject", .rejected)])
    func endsWithTheCodeOfTheOutcome(how: String, code: ExitCode) async {
        let outcome = await Fixture.run("break", how)
        #expect(outcome.code == code)
        #expect(outcome.results.isEmpty)
        #expect(!outcome.messages.isEmpty)
    }

    @Test func namesObjectAndMessage() async {
        #expect(await Fixture.run("break", "fault").messages == "error: a.tif: is broken.\u{FFFD}[2J\n")
        #expect(await Fixture.run("break", "fault", language: .zh).messages == "错误：a.tif：坏了。\u{FFFD}[2J\n")
    }

    @Test func namesTheOptionThatIsNeeded() async {
        #expect(
            await Fixture.run("break", "usage").messages.hasPrefix("usage error: --needed is missing: what is needed."))
    }

    @Test func coloursOnlyTheLabel() async {
        let text = await Fixture.run("break", "fault", coloured: true).messages
        #expect(text == "\u{1B}[31merror: \u{1B}[0ma.tif: is broken.\u{FFFD}[2J\n")
    }

    @Test func countsWhatWasRejected() async {
        let text = await Fixture.run("break", "reject").messages
        #expect(text.hasPrefix("rejected: a.tif: is broken."))
        #expect(text.hasSuffix("1 rejected; the rest is done.\n"))
    }

    @Test func printsTheSameResultAsTableOrJSON() async {
        #expect(await Fixture.run("layers", "list").results == "name\n────\n道路\n河\n")
        #expect(await Fixture.run("layers", "list", "--json").results == "{\n  \"layers\": 2\n}\n")
    }

    @Test func failsWhereResultsCannotBeWritten() async {
        let error = NSError(domain: NSPOSIXErrorDomain, code: Int(ENOSPC))
        let (code, messages) = await run(resultsThrow: error)
        #expect(code == .failed)
        #expect(messages.hasPrefix("error: stdout: the result can't be written"))
    }

    @Test func endsInSilenceWhereTheReaderHasGone() async {
        let cause = NSError(domain: NSPOSIXErrorDomain, code: Int(EPIPE))
        let error = NSError(domain: NSCocoaErrorDomain, code: 512, userInfo: [NSUnderlyingErrorKey: cause])
        let (code, messages) = await run(resultsThrow: error)
        #expect(code == .done)
        #expect(messages.isEmpty)
    }

    private func run(resultsThrow error: NSError) async -> (ExitCode, String) {
        let printed = Printed()
        let terminal = Terminal(
            language: .en,
            isInteractive: false,
            isColoured: false,
            results: { _ in throw error },
            messages: { text in printed.streams.withLock { $0.messages += text } }
        )
        return (await Fixture.tool.run(["layers", "list"], on: terminal), printed.messages)
    }
}

@Suite struct TextTableTests {
    @Test func linesUpChineseAndNumbers() {
        let table = TextTable(
            [.text(zh: "主题", en: "theme"), .number(zh: "亩", en: "mu")],
            rows: [["耕地保护变化", "12.50"], ["forest", "5618.00"]]
        )
        let expected = """
            主题               亩
            ────────────  ───────
            耕地保护变化    12.50
            forest        5618.00
            """
        #expect(table.text(.zh) == expected)
    }

    @Test func keepsARowOnOneLineWhateverItsData() {
        let table = TextTable([.text(zh: "名", en: "name")], rows: [["a\u{1B}[31m\r\nb"]])
        #expect(table.text(.en) == "name\n────────\na\u{FFFD}[31m b")
    }

    @Test(arguments: [
        ("tuban", 5), ("图斑", 4), ("图 a", 4), ("e\u{301}", 1), ("，。", 4), ("①", 1), ("한글", 4), ("👍🏽", 2), ("…", 1),
        ("𠀀", 2), ("", 0),
    ])
    func knowsTheWidth(text: String, width: Int) {
        #expect(text.displayWidth == width)
    }
}
