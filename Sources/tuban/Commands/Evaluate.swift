import GeoModel
import Pipeline
import SafeFiles
import Verbs
import WorkQueue

extension Command {
    static let evaluate = Command(
        "evaluate",
        zh: "用真值评价变化栅格，或用已知事件评价一个月的线索",
        en: "score a change raster against a truth, or a month's flags against known events",
        options: [
            Option("change", .file("FILE"), zh: "detect 得到的 change.tif", en: "change.tif of a detect run"),
            Option("truth", .file("FILE"), zh: "真值栅格", en: "the truth raster"),
            Option("changed", .number("VALUE", -1e9...1e9), zh: "表示变化的值", en: "its value for changed"),
            Option("unchanged", .number("VALUE", -1e9...1e9), zh: "表示未变化的值", en: "its value for unchanged"),
            Option(
                "truth-unchanged", .file("FILE"),
                zh: "未变化像元另存一栅格时，该栅格", en: "the raster of unchanged pixels, where it is another one"
            ),
            Option(
                "list", .file("FILE"), zh: "影像对与真值的清单（同 calibrate）：逐对比较多种方法",
                en: "a list of pairs with truths, as for calibrate: sets methods side by side on each"),
            Option(
                "methods", .file("FILE"), zh: "要对照的方法（默认：数据文件 methods/usual.json5）",
                en: "the methods (default: the data file methods/usual.json5)"),
            Option("out", .folder("DIR"), zh: "对照结果的文件夹", en: "where results of --list go"),
            Option("events", .folder("DIR"), zh: "已知事件的文件夹（评价线索）", en: "a folder of known events, to score flags"),
            .region, Option("period", .month, zh: "线索的月份", en: "the month of the flags"), .workers, .json,
        ],
        examples: [
            "tuban evaluate --change changes/change.tif --truth truth.tif --changed 2 --unchanged 1",
            "tuban evaluate --list pairs.json5 --out trial",
            "tuban evaluate --region Samples/out --events Samples/out/source/truth",
        ]
    ) { invocation in
        if let events = invocation.string("events") {
            try scoreFlags(invocation, events)
        } else if let list = invocation.string("list") {
            return try compareMethods(invocation, list)
        } else {
            try scoreRaster(invocation)
        }
        return .done
    }

    private static func scoreRaster(_ invocation: Invocation) throws {
        _ = try (invocation.required("changed"), invocation.required("unchanged"))
        let truth = TruthSource(
            path: try invocation.required("truth"),
            changed: invocation.number("changed") ?? 1,
            unchanged: invocation.number("unchanged") ?? 0,
            unchangedPath: invocation.string("truth-unchanged")
        )
        let record = try Evaluation(changeRaster: try invocation.required("change"), truth: truth).record
        let rows = (record.members ?? []).map { figure in
            [
                figures[figure.key]?.text(invocation.language) ?? figure.key,
                figure.value.double.map { decimals($0, 4) } ?? "",
            ]
        }
        invocation.report(
            record,
            or: TextTable([.text(zh: "指标", en: "figure"), .number(zh: "值", en: "value")], rows: rows)
        )
    }

    /// The figures of an evaluation as people read them.
    private static let figures = [
        "overall_accuracy": Bilingual(zh: "总体精度", en: "overall accuracy"),
        "kappa": Bilingual(zh: "Kappa 系数", en: "kappa"),
        "precision": Bilingual(zh: "查准率", en: "precision"),
        "recall": Bilingual(zh: "查全率", en: "recall"),
        "f1": Bilingual(zh: "F1", en: "F1"),
        "threshold": Bilingual(zh: "阈值", en: "threshold"),
        "best_f1": Bilingual(zh: "最佳 F1", en: "best F1"),
        "best_threshold": Bilingual(zh: "最佳 F1 的阈值", en: "threshold of the best F1"),
        "average_precision": Bilingual(zh: "平均查准率", en: "average precision"),
        "scored_pixels": Bilingual(zh: "参评像元", en: "scored pixels"),
        "not_compared_pixels": Bilingual(zh: "其中未能比较的像元", en: "of these not compared"),
    ]

    private static func scoreFlags(_ invocation: Invocation, _ folder: String) throws {
        let region = try Region.open(invocation.regionPath)
        let period = try invocation.month("period") ?? region.latestPeriod()
        let recipe = try Recipe(file: try region.data.recipe("monthly"))
        let evaluation = try EventEvaluation(
            flags: try region.store.flags(FlagFilter(period: period)),
            truth: folder,
            system: region.settings.system,
            monthsEarlier: recipe.monthly?.monthsEarlier ?? 12
        )
        let rows = evaluation.themes.map { theme in
            [
                theme.code, "\(theme.due)", "\(theme.found)", decimals(theme.recall, 2), "\(theme.flags)",
                "\(theme.right)", decimals(theme.precision, 2),
            ]
        }
        invocation.report(
            evaluation.record,
            or: TextTable(
                [
                    .text(zh: "专题", en: "theme"), .number(zh: "应报", en: "due"), .number(zh: "报出", en: "found"),
                    .number(zh: "查全率", en: "recall"), .number(zh: "线索", en: "flags"),
                    .number(zh: "属实", en: "right"), .number(zh: "查准率", en: "precision"),
                ],
                rows: rows
            )
        )
        for event in evaluation.missed { invocation.terminal.note(zh: "漏报：\(event)", en: "missed: \(event)") }
        for flag in evaluation.wrong { invocation.terminal.note(zh: "误报：\(flag)", en: "wrong: \(flag)") }
    }
}
