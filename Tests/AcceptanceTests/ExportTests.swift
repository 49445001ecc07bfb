import Foundation
import GeoIO
import GeoModel
import SafeFiles
import Testing

/// What GIS staff and spreadsheets receive of a month.
@Suite struct ExportTests {
    private let region: SampleDistrict.Region
    private let folder: String

    init() throws {
        region = try SampleDistrict.region()
        folder = try SampleDistrict.folder("export-\(UUID())")
    }

    private func export(_ format: String) throws -> String {
        let outcome = try Binary.run(["export", "--region", region.path, "--format", format, "--out", folder])
        #expect(outcome.code == 0, "\(outcome.messages)")
        #expect(outcome.results.contains("\(folder)/changes.\(format)"))
        return "\(folder)/changes.\(format)"
    }

    private func caseNumbers() throws -> [String] {
        let outcome = try Binary.run(["queue", "list", "--region", region.path, "--json"])
        let list = try JSONValue(parsing: outcome.results, named: "list").array ?? []
        return list.compactMap { $0["case"]?.string }.sorted()
    }

    /// RFC 7946: longitude and latitude, outer rings closed and counter-clockwise, no `crs`.
    @Test func geoJSONIsRFC7946() throws {
        let document = try DurableFile.json(of: try export("geojson"))
        #expect(document["type"] == "FeatureCollection" && document["crs"] == nil)
        let features = try #require(document["features"]?.array)
        #expect(try features.map { $0["properties"]?["case_id"]?.string ?? "" } == caseNumbers())
        for feature in features {
            #expect(feature["type"] == "Feature" && feature["id"] == feature["properties"]?["case_id"])
            let geometry = try #require(feature["geometry"])
            let coordinates = try #require(geometry["coordinates"]?.array)
            for polygon in geometry["type"] == "Polygon" ? [coordinates] : coordinates.compactMap(\.array) {
                for (index, ring) in polygon.enumerated() { try check(ring, isHole: index > 0) }
            }
            let reason = feature["properties"]?["reason_zh"]?.string ?? ""
            #expect(reason.contains("不作为认定依据"))
        }
    }

    private func check(_ ring: JSONValue, isHole: Bool) throws {
        let points = try #require(ring.array).map { point in
            MapPoint(x: point.array?.first?.double ?? .nan, y: point.array?.last?.double ?? .nan)
        }
        #expect(points.count >= 4 && points.first == points.last)
        #expect(points.allSatisfy { (116.5...118.5).contains($0.x) && (34...36).contains($0.y) })
        #expect((Ring(points).doubledSignedArea < 0) == isHole)
    }

    @Test func theGeoPackageHoldsTheSameCases() throws {
        let layer = try LayerFile(try export("gpkg"), layer: "changes")
        #expect(layer.system == CoordinateSystem("EPSG:32650"))
        var numbers: [String] = []
        try layer.forEachFeature { feature in
            numbers.append(feature.attributes["case_id"]?.string ?? "")
            #expect(feature.geometry != nil)
            #expect((feature.attributes["mj"]?.number ?? 0) > 0)
        }
        #expect(try numbers == caseNumbers())
    }

    @Test func theTableHoldsTheSameCases() throws {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: try export("csv")))
        #expect(bytes.starts(with: Data("\u{FEFF}case_id,".utf8)), "spreadsheets need the mark to see UTF-8")
        var numbers: [String] = []
        try LayerFile("\(folder)/changes.csv").forEachFeature { row in
            numbers.append(row.attributes["case_id"]?.string ?? "")
            #expect(row.attributes["lon"]?.number.map { (116.5...118.5).contains($0) } == true)
        }
        #expect(try numbers == caseNumbers())
        #expect(try DurableFile.text(of: "\(folder)/FIELDS.csv").contains("case_id,"))
    }

    @Test func theRunLeavesAChangeListWithPictures() throws {
        let exports = region.path + "/exports/2026-09"
        let page = try DurableFile.text(of: exports + "/change-list.html")
        for number in try caseNumbers() { #expect(page.contains(number), "\(number)") }
        let pictures = page.matches(of: /src="(change-list\/[^"]+\.png)"/).map { String($0.1) }
        #expect(!pictures.isEmpty)
        for picture in pictures {
            #expect(FileManager.default.fileExists(atPath: exports + "/" + picture), "\(picture)")
        }
        #expect(!page.contains("http"), "a page that needs no network")
    }

    @Test func anUnknownFormatIsAUsageError() throws {
        let outcome = try Binary.run(["export", "--region", region.path, "--format", "geojsn"])
        #expect(outcome.code == 2 && outcome.messages.contains("geojson"))
    }
}
