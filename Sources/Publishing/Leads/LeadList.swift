import GeoIO
package import GeoModel
package import SafeFiles
package import WorkQueue

/// The queue beside the superior's lists and complaints as tables, files and a page.
package struct LeadList: Sendable {
    private let report: LeadReport
    private let kinds: [LeadKind]
    private let day: CalendarDate
    private let language: Language

    /// A list.
    ///
    /// - Parameters:
    ///   - report: The queue beside all leads.
    ///   - kinds: What is shown of it.
    ///   - day: The day on which it is drawn up.
    ///   - language: What texts in tables are in.
    package init(_ report: LeadReport, kinds: [LeadKind], day: CalendarDate, language: Language) {
        (self.report, self.kinds, self.day, self.language) = (report, kinds, day, language)
    }

    private var matches: [LeadMatch] { report.matches.filter { kinds.contains($0.lead.kind) } }

    // MARK: - Leads

    /// Every lead with its case, or why there is none.
    package func leadTable(missedOnly: Bool = false) -> ReportTable {
        ReportTable(
            name: "leads", title: Bilingual(zh: "线索比对", en: "leads and cases"),
            columns: [
                .init("kind", zh: "来源", en: "from"), .init("number", zh: "编号", en: "number"),
                .init("day", zh: "日期", en: "came in"), .init("image_day", zh: "对方影像", en: "their image"),
                .mu("area", zh: "亩", en: "mu"), .init("text", zh: "内容", en: "says", isLong: true),
                .init("case", zh: "任务", en: "case"),
                .init("state", zh: "状态", en: "state"), .init("case_image_day", zh: "本方影像", en: "our image"),
                .init("image_lead_days", zh: "影像提前（天）", en: "days, images", isNumber: true),
                .init("lead_days", zh: "立案提前（天）", en: "days, case", isNumber: true),
                .init("missed", zh: "漏报", en: "missed"), .init("remark", zh: "说明", en: "remark", isLong: true),
            ],
            rows: matches.filter { !missedOnly || $0.isMissed }.map(row))
    }

    /// The same without what a terminal has no room for.
    package func shortLeadTable(missedOnly: Bool) -> ReportTable {
        let table = leadTable(missedOnly: missedOnly)
        let kept = table.columns.indices.filter { !Self.notShown.contains(table.columns[$0].key) }
        return ReportTable(
            name: table.name, title: table.title, columns: kept.map { table.columns[$0] },
            rows: table.rows.map { row in kept.map { row[$0] } })
    }

    private static let notShown: Set<String> = ["image_day", "text", "case_image_day"]

    private func row(_ match: LeadMatch) -> [FieldValue] {
        let lead = match.lead
        return [
            .text(lead.kind.label.text(language)), .text(lead.number), FieldValue(lead.day), FieldValue(lead.imageDay),
            lead.area.map { .real(($0.mu * 100).rounded() / 100) } ?? .null, FieldValue(lead.text),
            FieldValue(match.summary?.id), FieldValue(match.summary?.state.label.text(language)),
            FieldValue(match.found?.seenOn), days(match.imageLead), days(match.leadTime),
            match.isMissed ? .text(Bilingual(zh: "漏报", en: "missed").text(language)) : .null,
            FieldValue(match.remark?.text(language)),
        ]
    }

    private func days(_ count: Int?) -> FieldValue { count.map { .integer(Int64($0)) } ?? .null }

    // MARK: - Extras

    /// Cases on patches that no list of the superior has.
    package var extraTable: ReportTable {
        ReportTable(
            name: "extras",
            title: Bilingual(zh: "多报（上级清单没有）", en: "extras (on no list)"),
            columns: [
                .init("case", zh: "任务", en: "case"), .init("theme", zh: "专题", en: "theme"),
                .init("patch", zh: "图斑", en: "patch"), .mu("area", zh: "亩", en: "mu"),
                .init("case_image_day", zh: "本方影像", en: "our image"), .init("opened_on", zh: "立案", en: "opened"),
                .init("state", zh: "状态", en: "state"), .init("outcome", zh: "核查结论", en: "found to be"),
            ],
            rows: report.extras.map { item in
                let summary = item.summary
                return [
                    .text(summary.id), .text(summary.themeLabel.text(language)), FieldValue(summary.patchNumber),
                    .real((summary.area.mu * 100).rounded() / 100), FieldValue(item.seenOn),
                    .date(summary.openedAt.bureauDay), .text(summary.state.label.text(language)),
                    FieldValue(summary.outcome?.label.text(language)),
                ]
            })
    }

    // MARK: - In short

    /// A row a list of the superior, and one of the complaints.
    package var tallyTable: ReportTable {
        ReportTable(
            name: "lists", title: Bilingual(zh: "逐批比对", en: "list by list"),
            columns: [
                .init("kind", zh: "来源", en: "from"), .init("day", zh: "下发日期", en: "issued"),
                .init("leads", zh: "线索", en: "leads", isNumber: true),
                .init("with_case", zh: "有任务", en: "with a case", isNumber: true),
                .init("seen_earlier", zh: "影像更早", en: "image earlier", isNumber: true),
                .init("median_image_lead_days", zh: "影像提前中位（天）", en: "median days, images", isNumber: true),
                .init("opened_earlier", zh: "立案更早", en: "case earlier", isNumber: true),
                .init("median_lead_days", zh: "立案提前中位（天）", en: "median days, case", isNumber: true),
                .init("explained", zh: "登记册已解释", en: "explained", isNumber: true),
                .init("after_last_image", zh: "待下期影像", en: "too late to see", isNumber: true),
                .init("missed", zh: "漏报", en: "missed", isNumber: true),
                .init("without_place", zh: "无位置", en: "no place", isNumber: true),
            ],
            rows: LeadTally.each(of: matches).map { tally in
                func count(_ number: Int?) -> FieldValue { .integer(Int64(number ?? 0)) }
                func middle(_ days: Double?) -> FieldValue { days.map { .real($0) } ?? .null }
                return [
                    .text(tally.kind.label.text(language)), FieldValue(tally.day), count(tally.leads),
                    count(tally.found), count(tally.seenEarlier), middle(tally.medianImageLead),
                    count(tally.openedEarlier), middle(tally.medianLeadTime), count(tally.gaps["explained"]),
                    count(tally.gaps["after_last_image"]), count(tally.missed), count(tally.gaps["without_place"]),
                ]
            })
    }

    /// All of it as programs read it.
    package var json: JSONValue {
        [
            "leads": .array(matches.map(\.json)),
            "kinds": .array(kinds.map { LeadTally($0, of: report.matches).json }),
            "lists": .array(LeadTally.each(of: matches).map(\.json)),
            "extras": .array(report.extras.map(\.json)),
        ]
    }

    /// Writes all tables as CSV and as the sheets of `leads.xlsx`, all of it as JSON, and a page.
    ///
    /// - Returns: The paths.
    /// - Throws: `Fault` where the disk is full.
    package func write(to folder: String, region: String) throws(Fault) -> [String] {
        let tables = [tallyTable, leadTable(), extraTable]
        // The page is in Chinese, as its headings are.
        let shown = LeadList(report, kinds: kinds, day: day, language: .zh)
        let page = ReportPage(
            heading: Bilingual(zh: "线索比对", en: "The queue beside others' leads"), region: region, day: day,
            source: "tuban queue leads", caveat: Self.caveat,
            tables: [shown.tallyTable, shown.leadTable(), shown.extraTable], remarks: [], cards: [])
        var paths = try tables.write("leads", json.members ?? [], page, to: folder)
        let sheets = folder + "/leads.xlsx"
        let writer = try LayerWriter(sheets, format: .xlsx)
        for table in tables {
            let name = table.title.text(language).sheetName
            try writer.beginLayer(name, system: nil, fields: table.sheetFields(language))
            for row in table.rows { try writer.append(nil, row) }
        }
        try writer.close()
        paths.append(sheets)
        return paths
    }

    private static let caveat = Bilingual(
        zh: "卫星监测线索，不作为认定依据。影像提前按双方影像日期计算（群众反映按来件日期），立案提前按任务建立日期与下发、来件日期计算；负数为晚于对方。"
            + "漏报为有位置、无任务且登记册和影像时间都不能说明的线索，其中也有实地并无变化的；多报是本方独有的线索，不等于误报。",
        en: "Clues by satellite, no finding. Days by images are from our first image to theirs, or to the complaint; "
            + "days by case from its opening to the day the lead came in; negative is later. Missed is what has a "
            + "place and no case, and neither records nor the date explain that; some of it is not there on the "
            + "ground. Extras are ours alone, which does not make them wrong.")
}

