import Foundation
import GeoIO
import GeoModel
import SafeFiles
import Testing

/// A register of many parcels, read from a GeoPackage row by row. A plain run takes a few thousand; with
/// `TUBAN_IMPORT_PARCELS=1000000` it takes that many and prints times and memory. `TUBAN_BINARY` names the program:
/// `TUBAN_IMPORT_PARCELS=1000000 TUBAN_BINARY=.build/release/tuban swift test --filter ImportScaleTests`.
@Suite(.serialized) struct ImportScaleTests {
    private static let setting = ProcessInfo.processInfo.environment["TUBAN_IMPORT_PARCELS"].flatMap { Int($0) }
    private static let side = 30.0
    private let folder: String

    init() throws { folder = try SampleDistrict.folder("import-scale-\(UUID())") }

    @Test func manyParcelsStream() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let across = Int(Double(Self.setting ?? 3600).squareRoot())
        let count = across * across
        let file = folder + "/parcels.gpkg"
        try write(file, across: across)
        let region = folder + "/region"
        let made = try Binary.run(["init", "--region", region, "--name", "大县", "--crs", "EPSG:4548"])
        #expect(made.code == 0, "\(made.messages)")
        let arguments = ["registers", "import", "--region", region, "--kind", "parcel", "--file", file, "--json"]
        for pass in 1...2 {
            let start = ContinuousClock.now
            let outcome = try Binary.run(arguments)
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            #expect(outcome.code == 0, "\(outcome.messages)")
            let document = try JSONValue(parsing: outcome.results, named: "import")
            let version = try #require(document["versions"]?.array?.first)
            #expect(version["version"]?.integer == 1 && version["records"]?.integer == count)
            let peak = document["peak_memory_mib"]?.integer ?? .max
            if Self.setting != nil {
                print("pass \(pass): \(count) parcels, \(decimal(seconds, 1)) s, peak \(peak) MiB")
            }
            #expect(peak < 512)
        }
        let report = try DurableFile.json(of: region + "/registers/parcel/report.json")
        // Every 500th parcel reaches half a metre over its eastern neighbour, unless it is the last of its row.
        let reaching = (0..<count).filter { $0.isMultiple(of: 500) && $0 % across != across - 1 }
        #expect(report["overlaps"]?["count"]?.integer == reaching.count)
        #expect(report["gaps"]?["count"]?.integer == 0 && report["stated_area"]?["count"]?.integer == 0)
    }

    /// Quadrilaterals whose corners stray a little, the same for all neighbours.
    private func write(_ path: String, across: Int) throws {
        let writer = try LayerWriter(path, format: .geoPackage)
        try writer.beginLayer(
            "parcels", system: CoordinateSystem("EPSG:4548"),
            fields: [Field("ZDDM", .text), Field("DLBM", .text), Field("QLR", .text), Field("ZDMJ", .real)])
        for number in 0..<across * across {
            let (row, column) = (number / across, number % across)
            var corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map { corner(column + $0.0, row + $0.1) }
            if number.isMultiple(of: 500) {
                // Along the edges of those above and below, so that nothing else overlaps.
                corners.insert(between(corners[1], corner(column + 2, row)), at: 2)
                corners.insert(between(corners[3], corner(column + 2, row + 1)), at: 3)
            }
            let ring = Ring(corners)
            try writer.append(
                MultiPolygon([Polygon(exterior: ring)]),
                [
                    .text("370499001" + padded(number % 1000, to: 3) + "GB" + padded(number / 1000, to: 5)),
                    .text(number.isMultiple(of: 3) ? "0102" : "0601"), .text("权利人\(number % 5000)"),
                    .real(ring.doubledSignedArea / 2),
                ])
        }
        try writer.close()
    }

    private func between(_ start: MapPoint, _ end: MapPoint) -> MapPoint {
        MapPoint(x: start.x + (end.x - start.x) / 60, y: start.y + (end.y - start.y) / 60)
    }

    private func corner(_ column: Int, _ row: Int) -> MapPoint {
        let stray = Double((column &* 7919 &+ row &* 104_729) % 97) / 97 * 2
        return MapPoint(
            x: 480_000 + Double(column) * Self.side + stray, y: 3_840_000 + Double(row) * Self.side + 2 - stray)
    }
}
