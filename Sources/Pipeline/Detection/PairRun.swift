import ChangeDetection
import Foundation
import GeoIO
package import GeoModel
package import Patches
import Publishing
import SafeFiles
import TileEngine

/// A step of a comparison, for progress.
package enum PairStep: Sendable {
    /// Reading a sample.
    case plan
    /// Scoring all pixels.
    case sweep
    /// Turning pixels into patches.
    case settle

    /// What users read.
    package var label: Bilingual {
        switch self {
        case .plan: Bilingual(zh: "抽样", en: "sampling")
        case .sweep: Bilingual(zh: "比较影像", en: "comparing")
        case .settle: Bilingual(zh: "生成图斑", en: "making patches")
        }
    }
}

/// How one comparison is done, besides what the recipe says.
package struct PairOptions: Sendable {
    /// Threads.
    package let workers: Int
    /// The bytes that may be kept in memory at once.
    package let memory: Int
    /// The side of a tile; nil takes the recipe's.
    package let tileSide: Int?
    /// What all patch numbers begin with; may be empty.
    package let numberPrefix: String
    /// Where results go; it exists.
    package let outputFolder: String

    /// Options of a comparison.
    package init(
        workers: Int,
        memory: Int = PairOptions.usualMemory,
        tileSide: Int? = nil,
        numberPrefix: String = "",
        outputFolder: String
    ) {
        self.workers = workers
        self.memory = memory
        self.tileSide = tileSide
        self.numberPrefix = numberPrefix
        self.outputFolder = outputFolder
    }

    /// The bytes that may be kept in memory where nobody says otherwise: 256 MiB.
    package static let usualMemory = 256 << 20
}

