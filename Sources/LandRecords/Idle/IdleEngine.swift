package import GeoModel

/// Judges supplies by the law on idle land: a pure function of what is on record, what was seen, and the day.
package struct IdleEngine: Sendable {
    private let rules: IdleRules

    /// An engine.
    package init(_ rules: IdleRules) { self.rules = rules }

    /// What is to be said of a supply.
    ///
    /// - Parameters:
    ///   - supply: With its terms; what they date after `day` has not happened yet.
    ///   - area: Its outline's area.
    ///   - view: What satellites saw; nil where none looked.
    ///   - suspensions: Delays that the government caused, besides the one of the terms.
    ///   - day: The day.
    /// - Returns: The judgement.
    package func judge(
        _ supply: Supply,
        area: Area,
        seen view: SiteView?,
        suspensions: [Suspension] = [],
        on day: CalendarDate
    ) -> IdleJudgement {
        var work = Judging(
            rules: rules, supply: supply, outline: area, view: view,
            suspensions: suspensions + supply.terms.suspensions, day: day)
        return work.judgement()
    }
}

extension SupplyTerms {
    /// The delay that the government caused; one without a first day began before anything else.
    var suspensions: [Suspension] {
        guard let first = delayedFrom ?? (delayedUntil == nil ? nil : CalendarDate(year: 1, month: 1, day: 1)) else {
            return []
        }
        return [Suspension(from: first, until: delayedUntil)]
    }
}

/// One judgement in the making.
private struct Judging {
    let rules: IdleRules
    let supply: Supply
    let area: Area
    let suspensions: [Suspension]
    let day: CalendarDate
    let satellite: SatelliteClock
    var legal = LegalDates()
    var standing = IdleStanding.normal
    var ground: IdleGround?
    var since: CalendarDate?
    var findings: [IdleFinding] = []
    var facts: [IdleFact] = []

    private var terms: SupplyTerms { supply.terms }
    private var start: CalendarDate? { happened(terms.actualStart) ?? completion }
    private var completion: CalendarDate? { happened(terms.actualCompletion) }

    init(
        rules: IdleRules, supply: Supply, outline: Area, view: SiteView?, suspensions: [Suspension], day: CalendarDate
    ) {
        (self.rules, self.supply, self.suspensions, self.day) = (rules, supply, suspensions, day)
        area = supply.terms.statedArea.flatMap { $0.squareMetres > 0 ? $0 : nil } ?? outline
        satellite = SatelliteClock(view, by: day, rules.seen)
    }

    mutating func judgement() -> IdleJudgement {
        runLegalClock()
        tellSatellite()
        switch legal.state {
        case .notStarted: judgeStart()
        case .started: judgeProgress()
        case .completed: judgeUse()
        }
        compareClocks()
        let investigation = since?.advanced(byDays: rules.investigation.count)
        tell("调查截止日期", "investigation due", investigation, rules.investigation.clause)
        let fee = feeEstimate()
        return IdleJudgement(
            supply: supply, day: day, area: area, standing: standing, ground: ground, legal: legal,
            satellite: satellite, suspectedSince: since, investigationDue: investigation, feeEstimate: fee,
            mayBeReclaimed: isReclaimable(), findings: findings, facts: facts
        )
    }

    // MARK: - The legal clock

