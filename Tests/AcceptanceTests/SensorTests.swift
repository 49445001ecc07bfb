import Foundation
import GeoIO
import GeoModel
import SafeFiles
import Testing

/// Products as agencies deliver them, compared without a recipe.
@Suite struct SensorTests {
    private let folder: String
    private static let side = 96

    init() throws {
        folder = try SampleDistrict.folder("sensors-\(UUID())")
    }

    private func grid(_ pixel: Double, side: Int = side) -> Grid {
        Grid(
            system: CoordinateSystem("EPSG:32650"),
            transform: GeoTransform(originX: 500_000, originY: 3_900_000, pixelWidth: pixel, pixelHeight: pixel),
            size: GridSize(columns: side, rows: side)
        )
    }

    /// Numbers of a band: fields of noise, at the later date a bright square of 12 × 12 pixels.
    private func numbers(_ band: Int, isLater: Bool, level: Int, side: Int = side) -> [UInt16] {
        (0..<side * side).map { place in
            let (column, row) = (place % side, place / side)
            let field = (column / 9 * 31 + row / 7 * 17 + band * 5) % 13
            let noise =
                (place &* 2_654_435_761 >> 11 ^ place &* (band + 3) &* 40_503 >> 7 ^ (isLater ? place * 7 : 0)) % 40
            let isBuilt = isLater && (20..<32).contains(column) && (30..<42).contains(row)
            return UInt16(level + band * 40 + field * 60 + noise + (isBuilt ? 2500 : 0))
        }
    }