/// One finished comparison of two dates; its folder holds the recipe's outputs and `run.json`.
package struct PairRun: Sendable {
    /// How many patches there are.
    package let patchCount: Int
    /// The area of all patches.
    package let totalArea: Area
    /// Regions that were smaller than the minimum mapping area.
    package let tooSmall: Int
    /// The pixels of the patches.
    package let changedPixels: Int
    /// Pixels that could be compared.
    package let validPixels: Int
    /// The score from which a pixel counts as changed.
    package let threshold: Double
    /// What of the images' numbers the user should know.
    package let remarks: [Fault]
    /// What the user should know of the scenes as they were compared.
    package let pairRemarks: [Fault]
    /// How the scenes were laid on each other; nil where the recipe leaves them as they are.
    package let registration: PairRegistration?
    /// Seconds spent in each step.
    package private(set) var seconds: [(step: String, seconds: Double)]

    /// Compares two scenes: plan, sweep, settle, write. A run that was killed goes on where it was.
    ///
    /// - Parameters:
    ///   - pair: The scenes.
    ///   - recipe: How.
    ///   - options: Threads and places.
    ///   - take: Takes each patch, ordered by their last row, then their first pixel.
    ///   - progress: Called with the step and how much of it is done.
    /// - Throws: `Fault` where a file can't be decoded or written; no result file is then left half-written.
    package init(
        _ pair: ScenePair,
        _ recipe: DetectRecipe,
        _ options: PairOptions,
        take: (Patch) throws(Fault) -> Void,
        progress: (PairStep, Int, Int) -> Void
    ) throws(Fault) {
        var clock = StepClock()
        let isDense = recipe.outputs.contains(.changeRaster)
        let tiles = MemoryBudget.plan(
            options.memory, pair, side: options.tileSide ?? recipe.tileSide, isDense: isDense)
        let workers = try MemoryBudget(options.memory, workers: options.workers, pair, tiles, isDense: isDense).workers
        let plan = try PairPlan(pair, recipe, workers: workers)
        returnFreedMemory()
        clock.lap("plan")
        let (journal, threshold) = try Self.sweep(
            pair, tiles, plan.parameters, recipe, in: options.outputFolder, workers: workers, progress)
        returnFreedMemory()
        clock.lap("sweep")
        try self.init(
            pair, recipe, options, SweptTiles([journal]), threshold, clock, plan.remarks, take: take,
            progress: progress)
        journal.remove()
    }

    /// Settles and writes what was swept.
    ///
    /// - Parameters:
    ///   - pair: The scenes.
    ///   - recipe: How.
    ///   - options: Threads and places.
    ///   - tiles: All tiles.
    ///   - threshold: The quantised score from which a pixel counts as changed; not below the sweep's candidate floor.
    ///   - clock: What the steps before took.
    ///   - remarks: What was found of the images' numbers.
    ///   - take: Takes each patch, ordered by their last row, then their first pixel.
    ///   - progress: Called with the step and how much of it is done.
    /// - Throws: `Fault` where a file can't be written; no result file is then left half-written.
    init(
        _ pair: ScenePair,
        _ recipe: DetectRecipe,
        _ options: PairOptions,
        _ tiles: SweptTiles,
        _ threshold: UInt16,
        _ clock: StepClock,
        _ remarks: [Fault],
        take: (Patch) throws(Fault) -> Void,
        progress: (PairStep, Int, Int) -> Void
    ) throws(Fault) {
        var clock = clock
        let folder = options.outputFolder
        // An earlier run's record would speak for files that are about to be replaced.
        try? FileManager.default.removeItem(atPath: folder + "/run.json")
        let writer = try PatchWriter(
            geoPackage: recipe.outputs.contains(.geoPackage) ? folder + "/patches.gpkg" : nil,
            geoJSON: recipe.outputs.contains(.geoJSON) ? folder + "/patches.geojson" : nil,
            system: pair.grid.system
        )
        var overlay = recipe.overview(of: pair.grid.size).map {
            FlagOverlay(size: $0.size, grid: pair.grid, step: $0.step)
        }
        let samples = try overlay.map { _ throws(Fault) in
            try OverviewSamples(tiles, OverviewLattice(pair.grid.size), roles: pair.roles)
        }
        let settled = try PairSettle(
            tiles,
            threshold: threshold,
            recipe,
            season: samples.flatMap { SeasonSigns(pair, recipe, $0) },
            makeMaker: Self.makeMaker(pair, recipe.method, threshold, options),
            take: { patch throws(Fault) in
                try writer.append(patch)
                overlay?.add(patch.shape)
                try take(patch)
            },
            progress: { progress(.settle, $0, $1) }
        )
        try writer.close()
        clock.lap("settle")
        self.remarks = remarks
        pairRemarks = pair.remarks + pair.seasonRemarks(recipe)
        patchCount = settled.patchCount
        totalArea = settled.totalArea
        tooSmall = settled.tooSmall
        changedPixels = settled.changedPixels
        validPixels = tiles.histogram.total
        registration = pair.registration
        self.threshold = Double(threshold) / recipe.method.scoreScale
        if recipe.outputs.contains(.changeRaster) {
            try ChangeRaster.write(
                tiles, pair.grid, recipe.method, threshold: self.threshold, to: folder + "/change.tif")
        }
        clock.lap("write")
        seconds = clock.laps
        guard let overlay, let samples else { return }
        try PairQuality(pair, recipe, samples, tiles.histogram, threshold).write(self, overlay, to: folder)
        clock.lap("quality")
        seconds = clock.laps
    }

    static func sweep(
        _ pair: ScenePair,
        _ plan: TilePlan,
        _ planned: PairParameters,
        _ recipe: DetectRecipe,
        in folder: String,
        workers: Int,
        _ progress: (PairStep, Int, Int) -> Void
    ) throws(Fault) -> (TileJournal, UInt16) {
        var parameters = planned
        while true {
            let journal = try TileJournal(
                folder + "/.tiles",
                fingerprint: pair.fingerprint(parameters, plan, overview: recipe.overview(of: pair.grid.size)),
                plan: plan,
                tiles: 0..<plan.count
            )
            try journal.sweep(pair, parameters, overview: recipe.overview(of: pair.grid.size), workers: workers) {
                progress(.sweep, $0, $1)
            }
            let threshold = recipe.thresholdScore(of: journal.histogram, pair)
            guard threshold < parameters.candidateFloor else { return (journal, threshold) }
            // The sample misjudged the scene: pixels that count were not kept, so they are fetched now.
            parameters.candidateFloor = threshold
        }
    }

    static func makeMaker(_ pair: ScenePair, _ method: ScoreMethod, _ threshold: UInt16, _ options: PairOptions)
        -> @Sendable () throws(Fault) -> PatchMaker
    {
        { () throws(Fault) in
            try PatchMaker(
                grid: pair.grid,
                numberPrefix: options.numberPrefix,
                before: pair.before.scenes.map { SceneStamp(id: $0.id, date: $0.date) },
                after: pair.after.scenes.map { SceneStamp(id: $0.id, date: $0.date) },
                threshold: threshold,
                scoreScale: method.scoreScale
            )
        }
    }
}

/// Seconds between one step and the next.
struct StepClock {
    private(set) var laps: [(step: String, seconds: Double)] = []
    private var last = ContinuousClock.now

    mutating func lap(_ step: String) {
        let now = ContinuousClock.now
        let components = (now - last).components
        laps.append((step, Double(components.seconds) + Double(components.attoseconds) * 1e-18))
        last = now
    }
}
