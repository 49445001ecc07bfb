package import GeoModel

/// A case on the clock.
package struct DueCase: Sendable, Hashable {
    /// Its line in the queue as it is now.
    package let summary: CaseSummary
    /// Both clocks of the step that it is in on the day asked for.
    package let clocks: StepClocks
    /// Whom it is due to by the ladder; nil where it is not overdue.
    package let dueLevel: EscalationLevel?

    /// The roles that can move it on from where it is.
    package var roles: [Role] {
        let moves = Loop.transitions(from: clocks.step.state).filter { $0.isMove && $0.action != .assign }
        return Role.allCases.filter { role in moves.contains { $0.roles.contains(role) } }
    }

    /// Whose task it is, where that person can move it on; nil where somebody of `roles` has to.
    package var officer: Person? {
        summary.assigned.flatMap { roles.contains($0.role) ? $0 : nil }
    }

    /// Whether it has to be taken higher than it is (提级办理).
    package var mustEscalate: Bool { (dueLevel ?? .officer) > summary.standing.level }

    /// Most overdue first, then what ends first; equal ones by priority and number.
    fileprivate static func isMoreUrgent(_ left: DueCase, than right: DueCase) -> Bool {
        let (one, other) = (left.clocks, right.clocks)
        if (one.standing == .overdue) != (other.standing == .overdue) { return one.standing == .overdue }
        return (-one.overdueDays, one.remaining, left.summary.priority, left.summary.id)
            < (-other.overdueDays, other.remaining, right.summary.priority, right.summary.id)
    }
}

/// The cases on the clock on a day, most overdue first.
package struct DueList: Sendable {
    /// The cases.
    package let cases: [DueCase]
    /// The years whose calendar is missing up to that day, with how many cases can't be told for it.
    package let faults: [Fault]
    /// The years whose calendar is missing for the last day in time of a case that is listed.
    package let unknownDue: [Fault]

    /// Reads the clocks of cases.
    ///
    /// - Parameters:
    ///   - cases: Cases with all their events, oldest first.
    ///   - state: Only those in this state on the day; nil for all.
    ///   - rules: The limits and the ladder.
    ///   - calendar: The working days.
    ///   - day: The day; what happened after it is left out.
    package init(
        _ cases: [(summary: CaseSummary, events: [ClockEvent])], in state: CaseState? = nil, _ rules: DeadlineRules,
        _ calendar: WorkingCalendar, on day: CalendarDate
    ) {
        var found: [DueCase] = []
        var missing: [String: (fault: Fault, cases: [String])] = [:]
        var unknown: [String: Fault] = [:]
        let end = Timestamp(endOf: day)
        for (summary, events) in cases {
            let steps = TimedStep.steps(of: events.lazy.filter { $0.at < end })
            guard let step = steps.last, state == nil || step.state == state,
                let rule = rules.limit(step.state, theme: summary.theme, priority: summary.priority)
            else { continue }
            do throws(Fault) {
                let clocks = try StepClocks(step, rule, calendar, on: day)
                let level = clocks.standing == .overdue ? rules.level(overdue: clocks.overdueDays) : nil
                found.append(DueCase(summary: summary, clocks: clocks, dueLevel: level))
                if let fault = clocks.unknownDue { unknown[fault.object] = fault }
            } catch {
                missing[error.object, default: (error, [])].cases.append(summary.id)
            }
        }
        // Places are moved about in a sort much faster than whole cases.
        let order = found.indices.sorted { DueCase.isMoreUrgent(found[$0], than: found[$1]) }
        self.cases = order.map { found[$0] }
        faults = missing.sorted { $0.key < $1.key }.map { Self.fault($0.value.fault, $0.value.cases) }
        unknownDue = unknown.sorted { $0.key < $1.key }.map(\.value)
    }

    private static func fault(_ fault: Fault, _ cases: [String]) -> Fault {
        let first = cases.prefix(3).joined(separator: ", ") + (cases.count > 3 ? " …" : "")
        return Fault(
            fault.object, zh: "\(fault.message.zh)因此 \(cases.count) 件任务的时限无法计算（\(first)）。",
            en: "\(fault.message.en) The deadlines of \(cases.count) cases can't be told (\(first)).")
    }

    /// The cases that are overdue or near their end.
    package var urgent: [DueCase] { cases.filter { $0.clocks.standing != .inTime } }
}

