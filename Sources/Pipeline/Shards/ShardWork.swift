import ChangeDetection
import Foundation
package import GeoModel
import SafeFiles
import TileEngine

/// Sweeping, looking for and joining the shards of a plan.
extension ShardPlan {
    /// What became of a shard.
    package enum Outcome: Sendable {
        /// It was swept now.
        case swept
        /// It was there already.
        case wasThere
    }

    /// Sweeps one shard, unless it is there. Harmless where two do the same at once: each works in a file of its own,
    /// and both files have the same bytes.
    ///
    /// - Parameters:
    ///   - shard: Its number, from 0.
    ///   - workers: Threads.
    ///   - memory: The bytes that may be kept in memory at once.
    ///   - progress: Called with tiles done and in all.
    /// - Returns: Whether there was something to do.
    /// - Throws: `Fault` where a file can't be decoded or the disk is full; nothing of the shard is then left.
    package func run(
        _ shard: Int,
        workers: Int,
        memory: Int = PairOptions.usualMemory,
        progress: (Int, Int) -> Void
    ) throws(Fault) -> Outcome {
        precondition(shards.indices.contains(shard))
        guard !isThere(shard) else { return .wasThere }
        let mark = "\(ProcessInfo.processInfo.hostName)-\(ProcessInfo.processInfo.processIdentifier)"
        let temporary = folder + "/.tmp-\(mark)-" + Self.name(shard)
        try? FileManager.default.removeItem(atPath: temporary)
        let journal = try TileJournal(temporary, fingerprint: fingerprint, plan: tiles, tiles: shards[shard])
        defer { journal.remove() }
        let budget = try MemoryBudget(
            memory, workers: workers, comparison.pair, tiles, isDense: parameters.isDense)
        let overview = comparison.recipe.detect.overview(of: comparison.pair.grid.size)
        try journal.sweep(
            comparison.pair, parameters, overview: overview, workers: budget.workers, progress: progress)
        let checksum = try Checksum.sha256(ofFile: temporary)
        try DurableFile.publish(temporary, as: folder + "/" + Self.name(shard))
        let manifest: JSONValue = [
            "fingerprint": .string(fingerprint), "shard": .integer(shard),
            "tiles": .array([.integer(shards[shard].lowerBound), .integer(shards[shard].upperBound)]),
            "sha256": .string(checksum),
        ]
        try DurableFile.write(manifest.text(indented: true) + "\n", to: manifestPath(shard))
        return .swept
    }

    /// The shards that are not there, or belong to another plan.
    package func missing() -> [Int] {
        shards.indices.filter { !isThere($0) }
    }

    private func isThere(_ shard: Int) -> Bool {
        guard let manifest = try? DurableFile.json(of: manifestPath(shard)) else { return false }
        return manifest["fingerprint"]?.string == fingerprint
            && FileManager.default.fileExists(atPath: folder + "/" + Self.name(shard))
    }

    private static func name(_ shard: Int) -> String { "shard-\(padded(shard, to: 4)).tiles" }

    private func manifestPath(_ shard: Int) -> String { folder + "/shard-\(padded(shard, to: 4)).json" }

    /// Joins all shards: verifies every manifest, settles the threshold for the whole raster, and leaves what the local
    /// run would leave, byte for byte but for times in `run.json`.
    ///
    /// - Parameters:
    ///   - options: Threads and places; the plan's tiles are taken.
    ///   - progress: Called with the step and how much of it is done.
    /// - Returns: What was found.
    /// - Throws: `Fault` naming the shards that are missing or damaged, or where the disk is full.
    package func merge(_ options: PairOptions, progress: (PairStep, Int, Int) -> Void) throws(Fault) -> PairRun {
        var clock = StepClock()
        let tiles = SweptTiles(try verifiedJournals(progress))
        clock.lap("verify")
        let detect = comparison.recipe.detect
        let threshold = detect.thresholdScore(of: tiles.histogram, comparison.pair)
        guard threshold >= parameters.candidateFloor else {
            try lowered(to: threshold).replace()
            throw Fault(
                folder,
                zh: "整景阈值低于抽样时的预计，分片中缺少所需像元。计划已更新；请重新运行全部分片，再合并。",
                en: "the threshold of the whole lies lower than the sample let expect, and the shards lack pixels. The "
                    + "plan is put right; run all shards again, then merge."
            )
        }
        return try comparison.record(options) { () throws(Fault) in
            try PairRun(
                comparison.pair, detect, options, tiles, threshold, clock, remarks, take: { _ in }, progress: progress)
        }
    }

    private func verifiedJournals(_ progress: (PairStep, Int, Int) -> Void) throws(Fault) -> [TileJournal] {
        let absent = missing()
        guard absent.isEmpty else { throw fault(absent, zh: "尚未完成", en: "not there yet") }
        var journals: [TileJournal] = []
        var damaged: [Int] = []
        for (shard, tiles) in shards.enumerated() {
            let path = folder + "/" + Self.name(shard)
            let expected = try DurableFile.json(of: manifestPath(shard))["sha256"]?.string
            if try Checksum.sha256(ofFile: path) == expected {
                let journal = try TileJournal(path, fingerprint: fingerprint, plan: self.tiles, tiles: tiles)
                if journal.done == tiles.upperBound { journals.append(journal) } else { damaged.append(shard) }
            } else {
                damaged.append(shard)
            }
            progress(.sweep, shard + 1, shards.count)
        }
        // A damaged shard is missing from now on.
        for shard in damaged { try? FileManager.default.removeItem(atPath: manifestPath(shard)) }
        guard damaged.isEmpty else { throw fault(damaged, zh: "校验和不符，已作废", en: "damaged and now discarded") }
        return journals
    }

    private func fault(_ shards: [Int], zh: String, en: String) -> Fault {
        let list = shards.map(String.init)
        return Fault(
            folder,
            zh: "分片 \(list.joined(separator: "、")) \(zh)。请运行这些分片（tuban shard run），再合并。",
            en: "shards \(list.joined(separator: ", ")) are \(en). Run them (tuban shard run), then merge."
        )
    }
}
