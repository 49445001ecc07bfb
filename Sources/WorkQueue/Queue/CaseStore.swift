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
        case_file.id, case_file.period, flag.id, flag.theme, flag.theme_zh, flag.theme_en, case_file.version,
        flag.area_m2, flag.priority, case_file.opened_at, case_file.updated_at, flag.patch_number,
        CASE WHEN flag.patch_number IS NULL THEN json_extract(flag.links, '$[0].key') END,
        (SELECT max(period) FROM case_sighting WHERE case_id = case_file.id), \(CaseStanding.selection)
        """

    // CROSS JOIN: the cases come first, in the order of one of their indexes, and only those listed look their flag up.
    static let source = "case_file CROSS JOIN flag ON flag.id = case_file.flag_id"

    init(row: SQLiteStatement) throws(Fault) {
        id = try row.text()
        period = try row.value { Period($0) }
        flagID = try row.text()
        theme = try row.text()
        themeLabel = Bilingual(zh: try row.text(), en: try row.text())
        version = try row.integer()
        area = Area(squareMetres: row.real())
        priority = try row.integer()
        openedAt = try row.value { Timestamp($0) }
        updatedAt = try row.value { Timestamp($0) }
        patchNumber = row.optionalText()
        recordKey = row.optionalText()
        seenAgain = try row.optionalValue { Period($0) }
        standing = try CaseStanding(row: row)
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

    /// How many cases each state has; states without any are left out.
    /// - Throws: `Fault` where a row can't be read.
    package func caseCounts() throws(Fault) -> [CaseState: Int] {
        let sql = "SELECT state, count(*) FROM case_file GROUP BY state"
        let counts = try database.rows(sql) { row throws(Fault) in
            (try row.value { CaseState(rawValue: $0) }, try row.integer())
        }
        return Dictionary(counts) { $0 + $1 }
    }

    /// The codes of the themes that have cases, in order; each is looked up in an index, whatever the number of cases.
    /// - Throws: `Fault` where the file can't be read.
    package func themes() throws(Fault) -> [String] {
        let sql = """
            WITH RECURSIVE seen(theme) AS (
                SELECT min(flag_theme) FROM case_file
                UNION ALL SELECT (SELECT min(flag_theme) FROM case_file WHERE flag_theme > theme)
                FROM seen WHERE theme IS NOT NULL)
            SELECT theme FROM seen WHERE theme IS NOT NULL
            """
        return try database.rows(sql) { row throws(Fault) in try row.text() }
    }

    /// Hands every case to a closure, with its flag and patch: for exports.
    /// - Throws: `Fault` where a row can't be read, or what the closure throws.
    package func forEachCase(
        _ filter: CaseFilter = CaseFilter(),
        _ body: (CaseSummary, Flag) throws(Fault) -> Void
    ) throws(Fault) {
        try forEachCase(filter.sql, filter.values, body)
    }

    /// The same for any condition and order.
    func forEachCase(
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

    func events(of caseID: String) throws(Fault) -> [CaseEvent] {
        var events: [CaseEvent] = []
        try forEachRow(of: EventRow.layout, "WHERE case_id = ? ORDER BY fid", [.text(caseID)]) { row throws(Fault) in
            events.append(try CaseEvent(EventRow(row: row), named: row.name))
        }
        return events
    }

    /// The event that made a version of a case; nil where there is none.
    func event(of caseID: String, version: Int) throws(Fault) -> CaseEvent? {
        var found: CaseEvent?
        let condition = "WHERE case_id = ? AND case_version = ?"
        try forEachRow(of: EventRow.layout, condition, [.text(caseID), .integer(version)]) { row throws(Fault) in
            found = try CaseEvent(EventRow(row: row), named: row.name)
        }
        return found
    }

    /// Moves a case one step on: the event and the new state are one transaction.
    ///
    /// - Parameters:
    ///   - id: The case.
    ///   - step: What is done, by whom, when, why.
    ///   - codes: What findings, disposals and grounds there are.
    ///   - isRehearsal: Whether all is checked and nothing written.
    /// - Returns: The case as it is then.
    /// - Throws: `Fault` where there is no such case, it moved on since it was looked at, or the loop does not allow
    ///   the step; then nothing is changed.
    @discardableResult
    package func advance(
        _ id: String, _ step: CaseStep, _ codes: LoopCodes, isRehearsal: Bool = false
    ) throws(Fault) -> CaseSummary {
        try database.attempt { () throws(Fault) in (try takeStep(id, step, codes), isKept: !isRehearsal) }
    }

    /// The same inside a transaction of its caller's.
    func takeStep(_ id: String, _ step: CaseStep, _ codes: LoopCodes) throws(Fault) -> CaseSummary {
        let (summary, flag) = try readCase(id)
        let visit = try visit(step, flag, codes)
        let check = StepCheck(summary: summary, step: step, codes: codes, visit: visit) { action throws(Fault) in
            try self.lastDone(action, on: id)
        }
        let row = try check.transition()
        let earlier = row.to == nil ? try events(of: id).dropLast() : []
        if let last = earlier.last { try check.checkTime(after: last.at) }
        let before = earlier.isEmpty ? nil : CaseStanding(earlier[...])
        let standing = summary.standing.after(step, row, codes, before: before)
        try EventWriter(database).append(EventRow(summary, flag, step, standing, visit))
        try database.run(
            CaseStanding.update, standing.cells + [.integer(summary.version + 1), .text(step.at.text), .text(id)])
        for file in step.evidence { try keep(file, of: id, version: summary.version + 1) }
        var touched = ["case_file", "event"]
        if let visit {
            try note(visit, of: id, version: summary.version + 1)
            touched.append(SchemaVersion7.table.name)
        }
        for table in touched { try GeoPackage.touch(table, in: database, at: step.at) }
        return try readCase(id).0
    }

    private func lastDone(_ action: CaseAction?, on id: String) throws(Fault) -> (name: String, action: CaseAction?)? {
        let sql = """
            SELECT actor_name, action FROM event
            WHERE case_id = ?1 AND actor_name IS NOT NULL AND (?2 IS NULL OR action = ?2) ORDER BY fid DESC LIMIT 1
            """
        return try database.rows(sql, [.text(id), .text(action?.rawValue)]) { row throws(Fault) in
            (Person.canonical(try row.text()), CaseAction(rawValue: try row.text()))
        }.first
    }

    private func keep(_ file: Evidence, of id: String, version: Int) throws(Fault) {
        try database.run(Evidence.layout.insertion, [.text(id), .integer(version)] + file.cells)
    }
}

extension EventRow {
    fileprivate init(
        _ summary: CaseSummary, _ flag: Flag, _ step: CaseStep, _ standing: CaseStanding, _ visit: CaseVisit?
    ) {
        caseID = summary.id
        version = summary.version + 1
        action = step.action.rawValue
        from = summary.state.rawValue
        to = standing.state.rawValue
        actorName = step.person.name
        actorRole = step.person.role.rawValue
        at = step.at.text
        reason = step.reason
        outcome = step.outcome == nil && step.finding == nil ? nil : standing.outcome?.rawValue
        // Until the first step the flag may be written anew; from then on it stays, so the whole of it is kept here.
        let stamp = summary.version == 1 ? flag.evidence : flag.stamp
        var members = stamp.members ?? []
        members.append(.init("case", standing.json))
        if let satisfied = step.satisfied { members.append(.init("satisfied", .bool(satisfied))) }
        // A null says that nobody went there: events of earlier programs say nothing.
        if CaseVisit.actions.contains(step.action) { members.append(.init("visit", visit?.json ?? .null)) }
        if !step.evidence.isEmpty { members.append(.init("evidence", .array(step.evidence.map(\.json)))) }
        details = JSONValue.object(members).text()
    }
}
