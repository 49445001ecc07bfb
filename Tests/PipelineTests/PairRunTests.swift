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

    private func pair() throws -> ScenePair {
        let scenes = try MadeScenes(scratch, size: size)
        return try ScenePair(before: scenes.before, after: scenes.after, recipe: recipe())
    }

    private func recipe() throws -> DetectRecipe {
        let recipe = try JSONValue(parsing: MadeScenes.recipe, named: "r")
        return try DetectRecipe(recipe["detect"] ?? .null, named: "r")
    }

    private func run(_ pair: ScenePair, workers: Int = 1, side: Int? = nil, in folder: String) throws -> [String] {
        try DurableFile.makeFolder(scratch(folder))
        let options = PairOptions(workers: workers, tileSide: side, outputFolder: scratch(folder))
        let run = try PairRun(pair, recipe(), options, take: { _ in }, progress: { _, _, _ in })
        #expect(run.patchCount > 20)
        return try files(folder)
    }

    private func files(_ folder: String) throws -> [String] {
        try ["change.tif", "patches.gpkg", "patches.geojson", "qc.json", "qc.html"].map {
            try Checksum.sha256(ofFile: scratch(folder) + "/" + $0)
        }
    }

    @Test func workersAndTilesDoNotMatter() throws {
        let pair = try pair()
        let first = try run(pair, in: "one")
        #expect(try run(pair, workers: 3, side: 512, in: "two") == first)
        #expect(try run(pair, workers: 2, side: 2048, in: "three") == first)
        #expect(
            Scratch.names(scratch("one")) == ["change.tif", "patches.geojson", "patches.gpkg", "qc.html", "qc.json"])
    }

    @Test func aRunThatWasKilledGoesOn() throws {
        let pair = try pair()
        let first = try run(pair, in: "one")
        try DurableFile.makeFolder(scratch("two"))
        let plan = MemoryBudget.plan(256 << 20, pair, side: 512, isDense: true)
        let parameters = try PairPlan(pair, recipe(), workers: 1).parameters
        let path = scratch("two/.tiles")
        let overview = OverviewLattice(size)
        func journal() throws -> TileJournal {
            try TileJournal(
                path, fingerprint: pair.fingerprint(parameters, plan, overview: overview), plan: plan,
                tiles: 0..<plan.count)
        }
        try journal().sweep(pair, parameters, overview: overview, workers: 2) { _, _ in }
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
        let plan = MemoryBudget.plan(256 << 20, pair, side: 512, isDense: true)
        var parameters = try PairPlan(pair, recipe, workers: 1).parameters
        parameters.candidateFloor = 30_000
        var patches: [String] = []
        let options = PairOptions(workers: 2, tileSide: 512, outputFolder: scratch("out"))
        let (journal, threshold) = try PairRun.sweep(
            pair, plan, parameters, recipe, in: scratch("out"), workers: 2
        ) { _, _, _ in }
        #expect(threshold < 30_000 && journal.done == plan.count)
        _ = try PairSettle(
            SweptTiles([journal]), threshold: threshold, recipe,
            makeMaker: PairRun.makeMaker(pair, recipe.method, threshold, options), take: { patches.append($0.number) }
        ) {
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

    @Test func memoryDecidesOnWorkersOnly() throws {
        let pair = try pair()
        let plan = MemoryBudget.plan(256 << 20, pair, side: 512, isDense: true)
        func workers(_ mebibytes: Int) throws -> Int {
            try MemoryBudget(mebibytes << 20, workers: 64, pair, plan, isDense: true).workers
        }
        #expect(try workers(4096) == 64)
        #expect(try (2..<64).contains(workers(256)))
        #expect(try workers(94) == 1)
        let fault = #expect(throws: Fault.self) { try workers(80) }
        #expect(fault?.object == "--memory 80" && fault?.message.en.contains("Raise --memory") == true)
    }
}
