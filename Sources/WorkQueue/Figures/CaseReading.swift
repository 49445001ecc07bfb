import GeoModel

/// What figures are reckoned by.
package struct FigureBasis: Sendable {
    /// How long cases may stay where they are.
    package let rules: DeadlineRules
    /// The working days.
    package let calendar: WorkingCalendar
    /// What findings mean.
    package let codes: LoopCodes
    /// The themes whose flags say something of the papers: those that have findings of their own.
    let paperThemes: Set<String>

    /// What figures are reckoned by.
    package init(_ rules: DeadlineRules, _ calendar: WorkingCalendar, _ codes: LoopCodes) {
        (self.rules, self.calendar, self.codes) = (rules, calendar, codes)
        paperThemes = Set(codes.findings.flatMap { $0.themes ?? [] })
    }

    /// Whether a verdict says that the clue was right.
    ///
    /// An image's clue is right where the ground did change, lawfully or not; one that papers and images give together
    /// (idle or unsupplied land) where something has to be put right. Without a finding, which earlier programs did not
    /// ask for, legal and illegal were changes and anything else was not.
    func isRight(_ verdict: HistoryEvent, theme: String) -> Bool {
        guard !paperThemes.contains(theme) else { return isDisposed(verdict) }
        return codes.finding(verdict.finding)?.isChange ?? (verdict.outcome != .other)
    }

    /// Whether a verdict asks for something to be put right.
    func isDisposed(_ verdict: HistoryEvent) -> Bool {
        (codes.finding(verdict.finding)?.way ?? verdict.outcome?.way) == .dispose
    }

    /// Whether a survey was made at the desk (内业): what was found may be shown by papers, and no photo shows it.
    func isDeskWork(_ survey: HistoryEvent) -> Bool {
        !survey.hasEvidence && codes.finding(survey.finding)?.isDeskWork ?? false
    }
}

/// What a case adds to the figures of a span.
enum FigureItem: Hashable {
    /// It counts for a rate, and whether as a hit.
    case rate(FigureRate, Bool)
    /// It is open at the end.
    case open(CaseState, age: Int, isOverdue: Bool)
    /// One more of something that is counted.
    case count(FigureCount)
}

/// A case as of a day: the steps that stand by then, each with when it was due.
struct CaseReading {
    let history: CaseHistory
    let day: CalendarDate
    /// How many events had happened by the day.
    let known: Int
    private let events: [HistoryEvent]
    private let steps: [TimedStep]
    /// Each step on the clock that was read, by its place: its first day over the time limit, nil where there is none
    /// yet.
    private let firstDayOver: [(step: Int, day: CalendarDate?)]
    /// The calendar that is missing for its steps.
    let fault: Fault?

    /// Reads a case.
    ///
    /// - Parameters:
    ///   - history: The case; opened by the day.
    ///   - since: Steps that were left before this day need not be read.
    ///   - day: The day; what happened later has not happened.
    ///   - basis: What it is reckoned by.
    init(_ history: CaseHistory, since: CalendarDate, asOf day: CalendarDate, _ basis: FigureBasis) {
        self.history = history
        self.day = day
        known = history.known(on: day)
        events = history.events.prefix(known).withoutUndone { $0.action }
        let opened = ClockEvent(.standing(.suspected), at: history.openedAt)
        steps = TimedStep.steps(of: [opened] + events.map(\.clock))
        var read: [(step: Int, day: CalendarDate?)] = []
        var missing: Fault?
        for (place, step) in steps.enumerated() where step.state.isOnTheClock {
            let left = step.left?.bureauDay
            guard left ?? day >= since,
                let rule = basis.rules.limit(step.state, theme: history.theme, priority: history.priority)
            else { continue }
            do throws(Fault) {
                let clocks = try StepClocks(step, rule, basis.calendar, on: day)
                let due = [clocks.working.due, clocks.whole.due].compactMap(\.self).min()
                read.append((place, due?.advanced(by: 1)))
            } catch {
                missing = error
            }
        }
        (firstDayOver, fault) = (read, missing)
    }

