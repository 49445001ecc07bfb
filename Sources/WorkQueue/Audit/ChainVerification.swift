package import GeoModel
import LandRecords
import SafeFiles

extension RegionStore {
    /// Reads the whole record and says whether anything in it was changed, removed, exchanged or put in between.
    ///
    /// Events are held against the chain of hashes; cases against their events, by which each of their values can be
    /// told; flags that a person acted on against what the event of that act keeps of them. A chain can't tell that its
    /// end was cut off together with what the cases say of it: a head that was kept elsewhere can.
    ///
    /// - Parameter head: How far the record had come at some time; nil where nobody kept that.
    /// - Returns: The head of now, or the first row that is not as it was written.
    /// - Throws: `Fault` where the file can't be read.
    package func verifyChain(against head: ChainHead? = nil) throws(Fault) -> ChainVerdict {
        try database.snapshot { () throws(Fault) in try readChain(against: head) }
    }

    /// The same inside a snapshot of its caller's.
    func readChain(against earlier: ChainHead? = nil) throws(Fault) -> ChainVerdict {
        let head: ChainHead
        switch try EventChain.read(in: database, against: earlier) {
        case .intact(let read): head = read
        case .broken(let place): return .broken(place)
        }
        var broken = try caseApartFromItsEvents()
        if broken == nil { broken = try evidenceApartFromItsEvents() }
        if broken == nil { broken = try visitApartFromItsEvents() }
        if broken == nil { broken = try flagApartFromItsEvents() }
        if broken == nil, let earlier, earlier.count > head.count {
            broken = ChainBreak(cutTo: head.count, from: earlier)
        }
        if let broken { return .broken(broken) }
        return .intact(head)
    }

    private func caseListedByOtherThanItsFlag() throws(Fault) -> String? {
        let columns = SchemaVersion6Indexes.copies.map { "case_file.\($0.column)" }.joined(separator: ", ")
        let values = SchemaVersion6Indexes.copies.map { "flag.\($0.of)" }.joined(separator: ", ")
        return try database.text(
            """
            SELECT case_file.id FROM case_file JOIN flag ON flag.id = flag_id WHERE (\(columns)) IS NOT (\(values))
            ORDER BY case_file.fid LIMIT 1
            """)
    }

    /// The first case with a value that its events do not give it, or events whose case is gone.
    private func caseApartFromItsEvents() throws(Fault) -> ChainBreak? {
        var broken: ChainBreak?
        try database.forEachRow(CaseRecord.query) { row throws(Fault) in
            guard broken == nil else { return }
            let record = CaseRecord(row: row)
            guard let column = try record.wrongColumn({ id throws(Fault) in try events(of: id) }) else { return }
            broken = ChainBreak(
                sequence: nil, caseID: record.id,
                finding: Bilingual(
                    zh: "任务的 \(column) 与其流转记录不符", en: "its ‘\(column)’ is not what its events say"))
        }
        if let broken { return broken }
        if let id = try caseListedByOtherThanItsFlag() {
            return ChainBreak(
                sequence: nil, caseID: id,
                finding: Bilingual(
                    zh: "列表所用的专题、期次、优先级或面积与线索不符",
                    en: "the theme, period, priority or area that lists go by is not its flag's"))
        }
        let orphan = "SELECT case_id FROM event WHERE case_id NOT IN (SELECT id FROM case_file) ORDER BY fid LIMIT 1"
        return try database.text(orphan).map { id in
            ChainBreak(
                sequence: nil, caseID: id,
                finding: Bilingual(zh: "有流转记录，但任务不在库中", en: "it has events, but the case is gone"))
        }
    }

    /// The first file that its event does not tell of as it is listed, or that an event tells of and is not listed.
    private func evidenceApartFromItsEvents() throws(Fault) -> ChainBreak? {
        // Numbers are compared as numbers: SQLite writes a whole one with a fraction, and 15 digits at most of others.
        let kept = try database.prepare(
            "SELECT \(Evidence.layout.columns.dropFirst(2).joined(separator: ", ")) FROM evidence "
                + "WHERE case_id = ? AND case_version = ? ORDER BY fid")
        var wrong: String?
        let told = """
            SELECT case_id, case_version, json_extract(details, '$.evidence') FROM event
            WHERE json_extract(details, '$.evidence') IS NOT NULL
            """
        try database.forEachRow(told) { row throws(Fault) in
            guard wrong == nil else { return }
            let (id, version) = (try row.text(), try row.integer())
            let files = try row.json()
            try kept.bind([.text(id), .integer(version)])
            defer { kept.reset() }
            var found: [JSONValue] = []
            while try kept.step() { found.append((try? Evidence(row: kept))?.json ?? .null) }
            if JSONValue.array(found).text() != files.text() { wrong = id }
        }
        let untold = """
            SELECT evidence.case_id FROM evidence LEFT JOIN event USING (case_id, case_version)
            WHERE json_extract(details, '$.evidence') IS NULL LIMIT 1
            """
        if wrong == nil { wrong = try database.text(untold) }
        return wrong.map { id in
            ChainBreak(
                sequence: nil, caseID: id,
                finding: Bilingual(zh: "佐证材料与其流转记录不符", en: "its evidence is not what its events say"))
        }
    }

