import Foundation
import GeoIO
import GeoModel
import Patches
import SafeFiles
import Testing

@testable import Pipeline

/// Comparisons in which several scenes show a date.
@Suite struct MosaicRunTests {
    private let scratch: Scratch
    private let size = GridSize(columns: 1100, rows: 620)
    private let scenes: MadeScenes

    init() throws {
        scratch = try Scratch()
        scenes = try MadeScenes(scratch, size: size)
    }

    private func recipe() throws -> DetectRecipe {
        let recipe = try JSONValue(parsing: MadeScenes.recipe, named: "r")
        return try DetectRecipe(recipe["detect"] ?? .null, named: "r")
    }

    /// A part of a scene as a scene of its own; its numbers count from `base` on.
    private func part(_ scene: Scene, _ id: String, _ window: PixelWindow, base: Int = 0) throws -> Scene {
        let path = try #require(scene.bands[.red]).path
        let file = try RasterFile(path)
        let bands = try (1...2).map { try file.values(band: $0, window).map { UInt16(Int($0) + base) } }
        let layout = GeoTIFFLayout(sampleType: .uint16, bands: [.init("red"), .init("nir")])
        let grid = scene.grid.subgrid(window)
        let writer = try GeoTIFFWriter(scratch("\(id).tif"), grid: grid, layout: layout)
        try writer.append(rows: bands)
        try writer.close()
        var part = scene
        part.id = id
        part.grid = grid
        part.bands = scene.bands.mapValues { BandSource(path: scratch("\(id).tif"), band: $0.band) }
        part.radiometry = Radiometry(scale: 1, offset: -Double(base))
        return part
    }

    private struct Outcome: Equatable {
        var places: [PixelPlace] = []
        var areas: [Int] = []
        var scenes: [String] = []
        var files: [String] = []
    }

    private func run(_ pair: ScenePair, workers: Int = 2, side: Int? = nil) throws -> Outcome {
        let folder = scratch("out-\(UUID())")
        try DurableFile.makeFolder(folder)
        var outcome = Outcome()
        let options = PairOptions(workers: workers, tileSide: side, outputFolder: folder)
        _ = try PairRun(pair, recipe(), options) { patch in
            outcome.places.append(patch.firstPixel)
            outcome.areas.append(patch.pixelCount)
            outcome.scenes.append("\(patch.before.id) \(patch.after.id)")
        } progress: { _, _, _ in
        }
        outcome.files = try ["change.tif", "patches.gpkg", "patches.geojson"].map {
            try Checksum.sha256(ofFile: folder + "/" + $0)
        }
        return outcome
    }

    @Test func partsGiveWhatTheWholeGives() throws {
        let whole = try run(ScenePair(before: scenes.before, after: scenes.after, recipe: recipe()))
        let west = try part(scenes.after, "west", PixelWindow(column: 0, row: 0, columns: 600, rows: 620))
        let east = try part(scenes.after, "east", PixelWindow(column: 500, row: 0, columns: 600, rows: 620), base: 500)
        let pair = try ScenePair(
            before: SceneStack([scenes.before]), after: SceneStack([west, east]), recipe: recipe())
        #expect(pair.overlap == size.window)
        #expect(pair.remarks.contains { $0.object == "west + 1" && $0.message.en.contains("a mosaic of 2 scenes") })
        let parts = try run(pair)
        #expect(parts.places == whole.places && parts.areas == whole.areas && parts.places.count > 20)
        for (place, scenes) in zip(parts.places, parts.scenes) where abs(place.column - 600) > 30 {
            #expect(scenes == (place.column < 600 ? "a west" : "a east"), "\(place)")
        }
        #expect(Set(parts.scenes).count == 2)
        #expect(try run(pair, workers: 3, side: 512) == parts)
        #expect(try run(pair, workers: 1, side: 2048) == parts)
    }

    /// Without a grid of its own a comparison reaches as far as the scenes of the earlier date.
    @Test func theGridReachesOverAllEarlierScenes() throws {
        let east = try part(scenes.before, "east", PixelWindow(column: 500, row: 10, columns: 600, rows: 600))
        let west = try part(scenes.before, "west", PixelWindow(column: 0, row: 0, columns: 600, rows: 620))
        let pair = try ScenePair(
            before: SceneStack([east, west]), after: SceneStack([scenes.after]), recipe: recipe())
        #expect(pair.grid == scenes.before.grid)
        // Above and below the eastern scene nothing shows the earlier date.
        let whole = try run(ScenePair(before: scenes.before, after: scenes.after, recipe: recipe()))
        let parts = try run(pair)
        func inner(_ outcome: Outcome) -> [PixelPlace] { outcome.places.filter { (40..<560).contains($0.row) } }
        #expect(inner(parts) == inner(whole) && inner(whole).count > 20)
        #expect(parts.scenes.contains("east b") && parts.scenes.contains("west b"))
    }

    @Test func theRunRecordNamesAllScenes() throws {
        let west = try part(scenes.after, "west", PixelWindow(column: 0, row: 0, columns: 600, rows: 620))
        let east = try part(scenes.after, "east", PixelWindow(column: 500, row: 0, columns: 600, rows: 620))
        try DurableFile.write(MadeScenes.recipe, to: scratch("made.json5"))
        let comparison = try Comparison(
            before: SceneStack([scenes.before]),
            after: SceneStack([west, east]),
            recipe: try Recipe(file: scratch("made.json5"))
        )
        _ = try comparison.run(PairOptions(workers: 2, outputFolder: scratch("out"))) { _, _, _ in }
        let inputs = try DurableFile.json(of: scratch("out/run.json"))["inputs"]
        #expect(inputs?["after"]?["scene"] == "west" && inputs?["before"]?["others"] == nil)
        #expect(inputs?["after"]?["others"]?.array?.compactMap { $0["scene"]?.string } == ["east"])
    }
}
