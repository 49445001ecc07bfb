import ChangeDetection
import Foundation
import GeoIO
import GeoModel
import SafeFiles
import Testing

@testable import Pipeline

/// Two dates of the same ground, of which the later says it lies elsewhere.
@Suite struct PairRegistrationTests {
    private let scratch: Scratch
    private static let size = GridSize(columns: 700, rows: 620)

    init() throws { scratch = try Scratch() }

    /// Fields and paths as waves and edges; flat where `isWater`.
    private static func ground(_ column: Int, _ row: Int, isWater: Bool) -> Double {
        guard !isWater else { return 300 }
        let (x, y) = (Double(column), Double(row))
        var field = SplitMix(seed: UInt64(column / 23 * 100 + row / 17))
        let fields = Double(field.next() % 900)
        return 1500 + fields + 120 * sin(x / 5.3 + y / 9.1) + 90 * cos(x / 7.7 - y / 4.9)
    }

    private func scene(
        _ id: String, east: Double = 0, south: Double = 0, isWater: Bool = false, hasChange: Bool = false
    ) throws -> Scene {
        let grid = Grid(
            system: CoordinateSystem("EPSG:32650"),
            transform: GeoTransform(
                originX: 500_000 + east, originY: 3_900_000 - south, pixelWidth: 10, pixelHeight: 10),
            size: Self.size
        )
        var numbers = SplitMix(seed: UInt64(id.utf8.first ?? 0))
        var red: [UInt16] = []
        for row in 0..<Self.size.rows {
            for column in 0..<Self.size.columns {
                let isNew = hasChange && (490..<530).contains(column) && (150..<190).contains(row)
                let noise = Double(numbers.next() % 20)
                red.append(UInt16(Self.ground(column, row, isWater: isWater) + noise + (isNew ? 1500 : 0)))
            }
        }
        let layout = GeoTIFFLayout(sampleType: .uint16, bands: [.init("red"), .init("nir")], noData: 0)
        let writer = try GeoTIFFWriter(scratch("\(id).tif"), grid: grid, layout: layout)
        try writer.append(rows: [red, [UInt16](repeating: 3000, count: Self.size.pixelCount)])
        try writer.close()
        let bands = [BandRole.red, .nir].enumerated().map { place, role in
            (role, BandSource(path: scratch("\(id).tif"), band: place + 1))
        }
        return Scene(id: id, date: nil, sensor: "test", grid: grid, bands: Dictionary(uniqueKeysWithValues: bands))
    }

    private func recipe(_ registration: String = "{ source: 't' }") throws -> Recipe {
        let text = MadeScenes.recipe.replacingOccurrences(
            of: "tileSize: 512,", with: "tileSize: 512, registration: \(registration),")
        try DurableFile.write(text, to: scratch("r.json5"))
        return try Recipe(file: scratch("r.json5"))
    }

    private func comparison(_ before: [Scene], _ after: [Scene], _ recipe: Recipe? = nil) throws -> Comparison {
        try Comparison(before: SceneStack(before), after: SceneStack(after), recipe: recipe ?? self.recipe())
    }

    private func run(_ comparison: Comparison, in folder: String) throws -> PairRun {
        try comparison.run(PairOptions(workers: 2, outputFolder: scratch(folder))) { _, _, _ in }
    }

