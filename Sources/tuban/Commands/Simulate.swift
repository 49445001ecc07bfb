import GeoModel
import SafeFiles
import Simulation
import Verbs

extension Command {
    static let simulate = Command(
        "simulate",
        zh: "生成示例区域：逐月影像、登记册与真值",
        en: "make a sample district: monthly scenes, registers and truth",
        options: [
            Option("seed", .integer("N", 0...Int.max), zh: "随机种子（默认 7）", en: "the seed (default: 7)"),
            Option("months", .integer("M", 2...60), zh: "月数（默认 14）", en: "months (default: 14)"),
            Option("size", .integer("PX", 512...20_000), zh: "边长像元数（默认 1024）", en: "pixels a side (default: 1024)"),
            Option("out", .folder("DIR"), zh: "写到何处", en: "where it is written", isRequired: true),
            .workers, .json, .dryRun,
        ],
        examples: ["tuban simulate --seed 7 --months 14 --size 1024 --out district"]
    ) { invocation in
        let options = try SimulationOptions(
            seed: UInt64(invocation.integer("seed") ?? 7),
            months: invocation.integer("months") ?? 14,
            size: invocation.integer("size") ?? 1024,
            folder: try invocation.required("out"),
            workers: invocation.workers
        )
        guard !invocation.isDryRun else {
            invocation.terminal.note(
                zh: "将在 \(options.folder) 生成 \(options.months) 个月、边长 \(options.size) 像元的示例区域。",
                en: "would make \(options.months) months of \(options.size) pixels a side in \(options.folder)."
            )
            return .done
        }
        let bar = ProgressBar(Bilingual(zh: "生成影像", en: "scenes"), on: invocation.terminal)
        let report = try simulateDistrict(options) { bar.update(done: $0, of: $1) }
        bar.finish()
        invocation.report(report.json, or: report.table)
        return .done
    }
}

extension SimulationReport {
    fileprivate var rows: [(name: String, count: Int)] {
        [("scenes", items.count)] + events.map { ($0.kind.rawValue, $0.count) } + records.map { ($0.path, $0.rows) }
    }

    fileprivate var table: TextTable {
        TextTable(
            [.text(zh: "内容", en: "made"), .number(zh: "数量", en: "count")],
            rows: rows.map { [$0.name, "\($0.count)"] }
        )
    }

    fileprivate var json: JSONValue {
        .object([.init("folder", .string(folder))] + rows.map { .init($0.name, .integer($0.count)) })
    }
}
