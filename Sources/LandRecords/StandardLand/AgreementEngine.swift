package import GeoModel

/// Judges performance agreements of standard land: a pure function of what is on record, what was seen, and the day.
package struct AgreementEngine: Sendable {
    private let rules: AgreementRules
    private let idle: IdleRules

    /// An engine; what counts as seen is what the rules on idle land say.
    package init(_ rules: AgreementRules, idle: IdleRules) {
        self.rules = rules
        self.idle = idle
    }

    /// What is to be said of an agreement.
    ///
    /// - Parameters:
    ///   - agreement: The agreement; what it dates after `day` has not happened yet.
    ///   - supply: The contract it belongs to; nil where none has its number.
    ///   - area: The land.
    ///   - satellite: What satellites saw of the land; nil where there is no land to look at.
    ///   - standing: How the land stands by the law on idle land; nil where that was not asked.
    ///   - zones: The names of the development zones that the land lies in.
    ///   - day: The day.
    /// - Returns: The judgement.
    package func judge(
        _ agreement: StandardLand,
        supply: Supply?,
        area: Area?,
        seen satellite: SatelliteClock?,
        standing: IdleStanding? = nil,
        zones: [String] = [],
        on day: CalendarDate
    ) -> AgreementJudgement {
        let work = Judging(
            rules: rules, idle: idle, agreement: agreement, supply: supply, satellite: satellite, land: standing,
            tier: supply == nil ? nil : rules.tier(in: zones), day: day, steps: steps(of: agreement, supply, day))
        return AgreementJudgement(
            agreement: agreement, supply: supply, day: day, area: area, zones: zones, tier: work.tier,
            milestones: AgreementMilestone.allCases.map(work.outcome), indicators: rules.indicators.map(work.outcome),
            seen: satellite?.state ?? .unseen, coverage: satellite.flatMap(PlotCoverage.init),
            findings: work.findings)
    }

    /// The agreement's own days, else those of the supply contract and its ledger.
    private func steps(
        of agreement: StandardLand, _ supply: Supply?, _ day: CalendarDate
    ) -> [AgreementMilestone: StepDays] {
        var steps: [AgreementMilestone: StepDays] = [:]
        for step in AgreementMilestone.allCases {
            let other: (agreed: CalendarDate?, actual: CalendarDate?) = supply.map(step.days) ?? (nil, nil)
            let agreed = step.day(in: agreement.terms.agreed) ?? (step == .start ? agreement.agreedStart : nil)
            let actual = step.day(in: agreement.terms.actual)
            func happened(_ date: CalendarDate?) -> CalendarDate? { date.flatMap { $0 <= day ? $0 : nil } }
            let isTaken = (agreed == nil && other.agreed != nil) || (actual == nil && happened(other.actual) != nil)
            steps[step] = StepDays(
                agreed: agreed ?? other.agreed, reported: happened(actual ?? other.actual),
                differs: differ(agreed, other.agreed) || differ(happened(actual), happened(other.actual)),
                source: [agreement.source.name, isTaken ? supply?.source.name : nil].compactMap { $0 }
                    .joined(separator: ", "))
        }
        return steps
    }

    private func differ(_ left: CalendarDate?, _ right: CalendarDate?) -> Bool {
        guard let left, let right else { return false }
        return left != right
    }
}

/// The days of one milestone.
private struct StepDays {
    let agreed: CalendarDate?
    let reported: CalendarDate?
    let differs: Bool
    let source: String
}

/// One judgement in the making.
private struct Judging {
    let rules: AgreementRules
    let idle: IdleRules
    let agreement: StandardLand
    let supply: Supply?
    let satellite: SatelliteClock?
    let land: IdleStanding?
    let tier: AgreementTier?
    let day: CalendarDate
    let steps: [AgreementMilestone: StepDays]

    /// Days that count after a date until another; those of the government's delay don't.
    private func days(from date: CalendarDate, until end: CalendarDate) -> Int {
        LegalClock(from: date, suspensions: supply?.terms.suspensions ?? []).days(until: end)
    }

    // MARK: - Milestones

    func outcome(_ step: AgreementMilestone) -> MilestoneOutcome {
        let days = steps[step]
        let (standing, late) = standing(step, days?.agreed, days?.reported)
        let level: LeadLevel? =
            switch standing {
            case .overdue: rules.level(late)
            case .ahead: days?.agreed.flatMap { rules.level(day.daysSinceEpoch - $0.daysSinceEpoch) }
            default: nil
            }
        return MilestoneOutcome(
            milestone: step, duty: rules.duties[step] ?? .enterprise, agreed: days?.agreed, reported: days?.reported,
            seen: seen(step), standing: standing, daysLate: late, level: level, source: days?.source ?? "")
    }

