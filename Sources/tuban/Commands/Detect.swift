import GeoModel
import Pipeline
import SafeFiles
import Verbs

extension Command {
    static let detect = Command(
        "detect",
        zh: "比较两期影像,得到变化栅格与图斑",
        en: "compare two dates: a change raster and patches",
        options: [
            Option(
                "before", .text("PATH"),
                zh: "前期影像:多波段文件、单波段文件所在文件夹、STAC 条目,或逗号分隔的文件",
                en:
                    "the earlier image: a multi-band file, a folder of single-band files, a STAC item, or files "
                    + "with commas"
            ),
            Option("after", .text("PATH"), zh: "后期影像,写法同前", en: "the later image, given likewise"),
            Option("recipe", .file("FILE"), zh: "配方(默认 pair-sentinel2)", en: "the recipe (default: pair-sentinel2)"),
            Option("out", .folder("DIR"), zh: "结果文件夹", en: "where results go"),
            Option(
                "tile-size", .integer("PX", 64...8192), zh: "分块边长;结果与之无关",
                en: "side of a tile; the result does not depend on it"),
            .workers, .json, .dryRun,
        ],
        examples: [
            "tuban detect --before 2025-06/ --after 2026-06/ --out changes",
            "tuban detect --before d1_B02.tif,d1_B04.tif --after d2_B02.tif,d2_B04.tif --recipe my.json5 --out changes",
        ]
    ) { invocation in
        let data = try DataFolder.ofProgram()
        let recipe = try Recipe(file: try data.recipe(invocation.string("recipe") ?? "pair-sentinel2"))
        let comparison = try Comparison(
            before: try invocation.required("before"),
            after: try invocation.required("after"),
            recipe: recipe,
            data: data
        )
        for remark in comparison.pair.remarks { invocation.terminal.warn(remark) }
        let out = try invocation.required("out")
        guard !invocation.isDryRun else {
            invocation.terminal.note(
                zh: "将比较 \(comparison.pair.before.id) 与 \(comparison.pair.after.id),结果写入 \(out)。",
                en: "would compare \(comparison.pair.before.id) with \(comparison.pair.after.id) and write to \(out)."
            )
            return .done
        }
        let options = PairOptions(
            workers: invocation.workers, tileSide: invocation.integer("tile-size"), outputFolder: out)
        let run = try comparison.run(options, on: invocation.terminal)
        invocation.report(run.json(in: out), or: run.table(in: out))
        return .done
    }
}

extension Comparison {
    /// Runs with a progress bar.
    /// - Throws: `Fault` where a file is damaged or the disk is full.
    func run(_ options: PairOptions, on terminal: Terminal) throws(Fault) -> PairRun {
        var bar: (step: PairStep, bar: ProgressBar)?
        defer { bar?.bar.finish() }
        return try run(options) { step, done, total in
            let current = bar.flatMap { $0.step == step ? $0.bar : nil } ?? ProgressBar(step.label, on: terminal)
            bar = (step, current)
            current.update(done: done, of: total)
        }
    }
}

extension PairRun {
    /// The result as people read it.
    func table(in folder: String) -> TextTable {
        return TextTable(
            [.text(zh: "结果", en: "result"), .number(zh: "值", en: "value")],
            rows: [
                ["patches", "\(patches.count)"], ["mu", decimals(totalArea.mu, 1)], ["changed px", "\(changedPixels)"],
                ["compared px", "\(validPixels)"], ["threshold", decimals(threshold, 4)],
                ["below minimum area", "\(tooSmall)"], ["folder", folder],
            ]
        )
    }

    /// The result as programs read it.
    func json(in folder: String) -> JSONValue {
        [
            "patches": .integer(patches.count), "changed_pixels": .integer(changedPixels),
            "valid_pixels": .integer(validPixels), "threshold": .number(threshold),
            "regions_below_minimum_area": .integer(tooSmall), "folder": .string(folder),
        ]
    }
}
