import Foundation
import GeoIO
import GeoModel
import LandRecords
import SafeFiles
import Testing
import WorkQueue

@testable import Publishing

@Suite struct FieldPackTests {
    private let township: Township
    private var folder: String { township.folder + "/packs/王芳" }

    init() throws { township = try Township(flags: [Township.flag(1), Township.flag(2, hasPatch: false)]) }

    private func codes() throws -> LoopCodes {
        let folder = #filePath.components(separatedBy: "/Tests/")[0] + "/Pipelines/"
        return try LoopCodes { name throws(Fault) in folder + name }
    }

    @discardableResult
    private func write(_ path: String? = nil, inspector: String? = "王芳") throws -> [Fault] {
        var cases: [(summary: CaseSummary, flag: Flag)] = []
        try township.store.forEachCase(CaseFilter(order: .number)) { cases.append(($0, $1)) }
        let pack = try FieldPack(
            township.store, region: "示例县", inspector: inspector, cases: cases, findings: codes().findings,
            visitGrounds: codes().visits.grounds)
        try DurableFile.makeFolder(township.folder + "/packs")
        return try pack.write(to: path ?? folder)
    }

    private func files(_ folder: String) -> [String] {
        ((try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    @Test func aPackHoldsWhatAnInspectorNeeds() throws {
        #expect(try write().isEmpty)
        let wanted = [
            "DCIM", "cases.kml", "cases.xlsx", "change-list", "change-list.html", "field.gpkg", "field.qgs",
            "pack.json",
            "说明.txt",
        ]
        let found = files(folder)
        #expect(found.filter { !$0.contains("/") } == wanted.sorted())
        #expect(found.count { $0.hasSuffix(".png") } == 4)
        #expect(try FileManager.default.contentsOfDirectory(atPath: township.folder + "/packs") == ["王芳"])
        let layer = try LayerFile(folder + "/field.gpkg", layer: "cases")
        #expect(layer.fields.map(\.name) == FieldForm.columns.map(\.field.name) && layer.system == Township.system)
        var rows: [Feature] = []
        try layer.forEachFeature { rows.append($0) }
        try #require(rows.count == 2)
        let first = rows[0].attributes
        #expect(first["case_id"] == .text("202606-0001") && first["base_version"] == .integer(1))
        #expect(["outcome", "finding", "note", "visited_at", "photo"].allSatisfy { first[$0] == .null })
        #expect(first["chip_before"] == .text("change-list/202606-0001-before.png"))
        #expect(rows[0].geometry != nil && rows[1].attributes["uuid"] != first["uuid"])
        let summary = try township.store.caseDetail("202606-0001").summary
        #expect(first["uuid"] == .text(FieldPack.uuid(of: summary)))
        let photos = try LayerFile(folder + "/field.gpkg", layer: "photo")
        #expect(photos.claimedRows == 0 && photos.fields.map(\.name) == ["case_uuid", "path", "note"])
        let manifest = try DurableFile.json(of: folder + "/pack.json")
        #expect(manifest["cases"]?.array?.map { $0["case"] } == ["202606-0001", "202606-0002"])
        for name in ["cases.xlsx", "cases.kml"] {
            var count = 0
            try LayerFile("\(folder)/\(name)").forEachFeature { _ in count += 1 }
            #expect(count == 2, "\(name)")
        }
    }

    @Test func theSameCasesAreTheSameBytes() throws {
        try write()
        try write(township.folder + "/packs/again")
        #expect(files(folder) == files(township.folder + "/packs/again"))
        for name in files(folder) where !DurableFile.isFolder("\(folder)/\(name)") {
            let sums = try ["王芳", "again"].map { try Checksum.sha256(ofFile: "\(township.folder)/packs/\($0)/\(name)") }
            #expect(sums[0] == sums[1], "\(name)")
        }
    }

    @Test func anUntouchedPackIsReplaced() throws {
        try write()
        let first = try DurableFile.text(of: folder + "/pack.json")
        let person = try Person(name: "李明", role: .dispatcher)
        let step = CaseStep(.issue, by: person, at: Township.time, reason: "下发", seenVersion: 1)
        try township.store.advance("202606-0001", step, codes())
        try write()
        #expect(try DurableFile.text(of: folder + "/pack.json") != first)
        #expect(try FileManager.default.contentsOfDirectory(atPath: township.folder + "/packs") == ["王芳"])
    }

    @Test(arguments: ["DCIM/a.jpg", "field.gpkg", "field.gpkg-wal", "note.docx"])
    func aPackThatWasTouchedIsNot(name: String) throws {
        try write()
        let path = "\(folder)/\(name)"
        let bytes = (FileManager.default.contents(atPath: path) ?? Data()) + Data([0])
        try bytes.write(to: URL(fileURLWithPath: path))
        let fault = try #require(throws: Fault.self) { try write() }
        #expect(fault.object == folder && fault.message.en.contains("opened or filled in (\(name))"), "\(fault)")
        #expect(FileManager.default.contents(atPath: path) == bytes)
    }

    @Test func aFolderThatIsNoPackStays() throws {
        try DurableFile.makeFolder(folder)
        try DurableFile.write("mine", to: folder + "/letter.txt")
        let fault = try #require(throws: Fault.self) { try write() }
        #expect(fault.message.en.contains("is no pack"))
        #expect(files(folder) == ["letter.txt"])
    }

    @Test func stylesAndProjectAreWellFormedWhateverNamesAre() throws {
        try write(inspector: "<&\"'>\u{1}")
        let style = FieldStyle(findings: try codes().findings, visitGrounds: try codes().visits.grounds)
        for text in [style.qml, style.photoQML, try DurableFile.text(of: folder + "/field.qgs")] {
            #expect(unbalancedTags(text).isEmpty && strayMarkup(text) == 0)
        }
        #expect(style.qml.contains("name=\"违法：未批先建\" value=\"unapproved-building\""))
        for column in FieldForm.columns {
            let editable = "<field name=\"\(column.field.name)\" editable=\"\(column.report == nil ? 0 : 1)\"/>"
            #expect(style.qml.contains(editable), "\(column.field.name)")
        }
    }
}

private let python = ["/usr/bin/python3"].first(where: FileManager.default.isExecutableFile(atPath:))
private let hasQGIS = FileManager.default.fileExists(atPath: "/usr/lib/python3/dist-packages/qgis/core/__init__.py")

/// What QGIS itself makes of a pack: layer, style, form, project, relation.
@Suite(.enabled(if: python != nil && hasQGIS, "QGIS is not installed (Debian: python3-qgis)"))
struct FieldPackInQGISTests {
    @Test func aPackOpensWithItsStyleAndForm() throws {
        let township = try Township(flags: [Township.flag(1), Township.flag(2)])
        var cases: [(summary: CaseSummary, flag: Flag)] = []
        try township.store.forEachCase { cases.append(($0, $1)) }
        let root = #filePath.components(separatedBy: "/Tests/")[0]
        let codes = try LoopCodes { name throws(Fault) in "\(root)/Pipelines/\(name)" }
        let pack = try FieldPack(
            township.store, region: "示例县", inspector: "王芳", cases: cases, findings: codes.findings,
            visitGrounds: codes.visits.grounds)
        _ = try pack.write(to: township.folder + "/pack")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(python))
        process.arguments = ["\(root)/Tests/Field/open-pack.py", township.folder + "/pack"]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0 && text.contains(": 2 cases"), "\(text)")
    }
}
