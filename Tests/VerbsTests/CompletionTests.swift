import Foundation
import Testing
import Verbs

@Suite struct CompletionTests {
    @Test(arguments: [
        (
            "maps ''",
            ["draw", "layers", "break", "completion", "help", "--region", "--lang", "--json", "--help", "--version"]
        ),
        ("maps d", ["draw"]),
        ("maps layers ''", ["add", "list", "--help"]),
        ("maps layers a", ["add"]),
        ("maps layers list --j", ["--json"]),
        ("maps draw --f", ["--format"]),
        ("maps draw --format ''", ["png", "pdf"]),
        ("maps draw T --format p --out o --q", ["--quiet"]),
        ("maps completion f", ["fish"]),
        ("maps draw --layer ''", []),
    ])
    func offersWordsInBash(line: String, expected: [String]) async throws {
        let script = await Fixture.run("completion", "bash").results
        let words = "COMP_WORDS=(\(line)); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _maps; echo \"${COMPREPLY[*]}\""
        let offered = try output(of: "/bin/bash", script + words)
        #expect(offered.split(whereSeparator: \.isWhitespace).map(String.init) == expected)
    }

    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/fish")),
        arguments: [
            ("maps d", "draw"), ("maps layers a", "add"), ("maps draw --for", "--format"),
            ("maps draw --format pd", "pdf"),
        ])
    func offersWordsInFish(line: String, expected: String) async throws {
        let script = await Fixture.run("completion", "fish").results
        let offered = try output(of: "/usr/bin/fish", script + "complete -C '\(line)'")
        #expect(offered.split(separator: "\t").first.map(String.init) == expected)
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/zsh")))
    func isReadByZsh() async throws {
        let script = await Fixture.run("completion", "zsh").results
        #expect(try output(of: "/usr/bin/zsh", script + "print -r -- ${_comps[maps]}").contains("_maps"))
    }

    private func output(of shell: String, _ script: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: shell)
        process.arguments = ["-c", script]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
