import Foundation
import GeoModel
import Testing

@testable import GeoIO

@Suite struct PhotoFileTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func jpeg(_ name: String, cutTo share: Double = 1) throws -> String {
        var picture = Picture(size: GridSize(columns: 200, rows: 150))
        for index in picture.samples.indices {
            picture.samples[index] = UInt8(truncatingIfNeeded: index &* 2_654_435_761 >> 7)
        }
        let bytes = try picture.jpeg()
        try Data(bytes.prefix(Int(Double(bytes.count) * share))).write(to: URL(fileURLWithPath: scratch(name)))
        return scratch(name)
    }

    @Test func aPhotoWithoutEXIFTellsItsSizeAlone() throws {
        let photo = try PhotoFile(try jpeg("a.jpg"), largestPixels: 30_000)
        #expect(photo.size == GridSize(columns: 200, rows: 150))
        #expect(photo.clock == nil && photo.place == nil && photo.azimuth == nil)
        try Picture(size: GridSize(columns: 3, rows: 2)).writePNG(scratch("b.png"))
        #expect(try PhotoFile(scratch("b.png"), largestPixels: 6).size.pixelCount == 6)
    }

    @Test func aPhotoOfTooManyPixelsIsNotDecoded() throws {
        let fault = try #require(throws: Fault.self) { try PhotoFile(try jpeg("a.jpg"), largestPixels: 29_999) }
        #expect(fault.message.en.contains("200 × 150 pixels, more than 29999"))
    }

    @Test(arguments: [0.3, 0.6, 0.9])
    func aCutPhotoIsNamed(share: Double) throws {
        let path = try jpeg("cut.jpg", cutTo: share)
        let fault = try #require(throws: Fault.self) { try PhotoFile(path, largestPixels: 1_000_000) }
        #expect(fault.object == path)
    }

    @Test func whatIsNoPhotoIsRefused() throws {
        try Data("<html>".utf8).write(to: URL(fileURLWithPath: scratch("a.jpg")))
        #expect(throws: Fault.self) { try PhotoFile(scratch("a.jpg"), largestPixels: 100) }
    }

    @Test(arguments: [
        ("(34) (57) (48.073)", "N", 34.9633536111), ("(34) (30) (0)", "S", -34.5), ("(34.5)", "N", 34.5),
    ])
    func degreesComeOfTheirParts(text: String, reference: String, degrees: Double) throws {
        #expect(abs(try #require(PhotoFile.degrees(text, reference, negative: "S")) - degrees) < 1e-9)
    }

    @Test(arguments: ["", "(nan) (1) (2)", "(-3) (0) (0)", "(1) (2) (3) (4)"])
    func oddDegreesAreNone(text: String) { #expect(PhotoFile.degrees(text, "N", negative: "S") == nil) }
}

/// What a GeoPackage says of columns, and the formats that are copies.
@Suite struct FormLayerTests {
    private let scratch: Scratch
    private let square = MultiPolygon([Polygon(exterior: Fixture.square(0, 0))])

    init() throws { scratch = try Scratch() }

    private func text(_ file: String, _ sql: String) throws -> [String] {
        let connection = try SQLiteConnection(file, named: file)
        let statement = try SQLiteStatement(sql, on: connection, named: file)
        var rows: [String] = []
        while try statement.step() { rows.append(statement.text(0)) }
        return rows
    }

    private func write(_ path: String) throws {
        let writer = try LayerWriter(path, format: .geoPackage)
        try writer.define(ValueList("outcome", [.init("legal", "合法"), .init("illegal", "违法")]))
        let form = [
            "uuid": FormColumn(isRequired: true, isUnique: true), "outcome": FormColumn(list: "outcome"),
        ]
        let fields = [Field("uuid", .text), Field("outcome", .text), Field("blob", .bytes)]
        try writer.beginLayer("cases", system: Fixture.utm, fields: fields, form: form)
        try writer.append(square, [.text("a"), .null, .bytes([0, 255, 7])])
        try writer.beginTable("photo", fields: [Field("path", .text)], form: ["path": FormColumn(isRequired: true)])
        try writer.close()
    }

    @Test func listsAndConstraintsAreInTheFile() throws {
        let path = scratch("a.gpkg")
        try write(path)
        let constraints = "SELECT value || ' ' || description FROM gpkg_data_column_constraints ORDER BY rowid"
        #expect(try text(path, constraints) == ["legal 合法", "illegal 违法"])
        let columns = "SELECT column_name || ' ' || constraint_name FROM gpkg_data_columns"
        #expect(try text(path, columns) == ["outcome outcome"])
        let extensions = "SELECT table_name FROM gpkg_extensions WHERE extension_name = 'gpkg_schema' ORDER BY 1"
        #expect(try text(path, extensions) == ["gpkg_data_column_constraints", "gpkg_data_columns"])
        #expect(throws: Fault.self) { try text(path, "INSERT INTO photo (path) VALUES (NULL)") }
        #expect(throws: Fault.self) { try text(path, "INSERT INTO photo (path) VALUES (1), (NULL)") }
        var rows: [Feature] = []
        try LayerFile(path, layer: "cases").forEachFeature { rows.append($0) }
        #expect(rows.map { $0.attributes["blob"] } == [.bytes([0, 255, 7])])
        try write(scratch("b.gpkg"))
        #expect(FileManager.default.contents(atPath: path) == FileManager.default.contents(atPath: scratch("b.gpkg")))
    }

    @Test(arguments: [LayerFormat.xlsx, .kml])
    func copiesReadBackAndAreTheSameBytes(format: LayerFormat) throws {
        let ending = format == .kml ? "kml" : "xlsx"
        func write(_ path: String) throws {
            let writer = try LayerWriter(path, format: format, nameField: format == .kml ? "编号" : nil)
            let fields = [Field("编号", .text), Field("天", .date), Field("n", .integer), Field("x", .real)]
            try writer.beginLayer("核查", system: format == .kml ? .wgs84 : nil, fields: fields)
            let shape = MultiPolygon([Polygon(BoundingBox(minX: 117, minY: 35, maxX: 117.1, maxY: 35.1))])
            let day = CalendarDate(year: 2026, month: 9, day: 20).map { FieldValue.date($0) } ?? .null
            for (text, day) in [("=1+1", day), ("a\u{1}<&>\"王", .null)] {
                try writer.append(format == .kml ? shape : nil, [.text(text), day, .integer(7), .real(1.5)])
            }
            try writer.close()
        }
        let paths = [scratch("a.\(ending)"), scratch("b.\(ending)")]
        for path in paths { try write(path) }
        var rows: [Feature] = []
        try LayerFile(paths[0]).forEachFeature { rows.append($0) }
        #expect(rows.count == 2)
        #expect(rows[0].attributes[format == .kml ? "Name" : "编号"] == .text("=1+1"))
        #expect((rows[0].geometry != nil) == (format == .kml))
        #expect(FileManager.default.contents(atPath: paths[0]) == FileManager.default.contents(atPath: paths[1]))
        #expect(scratch.names == ["a.\(ending)", "b.\(ending)"])
    }
}