    private mutating func runLegalClock() {
        legal.state = completion != nil ? .completed : start != nil ? .started : .notStarted
        legal.isSuspended = suspensions.contains { $0.contains(day) }
        tell("约定开工", "agreed start", supply.agreedStart, rules.noStart.clause)
        if let agreed = supply.agreedStart {
            legal.startDue = agreed
        } else if let delivered = happened(terms.actualDelivery) {
            legal.startDue = clock(from: delivered).lastDay(ofMonths: rules.undated.count)
            tell("实际交地", "actual delivery", delivered, rules.undated.clause)
        }
        tell("实际开工", "actual start", start, rules.start)
        tell("约定竣工", "agreed completion", supply.agreedCompletion, rules.completion)
        tell("实际竣工", "actual completion", completion, nil)
        for span in suspensions {
            let text = "\(span.from) – \(span.until?.description ?? "…")"
            tell("政府原因延期", "delay caused by the government", Bilingual(zh: text, en: text), rules.delay)
        }
        guard let due = legal.startDue else { return }
        let clock = clock(from: due)
        legal.oneYear = clock.lastDay(ofMonths: rules.noStart.count)
        legal.twoYears = clock.lastDay(ofMonths: rules.reclaim.count)
        legal.daysLate = clock.days(until: min(day, start ?? day))
    }

    private func clock(from day: CalendarDate) -> LegalClock { LegalClock(from: day, suspensions: suspensions) }

    private func happened(_ date: CalendarDate?) -> CalendarDate? { date.flatMap { $0 <= day ? $0 : nil } }

    // MARK: - The standing

    private mutating func judgeStart() {
        guard supply.agreedStart != nil || happened(terms.actualDelivery) != nil else {
            standing = .unjudged
            return findings.append(.noDates)
        }
        guard legal.startDue != nil else { return }
        if let last = legal.oneYear, day > last {
            suspect(.notStarted, since: last.advanced(byDays: 1))
            tell("满一年之日", "the year's last day", last, rules.noStart.clause)
        } else if legal.daysLate > 0 {
            standing = .lateStart
        }
    }

    private mutating func judgeProgress() {
        if let end = haltedYear(), day >= end, let seen = satellite.lastSeen?.day, seen >= end, isLittle() {
            suspect(.halted, since: end)
            tell("停工满一年之日", "a year halted on", end, rules.halted.clause)
        } else if let agreed = supply.agreedCompletion, clock(from: agreed).days(until: day) > 0 {
            standing = .lateCompletion
            judgeUse()
        }
    }

    private mutating func haltedYear() -> CalendarDate? {
        guard let start, let halted = satellite.haltedSince(start: start) else { return nil }
        return clock(from: halted).lastDay(ofMonths: rules.halted.count)
    }

    /// Whether too little was started on, or invested, by what is on record.
    private mutating func isLittle() -> Bool {
        var isLittle = false
        if let started = terms.startedArea {
            let text = "\(decimal(started.mu, 2)) / \(decimal(area.mu, 2))"
            tell("已动工面积/总面积（亩）", "area started / area (mu)", .init(zh: text, en: text), rules.halted.clause)
            if rules.haltedArea.exceeds(started.squareMetres, of: area.squareMetres) { isLittle = true }
        }
        if let spent = terms.actualInvestment, let agreed = terms.agreedInvestment, agreed > 0 {
            let text = "\(decimal(spent, 1)) / \(decimal(agreed, 1))"
            tell("已投资/总投资（万元）", "invested / agreed (10 000 yuan)", .init(zh: text, en: text), rules.halted.clause)
            if rules.haltedInvestment.exceeds(spent, of: agreed) { isLittle = true }
        }
        return isLittle
    }

    private mutating func judgeUse() {
        let agreedEnd = supply.agreedCompletion?.lastDay(ofMonths: rules.underused.count)
        guard completion != nil || (agreedEnd.map { day > $0 } ?? false) else { return }
        let share = rules.underusedArea
        let begun = terms.startedArea.map { share.exceeds($0.squareMetres, of: area.squareMetres) } ?? false
        // Only a watch that began before the building tells how much of the land it covers.
        let isWatched = satellite.watchedSince.map { watch in start.map { watch < $0 } ?? false } ?? false
        let looked = satellite.lastSeen.map { $0.day > (completion ?? $0.day) } ?? false
        let seen = isWatched && looked && (satellite.lastSeen.map { share.exceeds($0.builtShare, of: 1) } ?? false)
        guard begun || seen else { return }
        standing = .suspectedUnderused
        tell("用而未尽", "not fully used", seen ? satellite.state.label : legal.state.label, rules.underused.clause)
    }