extension String {
    /// The text as the name of a sheet: up to 31 characters, none of those that spreadsheets refuse.
    fileprivate var sheetName: String {
        String(map { "[]:*?/\\".contains($0) ? " " : $0 }.prefix(31))
    }
}

extension ReportTable {
    /// The columns of a sheet.
    fileprivate func sheetFields(_ language: Language) -> [Field] {
        columns.enumerated().map { place, column in
            let isDay = rows.contains { row in
                if case .date = row[place] { return true }
                return false
            }
            let isWhole = !rows.contains { row in
                if case .real = row[place] { return true }
                return false
            }
            let kind: FieldKind = isDay ? .date : !column.isNumber ? .text : isWhole ? .integer : .real
            return Field(column.title.text(language), kind)
        }
    }
}

extension LeadMatch {
    /// Why there is no case, or why its days don't count.
    fileprivate var remark: Bilingual? {
        guard isKnownBefore else { return gap?.label }
        return Bilingual(zh: "对方前时相之前已有任务，不计提前天数", en: "known before their earlier image: no days are told")
    }

    /// The lead and its case as programs read them.
    package var json: JSONValue {
        var reason: JSONValue = .null
        if case .explained(_, let said) = gap { reason = ["zh": .string(said.zh), "en": .string(said.en)] }
        return [
            "kind": .string(lead.kind.rawValue), "number": .string(lead.number),
            "day": JSONValue(lead.day?.description), "image_day": JSONValue(lead.imageDay?.description),
            "text": JSONValue(lead.text), "area_m2": JSONValue(lead.area?.squareMetres),
            "has_place": .bool(lead.isPlaced), "case": JSONValue(summary?.id),
            "theme": JSONValue(summary?.theme), "state": JSONValue(summary?.state.rawValue),
            "case_image_day": JSONValue(found?.seenOn?.description), "known_before": .bool(isKnownBefore),
            "opened_on": JSONValue(summary?.openedAt.bureauDay.description),
            "image_lead_days": JSONValue(imageLead), "lead_days": JSONValue(leadTime), "missed": .bool(isMissed),
            "why": JSONValue(gap?.code), "why_zh": JSONValue(gap?.label.zh), "why_en": JSONValue(gap?.label.en),
            "records_say": reason,
        ]
    }
}

extension LeadTally {
    fileprivate var json: JSONValue {
        [
            "kind": .string(kind.rawValue), "day": JSONValue(day?.description), "leads": .integer(leads),
            "with_case": .integer(found), "seen_earlier": .integer(seenEarlier),
            "median_image_lead_days": JSONValue(medianImageLead), "earlier": .integer(openedEarlier),
            "median_lead_days": JSONValue(medianLeadTime), "missed": .integer(missed),
            "without_place": .integer(gaps["without_place"] ?? 0),
            "why": .object(gaps.sorted { $0.key < $1.key }.map { .init($0.key, .integer($0.value)) }),
        ]
    }
}

extension LeadCase {
    fileprivate var json: JSONValue {
        [
            "case": .string(summary.id), "theme": .string(summary.theme), "patch": JSONValue(summary.patchNumber),
            "area_m2": .number(summary.area.squareMetres), "case_image_day": JSONValue(seenOn?.description),
            "opened_on": .string(summary.openedAt.bureauDay.description), "state": .string(summary.state.rawValue),
            "outcome": JSONValue(summary.outcome?.rawValue),
        ]
    }
}
