package import GeoModel
package import LandRecords

/// Standard land as tables, files and a page.
package struct StandardLandReport: Sendable {
    let book: StandardLandBook
    let rules: AgreementRules
    let scheme: EnterpriseScheme
    let language: Language

    /// A report.
    package init(_ book: StandardLandBook, _ rules: AgreementRules, _ scheme: EnterpriseScheme, language: Language) {
        self.book = book
        self.rules = rules
        self.scheme = scheme
        self.language = language
    }

    func text(_ words: Bilingual) -> FieldValue { .text(words.text(language)) }

    func text(_ words: Bilingual?) -> FieldValue { words.map { .text($0.text(language)) } ?? .null }

    func list(_ words: [Bilingual]) -> FieldValue {
        words.isEmpty
            ? .null : .text(words.map { $0.text(language) }.joined(separator: language == .zh ? "；" : "; "))
    }

    func number(_ value: Double?, _ decimals: Int = 2) -> FieldValue {
        value.map { .real(rounded($0, decimals)) } ?? .null
    }

    private func zones(_ judgement: AgreementJudgement) -> FieldValue {
        judgement.zones.isEmpty ? .null : .text(Bilingual(listing: judgement.zones).text(language))
    }

    // MARK: - Agreements

    /// Every agreement on a line, those with the gravest leads first.
    package var agreementTable: ReportTable {
        let rows = judgementsInOrder.map { judgement -> [FieldValue] in
            let leads = judgement.leads
            let breaches = leads.count { $0.level.isBreach }
            return [
                .text(judgement.agreement.contract), FieldValue(judgement.agreement.enterprise), zones(judgement),
                number(judgement.area?.mu), text(judgement.progress?.label),
                text(judgement.seen.label), number(judgement.coverage?.built.map { $0 * 100 }),
                .integer(Int64(breaches)), .integer(Int64(leads.count - breaches)), text(leads.first?.level.label),
                text(leads.first?.subject), leads.first.map { .integer(Int64($0.days)) } ?? .null,
                list(judgement.findings.map(\.label)),
            ]
        }
        return ReportTable(
            name: "agreements",
            title: Bilingual(zh: "标准地履约（截至 \(book.day)）", en: "agreements, \(book.day)"),
            columns: [
                .init("contract", zh: "合同号", en: "contract"), .init("enterprise", zh: "企业", en: "enterprise"),
                .init("zone", zh: "开发区", en: "zone"), .mu("area", zh: "亩", en: "mu"),
                .init("reported", zh: "已报节点", en: "reported"),
                .init("seen", zh: "遥感", en: "seen"),
                .init("built_percent", zh: "建筑覆盖%", en: "built-up %", isNumber: true),
                .init("breaches", zh: "疑似违约", en: "breaches?", isNumber: true),
                .init("warnings", zh: "预警", en: "warnings", isNumber: true),
                .init("gravest", zh: "最高等级", en: "gravest"), .init("matter", zh: "事项", en: "matter"),
                .init("days", zh: "逾期天数", en: "days past", isNumber: true),
                .init("findings", zh: "需要核对", en: "to be checked", isLong: true),
            ],
            rows: rows)
    }

    var judgementsInOrder: [AgreementJudgement] {
        book.judgements.sorted { left, right in
            let (first, second) = (left.leads.first, right.leads.first)
            return (second?.level.fromDays ?? Int.min, second?.days ?? Int.min, left.agreement.contract)
                < (first?.level.fromDays ?? Int.min, first?.days ?? Int.min, right.agreement.contract)
        }
    }

    /// Every milestone of every agreement.
    package var milestoneTable: ReportTable {
        let rows = book.judgements.flatMap { judgement in
            judgement.milestones.map { step -> [FieldValue] in
                [
                    .text(judgement.agreement.contract), FieldValue(judgement.agreement.enterprise),
                    text(step.milestone.label), text(step.duty.label), FieldValue(step.agreed),
                    FieldValue(step.reported), text(step.seen), .integer(Int64(step.daysLate)),
                    text(step.standing.label), text(step.level?.label), .text(step.source),
                ]
            }
        }
        return ReportTable(
            name: "milestones", title: Bilingual(zh: "履约节点", en: "milestones"),
            columns: [
                .init("contract", zh: "合同号", en: "contract"), .init("enterprise", zh: "企业", en: "enterprise"),
                .init("milestone", zh: "节点", en: "milestone"), .init("duty", zh: "责任方", en: "duty"),
                .init("agreed", zh: "约定", en: "agreed"), .init("reported", zh: "已报", en: "reported"),
                .init("seen", zh: "遥感", en: "seen"), .init("days_late", zh: "逾期天数", en: "days late", isNumber: true),
                .init("standing", zh: "状态", en: "standing"), .init("level", zh: "等级", en: "level"),
                .init("source", zh: "来源", en: "source"),
            ], rows: rows)
    }

    /// Every indicator of every agreement.
    package var indicatorTable: ReportTable {
        let rows = book.judgements.flatMap { judgement in
            judgement.indicators.map { indicator -> [FieldValue] in
                [
                    .text(judgement.agreement.contract), FieldValue(judgement.agreement.enterprise),
                    text(indicator.indicator.label), text(indicator.indicator.unit), number(indicator.agreed, 4),
                    number(indicator.reported, 4),
                    number(indicator.floor, 4), text(judgement.tier?.label), FieldValue(indicator.due),
                    .integer(Int64(indicator.daysLate)),
                    text(indicator.standing.label), text(indicator.level?.label), .text(indicator.source),
                ]
            }
        }
        return ReportTable(
            name: "indicators", title: Bilingual(zh: "履约指标", en: "indicators"),
            columns: [
                .init("contract", zh: "合同号", en: "contract"), .init("enterprise", zh: "企业", en: "enterprise"),
                .init("indicator", zh: "指标", en: "indicator"), .init("unit", zh: "单位", en: "unit"),
                .init("agreed", zh: "约定", en: "agreed", isNumber: true),
                .init("reported", zh: "已报", en: "reported", isNumber: true),
                .init("floor", zh: "控制指标", en: "floor", isNumber: true), .init("tier", zh: "控制等级", en: "tier"),
                .init("due", zh: "考核起始", en: "due"),
                .init("days_late", zh: "逾期天数", en: "days late", isNumber: true),
                .init("standing", zh: "状态", en: "standing"), .init("level", zh: "等级", en: "level"),
                .init("source", zh: "来源", en: "source"),
            ], rows: rows)
    }

    /// Warnings and suspected breaches, the gravest first.
    package var warningTable: ReportTable {
        let leads = book.judgements.flatMap { judgement in judgement.leads.map { (judgement, $0) } }
        let rows = leads.sorted { left, right in
            (right.1.level.fromDays, right.1.days, left.0.agreement.contract, left.1.due)
                < (left.1.level.fromDays, left.1.days, right.0.agreement.contract, right.1.due)
        }
        return ReportTable(
            name: "warnings",
            title: Bilingual(zh: "预警与疑似违约线索（由人认定）", en: "warnings and suspected breaches (a person decides)"),
            columns: [
                .init("level", zh: "等级", en: "level"), .init("contract", zh: "合同号", en: "contract"),
                .init("enterprise", zh: "企业", en: "enterprise"), .init("zone", zh: "开发区", en: "zone"),
                .init("matter", zh: "事项", en: "matter"), .init("due", zh: "期限", en: "due"),
                .init("days", zh: "逾期天数（负为剩余）", en: "days past (left: negative)", isNumber: true),
                .init("standing", zh: "状态", en: "standing"), .init("duty", zh: "责任方", en: "duty"),
            ],
            rows: rows.map { judgement, lead in
                [
                    text(lead.level.label), .text(judgement.agreement.contract),
                    FieldValue(judgement.agreement.enterprise), zones(judgement), text(lead.subject), .date(lead.due),
                    .integer(Int64(lead.days)), text(lead.standing), text(lead.duty.label),
                ]
            })
    }

    /// The built-up share of every plot as seen, beside the plot ratio that is agreed and reported.
    package var coverageTable: ReportTable {
        let rows = book.judgements.filter { $0.supply != nil }.map { judgement -> [FieldValue] in
            let (ratio, cover) = (judgement.indicators.first { $0.indicator == .plotRatio }, judgement.coverage)
            let unseen =
                cover == nil
                ? Bilingual(zh: "无影像底图", en: "no run's ground at hand")
                : Bilingual(zh: "未观测：像元太少或有云", en: "not seen: too few pixels, or clouds")
            return [
                .text(judgement.agreement.contract), FieldValue(judgement.agreement.enterprise),
                number(judgement.area?.mu), number(cover?.built.map { $0 * 100 }),
                number(cover.map { $0.clear * 100 }), cover.map { .integer(Int64($0.pixels)) } ?? .null,
                FieldValue(cover?.day), number(ratio?.agreed), number(ratio?.reported),
                cover?.built == nil ? text(unseen) : .null,
            ]
        }
        return ReportTable(
            name: "coverage",
            title: Bilingual(
                zh: "建筑覆盖（遥感所见，含硬化场院；不是容积率）",
                en: "built-up share as seen, hardened yards included; this is no plot ratio"),
            columns: [
                .init("contract", zh: "合同号", en: "contract"), .init("enterprise", zh: "企业", en: "enterprise"),
                .mu("area", zh: "亩", en: "mu"),
                .init("built_percent", zh: "建筑覆盖 %（遥感）", en: "built-up %, as seen", isNumber: true),
                .init("clear_percent", zh: "有效像元 %", en: "clear %", isNumber: true),
                .init("pixels", zh: "像元数", en: "pixels", isNumber: true), .init("image", zh: "影像日期", en: "image"),
                .init("plot_ratio_agreed", zh: "约定容积率", en: "plot ratio agreed", isNumber: true),
                .init("plot_ratio_reported", zh: "已报容积率", en: "plot ratio reported", isNumber: true),
                .init("note", zh: "说明", en: "note"),
            ], rows: rows)
    }

    // MARK: - Zones

    /// Every figure of every zone.
    package var zoneTable: ReportTable {
        let rows = book.zones.flatMap { score in
            score.figures.map { figure -> [FieldValue] in
                let value = figure.value.map { figure.isShare ? $0 * 100 : $0 }
                let share = figure.isShare ? Bilingual(zh: "%", en: "%") : Bilingual(zh: "万元/亩", en: "10 000 yuan/mu")
                let parts = [figure.numerator, figure.denominator].map { part -> FieldValue in
                    figure.isCount ? part.map { .integer(Int64($0)) } ?? .null : number(part)
                }
                return [.text(score.zone.name), text(figure.label)] + parts
                    + [text(figure.unit), number(value), text(share), .text(figure.code)]
            }
        }
        return ReportTable(
            name: "zones", title: Bilingual(zh: "开发区集约利用（截至 \(book.day)）", en: "development zones, \(book.day)"),
            columns: [
                .init("zone", zh: "开发区", en: "zone"), .init("figure", zh: "指标", en: "figure"),
                .init("numerator", zh: "分子", en: "numerator", isNumber: true),
                .init("denominator", zh: "分母", en: "denominator", isNumber: true), .init("unit", zh: "单位", en: "unit"),
                .init("value", zh: "数值", en: "value", isNumber: true), .init("value_unit", zh: "", en: ""),
                .init("code", zh: "代码", en: "code"),
            ], rows: rows)
    }

    /// New industrial land by year and zone, and what of it is standard land; the last line is the whole.
    package var shareTable: ReportTable {
        func row(_ year: FieldValue, _ zone: FieldValue, _ line: StandardLandShare) -> [FieldValue] {
            let (all, standard) = (line.contracts, line.standardContracts)
            let (area, own) = (line.area.mu, line.standardArea.mu)
            return [
                year, zone, .integer(Int64(standard)), .integer(Int64(all)),
                number(all > 0 ? 100 * Double(standard) / Double(all) : nil), number(own), number(area),
                number(area > 0 ? 100 * own / area : nil),
            ]
        }
        let elsewhere = Bilingual(zh: "开发区以外", en: "in no zone")
        let rows = book.shares.map { line in
            row(
                line.year.map { .text(String($0)) } ?? text(Bilingual(zh: "年份不详", en: "unknown")),
                line.zone.isEmpty ? text(elsewhere) : .text(line.zone), line)
        }
        return ReportTable(
            name: "share", title: Bilingual(zh: "新增工业用地中的标准地", en: "standard land among new industrial land"),
            columns: [
                .init("year", zh: "签订年份", en: "signed in"), .init("zone", zh: "开发区", en: "zone"),
                .init("standard", zh: "标准地宗数", en: "standard", isNumber: true),
                .init("contracts", zh: "工业宗数", en: "industrial", isNumber: true),
                .init("contracts_percent", zh: "宗数占比 %", en: "% of contracts", isNumber: true),
                .mu("standard", zh: "标准地亩", en: "standard mu"), .mu("industrial", zh: "工业亩", en: "industrial mu"),
                .init("area_percent", zh: "面积占比 %", en: "% of land", isNumber: true),
            ],
            rows: rows + [row(text(Bilingual(zh: "合计", en: "all")), .null, book.share)])
    }
}
