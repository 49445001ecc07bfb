package import GeoModel
package import LandRecords
import SafeFiles

/// One case with everything that is known of it.
package struct CaseDetail: Sendable, Hashable {
    /// Its line in the queue.
    package let summary: CaseSummary
    /// What it is about, with the patch.
    package let flag: Flag
    /// All that happened, oldest first.
    package let events: [CaseEvent]
    /// What its state allows.
    package let next: [LoopTransition]
}

extension CaseSummary {
    static let selection = """
        case_file.id, case_file.period, flag.id, flag.theme, flag.theme_zh, flag.theme_en, case_file.state,
        case_file.version, case_file.outcome, flag.area_m2, flag.priority, case_file.opened_at, case_file.updated_at,
        case_file.assigned_name, case_file.assigned_role, flag.patch_number
        """

    // CROSS JOIN: the cases come first, in the order of one of their indexes, and only those listed look their flag up.
    static let source = "case_file CROSS JOIN flag ON flag.id = case_file.flag_id"

    init(row: SQLiteStatement) throws(Fault) {
        id = try row.text()
        period = try row.value { Period($0) }
        flagID = try row.text()
        theme = try row.text()
        themeLabel = Bilingual(zh: try row.text(), en: try row.text())
        state = try row.value { CaseState(rawValue: $0) }
        version = try row.integer()
        outcome = try row.optionalValue { Outcome(rawValue: $0) }
        area = Area(squareMetres: row.real())
        priority = try row.integer()
        openedAt = try row.value { Timestamp($0) }
        updatedAt = try row.value { Timestamp($0) }
        assigned = try CaseSummary.person(row)
        patchNumber = row.optionalText()
    }

    private static func person(_ row: SQLiteStatement) throws(Fault) -> Person? {
        let name = row.optionalText()
        guard let role = try row.optionalValue({ Role(rawValue: $0) }), let name else { return nil }
        return try Person(name: name, role: role)
    }
}

extension RegionStore {
    /// The cases of the queue.
    /// - Throws: `Fault` where a row can't be read.
    package func cases(_ filter: CaseFilter = CaseFilter()) throws(Fault) -> [CaseSummary] {
        let sql = "SELECT case_file.fid, \(CaseSummary.selection) FROM \(CaseSummary.source) \(filter.sql)"
        var cases: [CaseSummary] = []
        try forEachRow("case_file", sql, filter.values) { row throws(Fault) in cases.append(try CaseSummary(row: row)) }
        return cases
    }

    /// Hands every case to a closure, with its flag and patch: for exports.
    /// - Throws: `Fault` where a row can't be read, or what the closure throws.
    package func forEachCase(
        _ filter: CaseFilter = CaseFilter(),
        _ body: (CaseSummary, Flag) throws(Fault) -> Void
    ) throws(Fault) {
        try forEachCase(filter.sql, filter.values, body)
    }

    private func forEachCase(
        _ rest: String,
        _ values: [SQLiteValue],
        _ body: (CaseSummary, Flag) throws(Fault) -> Void
    ) throws(Fault) {
        let columns = "case_file.fid, \(CaseSummary.selection), \(Flag.selection)"
        let sql = "SELECT \(columns) FROM \(CaseSummary.source) \(Flag.join) \(rest)"
        try forEachRow("case_file", sql, values) { row throws(Fault) in
            try body(try CaseSummary(row: row), try Flag(row: row))
        }
    }

    /// One case with its flag, its events and what can be done with it.
    /// - Throws: `Fault` where there is no such case.
    package func caseDetail(_ id: String) throws(Fault) -> CaseDetail {
        try database.snapshot { () throws(Fault) in try readDetail(id) }
    }

    private func readDetail(_ id: String) throws(Fault) -> CaseDetail {
        let (summary, flag) = try readCase(id)
        return CaseDetail(
            summary: summary,
            flag: flag,
            events: try events(of: id),
            next: Loop.transitions(from: summary.state)
        )
    }

    private func readCase(_ id: String) throws(Fault) -> (CaseSummary, Flag) {
        var found: (CaseSummary, Flag)?
        try forEachCase("WHERE case_file.id = ?", [.text(id)]) { summary, flag throws(Fault) in found = (summary, flag)
        }
        guard let found else {
            throw Fault(
                id,
                zh: "没有此任务。请用 tuban queue list 查看编号。",
                en: "there is no such case. See tuban queue list for the numbers."
            )
        }
        return found
    }

    private func events(of caseID: String) throws(Fault) -> [CaseEvent] {
        var events: [CaseEvent] = []
        try forEachRow(of: EventRow.layout, "WHERE case_id = ? ORDER BY fid", [.text(caseID)]) { row throws(Fault) in
            events.append(try CaseEvent(EventRow(row: row), named: row.name))
        }
        return events
    }

    /// Moves a case one step on: the event and the new state are one transaction.
    ///
    /// - Parameters:
    ///   - id: The case.
    ///   - step: What is done, by whom, when, why.
    /// - Returns: The case as it is now.
    /// - Throws: `Fault` where there is no such case, it moved on since it was looked at, or the loop does not allow
    ///   the step; then nothing is changed.
    @discardableResult
    package func advance(_ id: String, _ step: CaseStep) throws(Fault) -> CaseSummary {
        try database.transaction { () throws(Fault) in
            let (summary, flag) = try readCase(id)
            let transition = try summary.transition(for: step) { action throws(Fault) in
                try database.text(
                    "SELECT actor_name FROM event WHERE case_id = ? AND action = ? ORDER BY fid DESC LIMIT 1",
                    [.text(id), .text(action.rawValue)])
            }
            try EventWriter(database).append(EventRow(summary, flag, step, transition))
            try move(summary, step, transition)
            for table in ["case_file", "event"] { try GeoPackage.touch(table, in: database, at: step.at) }
            return try readCase(id).0
        }
    }

    private func move(_ summary: CaseSummary, _ step: CaseStep, _ transition: LoopTransition) throws(Fault) {
        let assigned = transition.assigns ? step.person : summary.assigned
        try database.run(
            """
            UPDATE case_file SET state = ?, version = ?, outcome = ?, assigned_name = ?, assigned_role = ?,
                updated_at = ?
            WHERE id = ?
            """,
            [
                .text(transition.to.rawValue), .integer(summary.version + 1),
                .text((step.outcome ?? summary.outcome)?.rawValue), .text(assigned?.name),
                .text(assigned?.role.rawValue), .text(step.at.text), .text(summary.id),
            ]
        )
    }
}

extension EventRow {
    fileprivate init(_ summary: CaseSummary, _ flag: Flag, _ step: CaseStep, _ transition: LoopTransition) {
        caseID = summary.id
        version = summary.version + 1
        action = step.action.rawValue
        from = transition.from.rawValue
        to = transition.to.rawValue
        actorName = step.person.name
        actorRole = step.person.role.rawValue
        at = step.at.text
        reason = step.reason
        outcome = step.outcome?.rawValue
        // Until the first step the flag may be written anew; from then on it stays, so the whole of it is kept here.
        details = (summary.version == 1 ? flag.evidence : flag.stamp).text()
    }
}
