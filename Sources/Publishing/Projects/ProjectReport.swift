package import GeoModel
package import LandRecords
package import SafeFiles

/// Land demands and the progress of projects as tables, files and a page.
package struct ProjectReport: Sendable {
    private let demands: LandDemands
    private let review: ProgressReview
    private let rules: ProjectRules
    private let language: Language

    /// A report.
    package init(_ demands: LandDemands, _ review: ProgressReview, _ rules: ProjectRules, language: Language) {
        self.demands = demands
        self.review = review
        self.rules = rules
        self.language = language
    }

    // MARK: - Demand

    /// The land demands in the order in which they are to be met, a column a factor: what was found → the points.
    package var demandTable: ReportTable {
        let factors = (demands.ranked.first?.score.parts ?? []).map { part in
            ReportTable.Column(part.code, zh: part.label.zh, en: part.label.en)
        }
        var sum = 0.0
        let rows = demands.ranked.enumerated().map { place, demand -> [FieldValue] in
            sum += rounded(demand.area.mu, 2)
            let gaps = demand.score.parts.filter(\.isMissing).map { $0.label.text(language) }
            return [
                .integer(Int64(place + 1)), .text(demand.project.code), .text(demand.project.name),
                .real(rounded(demand.area.mu, 2)), .real(rounded(sum, 2)), FieldValue(demand.project.terms.neededBy),
                .real(rounded(demand.score.value, 1)),
            ] + demand.score.parts.map { .text($0.text) }
                + [
                    gaps.isEmpty ? .null : .text(gaps.joined(separator: language == .zh ? "、" : ", ")),
                    FieldValue(demand.project.terms.officer),
                ]
        }
        return ReportTable(
            name: "demand",
            title: Bilingual(
                zh: "用地需求排序（\(demands.day)；查到的值 → 得分，— 为未登记）",
                en: "land demands, \(demands.day); what was found → points, — is not on record"),
            columns: [
                .init("rank", zh: "次序", en: "rank", isNumber: true), .init("code", zh: "项目代码", en: "project"),
                .init("name", zh: "项目", en: "name"), .mu("demand", zh: "需地（亩）", en: "mu"),
                .mu("cumulative", zh: "累计（亩）", en: "mu so far"), .init("needed_by", zh: "需地时间", en: "needed by"),
                .init("score", zh: "得分", en: "score", isNumber: true),
            ] + factors + [.init("gaps", zh: "缺项", en: "gaps"), .init("officer", zh: "专员", en: "officer")],
            rows: rows)
    }

    /// The land demands with every factor, and how many projects ask for none.
    package var demandJSON: JSONValue {
        let rows = demands.ranked.enumerated().map { place, demand -> JSONValue in
            let factors = demand.score.parts.map { part -> JSONValue in
                [
                    "factor": .string(part.code), "label": .string(part.label.text(language)),
                    "found": JSONValue(part.found), "points": .number(rounded(part.points, 4)),
                    "missing": .bool(part.isMissing),
                ]
            }
            let terms = demand.project.terms
            return [
                "rank": .integer(place + 1), "code": .string(demand.project.code),
                "name": .string(demand.project.name), "demand_mu": .number(rounded(demand.area.mu, 2)),
                "needed_by": JSONValue(terms.neededBy?.description), "days": JSONValue(demand.daysUntilNeeded),
                "investment_per_mu": JSONValue(demand.investmentPerMu.map { rounded($0, 2) }),
                "officer": JSONValue(terms.officer), "score": .number(rounded(demand.score.value, 4)),
                "factors": .array(factors), "rule": .string(demand.score.reference),
                "source": .string(demand.project.source.name),
            ]
        }
        return [
            "day": .string(demands.day.description), "without_demand": .integer(demands.withoutDemand),
            "demands": .array(rows),
        ]
    }

    // MARK: - Progress

    /// Plan against actual, project by project, and in total at the end.
    package var progressTable: ReportTable {
        let total = review.total
        let all: [FieldValue] = [
            .text(word("合计", "all")), .text(word("\(total.projects) 个项目", "\(total.projects) projects")), .null, .null,
            money(total.investment), money(total.planned), money(total.done), percent(total.doneShare),
            percent(review.elapsed), rate(total.papers), rate(total.seen), .null,
        ]
        return ReportTable(
            name: "progress",
            title: Bilingual(
                zh: "项目进度（万元，截至 \(review.day)；合计的计划与完成只含两项都登记的 \(total.counted) 个项目）",
                en: "progress, 10 000 yuan, \(review.day); the total of plan and actual is that of the "
                    + "\(total.counted) projects with both"),
            columns: Self.progressColumns, rows: review.projects.map(progressRow) + [all])
    }

    private static let progressColumns: [ReportTable.Column] = [
        .init("code", zh: "项目代码", en: "project"), .init("name", zh: "项目", en: "name"),
        .init("officer", zh: "专员", en: "officer"), .init("stage", zh: "登记阶段", en: "stage on record"),
        .init("investment_10k_yuan", zh: "总投资", en: "investment", isNumber: true),
        .init("planned_10k_yuan", zh: "年计划", en: "planned", isNumber: true),
        .init("done_10k_yuan", zh: "已完成", en: "done", isNumber: true),
        .init("done_percent", zh: "完成率 %", en: "done %", isNumber: true),
        .init("elapsed_percent", zh: "时序 %", en: "of the year %", isNumber: true),
        .init("papers", zh: "台账开工", en: "started on paper"), .init("seen", zh: "遥感", en: "as seen"),
        .init("disagreement", zh: "不一致", en: "disagreement"),
    ]

    private func progressRow(_ item: ProjectProgress) -> [FieldValue] {
        let terms = item.project.terms
        return [
            .text(item.project.code), .text(item.project.name), FieldValue(terms.officer), FieldValue(terms.stage),
            money(terms.totalInvestment), money(terms.plannedThisYear), money(terms.doneThisYear),
            percent(item.doneShare), percent(item.doneShare == nil ? nil : review.elapsed), answer(item.papers),
            .text(item.satellite.state.label.text(language)), FieldValue(item.disagreement?.label.text(language)),
        ]
    }

    /// Every project with what its start rests on, and the totals with the rates of starts.
    package var progressJSON: JSONValue {
        let total = review.total
        func rate(_ rate: ProgressTotal.Rate) -> JSONValue {
            ["known": .integer(rate.known), "started": .integer(rate.yes), "share": JSONValue(rate.share)]
        }
        return [
            "day": .string(review.day.description), "elapsed": .number(review.elapsed),
            "projects": .array(review.projects.map(json)),
            "total": [
                "projects": .integer(total.projects), "counted": .integer(total.counted),
                "investment_10k_yuan": .number(total.investment), "planned_10k_yuan": .number(total.planned),
                "done_10k_yuan": .number(total.done), "done_share": JSONValue(total.doneShare),
                "started_on_paper": rate(total.papers), "started_as_seen": rate(total.seen),
                "newly_signed_on_paper": rate(total.newlySigned), "newly_signed_as_seen": rate(total.newlySignedSeen),
            ],
        ]
    }

    private func json(_ item: ProjectProgress) -> JSONValue {
        let terms = item.project.terms
        return [
            "code": .string(item.project.code), "name": .string(item.project.name),
            "builder": JSONValue(terms.builder), "officer": JSONValue(terms.officer),
            "stage": JSONValue(terms.stage), "investment_10k_yuan": JSONValue(terms.totalInvestment),
            "planned_10k_yuan": JSONValue(terms.plannedThisYear), "done_10k_yuan": JSONValue(terms.doneThisYear),
            "done_share": JSONValue(item.doneShare), "started_on_paper": .string(item.papers.rawValue),
            "started_on": JSONValue(item.startedOn?.description), "papers": JSONValue(item.papersSource),
            "newly_signed": .bool(item.isNewlySigned), "seen": .string(item.satellite.state.rawValue),
            "started_as_seen": .string(item.seen.rawValue), "images": JSONValue(item.satellite.lastSeen?.source),
            "disagreement": JSONValue(item.disagreement?.rawValue), "source": .string(item.project.source.name),
        ]
    }

    /// The projects that have done least of their year's plan.
    package func slowestTable(_ count: Int?) -> ReportTable {
        let listed = review.slowest(count ?? rules.slowest)
        return ReportTable(
            name: "slowest",
            title: Bilingual(
                zh: "进度最慢的 \(listed.count) 个项目（万元，截至 \(review.day)，时序 \(percentText(review.elapsed))%）",
                en: "the \(listed.count) slowest projects, 10 000 yuan, \(review.day), "
                    + "\(percentText(review.elapsed)) % of the year over"),
            columns: [
                .init("rank", zh: "次序", en: "rank", isNumber: true), .init("code", zh: "项目代码", en: "project"),
                .init("name", zh: "项目", en: "name"), .init("builder", zh: "建设单位", en: "builder"),
                .init("officer", zh: "专员", en: "officer"), .init("stage", zh: "登记阶段", en: "stage on record"),
                .init("planned_10k_yuan", zh: "年计划", en: "planned", isNumber: true),
                .init("done_10k_yuan", zh: "已完成", en: "done", isNumber: true),
                .init("done_percent", zh: "完成率 %", en: "done %", isNumber: true),
                .init("behind_10k_yuan", zh: "落后时序", en: "behind", isNumber: true),
                .init("papers", zh: "台账开工", en: "started on paper"), .init("seen", zh: "遥感", en: "as seen"),
            ],
            rows: listed.enumerated().map { place, item in
                let terms = item.project.terms
                return [
                    .integer(Int64(place + 1)), .text(item.project.code), .text(item.project.name),
                    FieldValue(terms.builder), FieldValue(terms.officer), FieldValue(terms.stage),
                    money(terms.plannedThisYear), money(terms.doneThisYear), percent(item.doneShare),
                    money(item.behind(review.elapsed)), answer(item.papers),
                    .text(item.satellite.state.label.text(language)),
                ]
            })
    }

    /// What the tables leave out, and the rates of starts, a sentence each.
    package var notes: [Bilingual] {
        let total = review.total
        func rate(_ rate: ProgressTotal.Rate) -> String {
            "\(rate.yes)/\(rate.known)" + (rate.share.map { " (\(percentText($0))%)" } ?? "")
        }
        let left = total.projects - total.counted
        let (plan, actual) = (decimal(total.planned, 0), decimal(total.done, 0))
        return [
            Bilingual(
                zh: "\(total.projects) 个项目，年计划 \(plan) 万元，已完成 \(actual) 万元，完成年计划的 "
                    + "\(total.doneShare.map(percentText) ?? "—")%；\(left) 个缺计划或完成数，两边都未计入。",
                en: "\(total.projects) projects: \(actual) of \(plan) × 10 000 yuan done, "
                    + "\(total.doneShare.map(percentText) ?? "—") % of the year's plan; \(left) lack the plan or the "
                    + "actual and are in neither sum."),
            Bilingual(
                zh: "开工率：台账 \(rate(total.papers))，遥感见建设 \(rate(total.seen))；本年新签 台账 "
                    + "\(rate(total.newlySigned))，遥感 \(rate(total.newlySignedSeen))。分母为能判定的项目。",
                en: "started: \(rate(total.papers)) on paper, \(rate(total.seen)) built on as seen; signed this year: "
                    + "\(rate(total.newlySigned)) on paper, \(rate(total.newlySignedSeen)) as seen; "
                    + "of those that are known."
            ),
            Bilingual(
                zh: "\(demands.withoutDemand) 个项目没有登记用地需求，不参加排序。",
                en: "\(demands.withoutDemand) projects have no land demand on record and are not ranked."),
        ]
    }

    /// What is to be checked: words that the score does not know, sites that could not be overlaid.
    package var remarks: [Fault] { demands.remarks }

    /// Writes every table as CSV, and `projects.json` and `projects.html` with all of them.
    ///
    /// - Returns: The paths.
    /// - Throws: `Fault` where the disk is full.
    package func write(to folder: String, region: String, slowest: Int?) throws(Fault) -> [String] {
        let tables = [demandTable, progressTable, slowestTable(slowest)]
        let page = ReportPage(
            heading: Bilingual(zh: "项目用地需求与进度", en: "Projects: land demand and progress"), region: region,
            day: review.day, source: rules.source,
            caveat: Bilingual(
                zh: "排序与提示供人参考，用地安排由人决定；遥感见动土不等于动工。",
                en: "A ranking to decide by, not a decision; earth moved as seen from above is no start."),
            tables: tables, remarks: remarks + review.faults,
            cards: notes.map { note -> HTML in "<p>\(note.zh)<br/><small lang=\"en\">\(note.en)</small></p>\n" })
        let document: [JSONValue.Member] = [
            .init("region", .string(region)), .init("rules", .string(rules.name)),
            .init("source", .string(rules.source)),
            .init("demand", demandJSON), .init("progress", progressJSON),
            .init("remarks", .array((remarks + review.faults).map { .string($0.text(language)) })),
        ]
        return try tables.write("projects", document, page, to: folder)
    }

    // MARK: - Values

    private func word(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

    private func money(_ value: Double?) -> FieldValue { value.map { .real(rounded($0, 2)) } ?? .null }

    private func percentText(_ share: Double) -> String { decimal(share * 100, 1) }

    private func percent(_ share: Double?) -> FieldValue { share.map { .real(rounded($0 * 100, 1)) } ?? .null }

    private func answer(_ answer: Answer) -> FieldValue {
        switch answer {
        case .yes: .text(word("是", "yes"))
        case .no: .text(word("否", "no"))
        case .unknown: .null
        }
    }

    private func rate(_ rate: ProgressTotal.Rate) -> FieldValue {
        .text("\(rate.yes)/\(rate.known)")
    }
}
