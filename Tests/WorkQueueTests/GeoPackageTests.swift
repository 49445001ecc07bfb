import Foundation
import GeoModel
import LandRecords
import SafeFiles
import Testing

@testable import WorkQueue

private let ogrinfo = ["/usr/bin/ogrinfo", "/usr/local/bin/ogrinfo"].first(
    where: FileManager.default.isExecutableFile(atPath:)
)

/// GDAL's own checker of the standard's requirements (Debian: python3-gdal).
private let validator = "/usr/lib/python3/dist-packages/osgeo_utils/samples/validate_gpkg.py"

/// What GIS programs make of the store, seen through GDAL's own reader.
@Suite(.enabled(if: ogrinfo != nil, "ogrinfo is not installed (Debian: gdal-bin)"))
struct GeoPackageTests {
    let district: District

    init() throws {
        district = try District()
        let store = try district.withCases(6)
        let source = RecordSource(layer: "a", row: 1)
        let shape = District.island(1)
        let time = District.time(2)
        let parcel = Parcel(code: "P", landClass: nil, holder: nil, shape: shape, source: source)
        try store.replaceRecords(with: [parcel], at: time)
        let day = CalendarDate("2020-01-01")
        let approval = Approval(number: "A", batchName: nil, approvedOn: day, shape: shape, source: source)
        try store.replaceRecords(with: [approval], at: time)
        let zone = Zone(kind: .ecologicalRedLine, name: "Z", shape: MultiPolygon([]), source: source)
        try store.replaceRecords(with: [zone], at: time)
    }

    /// Standard output, and everything on standard error.
    private func run(
        _ arguments: [String],
        with program: String? = ogrinfo
    ) throws -> (output: String, complaints: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(program))
        process.arguments = arguments
        let output = Pipe()
        let complaints = Pipe()
        process.standardOutput = output
        process.standardError = complaints
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let errors = String(decoding: complaints.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return (text, errors)
    }

    @Test func everyLayerOpensWithoutAWarning() throws {
        for table in SchemaVersion1.tables {
            let (output, complaints) = try run(["-ro", "-al", district.path, table.name])
            #expect(complaints == "")
            #expect(output.contains("Layer name: \(table.name)"))
            #expect(output.contains("Geometry: \(table.isSpatial ? "Multi Polygon" : "None")"))
            #expect(!output.contains("Warning"))
            guard table.isSpatial else { continue }
            #expect(output.contains("ID[\"EPSG\",4548]"))
        }
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: validator), "python3-gdal is not installed"))
    func theStandardsRequirementsAreMet() throws {
        // The checker of GDAL 3.6 looks for the mark of an empty outline at bit 3; the standard and GDAL
        // itself have it at 4.
        try RegionStore.open(district.path).replaceRecords(with: [Zone](), at: District.time(3))
        let (output, complaints) = try run([validator, "-k", district.path], with: "/usr/bin/python3")
        #expect(output == "")
        #expect(complaints == "")
    }

    @Test func theLayersAreAllThereAreAndNoOthers() throws {
        let (output, complaints) = try run(["-ro", "-q", district.path])
        #expect(complaints == "")
        let names = output.split(separator: "\n").compactMap { $0.split(separator: " ").dropFirst().first }
        let tables =
            SchemaVersion1.tables + SchemaVersion3.tables + SchemaVersion4.tables + [SchemaVersion5.enterprise]
            + SchemaVersion6.tables + [SchemaVersion7.table]
        #expect(Set(names.map(String.init)) == Set(tables.map(\.name)))
    }

    @Test func outlinesReadAsTheyWereWritten() throws {
        let (output, _) = try run(["-ro", "-al", "-q", district.path, "patch", "-where", "first_row = 1"])
        let island = District.island(1)
        let parts = island.polygons.map { polygon in
            let rings = ([polygon.exterior] + polygon.holes).map { ring in
                "(" + ring.points.map { "\(short($0.x)) \(short($0.y))" }.joined(separator: ",") + ")"
            }
            return "(" + rings.joined(separator: ",") + ")"
        }
        #expect(output.contains("MULTIPOLYGON (\(parts.joined(separator: ",")))"))
    }

    private func short(_ number: Double) -> String {
        number == number.rounded() ? String(Int(number)) : String(number)
    }

    @Test func theExtentCoversAllThatWasWritten() throws {
        let (output, _) = try run(["-ro", "-al", "-so", district.path, "flag"])
        #expect(output.contains("Extent: (500200.250000, 3850000.500000) - (501300.250000, 3850100.500000)"))
    }

    /// A GIS officer may correct an outline or add a remark: a plain write must not trip over functions SQLite lacks.
    @Test func otherProgramsCanWriteToALayer() throws {
        let (_, complaints) = try run([district.path, "-sql", "UPDATE parcel SET holder = '村委会' WHERE code = 'P'"])
        #expect(complaints == "")
        #expect(try RegionStore.open(district.path).records(Parcel.self).first?.holder == "村委会")
    }

    /// The reader of ours against the writer of theirs: GDAL rewrites an outline, and it reads back as the same.
    @Test func outlinesThatOthersWroteRead() throws {
        let sql = "UPDATE parcel SET geom = (SELECT geom FROM flag WHERE fid = 2)"
        let (_, complaints) = try run([district.path, "-dialect", "SQLITE", "-sql", sql])
        #expect(complaints == "")
        #expect(try RegionStore.open(district.path).records(Parcel.self).first?.shape == District.square(2))
    }
}
