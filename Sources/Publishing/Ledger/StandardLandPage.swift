package import GeoModel
package import LandRecords
package import SafeFiles

extension StandardLandReport {
    /// One agreement with everything that it is judged by.
    package func json(_ judgement: AgreementJudgement) -> JSONValue {
        let milestones = judgement.milestones.map { step -> JSONValue in
            [
                "milestone": .string(step.milestone.rawValue), "duty": .string(step.duty.rawValue),
                "agreed": JSONValue(step.agreed?.description), "reported": JSONValue(step.reported?.description),
                "seen": JSONValue(step.seen?.text(language)), "standing": .string(step.standing.rawValue),
                "days_late": .integer(step.daysLate), "level": JSONValue(step.level?.code),
                "source": .string(step.source),
            ]
        }
        let indicators = judgement.indicators.map { item -> JSONValue in
            [
                "indicator": .string(item.indicator.rawValue), "agreed": JSONValue(item.agreed),
                "reported": JSONValue(item.reported), "floor": JSONValue(item.floor),
                "due": JSONValue(item.due?.description), "standing": .string(item.standing.rawValue),
                "days_late": .integer(item.daysLate), "level": JSONValue(item.level?.code),
                "clause": .string(item.clause.text(language)), "source": .string(item.source),
            ]
        }
        let leads = judgement.leads.map { lead -> JSONValue in
            [
                "matter": .string(lead.code), "level": .string(lead.level.code), "breach": .bool(lead.level.isBreach),
                "due": .string(lead.due.description), "days": .integer(lead.days),
                "duty": .string(lead.duty.rawValue),
            ]
        }
        return [
            "contract": .string(judgement.agreement.contract),
            "enterprise": JSONValue(judgement.agreement.enterprise),
            "zones": .array(judgement.zones.map { .string($0) }), "area_mu": json(judgement.area?.mu),
            "seen": .string(judgement.seen.rawValue), "coverage": json(judgement.coverage),
            "milestones": .array(milestones), "indicators": .array(indicators), "leads": .array(leads),
            "findings": .array(judgement.findings.map { .string($0.code) }),
            "source": .string(judgement.agreement.source.name),
        ]
    }

    private func json(_ number: Double?) -> JSONValue { JSONValue(number.map { rounded($0, 4) }) }

    private func json(_ coverage: PlotCoverage?) -> JSONValue {
        guard let coverage else { return .null }
        return [
            "image": .string(coverage.day.description), "built": json(coverage.built), "clear": json(coverage.clear),
            "pixels": .integer(coverage.pixels), "source": .string(coverage.source),
            "note": .string(
                Bilingual(
                    zh: "遥感所见建筑覆盖，含硬化场院；不是容积率",
                    en: "built-up share as seen, hardened yards included; this is no plot ratio"
                ).text(language)),
        ]
    }

    /// Every agreement, those with the gravest leads first.
    package var agreementsJSON: JSONValue { .array(judgementsInOrder.map(json)) }

    /// Writes every table as CSV, and `standard-land.json` and `standard-land.html` with all of them.
    ///
    /// - Returns: The paths.
    /// - Throws: `Fault` where the disk is full.
    package func write(to folder: String, region: String) throws(Fault) -> [String] {
        let tables = [
            agreementTable, milestoneTable, indicatorTable, warningTable, coverageTable, zoneTable, shareTable,
            enterpriseTable, factorTable, omittedTable,
        ]
        let remarks = book.remarks + book.rejected
        let page = ReportPage(
            heading: Bilingual(zh: "标准地履约与亩产效益", en: "Standard land and what is made of it"), region: region,
            day: book.day, source: "\(rules.name), \(scheme.name)",
            caveat: Bilingual(
                zh: "机器只作提醒与疑似线索；是否违约、企业档次均由人认定。建筑覆盖为遥感所见（含硬化场院），不是容积率。",
                en:
                    "The machine only warns and suspects: a breach or a class is a person's finding. Built-up shares "
                    + "are as seen, hardened yards included, and are no plot ratios."),
            tables: [warningTable, agreementTable, coverageTable, zoneTable, shareTable, enterpriseTable]
                + book.assessment.groups.map(scoreTable) + [omittedTable],
            remarks: remarks, cards: judgementsInOrder.filter { !$0.leads.isEmpty || !$0.findings.isEmpty }.map(card))
        let document: [JSONValue.Member] = [
            .init("region", .string(region)), .init("day", .string(book.day.description)),
            .init("rules", .string(rules.name)), .init("source", .string(rules.source)),
            .init("scheme", .string(scheme.name)), .init("scheme_source", .string(scheme.source)),
            .init("agreements", agreementsJSON), .init("assessment", enterprisesJSON),
            .init("remarks", .array(remarks.map { .string($0.text(language)) })),
        ]
        return try tables.write("standard-land", document, page, to: folder)
    }

