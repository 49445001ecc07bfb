import Foundation
import GeoIO
import GeoModel
import SafeFiles
import Testing

/// What a bureau's files really look like: each mistake is named with what was found, what was expected and what to do,
/// and what the region held before is still there.
@Suite struct BadInputTests {
    private static let utm = CoordinateSystem("EPSG:32650")
    private let folder: String
    private let region: String

    init() throws {
        folder = try SampleDistrict.folder("坏 数据-\(UUID())")
        region = try SampleDistrict.copy(to: folder + "/region")
    }

    // MARK: Scenes

    /// A scene of six bands of noise in a folder of its own.
    private func scene(_ name: String, _ system: CoordinateSystem? = utm, east: Double = 0) throws -> String {
        let path = "\(folder)/\(name)"
        try DurableFile.makeFolder(path)
        let grid = Grid(
            system: system,
            transform: GeoTransform(originX: 522_000 + east, originY: 3_869_000, pixelWidth: 10, pixelHeight: 10),
            size: GridSize(columns: 64, rows: 64)
        )
        for (number, band) in ["B02", "B03", "B04", "B08", "B11", "B12"].enumerated() {
            let layout = GeoTIFFLayout(sampleType: .uint16, bands: [.init(band)], noData: 0)
            let writer = try GeoTIFFWriter("\(path)/\(band).tif", grid: grid, layout: layout)
            try writer.append(rows: [(0..<64 * 64).map { UInt16(1 + ($0 &* 40_503 ^ $0 >> 3 + number) % 5000) }])
            try writer.close()
        }
        return path
    }

    private func change(_ path: String, _ edit: (inout Data) -> Void) throws {
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        edit(&bytes)
        try bytes.write(to: URL(fileURLWithPath: path))
    }

    private func catalogue() throws -> String {
        try Binary.run(["scenes", "list", "--region", region, "--json"]).results
    }

