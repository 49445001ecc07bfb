package import GeoModel
package import LandRecords

extension RegionStore {
    /// Puts new records in the place of all those of one register.
    ///
    /// - Parameters:
    ///   - type: Which records: `Parcel.self`, `Approval.self`, …
    ///   - time: When.
    ///   - fill: Called once; hands over the records one at a time, so that a register need not fit in memory.
    /// - Returns: How many there are now.
    /// - Throws: `Fault` where the disk is full, or what `fill` throws; then the old records stay.
    @discardableResult
    package func replaceRecords<Record: StoredRecord>(
        of type: Record.Type,
        at time: Timestamp,
        fill: (_ write: (Record) throws(Fault) -> Void) throws(Fault) -> Void
    ) throws(Fault) -> Int {
        let table = Record.layout.table
        return try database.transaction { () throws(Fault) in
            try database.execute("DELETE FROM \(table)")
            try database.run(
                "UPDATE gpkg_contents SET min_x = NULL, min_y = NULL, max_x = NULL, max_y = NULL WHERE table_name = ?",
                [.text(table)]
            )
            let insert = try database.prepare(Record.layout.insertion)
            var count = 0
            var bounds: BoundingBox?
            try fill { record throws(Fault) in
                try insert.run(record.cells(system: reference.id))
                count += 1
                if let box = record.bounds { bounds = bounds?.union(box) ?? box }
            }
            try GeoPackage.touch(table, in: database, bounds: bounds, at: time)
            return count
        }
    }

    /// Puts new records in the place of all those of one register.
    /// - Throws: `Fault` where the disk is full; then the old records stay.
    package func replaceRecords<Record: StoredRecord>(
        with records: some Sequence<Record>,
        at time: Timestamp
    ) throws(Fault) {
        try replaceRecords(of: Record.self, at: time) { write throws(Fault) in
            for record in records { try write(record) }
        }
    }

    /// Hands every record of a register to a closure, in the order they were stored.
    /// - Throws: `Fault` where a row can't be read, or what the closure throws.
    package func forEachRecord<Record: StoredRecord>(
        of type: Record.Type,
        _ body: (Record) throws(Fault) -> Void
    ) throws(Fault) {
        try forEachRow(of: Record.layout, "ORDER BY fid") { row throws(Fault) in
            try body(try Record(row: row))
        }
    }

    /// The records of a register, in the order they were stored; for many use `forEachRecord`.
    /// - Throws: `Fault` where a row can't be read.
    package func records<Record: StoredRecord>(_ type: Record.Type) throws(Fault) -> [Record] {
        var records: [Record] = []
        try forEachRecord(of: type) { record throws(Fault) in records.append(record) }
        return records
    }

    /// How many records a register has.
    /// - Throws: `Fault` where the file can't be read.
    package func recordCount(_ kind: RecordKind) throws(Fault) -> Int {
        return try database.integer("SELECT count(*) FROM \(kind.table)") ?? 0
    }
}

extension RecordKind {
    /// The table of a register.
    var table: String {
        switch self {
        case .parcel: Parcel.layout.table
        case .approval: Approval.layout.table
        case .supply: Supply.layout.table
        case .standardLand: StandardLand.layout.table
        case .zone: Zone.layout.table
        case .project: Project.layout.table
        case .landUse: LandUse.layout.table
        case .administrativeArea: AdministrativeArea.layout.table
        case .permit: Permit.layout.table
        case .temporaryLand: TemporaryLand.layout.table
        case .complaint: Complaint.layout.table
        case .issuedPatch: IssuedPatch.layout.table
        }
    }
}
