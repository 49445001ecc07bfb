import Foundation
package import GeoIO
package import GeoModel
package import Patches
import SafeFiles

/// A comparison of two scenes from their paths to a finished folder.
package struct Comparison: Sendable {
    /// The recipe.
    package let recipe: Recipe
    /// The scenes.
    package let pair: ScenePair

    /// Finds the bands of both scenes and makes them comparable; nothing is written yet.
    ///
    /// - Parameters:
    ///   - before: A path as `SceneReader` takes it.
    ///   - after: A path as `SceneReader` takes it.
    ///   - recipe: How to compare.
    ///   - data: Where the recipe's sensor profiles are.
    /// - Throws: `Fault` where a scene can't be read or the two can't be compared.
    package init(before: String, after: String, recipe: Recipe, data: DataFolder) throws(Fault) {
        let reader = try recipe.sceneReader(data)
        try self.init(
            before: SceneStack([try reader.scene(at: before)]),
            after: SceneStack([try reader.scene(at: after)]),
            recipe: recipe
        )
    }

    /// Makes the scenes of two dates comparable on one grid; without one, on the earlier scenes'.
    /// - Throws: `Fault` where the two can't be compared.
    package init(before: SceneStack, after: SceneStack, recipe: Recipe, grid: Grid? = nil) throws(Fault) {
        self.recipe = recipe
        pair = try ScenePair(before: before, after: after, recipe: recipe.detect, grid: grid)
    }

    /// Compares, and leaves the recipe's outputs and, last of all, `run.json` in the folder.
    ///
    /// - Parameters:
    ///   - options: Threads and places.
    ///   - take: Takes each patch, ordered by their last row, then their first pixel.
    ///   - progress: Called with the step and how much of it is done.
    /// - Returns: What was found.
    /// - Throws: `Fault` where a file is damaged or the disk is full; `run.json` is then not there.
    package func run(
        _ options: PairOptions,
        take: (Patch) throws(Fault) -> Void = { _ in },
        progress: (PairStep, Int, Int) -> Void
    ) throws(Fault) -> PairRun {
        let comparison = try registered(workers: options.workers, memory: options.memory)
        return try comparison.record(options) { () throws(Fault) in
            try PairRun(comparison.pair, recipe.detect, options, take: take, progress: progress)
        }
    }

    /// The same with scenes laid on each other as the recipe says.
    ///
    /// - Throws: `Fault` where a file can't be decoded, or a date has no scene that lies near enough.
    func registered(workers: Int, memory: Int = PairOptions.usualMemory) throws(Fault) -> Comparison {
        guard let how = recipe.detect.registration, pair.registration == nil else { return self }
        let workers = pair.workers(workers, memory: memory, recipe.detect)
        return try registered(PairRegistration.measured(pair, how, workers: workers))
    }

    /// The same with scenes laid on each other as was measured.
    /// - Throws: `Fault` where a date has no scene that lies near enough.
    func registered(_ registration: PairRegistration) throws(Fault) -> Comparison {
        Comparison(recipe: recipe, pair: try registration.placing(pair, recipe.detect))
    }

    private init(recipe: Recipe, pair: ScenePair) {
        self.recipe = recipe
        self.pair = pair
    }

    /// Does a comparison in its folder, and leaves `run.json` there when it is finished.
    func record(_ options: PairOptions, _ work: () throws(Fault) -> PairRun) throws(Fault) -> PairRun {
        try DurableFile.makeFolder(options.outputFolder)
        let scenes = pair.used(pair.before).scenes + pair.used(pair.after).scenes
        let checksums = recipe.detect.hasChecksums ? try inputChecksums(of: scenes, workers: options.workers) : [:]
        let run = try work()
        let record = runRecord(of: run, pair: pair, recipe: recipe, options: options, checksums: checksums)
        try DurableFile.write(record.text(indented: true) + "\n", to: options.outputFolder + "/run.json")
        return run
    }
}

extension DataFolder {
    /// The recipe of a name or path; where none is given, that of the sensor an image is taken for.
    ///
    /// - Throws: `Fault` where a recipe or profile of the program is missing or wrong; an image that can't be read is
    ///   for the comparison to tell.
    package func recipe(_ name: String?, forImageAt path: String, model: String? = nil) throws(Fault) -> Recipe {
        try recipe(name, model) { reader throws(Fault) in try reader.recognised(at: path).profile }
    }

    /// The same for the files of an image, none of which is taken apart at commas.
    /// - Throws: `Fault` where a recipe or profile is missing or wrong.
    package func recipe(_ name: String?, forImageAt paths: [String]) throws(Fault) -> Recipe {
        try recipe(name, nil) { reader throws(Fault) in try reader.recognised(files: paths).profile }
    }

    private func recipe(
        _ name: String?, _ model: String?, _ recognised: (SceneReader) throws(Fault) -> SensorProfile
    ) throws(Fault) -> Recipe {
        if let name { return try Recipe(file: try recipe(name), model: model) }
        let reader = SceneReader(profiles: try profiles([]))
        let sensor = (try? recognised(reader))
        return try Recipe(file: try recipe(sensor?.recipe ?? "pair-multispectral"), model: model)
    }

    /// Sensor profiles by their names; without names, all of the folder in the order of their names.
    /// - Throws: `Fault` where a profile is missing or wrong.
    package func profiles(_ names: [String]) throws(Fault) -> [SensorProfile] {
        let folder = "\(path)/profiles"
        let files =
            names.isEmpty
            ? ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
                .filter { $0.hasSuffix(".json5") && !$0.hasPrefix(".") }
            : names.map { "\($0).json5" }
        var profiles: [SensorProfile] = []
        for file in files { profiles.append(try SensorProfile(file: "\(folder)/\(file)")) }
        guard !profiles.isEmpty else {
            throw Fault(
                folder,
                zh: "没有传感器文件（.json5）。请从程序的 Pipelines/profiles 复制。",
                en: "there is no sensor profile (.json5). Copy those of the program’s Pipelines/profiles."
            )
        }
        return profiles
    }
}

extension Recipe {
    /// A reader of scenes that knows the recipe's sensors.
    /// - Throws: `Fault` where a profile is missing or wrong.
    package func sceneReader(_ data: DataFolder) throws(Fault) -> SceneReader {
        SceneReader(profiles: try data.profiles(detect.profiles), bandNumbers: detect.bands)
    }
}
