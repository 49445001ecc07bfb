import GeoModel
import Pipeline
import SafeFiles
import Verbs
import WorkQueue

extension Command {
    static let detect = Command(
        "detect",
        zh: "比较两期影像，得到变化栅格与图斑",
        en: "compare two dates: a change raster and patches",
        options: [
            Option(
                "before", .text("PATH"),
                zh: "不用区域：前期影像（多波段文件、单波段文件所在文件夹、Sentinel-2 SAFE 或 Landsat 产品文件夹、STAC 条目，"
                    + "或逗号分隔的文件）",
                en:
                    "without a region: the earlier image (a multi-band file, a folder of single-band files, of a "
                    + "Sentinel-2 SAFE or Landsat product, a STAC item, or files with commas)"
            ),
            Option("after", .text("PATH"), zh: "不用区域：后期影像", en: "without a region: the later image"),
            Option("out", .folder("DIR"), zh: "不用区域：结果文件夹", en: "without a region: where results go"),
            .region, Option("period", .month, zh: "区域的月份（默认：最近）", en: "a region's month (default: the latest)"),
            Option("against", .month, zh: "与哪个月比较（默认由配方定）", en: "the month to compare with (default: the recipe's)"),
            Option(
                "recipe", .file("FILE"), zh: "配方（默认：区域用 monthly，否则由传感器定）",
                en: "the recipe (default: monthly for a region, else the sensor's)"),
            Option(
                "model", .file("FILE"), zh: "tuban calibrate 得到的模型，取代配方的方法与阈值",
                en: "a model of tuban calibrate, in place of the recipe's method and threshold"),
            Option(
                "tile-size", .integer("PX", 64...8192),
                zh: "分块边长；结果与之无关", en: "side of a tile; the result does not depend on it"
            ),
            .workers, .memory, .json, .dryRun,
        ],
        examples: [
            "tuban detect --before 2025-06/ --after 2026-06/ --out changes",
            "tuban detect --before d1_B02.tif,d1_B04.tif --after d2_B02.tif,d2_B04.tif --recipe my.json5 --out changes",
            "tuban detect --region county --period 2026-06 --against 2026-05",
        ]
    ) { invocation in
        if let before = invocation.string("before") {
            return try detectFiles(invocation, before)
        }
        return try detectPeriod(invocation)
    }

    private static func detectFiles(_ invocation: Invocation, _ before: String) throws -> ExitCode {
        try invocation.refuse(["region", "period", "against"], beside: "before", together: true)
        let data = try DataFolder.ofProgram()
        let recipe = try data.recipe(
            invocation.string("recipe"), forImageAt: before, model: invocation.string("model"))
        let after = try invocation.required("after")
        let out = try invocation.required("out")
        let comparison = try Comparison(before: before, after: after, recipe: recipe, data: data)
        for remark in comparison.pair.remarks { invocation.terminal.warn(remark) }
        guard !invocation.isDryRun else {
            return announce(comparison.pair.before.id, comparison.pair.after.id, out, invocation)
        }
        let options = PairOptions(
            workers: invocation.workers,
            memory: invocation.memory,
            tileSide: invocation.integer("tile-size"),
            outputFolder: out
        )
        let bar = StepBars(invocation.terminal)
        let run = try comparison.run(options, progress: bar.update)
        bar.finish()
        for remark in run.remarks + (run.registration?.remarks ?? []) { invocation.terminal.warn(remark) }
        invocation.report(run.json(in: out), or: run.table(in: out, invocation.language))
        return .done
    }

