import ChangeDetection
import Foundation
import GeoIO
package import GeoModel
package import Patches
import Publishing
import SafeFiles

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
    /// The side of a tile; nil takes the recipe's.
    package let tileSide: Int?
    /// What all patch numbers begin with; may be empty.
    package let numberPrefix: String
    /// Where results go; it exists.
    package let outputFolder: String

    /// Options of a comparison.
    package init(workers: Int, tileSide: Int? = nil, numberPrefix: String = "", outputFolder: String) {
        self.workers = workers
        self.tileSide = tileSide
        self.numberPrefix = numberPrefix
        self.outputFolder = outputFolder
    }
}

/// One finished comparison of two dates; its folder holds `change.tif`, `patches.gpkg`, `patches.geojson` and
/// `run.json`.
package struct PairRun: Sendable {
    /// The patches, ordered by their last row, then their first pixel.
    package let patches: [Patch]
    /// The area of all patches.
    package var totalArea: Area { patches.reduce(.zero) { $0 + $1.area } }
    /// Regions that were smaller than the minimum mapping area.
    package let tooSmall: Int
    /// The pixels of the patches.
    package let changedPixels: Int
    /// Pixels that could be compared.
    package let validPixels: Int
    /// The score from which a pixel counts as changed.
    package let threshold: Double
    /// Seconds spent in each step.
    package let seconds: [(step: String, seconds: Double)]

    /// Compares two scenes: plan, sweep, settle, write.
    ///
    /// - Parameters:
    ///   - pair: The scenes.
    ///   - recipe: How.
    ///   - options: Threads and places.
    ///   - progress: Called with the step and how much of it is done.
    /// - Throws: `Fault` where a file can't be decoded or written; no result file is then left half-written.
    package init(
        _ pair: ScenePair,
        _ recipe: DetectRecipe,
        _ options: PairOptions,
        progress: (PairStep, Int, Int) -> Void
    ) throws(Fault) {
        var clock = StepClock()
        var plan = try PairPlan(pair, recipe, workers: options.workers)
        clock.lap("plan")
        var (swept, threshold) = try Self.sweep(pair, plan.parameters, recipe, options, progress)
        if threshold < plan.parameters.candidateFloor {
            // The sample misjudged the scene: pixels that count were not kept, so they are fetched now.
            plan.parameters.candidateFloor = threshold
            (swept, threshold) = try Self.sweep(pair, plan.parameters, recipe, options, progress)
        }
        clock.lap("sweep")
        let settled = try Self.settle(pair, swept, threshold, recipe, options, progress)
        clock.lap("settle")
        patches = settled.patches
        tooSmall = settled.tooSmall
        changedPixels = settled.changedPixels
        validPixels = swept.histogram.total
        self.threshold = Double(threshold) / PairParameters.scoreScale
        let folder = options.outputFolder
        try PatchTable.writeGeoPackage(patches, system: pair.grid.system, to: folder + "/patches.gpkg")
        try PatchTable.writeGeoJSON(patches, system: pair.grid.system, to: folder + "/patches.geojson")
        clock.lap("write")
        seconds = clock.laps
    }

    private static func sweep(
        _ pair: ScenePair,
        _ parameters: PairParameters,
        _ recipe: DetectRecipe,
        _ options: PairOptions,
        _ progress: (PairStep, Int, Int) -> Void
    ) throws(Fault) -> (PairSweep, UInt16) {
        let layout = GeoTIFFLayout(
            sampleType: .uint16,
            bands: [.init("score", scale: 1 / PairParameters.scoreScale), .init("class"), .init("valid")],
            threads: options.workers
        )
        let raster = try GeoTIFFWriter(options.outputFolder + "/change.tif", grid: pair.grid, layout: layout)
        let swept = try PairSweep(
            pair,
            parameters,
            tileSide: options.tileSide ?? recipe.tileSide,
            workers: options.workers,
            raster: raster,
            spillPath: options.outputFolder + "/.candidates"
        ) { progress(.sweep, $0, $1) }
        let threshold = recipe.threshold.value(for: swept.histogram, scoreScale: PairParameters.scoreScale)
        try raster.close(metadata: [("TUBAN_THRESHOLD", "\(Double(threshold) / PairParameters.scoreScale)")])
        return (swept, threshold)
    }

    private static func settle(
        _ pair: ScenePair,
        _ swept: PairSweep,
        _ threshold: UInt16,
        _ recipe: DetectRecipe,
        _ options: PairOptions,
        _ progress: (PairStep, Int, Int) -> Void
    ) throws(Fault) -> PairSettle {
        let maker = try PatchMaker(
            grid: pair.grid,
            numberPrefix: options.numberPrefix,
            before: SceneStamp(id: pair.before.id, date: pair.before.date),
            after: SceneStamp(id: pair.after.id, date: pair.after.date),
            threshold: threshold,
            scoreScale: PairParameters.scoreScale
        )
        return try PairSettle(
            swept.candidates,
            rows: pair.grid.size.rows,
            threshold: threshold,
            isOpened: recipe.isOpened,
            minimumArea: recipe.minimumArea,
            maker: maker
        ) { progress(.settle, $0, $1) }
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