    private mutating func suspect(_ ground: IdleGround, since day: CalendarDate?) {
        standing = .suspectedIdle
        self.ground = ground
        since = day
    }

    // MARK: - The satellite clock beside it

    private mutating func compareClocks() {
        guard let finding = satellite.disagreement(with: legal.state, since: start, rules.seen) else { return }
        findings.append(finding)
        // What stands there was begun; that nobody entered it is what has to be put right.
        guard finding == .notStartedSeenBuilt, standing == .suspectedIdle || standing == .lateStart else { return }
        (standing, ground, since) = (.normal, nil, nil)
    }

    private mutating func tellSatellite() {
        guard let seen = satellite.lastSeen, let watch = satellite.watchedSince else { return }
        let (moved, built) = (Wording.percent(seen.movedShare), Wording.percent(seen.builtShare))
        var text = Bilingual(
            zh: "\(watch) 至 \(seen.day)：动土 \(moved)%，建设 \(built)%",
            en: "\(watch) to \(seen.day): \(moved) % moved, \(built) % built")
        if let cover = seen.cover {
            let (standing, clear) = (Wording.percent(cover.built), Wording.percent(cover.clear))
            text = Bilingual(
                zh: "\(text.zh)；\(seen.day) 建筑/硬化 \(standing)%，有效像元 \(clear)%",
                en: "\(text.en); \(standing) % built-up on \(seen.day), \(clear) % of the pixels clear")
        }
        let faint = seen.changedShare - seen.touchedShare
        if faint >= rules.seen.leastShare {
            let share = Wording.percent(faint)
            text = Bilingual(zh: "\(text.zh)；另有 \(share)% 变化不明", en: "\(text.en); \(share) % changed in another way")
        }
        let fact = Fact(name: Bilingual(zh: "遥感", en: "as seen"), value: text, source: seen.source)
        facts.append(IdleFact(fact: fact, clause: rules.start))
    }

    // MARK: - What follows

    private mutating func feeEstimate() -> Double? {
        guard ground == .notStarted, !isExempt(), day > (clockEnd(rules.fee) ?? day) else { return nil }
        guard let price = terms.landPrice else {
            findings.append(.noPrice)
            return nil
        }
        let fee = price * rules.feeShare.value
        let text = decimal(fee, 2)
        tell("闲置费估算（万元）", "fee, estimated (10 000 yuan)", Bilingual(zh: text, en: text), rules.fee.clause)
        return fee
    }

    private mutating func isReclaimable() -> Bool {
        guard ground == .notStarted, !legal.isSuspended, let last = legal.twoYears, day > last else { return false }
        tell("满两年之日", "the second year's last day", last, rules.reclaim.clause)
        return true
    }

    private mutating func isExempt() -> Bool {
        guard legal.isSuspended else { return false }
        let text = Bilingual(zh: "政府原因延期期间，不征费、不收回", en: "delayed by the government: neither applies")
        tell("闲置费与收回", "fee and reclaim", text, rules.delay)
        return true
    }

    private func clockEnd(_ term: LegalTerm) -> CalendarDate? {
        legal.startDue.flatMap { clock(from: $0).lastDay(ofMonths: term.count) }
    }

    // MARK: - Facts

    private mutating func tell(_ zh: String, _ en: String, _ day: CalendarDate?, _ clause: Bilingual?) {
        guard let day else { return }
        tell(zh, en, Wording.same(day.description), clause)
    }

    private mutating func tell(_ zh: String, _ en: String, _ value: Bilingual, _ clause: Bilingual?) {
        let fact = Fact(name: Bilingual(zh: zh, en: en), value: value, source: supply.source.name)
        facts.append(IdleFact(fact: fact, clause: clause))
    }
}
