import GeoModel
import LandRecords

@testable import WorkQueue

extension RegionStore {
    /// Puts new records in the place of all those of one register.
    func replaceRecords<Record: StoredRecord>(with records: [Record], at time: Timestamp) throws(Fault) {
        guard let kind = RecordKind.allCases.first(where: { $0.table == Record.layout.table }) else {
            preconditionFailure("no register has the table \(Record.layout.table)")
        }
        let staged = try stage(kind)
        for record in records { try staged.append(record) }
        try putInForce(staged, at: time)
    }

    /// The records that were in force in a version of their register.
    func records<Record: StoredRecord>(of type: Record.Type, inVersion number: Int) throws(Fault) -> [Record] {
        let (layout, columns) = (Record.layout, Record.layout.columns.joined(separator: ", "))
        let sql = """
            SELECT fid, \(columns) FROM \(layout.table) WHERE since <= ?1
            UNION ALL SELECT fid, \(columns) FROM \(layout.past) WHERE since <= ?1 AND until > ?1 ORDER BY fid
            """
        var records: [Record] = []
        try forEachRow(layout.table, sql, [.integer(number)]) { row throws(Fault) in
            records.append(try Record(row: row))
        }
        return records
    }
}
