package import GeoModel

/// A case with all that happened to it, as far as figures of the loop need it.
package struct CaseHistory: Sendable, Hashable {
    /// Its number.
    package let id: String
    /// The theme's code.
    package let theme: String
    /// The theme as users read it.
    package let themeLabel: Bilingual
    /// 1 to look at first … 5 last.
    package let priority: Int
    /// When it was opened.
    package let openedAt: Timestamp
    /// What people did, oldest first.
    package let events: [HistoryEvent]

    /// A case.
    package init(
        id: String, theme: String, themeLabel: Bilingual, priority: Int, openedAt: Timestamp, events: [HistoryEvent]
    ) {
        (self.id, self.theme, self.themeLabel, self.priority) = (id, theme, themeLabel, priority)
        (self.openedAt, self.events) = (openedAt, events)
    }
}

/// A step that a person took, as far as figures of the loop need it.
package struct HistoryEvent: Sendable, Hashable {
    /// What was done.
    package let action: CaseAction
    /// The state after.
    package let to: CaseState
    /// When.
    package let at: Timestamp
    /// The same as a day of the bureau.
    package let day: CalendarDate
    /// Who did it.
    package let name: String
    /// Whose task the case was then, where the step may change that.
    package var assigned: String?
    /// What the case was found to be; nil where that was not asked.
    package var outcome: Outcome?
    /// The same in more words.
    package var finding: String?
    /// Whether the people concerned were satisfied; nil where nobody was asked.
    package var satisfied: Bool?
    /// Whether somebody was there; of a survey by an earlier program, whether a file shows it.
    package var hasEvidence = false

    /// A step of which no more is known.
    package init(_ action: CaseAction, to state: CaseState, at time: Timestamp, by name: String) {
        (self.action, to, at, day, self.name) = (action, state, time, time.bureauDay, name)
    }

    var clock: ClockEvent { ClockEvent(action, to: to, ground: nil, at: at) }
}

extension RegionStore {
    /// Hands every case that was opened by a day to a closure, with its history: one after another, so that a store of
    /// any size is told in the same memory.
    ///
    /// - Parameters:
    ///   - day: The last day, by the bureau's clock. What happened to a case later is handed over too.
    ///   - withShapes: Whether the outlines are read.
    ///   - body: Takes a case, and its outline where that is read.
    /// - Throws: `Fault` where a row can't be read, or what the closure throws.
    package func forEachHistory(
        openedBy day: CalendarDate, withShapes: Bool,
        _ body: (CaseHistory, MultiPolygon?) throws(Fault) -> Void
    ) throws(Fault) {
        let shape = withShapes ? ", flag.geom" : ""
        let sql = """
            SELECT case_file.fid, case_file.id, flag.theme, flag.theme_zh, flag.theme_en, flag.priority,
                case_file.opened_at, case_file.version\(shape)
            FROM \(CaseSummary.source) WHERE case_file.opened_at < ? ORDER BY case_file.fid
            """
        try database.snapshot { () throws(Fault) in
            let steps = try database.prepare(HistoryEvent.query)
            try forEachRow("case_file", sql, [.text(Timestamp(endOf: day).text)]) { row throws(Fault) in
                let (id, theme) = (try row.text(), try row.text())
                let label = Bilingual(zh: try row.text(), en: try row.text())
                let priority = try row.integer()
                let opened = try row.value { Timestamp($0) }
                // Of a case that nobody has acted on there is nothing more to read.
                let events = try row.integer() == 1 ? [] : try HistoryEvent.all(of: id, steps)
                let history = CaseHistory(
                    id: id, theme: theme, themeLabel: label, priority: priority, openedAt: opened, events: events)
                try body(history, withShapes ? try row.shape() : nil)
            }
        }
    }
}

extension HistoryEvent {
    /// The steps of a case. Documents are opened for the few steps alone whose words figures need.
    fileprivate static let query = """
        SELECT fid, action, to_state, at, actor_name, outcome,
            CASE WHEN action IN ('issue', 'assign', 'accept') THEN json_extract(details, '$.case.assigned_name') END,
            CASE WHEN action IN ('survey', 'review') THEN json_extract(details, '$.case.finding') END,
            CASE action WHEN 'visitAgain' THEN json_extract(details, '$.satisfied') END,
            CASE action WHEN 'survey' THEN CASE json_type(details, '$.visit') WHEN 'object' THEN 1 WHEN 'null' THEN 0
                ELSE json_array_length(details, '$.evidence') END END
        FROM event WHERE case_id = ? AND case_version > 1 ORDER BY case_version
        """

    fileprivate static func all(of id: String, _ statement: SQLiteStatement) throws(Fault) -> [HistoryEvent] {
        var events: [HistoryEvent] = []
        statement.reset()
        try statement.bind([.text(id)])
        while try statement.step() {
            statement.table = "event"
            statement.key = try statement.integer()
            let action = try statement.value { CaseAction(rawValue: $0) }
            let state = try statement.value { CaseState(rawValue: $0) }
            let time = try statement.value { Timestamp($0) }
            let name = try statement.text()
            var event = HistoryEvent(action, to: state, at: time, by: name)
            event.outcome = try statement.optionalValue { Outcome(rawValue: $0) }
            // Events of earlier programs do not tell whose task a case is; who accepts it has it.
            event.assigned = statement.optionalText() ?? (action == .accept ? name : nil)
            event.finding = statement.optionalText()
            event.satisfied = statement.optionalInteger().map { $0 == 1 }
            event.hasEvidence = (statement.optionalInteger() ?? 0) > 0
            events.append(event)
        }
        return events
    }
}