    private func standing(
        _ step: AgreementMilestone, _ agreed: CalendarDate?, _ reported: CalendarDate?
    ) -> (MilestoneStanding, late: Int) {
        if let reported {
            guard let agreed else { return (.reached, 0) }
            let late = days(from: agreed, until: reported)
            return (late > 0 ? .late : .inTime, late)
        }
        let later = AgreementMilestone.allCases.drop { $0 != step }.dropFirst()
        if later.contains(where: { steps[$0]?.reported != nil }) { return (.skipped, 0) }
        guard let agreed else { return (.undated, 0) }
        guard day > agreed else { return (.ahead, 0) }
        let late = days(from: agreed, until: day)
        return (late > 0 ? .overdue : .suspended, late)
    }

    /// Work is seen, its kind hardly: earth moved is no start by law, and a roof is no completion.
    private func seen(_ step: AgreementMilestone) -> Bilingual? {
        guard let satellite, let last = satellite.lastSeen else { return nil }
        switch (step, satellite.state) {
        case (.start, .moved), (.start, .built):
            guard let first = satellite.firstWork else { return satellite.state.label }
            let words = satellite.state.label
            return Bilingual(
                zh: "\(words.zh)（首见 \(first)；动土不等于开工）",
                en: "\(words.en), first on \(first); moved earth is no legal start")
        case (.start, _), (.completion, .unchanged), (.completion, .moved), (.completion, .built):
            let words = satellite.state.label
            return Bilingual(zh: "\(words.zh)（\(last.day)）", en: "\(words.en), \(last.day)")
        default: return nil
        }
    }

    // MARK: - Indicators

    func outcome(_ rule: IndicatorRule) -> IndicatorOutcome {
        let indicator = rule.indicator
        let agreed = indicator.agreed(agreement, supply)
        let reported = indicator.reported(agreement.terms)
        let base = steps[rule.after].flatMap { $0.agreed ?? $0.reported }
        let due = base.flatMap { $0.lastDay(ofMonths: rule.months) }
        let late = due.map { days(from: $0, until: day) } ?? 0
        let standing: IndicatorStanding
        if let agreed {
            if let reported, indicator.isMet(reported, agreed) {
                standing = .met
            } else if due == nil {
                standing = .undated
            } else {
                standing = late == 0 ? .notDue : reported == nil ? .notReported : .missed
            }
        } else {
            standing = .notAgreed
        }
        let level: LeadLevel? =
            switch standing {
            case .missed, .notReported: rules.level(late)
            case .notDue: due.flatMap { day <= $0 ? rules.level(day.daysSinceEpoch - $0.daysSinceEpoch) : nil }
            default: nil
            }
        return IndicatorOutcome(
            indicator: indicator, agreed: agreed, reported: reported, floor: tier?.floors[indicator], due: due,
            standing: standing, daysLate: level?.isBreach == true ? late : 0, level: level, clause: rule.clause,
            source: agreement.source.name)
    }

    // MARK: - What else to check

    var findings: [AgreementFinding] {
        var findings: [AgreementFinding] = supply == nil ? [.noSupply] : []
        let order = AgreementMilestone.allCases
        let began = order.dropFirst().compactMap { steps[$0]?.reported }.min()
        let isCompleted = order.drop { $0 != .completion }.contains { steps[$0]?.reported != nil }
        let papers: PaperState = isCompleted ? .completed : began != nil ? .started : .notStarted
        if let finding = satellite?.disagreement(with: papers, since: began, idle.seen) {
            findings.append(.seen(finding))
        }
        if let land, land == .suspectedIdle || land == .suspectedUnderused { findings.append(.land(land)) }
        findings += order.filter { steps[$0]?.differs == true }.map { .daysDiffer($0) }
        var last: CalendarDate?
        for step in order {
            guard let day = steps[step]?.reported else { continue }
            if let last, day < last { findings.append(.outOfOrder(step)) }
            last = day
        }
        let short = AgreementIndicator.allCases.filter { indicator in
            guard let floor = tier?.floors[indicator], let agreed = indicator.agreed(agreement, supply) else {
                return false
            }
            return !indicator.isMet(agreed, floor)
        }
        return short.isEmpty ? findings : findings + [.belowFloor(short)]
    }
}