extension CaseEvent {
    /// What it does to the clocks.
    package var clock: ClockEvent { ClockEvent(action, to: to, ground: standing?.pauseGround, at: at) }
}

extension ClockEvent {
    init(_ action: CaseAction?, to state: CaseState, ground: String?, at time: Timestamp) {
        let kind: Kind =
            switch action {
            case .pause: .pause(ground: ground)
            case .resume: .resume
            case .undo: .undo
            default: .standing(state)
            }
        self.init(kind, at: time)
    }
}

extension RegionStore {
    /// The cases on the clock with all their events: those that a person has issued and nobody has ended.
    ///
    /// - Parameters:
    ///   - theme: Only those of this theme's code; nil for all.
    ///   - person: Only those that are this person's task; nil for all.
    ///   - day: The day asked for. For one that is past, cases that ended since are among them.
    ///   - now: The day that it is.
    /// - Returns: The cases as they are now, each with its events, oldest first.
    /// - Throws: `Fault` where a row can't be read.
    package func casesOnTheClock(
        theme: String? = nil, person: String? = nil, on day: CalendarDate, now: CalendarDate
    ) throws(Fault) -> [(summary: CaseSummary, events: [ClockEvent])] {
        let open = CaseState.allCases.filter(\.isOnTheClock).map { "'\($0.rawValue)'" }.joined(separator: ", ")
        var conditions = ["case_file.state IN (\(open))"]
        var values: [SQLiteValue] = []
        if day < now {
            conditions = ["(\(conditions[0]) OR case_file.updated_at >= ?)"]
            values.append(.text(Timestamp(endOf: day).text))
        }
        for (column, value) in [("case_file.flag_theme", theme), ("case_file.assigned_name", person)] {
            guard let value else { continue }
            conditions.append("\(column) = ?")
            values.append(.text(value))
        }
        let condition = conditions.joined(separator: " AND ")
        return try database.snapshot { () throws(Fault) in
            let cases = try readCases(condition, values)
            let events = try readEvents(condition, values)
            return cases.map { ($0, (events[$0.id] ?? []).sorted { $0.version < $1.version }.map(\.event)) }
        }
    }

    private func readCases(_ condition: String, _ values: [SQLiteValue]) throws(Fault) -> [CaseSummary] {
        let sql = "SELECT case_file.fid, \(CaseSummary.selection) FROM \(CaseSummary.source) WHERE \(condition)"
        var cases: [CaseSummary] = []
        try forEachRow("case_file", sql, values) { row throws(Fault) in cases.append(try CaseSummary(row: row)) }
        return cases
    }

    private func readEvents(
        _ condition: String, _ values: [SQLiteValue]
    ) throws(Fault) -> [String: [(version: Int, event: ClockEvent)]] {
        // CROSS keeps SQLite to this order: the few open cases first, then their events by the index on both.
        let sql = """
            SELECT event.fid, event.case_id, event.case_version, event.action, event.to_state, event.at,
                CASE event.action WHEN 'pause' THEN json_extract(event.details, '$.case.pause_ground') END
            FROM case_file CROSS JOIN event ON event.case_id = case_file.id WHERE \(condition)
            """
        var events: [String: [(version: Int, event: ClockEvent)]] = [:]
        try forEachRow("event", sql, values) { row throws(Fault) in
            let (id, version) = (try row.text(), try row.integer())
            let action = try row.text()
            let state = try row.value { CaseState(rawValue: $0) }
            let time = try row.value { Timestamp($0) }
            let event = ClockEvent(CaseAction(rawValue: action), to: state, ground: row.optionalText(), at: time)
            events[id, default: []].append((version, event))
        }
        return events
    }
}
