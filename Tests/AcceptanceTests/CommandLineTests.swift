import Foundation
import GeoModel
import SafeFiles
import Testing
import Verbs

@testable import tuban

@Suite struct CommandLineTests {
    /// Every verb that the program knows, by its path.
    static let verbs = Tool.tuban.leaves.map(\.names)

    @Test func theProgramKnowsTheVerbsOfTheTable() throws {
        let outcome = try Binary.run(["help", "--json"])
        let document = try JSONValue(parsing: outcome.results, named: "help")
        let paths = document["commands"]?.array?.map { $0["path"]?.array?.compactMap(\.string) }
        #expect(paths == CommandLineTests.verbs)
    }

    @Test(arguments: verbs) func everyVerbHasHelpWithExamples(verb: [String]) throws {
        let leaf = try #require(Tool.tuban.leaves.first { $0.names == verb })
        for (locale, title) in [("C.UTF-8", "\nExamples:\n"), ("zh_CN.UTF-8", "\n示例：\n")] {
            let outcome = try Binary.run(verb + ["--help"], locale: locale)
            #expect(outcome.code == 0)
            #expect(outcome.messages.isEmpty)
            let parts = outcome.results.components(separatedBy: title)
            #expect(parts.count == 2)
            for example in leaf.command.examples { #expect(parts.last?.contains("  \(example)\n") == true) }
        }
    }

    /// A line such as `source <(tuban completion bash)` holds one use of the program.
    @Test(arguments: verbs) func everyExampleIsUnderstood(verb: [String]) throws {
        let leaf = try #require(Tool.tuban.leaves.first { $0.names == verb })
        for example in leaf.command.examples {
            let use = example.components(separatedBy: "tuban ").dropFirst().joined(separator: "tuban ")
            let words = use.prefix { !")|>".contains($0) }.split(separator: " ").map(String.init)
            #expect(words.starts(with: verb), "\(example)")
            #expect(throws: Never.self, "\(example)") { try Tool.tuban.check(words) }
        }
    }

    @Test func everyTextIsThereInBothLanguages() {
        for leaf in Tool.tuban.leaves {
            let texts = [leaf.command.summary] + leaf.command.options.map(\.help) + leaf.command.positionals.map(\.help)
            for text in texts {
                #expect(hasChinese(text.zh), "\(text)")
                #expect(!text.en.isEmpty && !hasChinese(text.en), "\(text)")
            }
        }
    }

    private func hasChinese(_ text: String) -> Bool {
        text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
    }

    @Test func noVerbAndNoOptionIsThereTwice() {
        for leaf in Tool.tuban.leaves {
            let names = leaf.command.options.map(\.name) + ["lang", "help"]
            let letters = leaf.command.options.compactMap(\.short) + ["h"]
            #expect(Set(names).count == names.count, "\(leaf.names)")
            #expect(Set(letters).count == letters.count, "\(leaf.names)")
        }
        #expect(Set(CommandLineTests.verbs).count == CommandLineTests.verbs.count)
    }

    @Test func anUnknownVerbGetsASuggestion() throws {
        let outcome = try Binary.run(["docter"])
        #expect(outcome.code == 2)
        #expect(outcome.results.isEmpty)
        #expect(outcome.messages.hasPrefix("usage error: there is no command ‘docter’; did you mean ‘doctor’?"))
    }

    /// `--out` beside `--region` was once passed over, and the month's own results were written over.
    @Test(arguments: [
        (["detect", "--region", "r", "--out", "o"], "--out goes only with --before"),
        (["detect", "--after", "b"], "--after goes only with --before"),
        (["detect", "--before", "a", "--after", "b", "--out", "o", "--region", "r"], "--region goes without --before"),
        (["join", "--region", "r", "--register", "parcel=p.shp"], "--register goes only with --patches"),
        (["join", "--patches", "p", "--out", "o", "--period", "2026-06"], "--period goes without --patches"),
    ])
    func anOptionThatMeansNothingIsRefused(arguments: [String], words: String) throws {
        let outcome = try Binary.run(arguments)
        #expect(outcome.code == 2 && outcome.messages.contains(words), "\(outcome.messages)")
    }

    @Test(arguments: ["0,0,10,x,100,100", "0,0,10,,100,100", "nan,0,10,100,100", "0,0,inf,100,100", "0,0,10,100"])
    func aGridOfOtherThanFiveNumbersIsRefused(grid: String) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tuban-grid-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let settings = ["--name", "县", "--crs", "EPSG:32650", "--grid", grid]
        let outcome = try Binary.run(["init", "--region", folder] + settings)
        #expect(outcome.code == 2 && outcome.messages.contains("five numbers are expected"), "\(outcome.messages)")
        #expect(!FileManager.default.fileExists(atPath: folder))
    }