    private func card(_ judgement: AgreementJudgement) -> HTML {
        let leads = judgement.leads.map { lead -> HTML in
            let matter = "\(lead.level.label.zh)：\(lead.subject.zh) \(lead.standing.zh)"
            return "<p class=\"where\">\(matter)，期限 \(lead.due.description)\(dayText(lead.days))</p>\n"
        }
        let findings = judgement.findings.map { finding -> HTML in "<p>\(finding.label.zh)</p>\n" }
        let steps = judgement.milestones.map { step -> HTML in
            """
            <tr><th>\(step.milestone.label.zh)</th><td>\(day(step.agreed))</td><td>\(day(step.reported))</td>\
            <td>\(step.seen?.zh ?? "—")</td><td>\(step.standing.label.zh)\(late(step.daysLate))</td>\
            <td>\(step.duty.label.zh)</td></tr>

            """
        }
        let numbers = judgement.indicators.map { item -> HTML in
            let unit = item.indicator.unit.map { "（\($0.zh)）" } ?? ""
            return """
                <tr><th>\(item.indicator.label.zh)<small>\(unit)</small></th><td class="n">\(figure(item.agreed))</td>\
                <td class="n">\(figure(item.reported))</td><td class="n">\(figure(item.floor))</td>\
                <td>\(item.standing.label.zh)\(late(item.daysLate))</td>\
                <td>\(item.clause.zh)（\(day(item.due))）</td></tr>

                """
        }
        let tier = judgement.tier.map { "（\($0.label.zh)）" } ?? ""
        return """
            <article><h2><span>\(judgement.agreement.contract) \(judgement.agreement.enterprise ?? "")</span>\
            <span class="mu">\(judgement.area.map { decimal($0.mu, 2) } ?? "—") 亩</span></h2>
            \(leads)\(findings)<table>
            <tr><th>节点</th><th>约定</th><th>已报</th><th>遥感</th><th>状态</th><th>责任方</th></tr>
            \(steps)</table>
            <table>
            <tr><th>指标</th><th class="n">约定</th><th class="n">已报</th><th class="n">控制指标\(tier)</th>\
            <th>状态</th><th>考核</th></tr>
            \(numbers)</table>
            <p>\(coverage(judgement))</p>
            <p><small>\(judgement.agreement.source.name)</small></p></article>

            """
    }

    private func dayText(_ days: Int) -> String { days > 0 ? "，已过 \(days) 天" : "，还有 \(-days) 天" }

    private func late(_ days: Int) -> String { days > 0 ? " \(days) 天" : "" }

    private func day(_ date: CalendarDate?) -> String { date?.description ?? "—" }

    private func figure(_ value: Double?) -> String { value.map { decimal($0, abs($0) < 1 ? 3 : 2) } ?? "—" }

    private func coverage(_ judgement: AgreementJudgement) -> String {
        guard let coverage = judgement.coverage else { return "建筑覆盖：无影像底图" }
        let share = coverage.built.map { "\(decimal($0 * 100, 0))%" } ?? "未观测（像元太少或有云）"
        return "建筑覆盖（遥感，含硬化场院，不是容积率）：\(share)；\(coverage.day)，有效像元 "
            + "\(decimal(coverage.clear * 100, 0))%，共 \(coverage.pixels) 个像元"
    }
}
