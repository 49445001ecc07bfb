import GeoModel
import Pipeline
import SafeFiles
import Verbs

extension Command {
    static let calibrate = Command(
        "calibrate",
        zh: "由真值或现场核查结论学习模型，供 detect --model 使用",
        en: "learn from a truth or from field verdicts, for detect --model",
        options: [
            Option(
                "list", .file("FILE"),
                zh: "影像对与真值栅格的清单（JSON5：pairs 中各项有 place、before、after、truth、changed、unchanged）",
                en:
                    "a list of pairs with truth rasters (JSON5: pairs of place, before, after, truth, changed, "
                    + "unchanged)"
            ),
            Option(
                "verdicts", .file("FILE"), zh: "tuban queue verdicts 得到的核查结论",
                en: "field verdicts, as tuban queue verdicts writes them", repeats: true),
            Option("out", .file("FILE"), zh: "模型文件", en: "the model file"),
            Option(
                "recipe", .file("FILE"), zh: "不校准时所用的配方，用于对照（默认由传感器定）",
                en: "the recipe used otherwise, to compare with (default: the sensor's)"),
            Option(
                "learner", .choice(["threshold", "linear", "trees"]), zh: "学什么（默认由结论数量定）",
                en: "what learns (default: by the number of verdicts)"),
            Option(
                "smoothing", .number("PX", 0.5...16), zh: "概率平滑的标准差（默认由影像定）",
                en: "smoothing of probabilities (default: by imagery)"),
            Option("date", .date, zh: "写入模型的日期（默认不写）", en: "a date to write into the model (default: none)"),
            .workers, .json, .dryRun,
        ],
        examples: [
            "tuban calibrate --list pairs.json5 --out model.json",
            "tuban calibrate --verdicts verdicts.geojson --out model.json --date 2026-06-30",
        ]
    ) { invocation in
        let data = try DataFolder.ofProgram()
        let out = try invocation.required("out")
        var pairs =
            try invocation.string("list").map { path throws(Fault) in try CalibrationList(file: path).pairs } ?? []
        for path in invocation.values("verdicts") { pairs += try VerdictFile.pairs(path) }
        guard let first = pairs.first else { _ = try invocation.required("list"); return .failed }
        let recipe = try data.recipe(invocation.string("recipe"), forImageAt: first.before.paths)
        guard !invocation.isDryRun else {
            invocation.terminal.note(
                zh: "将由 \(pairs.count) 对影像校准，写入 \(out)。",
                en: "would calibrate with \(pairs.count) pairs and write \(out).")
            return .done
        }
        let bars = CalibrationBars(invocation.terminal)
        let calibration = try Calibration(
            pairs, recipe, data, learner: invocation.string("learner"),
            smoothing: invocation.number("smoothing"), workers: invocation.workers, progress: bars.update)
        bars.finish()
        if calibration.model != nil {
            try calibration.write(
                to: out, pairs, recipe, data, date: invocation.date("date"), workers: invocation.workers)
        }
        invocation.report(calibration.json, or: calibration.table(invocation.language))
        return calibration.advise(out, invocation.terminal)
    }
}

/// One progress bar a step of a calibration.
private final class CalibrationBars {
    private let terminal: Terminal
    private var current: (step: CalibrationStep, bar: ProgressBar)?

    init(_ terminal: Terminal) { self.terminal = terminal }

    func update(_ step: CalibrationStep, _ done: Int, _ total: Int) {
        if current?.step != step { current = (step, ProgressBar(step.label, on: terminal)) }
        current?.bar.update(done: done, of: total)
    }

    func finish() { current?.bar.finish() }
}

extension Calibration {
    /// The figures as people read them: what each place is worth when it was left out.
    func table(_ language: Language) -> TextTable {
        let pooled = Bilingual(zh: "合计", en: "pooled").text(language)
        return TextTable(
            [
                .text(zh: "地点", en: "place"), .number(zh: "变化像元", en: "changed"),
                .number(zh: "未校准 F1", en: "as it is F1"), .number(zh: "κ", en: "κ"), .number(zh: "AP", en: "AP"),
                .number(zh: "仅阈值 F1", en: "threshold F1"), .number(zh: "模型 F1", en: "model F1"),
                .number(zh: "κ", en: "κ"), .number(zh: "AP", en: "AP"),
            ],
            rows: (figures.lines + [figures.pooled]).map { line in
                [
                    line.name.isEmpty ? pooled : line.name, "\(line.changed)", decimals(line.usual.f1, 3),
                    decimals(line.usual.kappa, 3), decimals(line.usual.averagePrecision, 3),
                    decimals(line.threshold.f1, 3), line.model.map { decimals($0.f1, 3) } ?? "—",
                    line.model.map { decimals($0.kappa, 3) } ?? "—",
                    line.model.map { decimals($0.averagePrecision, 3) } ?? "—",
                ]
            }
        )
    }

    /// The figures as programs read them.
    var json: JSONValue {
        [
            "use": .string(choice.rawValue), "learner": .string(learnerName), "samples": .integer(counts.samples),
            "figures": figures.json,
        ]
    }

    /// Says plainly what is best to use; exit code 1 where nothing was written.
    func advise(_ path: String, _ terminal: Terminal) -> ExitCode {
        if learnerName != "threshold", !figures.unlearnt.isEmpty {
            let names = Bilingual(listing: figures.unlearnt)
            terminal.note(
                zh: "留出 \(names.zh) 后，其余标注全为一类，学不出模型；模型未参与比较。请补充其他地点的标注。",
                en: "without \(names.en) the remaining labels are all of one kind, so no model could be learnt "
                    + "and none was judged. Add labels of other places.")
        }
        switch choice {
        case .model:
            terminal.note(
                zh: "在留出的地点上，模型优于未校准的方法。已写入 \(path)；用 tuban detect --model \(path)。",
                en: "on places that were left out the model does better than the method as it is. Written to \(path); "
                    + "use it with tuban detect --model \(path).")
            return .done
        case .threshold:
            terminal.note(
                zh: "模型在留出的地点上没有帮助，只学得阈值。已写入 \(path)；用 tuban detect --model \(path)。",
                en: "on places that were left out no model helps, but another threshold does. Written to \(path); use "
                    + "it with tuban detect --model \(path).")
            return .done
        case .usual:
            terminal.note(
                zh: "在留出的地点上，校准没有帮助；未写模型。请照旧使用配方，或收集更多核查结论。",
                en:
                    "on places that were left out calibrating does not help; no model is written. Go on with the "
                    + "recipe as it is, or collect more verdicts.")
            return .failed
        }
    }
}
