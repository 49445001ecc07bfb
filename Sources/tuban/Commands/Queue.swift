import GeoModel
import LandRecords
import Pipeline
import SafeFiles
import Verbs
import WorkQueue

extension Command {
    static let queue = Command(
        "queue",
        zh: "任务队列：列出、查看、推进",
        en: "the work queue: list, show, advance",
        subcommands: [
            queueList, queueShow, queueDue, queueLeads, queueVisits, queueAdvance, queueBulk, queueAssign, queueUndo,
            queueLoop, queueCodes, queueVerdicts, queueFigures,
        ]
    )

    private static let queueList = Command(
        "list",
        zh: "列出任务",
        en: "list cases",
        options: [
            .region,
            Option("state", .choice(CaseState.allCases.map(\.rawValue)), zh: "只列此状态", en: "only this state"),
            Option(
                "theme", .text("CODE"), zh: "只列此专题，如 farmland-change", en: "only this theme, such as farmland-change"),
            Option("period", .month, zh: "只列此月", en: "only this month"),
            .flag("active", zh: "只列其后影像仍显示变化的在办任务", en: "only open cases whose place later images show changed still"),
            Option(
                "sort", .choice(CaseFilter.Order.allCases.map(\.rawValue)), zh: "排序（默认 priority）",
                en: "the order (default: priority)"),
            Option("limit", .integer("N", 1...1_000_000), zh: "至多条数", en: "at most so many"),
            .json,
        ],
        examples: ["tuban queue list --region county --state suspected --theme farmland-change"]
    ) { invocation in
        let store = try Region.open(invocation.regionPath).store
        let cases = try store.cases(
            CaseFilter(
                state: invocation.string("state").flatMap(CaseState.init(rawValue:)),
                theme: invocation.string("theme"),
                period: invocation.month("period"),
                isActive: invocation.flag("active"),
                limit: invocation.integer("limit"),
                order: invocation.string("sort").flatMap(CaseFilter.Order.init(rawValue:)) ?? .priority
            )
        )
        invocation.report(.array(cases.map(\.json)), or: caseTable(cases, invocation.language))
        if cases.isEmpty { invocation.noteThemes(try store.themes()) }
        return .done
    }

    private static func caseTable(_ cases: [CaseSummary], _ language: Language) -> TextTable {
        TextTable(
            [
                .text(zh: "任务", en: "case"), .text(zh: "专题", en: "theme"), .text(zh: "状态", en: "state"),
                .number(zh: "面积（亩）", en: "mu"), .number(zh: "优先", en: "priority"),
                .text(zh: "监测编号／记录", en: "patch or record"), .text(zh: "承办人", en: "assigned"),
                .text(zh: "再次监测到", en: "seen again"), .number(zh: "版本", en: "version"),
            ],
            rows: cases.map { item in
                [
                    item.id, item.themeLabel.text(language), item.state.label.text(language),
                    decimals(item.area.mu, 2), "\(item.priority)", item.patchNumber ?? item.recordKey ?? "—",
                    item.assigned?.name ?? "—",
                    item.seenAgain?.description ?? "—", "\(item.version)",
                ]
            }
        )
    }

    private static let queueVerdicts = Command(
        "verdicts",
        zh: "导出已审核的核查结论（GeoJSON），供 tuban calibrate 学习",
        en: "export the reviewed verdicts (GeoJSON), for tuban calibrate to learn from",
        options: [.region, Option("out", .file("FILE"), zh: "写到何处", en: "where they go", isRequired: true), .json],
        examples: ["tuban queue verdicts --region county --out verdicts.geojson"]
    ) { invocation in
        let path = try invocation.required("out")
        let count = try Region.open(invocation.regionPath).exportVerdicts(to: path)
        invocation.report(
            [
                "confirmed": .integer(count.confirmed), "dismissed": .integer(count.dismissed), "file": .string(path),
                "rejected": .array(count.rejected.map(\.json)),
            ],
            or: TextTable(
                [.number(zh: "属实", en: "confirmed"), .number(zh: "排除", en: "dismissed"), .text(zh: "文件", en: "file")],
                rows: [["\(count.confirmed)", "\(count.dismissed)", path]])
        )
        return invocation.terminal.list(rejected: count.rejected)
    }

    private static let queueShow = Command(
        "show",
        zh: "查看一个任务：理由、依据、经过、可做的事",
        en: "show one case: reason, facts, what happened, what can be done",
        options: [.region, .json],
        positionals: [Positional("CASE", .text("CASE"), zh: "任务编号", en: "the case's number")],
        examples: ["tuban queue show --region county 202606-0001"]
    ) { invocation in
        let region = try Region.open(invocation.regionPath)
        let detail = try region.store.caseDetail(try invocation.required("CASE"))
        let place = try CaseSurroundings(detail, invocation.clocks(of: detail, region), in: region)
        if invocation.flag("json") {
            invocation.terminal.result(detail.json(place).text(indented: true))
        } else {
            let text = detail.text(invocation.language, try region.data.loopCodes(), place)
            invocation.terminal.result(text.withoutControls)
        }
        return .done
    }
}

extension Invocation {
    /// Says that no case is as asked, and which themes have any.
    func noteThemes(_ themes: [String]) {
        let listed = Bilingual(listing: themes)
        terminal.note(
            zh: "没有符合条件的任务。" + (listed.zh.isEmpty ? "" : "现有专题：\(listed.zh)。"),
            en: "No case is so." + (listed.en.isEmpty ? "" : " Themes with cases: \(listed.en)."))
    }
}
