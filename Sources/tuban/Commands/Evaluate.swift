import GeoModel
import Pipeline
import SafeFiles
import Verbs

extension Command {
    static let evaluate = Command(
        "evaluate",
        zh: "用真值栅格评价变化栅格",
        en: "score a change raster against a truth raster",
        options: [
            Option(
                "change", .file("FILE"), zh: "detect 得到的 change.tif", en: "change.tif of a detect run", isRequired: true
            ),
            Option("truth", .file("FILE"), zh: "真值栅格", en: "the truth raster", isRequired: true),
            Option(
                "changed", .number("VALUE", -1e9...1e9), zh: "表示变化的值", en: "its value for changed", isRequired: true),
            Option(
                "unchanged", .number("VALUE", -1e9...1e9), zh: "表示未变化的值", en: "its value for unchanged",
                isRequired: true),
            Option(
                "truth-unchanged", .file("FILE"),
                zh: "未变化像元另存一栅格时,该栅格", en: "the raster of unchanged pixels, where it is another one"
            ),
            .json,
        ],
        examples: ["tuban evaluate --change changes/change.tif --truth truth.tif --changed 2 --unchanged 1"]
    ) { invocation in
        let truth = TruthSource(
            path: try invocation.required("truth"),
            changed: invocation.number("changed") ?? 1,
            unchanged: invocation.number("unchanged") ?? 0,
            unchangedPath: invocation.string("truth-unchanged")
        )
        let record = try Evaluation(changeRaster: try invocation.required("change"), truth: truth).record
        let rows = (record.members ?? []).map { [$0.key, $0.value.double.map { decimals($0, 4) } ?? ""] }
        invocation.report(
            record,
            or: TextTable([.text(zh: "指标", en: "figure"), .number(zh: "值", en: "value")], rows: rows)
        )
        return .done
    }
}
