import Foundation
import GeoModel
import SafeFiles
import Testing
import WorkQueue

@testable import Pipeline

@Suite struct PhotoRulesTests {
    private static let file = #filePath.components(separatedBy: "/Tests/")[0] + "/Pipelines/loop/photos.json5"

    @Test(arguments: [
        ("2026-09-20 15:30:00", "2026-09-20T07:30:00.000Z"), ("2026:09:20 15:30:59", "2026-09-20T07:30:59.000Z"),
        ("2026/9/1 7:05", "2026-08-31T23:05:00.000Z"), ("2026-09-20", "2026-09-19T16:00:00.000Z"),
        ("2026-09-20T07:30:00Z", "2026-09-20T07:30:00.000Z"), ("2026-09-20T07:30:00.123Z", "2026-09-20T07:30:00.000Z"),
        ("2026-09-20T15:30:00+08:00", "2026-09-20T07:30:00.000Z"),
        ("2026-09-20T02:30:00-0500", "2026-09-20T07:30:00.000Z"),
        ("2026/09/20 15:30:00+08", "2026-09-20T07:30:00.000Z"),
    ])
    func momentsOfThePlace(text: String, moment: String) throws {
        let rules = try PhotoRules(file: Self.file)
        #expect(rules.moment(text)?.text == moment)
    }

    @Test(arguments: [
        "", "昨天", "2026-13-01", "2026-02-30 10:00", "2026-09-20 24:00", "0000:00:00 00:00:00", "2026",
        "0001-01-01 00:00:00",
    ])
    func otherTextsAreNone(text: String) throws { #expect(try PhotoRules(file: Self.file).moment(text) == nil) }

    @Test func theClockGoesBothWays() throws {
        let rules = try PhotoRules(file: Self.file)
        let moment = try #require(rules.moment("2026-01-01 03:04:05"))
        #expect(moment.text == "2025-12-31T19:04:05.000Z" && rules.clock(moment) == "2026-01-01 03:04:05")
    }

    @Test func aMisspeltLimitIsNamed() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).json5").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let text = try DurableFile.text(of: Self.file).replacing("metres:", with: "meters:")
        try DurableFile.write(text, to: path)
        let fault = try #require(throws: Fault.self) { try PhotoRules(file: path) }
        #expect(fault.message.en.contains("meters"), "\(fault)")
    }

    @Test func namesOfFilesStayInTheirFolder() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pack-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder + "/DCIM", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createSymbolicLink(
            atPath: folder + "/DCIM/link.jpg", withDestinationPath: "/etc/hostname")
        for name in ["DCIM/a.jpg", "./DCIM/a.jpg", "DCIM\\a.jpg", "DCIM/../DCIM/a.jpg", folder + "/DCIM/a.jpg"] {
            #expect(containedFile(name, in: folder)?.hasSuffix("/DCIM/a.jpg") == true, "\(name)")
        }
        for name in ["/etc/passwd", "../a.jpg", "DCIM/../../a.jpg", "DCIM/link.jpg", "", "."] {
            #expect(containedFile(name, in: folder) == nil, "\(name)")
        }
    }

    @Test func namesThatNoFileCanHaveAreReplaced() {
        for name in [nil, "", "/", "..", "a/..", "C:\\..", String(repeating: "照", count: 67)] {
            #expect(PackReading.fileName(name) == "photo.jpg", "\(name ?? "nil")")
        }
        #expect(PackReading.fileName("C:\\DCIM\\一.jpg") == "一.jpg")
    }

    @Test func controlCharactersAreNotKept() {
        #expect(" a\u{0}b\u{7}\u{1B}[31mc\n二\t ".cleaned == "ab[31mc\n二" && "\u{1}\u{2} ".cleaned.nonEmpty == nil)
    }
}