    /// Whether it came to its end before a day.
    func isOver(before first: CalendarDate) -> Bool {
        steps.last.map { $0.state.isFinal && $0.entered.bureauDay < first } ?? false
    }

    /// What it adds to the figures of the days from one to that of the reading, each with whose it is; nil for
    /// nobody's.
    func forEachItem(since first: CalendarDate, _ basis: FigureBasis, _ body: (FigureItem, String?) -> Void) {
        let days = first...max(first, day)
        let opened = history.openedAt.bureauDay
        if days.contains(opened) { body(.count(.opened), nil) }
        forEachEvent(in: days, basis, body)
        forEachDeadline(in: days, body)
        guard let last = steps.last else { return }
        let officer = events.lastOfficer
        if last.state.isFinal {
            guard days.contains(last.entered.bureauDay) else { return }
            body(.count(.ended), officer)
            body(.rate(.solved, true), officer)
        } else {
            let over = firstDayOver.last.flatMap { $0.step == steps.count - 1 ? $0.day : nil }
            let isOverdue = over.map { $0 <= day } ?? false
            let since = events.first { $0.action == .issue }?.day ?? opened
            body(.open(last.state, age: day.daysSinceEpoch - since.daysSinceEpoch, isOverdue: isOverdue), officer)
            if isOverdue { body(.rate(.solved, false), officer) }
        }
    }

    private func forEachEvent(
        in days: ClosedRange<CalendarDate>, _ basis: FigureBasis, _ body: (FigureItem, String?) -> Void
    ) {
        var state = CaseState.suspected
        var officer: String?
        for event in events {
            officer = event.assigned ?? officer
            let isMove = event.to != state
            state = event.to
            guard days.contains(event.day) else { continue }
            if isMove { body(.count(.done), event.name) }
            switch event.action {
            case .issue:
                body(.count(.issued), officer)
                body(.count(.surveysAsked), officer)
            case .survey: body(.count(basis.isDeskWork(event) ? .deskSurveys : .surveys), event.name)
            case .visitAgain:
                body(.count(.returnVisits), event.name)
                if let word = event.satisfied { body(.rate(.satisfied, word), officer) }
                if event.satisfied == nil { body(.count(.silentVisits), officer) }
            default: break
            }
            guard isMove else { continue }
            if state == .returned { body(.count(.surveysAsked), officer) }
            if state == .feedbackFiled { body(.count(.returnVisitsAsked), officer) }
        }
        // A verdict stands until the case is sent back for another survey.
        guard let verdict = events.last(where: { $0.action == .review || $0.to == .returned }),
            verdict.action == .review, days.contains(verdict.day)
        else { return }
        body(.rate(.right, basis.isRight(verdict, theme: history.theme)), officer)
        if basis.isDisposed(verdict) { body(.count(.disposals), officer) }
    }

    /// Each step counts once: on the day it was left in time, or on the first day over its limit.
    private func forEachDeadline(in days: ClosedRange<CalendarDate>, _ body: (FigureItem, String?) -> Void) {
        let moves = events.moves
        for (place, over) in firstDayOver {
            let step = steps[place]
            let left = step.left?.bureauDay
            let isInTime = left.map { left in over.map { left < $0 } ?? true } ?? false
            guard let counted = isInTime ? left : over, days.contains(counted) else { continue }
            let next = place < moves.count ? moves[place] : nil
            body(.rate(.onTime, isInTime), next?.name ?? events.lastOfficer)
            if step.state == .issued {
                body(.rate(.answered, left != nil), next?.name ?? events.lastOfficer)
            }
        }
    }
}

extension CaseHistory {
    /// How many of its events had happened on a day.
    func known(on day: CalendarDate) -> Int { events.prefix { $0.day <= day }.count }
}

extension [HistoryEvent] {
    /// Whose task the case is after them.
    fileprivate var lastOfficer: String? { last { $0.assigned != nil }?.assigned }

    /// Those that led to another state, in order: the first ends the first step.
    fileprivate var moves: [HistoryEvent] {
        var state = CaseState.suspected
        var moves: [HistoryEvent] = []
        for event in self where event.to != state {
            moves.append(event)
            state = event.to
        }
        return moves
    }
}
