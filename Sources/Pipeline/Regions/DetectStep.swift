package import GeoModel
import Patches
import SafeFiles
package import WorkQueue

/// What a region's comparison left.
package struct DetectReceipt: Sendable {
    /// The comparison.
    package let run: PairRun
    /// Its folder.
    package let folder: String
    /// What the user should know before trusting it.
    package let remarks: [Fault]
    /// Scenes that lie too far off and were left out.
    package var rejected: [Fault] { run.registration?.leftOut ?? [] }

    /// The scenes that a comparison left out, as its `run.json` tells.
    static func rejected(in document: JSONValue) -> [Fault] { listedFaults(document["left_out"]) }
}

extension Region {
    /// Compares two scenes of a region and stores the patches as the recipe's run of the month.
    ///
    /// - Parameters:
    ///   - choice: The scenes.
    ///   - period: The month.
    ///   - recipe: How to compare.
    ///   - workers: Threads.
    ///   - memory: The bytes that may be kept in memory at once.
    ///   - tileSide: The side of a tile; nil takes the recipe's.
    ///   - time: When.
    ///   - progress: Called with the step and how much of it is done.
    /// - Returns: What was found.
    /// - Throws: `Fault` where the scenes can't be compared, or the disk is full.
    package func detect(
        _ choice: SceneChoice,
        _ period: Period,
        _ recipe: Recipe,
        workers: Int,
        memory: Int = PairOptions.usualMemory,
        tileSide: Int? = nil,
        at time: Timestamp,
        progress: (PairStep, Int, Int) -> Void
    ) throws(Fault) -> DetectReceipt {
        let (comparison, leftOut) = try comparison(choice, recipe)
        let options = PairOptions(
            workers: workers,
            memory: memory,
            tileSide: tileSide,
            numberPrefix: numberPrefix(period, recipe),
            outputFolder: runFolder(period, recipe)
        )
        // A month's run that follows can't know which scenes were compared here, so it compares its own again.
        var ledger = StepLedger(folder: options.outputFolder)
        try ledger.forget(MonthlyStep.detect.rawValue)
        var patches: [Patch] = []
        let run = try comparison.run(options, take: { patches.append($0) }, progress: progress)
        let manifest = try DurableFile.text(of: options.outputFolder + "/run.json")
        let record = RunRecord(
            id: runID(period, recipe),
            period: period,
            recipe: recipe.name,
            startedAt: time,
            manifest: try JSONValue(parsing: manifest, named: options.outputFolder + "/run.json"),
            manifestChecksum: Checksum.sha256(of: manifest)
        )
        try store.saveRun(record)
        try store.savePatches(patches, run: record.id, at: time)
        let remarks = run.pairRemarks + run.remarks + leftOut + (run.registration?.remarks ?? [])
        return DetectReceipt(run: run, folder: options.outputFolder, remarks: remarks)
    }

    /// The comparison of as many scenes of both months as the usual memory holds blocks of, and a remark on those that
    /// were left out. What memory a run is given plays no part: its result must not depend on that.
    private func comparison(_ choice: SceneChoice, _ recipe: Recipe) throws(Fault) -> (Comparison, [Fault]) {
        var count = max(choice.before.scenes.count, choice.after.scenes.count)
        while true {
            let comparison = try Comparison(
                before: SceneStack(Array(choice.before.scenes.prefix(count))),
                after: SceneStack(Array(choice.after.scenes.prefix(count))),
                recipe: recipe,
                grid: settings.grid
            )
            guard count > 1, try !comparison.pair.fitsUsualMemoryOnceRead(recipe.detect) else {
                let scenes = choice.before.scenes.dropFirst(count) + choice.after.scenes.dropFirst(count)
                return (comparison, scenes.isEmpty ? [] : [leftOut(scenes.map(\.id), ofMonthsWith: count)])
            }
            count -= 1
        }
    }

    private func leftOut(_ scenes: [String], ofMonthsWith count: Int) -> Fault {
        Fault(
            scenes.joined(separator: ", "),
            zh: "影像分块较大，每月只镶嵌 \(count) 景，其余未用。可把影像重新写成 512×512 分块。",
            en:
                "the blocks of the images are large, so only \(count) scenes of a month are put together; these are "
                + "not used. Rewrite the images in 512 × 512 tiles to have them all."
        )
    }
}
