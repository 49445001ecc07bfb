import GeoModel
import Pipeline
import SafeFiles
import Verbs
import WorkQueue

extension Command {
    static let queueBulk = Command(
        "bulk",
        zh: "按表格批量推进任务：一行一步，逐行核对",
        en: "move many cases by a table: a row a step, every row checked",
        options: [
            .region,
            .flag(
                "all-or-none", zh: "有一行被拒则全部不写（默认：被拒的行不写，其余照写）",
                en: "write nothing where one row is refused (default: the others are written)"),
            .json, .dryRun,
        ],
        positionals: [
            Positional(
                "FILE", .file("FILE"),
                zh: "CSV（UTF-8 或 GBK）或 XLSX；列："
                    + BulkList.Column.allCases.map { "\($0.rawValue) \($0.zh)" }.joined(separator: "、"),
                en: "CSV (UTF-8 or GBK) or XLSX; columns: "
                    + BulkList.Column.allCases.map(\.rawValue).joined(separator: ", "))
        ],
        examples: [
            "tuban queue bulk steps.csv --region county --dry-run", "tuban queue bulk steps.csv --region county",
        ]
    ) { invocation in
        let region = try Region.open(invocation.regionPath)
        let now = Timestamp.now
        let list = try BulkList(try invocation.required("FILE"), in: region, now: now)
        let isWhole = invocation.flag("all-or-none")
        // A row that can't be understood is a refused one, so then nothing is to be written either.
        let mode: BulkMode =
            invocation.isDryRun || isWhole && !list.rejected.isEmpty ? .trial : isWhole ? .allOrNone : .rowByRow
        let (results, areKept) = try region.takeSteps(list, mode, now: now)
        let rejected = list.rejected + results.compactMap(\.refusal)
        let work = zip(list.rows, results).map { ($0, $1) }
        let count = Count(work.map(\.1), rejected: rejected.count, areKept: areKept)
        invocation.report(json(work, rejected, count), or: table(work, invocation.language))
        invocation.terminal.note(
            zh: "推进 \(count.taken) 项，此前已办 \(count.already) 项，拒收 \(count.rejected) 项。"
                + (areKept ? "" : "未写入任何内容。"),
            en: "\(count.taken) moved, \(count.already) done before, \(count.rejected) rejected."
                + (areKept ? "" : " Nothing was written."))
        guard isWhole, !rejected.isEmpty else {
            return invocation.terminal.list(rejected: rejected, isAll: count.taken + count.already == 0)
        }
        invocation.terminal.name(rejected: rejected)
        return .failed
    }

    private struct Count {
        let taken: Int
        let already: Int
        let rejected: Int
        let areKept: Bool

        init(_ results: [BulkResult], rejected: Int, areKept: Bool) {
            taken = results.count { if case .taken = $0 { true } else { false } }
            already = results.count { $0 == .already }
            self.rejected = rejected
            self.areKept = areKept
        }
    }

    private static func json(_ work: [(BulkRow, BulkResult)], _ rejected: [Fault], _ count: Count) -> JSONValue {
        [
            "written": .bool(count.areKept), "moved": .integer(count.taken), "done_before": .integer(count.already),
            "rows": .array(
                work.map { row, result in
                    [
                        "row": .string(row.name), "case": .string(row.caseID),
                        "action": .string(row.step.action.rawValue),
                        "result": .string(result.word), "state": JSONValue(result.summary?.state.rawValue),
                        "version": JSONValue(result.summary?.version),
                        "evidence": .array(row.step.evidence.map { .string($0.sha256) }),
                    ]
                }),
            "rejected": .array(rejected.map(\.json)),
        ]
    }

    private static func table(_ work: [(BulkRow, BulkResult)], _ language: Language) -> TextTable {
        TextTable(
            [
                .text(zh: "任务", en: "case"), .text(zh: "动作", en: "action"), .text(zh: "结果", en: "result"),
                .text(zh: "状态", en: "state"),
            ],
            rows: work.map { row, result in
                [
                    row.caseID, row.step.action.rawValue, result.label.text(language),
                    result.summary?.state.label.text(language) ?? "—",
                ]
            })
    }
}

extension BulkResult {
    fileprivate var summary: CaseSummary? { if case .taken(let summary) = self { summary } else { nil } }

    fileprivate var word: String {
        switch self {
        case .taken: "moved"
        case .already: "done_before"
        case .refused: "rejected"
        }
    }

    fileprivate var label: Bilingual {
        switch self {
        case .taken: Bilingual(zh: "已推进", en: "moved")
        case .already: Bilingual(zh: "此前已办", en: "done before")
        case .refused: Bilingual(zh: "拒收", en: "rejected")
        }
    }
}
