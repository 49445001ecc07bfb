import Foundation
import GeoIO
import GeoModel
import SafeFiles
import Testing

@Suite struct LayerTests {
    private let fields = [
        Field("zdh", .text, width: 40), Field("mj", .real), Field("n", .integer), Field("rq", .date),
    ]
    private let day = CalendarDate(year: 2026, month: 2, day: 28)

    /// A square with a hole, two squares that belong together, and a row without a shape.
    private let shapes: [MultiPolygon?] = [
        MultiPolygon([Polygon(exterior: Fixture.square(0, 0), holes: [Fixture.square(2, 2, side: 3)])]),
        MultiPolygon([Polygon(exterior: Fixture.square(20, 0)), Polygon(exterior: Fixture.square(40, 0))]),
        nil,
    ]

    private var values: [[FieldValue]] {
        [
            [.text("城东街道01号"), .real(12.5), .integer(9_007_199_254_740_993), day.map { .date($0) } ?? .null],
            [.text("a'b\"c"), .real(-0.1), .integer(-1), .null], [.null, .null, .null, .null],
        ]
    }

    private func write(_ path: String, _ format: LayerFormat, rows: Range<Int> = 0..<3) throws {
        let writer = try LayerWriter(path, format: format)
        try writer.beginLayer("parcels", system: Fixture.utm, fields: fields)
        for row in rows { try writer.append(shapes[row], values[row]) }
        try writer.close()
    }

    private func places(_ shape: MultiPolygon?) -> [Set<MapPoint>] {
        shape?.polygons.flatMap { polygon in
            ([polygon.exterior] + polygon.holes).map { Set($0.points) }
        } ?? []
    }

    @Test func aGeoPackageReadsBack() throws {
        let scratch = try Scratch()
        try write(scratch("a.gpkg"), .geoPackage)
        #expect(scratch.names == ["a.gpkg"])
        let layer = try LayerFile(scratch("a.gpkg"))
        #expect(layer.name == "parcels" && layer.system == Fixture.utm && layer.claimedRows == 3)
        #expect(layer.fields.map(\.name) == fields.map(\.name) && layer.fields.map(\.kind) == fields.map(\.kind))
        let rows = try Fixture.rows(layer)
        #expect(rows.map(\.row) == [1, 2, 3])
        for (row, (shape, values)) in zip(rows, zip(shapes, values)) {
            #expect(places(row.geometry) == places(shape))
            #expect(fields.map { row.attributes[$0.name] } == values.map(Optional.some))
        }
        #expect(rows[2].geometry == nil)
        #expect(try Fixture.rows(layer).count == 3, "a layer can be read again")
    }