    private static func detectPeriod(_ invocation: Invocation) throws -> ExitCode {
        try invocation.refuse(["after", "out"], beside: "before", together: false)
        let region = try openRegion(invocation)
        let lock = try region.lock()
        defer { _ = lock }
        let recipe = try Recipe(
            file: try region.data.recipe(invocation.string("recipe") ?? "monthly"), model: invocation.string("model"))
        let period = try invocation.month("period") ?? region.latestPeriod()
        let choice = try region.chooseScenes(
            period,
            monthsEarlier: try invocation.understood { () throws(Fault) in try monthsEarlier(invocation, period) }
                ?? recipe.monthly?.monthsEarlier ?? 12,
            scenesPerMonth: recipe.monthly?.scenesPerMonth ?? 1
        )
        guard !invocation.isDryRun else {
            return announce(choice.before.id, choice.after.id, region.runFolder(period, recipe), invocation)
        }
        let bar = StepBars(invocation.terminal)
        let receipt = try region.detect(
            choice,
            period,
            recipe,
            workers: invocation.workers,
            memory: invocation.memory,
            tileSide: invocation.integer("tile-size"),
            at: .now,
            progress: bar.update
        )
        bar.finish()
        for remark in receipt.remarks { invocation.terminal.warn(remark) }
        invocation.report(
            receipt.run.json(in: receipt.folder),
            or: receipt.run.table(in: receipt.folder, invocation.language)
        )
        return invocation.terminal.list(rejected: receipt.rejected)
    }

    private static func openRegion(_ invocation: Invocation) throws(Fault) -> Region {
        do throws(Fault) {
            return try Region.open(invocation.regionPath)
        } catch {
            guard invocation.string("region") == nil else { throw error }
            throw Fault(
                error.object,
                zh: error.message.zh + "不用区域时，请用 --before 与 --after 给出两期影像。",
                en: error.message.en + " Without a region, name two images with --before and --after."
            )
        }
    }

    private static func monthsEarlier(_ invocation: Invocation, _ period: Period) throws(Fault) -> Int? {
        guard let against = invocation.month("against") else { return nil }
        let months = (period.year - against.year) * 12 + period.month - against.month
        guard months > 0 else {
            throw Fault(
                "--against \(against)",
                zh: "应早于 \(period)。请换一个月份。",
                en: "is not before \(period). Name an earlier month."
            )
        }
        return months
    }

    private static func announce(_ before: String, _ after: String, _ folder: String, _ invocation: Invocation)
        -> ExitCode
    {
        invocation.terminal.note(
            zh: "将比较 \(before) 与 \(after)，结果写入 \(folder)。",
            en: "would compare \(before) with \(after) and write to \(folder)."
        )
        return .done
    }
}

/// One progress bar a step of a comparison.
final class StepBars {
    private let terminal: Terminal
    private var current: (step: PairStep, bar: ProgressBar)?

    init(_ terminal: Terminal) {
        self.terminal = terminal
    }

    func update(_ step: PairStep, _ done: Int, _ total: Int) {
        if current?.step != step { current = (step, ProgressBar(step.label, on: terminal)) }
        current?.bar.update(done: done, of: total)
    }

    func finish() { current?.bar.finish() }
}

extension PairRun {
    /// The result as people read it.
    func table(in folder: String, _ language: Language) -> TextTable {
        let rows: [(zh: String, en: String, value: String)] = [
            ("图斑", "patches", "\(patchCount)"), ("面积（亩）", "mu", decimals(totalArea.mu, 1)),
            ("变化像元", "changed pixels", "\(changedPixels)"), ("可比像元", "compared pixels", "\(validPixels)"),
            ("阈值", "threshold", decimals(threshold, 4)), ("小于最小面积", "below minimum area", "\(tooSmall)"),
            ("结果文件夹", "folder", folder),
        ]
        return TextTable(
            [.text(zh: "项目", en: "result"), .number(zh: "值", en: "value")],
            rows: rows.map { [language == .zh ? $0.zh : $0.en, $0.value] }
        )
    }

    /// The result as programs read it.
    func json(in folder: String) -> JSONValue {
        [
            "patches": .integer(patchCount), "changed_pixels": .integer(changedPixels),
            "valid_pixels": .integer(validPixels), "threshold": .number(threshold),
            "regions_below_minimum_area": .integer(tooSmall), "folder": .string(folder),
        ]
    }
}
