package import GeoModel
package import SafeFiles

/// A report that came back from outside the office, as the store keeps it.
package struct FieldReport: Sendable, Hashable {
    /// What became of a report.
    package enum Verdict: String, Sendable, CaseIterable {
        /// It became steps of its case.
        case accepted
        /// The case had moved on, or the loop refused the step; nothing was changed.
        case conflict
    }

    /// Its key, the same for every report on a case.
    package let uuid: String
    /// What it came with: the number of a pack, the name of a table.
    package let pack: String
    /// The case.
    package let caseID: String
    /// The version of the case that it was written for.
    package let baseVersion: Int
    /// All that it says.
    package let content: JSONValue
    /// The hash of that: the same report again is known by it.
    package let sha256: String

    /// A report.
    package init(uuid: String, pack: String, caseID: String, baseVersion: Int, content: JSONValue) {
        self.uuid = uuid
        self.pack = pack
        self.caseID = caseID
        self.baseVersion = baseVersion
        self.content = content
        sha256 = Checksum.sha256(of: content.text())
    }
}

extension RegionStore {
    /// What became of a report when it came before; nil where it never did.
    /// - Throws: `Fault` where the row can't be read.
    package func verdict(on report: FieldReport) throws(Fault) -> FieldReport.Verdict? {
        let sql = "SELECT verdict FROM field_report WHERE uuid = ? AND sha256 = ?"
        let word = try database.text(sql, [.text(report.uuid), .text(report.sha256)])
        return word.flatMap(FieldReport.Verdict.init(rawValue:))
    }

    /// Takes the steps that a report asks for, and notes it: all in one transaction, or nothing of it.
    ///
    /// - Parameters:
    ///   - report: The report; one that was accepted before changes nothing.
    ///   - steps: Its steps, one after the other.
    ///   - codes: What findings, disposals and grounds there are.
    ///   - time: When it came.
    ///   - isRehearsal: Whether all is checked and nothing written.
    /// - Returns: The case after it; nil where the report was accepted before.
    /// - Throws: `Fault` where the case moved on, or the loop does not allow a step; then nothing is changed.
    @discardableResult
    package func receive(
        _ report: FieldReport, _ steps: [CaseStep], _ codes: LoopCodes, at time: Timestamp, isRehearsal: Bool = false
    ) throws(Fault) -> CaseSummary? {
        try database.attempt { () throws(Fault) in
            (try take(report, steps, codes, at: time), isKept: !isRehearsal)
        }
    }

    /// Does everything in `body`, and takes all of it back.
    package func rehearse(_ body: () throws(Fault) -> Void) throws(Fault) {
        try database.attempt { () throws(Fault) in (try body(), isKept: false) }
    }

    /// The same as `receive` inside a rehearsal of its caller's: later reports find the case as this one leaves it.
    /// - Throws: `Fault` where the case moved on, or the loop does not allow a step; then nothing is changed.
    package func receiveInRehearsal(
        _ report: FieldReport, _ steps: [CaseStep], _ codes: LoopCodes, at time: Timestamp
    ) throws(Fault) -> CaseSummary? {
        try database.part { () throws(Fault) in try take(report, steps, codes, at: time) }
    }

    private func take(
        _ report: FieldReport, _ steps: [CaseStep], _ codes: LoopCodes, at time: Timestamp
    ) throws(Fault) -> CaseSummary? {
        guard try verdict(on: report) != .accepted else { return nil }
        var moved: CaseSummary?
        for step in steps { moved = try takeStep(report.caseID, step, codes) }
        try write(report, .accepted, at: time)
        return moved
    }

    /// Notes a report that nothing came of, so that it is not lost; one that is noted already changes nothing.
    /// - Throws: `Fault` where the disk is full.
    package func noteConflict(_ report: FieldReport, at time: Timestamp) throws(Fault) {
        try database.transaction { () throws(Fault) in
            guard try verdict(on: report) == nil else { return }
            try write(report, .conflict, at: time)
        }
    }

    private func write(_ report: FieldReport, _ verdict: FieldReport.Verdict, at time: Timestamp) throws(Fault) {
        try database.run(
            """
            INSERT INTO field_report (uuid, pack, case_id, base_version, received_at, verdict, content, sha256)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (uuid, sha256) DO UPDATE SET verdict = excluded.verdict, received_at = excluded.received_at
            """,
            [
                .text(report.uuid), .text(report.pack), .text(report.caseID), .integer(report.baseVersion),
                .text(time.text), .text(verdict.rawValue), .text(report.content.text()), .text(report.sha256),
            ])
        try GeoPackage.touch("field_report", in: database, at: time)
    }
}

extension RegionStore {
    /// The numbers of the cases of a patch: one for each flag on it.
    /// - Throws: `Fault` where the rows can't be read.
    package func cases(ofPatch number: String) throws(Fault) -> [String] {
        let sql = """
            SELECT case_file.id FROM case_file JOIN flag ON flag.id = case_file.flag_id
            WHERE flag.patch_number = ? ORDER BY case_file.fid
            """
        return try database.rows(sql, [.text(number)]) { row throws(Fault) in try row.text() }
    }
}
