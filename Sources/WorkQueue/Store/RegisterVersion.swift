package import GeoModel
package import LandRecords
package import SafeFiles

/// One state of a register: what an import put in force that was not so before.
package struct RegisterVersion: Sendable, Hashable {
    /// The register.
    package let kind: RecordKind
    /// 1, 2, 3 … for each register; 0 is what was in the store before versions were kept.
    package let number: Int
    /// When it was put in force; it holds until the next one is.
    package let importedAt: Timestamp
    /// The files that it was read from, with their checksums.
    package let sources: JSONValue
    /// How many records it has.
    package let records: Int
    /// How many of them the version before did not have, changed ones among them.
    package let added: Int
    /// How many are changed forms of earlier ones, by their key.
    package let changed: Int
    /// How many of the version before it no longer has, the earlier forms of changed ones among them.
    package let ended: Int

    /// The member of `sources` that tells of one file, named by a person beside the settings.
    package static let byHand = "by_hand"

    /// Whether it was read from a file that the settings need not name.
    package var isByHand: Bool { sources[RegisterVersion.byHand] != nil }

    static let layout = TableLayout(
        "register_version",
        ["register", "number", "imported_at", "sources", "records", "added", "changed", "ended"])

    var cells: [SQLiteValue] {
        [
            .text(kind.rawValue), .integer(number), .text(importedAt.text), .text(sources.text()), .integer(records),
            .integer(added), .integer(changed), .integer(ended),
        ]
    }
}

extension RegisterVersion {
    init(row: SQLiteStatement) throws(Fault) {
        self.init(
            kind: try row.value { RecordKind(rawValue: $0) },
            number: try row.integer(),
            importedAt: try row.value { Timestamp($0) },
            sources: try row.json(),
            records: try row.integer(),
            added: try row.integer(),
            changed: try row.integer(),
            ended: try row.integer()
        )
    }

    /// The version in `registers.json` and `join.json`.
    package var document: JSONValue {
        [
            "register": .string(kind.rawValue), "version": .integer(number), "imported_at": .string(importedAt.text),
            "records": .integer(records), "added": .integer(added), "changed": .integer(changed),
            "ended": .integer(ended), "sources": sources,
        ]
    }
}

extension RegionStore {
    /// A place for the records of a register until they are put in force.
    /// - Throws: `Fault` where the disk is full.
    package func stage(_ kind: RecordKind) throws(Fault) -> StagedRegister { try StagedRegister(kind, in: self) }

    /// Puts staged records in force. Records that are the same stay; those that are no longer there, or are there in
    /// another form, end and are kept as past ones. Where nothing differs, not even whether a person named the file,
    /// there is no new version.
    ///
    /// - Parameters:
    ///   - staged: All records of the register.
    ///   - sources: What they were read from.
    ///   - time: When.
    /// - Returns: The version in force now.
    /// - Throws: `Fault` where the disk is full; then the old records stay.
    @discardableResult
    package func putInForce(
        _ staged: StagedRegister, sources: JSONValue = .array([]), at time: Timestamp
    ) throws(Fault) -> RegisterVersion {
        try database.transaction { () throws(Fault) in
            let layout = staged.layout
            let last = try version(of: staged.kind)
            let number = (last?.number ?? 0) + 1
            try fillDigests(layout)
            try match(layout)
            let (added, ended) = try exchange(layout, number)
            let changed = try database.integer(
                """
                SELECT count(*) FROM \(layout.past) WHERE until = ?1 AND \(staged.kind.keyColumn) IN
                    (SELECT \(staged.kind.keyColumn) FROM \(layout.table) WHERE since = ?1)
                """, [.integer(number)])
            try database.execute("DROP TABLE temp.same_record")
            let isByHand = sources[RegisterVersion.byHand] != nil
            if let last, added == 0, ended == 0, last.isByHand == isByHand { return last }
            try database.run(
                "UPDATE gpkg_contents SET min_x = NULL, min_y = NULL, max_x = NULL, max_y = NULL WHERE table_name = ?",
                [.text(layout.table)]
            )
            try GeoPackage.touch(layout.table, in: database, bounds: staged.bounds, at: time)
            let version = RegisterVersion(
                kind: staged.kind, number: number, importedAt: time, sources: sources, records: staged.count,
                added: added, changed: changed ?? 0, ended: ended)
            try database.run(RegisterVersion.layout.insertion, version.cells)
            return version
        }
    }

