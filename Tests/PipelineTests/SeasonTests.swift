import GeoIO
import GeoModel
import Patches
import Pipeline
import SafeFiles
import Testing

/// Two dates of 60 × 60 pixels of 10 m, blue to short-wave infrared: green fields, among them squares that lose their
/// green or their water.
@Suite struct SeasonTests {
    private let scratch: Scratch
    private static let side = 60
    private static let green = [300, 500, 300, 3500, 1500]
    private static let soil = [400, 500, 600, 900, 1300]
    private static let earth = [900, 1100, 1300, 1600, 2300]
    private static let water = [500, 500, 300, 150, 80]

    init() throws {
        scratch = try Scratch()
    }

    /// A date whose ground is green but for squares of eight pixels a side.
    private func date(_ name: String, _ squares: [(column: Int, row: Int, cover: [Int])], day: String) throws -> Scene {
        let size = GridSize(columns: Self.side, rows: Self.side)
        let grid = Grid(
            system: CoordinateSystem("EPSG:32650"),
            transform: GeoTransform(originX: 500_000, originY: 3_900_000, pixelWidth: 10, pixelHeight: 10),
            size: size
        )
        var bands = [[UInt16]](repeating: [UInt16](repeating: 0, count: size.pixelCount), count: 5)
        for pixel in 0..<size.pixelCount {
            let (column, row) = (pixel % Self.side, pixel / Self.side)
            let square = squares.first {
                ($0.column..<$0.column + 8).contains(column) && ($0.row..<$0.row + 8).contains(row)
            }
            for band in bands.indices {
                bands[band][pixel] = UInt16((square?.cover ?? Self.green)[band] + (pixel &* 2_654_435_761 >> 9) % 7)
            }
        }
        let roles: [BandRole] = [.blue, .green, .red, .nir, .swir1]
        let layout = GeoTIFFLayout(sampleType: .uint16, bands: roles.map { .init($0.rawValue) })
        let writer = try GeoTIFFWriter(scratch("\(name).tif"), grid: grid, layout: layout)
        try writer.append(rows: bands)
        try writer.close()
        let sources = roles.enumerated().map { place, role in
            (role, BandSource(path: scratch("\(name).tif"), band: place + 1))
        }
        return Scene(
            id: name, date: CalendarDate(day), sensor: "test", grid: grid,
            bands: Dictionary(uniqueKeysWithValues: sources), radiometry: Radiometry(scale: 0.0001, offset: 0))
    }

    private func recipe(season: String) throws -> Recipe {
        let path = scratch("recipe.json5")
        try DurableFile.write(
            """
            { name: "season", detect: { indices: ["ndvi", "ndbi", "mndwi", "bsi"], opening: true,
              threshold: { method: "fixed", value: 0.3 }, states: { source: "test", waterMNDWI: 0.1,
              vegetationNDVI: 0.35, bareBSI: 0.095 }, \(season) } }
            """, to: path)
        return try Recipe(file: path)
    }

    private static let limits = """
        season: { source: "test", daysApart: 30, radiusMetres: 1000, darkerThan: 1.4, sharedFrom: 0.2,
        sharedDarkerThan: 3, drainedDarkerThan: 1.2 }
        """

    private func patches(_ before: Scene, _ after: Scene, _ season: String = limits) throws -> [Patch] {
        let recipe = try recipe(season: season)
        let comparison = try Comparison(before: SceneStack([before]), after: SceneStack([after]), recipe: recipe)
        var patches: [Patch] = []
        let options = PairOptions(workers: 1, outputFolder: scratch("out"))
        _ = try comparison.run(options, take: { patches.append($0) }, progress: { _, _, _ in })
        return patches.sorted { $0.firstPixel < $1.firstPixel }
    }

    @Test func darkGroundMayBeAFieldAndBrightGroundIsNot() throws {
        let before = try date("before", [(40, 4, Self.water)], day: "2025-06-10")
        let squares = [(4, 4, Self.soil), (20, 4, Self.earth), (40, 4, Self.soil), (4, 40, Self.water)]
        let found = try patches(before, try date("after", squares, day: "2026-06-15"))
        // The median is green ground, (300 + 500 + 300) / 3; soil is 1.36 times as bright, moved earth thrice.
        #expect(found.map { $0.season?.kind } == [.field, nil, nil, .flooded])
        #expect(found.map(\.transition.before) == [.vegetation, .vegetation, .water, .vegetation])
        let brightness = try #require(found[0].season?.brightness)
        #expect(abs(brightness - 1.36) < 0.03)
        // Of 3600 green pixels 64 are the patch's own; 64 of the other 3472 changed from green to bare ground.
        #expect(abs(try #require(found[0].season).shared - 64.0 / 3408) < 0.002)
    }

    @Test func whatManyFieldsShareIsASignWhereItIsLessDark() throws {
        let before = try date("before", [], day: "2025-06-10")
        let squares = (0..<36).map { (column: $0 % 6 * 10, row: $0 / 6 * 10, cover: Self.earth) }
        let many = try patches(before, try date("after", Array(squares.prefix(24)), day: "2026-06-10"))
        #expect(many.count == 24 && many.allSatisfy { $0.season?.kind == .field && $0.season?.shared ?? 0 > 0.2 })
        let few = try patches(before, try date("later", Array(squares.prefix(3)), day: "2026-06-10"))
        #expect(few.count == 3 && few.allSatisfy { $0.season == nil })
    }

    @Test func withoutTheEntryNothingIsSaid() throws {
        let before = try date("before", [], day: "2025-06-10")
        let after = try date("after", [(4, 4, Self.soil)], day: "2026-06-10")
        let found = try patches(before, after, "maskDilation: 0")
        #expect(found.count == 1 && found[0].season == nil)
    }

    @Test(arguments: [("2026-07-09", false), ("2026-07-11", true), ("2026-01-02", true), ("2027-06-10", false)])
    func datesOfOtherSeasonsAreRemarkedOn(day: String, isRemarked: Bool) throws {
        let (before, after) = (try date("before", [], day: "2025-06-10"), try date("after", [], day: day))
        let recipe = try recipe(season: Self.limits)
        let comparison = try Comparison(before: SceneStack([before]), after: SceneStack([after]), recipe: recipe)
        let run = try comparison.run(PairOptions(workers: 1, outputFolder: scratch("out"))) { _, _, _ in }
        #expect(run.pairRemarks.contains { $0.text(.en).contains("days of the year") } == isRemarked)
        #expect(try DurableFile.text(of: scratch("out/qc.json")).contains("days of the year") == isRemarked)
    }

    @Test func anEntryWithoutALimitIsAFault() throws {
        #expect(throws: Fault.self) { try recipe(season: "season: { source: \"test\", daysApart: 30 }") }
    }

    @Test func signsComeBackFromTheTable() throws {
        let before = try date("before", [(40, 4, Self.water)], day: "2025-06-10")
        let found = try patches(before, try date("after", [(4, 4, Self.soil), (4, 40, Self.water)], day: "2026-06-15"))
        let system = CoordinateSystem("EPSG:32650")
        let layer = try PatchLayer(scratch("out/patches.gpkg"), layer: nil, system: system)
        let read = layer.patches.sorted { $0.number < $1.number }
        #expect(read.map(\.season?.kind) == found.map(\.season?.kind) && read.contains { $0.season != nil })
        #expect(abs((read[0].season?.shared ?? 9) - (found[0].season?.shared ?? 0)) < 0.001)
    }
}
