import GeoModel
import Pipeline
import Publishing
import SafeFiles
import Verbs
import WorkQueue

extension Command {
    static let queueLeads = Command(
        "leads",
        zh: "与上级下发图斑、群众反映比对：提前量、漏报及原因、多报",
        en: "the queue beside the superior's lists and complaints: lead time, misses and why, extras",
        options: [
            .region,
            Option("kind", .choice(LeadKind.allCases.map(\.rawValue)), zh: "只比对此类", en: "only these"),
            .flag("missed", zh: "只列漏报", en: "only what the queue missed"),
            .flag("extras", zh: "只列多报：本方有、上级清单没有", en: "only what the queue has and no list of the superior"),
            .flag("lists", zh: "逐批汇总", en: "a row a list"),
            Option("csv", .file("FILE"), zh: "另将所列表格存为 CSV", en: "write the table shown there too (CSV)"),
            Option(
                "out", .folder("DIR"), zh: "另将全部表格写成 CSV、XLSX、JSON 与 HTML",
                en: "write all tables as CSV, XLSX, JSON and HTML as well"), .json, .dryRun,
        ],
        examples: [
            "tuban queue leads --region county", "tuban queue leads --region county --missed",
            "tuban queue leads --region county --out leads",
        ]
    ) { invocation in
        let region = try Region.open(invocation.regionPath)
        let report = try region.leads()
        let kinds = invocation.string("kind").flatMap(LeadKind.init(rawValue:)).map { [$0] } ?? LeadKind.allCases
        let list = LeadList(report, kinds: kinds, day: Timestamp.now.bureauDay, language: invocation.language)
        let views = ["missed", "extras", "lists"].filter(invocation.flag)
        guard views.count < 2 else {
            throw UsageFault(
                zh: "--\(views[0]) 与 --\(views[1]) 只能用一个。", en: "--\(views[0]) and --\(views[1]) exclude each other.",
                path: invocation.path.names)
        }
        let leads = list.leadTable(missedOnly: views.first == "missed")
        let table = ["extras": list.extraTable, "lists": list.tallyTable][views.first ?? ""] ?? leads
        let shown = table.name == leads.name ? list.shortLeadTable(missedOnly: views.first == "missed") : table
        if let path = invocation.string("csv"), !invocation.isDryRun {
            let file = try CSVWriter(path, header: table.columns.map { $0.title.text(invocation.language) })
            for row in table.rows { try file.append(row) }
            try file.close()
        }
        invocation.report(shown, json: list.json)
        for kind in kinds { note(kind, report, invocation) }
        try invocation.writeReport { folder throws(Fault) in
            try list.write(to: folder, region: region.settings.name)
        }
        return .done
    }

    private static func note(_ kind: LeadKind, _ report: LeadReport, _ invocation: Invocation) {
        let tally = LeadTally(kind, of: report.matches)
        func days(_ number: Double?) -> String { number.map { decimals($0, 1) } ?? "—" }
        let others = tally.leads - tally.found - tally.missed
        let extras =
            kind == .issued
            ? Bilingual(zh: "；多报 \(report.extras.count)", en: "; extras \(report.extras.count)")
            : Bilingual(zh: "", en: "")
        let (image, opened) = (days(tally.medianImageLead), days(tally.medianLeadTime))
        invocation.terminal.note(
            zh: "\(kind.label.zh)：共 \(tally.leads)，有任务 \(tally.found)（影像更早 \(tally.seenEarlier)，提前中位数 \(image) 天；"
                + "立案更早 \(tally.openedEarlier)，中位数 \(opened) 天），漏报 \(tally.missed)，"
                + "已解释、待下期或无位置 \(others)\(extras.zh)。",
            en: "\(kind.label.en): \(tally.leads) in all, \(tally.found) with a case (our image earlier "
                + "\(tally.seenEarlier), median \(image) days; opened earlier \(tally.openedEarlier), median \(opened) "
                + "days), missed \(tally.missed), explained, too late to be seen or without a place "
                + "\(others)\(extras.en).")
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