    /// Records from before versions were kept have no digest yet.
    private func fillDigests(_ layout: TableLayout) throws(Fault) {
        guard try database.integer("SELECT 1 FROM \(layout.table) WHERE digest IS NULL LIMIT 1") != nil else { return }
        let update = try database.prepare("UPDATE \(layout.table) SET digest = ? WHERE fid = ?")
        var last = 0
        while true {
            let rows = try database.rows(
                """
                SELECT fid, \(layout.selection) FROM \(layout.table) WHERE digest IS NULL AND fid > ?
                ORDER BY fid LIMIT 1000
                """, [.integer(last)]
            ) { row throws(Fault) in
                let fid = try row.integer()
                return (fid, layout.digest(of: layout.columns.map { _ in row.value() }))
            }
            guard let end = rows.last?.0 else { return }
            for (fid, digest) in rows { try update.run([.integer(digest), .integer(fid)]) }
            last = end
        }
    }

    /// Pairs staged records with those in force that are the same; equal ones are paired one by one.
    private func match(_ layout: TableLayout) throws(Fault) {
        try database.execute("CREATE TEMP TABLE same_record (n INTEGER PRIMARY KEY, fid INTEGER)")
        try database.execute(
            """
            INSERT INTO temp.same_record SELECT staged.n, held.fid
            FROM (SELECT n, digest, row_number() OVER (PARTITION BY digest ORDER BY n) AS copy
                FROM temp.\(layout.staging)) AS staged
            JOIN (SELECT fid, digest, row_number() OVER (PARTITION BY digest ORDER BY fid) AS copy
                FROM main.\(layout.table)) AS held
            ON staged.digest = held.digest AND staged.copy = held.copy
            """
        )
        try database.execute("CREATE INDEX temp.same_record_fid ON same_record(fid)")
    }

    /// Ends what is no longer there and brings what is new; records that stay are told where they stand in the file.
    private func exchange(_ layout: TableLayout, _ number: Int) throws(Fault) -> (added: Int, ended: Int) {
        let columns = layout.columns.joined(separator: ", ")
        let isGone = "fid NOT IN (SELECT fid FROM temp.same_record)"
        try database.run(
            """
            INSERT INTO \(layout.past) (fid, \(columns), digest, since, until)
            SELECT fid, \(columns), digest, since, ? FROM \(layout.table) WHERE \(isGone)
            """, [.integer(number)])
        let ended = try database.changes()
        try database.run("DELETE FROM \(layout.table) WHERE \(isGone)")
        try database.run(
            """
            UPDATE \(layout.table) SET source_layer = staged.source_layer, source_row = staged.source_row
            FROM temp.same_record AS same JOIN temp.\(layout.staging) AS staged USING (n)
            WHERE \(layout.table).fid = same.fid AND (\(layout.table).source_row <> staged.source_row
                OR \(layout.table).source_layer <> staged.source_layer)
            """)
        try database.run(
            """
            INSERT INTO \(layout.table) (\(columns), digest, since)
            SELECT \(columns), digest, ? FROM temp.\(layout.staging)
            WHERE n NOT IN (SELECT n FROM temp.same_record) ORDER BY n
            """, [.integer(number)])
        return (try database.changes(), ended)
    }

    /// The version of a register that is in force; nil where nothing was imported since versions are kept.
    /// - Throws: `Fault` where the row can't be read.
    package func version(of kind: RecordKind) throws(Fault) -> RegisterVersion? {
        try versions("WHERE register = ? ORDER BY number DESC LIMIT 1", [.text(kind.rawValue)]).first
    }

    /// All versions, by register and number.
    /// - Throws: `Fault` where a row can't be read.
    package func registerVersions() throws(Fault) -> [RegisterVersion] {
        try versions("ORDER BY register, number", [])
    }

    private func versions(_ rest: String, _ values: [SQLiteValue]) throws(Fault) -> [RegisterVersion] {
        var versions: [RegisterVersion] = []
        try forEachRow(of: RegisterVersion.layout, rest, values) { row throws(Fault) in
            versions.append(try RegisterVersion(row: row))
        }
        return versions
    }

    /// Notes which versions of the registers a join used.
    /// - Throws: `Fault` where it can't be written.
    package func noteJoin(run: String, versions: [RegisterVersion], at time: Timestamp) throws(Fault) {
        try database.transaction { () throws(Fault) in
            for version in versions {
                try database.run(
                    "INSERT OR REPLACE INTO join_register (run_id, joined_at, register, version) VALUES (?, ?, ?, ?)",
                    [.text(run), .text(time.text), .text(version.kind.rawValue), .integer(version.number)])
            }
            try GeoPackage.touch("join_register", in: database, at: time)
        }
    }
}
