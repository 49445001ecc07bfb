package import GeoModel
package import WorkQueue

/// The figures of the loop as tables, files and a page: the bulletin of a month, quarter, half or year.
package struct LoopFigureReport: Sendable {
    let figures: LoopFigures
    let townships: [FigureTownship]
    let scheme: FigureScheme
    let language: Language

    /// A report.
    package init(
        _ figures: LoopFigures, _ townships: [FigureTownship], _ scheme: FigureScheme, language: Language
    ) {
        (self.figures, self.townships, self.scheme, self.language) = (figures, townships, scheme, language)
    }

    // MARK: - Tables

    /// The rates, with numerator, denominator, interval and what they were in the span before.
    package var rateTable: ReportTable {
        let before = figures.before?.whole
        let rows = FigureRate.allCases.map { rate -> [FieldValue] in
            let share = figures.last.whole[rate: rate]
            let old = before?[rate: rate]
            return [
                .text(rate.label.text(language)), .text(percent(share)), .integer(Int64(share.hits)),
                .integer(Int64(share.all)), .text(interval(share)), old.map { .text(percent($0)) } ?? .null,
                .text(change(share, old)), .text(mark(share)),
            ]
        }
        return ReportTable(
            name: "rates", title: Bilingual(zh: "四率与线索准确率", en: "the rates of service, and precision"),
            columns: [
                .init("rate", zh: "指标", en: "rate"), .init("share", zh: "本期", en: "this span", isNumber: true),
                .init("hits", zh: "分子", en: "numerator", isNumber: true),
                .init("all", zh: "分母", en: "denominator", isNumber: true),
                .init("interval", zh: "95% 区间", en: "95 % interval", isNumber: true),
                .init("before", zh: "上期", en: "the span before", isNumber: true),
                .init("change", zh: "变化（百分点）", en: "change (points)", isNumber: true),
                .init("mark", zh: "提示", en: "note"),
            ], rows: rows)
    }

    /// The spans side by side.
    package var trendTable: ReportTable {
        ReportTable(
            name: "trend", title: Bilingual(zh: "历期对照", en: "the spans side by side"),
            columns: [
                .init("span", zh: "期次", en: "span"), .init("opened", zh: "新增", en: "opened", isNumber: true),
                .init("issued", zh: "下发", en: "issued", isNumber: true),
                .init("ended", zh: "办结", en: "ended", isNumber: true),
                .init("waiting", zh: "待下发", en: "waiting", isNumber: true),
                .init("at_work", zh: "期末在办", en: "at work", isNumber: true),
                .init("overdue", zh: "其中超期", en: "overdue", isNumber: true),
            ]
                + FigureRate.service.map {
                    .init($0.rawValue, zh: $0.label.zh, en: $0.label.en, isNumber: true)
                },
            rows: figures.spans.map { span in
                let tally = span.whole
                return [
                    .text(span.span.description + (span.isRunning ? "*" : "")), count(tally[.opened]),
                    count(tally[.issued]), count(tally[.ended]), count(tally.waiting), count(tally.atWork),
                    count(tally.overdue),
                ] + FigureRate.service.map { .text(percent(tally[rate: $0])) }
            })
    }

    /// The open cases by state, and how old they are.
    package var backlogTable: ReportTable {
        let (tally, before) = (figures.last.whole, figures.before?.whole)
        let states = CaseState.allCases.filter { !$0.isFinal }.map { state -> [FieldValue] in
            [
                .text(state.phase.label.text(language)), .text(state.label.text(language)),
                count(tally.open[state] ?? 0), before.map { count($0.open[state] ?? 0) } ?? .null,
            ]
        }
        let all: [FieldValue] = [
            .text(word("合计", "all")), .null, count(tally.atWork + tally.waiting),
            before.map { count($0.atWork + $0.waiting) } ?? .null,
        ]
        return ReportTable(
            name: "backlog", title: Bilingual(zh: "期末未办结任务", en: "cases open at the end"),
            columns: [
                .init("phase", zh: "环节", en: "phase"), .init("state", zh: "状态", en: "state"),
                .init("cases", zh: "件", en: "cases", isNumber: true),
                .init("before", zh: "上期", en: "the span before", isNumber: true),
            ], rows: states + [all])
    }

    /// How old the cases at work are.
    package var ageTable: ReportTable {
        let (tally, before) = (figures.last.whole, figures.before?.whole)
        let old = before?.ages(upTo: scheme.ages)
        let rows = zip(scheme.ages.ageLabels, tally.ages(upTo: scheme.ages)).enumerated().map { place, item in
            [.text(item.0.text(language)), count(item.1), old.map { count($0[place]) } ?? .null] as [FieldValue]
        }
        func days(_ age: Double?) -> FieldValue { age.map { .text(decimal($0, 1)) } ?? .null }
        return ReportTable(
            name: "ages",
            title: Bilingual(zh: "在办任务的案龄（自下发起，日历天）", en: "ages of the cases at work, calendar days since issued"),
            columns: [
                .init("age", zh: "案龄", en: "age"), .init("cases", zh: "件", en: "cases", isNumber: true),
                .init("before", zh: "上期", en: "the span before", isNumber: true),
            ],
            rows: rows + [
                [.text(word("中位数（天）", "median, days")), days(tally.medianAge), days(before?.medianAge)],
                [
                    .text(word("最长（天）", "oldest, days")), tally.oldestAge.map(count) ?? .null,
                    before?.oldestAge.map(count) ?? .null,
                ],
            ])
    }

    /// Groups in the order of their ranking, each rate with what it is made of.
    package func groupTable(_ grouping: FigureGrouping) -> ReportTable {
        let isRanked = grouping != .theme
        let ranks: [ReportTable.Column] = [
            .init("rank", zh: "名次", en: "rank", isNumber: true),
            .init("rank_change", zh: "升降", en: "up or down", isNumber: true),
        ]
        let columns: [ReportTable.Column] =
            (isRanked ? ranks : []) + [.init(grouping.rawValue, zh: grouping.label.zh, en: grouping.label.en)]
            + (isRanked ? [.init("score", zh: "得分", en: "score", isNumber: true)] : [])
            + FigureRate.service.map { .init($0.rawValue, zh: $0.label.zh, en: $0.label.en, isNumber: true) }
            // Nobody opens a case but the machine.
            + (grouping == .officer ? [] : [.init("opened", zh: "新增", en: "opened", isNumber: true)]) + [
                .init("ended", zh: "办结", en: "ended", isNumber: true),
                .init("at_work", zh: "在办", en: "at work", isNumber: true),
                .init("overdue", zh: "超期", en: "overdue", isNumber: true),
            ] + spread(grouping)
        let rows = figures.groups(by: grouping, townships, scheme).map { group -> [FieldValue] in
            let tally = group.tally
            let rank: [FieldValue] = [
                .text(group.rank?.place.map(String.init) ?? "—"), .text(moved(group.rank)),
            ]
            let score: [FieldValue] = [.text(group.rank?.score.map { decimal($0, 2) } ?? "—")]
            return (isRanked ? rank : []) + [.text(group.name.text(language))] + (isRanked ? score : [])
                + FigureRate.service.map { .text(fraction(tally[rate: $0])) }
                + (grouping == .officer ? [] : [count(tally[.opened])]) + [
                    count(tally[.ended]), count(tally.atWork), count(tally.overdue),
                ] + spread(grouping, group)
        }
        return ReportTable(name: "\(grouping)", title: grouping.title, columns: columns, rows: rows)
    }

    /// What sets area and load aside: for townships the cases for each 100 km² and for each officer, for officers the
    /// steps and visits.
    private func spread(_ grouping: FigureGrouping) -> [ReportTable.Column] {
        switch grouping {
        case .township:
            [
                .init("opened_per_100_km2", zh: "新增/百km²", en: "opened per 100 km²", isNumber: true),
                .init("at_work_per_100_km2", zh: "在办/百km²", en: "at work per 100 km²", isNumber: true),
                .init("at_work_per_officer", zh: "人均在办", en: "at work per officer", isNumber: true),
            ]
        case .officer:
            [
                .init("done", zh: "办理环节", en: "steps taken", isNumber: true),
                .init("visits", zh: "外业次数", en: "visits", isNumber: true),
            ]
        case .theme: [.init("officers", zh: "参与人数", en: "officers", isNumber: true)]
        }
    }

    private func spread(_ grouping: FigureGrouping, _ group: FigureGroup) -> [FieldValue] {
        let tally = group.tally
        func number(_ value: Double?) -> FieldValue { value.map { .text(decimal($0, 1)) } ?? .null }
        return switch grouping {
        case .township:
            [
                number(FigureTally.perHundredSquareKilometres(tally[.opened], group.area)),
                number(FigureTally.perHundredSquareKilometres(tally.atWork, group.area)), number(tally.openPerOfficer),
            ]
        case .officer: [count(tally[.done]), count(tally.visits)]
        case .theme: [count(tally.officers.count)]
        }
    }

    /// The precision of clues by theme and by township, from reviewed verdicts alone.
    package var precisionTable: ReportTable {
        let kinds: [FigureGrouping] = townships.isEmpty ? [.theme] : [.theme, .township]
        let rows = kinds.flatMap { kind in
            figures.groups(by: kind, townships, scheme).map { group -> [FieldValue] in
                let share = group.tally[rate: .right]
                return [
                    .text(kind.label.text(language)), .text(group.name.text(language)), count(share.all),
                    count(share.hits), .text(percent(share)), .text(interval(share)),
                    count(group.tally[.disposals]), .text(mark(share)),
                ]
            }
        }
        return ReportTable(
            name: "precision", title: Bilingual(zh: "线索准确率（已审核）", en: "precision of clues, reviewed verdicts"),
            columns: [
                .init("kind", zh: "类别", en: "kind"), .init("name", zh: "名称", en: "name"),
                .init("reviewed", zh: "已审核", en: "reviewed", isNumber: true),
                .init("right", zh: "属实", en: "right", isNumber: true),
                .init("share", zh: "准确率", en: "precision", isNumber: true),
                .init("interval", zh: "95% 区间", en: "95 % interval", isNumber: true),
                .init("disposals", zh: "须处置", en: "to be put right", isNumber: true),
                .init("mark", zh: "提示", en: "note"),
            ], rows: rows)
    }

    /// The burden of verification (核查负担): visits asked for and made.
    package var burdenTable: ReportTable {
        let groups = townships.isEmpty ? [] : figures.groups(by: .township, townships, scheme)
        let areas = townships.compactMap(\.area)
        let whole = FigureGroup(
            key: nil, name: Bilingual(zh: "合计", en: "all"), tally: figures.last.whole, before: nil,
            area: areas.count == townships.count && !areas.isEmpty ? areas.reduce(.zero, +) : nil)
        let rows = (groups + [whole]).map { group -> [FieldValue] in
            let tally = group.tally
            let spread = FigureTally.perHundredSquareKilometres(tally.visits, group.area)
            return [
                .text(group.name.text(language)), count(tally[.surveysAsked]), count(tally[.surveys]),
                count(tally[.deskSurveys]), count(tally[.returnVisitsAsked]), count(tally[.returnVisits]),
                count(tally.visits), spread.map { .text(decimal($0, 1)) } ?? .null,
            ]
        }
        return ReportTable(
            name: "burden", title: Bilingual(zh: "核查负担", en: "the burden of verification"),
            columns: [
                .init("township", zh: "乡镇", en: "township"),
                .init("surveys_asked", zh: "要求核查", en: "surveys asked", isNumber: true),
                .init("surveys", zh: "外业核查", en: "made on the ground", isNumber: true),
                .init("desk_surveys", zh: "内业核查", en: "made at the desk", isNumber: true),
                .init("return_visits_asked", zh: "要求回访", en: "return visits asked", isNumber: true),
                .init("return_visits", zh: "回访", en: "return visits", isNumber: true),
                .init("visits", zh: "外业合计", en: "visits", isNumber: true),
                .init("visits_per_100_km2", zh: "每百km²", en: "per 100 km²", isNumber: true),
            ], rows: rows)
    }

    // MARK: - Words

    /// What the tables leave out, a sentence each.
    package var notes: [Bilingual] {
        let (last, tally) = (figures.last, figures.last.whole)
        var notes: [Bilingual] = []
        if last.isRunning {
            notes.append(
                Bilingual(
                    zh: "本期尚未结束，数字截至 \(last.day)（历期对照中带 * 号）。",
                    en: "this span is not over: the figures are as of \(last.day) (marked * among the spans)."))
        }
        let silent = tally[.silentVisits]
        if silent > 0 {
            notes.append(
                Bilingual(
                    zh: "\(silent) 次回访没有记录满意与否，未计入满意率；回访时请用 --satisfied yes|no 记录。",
                    en:
                        "return visits without a word on satisfaction, left out of that rate: \(silent). "
                        + "Note it with --satisfied yes|no."))
        }
        if townships.isEmpty {
            notes.append(
                Bilingual(
                    zh: "行政区登记册中没有乡镇，不能分乡镇。请导入行政区（tuban registers import）。",
                    en: "the register of administrative areas has no townships; import it (tuban registers import)."))
        } else if let outside = last.townships[nil] {
            let open = outside.atWork + outside.waiting
            notes.append(
                Bilingual(
                    zh: "有任务位于所有乡镇之外（未办结 \(open) 件），单列为“区划外”。",
                    en: "some cases lie outside all townships (\(open) of them open); they are listed apart."))
        }
        return notes
    }

    func percent(_ share: FigureShare) -> String {
        share.value.map { decimal($0 * 100, 1) + "%" } ?? word("无任务", "no cases")
    }

    private func fraction(_ share: FigureShare) -> String {
        guard share.all > 0 else { return word("无任务", "no cases") }
        return "\(percent(share)) \(share.hits)/\(share.all)" + (share.all < scheme.few ? "†" : "")
    }

    private func interval(_ share: FigureShare) -> String {
        share.interval.map { "\(decimal($0.lowerBound * 100, 1))–\(decimal($0.upperBound * 100, 1))%" } ?? "—"
    }

    func change(_ share: FigureShare, _ old: FigureShare?) -> String {
        guard let new = share.value, let old = old?.value else { return "—" }
        let points = (new - old) * 100
        return (points > 0.049 ? "+" : "") + decimal(points, 1)
    }

    func mark(_ share: FigureShare) -> String {
        share.all > 0 && share.all < scheme.few ? word("† 少于 \(scheme.few)", "† fewer than \(scheme.few)") : ""
    }

    private func moved(_ rank: FigureRank<Int>?) -> String {
        guard let change = rank?.change else { return "—" }
        return change == 0 ? word("持平", "same") : change > 0 ? "↑\(change)" : "↓\(-change)"
    }

    private func count(_ number: Int) -> FieldValue { .integer(Int64(number)) }

    func word(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
}

extension FigureGrouping {
    /// The word that users read.
    var label: Bilingual {
        switch self {
        case .township: Bilingual(zh: "乡镇", en: "township")
        case .officer: Bilingual(zh: "人员", en: "officer")
        case .theme: Bilingual(zh: "专题", en: "theme")
        }
    }

    /// The heading of a table.
    var title: Bilingual {
        switch self {
        case .township: Bilingual(zh: "乡镇排名", en: "townships, ranked")
        case .officer: Bilingual(zh: "人员工作量与排名", en: "officers: load and ranking")
        case .theme: Bilingual(zh: "分专题", en: "by theme")
        }
    }
}
