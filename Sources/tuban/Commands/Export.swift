import GeoModel
import Pipeline
import Publishing
import SafeFiles
import Verbs
import WorkQueue

extension Command {
    static let export = Command(
        "export",
        zh: "输出一个月的任务：GeoJSON、GeoPackage、CSV 与核查清单",
        en: "export a month's cases: GeoJSON, GeoPackage, CSV and the change list",
        options: [
            .region, Option("period", .month, zh: "月份（默认：最近有影像的月）", en: "the month (default: the latest with a scene)"),
            Option(
                "format", .choice(ExportFormat.allCases.map(\.rawValue)),
                zh: "格式（默认 geojson）", en: "a format (default: geojson)", repeats: true
            ),
            .flag("change-list", zh: "另生成带前后影像的核查清单（HTML）", en: "make the change list with pictures (HTML) as well"),
            Option("out", .folder("DIR"), zh: "写到何处（默认 exports/月份）", en: "where it goes (default: exports/MONTH)"),
            .json,
            .dryRun,
        ],
        examples: ["tuban export --region county --format geojson --format gpkg --change-list"]
    ) { invocation in
        let region = try Region.open(invocation.regionPath)
        let period = try invocation.month("period") ?? region.latestPeriod()
        let given = invocation.values("format").compactMap(ExportFormat.init(rawValue:))
        let count = try region.store.cases(.init(period: period)).count
        guard !invocation.isDryRun else {
            invocation.terminal.note(
                zh: "将输出 \(period) 的 \(count) 件任务。", en: "would export \(count) cases of \(period).")
            return .done
        }
        let bar = ProgressBar(MonthlyStep.export.label, on: invocation.terminal)
        let receipt = try region.export(
            period,
            formats: given.isEmpty ? [.geoJSON] : given,
            changeList: invocation.flag("change-list"),
            to: invocation.string("out")
        ) { bar.update(done: $0, of: $1) }
        bar.finish()
        invocation.report(
            .array(receipt.files.map { .string($0) }),
            or: TextTable([.text(zh: "文件", en: "file")], rows: receipt.files.map { [$0] })
        )
        invocation.terminal.note(zh: "\(period)：\(count) 件任务。", en: "\(period): \(count) cases.")
        return invocation.terminal.list(rejected: receipt.missingPictures)
    }
}
