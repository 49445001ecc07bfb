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
    /// - Throws: `Fault` where the scenes can't be compared, lie in another coordinate system than the region, or
    ///   the disk is full.
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
        let comparison = try Comparison(
            before: choice.before,
            after: choice.after,
            recipe: recipe,
            grid: settings.grid
        )
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
        return DetectReceipt(run: run, folder: options.outputFolder, remarks: comparison.pair.remarks)
    }
}
