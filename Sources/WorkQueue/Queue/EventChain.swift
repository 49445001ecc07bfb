package import GeoModel

/// The chain of all events of a region: each carries the hash of the one before, so that a change
/// to any of them shows in the next.
enum EventChain {
    /// What the first event carries as the hash before it.
    static let start = String(repeating: "0", count: 64)

    /// Appends an event; its place and hashes are made here.
    static func append(_ event: EventRow, to database: SQLiteDatabase) throws(Fault) {
        var event = event
        event.sequence = try (database.integer("SELECT max(fid) FROM event") ?? 0) + 1
        event.previousHash = try database.text("SELECT hash FROM event ORDER BY fid DESC LIMIT 1") ?? start
        event.hash = event.digest
        try database.run(EventRow.layout.insertion, event.cells)
    }
}

/// Whether the record of the loop is as it was written.
package enum ChainVerdict: Sendable, Hashable {
    /// Every event is there and unchanged; `head` is the hash of the last one, which covers them all.
    case intact(count: Int, head: String)
    /// The first row that is not as it was written.
    case broken(ChainBreak)
}

/// The first row of the record that is not as it was written.
package struct ChainBreak: Sendable, Hashable {
    /// The event's place in the record; nil where a case does not match its events.
    package let sequence: Int?
    /// The case it is about.
    package let caseID: String
    /// What is wrong.
    package let finding: Bilingual

    /// Where it is and what is wrong, as users read it.
    var description: Bilingual {
        let event = sequence.map { Bilingual(zh: "第 \($0) 条记录，", en: "event \($0), ") }
        return Bilingual(
            zh: "\(event?.zh ?? "")任务 \(caseID)：\(finding.zh)",
            en: "\(event?.en ?? "")case \(caseID): \(finding.en)"
        )
    }
}

extension RegionStore {
    /// Reads the whole record and says whether anything in it was changed, removed or put in between.
    ///
    /// A chain can't tell that its end was cut off; the cases can, because each counts its events.
    /// - Throws: `Fault` where the file can't be read.
    package func verifyChain() throws(Fault) -> ChainVerdict {
        try database.snapshot { () throws(Fault) in try readChain() }
    }

    /// The same inside a snapshot of its caller's.
    func readChain() throws(Fault) -> ChainVerdict {
        var count = 0
        var head = EventChain.start
        var broken: ChainBreak?
        let sql = "SELECT \(EventRow.layout.selection) FROM event ORDER BY fid"
        try database.forEachRow(sql) { row throws(Fault) in
            guard broken == nil else { return }
            let event = EventRow(row: row)
            count += 1
            broken = EventChain.finding(event, expected: count, after: head).map {
                ChainBreak(sequence: event.sequence, caseID: event.caseID, finding: $0)
            }
            head = event.hash
        }
        if broken == nil { broken = try caseWithoutItsEvents() }
        if let broken { return .broken(broken) }
        return .intact(count: count, head: head)
    }

    /// The first case whose state, version, outcome or owner is not what its events made it.
    private func caseWithoutItsEvents() throws(Fault) -> ChainBreak? {
        let assigning = Loop.transitions.filter(\.assigns).map { "'\($0.action.rawValue)'" }.joined(separator: ", ")
        return try database.rows(
            """
            SELECT id FROM case_file WHERE version <> (SELECT count(*) FROM event WHERE case_id = id)
                OR state IS NOT (SELECT to_state FROM event WHERE case_id = id ORDER BY fid DESC LIMIT 1)
                OR outcome IS NOT (SELECT outcome FROM event WHERE case_id = id AND outcome IS NOT NULL
                    ORDER BY fid DESC LIMIT 1)
                OR (assigned_name, assigned_role) IS NOT (SELECT actor_name, actor_role FROM event
                    WHERE case_id = id AND action IN (\(assigning)) ORDER BY fid DESC LIMIT 1)
            ORDER BY fid LIMIT 1
            """
        ) { row throws(Fault) in
            ChainBreak(
                sequence: nil,
                caseID: try row.text(),
                finding: Bilingual(zh: "任务状态与其流转记录不符", en: "the case is not where its events say")
            )
        }.first
    }
}

extension EventChain {
    fileprivate static func finding(_ event: EventRow, expected: Int, after head: String) -> Bilingual? {
        if event.sequence != expected {
            return Bilingual(zh: "第 \(expected) 条记录缺失", en: "event \(expected) is missing")
        }
        if event.previousHash != head {
            return Bilingual(zh: "与前一条记录不相连", en: "it does not follow the event before it")
        }
        if event.hash != event.digest {
            return Bilingual(zh: "内容被改动", en: "its content was changed")
        }
        return nil
    }
}
