import Foundation
import GeoIO
import GeoModel
import SafeFiles
import Testing
import WorkQueue

@testable import Publishing

@Suite struct FlagExportTests {
    private let hostile = "=HYPERLINK(\"http://x\"),<b>\"\\\n第二行"

    private func export(_ format: ExportFormat, _ township: Township) throws -> String {
        let path = "\(township.folder)/\(format.fileName)"
        #expect(try FlagExport.write(township.store, as: format, to: path) == 2)
        return path
    }

    private func township() throws -> Township {
        try Township(flags: [
            Township.flag(1, priority: 5, reason: hostile, key: "=1+1"),
            Township.flag(2, theme: "approved-unsupplied", label: "批而未供", hasPatch: false),
        ])
    }

    @Test func namesFitAShapefileAndMeanOneThing() {
        for fields in [FlagTable.fields, PatchTable.fields] {
            #expect(fields.allSatisfy { $0.name.utf8.count <= 10 && $0.name.allSatisfy(\.isASCII) })
            #expect(Set(fields.map(\.name)).count == fields.count)
        }
    }

    @Test func geoJSONIsRFC7946() throws {
        let township = try township()
        let text = try String(contentsOfFile: try export(.geoJSON, township), encoding: .utf8)
        let document = try JSONValue(parsing: text, named: "changes.geojson")
        #expect(document["type"]?.string == "FeatureCollection")
        #expect(document["crs"] == nil)
        let features = try #require(document["features"]?.array)
        #expect(features.map { $0["id"]?.string } == ["202606-0001", "202606-0002"])
        let first = try #require(features.first)
        #expect(first["properties"]?.members?.map(\.key) == FlagTable.fields.map(\.name))
        #expect(first["properties"]?["reason_zh"]?.string == hostile)
        let ring = try #require(first["geometry"]?["coordinates"]?.array?.first?.array)
        let points = ring.compactMap(\.array).map { MapPoint(x: $0[0].double ?? 0, y: $0[1].double ?? 0) }
        #expect(points.count == 5)
        #expect(Ring(points).doubledSignedArea > 0)
        // 117° E is the zone's meridian, at an easting of 500 000 m.
        #expect(points.allSatisfy { (117.004...117.007).contains($0.x) && (34.77...34.79).contains($0.y) })
        #expect(points.allSatisfy { "\($0.x)".split(separator: ".").last?.count ?? 0 <= 7 })
    }

    @Test func geoJSONHasTheFactsOfACase() throws {
        let township = try township()
        let document = try DurableFile.json(of: try export(.geoJSON, township))
        let rows = try #require(document["features"]?.array).compactMap { $0["properties"] }
        let expected: [(String, JSONValue)] = [
            ("case_id", "202606-0001"), ("state", "suspected"), ("state_zh", "疑似"), ("outcome", .null),
            ("theme_zh", "耕地保护变化"), ("priority", 5), ("mj", 40_000), ("mj_mu", 60), ("bhlx", "vegetation-built"),
            ("qsx", "2026-05-12"), ("hsx", "2026-06-11"), ("scene_hsx", "S2B_20260611"), ("confidence", 0.877),
            ("zdh", "=1+1;P2"), ("pzwh", "示政土字〔2022〕83号"), ("crhth", .null), ("period", "2026-06"),
        ]
        for (key, value) in expected { #expect(rows[0][key]?.text() == value.text(), "\(key)") }
        for key in ["jcbh", "qsx", "bhlx", "confidence"] { #expect(rows[1][key] == .null) }
    }

    @Test func csvIsSafeForSpreadsheets() throws {
        let township = try township()
        let data = try #require(FileManager.default.contents(atPath: try export(.csv, township)))
        #expect(data.prefix(3) == Data([0xEF, 0xBB, 0xBF]))
        let text = String(decoding: data.dropFirst(3), as: UTF8.self)
        #expect(text.hasPrefix(FlagTable.fields.map(\.name).joined(separator: ",") + "\r\n"))
        #expect(text.hasSuffix("\r\n"))
        #expect(text.contains(",\"'=HYPERLINK(\"\"http://x\"\"),<b>\"\"\\\n第二行\","))
        #expect(text.contains(",'=1+1;P2,"))
        #expect(text.contains(",60,vegetation-built,植被→建筑/硬化,2026-05-12,2026-06-11,"))
    }

    @Test(arguments: [
        ("=1", "'=1"), ("+1", "'+1"), ("-1", "'-1"), ("@A1", "'@A1"), ("\tx", "'\tx"), ("\rx", "\"'\rx\""),
        ("＝1", "'＝1"), ("1=1", "1=1"), ("a,b", "\"a,b\""), ("\"", "\"\"\"\""), ("a\r\nb", "\"a\r\nb\""), ("", ""),
    ])
    func csvCells(text: String, cell: String) {
        #expect(CSVWriter.cell(.text(text)) == cell)
    }

    @Test func csvNumbersStayNumbers() {
        #expect(CSVWriter.cell(.real(-1.5)) == "-1.5")
        #expect(CSVWriter.cell(.integer(-3)) == "-3")
        #expect(CSVWriter.cell(.null) == "")
    }

    @Test func geoPackageCarriesItsStyle() throws {
        let township = try township()
        let path = try export(.geoPackage, township)
        #expect(try LayerFile(path, layer: "changes").system == Township.system)
        let styles = try LayerFile(path, layer: "layer_styles")
        var rows: [Feature] = []
        try styles.forEachFeature { rows.append($0) }
        let row = try #require(rows.first?.attributes)
        #expect(rows.count == 1)
        #expect(row["f_table_schema"] == .text(""))
        #expect(row["f_table_name"] == .text("changes"))
        #expect(row["f_geometry_column"] == .text("geom"))
        #expect(row["useAsDefault"] == .integer(1))
        let qml = try #require(row["styleQML"]?.string)
        #expect(unbalancedTags(qml).isEmpty)
        #expect(qml.contains("<category symbol=\"0\" value=\"approved-unsupplied\" label=\"批而未供\" render=\"true\"/>"))
        #expect(qml.contains("<category symbol=\"1\" value=\"farmland-change\" label=\"耕地保护变化\" render=\"true\"/>"))
        for column in FlagTable.columns { #expect(qml.contains("field=\"\(column.field.name)\" name=\"")) }
    }

    @Test(arguments: ExportFormat.allCases)
    func theSameCasesAreTheSameBytes(format: ExportFormat) throws {
        let township = try township()
        let path = try export(format, township)
        let first = FileManager.default.contents(atPath: path)
        _ = try export(format, township)
        #expect(first != nil && first == FileManager.default.contents(atPath: path))
    }

    @Test(arguments: ExportFormat.allCases)
    func noCasesMakeAnEmptyFile(format: ExportFormat) throws {
        let township = try Township()
        let path = "\(township.folder)/\(format.fileName)"
        #expect(try FlagExport.write(township.store, as: format, to: path) == 0)
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test func aFilterNarrowsAndTheOrderStays() throws {
        let township = try township()
        let path = township.folder + "/some.csv"
        let filter = CaseFilter(theme: "approved-unsupplied", order: .area)
        #expect(try FlagExport.write(township.store, filter, as: .csv, to: path) == 1)
    }

    @Test func theDictionaryNamesEveryColumn() throws {
        let township = try Township()
        try FlagExport.writeDictionary(to: township.folder + "/FIELDS.csv")
        let lines = try township.text("FIELDS.csv").split(separator: "\r\n")
        #expect(lines.count == FlagTable.fields.count + 1)
        #expect(lines.contains("jcbh,监测编号,patch number,text"))
    }
}