    /// The first flag that is not what a person acted on. Before that a flag may be written anew, and is not looked at.
    private func flagApartFromItsEvents() throws(Fault) -> ChainBreak? {
        var broken: ChainBreak?
        let sql = """
            SELECT event.case_id, event.details, \(Flag.selection) FROM event
            JOIN case_file ON case_file.id = event.case_id
            LEFT JOIN flag ON flag.id = case_file.flag_id \(Flag.join)
            WHERE event.case_version = 2 ORDER BY event.fid
            """
        try database.forEachRow(sql) { row throws(Fault) in
            guard broken == nil else { return }
            let id = try row.text()
            do throws(Fault) {
                let kept = try row.json()
                // Programs of earlier versions kept fewer members.
                let other = try Flag(row: row).evidence.members?.first { member in
                    kept[member.key].map { $0.text() != member.value.text() } ?? false
                }
                broken = other.map { member in
                    ChainBreak(
                        sequence: nil, caseID: id,
                        finding: Bilingual(
                            zh: "线索的 \(member.key) 与经办时不同", en: "its flag's ‘\(member.key)’ is not what was acted on"))
                }
            } catch {
                broken = ChainBreak(
                    sequence: nil, caseID: id,
                    finding: Bilingual(
                        zh: "线索缺失或无法读取（\(error.message.zh)）",
                        en: "its flag is gone or can't be read (\(error.message.en))"))
            }
        }
        return broken
    }
}

extension EventChain {
    /// The events alone, held against the chain of hashes: it is the same in every schema.
    static func read(in database: SQLiteDatabase, against earlier: ChainHead? = nil) throws(Fault) -> ChainVerdict {
        var count = 0
        var hash = start
        var broken: ChainBreak?
        let sql = "SELECT \(EventRow.layout.selection) FROM event ORDER BY fid"
        try database.forEachRow(sql) { row throws(Fault) in
            guard broken == nil else { return }
            let event = EventRow(row: row)
            count += 1
            let finding = event.finding(expected: count, after: hash) ?? event.finding(at: count, against: earlier)
            broken = finding.map { ChainBreak(sequence: event.sequence, caseID: event.caseID, finding: $0) }
            hash = event.hash
        }
        if let broken { return .broken(broken) }
        return .intact(ChainHead(count: count, hash: hash))
    }
}

extension ChainBreak {
    /// A record that is shorter than it was.
    fileprivate init(cutTo count: Int, from earlier: ChainHead) {
        self.init(
            sequence: nil, caseID: "",
            finding: Bilingual(
                zh: "记录只有 \(count) 条，而留存的链尾为第 \(earlier.count) 条：末尾被截去",
                en: "there are \(count) events, but the head that was kept is event \(earlier.count): "
                    + "the end was cut off"
            ))
    }
}

extension EventRow {
    fileprivate func finding(expected: Int, after head: String) -> Bilingual? {
        if sequence != expected {
            return Bilingual(zh: "第 \(expected) 条记录缺失", en: "event \(expected) is missing")
        }
        if previousHash != head {
            return Bilingual(zh: "与前一条记录不相连", en: "it does not follow the event before it")
        }
        if hash != digest {
            return Bilingual(zh: "内容被改动", en: "its content was changed")
        }
        return nil
    }

    /// Whether it is the one that was the last when a head was kept.
    fileprivate func finding(at count: Int, against earlier: ChainHead?) -> Bilingual? {
        guard let earlier, earlier.count == count, earlier.hash != hash else { return nil }
        return Bilingual(
            zh: "与留存的链尾不同：此条或更早的记录被整体改写",
            en: "it is not the head that was kept: the record up to here was written anew")
    }
}
