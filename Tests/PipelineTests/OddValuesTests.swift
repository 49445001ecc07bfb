import ChangeDetection
import Foundation
import GeoIO
import GeoModel
import Pipeline
import SafeFiles
import Testing

/// Numbers that no sensor gives of ground are refused or remarked, by the file and the band they are in.
@Suite struct OddValuesTests {
    private let scratch: Scratch
    private static let size = GridSize(columns: 80, rows: 60)

    init() throws {
        scratch = try Scratch()
    }

    private static func noise(_ place: Int, _ band: Int) -> UInt16 {
        UInt16(1000 + (place &* 2_654_435_761 >> 9 ^ place / 80 * (band + 5) * 31) % 700 + band * 10)
    }

    /// A scene of red and near infrared, with a mask where codes are given.
    private func scene(_ id: String, codes: [UInt16]? = nil, _ red: (Int) -> UInt16 = { Self.noise($0, 1) }) throws
        -> Scene
    {
        let grid = Grid(
            system: CoordinateSystem("EPSG:32650"),
            transform: GeoTransform(originX: 500_000, originY: 3_900_000, pixelWidth: 10, pixelHeight: 10),
            size: Self.size
        )
        let count = Self.size.pixelCount
        let bands = [(0..<count).map(red), (0..<count).map { Self.noise($0, 2) }] + [codes].compactMap(\.self)
        let layout = GeoTIFFLayout(sampleType: .uint16, bands: bands.indices.map { .init("\($0)") }, noData: 0)
        let writer = try GeoTIFFWriter(scratch("\(id).tif"), grid: grid, layout: layout)
        try writer.append(rows: bands)
        try writer.close()
        let roles: [BandRole] = [.red, .nir, .mask]
        let sources = zip(roles, bands.indices).map { ($0, BandSource(path: scratch("\(id).tif"), band: $1 + 1)) }
        return Scene(
            id: id, date: nil, sensor: "test", grid: grid, bands: Dictionary(uniqueKeysWithValues: sources),
            radiometry: Radiometry(scale: 0.0001, offset: 0), usableMaskCodes: [4])
    }

    private func recipe(_ method: String, _ more: String = "") throws -> DetectRecipe {
        let text = """
            { method: "\(method)", indices: ["ndvi"], threshold: { method: "median-mad", k: 6 }, \(more)
              states: { source: "s", waterMNDWI: 0, vegetationNDVI: 0, bareBSI: 0 } }
            """
        return try DetectRecipe(try JSONValue(parsing: text, named: "r"), named: "r")
    }

    private func run(_ before: Scene, _ after: Scene, _ recipe: DetectRecipe) throws -> [String] {
        let pair = try ScenePair(before: before, after: after, recipe: recipe)
        let options = PairOptions(workers: 2, outputFolder: scratch("out"))
        try DurableFile.makeFolder(scratch("out"))
        let run = try PairRun(pair, recipe, options, take: { _ in }, progress: { _, _, _ in })
        for remark in run.remarks { #expect(!remark.message.zh.isEmpty) }
        return run.remarks.map { $0.text(.en) }
    }

    private func refusal(_ before: Scene, _ after: Scene, _ recipe: DetectRecipe) -> String {
        (#expect(throws: Fault.self) { try run(before, after, recipe) })?.text(.en) ?? ""
    }

    private static let methods = ["index-differences", "pif-cva"]

    @Test(arguments: methods) func soundNumbersAreNotRemarked(method: String) throws {
        let shifted = try scene("b") { Self.noise($0 + 7, 1) }
        #expect(try run(try scene("a"), shifted, try recipe(method)).isEmpty)
    }

    /// A band that is the same everywhere stops methods that look at how bands vary together.
    @Test func aConstantBand() throws {
        let flat = try scene("flat") { _ in 1234 }
        let words = "\(scratch("flat.tif")): red: all 4800 sampled pixels are 1234, so the band can't tell any change."
        #expect(refusal(try scene("a"), flat, try recipe("pif-cva")).hasPrefix(words))
        #expect(try run(flat, try scene("a"), try recipe("index-differences")).first?.hasPrefix(words) == true)
    }

    @Test(arguments: methods) func aSaturatedBand(method: String) throws {
        let bright = try scene("bright") { $0 % 5 == 0 ? 65_535 : Self.noise($0, 1) }
        let words = "\(scratch("bright.tif")): red: 20 % of the sampled pixels are at the largest number, 65535:"
        let remarks = try run(try scene("a"), bright, try recipe(method))
        #expect(remarks.count == 1 && remarks[0].hasPrefix(words), "\(remarks)")
        #expect(try run(try scene("a"), bright, try recipe(method, "checks: { saturated: 0.3 },")).isEmpty)
    }

    /// Reflectance 0…1 that became whole numbers on its way.
    @Test(arguments: methods) func truncatedNumbers(method: String) throws {
        let cut = try scene("cut") { UInt16(1 + $0 / 7 % 2) }
        let words =
            "\(scratch("cut.tif")): red: the sampled pixels are whole numbers 1…2: reflectance that an export cut"
        #expect(refusal(try scene("a"), cut, try recipe(method)).hasPrefix(words))
    }

    @Test(arguments: [(9, "index-differences"), (9, "pif-cva"), (4, "pif-cva")]) func anAllCloudDate(
        code: Int, method: String
    ) throws {
        let codes = [UInt16](repeating: 4, count: Self.size.pixelCount)
        let cloudy = try scene("cloudy", codes: codes.map { _ in UInt16(code) }) { Self.noise($0 + 7, 1) }
        let clear = try scene("a", codes: codes)
        let words = "cloudy: its mask hides 100 % of the sampled pixels"
        if code == 4 {
            #expect(try run(clear, cloudy, try recipe(method)).isEmpty)
        } else if method == "pif-cva" {
            #expect(refusal(clear, cloudy, try recipe(method)).hasPrefix(words))
        } else {
            #expect(try run(cloudy, clear, try recipe(method)).first?.hasPrefix(words) == true)
        }
    }

    @Test func aDateWithoutData() throws {
        let empty = try scene("empty") { _ in 0 }
        let words = "\(scratch("empty.tif")): red: 100 % of the sampled pixels have no data."
        #expect(refusal(try scene("a"), empty, try recipe("pif-cva")).hasPrefix(words))
        #expect(try run(empty, try scene("a"), try recipe("index-differences")).first?.hasPrefix(words) == true)
    }

    /// Numbers that are reflectance × 100 already, with the scale of × 10 000.
    @Test func aScaleThatMakesNoReflectance() throws {
        let percent = try recipe("index-differences", "scale: 0.000001,")
        let remarks = try run(try scene("a"), try scene("b"), percent)
        #expect(remarks.count == 2 && remarks[0].hasPrefix("a: numbers "), "\(remarks)")
        #expect(remarks[1].contains("make no reflectance with scale 1e-06 and offset 0.0."))
    }

    @Test func limitsAreChecked() {
        for text in ["checks: { saturated: 0 },", "checks: { cloud: 1 },", "checks: { unseen: 2 },"] {
            #expect(throws: Fault.self) { try recipe("pif-cva", text) }
        }
    }
}