    private func write(_ path: String, _ grid: Grid, _ bands: [[UInt16]], noData: Double? = 0) throws {
        try DurableFile.makeFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path)
        let layout = GeoTIFFLayout(
            sampleType: .uint16, bands: bands.indices.map { .init("band \($0 + 1)") }, noData: noData)
        let writer = try GeoTIFFWriter(path, grid: grid, layout: layout)
        try writer.append(rows: bands)
        try writer.close()
    }

    private func detect(_ before: String, _ after: String) throws -> (record: JSONValue, messages: String) {
        let outcome = try Binary.run(["detect", "--before", before, "--after", after, "--out", folder + "/out"])
        #expect(outcome.code == 0, "\(outcome.messages)")
        return (try DurableFile.json(of: folder + "/out/run.json"), outcome.messages)
    }

    private func input(_ record: JSONValue, _ date: String) throws -> JSONValue {
        try #require(record["inputs"]?[date])
    }

    // MARK: Sentinel-2

    private static let bands = [
        ("B02", 10), ("B03", 10), ("B04", 10), ("B08", 10), ("B05", 20), ("B8A", 20), ("B11", 20), ("B12", 20),
        ("SCL", 20),
    ]

    /// A product folder of level 2A; its lower half is cloud.
    private func sentinelProduct(_ day: String, offset: Int?, isLater: Bool) throws -> String {
        let name = "S2A_MSIL2A_\(day)T025551_N0400_R032_T50SMG_\(day)T071506"
        let path = "\(folder)/\(name).SAFE"
        let images = "GRANULE/L2A_T50SMG/IMG_DATA"
        var listed = ""
        for (number, band) in Self.bands.enumerated() {
            let file = "\(images)/R\(band.1)m/T50SMG_\(day)T025551_\(band.0)_\(band.1)m"
            listed += "<IMAGE_FILE>\(file)</IMAGE_FILE>"
            let side = Self.side * 10 / band.1
            var values = numbers(number, isLater: isLater && band.1 == 10, level: 1000 - (offset ?? 0), side: side)
            if band.0 == "SCL" { values = values.indices.map { $0 < side * side / 2 ? 5 : 9 } }
            try write("\(path)/\(file).tif", grid(Double(band.1), side: side), [values])
        }
        let offsets = offset.map { offset in
            (0..<13).map { "<BOA_ADD_OFFSET band_id=\"\($0)\">\(offset)</BOA_ADD_OFFSET>" }.joined()
        }
        try DurableFile.write(
            """
            <?xml version="1.0" encoding="UTF-8" standalone="no"?>
            <n1:Level-2A_User_Product xmlns:n1="https://psd-14.sentinel2.eo.esa.int/PSD/User_Product_Level-2A.xsd">
              <n1:General_Info><Product_Info>
                <PRODUCT_START_TIME>\(day.prefix(4))-\(day.dropFirst(4).prefix(2))-07T02:55:51.024Z</PRODUCT_START_TIME>
                <PRODUCT_URI>\(name).SAFE</PRODUCT_URI>
                <SPACECRAFT_NAME>Sentinel-2A</SPACECRAFT_NAME>
                <Granule_List><Granule imageFormat="JPEG2000">\(listed)</Granule></Granule_List>
              </Product_Info><Product_Image_Characteristics>
                <BOA_QUANTIFICATION_VALUE unit="none">10000</BOA_QUANTIFICATION_VALUE>
                \(offsets ?? "")
              </Product_Image_Characteristics></n1:General_Info>
            </n1:Level-2A_User_Product>
            """,
            to: path + "/MTD_MSIL2A.xml")
        return path
    }

    /// One product before, one after baseline 04.00: their numbers differ by the offset, the ground does not.
    @Test func sentinelProducts() throws {
        let before = try sentinelProduct("20210607", offset: nil, isLater: false)
        let after = try sentinelProduct("20220607", offset: -1000, isLater: true)
        let (record, messages) = try detect(before, after + "/MTD_MSIL2A.xml")
        #expect(record["recipe"]?["name"] == "pair-sentinel2" && !messages.contains("no mask"))
        let (old, new) = (try input(record, "before"), try input(record, "after"))
        let roles = old["bands"]?.array?.compactMap { $0["role"]?.string }
        #expect(roles == ["blue", "green", "red", "nir", "swir1", "swir2", "mask"], "what is not compared is no input")
        #expect(old["sensor"] == "Sentinel-2A" && old["date"] == "2021-06-07" && old["offset"]?.double == 0)
        #expect(new["date"] == "2022-06-07" && new["offset"]?.double == -0.1 && new["scale"]?.double == 0.0001)
        // The upper half, less the two pixels by which clouds grow.
        #expect(record["results"]?["valid_pixels"]?.integer == Self.side * (Self.side / 2 - 2))
        let change = try RasterFile(folder + "/out/change.tif")
        let score = try change.values(band: 1, PixelWindow(column: 20, row: 30, columns: 12, rows: 12))
        #expect(score.min() ?? 0 > 0.42 * 32_000, "the square stands out")
    }

    /// A date that brings no mask does not take the other's away.
    @Test func oneDateWithoutMask() throws {
        let before = try sentinelProduct("20210607", offset: nil, isLater: false)
        let after = try sentinelProduct("20220607", offset: -1000, isLater: true)
        let masks = try #require(
            FileManager.default.enumerator(atPath: after)?.compactMap { $0 as? String }.filter { $0.contains("SCL") })
        #expect(masks.count == 1)
        try FileManager.default.removeItem(atPath: after + "/" + masks[0])
        let (record, messages) = try detect(before, after)
        let name = "S2A_MSIL2A_20220607T025551_N0400_R032_T50SMG_20220607T071506"
        #expect(messages.contains("\(name): no mask band (such as SCL) is there"), "\(messages)")
        #expect(record["results"]?["valid_pixels"]?.integer == Self.side * (Self.side / 2 - 2))
    }

    // MARK: Landsat

    @Test(.enabled(if: RealData.folder != nil, "no real data beside the checkout; set TUBAN_REAL_DATA"))
    func landsatProduct() throws {
        let product = "LC08_L2SP_008059_20191201_20200825_02_T1"
        let place = try #require(RealData.folder) + "/landsat8_c2l2"
        // A later date: the same product under another day, with a bright square where it shows ground.
        let later = folder + "/later"
        let codes = try RasterFile("\(place)/\(product)_QA_PIXEL.TIF")
        let whole = codes.grid.size.window
        let clear = try codes.values(band: 1, whole).map { Int($0) & 0b111111 == 0 && Int($0) >> 8 & 3 < 3 }
        let column = 296..<320
        let row = 180..<204
        for name in ["SR_B2", "SR_B3", "SR_B4", "SR_B5", "SR_B6", "SR_B7", "QA_PIXEL"] {
            let file = try RasterFile("\(place)/\(product)_\(name).TIF")
            var values = try file.values(band: 1, whole).map { $0.isNaN ? UInt16(0) : UInt16($0) }
            for place in values.indices where name != "QA_PIXEL" && values[place] != 0 {
                let isBuilt = column.contains(place % whole.columns) && row.contains(place / whole.columns)
                values[place] += UInt16(place &* 40_503 >> 5 & 31) + (isBuilt ? 6000 : 0)
            }
            try write("\(later)/\(product)_\(name).TIF", file.grid, [values], noData: name == "QA_PIXEL" ? 1 : 0)
        }
        let metadata = try DurableFile.text(of: "\(place)/\(product)_MTL.txt")
        try DurableFile.write(
            metadata.replacingOccurrences(of: "DATE_ACQUIRED = 2019-12-01", with: "DATE_ACQUIRED = 2020-12-03"),
            to: "\(later)/\(product)_MTL.txt")
        let (record, _) = try detect(place, later)
        #expect(record["recipe"]?["name"] == "pair-landsat")
        let (old, new) = (try input(record, "before"), try input(record, "after"))
        #expect(old["sensor"] == "LANDSAT_8" && old["date"] == "2019-12-01" && new["date"] == "2020-12-03")
        #expect(old["scale"]?.double == 2.75e-5 && old["offset"]?.double == -0.2)
        let change = try RasterFile(folder + "/out/change.tif")
        let valid = try change.values(band: 3, whole)
        #expect(zip(valid, clear).allSatisfy { $0 == 0 || $1 }, "nothing is compared that QA_PIXEL hides")
        let count = valid.count { $0 == 1 }
        #expect(count > 5000 && record["results"]?["valid_pixels"]?.integer == count)
        let threshold = try #require(record["threshold"]?.double)
        let score = try change.values(band: 1, whole)
        var seen = 0
        for place in score.indices where valid[place] == 1 {
            let (across, down) = (place % whole.columns, place / whole.columns)
            // The score is smoothed over four pixels: what lies on the rim of the square is left out.
            let (isNear, isIn) = (
                (292..<324).contains(across) && (176..<208).contains(down),
                (300..<316).contains(across) && (184..<200).contains(down)
            )
            if isIn { seen += 1 }
            if isIn { #expect(Double(score[place]) / 256 >= threshold) }
            if !isNear { #expect(Double(score[place]) / 256 < 20) }
        }
        #expect(seen > 100)
    }

    // MARK: Images without metadata

    /// Four bands of 0.8 m are blue, green, red and near infrared; three are a picture.
    @Test(arguments: [(4, "rgbn"), (3, "rgb")]) func highResolution(count: Int, sensor: String) throws {
        let paths = ["20250607", "20260607"].map { "\(folder)/scene_\($0).tif" }
        for (date, path) in paths.enumerated() {
            try write(path, grid(0.8), (0..<count).map { numbers($0, isLater: date == 1, level: 300) }, noData: nil)
        }
        let (record, messages) = try detect(paths[0], paths[1])
        let after = try input(record, "after")
        #expect(after["sensor"]?.string == sensor && after["date"] == "2026-06-07")
        #expect(after["bands"]?.array?.compactMap { $0["role"]?.string }.first == "blue")
        #expect(messages.contains("clouds and shadows are not left out"))
    }

    @Test func anUnknownSensorIsRefused() throws {
        let path = folder + "/unknown.tif"
        try write(path, grid(0.8), (0..<5).map { numbers($0, isLater: false, level: 300) })
        let outcome = try Binary.run(["detect", "--before", path, "--after", path, "--out", folder + "/none"])
        #expect(outcome.code == 1)
        let words = "\(path): no band is recognised: there are 5 bands (band 1, band 2, band 3, band 4, band 5) with"
        #expect(outcome.messages.contains(words), "\(outcome.messages)")
        #expect(outcome.messages.contains("pixels of about 0.8 m. Known: landsat-oli (SR_B2"))
        #expect(!DurableFile.isFolder(folder + "/none"))
    }
}
