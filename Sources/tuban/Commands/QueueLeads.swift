import GeoModel
import Pipeline
import Publishing
import SafeFiles
import Verbs
import WorkQueue

extension Command {
    static let queueLeads = Command(
        "leads",
        zh: "与上级下发图斑、群众反映比对：提前量、漏报、多报",
        en: "the queue beside the superior's list and complaints: lead time, misses, extras",
        options: [
            .region,
            Option("kind", .choice(LeadKind.allCases.map(\.rawValue)), zh: "只比对此类", en: "only these"),
            .flag("missed", zh: "只列漏报", en: "only what the queue missed"),
            Option("csv", .file("FILE"), zh: "另存为表格（CSV）", en: "write the table there too (CSV)"), .json, .dryRun,
        ],
        examples: ["tuban queue leads --region county", "tuban queue leads --region county --missed"]
    ) { invocation in
        let report = try Region.open(invocation.regionPath).leads()
        let kinds = invocation.string("kind").flatMap(LeadKind.init(rawValue:)).map { [$0] } ?? LeadKind.allCases
        let all = report.matches.filter { kinds.contains($0.lead.kind) }
        let shown = invocation.flag("missed") ? all.filter { $0.summary == nil && $0.lead.isPlaced } : all
        let language = invocation.language
        let rows = shown.map { $0.row(language) }
        let columns: [TextTable.Column] = [
            .text(zh: "来源", en: "from"), .text(zh: "编号", en: "number"), .text(zh: "日期", en: "day"),
            .text(zh: "任务", en: "case"), .text(zh: "状态", en: "state"), .number(zh: "提前（天）", en: "days earlier"),
        ]
        if let path = invocation.string("csv"), !invocation.isDryRun {
            let table = try CSVWriter(path, header: columns.map { $0.title.text(language) })
            for row in rows { try table.append(row.map { .text($0) }) }
            try table.close()
        }
        invocation.report(report.json(kinds), or: TextTable(columns, rows: rows))
        for kind in kinds { note(kind, report, invocation) }
        return .done
    }

    private static func note(_ kind: LeadKind, _ report: LeadReport, _ invocation: Invocation) {
        let leads = report.matches.filter { $0.lead.kind == kind }
        let (matched, missed) = (leads.count { $0.summary != nil }, report.missed.count { $0.lead.kind == kind })
        let unplaced = report.unplaced.count { $0.lead.kind == kind }
        let earlier = leads.count { ($0.leadTime ?? 0) > 0 }
        let median = report.medianLeadTime(kind).map { decimals($0, 1) } ?? "—"
        let extras =
            kind == .issued
            ? Bilingual(zh: "；多报 \(report.extras.count)", en: "; extras \(report.extras.count)")
            : Bilingual(zh: "", en: "")
        invocation.terminal.note(
            zh: "\(kind.label.zh)：共 \(leads.count)，有任务 \(matched)（早于对方 \(earlier)，提前量中位数 \(median) 天），"
                + "漏报 \(missed)，无位置 \(unplaced)\(extras.zh)。",
            en: "\(kind.label.en): \(leads.count) in all, \(matched) with a case (\(earlier) of them earlier, median "
                + "\(median) days), missed \(missed), without a place \(unplaced)\(extras.en).")
    }

    static let queueVisits = Command(
        "visits",
        zh: "待走访的任务，按主体合并，与本年已走访次数和上限对照",
        en: "visits that wait, merged by entity, beside the year's visits and their cap",
        options: [
            .region, Option("year", .integer("YEAR", 1990...2200), zh: "年份（默认今年）", en: "the year (default: this one)"),
            .json,
        ],
        examples: ["tuban queue visits --region county"]
    ) { invocation in
        let year = invocation.integer("year") ?? Timestamp.now.bureauDay.year
        let plan = try Region.open(invocation.regionPath).visits(in: year)
        let language = invocation.language
        let table = TextTable(
            [
                .text(zh: "主体", en: "entity"), .number(zh: "待走访", en: "waiting"), .number(zh: "本年已走访", en: "visited"),
                .text(zh: "任务", en: "cases"), .text(zh: "提示", en: "advice"),
            ],
            rows: plan.map { item in
                let shown = item.waiting.prefix(4).map(\.id).joined(separator: " ")
                return [
                    item.entity ?? Bilingual(zh: "（未登记主体）", en: "(nobody known)").text(language),
                    "\(item.waiting.count)", "\(item.visited.count)",
                    shown + (item.waiting.count > 4 ? " …" : ""), item.advice.text(language),
                ]
            })
        invocation.report(.array(plan.map(\.json)), or: table)
        let known = plan.filter { $0.entity != nil }
        let saved = known.reduce(0) { $0 + $1.waiting.count - 1 }
        invocation.terminal.note(
            zh: "\(year) 年：\(known.count) 个主体待走访，合并可少走 \(saved) 次；\(known.count(where: \.isAtCap)) 个已达上限。",
            en: "\(year): \(known.count) entities wait for a visit, merging saves \(saved); "
                + "\(known.count(where: \.isAtCap)) are at their cap.")
        return .done
    }
}

extension LeadMatch {
    fileprivate func row(_ language: Language) -> [String] {
        let missing = lead.isPlaced ? Bilingual(zh: "漏报", en: "missed") : Bilingual(zh: "无位置", en: "without a place")
        return [
            lead.kind.label.text(language), lead.number, lead.day?.description ?? "—", summary?.id ?? "—",
            (summary?.state.label ?? missing).text(language), leadTime.map { "\($0)" } ?? "—",
        ]
    }

    fileprivate var json: JSONValue {
        [
            "kind": .string(lead.kind.rawValue), "number": .string(lead.number),
            "day": JSONValue(lead.day?.description), "has_place": .bool(lead.isPlaced),
            "case": JSONValue(summary?.id), "state": JSONValue(summary?.state.rawValue),
            "lead_days": JSONValue(leadTime),
        ]
    }
}

extension LeadReport {
    fileprivate func json(_ kinds: [LeadKind]) -> JSONValue {
        [
            "leads": .array(matches.filter { kinds.contains($0.lead.kind) }.map(\.json)),
            "kinds": .array(
                kinds.map { kind in
                    let leads = matches.filter { $0.lead.kind == kind }
                    return [
                        "kind": .string(kind.rawValue), "leads": .integer(leads.count),
                        "with_case": .integer(leads.count { $0.summary != nil }),
                        "earlier": .integer(leads.count { ($0.leadTime ?? 0) > 0 }),
                        "median_lead_days": JSONValue(medianLeadTime(kind)),
                        "missed": .integer(missed.count { $0.lead.kind == kind }),
                        "without_place": .integer(unplaced.count { $0.lead.kind == kind }),
                    ]
                }),
            "extras": .array(extras.map { .string($0.id) }),
        ]
    }
}

extension EntityVisits {
    fileprivate var advice: Bilingual {
        if isAtCap, let cap {
            return Bilingual(
                zh: "已达上限（每年 \(cap) 天）：内业核查，或写明走访事由（visit-ground）",
                en: "at the cap of \(cap) days a year: verify from papers, or give a visit-ground")
        }
        return waiting.count > 1 && entity != nil
            ? Bilingual(zh: "合并为一次走访", en: "one visit for all") : Bilingual(zh: "—", en: "—")
    }

    fileprivate var json: JSONValue {
        [
            "entity": JSONValue(entity), "cases": .array(waiting.map { .string($0.id) }),
            "visited": .array(visited.map { .string($0.description) }), "cap": JSONValue(cap),
            "at_cap": .bool(isAtCap),
        ]
    }
}