    /// The copy says it lies 6 m farther east and 4 m farther north; read where it belongs, its pixels are the same.
    @Test func aDisplacedCopyGivesTheSameFlags() throws {
        let before = try scene("a")
        let straight = try run(try comparison([before], [try scene("b", hasChange: true)]), in: "straight")
        let moved = try comparison([before], [try scene("b", east: 6, south: -4, hasChange: true)])
        let found = try moved.registered(workers: 1)
        let shift = try #require(found.pair.registration?.scenes.first?.measured.shift)
        #expect((shift - PixelShift(columns: 0.6, rows: -0.4)).length < 0.1, "\(shift)")
        #expect(found.pair.displacements == [.zero, shift])
        let corrected = try run(moved, in: "moved")
        #expect(straight.patchCount == 1 && corrected.patchCount == 1)
        for file in ["change.tif", "patches.geojson", "patches.gpkg"] {
            #expect(
                try Checksum.sha256(ofFile: scratch("moved/" + file))
                    == Checksum.sha256(ofFile: scratch("straight/" + file)), "\(file)")
        }
        #expect(corrected.registration?.remarks.first?.message.en.contains("put right by resampling") == true)
        #expect(straight.registration?.remarks == [])
        let record = try DurableFile.json(of: scratch("moved/run.json"))
        #expect(record["registration"]?["scenes"]?.array?[0]["tie_points"]?.integer ?? 0 >= 12)
        #expect(record["remarks"]?.array?.contains { $0.string?.contains("pixels off a") == true } == true)
    }

    /// Pixels lie a part of a pixel off: they are read between, and what did not change stays unflagged.
    @Test func tilesAndWorkersDoNotMatterWherePixelsAreInterpolated() throws {
        let (before, after) = (try scene("a"), try scene("b", east: 5, south: 5, hasChange: true))
        let recipe = try recipe("{ source: 't', correctAbove: 0 }")
        var digests: Set<[String]> = []
        for (workers, side) in [(1, 512), (2, 1024), (3, 64)] {
            let pair = try comparison([before], [after], recipe)
            let options = PairOptions(workers: workers, tileSide: side, outputFolder: scratch("\(side)"))
            let run = try pair.run(options) { _, _, _ in }
            #expect(run.patchCount == 1)
            digests.insert(
                try ["change.tif", "patches.geojson", "qc.json", "qc.html"].map {
                    try Checksum.sha256(ofFile: scratch("\(side)/\($0)"))
                })
        }
        #expect(digests.count == 1)
    }

    @Test func beyondTheGateAPairIsRefused() throws {
        let pair = try comparison([try scene("a")], [try scene("b", east: 30, south: -10)])
        let fault = #expect(throws: Fault.self) { try run(pair, in: "out") }
        #expect(fault?.object == "b")
        #expect(fault?.message.en.hasPrefix("lies 3.1") == true, "\(fault?.message.en ?? "")")
        #expect(fault?.message.en.contains("at most 1.00 is allowed. Orthorectify it again") == true)
        #expect(fault?.message.zh.contains("超过上限 1.00") == true)
        #expect(!FileManager.default.fileExists(atPath: scratch("out/run.json")))
        let wider = try recipe("{ source: 't', maximumShift: 4 }")
        #expect(try run(try comparison([try scene("a")], [try scene("b", east: 30)], wider), in: "out").patchCount == 0)
    }

    /// Another scene of the same date is near enough.
    @Test func theOthersOfADateAreUsed() throws {
        let far = try scene("f", east: 40)
        let after = [far, try scene("b", hasChange: true)]
        let run = try run(try comparison([try scene("a")], after), in: "out")
        #expect(run.patchCount == 1 && run.registration?.leftOut.map(\.object) == ["f"])
        let record = try DurableFile.json(of: scratch("out/run.json"))
        #expect(DetectReceipt.rejected(in: record) == run.registration?.leftOut)
        #expect(record["inputs"]?["after"]?["scene"]?.string == "b")
    }

    @Test func waterIsRemarkedOn() throws {
        let scenes = try (scene("a", isWater: true), scene("b", isWater: true))
        let run = try run(try comparison([scenes.0], [scenes.1]), in: "out")
        let remark = try #require(run.registration?.remarks.first)
        #expect(remark.message.en.contains("at least 12 should") && remark.message.en.contains("Check by eye."))
        let strict = try recipe("{ source: 't', required: true }")
        let fault = #expect(throws: Fault.self) {
            try self.run(try comparison([scenes.0], [scenes.1], strict), in: "strict")
        }
        #expect(fault?.message.en.contains("The recipe requires registration") == true)
    }

    @Test func shardsComeToTheSameShift() throws {
        _ = try (scene("a"), scene("b", east: 5, south: 5, hasChange: true))
        let recipe = try recipe()
        let data = DataFolder(path: RecipeTests.folder)
        try ShardPlan(
            before: scratch("a.tif"), after: scratch("b.tif"), recipe: recipe, data: data, tileSide: 100, count: 3,
            workers: 2, folder: scratch("shards")
        ).write()
        for shard in 0..<3 {
            _ = try ShardPlan(folder: scratch("shards"), data: data).run(shard, workers: 1) { _, _ in }
        }
        let merged = try ShardPlan(folder: scratch("shards"), data: data)
            .merge(PairOptions(workers: 1, outputFolder: scratch("merged"))) { _, _, _ in }
        let comparison = try Comparison(
            before: scratch("a.tif"), after: scratch("b.tif"), recipe: recipe, data: data)
        let local = try run(comparison, in: "local")
        #expect(merged.registration == local.registration && local.registration?.remarks.count == 1)
        for file in ["change.tif", "patches.gpkg", "patches.geojson", "qc.json", "qc.html"] {
            #expect(
                try Checksum.sha256(ofFile: scratch("merged/" + file))
                    == Checksum.sha256(ofFile: scratch("local/" + file)), "\(file)")
        }
    }

    @Test func placesAreSpreadEvenly() {
        for (overlap, cell) in [
            (PixelWindow(column: 0, row: 0, columns: 10_980, rows: 10_980), GridSize(columns: 512, rows: 512)),
            (PixelWindow(column: 300, row: 40, columns: 9000, rows: 3000), GridSize(columns: 10_980, rows: 64)),
            (PixelWindow(column: 0, row: 0, columns: 400, rows: 400), GridSize(columns: 64, rows: 64)),
        ] {
            let places = PairRegistration.places(overlap, cell).flatMap(\.self)
            #expect(places.count >= 36 && places.count <= 240, "\(places.count)")
            #expect(Set(places).count == places.count)
            #expect(places.allSatisfy { $0.intersection(overlap) == $0 })
            let columns = places.map { $0.column + 32 - overlap.column }
            #expect((columns.min() ?? 0) < overlap.columns / 5 && (columns.max() ?? 0) > overlap.columns * 4 / 5)
        }
        #expect(
            PairRegistration.places(
                PixelWindow(column: 0, row: 0, columns: 70, rows: 500), GridSize(columns: 70, rows: 64)
            ).isEmpty)
    }
}

/// Numbers that look random and are the same on every run.
private struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
