import Foundation
import GeoIO
import SafeFiles
import Testing

/// Real parcels, zones, buildings and boundaries, where they are: every layer ends in a report, and its counts are
/// those that GDAL and GEOS come to by themselves.
@Suite(
    .serialized, .enabled(if: RealData.folder != nil, "no real data beside the checkout; set TUBAN_REAL_DATA"),
    .enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/ogrinfo"), "gdal-bin is not installed"))
struct RealRegisterTests {
    /// A layer with the coordinate system of its file, in which both sides look at it.
    struct Layer: Sendable, CustomTestStringConvertible {
        let file: String
        let table: String
        var system = "EPSG:4326"

        var testDescription: String { file }
    }

    private static let layers = [
        Layer(file: "vec_china_admin_level2/chn_admin_level1.shp", table: "chn_admin_level1"),
        Layer(file: "vec_china_admin_level2/chn_admin_level2.shp", table: "chn_admin_level2"),
        Layer(file: "vec_fr_cadastre_terresdebord/batiments.geojson", table: "cadastre27batiments_5"),
        Layer(file: "vec_fr_cadastre_terresdebord/parcelles.geojson", table: "cadastre27parcelles_3"),
        Layer(file: "vec_nc_zoning/newhanover_subdivisions.shp", table: "newhanover_subdivisions", system: "EPSG:6543"),
        Layer(file: "vec_nc_zoning/rowan_zoning.shp", table: "rowan_zoning", system: "EPSG:2264"),
        Layer(file: "vec_osm_andorra/andorra_multipolygons.gpkg", table: "multipolygons"),
        Layer(file: "vec_williamsburg_va_parcels/easements.geojson", table: "easements"),
        Layer(file: "vec_williamsburg_va_parcels/neighborhoods.geojson", table: "neighborhoods"),
        Layer(file: "vec_williamsburg_va_parcels/parcels.geojson", table: "parcels"),
        Layer(file: "vec_williamsburg_va_parcels/parcelsZoning.geojson", table: "parcelsZoning"),
        Layer(file: "vec_williamsburg_va_parcels/wetlands.geojson", table: "wetlands"),
    ]

    private let data: String
    private let folder: String

    init() throws {
        data = try #require(RealData.folder)
        folder = try SampleDistrict.folder("real-register-\(UUID())")
    }

    @Test(arguments: layers) func countsAreThoseOfGEOS(layer: Layer) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = "\(data)/\(layer.file)"
        let report = try imported(file, layer.system)
        let geometry = layer.file.hasSuffix("gpkg") ? "geom" : "geometry"
        // What is no area has no outline for us.
        let isArea = "GeometryType(\(geometry)) LIKE '%POLYGON%'"
        let counts = try query(
            file,
            """
            SELECT count(*) AS n, sum(CASE WHEN \(geometry) IS NULL OR NOT \(isArea) THEN 1 ELSE 0 END) AS none,
                sum(CASE WHEN \(isArea) AND ST_IsValid(\(geometry)) = 0 THEN 1 ELSE 0 END) AS invalid
            FROM "\(layer.table)"
            """)
        #expect(report["rows_read"]?.integer == counts["n"])
        let notes = try #require(report["sources"]?.array?.first?["notes"])
        let rejected = (notes["rejected"]?.array ?? []).compactMap { $0["en"]?.string }
        let without = rejected.count { $0.contains("there is no outline") }
        #expect(without == counts["none"])
        let invalid = (report["outcomes"]?["repaired"]?.integer ?? 0) + rejected.count { $0.contains("is invalid") }
        #expect(invalid == counts["invalid"])
        let united = report["sources"]?.array?.first?["rows_united"]?.integer ?? 0
        #expect((report["records"]?.integer ?? 0) + rejected.count + united == counts["n"])
        let page = try DurableFile.text(of: folder + "/region/registers/parcel/report.html")
        #expect(page.contains("导入报告") && page.hasSuffix("</html>\n"))
    }

    /// Pairs of parcels that share ground, counted by GEOS through GDAL on the outlines that are in the store.
    @Test func overlapsAreThoseOfGEOS() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let layer = Self.layers[4]
        let report = try imported("\(data)/\(layer.file)", layer.system)
        let pairs = try query(
            folder + "/region/monitor.gpkg",
            """
            SELECT count(*) AS pairs FROM parcel a JOIN parcel b ON a.fid < b.fid AND ST_Intersects(a.geom, b.geom)
                AND ST_Area(CollectionExtract(ST_Intersection(a.geom, b.geom), 3)) * 0.3048006 * 0.3048006 > 0.1
            """,
            isStore: true)
        // Areas in the plane and on the ellipsoid differ by some 1e-4, which decides at the limit only.
        let found = try #require(report["overlaps"]?["count"]?.integer)
        #expect(try abs(found - #require(pairs["pairs"])) <= 1)
        #expect(found > 0)
    }

    private func imported(_ file: String, _ system: String) throws -> JSONValue {
        let region = folder + "/region"
        let made = try Binary.run(["init", "--region", region, "--name", "真实数据", "--crs", system])
        #expect(made.code == 0, "\(made.messages)")
        let outcome = try Binary.run(
            ["registers", "import", "--region", region, "--kind", "parcel", "--file", file], seconds: 120)
        #expect([0, 3].contains(outcome.code), "\(outcome.messages.suffix(500))")
        return try DurableFile.json(of: region + "/registers/parcel/report.json")
    }

    /// The whole numbers of a query's one row, by GDAL's SQLite dialect, whose spatial functions are GEOS's.
    /// A store, which is a GeoPackage, answers itself.
    private func query(_ file: String, _ sql: String, isStore: Bool = false) throws -> [String: Int] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/ogrinfo")
        process.arguments = ["-ro", "-q", file] + (isStore ? [] : ["-dialect", "SQLite"]) + ["-sql", sql]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        var values: [String: Int] = [:]
        for match in text.matches(of: /(?m)^ *(\w+) \(\w+\) = (\d+)/) {
            values[String(match.1)] = Int(match.2)
        }
        return values
    }
}