    @Test func theVersionIsARelease() throws {
        let outcome = try Binary.run(["--version"])
        #expect(outcome.code == 0)
        #expect(outcome.results == "tuban \(Tool.tuban.version)\n")
        #expect(Tool.tuban.version.split(separator: ".").compactMap { Int($0) }.count == 3)
    }

    @Test(arguments: [("zh_CN.UTF-8", "用法错误："), ("en_GB.UTF-8", "usage error: "), ("C", "usage error: ")])
    func messagesFollowTheLocale(locale: String, start: String) throws {
        let outcome = try Binary.run(["--nothing"], locale: locale)
        #expect(outcome.code == 2)
        #expect(outcome.messages.hasPrefix(start))
    }

    @Test func aReaderThatGoesAwayIsNoError() throws {
        #expect(try Binary.shell("tuban help --json | true") == 0)
    }

    @Test func aFullDiskIsAnError() throws {
        #expect(try Binary.shell("tuban help --json > /dev/full 2> /dev/null") == 1)
    }

    @Test func theDoctorReportsOnAFolder() throws {
        let folder = FileManager.default.temporaryDirectory.path
        let checks = try doctor(folder).checks
        let versions = checks.first { $0["name"] == "tuban" }
        #expect(versions?["detail"]?["en"]?.string == Tool.tuban.version)
        let names = checks.compactMap { $0["name"]?.string }
        #expect(Set(names).isSuperset(of: ["system", "folder", "disk"]))
    }

    @Test func aLinkToAFolderIsAFolder() throws {
        let link = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "/tmp")
        defer { try? FileManager.default.removeItem(at: link) }
        let check = try #require(try doctor(link.path).checks.first { $0["name"] == "folder" })
        #expect(check["status"] == "ok")
        #expect(check["detail"]?["en"]?.string == link.path)
    }

    @Test func theDoctorFailsWhereThereIsNoFolder() throws {
        let (code, checks) = try doctor("/nowhere")
        #expect(code == 1)
        let check = try #require(checks.first { $0["name"] == "folder" })
        #expect(check["status"] == "fail")
        #expect(check["detail"]?["en"]?.string?.hasPrefix("/nowhere: there is no such folder.") == true)
    }

    /// The table's columns are as wide as their longest cell, so only its words are compared.
    @Test func theDoctorTellsPeopleTheSame() throws {
        let rows = try Binary.run(["doctor", "--region", "/nowhere"]).results.split(separator: "\n")
        let row = try #require(rows.first { $0.hasPrefix("region folder ") })
        let words = row.split(separator: " ").joined(separator: " ")
        #expect(words.hasPrefix("region folder FAIL /nowhere: there is no such folder."))
    }

    private func doctor(_ folder: String) throws -> (code: Int32, checks: [JSONValue]) {
        let outcome = try Binary.run(["doctor", "--region", folder, "--json"])
        let document = try JSONValue(parsing: outcome.results, named: "doctor")
        return (outcome.code, try #require(document["checks"]?.array))
    }
}

@Suite struct DoctorTests {
    private static let gibibyte: UInt64 = 1 << 30

    @Test func asksForRoomForAYear() {
        #expect(Check.status(ofFree: 0) == .fail)
        #expect(Check.status(ofFree: 2 * DoctorTests.gibibyte - 1) == .fail)
        #expect(Check.status(ofFree: 2 * DoctorTests.gibibyte) == .warn)
        #expect(Check.status(ofFree: 24 * DoctorTests.gibibyte - 1) == .warn)
        #expect(Check.status(ofFree: 24 * DoctorTests.gibibyte) == .ok)
    }
}
