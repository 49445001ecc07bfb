import GeoModel
import SafeFiles

/// A case as its row has it, beside its first and last event: plain values, so that a row that was tampered with can
/// still be pointed at.
struct CaseRecord {
    /// Each case, the events of its first and its present version, and whether there is a later one.
    static let query = """
        SELECT case_file.id, case_file.period, case_file.sequence, case_file.version, flag_id, opened_at, updated_at,
            \(CaseStanding.selection),
            first.at, json_extract(first.details, '$.flag'), last.at, last.details, later.fid
        FROM case_file
        LEFT JOIN event AS first ON first.case_id = case_file.id AND first.case_version = 1
        LEFT JOIN event AS last ON last.case_id = case_file.id AND last.case_version = case_file.version
        LEFT JOIN event AS later ON later.case_id = case_file.id AND later.case_version = case_file.version + 1
        ORDER BY case_file.fid
        """

    let id: String
    private let period: SQLiteValue
    private let sequence: SQLiteValue
    private let version: SQLiteValue
    private let flag: SQLiteValue
    private let opened: SQLiteValue
    private let updated: SQLiteValue
    private let standing: [SQLiteValue]
    private let firstAt: SQLiteValue
    private let firstFlag: SQLiteValue
    private let lastAt: SQLiteValue
    private let details: String
    private let later: SQLiteValue

    init(row: SQLiteStatement) {
        id = row.optionalText() ?? ""
        (period, sequence, version) = (row.value(), row.value(), row.value())
        (flag, opened, updated) = (row.value(), row.value(), row.value())
        standing = CaseStanding.columns.map { _ in row.value() }
        (firstAt, firstFlag, lastAt) = (row.value(), row.value(), row.value())
        details = row.optionalText() ?? ""
        later = row.value()
    }

    /// The first column that the events do not give its value.
    func wrongColumn(_ events: (String) throws(Fault) -> [CaseEvent]) throws(Fault) -> String? {
        guard firstAt != .null else { return "id" }
        guard lastAt != .null, later == .null else { return "version" }
        let named = [
            ("flag_id", flag, firstFlag), ("opened_at", opened, firstAt), ("updated_at", updated, lastAt),
            ("id", .text(id), number),
        ]
        if let wrong = named.first(where: { $0.1 != $0.2 }) { return wrong.0 }
        let said = (try? JSONValue(parsing: details, named: id))?["case"].flatMap(CaseStanding.init)
        let expected: CaseStanding
        if let said {
            expected = said
        } else if version == .integer(1), case .text(let at) = firstAt, let opened = Timestamp(at) {
            expected = CaseStanding(openedAt: opened)
        } else {
            expected = CaseStanding(try events(id)[...])
        }
        return zip(CaseStanding.columns, zip(standing, expected.cells)).first { column, values in
            // Earlier programs kept names as they were typed.
            guard column == "assigned_name", case .text(let name) = values.0 else { return values.0 != values.1 }
            return .text(Person.canonical(name)) != values.1
        }?.0
    }

    /// What period and sequence make of the number.
    private var number: SQLiteValue {
        guard case .text(let month) = period, case .integer(let place) = sequence else { return .null }
        return .text(month.filter { $0 != "-" } + "-" + padded(Int(place), to: 4))
    }
}