    /// Adding the scene is refused with these words, and the catalogue stays as it was.
    private func refused(_ place: String, _ words: String...) throws {
        let before = try catalogue()
        let outcome = try Binary.run(["scenes", "add", "--region", region, place], seconds: 60)
        #expect(outcome.code == 3, "\(outcome.messages)")
        for word in ["rejected: "] + words { #expect(outcome.messages.contains(word), "\(outcome.messages)") }
        #expect(try catalogue() == before && before.contains("S2"))
    }

    @Test func aSoundSceneIsTaken() throws {
        #expect(try Binary.run(["scenes", "add", "--region", region, try scene("X_20260601")]).code == 0)
        #expect(try catalogue().contains("X_20260601"))
    }

    @Test func aMissingBand() throws {
        let (before, after) = (try scene("X_20250601"), try scene("X_20260601"))
        try FileManager.default.removeItem(atPath: after + "/B08.tif")
        let outcome = try Binary.run(["detect", "--before", before, "--after", after, "--out", folder + "/out"])
        #expect(outcome.code == 1)
        let words = "error: X_20260601: band nir is missing; there are blue, green, red, swir1, swir2. Add the files"
        #expect(outcome.messages.hasPrefix(words), "\(outcome.messages)")
        #expect(!DurableFile.isFolder(folder + "/out"))
    }

    @Test func noCoordinateSystemAndAnUnknownOne() throws {
        try refused(try scene("X_20260602", nil), "X_20260602: has no coordinate system. Set it with gdal_edit.py")
        let outcome = try Binary.run(["init", "--region", folder + "/new", "--name", "县", "--crs", "EPSG:1"])
        #expect(outcome.code == 1)
        #expect(outcome.messages.hasPrefix("error: --crs: EPSG:1: PROJ does not know this coordinate system. Expected"))
        #expect(!DurableFile.isFolder(folder + "/new"))
    }

    @Test func aRotatedGrid() throws {
        let path = folder + "/X_20260603.img"
        let header = [
            "ENVI", "samples = 4", "lines = 4", "bands = 4", "header offset = 0", "data type = 1", "interleave = bsq",
            "map info = {UTM, 1, 1, 522000, 3869000, 10, 10, 50, North, WGS-84, units=Meters, rotation=30}",
        ]
        try DurableFile.write(header.joined(separator: "\n") + "\n", to: path.replacing(".img", with: ".hdr"))
        try Data(repeating: 7, count: 64).write(to: URL(fileURLWithPath: path))
        try refused(path, "X_20260603.img: the grid is rotated or south-up (affine terms [", "Warp it with gdalwarp.")
    }

    @Test func anotherGrid() throws {
        let (here, away) = (try scene("X_20250605"), try scene("X_20260605", east: 90_000))
        let outcome = try Binary.run(["detect", "--before", here, "--after", away, "--out", folder + "/out"])
        #expect(outcome.code == 1)
        #expect(outcome.messages.hasPrefix("error: X_20260605: does not overlap X_20250605. Check that both"))
    }

    @Test func aTruncatedImage() throws {
        let path = try scene("X_20260606")
        try change(path + "/B04.tif") { $0 = $0.prefix($0.count / 2) }
        try refused(path, "X_20260606/B04.tif: damaged or incomplete", "GDAL: ", "Fetch")
    }

    @Test func aCorruptImage() throws {
        let path = try scene("X_20260607")
        try change(path + "/B04.tif") { bytes in
            let middle = bytes.count / 2
            bytes.replaceSubrange(middle - 200..<middle + 200, with: Data(repeating: 0xFF, count: 400))
        }
        try refused(path, "X_20260607/B04.tif: damaged or incomplete, can't be decoded", "Fetch the file again.")
    }

    @Test func whatIsNoImage() throws {
        #expect(unsafe mkfifo(folder + "/pipe.tif", 0o600) == 0)
        try refused(folder + "/pipe.tif", "pipe.tif: is a named pipe; a regular file is expected.")
        try refused("/dev/zero", "/dev/zero: is a device; a regular file is expected.")
        try refused("https://example.com/item.json", "is an address on the web;", "Download it first")
        let item = """
            {"type": "Feature", "stac_version": "1.0.0", "id": "远程", "properties": {"datetime": "2026-06-01T00:00:00Z"},
             "assets": {"B04": {"href": "s3://bucket/B04.jp2"}}}
            """
        try DurableFile.write(item, to: folder + "/item.json")
        try refused(folder + "/item.json", "item.json: assets: B04: s3://bucket/B04.jp2: is an address on the web;")
    }

    // MARK: Registers

    private func join(_ registers: String..., code: Int32, _ words: String) throws {
        let patches = region + "/runs/2026-09/patches.gpkg"
        let before = try Checksum.sha256(ofFile: patches)
        let options = registers.flatMap { ["--register", $0] }
        let fixed = ["join", "--patches", patches, "--crs", "EPSG:32650", "--on", "2026-09-15"]
        let outcome = try Binary.run(fixed + ["--out", folder + "/joined"] + options, seconds: 60)
        #expect(outcome.code == code, "\(outcome.messages)")
        #expect(outcome.messages.contains(words), "\(outcome.messages)")
        #expect(try Checksum.sha256(ofFile: patches) == before)
    }

    private func geoJSON(_ name: String, _ ring: String, _ properties: String) throws -> String {
        let text = """
            {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {\(properties)},
             "geometry": {"type": "Polygon", "coordinates": [[\(ring)]]}}]}
            """
        try DurableFile.write(text, to: "\(folder)/\(name)")
        return "\(folder)/\(name)"
    }

    @Test func anInvalidParcel() throws {
        let bowTie = "[117.2,34.9],[117.21,34.91],[117.21,34.9],[117.2,34.91],[117.2,34.9]"
        let mended = try geoJSON("宗地.geojson", bowTie, "\"zdh\": \"1\"")
        try join("parcel=\(mended)", code: 0, "warning: 宗地.geojson: row 0: the outline was invalid: Self-intersection")
        let line = "[117.2,34.9],[117.21,34.91],[117.2,34.9],[117.2,34.9]"
        let flat = try geoJSON("flat.geojson", line, "\"zdh\": \"1\"")
        try join("parcel=\(flat)", code: 3, "rejected: flat.geojson: row 0: the outline is invalid: ")
    }

    @Test func anUnreadableParcelAndAnIncompleteShapefile() throws {
        let path = folder + "/宗地.shp"
        let writer = try LayerWriter(path, format: .shapefileGBK)
        try writer.beginLayer("a", system: Self.utm, fields: [Field("zdh", .text, width: 20)])
        for index in 0..<3 {
            let x = 522_000 + 100 * Double(index)
            let box = BoundingBox(minX: x, minY: 3_868_000, maxX: x + 50, maxY: 3_868_050)
            try writer.append(MultiPolygon([Polygon(box)]), [.text("\(index)")])
        }
        try writer.close()
        // The count of points of the first record, behind the file's and the record's headers, type, box and parts.
        try change(path) { $0.replaceSubrange(100 + 8 + 36 + 4..<100 + 8 + 36 + 8, with: [0, 0, 0, 0x20]) }
        try join("parcel=\(path)", code: 3, "rejected: 宗地.shp: row 0: the shape is damaged and can't be read (GDAL: ")
        try FileManager.default.removeItem(atPath: folder + "/宗地.dbf")
        try join("parcel=\(path)", code: 3, "宗地.shp: its companion 宗地.dbf is missing; a shapefile is the three files")
    }

    @Test func aContractWithoutADate() throws {
        let ring = "[117.2,34.9],[117.21,34.9],[117.21,34.91],[117.2,34.91],[117.2,34.9]"
        let path = try geoJSON("supplies.geojson", ring, "\"crhth\": \"HT-1\", \"qdrq\": null")
        try join("supply=\(path)", code: 0, "warning: supplies.geojson: row 0: ‘qdrq’ (signedOn) is empty. Kept;")
    }

    // MARK: Recipes

    @Test(arguments: [
        ("opening:", "openning:", "unknown key ‘openning’; did you mean ‘opening’?"),
        ("maskDilation: 2", "maskDilation: 99", "maskDilation: found 99, expected a whole number 0…64. Correct it."),
        ("centre: true", "minimumAreaSquareMetres: -5", "minimumAreaSquareMetres: found -5, expected a number 0…"),
        ("opening: true", "smoothing: 1", "centre: found true, expected no such key: it is for index-differences"),
        ("detect:", "detect", "not valid JSON5: found ‘{’, expected ‘:’ after the key ‘detect’."),
    ])
    func aRecipeWithAMistake(right: String, wrong: String, words: String) throws {
        let path = region + "/pipelines/monthly.json5"
        let text = try DurableFile.text(of: path)
        try #require(text.contains(right))
        let kept = right.hasPrefix("centre") ? text.replacing("minimumAreaSquareMetres", with: "comment") : text
        try DurableFile.write(kept.replacing(right, with: wrong), to: path)
        let before = try Binary.run(["queue", "list", "--region", region, "--json"]).results
        let outcome = try Binary.run(["run", "monthly", "--region", region])
        #expect(outcome.code == 1 && outcome.results.isEmpty)
        #expect(outcome.messages.hasPrefix("error: \(path)") && outcome.messages.contains(words), "\(outcome.messages)")
        #expect(try Binary.run(["queue", "list", "--region", region, "--json"]).results == before)
    }
}
