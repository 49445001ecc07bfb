import ChangeDetection
import Foundation
import GeoIO
import GeoModel
import Patches
import SafeFiles
import Testing
import TileEngine

@testable import Pipeline

/// Whole comparisons of small made scenes.
@Suite struct PairRunTests {
    private let scratch: Scratch
    private let size = GridSize(columns: 1100, rows: 620)

    init() throws { scratch = try Scratch() }

    /// Red and near infrared: fields of noise; at the second date squares of another cover, some across tile seams.
    private func scene(_ id: String, isLater: Bool, contrast: Int = 900) throws -> Scene {
        let grid = Grid(
            system: CoordinateSystem("EPSG:32650"),
            transform: GeoTransform(originX: 500_000, originY: 3_900_000, pixelWidth: 10, pixelHeight: 10),
            size: size
        )
        var red = (0..<size.pixelCount).map { UInt16(1000 + ($0 &* 2_654_435_761 >> 9) % 60) }
        for square in 0..<(isLater ? 40 : 0) {
            let (column, row) = (square * 431 % 1080, square * 787 % 600)
            for place in 0..<(square + 3) * (square % 7 + 2) {
                red[(row + place / (square + 3) % 20) * size.columns + column + place % (square + 3) % 20] += UInt16(
                    contrast)
            }
        }
        let layout = GeoTIFFLayout(sampleType: .uint16, bands: [.init("red"), .init("nir")])
        let writer = try GeoTIFFWriter(scratch("\(id).tif"), grid: grid, layout: layout)
        try writer.append(rows: [red, [UInt16](repeating: 3000, count: size.pixelCount)])
        try writer.close()
        let bands = [BandRole.red, .nir].enumerated().map { ($1, BandSource(path: scratch("\(id).tif"), band: $0 + 1)) }
        return Scene(
            id: id, date: nil, sensor: "test", grid: grid, bands: Dictionary(uniqueKeysWithValues: bands))
    }

    private func pair(contrast: Int = 900) throws -> ScenePair {
        try ScenePair(
            before: scene("a", isLater: false), after: scene("b", isLater: true, contrast: contrast), recipe: recipe())
    }

    private func recipe(_ threshold: String = "method: \"median-mad\", k: 6") throws -> DetectRecipe {
        let text = """
            { indices: ["ndvi"], threshold: { \(threshold) }, opening: true, minimumAreaSquareMetres: 500,
              states: { source: "s", waterMNDWI: 0, vegetationNDVI: 0, bareBSI: 0 } }
            """
        return try DetectRecipe(try JSONValue(parsing: text, named: "r"), named: "r")
    }

    private func run(_ pair: ScenePair, workers: Int = 1, side: Int? = nil, in folder: String) throws -> [String] {
        try DurableFile.makeFolder(scratch(folder))
        let options = PairOptions(workers: workers, tileSide: side, outputFolder: scratch(folder))
        let run = try PairRun(pair, recipe(), options, take: { _ in }, progress: { _, _, _ in })
        #expect(run.patchCount > 20)
        return try files(folder)
    }

    private func files(_ folder: String) throws -> [String] {
        try ["change.tif", "patches.gpkg", "patches.geojson"].map {
            try Checksum.sha256(ofFile: scratch(folder) + "/" + $0)
        }
    }

    @Test func workersAndTilesDoNotMatter() throws {
        let pair = try pair()
        let first = try run(pair, in: "one")
        #expect(try run(pair, workers: 3, side: 512, in: "two") == first)
        #expect(try run(pair, workers: 2, side: 2048, in: "three") == first)
        #expect(Scratch.names(scratch("one")) == ["change.tif", "patches.geojson", "patches.gpkg"])
    }

    @Test func aRunThatWasKilledGoesOn() throws {
        let pair = try pair()
        let first = try run(pair, in: "one")
        try DurableFile.makeFolder(scratch("two"))
        let plan = pair.tilePlan(side: 512)
        let parameters = try PairPlan(pair, recipe(), workers: 1).parameters
        let path = scratch("two/.tiles")
        func journal() throws -> TileJournal {
            try TileJournal(
                path, fingerprint: pair.fingerprint(parameters, plan), plan: plan, tiles: 0..<plan.count)
        }
        try journal().sweep(pair, parameters, workers: 2) { _, _ in }
        #expect(try journal().done == plan.count)
        // As a kill would leave it: in the middle of a tile.
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: path))
        let done = try journal().done
        #expect((1..<plan.count - 1).contains(done))
        var swept: [Int] = []
        let options = PairOptions(workers: 2, tileSide: 512, outputFolder: scratch("two"))
        _ = try PairRun(pair, recipe(), options, take: { _ in }) { step, tile, _ in
            if step == .sweep { swept.append(tile) }
        }
        #expect(swept == Array(done + 1...plan.count))
        #expect(try files("two") == first)
    }

    @Test func tilesOfAnotherSweepAreNotUsed() throws {
        let plan = TilePlan(size: size, side: 512)
        let path = scratch(".tiles")
        let pair = try pair()
        let parameters = try PairPlan(pair, recipe(), workers: 1).parameters
        func journal(_ fingerprint: String) throws -> TileJournal {
            try TileJournal(path, fingerprint: fingerprint, plan: plan, tiles: 0..<plan.count)
        }
        try journal("one").sweep(pair, parameters, workers: 1) { _, _ in }
        #expect(try journal("one").done == plan.count)
        #expect(try journal("two").done == 0)
        #expect(try journal("two").histogram.total == 0)
    }

    /// The sample was louder than the scene: pixels that count were not kept at first.
    @Test func aSampleThatMisjudgesTheSceneIsMadeGood() throws {
        let pair = try pair()
        let recipe = try recipe()
        try DurableFile.makeFolder(scratch("out"))
        let plan = pair.tilePlan(side: 512)
        var parameters = try PairPlan(pair, recipe, workers: 1).parameters
        parameters.candidateFloor = 30_000
        var patches: [String] = []
        let options = PairOptions(workers: 2, tileSide: 512, outputFolder: scratch("out"))
        let (journal, threshold) = try PairRun.sweep(pair, parameters, recipe, options) { _, _, _ in }
        #expect(threshold < 30_000 && journal.done == plan.count)
        let maker = try PairRun.maker(pair, threshold, options)
        _ = try PairSettle(journal, threshold: threshold, recipe, maker: maker, take: { patches.append($0.number) }) {
            _, _ in
        }
        var expected: [String] = []
        _ = try PairRun(pair, recipe, options, take: { expected.append($0.number) }, progress: { _, _, _ in })
        #expect(patches == expected && !patches.isEmpty)
    }

    @Test func theChangeRasterHoldsWhatWasSeen() throws {
        _ = try run(try pair(), workers: 2, in: "out")
        let file = try RasterFile(scratch("out/change.tif"))
        #expect(file.grid.size == size && file.bands.map(\.name) == ["score", "class", "valid"])
        #expect(file.metadata("TUBAN_THRESHOLD") != nil)
        for window in [
            PixelWindow(column: 0, row: 0, columns: 4, rows: 2),
            PixelWindow(column: 1096, row: 618, columns: 4, rows: 2),
        ] {
            #expect(try file.values(band: 3, window) == [Float](repeating: 1, count: 8))
        }
        let corner = PixelWindow(column: 431, row: 187, columns: 2, rows: 2)
        #expect(try file.values(band: 1, corner).allSatisfy { $0 > 2000 })
        #expect(try file.values(band: 1, PixelWindow(column: 600, row: 2, columns: 2, rows: 2)).allSatisfy { $0 < 500 })
    }
}
