package import GeoModel
package import LandRecords

extension RegionStore {
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

    /// Hands the outline of every record of a register to a closure; a register without outlines has none.
    /// - Throws: `Fault` where a row can't be read.
    package func forEachOutline(of kind: RecordKind, _ body: (MultiPolygon) -> Void) throws(Fault) {
        guard kind.layout.hasShapes else { return }
        try forEachRow(kind.table, "SELECT fid, geom FROM \(kind.table)", []) { row throws(Fault) in
            body(try row.shape())
        }
    }

    /// How many records a register has.
    /// - Throws: `Fault` where the file can't be read.
    package func recordCount(_ kind: RecordKind) throws(Fault) -> Int {
        return try database.integer("SELECT count(*) FROM \(kind.table)") ?? 0
    }
}
