import GeoIO
import GeoModel
import Pipeline
import SafeFiles
import Testing

@Suite struct ScenePairTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func scene(
        _ id: String,
        _ columns: Int,
        _ rows: Int,
        roles: [BandRole] = [.red, .nir, .mask],
        east: Double = 0,
        system: String = "EPSG:32650"
    ) throws -> Scene {
        let grid = Grid(
            system: CoordinateSystem(system),
            transform: GeoTransform(originX: 500_000 + east, originY: 3_900_000, pixelWidth: 10, pixelHeight: 10),
            size: GridSize(columns: columns, rows: rows)
        )
        let layout = GeoTIFFLayout(sampleType: .uint16, bands: roles.map { .init($0.rawValue) })
        let path = scratch("\(id).tif")
        let writer = try GeoTIFFWriter(path, grid: grid, layout: layout)
        try writer.append(rows: roles.map { _ in [UInt16](repeating: 4, count: grid.size.pixelCount) })
        try writer.close()
        let bands = roles.enumerated().map { ($1, BandSource(path: path, band: $0 + 1)) }
        return Scene(
            id: id,
            date: nil,
            sensor: "test",
            grid: grid,
            bands: Dictionary(uniqueKeysWithValues: bands),
            usableMaskCodes: [4]
        )
    }

    private func recipe() throws -> DetectRecipe {
        let text = """
            { indices: ["ndvi"], threshold: { method: "fixed", value: 1 },
              states: { source: "s", waterMNDWI: 0, vegetationNDVI: 0, bareBSI: 0 } }
            """
        return try DetectRecipe(try JSONValue(parsing: text, named: "r"), named: "r")
    }

    @Test func equalGridsNeedNoRemark() throws {
        let pair = try ScenePair(before: scene("a", 10, 8), after: scene("b", 10, 8), recipe: recipe())
        #expect(pair.remarks.isEmpty && pair.overlap == pair.grid.size.window)
        #expect(pair.roles == [.red, .nir, .mask])
    }

    @Test func differingGridsAreAlignedAndSaid() throws {
        let pair = try ScenePair(before: scene("a", 10, 8), after: scene("b", 9, 4, east: 20), recipe: recipe())
        #expect(pair.grid.size == GridSize(columns: 10, rows: 8))
        #expect(pair.overlap == PixelWindow(column: 2, row: 0, columns: 8, rows: 4))
        #expect(pair.remarks.map(\.object) == ["b"])
        #expect(
            pair.remarks.first?.message.en == "the grids of the dates (10×8, 9×4) are not both the one compared on "
                + "(10×8); aligned by coordinates, comparing the overlap (40 %).")
    }

    @Test func bothAreLaidOnTheGridOfARegion() throws {
        let (before, after) = try (scene("a", 10, 8), scene("b", 10, 8))
        let window = PixelWindow(column: 2, row: 1, columns: 5, rows: 4)
        let own = before.grid.subgrid(window)
        let pair = try ScenePair(before: before, after: after, recipe: recipe(), grid: own)
        #expect(pair.grid == own && pair.overlap == own.size.window)
        #expect(pair.remarks.count == 1 && pair.remarks[0].message.en.hasSuffix("comparing the overlap (100 %)."))
    }

    @Test func noMaskIsSaid() throws {
        let pair = try ScenePair(
            before: scene("a", 4, 4, roles: [.red, .nir, .swir2]), after: scene("b", 4, 4), recipe: recipe())
        #expect(pair.roles == [.red, .nir, .mask], "the later date still has one")
        #expect(pair.remarks.map(\.object) == ["a"])
        #expect(pair.remarks.first?.message.en.hasPrefix("no mask band (such as SCL) is there; clouds and") == true)
        let neither = try ScenePair(
            before: scene("a", 4, 4, roles: [.red, .nir]), after: scene("b", 4, 4, roles: [.red, .nir]),
            recipe: recipe())
        #expect(neither.roles == [.red, .nir] && neither.remarks.map(\.object) == ["a + 1"])
    }

    @Test func whatCannotBeComparedIsAFault() throws {
        let first = try scene("a", 4, 4)
        let band = #expect(throws: Fault.self) {
            try ScenePair(before: first, after: scene("b", 4, 4, roles: [.red, .mask]), recipe: recipe())
        }
        #expect(band?.object == "b")
        #expect(band?.message.en.hasPrefix("band nir is missing; there are red, mask.") == true)
        let place = #expect(throws: Fault.self) {
            try ScenePair(before: first, after: scene("c", 4, 4, east: 40), recipe: recipe())
        }
        #expect(place?.message.en == "does not overlap a. Check that both images show the same place.")
        let zone = #expect(throws: Fault.self) {
            try ScenePair(before: first, after: scene("d", 4, 4, system: "EPSG:32651"), recipe: recipe())
        }
        #expect(zone?.object == "d" && zone?.message.en.hasPrefix("does not overlap a.") == true)
    }

    /// Gauss-Krüger on UTM's own meridian: the same place but for a scale of 0.9996, which is 1.6 km in the north.
    @Test func anotherCoordinateSystemIsWarped() throws {
        let pair = try ScenePair(
            before: scene("a", 200, 200), after: scene("b", 200, 200, system: "EPSG:4509"), recipe: recipe())
        #expect(pair.overlap.columns == 200 && (30...50).contains(pair.overlap.rows))
        let remarks = pair.remarks.map(\.message.en)
        #expect(remarks.contains { $0.hasPrefix("coordinate system EPSG:4509, while the grid compared on has") })
    }
}
