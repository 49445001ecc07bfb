import Foundation
import GeoModel
import SafeFiles
import Testing

@testable import GeoIO

/// What a GeoPackage holds besides its rows.
@Suite struct GeoPackageTableTests {
    private let scratch: Scratch
    private var path: String { scratch("a.gpkg") }

    init() throws { scratch = try Scratch() }

    /// Squares of 30 at places that look random; every seventh row has no shape.
    private func shape(_ row: Int) -> MultiPolygon? {
        guard row % 7 != 3 else { return nil }
        let x = 500_000 + Double(row * 7919 % 10_007), y = 3_900_000.3 - Double(row * 104_729 % 9973)
        return MultiPolygon([Polygon(exterior: Fixture.square(x, y, side: 30))])
    }

    private func write(_ rows: Int) throws {
        let writer = try LayerWriter(path, format: .geoPackage)
        try writer.beginLayer("it's", system: Fixture.utm, fields: [Field("k", .text)])
        for row in 0..<rows { try writer.append(shape(row), [.text("行\(row)")]) }
        try writer.close()
    }

    private func rows(_ sql: String) throws -> [[String]] {
        let connection = try SQLiteConnection(path, named: path)
        let statement = try SQLiteStatement(sql, on: connection, named: path)
        let columns = sql.prefix { $0 != ";" }.split(separator: "|").count
        var rows: [[String]] = []
        while try statement.step() { rows.append((0..<columns).map { statement.text(Int32($0)) }) }
        return rows
    }

    private func value(_ sql: String) throws -> String? { try rows(sql).first?.first }

    /// One leaf, one leaf that is full, two leaves, two levels, three levels.
    @Test(arguments: [1, 2, 58, 59, 61, 3000, 4000])
    func theIndexIsSoundAndFindsWhatAScanFinds(count: Int) throws {
        try write(count)
        #expect(try value("SELECT rtreecheck('main', 'rtree_it''s_geom')") == "ok")
        #expect(try value("PRAGMA integrity_check") == "ok")
        let boxes = (0..<count).compactMap { row in shape(row)?.bounds.map { (Int64(row + 1), $0) } }
        for place in 0..<20 {
            let x = 500_000.25 + Double(place * 500), y = 3_890_000.25 + Double(place * 977 % 10_000)
            let window = BoundingBox(minX: x, minY: y, maxX: x + 900, maxY: y + 900)
            let found = try rows(
                """
                SELECT id FROM "rtree_it's_geom" WHERE maxx >= \(window.minX) AND minx <= \(window.maxX)
                    AND maxy >= \(window.minY) AND miny <= \(window.maxY) ORDER BY id
                """
            ).flatMap { $0 }.compactMap { Int64($0) }
            // The index rounds outwards by up to a quarter of a metre here, so it may find a little more, never less.
            let inside = boxes.filter { $0.1.intersects(window) }.map(\.0)
            let wider = BoundingBox(minX: x - 0.5, minY: y - 0.5, maxX: x + 900.5, maxY: y + 900.5)
            let near = Set(boxes.filter { $0.1.intersects(wider) }.map(\.0))
            #expect(Set(inside).isSubset(of: found) && near.isSuperset(of: found), "\(window)")
        }
    }

    @Test func theContentsTellCountExtentAndAFixedDate() throws {
        try write(100)
        let boxes = (0..<100).compactMap { shape($0)?.bounds }
        let whole = try #require(boxes.first.map { boxes.reduce($0) { $0.union($1) } })
        #expect(try value("SELECT feature_count FROM gpkg_ogr_contents") == "100")
        #expect(try value("SELECT last_change FROM gpkg_contents") == "2000-01-01T00:00:00.000Z")
        let extent = try ["min_x", "min_y", "max_x", "max_y"].map {
            try value("SELECT \($0) FROM gpkg_contents").flatMap(Double.init)
        }
        #expect(extent == [whole.minX, whole.minY, whole.maxX, whole.maxY])
        #expect(try value("SELECT seq FROM sqlite_sequence WHERE name = 'it''s'") == "100")
    }

    /// OGR's triggers stand in the file as OGR made them, so that GIS programs can edit the layer.
    @Test func theTriggersComeBackWordForWord() throws {
        try write(0)
        let triggers = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'it''s' ORDER BY rowid"
        let before = try rows(triggers)
        #expect(before.count == 8)
        #expect(before.filter { $0[0].hasPrefix("CREATE TRIGGER \"rtree_it's_geom_") }.count == 6)
        do {
            let table = try GeoPackageTable(path, named: path, table: "it's", columns: ["fid", "geom", "k"])
            let aside = try SQLiteStatement(triggers, on: table.connection, named: path)
            #expect(try !aside.step(), "the table has none meanwhile")
            try table.append(shape(0), [.text("甲")])
            try table.finish()
        }
        #expect(try rows(triggers) == before)
    }

    /// A full disk is a fault that says so, and every row before it was accepted.
    @Test func aFullDiskIsAFault() throws {
        try write(0)
        let table = try GeoPackageTable(path, named: "out.gpkg", table: "it's", columns: ["fid", "geom", "k"])
        let limit = try SQLiteStatement("PRAGMA max_page_count = 60", on: table.connection, named: path)
        try limit.run()
        let fault = #expect(throws: Fault.self) {
            for row in 0..<2000 { try table.append(shape(row), [.text("行\(row)")]) }
            try table.finish()
        }
        #expect(fault?.object == "out.gpkg")
        #expect(
            fault?.message.en
                == "writing failed (SQLite: database or disk is full). Check free disk space and permissions.")
    }

    /// A text ends where readers in C take it to end; a number that is none is null.
    @Test func valuesAreKeptAsOGRKeepsThem() throws {
        let writer = try LayerWriter(path, format: .geoPackage)
        let fields = [Field("t", .text), Field("r", .real), Field("i", .integer), Field("d", .date)]
        try writer.beginTable("words", fields: fields)
        let day = try #require(CalendarDate(year: 987, month: 6, day: 5))
        try writer.append(nil, [.text("a\0b"), .real(.nan), .integer(.min), .date(day)])
        try writer.append(nil, [.text(""), .real(2), .null, .null])
        try writer.close()
        let values = try ["t", "r", "i", "d"].map {
            try rows("SELECT typeof(\($0)) || ' ' || coalesce(\($0), '') FROM words").map { $0[0] }
        }
        #expect(
            values == [
                ["text a", "text "], ["null ", "real 2.0"], ["integer \(Int64.min)", "null "],
                ["text 0987-06-05", "null "],
            ]
        )
    }
}
