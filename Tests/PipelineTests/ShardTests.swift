import Foundation
import GeoModel
import SafeFiles
import Testing

@testable import Pipeline

/// Shards of a comparison of two small made scenes: multi-band files as `tuban detect` takes them.
@Suite struct ShardTests {
    private let scenes: MadeScenes
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        scenes = try MadeScenes(scratch, size: GridSize(columns: 1100, rows: 620))
    }

    private func plan(_ folder: String, shards: Int = 3, recipe: String = MadeScenes.recipe) throws -> ShardPlan {
        try DurableFile.write(recipe, to: scratch("r.json5"))
        return try ShardPlan(
            before: scratch("a.tif"), after: scratch("b.tif"), recipe: Recipe(file: scratch("r.json5")),
            data: DataFolder(path: "Pipelines"), tileSide: 512, count: shards, workers: 1, folder: scratch(folder))
    }

    private func reread(_ folder: String) throws -> ShardPlan {
        try ShardPlan(folder: scratch(folder), data: DataFolder(path: "Pipelines"))
    }

    private func results(_ folder: String) throws -> [String] {
        try ["change.tif", "patches.gpkg", "patches.geojson"].map {
            try Checksum.sha256(ofFile: scratch(folder) + "/" + $0)
        }
    }

    private func local() throws -> [String] {
        let recipe = try Recipe(file: scratch("r.json5"))
        let comparison = try Comparison(
            before: scratch("a.tif"), after: scratch("b.tif"), recipe: recipe, data: DataFolder(path: "Pipelines"))
        _ = try comparison.run(PairOptions(workers: 2, outputFolder: scratch("local"))) { _, _, _ in }
        return try results("local")
    }

    @Test func shardsInAnyOrderGiveTheLocalResult() throws {
        try plan("shards").write()
        for shard in [2, 0, 1] {
            let plan = try reread("shards")
            #expect(try plan.run(shard, workers: 1) { _, _ in } == .swept)
            #expect(try plan.run(shard, workers: 1) { _, _ in } == .wasThere)
        }
        let plan = try reread("shards")
        #expect(plan.missing() == [])
        _ = try plan.merge(PairOptions(workers: 1, outputFolder: scratch("merged"))) { _, _, _ in }
        #expect(try results("merged") == local())
        #expect(!Scratch.names(scratch("shards")).contains { $0.hasPrefix(".") })
    }

    @Test func twoAtOnceDoNoHarm() throws {
        try plan("shards", shards: 2).write()
        let plan = try reread("shards")
        // Two on one machine would share a name, so the second stands for another machine: it ends after the first.
        _ = try plan.run(0, workers: 1) { _, _ in }
        let first = try Data(contentsOf: URL(fileURLWithPath: scratch("shards/shard-0000.tiles")))
        try FileManager.default.removeItem(atPath: scratch("shards/shard-0000.json"))
        _ = try plan.run(0, workers: 2) { _, _ in }
        #expect(try Data(contentsOf: URL(fileURLWithPath: scratch("shards/shard-0000.tiles"))) == first)
    }

    @Test func whatIsMissingOrDamagedIsNamed() throws {
        let plan = try plan("shards")
        try plan.write()
        #expect(plan.missing() == [0, 1, 2])
        _ = try plan.run(1, workers: 1) { _, _ in }
        let early = #expect(throws: Fault.self) {
            try plan.merge(PairOptions(workers: 1, outputFolder: scratch("merged"))) { _, _, _ in }
        }
        #expect(early?.message.en.hasPrefix("shards 0, 2 are not there yet.") == true)
        for shard in [0, 2] { _ = try plan.run(shard, workers: 1) { _, _ in } }
        var bytes = try Data(contentsOf: URL(fileURLWithPath: scratch("shards/shard-0002.tiles")))
        bytes[bytes.count / 2] ^= 4
        try bytes.write(to: URL(fileURLWithPath: scratch("shards/shard-0002.tiles")))
        let damaged = #expect(throws: Fault.self) {
            try plan.merge(PairOptions(workers: 1, outputFolder: scratch("merged"))) { _, _, _ in }
        }
        #expect(damaged?.message.en.hasPrefix("shards 2 are damaged and now discarded.") == true)
        #expect(plan.missing() == [2])
        #expect(Scratch.names(scratch("merged")) == [])
        _ = try plan.run(2, workers: 1) { _, _ in }
        _ = try plan.merge(PairOptions(workers: 1, outputFolder: scratch("merged"))) { _, _, _ in }
        #expect(try results("merged") == local())
    }

    @Test func otherInputsNeedAnotherPlan() throws {
        let plan = try plan("shards")
        try plan.write()
        try plan.write()
        #expect(throws: Fault.self) { try self.plan("shards", shards: 2).write() }
        _ = try MadeScenes(scratch, size: GridSize(columns: 1100, rows: 620), contrast: 400)
        let fault = #expect(throws: Fault.self) { try reread("shards") }
        #expect(fault?.message.en.hasPrefix("images, recipe or program are not those") == true)
    }

    @Test func aPlanThatExpectedTooMuchIsPutRight() throws {
        let good = try plan("shards")
        try good.lowered(to: 30_000).write()
        let high = try reread("shards")
        for shard in 0..<3 { _ = try high.run(shard, workers: 1) { _, _ in } }
        let fault = #expect(throws: Fault.self) {
            try high.merge(PairOptions(workers: 1, outputFolder: scratch("merged"))) { _, _, _ in }
        }
        #expect(fault?.message.en.hasSuffix("run all shards again, then merge.") == true)
        let again = try reread("shards")
        #expect(again.missing() == [0, 1, 2])
        for shard in 0..<3 { _ = try again.run(shard, workers: 1) { _, _ in } }
        _ = try again.merge(PairOptions(workers: 1, outputFolder: scratch("merged"))) { _, _, _ in }
        #expect(try results("merged") == local())
    }
}
