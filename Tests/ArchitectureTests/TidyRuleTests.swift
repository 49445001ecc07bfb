import Testing

/// Each rule fails on a bad snippet and lets a good one pass.
@Suite struct TidyRuleTests {
    private func file(_ text: String, in room: String = "Patches") -> SwiftFile {
        SwiftFile(path: "Sources/\(room)/Sample.swift", text: text)
    }

    @Test func filesHave600Lines() {
        #expect(TidyRules.longFile(file(String(repeating: "\n", count: 600))).isEmpty)
        #expect(TidyRules.longFile(file(String(repeating: "\n", count: 601))).count == 1)
    }

    @Test func linesHave120Characters() {
        let line = String(repeating: "亩", count: 120)
        #expect(TidyRules.longLines(file(line)).isEmpty)
        #expect(TidyRules.longLines(file("\n" + line + "亩")).map(\.line) == [2])
    }

    @Test(arguments: [
        "func f() {\n", "func f(\n) -> Int {\n", "init() {\n", "deinit {\n", "subscript(i: Int) -> Int {\n",
        "var x: Int {\n", "func f<T>(_ x: T = g { 1 }) throws(E)\n    where T: P {\n",
    ])
    func functionsHave70Lines(head: String) {
        let headLines = head.split(separator: "\n").count
        let body = String(repeating: "    x += 1\n", count: 69 - headLines)
        #expect(TidyRules.longFunctions(file(head + body + "}\n")).isEmpty)
        #expect(TidyRules.longFunctions(file(head + body + "    x += 1\n}\n")).count == 1)
    }

    @Test(arguments: [
        "package func f() {}", "// words\npackage let x = 1", "@inlinable\npackage func f() {}",
        "@available(macOS 10, *) package func f() {}", "@safe package struct S {}", "final package class C {}",
        "/// Words.\n\npackage enum E {}", "    package static let x = 1", "/// Words.\nlet y = 1\npackage var x = 1",
        "package private(set) var x = 1", "package init() {}",
        "let text = \"\"\"\n  /// x\n  \"\"\"\npackage func f() {}",
    ])
    func packageDeclarationsAreDocumented(text: String) {
        #expect(TidyRules.undocumentedDeclarations(file(text)).count == 1)
    }

    @Test(arguments: [
        "package import GeoModel", "/// Words.\npackage func f() {}",
        "/// Words.\n@inlinable\n@safe\npackage func f() {}",
        "/// Words.\n@available(macOS 10, *) package func f() {}", "let package = Package(\n)",
        "// package func f() {}",
        "let text = \"\"\"\n  package func f() {}\n  \"\"\"", "func f() {}",
    ])
    func otherDeclarationsNeedNot(text: String) {
        #expect(TidyRules.undocumentedDeclarations(file(text)) == [])
    }

    @Test(arguments: [
        "// TODO: later", "/* FIXME */", "let x = 1  // XXX", "let stub = 1", "let data2 = data",
        "final class TileManager {}",
        "enum FileHelper {}", "struct StringUtils {}", "let x = try! f()", "let y = x as! Int", "fatalError()",
        "/// A placeholder.\nlet x = 1", "let x = \"\\(f(\"\"))\" // TODO",
    ])
    func bannedWordsAreFound(text: String) {
        #expect(TidyRules.bannedWords(file(text)).count == 1)
    }

    @Test(arguments: [
        "FileManager.default.temporaryDirectory", "let text = \"TODO\"", "try? f()", "x as? Int", "fatalError(\"why\")",
        "let text = #\"\"TODO\"\"#", "stubborn()", "a != b", "try !f()", "let pattern = /\"TODO/",
    ])
    func otherWordsPass(text: String) {
        #expect(TidyRules.bannedWords(file(text)) == [])
    }

    @Test func unsafeCodeStaysNearC() {
        let call = "let x = unsafe f()"
        #expect(TidyRules.unsafeCode(file(call, in: "Patches")).count == 1)
        #expect(TidyRules.unsafeCode(file(call, in: "TileEngine")).count == 1)
        #expect(TidyRules.unsafeCode(file("nonisolated(unsafe) var x = 1", in: "Pipeline")).count == 1)
        #expect(
            TidyRules.unsafeCode(file("// Benchmark: RowSum, 26 to 0.5 ns/pixel.\n" + call, in: "TileEngine")) == [])
        #expect(TidyRules.unsafeCode(file(call, in: "GeoIO")) == [])
        #expect(TidyRules.unsafeCode(file("// unsafe\nlet x = \"unsafe\"", in: "Patches")) == [])
    }

    @Test(arguments: [("cp /", "home/me/a.tif ."), ("\"/", "root/x\""), ("/", "work/a"), ("x=/", "Users/me/a")])
    func machinePathsAreFound(start: String, end: String) {
        #expect(TidyRules.machinePaths("run", "\n" + start + end).map(\.line) == [2])
    }

    @Test(arguments: [
        ("https://example.org/", "work/a"), ("Sources/", "work/a"), ("$HOME/", "workshop/a"), ("/", "usr/x"),
    ])
    func otherPathsPass(start: String, end: String) {
        #expect(TidyRules.machinePaths("run", start + end) == [])
    }

    @Test func strangersAtTheTopAreFound() {
        #expect(TidyRules.strangers(among: ["Sources", ".ci", "LICENSE", "Makefile", "docs"]) == ["Makefile", "docs"])
    }
}