    @Test func theSameRowsAreTheSameBytes() throws {
        let scratch = try Scratch()
        for name in ["a", "b"] {
            try DurableFile.makeFolder(scratch(name))
            try write(scratch(name) + "/x.gpkg", .geoPackage)
            try write(scratch(name) + "/x.shp", .shapefileGBK, rows: 0..<2)
        }
        for file in ["x.gpkg", "x.shp", "x.dbf", "x.shx", "x.prj"] {
            #expect(
                try Checksum.sha256(ofFile: scratch("a/\(file)")) == Checksum.sha256(ofFile: scratch("b/\(file)")),
                "\(file)")
        }
    }

    @Test func severalLayersNeedAName() throws {
        let scratch = try Scratch()
        let writer = try LayerWriter(scratch("a.gpkg"), format: .geoPackage)
        try writer.beginLayer("one", system: Fixture.utm, fields: [])
        try writer.append(shapes[0], [])
        try writer.beginLayer("two", system: nil, fields: [Field("k", .text)])
        try writer.append(shapes[1], [.text("x")])
        try writer.beginTable("words", fields: [Field("w", .text)])
        try writer.append(nil, [.text("y")])
        try writer.close()
        let fault = #expect(throws: Fault.self) { try LayerFile(scratch("a.gpkg")) }
        #expect(
            fault?.message.en == "has 3 layers (one, two, words); name one of them, with --layer or written FILE:LAYER."
        )
        #expect(throws: Fault.self) { try LayerFile(scratch("a.gpkg"), layer: "three") }
        let two = try LayerFile(scratch("a.gpkg"), layer: "two")
        #expect(try Fixture.rows(two).map { $0.attributes["k"] } == [.text("x")])
        let words = try LayerFile(scratch("a.gpkg"), layer: "words")
        #expect(try Fixture.rows(words).map(\.geometry) == [nil])
    }

    /// With the file that names the encoding, without it, and in UTF-8 without it.
    @Test func chineseTextsOfAShapefile() throws {
        let scratch = try Scratch()
        try write(scratch("a.shp"), .shapefileGBK, rows: 0..<2)
        let gbk: [UInt8] = [0xB3, 0xC7, 0xB6, 0xAB]
        let table = try Data(contentsOf: URL(fileURLWithPath: scratch("a.dbf")))
        #expect(table.range(of: Data(gbk)) != nil, "the table holds GBK")
        #expect(try texts(scratch("a.shp")) == ["城东街道01号", "a'b\"c"])
        try FileManager.default.removeItem(atPath: scratch("a.cpg"))
        #expect(try texts(scratch("a.shp")) == ["城东街道01号", "a'b\"c"])

        let place = try #require(table.range(of: Data(gbk)))
        var recoded = table
        let text = Data("城东街道01号".utf8)
        recoded.replaceSubrange(place.lowerBound..<place.lowerBound + text.count, with: text)
        try recoded.write(to: URL(fileURLWithPath: scratch("a.dbf")))
        #expect(try texts(scratch("a.shp")) == ["城东街道01号", "a'b\"c"])
    }

    private func texts(_ path: String) throws -> [String?] {
        try Fixture.rows(try LayerFile(path)).map { $0.attributes["zdh"]?.string }
    }

    @Test func aShapefileReadsBack() throws {
        let scratch = try Scratch()
        try write(scratch("a.shp"), .shapefileGBK, rows: 0..<2)
        let layer = try LayerFile(scratch("a.shp"))
        #expect(layer.system == Fixture.utm && layer.claimedRows == 2)
        let rows = try Fixture.rows(layer)
        #expect(rows.map { places($0.geometry).count } == [2, 2])
        #expect(rows[0].attributes["rq"] == day.map { .date($0) } && rows[1].attributes["rq"] == .null)
        #expect(rows[0].attributes["mj"] == .real(12.5))
    }

    @Test func aGeoJSONReadsBack() throws {
        let scratch = try Scratch()
        let text = """
            {"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"合同":"丙","n":3,"x":0.5,"d":"2026-01-02"},"geometry":
             {"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},
              {"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}]}},
            {"type":"Feature","properties":{"合同":null},"geometry":{"type":"Point","coordinates":[1,2]}}]}
            """
        try DurableFile.write(text, to: scratch("a.geojson"))
        let layer = try LayerFile(scratch("a.geojson"))
        let rows = try Fixture.rows(layer)
        #expect(layer.system == CoordinateSystem("EPSG:4326") || layer.system == .wgs84)
        #expect(rows[0].attributes["合同"] == .text("丙") && rows[0].attributes["n"] == .integer(3))
        #expect(rows[0].attributes["d"]?.string == "2026-01-02")
        #expect(rows[0].geometry?.polygons.count == 1 && rows[0].geometry?.polygons.first?.exterior.points.count == 4)
        #expect(rows[1].geometry == nil && rows[1].attributes["合同"] == .null)
    }

    @Test func filesThatAreNoLayerAreFaults() throws {
        let scratch = try Scratch()
        try DurableFile.write("{\"type\":\"FeatureCollection\",\"features\":[{", to: scratch("cut.geojson"))
        try Fixture.write(scratch("raster.tif"), Fixture.grid(2, 2), [1, 2, 3, 4])
        for path in [scratch("cut.geojson"), scratch("raster.tif")] {
            let fault = #expect(throws: Fault.self) { try LayerFile(path) }
            #expect(fault?.object == path)
            #expect(fault?.message.en.hasPrefix("can't be opened as a vector layer (GDAL: ") == true)
        }
    }

    /// GDAL would read a shapefile without its table as rows without columns, and wait for the writer of a pipe.
    @Test(arguments: ["dbf", "shx"]) func aShapefileIsThreeFiles(part: String) throws {
        let scratch = try Scratch()
        try write(scratch("宗地.shp"), .shapefileGBK, rows: 0..<2)
        try FileManager.default.moveItem(atPath: scratch("宗地.\(part)"), toPath: scratch("宗地.\(part.uppercased())"))
        #expect(try Fixture.rows(try LayerFile(scratch("宗地.shp"))).count == 2, "spelt in capitals")
        try FileManager.default.removeItem(atPath: scratch("宗地.\(part.uppercased())"))
        let fault = #expect(throws: Fault.self) { try LayerFile(scratch("宗地.shp")) }
        #expect(fault?.object == scratch("宗地.shp"))
        #expect(fault?.message.en.hasPrefix("its companion 宗地.\(part) is missing;") == true)
        #expect(fault?.message.zh.hasPrefix("缺少同名文件 宗地.\(part)；") == true)
        #expect(unsafe mkfifo(scratch("宗地.\(part)"), 0o600) == 0)
        let pipe = #expect(throws: Fault.self) { try LayerFile(scratch("宗地.shp")) }
        #expect(pipe?.object == scratch("宗地.\(part)") && pipe?.message.en.hasPrefix("is a named pipe;") == true)
    }

    @Test func whatIsNoFileIsNoLayer() throws {
        let scratch = try Scratch()
        #expect(unsafe mkfifo(scratch("pipe.geojson"), 0o600) == 0)
        for (path, words) in [
            (scratch("missing.shp"), "there is no such file or folder."), (scratch.path, "is a folder;"),
            (scratch("pipe.geojson"), "is a named pipe;"), ("/dev/zero", "is a device;"),
            ("https://example.com/a.geojson", "is an address on the web;"),
            (#"{"type":"FeatureCollection","features":[]}"#, "there is no such file or folder."),
        ] {
            let fault = #expect(throws: Fault.self) { try LayerFile(path) }
            #expect(fault?.message.en.hasPrefix(words) == true, "\(path): \(fault?.message.en ?? "")")
        }
    }

    /// One shape whose count of points is nonsense, in a shapefile that is otherwise whole.
    @Test func aDamagedShapeIsToldFromAMissingOne() throws {
        let scratch = try Scratch()
        try write(scratch("a.shp"), .shapefileGBK, rows: 0..<3)
        #expect(try Fixture.rows(try LayerFile(scratch("a.shp"))).allSatisfy { $0.damage == nil })
        let url = URL(fileURLWithPath: scratch("a.shp"))
        var bytes = try Data(contentsOf: url)
        // The header has 100 bytes, the record's own 8; behind type and box lie the counts of parts and points.
        bytes.replaceSubrange(100 + 8 + 36 + 4..<100 + 8 + 36 + 8, with: [0, 0, 0, 0x20])
        try bytes.write(to: url)
        let rows = try Fixture.rows(try LayerFile(scratch("a.shp")))
        #expect(rows.map { $0.geometry == nil } == [true, false, true])
        #expect(rows.map { $0.damage == nil } == [false, true, true])
        #expect(rows[0].attributes["zdh"] == values[0][0])
    }

    /// A layer that breaks off says so: it is never taken for a shorter one.
    @Test(arguments: ["a.gpkg", "a.shp", "a.dbf", "a.shx"]) func aLayerThatBreaksOffIsAFault(file: String) throws {
        let scratch = try Scratch()
        let format: LayerFormat = file.hasSuffix(".gpkg") ? .geoPackage : .shapefileGBK
        let path = scratch(format == .geoPackage ? "a.gpkg" : "a.shp")
        let writer = try LayerWriter(path, format: format)
        try writer.beginLayer("a", system: Fixture.utm, fields: fields)
        for row in 0..<2000 { try writer.append(shapes[row % 2], values[row % 2]) }
        try writer.close()
        #expect(try Fixture.rows(try LayerFile(path)).count == 2000)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: scratch(file)))
        try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: scratch(file)))
        var rows = 0
        #expect(throws: Fault.self, "after \(rows) rows") {
            try LayerFile(path).forEachFeature { _ in rows += 1 }
        }
    }

    @Test func aWriterThatGivesUpLeavesNothing() throws {
        let scratch = try Scratch()
        do {
            let writer = try LayerWriter(scratch("a.gpkg"), format: .geoPackage)
            try writer.beginLayer("parcels", system: Fixture.utm, fields: fields)
            try writer.append(shapes[0], values[0])
            #expect(scratch.names.first == ".tmp-a.gpkg")
        }
        #expect(scratch.names == [])
    }
}
