package import GeoModel

extension CaseStanding {
    /// Its columns of `case_file`.
    static let columns = [
        "state", "outcome", "finding", "disposal", "basis", "assigned_name", "assigned_role", "level", "entered_at",
        "paused_at", "pause_ground",
    ]

    static let selection = columns.map { "case_file.\($0)" }.joined(separator: ", ")

    /// The statement that moves a case on; behind the cells come the version, the time and the case.
    static let update =
        "UPDATE case_file SET \(columns.map { "\($0) = ?" }.joined(separator: ", ")), version = ?, updated_at = ? "
        + "WHERE id = ?"

    var cells: [SQLiteValue] {
        [
            .text(state.rawValue), .text(outcome?.rawValue), .text(finding), .text(disposal), .text(basis),
            .text(assigned?.name), .text(assigned?.role.rawValue), .integer(level.rawValue), .text(enteredAt.text),
            .text(pausedAt?.text), .text(pauseGround),
        ]
    }

    init(row: SQLiteStatement) throws(Fault) {
        let state = try row.value { CaseState(rawValue: $0) }
        let outcome = try row.optionalValue { Outcome(rawValue: $0) }
        let (finding, disposal, basis) = (row.optionalText(), row.optionalText(), row.optionalText())
        let name = row.optionalText()
        let role = try row.optionalValue { Role(rawValue: $0) }
        let level = try row.value { Int($0).flatMap(EscalationLevel.init(rawValue:)) }
        self.init(openedAt: try row.value { Timestamp($0) })
        self.state = state
        self.outcome = outcome
        (self.finding, self.disposal, self.basis) = (finding, disposal, basis)
        if let name, let role { assigned = try Person(name: name, role: role) }
        self.level = level
        pausedAt = try row.optionalValue { Timestamp($0) }
        pauseGround = row.optionalText()
    }
}

extension Evidence {
    static let layout = TableLayout(
        "evidence",
        [
            "case_id", "case_version", "sha256", "name", "media_type", "bytes", "taken_at", "longitude", "latitude",
            "azimuth", "taken_by",
        ])

    /// The values behind case and version.
    var cells: [SQLiteValue] {
        [
            .text(sha256), .text(name), .text(mediaType), .integer(bytes), .text(takenAt?.text), .real(longitude),
            .real(latitude), .real(azimuth), .text(takenBy),
        ]
    }

    init(row: SQLiteStatement) throws(Fault) {
        self.init(
            sha256: try row.text(), name: try row.text(), mediaType: try row.text(), bytes: try row.integer())
        takenAt = try row.optionalValue { Timestamp($0) }
        longitude = row.optionalReal()
        latitude = row.optionalReal()
        azimuth = row.optionalReal()
        takenBy = row.optionalText()
    }
}

extension RegionStore {
    /// The files that show what was done on a case, with the versions of the case that brought them, oldest first.
    /// - Throws: `Fault` where a row can't be read.
    package func evidence(of caseID: String) throws(Fault) -> [(version: Int, file: Evidence)] {
        var files: [(version: Int, file: Evidence)] = []
        let columns = Evidence.layout.columns.dropFirst().joined(separator: ", ")
        let sql = "SELECT fid, \(columns) FROM evidence WHERE case_id = ? ORDER BY fid"
        try forEachRow("evidence", sql, [.text(caseID)]) { row throws(Fault) in
            files.append((try row.integer(), try Evidence(row: row)))
        }
        return files
    }

    /// The files of a case's steps that were not undone, each once.
    /// - Throws: `Fault` where a row can't be read.
    package func standingEvidence(of caseID: String) throws(Fault) -> [Evidence] {
        let standing = try events(of: caseID).withoutUndone { $0.action }.map(\.version)
        var seen: Set<String> = []
        return try evidence(of: caseID).filter { standing.contains($0.version) && seen.insert($0.file.sha256).inserted }
            .map(\.file)
    }

    /// Hands every file of every case to a closure, in the order in which they came.
    /// - Throws: `Fault` where a row can't be read, or what the closure throws.
    package func forEachEvidence(_ body: (_ caseID: String, Evidence) throws(Fault) -> Void) throws(Fault) {
        let columns = Evidence.layout.columns.dropFirst(2).joined(separator: ", ")
        try forEachRow("evidence", "SELECT fid, case_id, \(columns) FROM evidence ORDER BY fid", []) {
            row throws(Fault) in
            try body(try row.text(), try Evidence(row: row))
        }
    }

    /// The cases with an event later than a moment: a clock was wrong when it was entered.
    /// - Throws: `Fault` where the file can't be read.
    package func cases(after time: Timestamp) throws(Fault) -> [String] {
        let sql = "SELECT DISTINCT case_id FROM event WHERE at > ? ORDER BY case_id"
        return try database.rows(sql, [.text(time.text)]) { row throws(Fault) in try row.text() }
    }
}
