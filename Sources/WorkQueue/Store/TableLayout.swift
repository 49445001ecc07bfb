package import GeoModel
import SafeFiles

/// The columns of a table that hold one value, in the order in which the value writes and reads them.
package struct TableLayout: Sendable {
    /// The table.
    package let table: String
    /// Its columns.
    package let columns: [String]

    /// The columns of a table.
    package init(_ table: String, _ columns: [String]) {
        self.table = table
        self.columns = columns
    }

    /// The statement that adds a row.
    var insertion: String { "INSERT \(row)" }

    private var row: String {
        let marks = Array(repeating: "?", count: columns.count)
        return "INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(marks.joined(separator: ", ")))"
    }

    /// The same for a transaction that is undone as a whole: SQLite then keeps no copy of every page that the statement
    /// writes to, to undo it alone, which takes longer than the writing.
    var insertionInWhole: String { "INSERT OR FAIL \(row)" }

    /// The statement that overwrites the row that has the key, whose value comes last.
    func update(key: String) -> String {
        "UPDATE \(table) SET \(columns.map { "\($0) = ?" }.joined(separator: ", ")) WHERE \(key) = ?"
    }

    /// The statement that adds a row, or overwrites the one that has the same key.
    func upsertion(key: String) -> String {
        let changes = columns.filter { $0 != key }.map { "\($0) = excluded.\($0)" }
        return insertion + " ON CONFLICT (\(key)) DO UPDATE SET " + changes.joined(separator: ", ")
    }

    /// The columns for a `SELECT`, with the table's name in front of each.
    var selection: String { columns.map { "\(table).\($0)" }.joined(separator: ", ") }
}

/// A record of a land register that is kept as one row of one table.
package protocol StoredRecord: Sendable {
    /// Its table.
    static var layout: TableLayout { get }
    /// The rectangle around it; nil for a record without an outline.
    var bounds: BoundingBox? { get }
    /// The values of the layout's columns; outlines are marked with the region's coordinate system.
    func cells(system: Int) -> [SQLiteValue]
    /// Reads the layout's columns.
    /// - Throws: `Fault` naming the column that holds something else.
    init(row: SQLiteStatement) throws(Fault)
}

extension StoredRecord {
    /// Nil: a record has no outline unless it says so.
    package var bounds: BoundingBox? { nil }
}

/// A record with an outline.
package protocol OutlinedRecord: StoredRecord {
    /// The outline in the region's coordinate system.
    var shape: MultiPolygon { get }
}

extension OutlinedRecord {
    /// The rectangle around the outline.
    package var bounds: BoundingBox? { shape.bounds }
}

extension SQLiteStatement {
    /// The next column as an outline.
    func shape() throws(Fault) -> MultiPolygon {
        try GeoPackageGeometry.decode(blob(), named: name)
    }

    /// The next column as a document.
    func json() throws(Fault) -> JSONValue {
        try JSONValue(parsing: text(), named: name)
    }
}

extension SQLiteValue {
    static func shape(_ shape: MultiPolygon, system: Int) -> SQLiteValue {
        .blob(GeoPackageGeometry.encode(shape, system: system))
    }
}
