internal import CSQLite
import GeoModel
import SafeFiles

/// Appends rows to a table that OGR has just made in a GeoPackage, by prepared statements, as OGR's own way through a
/// feature a row takes several times as long.
///
/// The table's triggers (spatial index, number of rows) stand aside meanwhile. What they would have done is done at the
/// end at once, and they are put back word for word.
final class GeoPackageTable {
    private let path: String
    private let name: String
    let connection: SQLiteConnection
    private let insertion: SQLiteStatement
    private let triggers: [(name: String, sql: String)]
    /// The identifier of the layer's coordinate system in the file; nil for a table without shapes.
    private let system: Int?
    private var rows: Int64 = 0
    private var bounds: BoundingBox?
    private var index: [IndexEntry] = []

    /// Opens the file and begins its one transaction.
    ///
    /// - Parameters:
    ///   - file: A GeoPackage that no one else has open, without its final name: a power cut would leave it in half.
    ///   - path: What to call it in a message.
    ///   - name: The table, which is empty.
    ///   - columns: The key, then `geom` if it has shapes, then all others.
    /// - Throws: `Fault` where the file can't be written.
    init(_ file: String, named path: String, table name: String, columns: [String]) throws(Fault) {
        self.path = path
        self.name = name
        connection = try SQLiteConnection(file, named: path)
        for pragma in ["journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE"] {
            try Self.run("PRAGMA \(pragma)", on: connection, path)
        }
        try Self.run("BEGIN IMMEDIATE", on: connection, path)
        triggers = try Self.triggers(of: name, on: connection, path)
        for trigger in triggers { try Self.run("DROP TRIGGER \(quoted(trigger.name))", on: connection, path) }
        system = try Self.system(of: name, on: connection, path)
        let places = columns.map { _ in "?" }.joined(separator: ", ")
        insertion = try SQLiteStatement(
            "INSERT INTO \(quoted(name)) (\(columns.map(quoted).joined(separator: ", "))) VALUES (\(places))",
            on: connection,
            named: path
        )
    }

    /// Appends a row.
    /// - Throws: `Fault` where the disk is full.
    /// - Precondition: a table without shapes gets none.
    func append(_ shape: MultiPolygon?, _ values: [FieldValue]) throws(Fault) {
        rows += 1
        try insertion.bind(rows, at: 1)
        var column: Int32 = 2
        if let system {
            try bind(shape, system: system)
            column = 3
        } else {
            precondition(shape == nil, "the table \(name) has no shapes")
        }
        for value in values {
            try bind(value, at: column)
            column += 1
        }
        try insertion.run()
    }

    /// Fills the index, brings the contents up to date and puts the triggers back. Nothing may be appended after it.
    /// - Throws: `Fault` where the disk is full.
    func finish() throws(Fault) {
        try fillIndex()
        try Self.run(
            "UPDATE gpkg_ogr_contents SET feature_count = \(rows) WHERE table_name = \(literal(name))",
            on: connection,
            path
        )
        if let bounds { try enter(bounds) }
        for trigger in triggers { try Self.run(trigger.sql, on: connection, path) }
        try Self.run("COMMIT", on: connection, path)
    }

    private func bind(_ shape: MultiPolygon?, system: Int) throws(Fault) {
        guard let shape else { return try insertion.bindNull(at: 2) }
        let bounds = shape.bounds
        if let bounds {
            index.append(IndexEntry(id: rows, around: bounds))
            self.bounds = self.bounds?.union(bounds) ?? bounds
        }
        try insertion.bind(GeoPackageGeometry.encode(shape, bounds: bounds, system: system), at: 2)
    }

    private func bind(_ value: FieldValue, at column: Int32) throws(Fault) {
        switch value {
        case .null: try insertion.bindNull(at: column)
        case .integer(let number): try insertion.bind(number, at: column)
        case .real(let number): try insertion.bind(number, at: column)
        case .text(let text): try insertion.bind(text, at: column)
        case .date(let day): try insertion.bind(day.description, at: column)
        case .bytes(let bytes): try insertion.bind(bytes, at: column)
        }
    }

    private func enter(_ bounds: BoundingBox) throws(Fault) {
        let contents = try SQLiteStatement(
            "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = \(literal(name))",
            on: connection,
            named: path
        )
        for (edge, place) in zip([bounds.minX, bounds.minY, bounds.maxX, bounds.maxY], 1...) {
            try contents.bind(edge, at: Int32(place))
        }
        try contents.run()
    }

    /// Writes the spatial index into the three tables that SQLite's R-tree module keeps it in.
    private func fillIndex() throws(Fault) {
        guard !index.isEmpty else { return }
        let tree = "rtree_\(name)_geom"
        let root = try statement("SELECT length(data) FROM \(quoted(tree + "_node")) WHERE nodeno = 1")
        guard try root.step() else { throw writeFault(path, "no spatial index of \(name)", by: "SQLite") }
        let nodeLength = Int(root.integer(0))
        let nodes = try statement("REPLACE INTO \(quoted(tree + "_node")) VALUES (?, ?)")
        let parents = try statement("INSERT INTO \(quoted(tree + "_parent")) VALUES (?, ?)")
        let leaves = try PackedTree(index).forEachNode(of: nodeLength) { node throws(Fault) in
            try nodes.bind(node.number, at: 1)
            try nodes.bind(node.bytes, at: 2)
            try nodes.run()
            for child in node.children {
                try parents.bind(child, at: 1)
                try parents.bind(node.number, at: 2)
                try parents.run()
            }
        }
        let rowids = try statement("INSERT INTO \(quoted(tree + "_rowid")) VALUES (?, ?)")
        for (entry, leaf) in zip(index, leaves) {
            try rowids.bind(entry.id, at: 1)
            try rowids.bind(leaf, at: 2)
            try rowids.run()
        }
        index = []
    }

    private func statement(_ sql: String) throws(Fault) -> SQLiteStatement {
        try SQLiteStatement(sql, on: connection, named: path)
    }

    private static func run(_ sql: String, on connection: borrowing SQLiteConnection, _ path: String) throws(Fault) {
        try SQLiteStatement(sql, on: connection, named: path).run()
    }

    private static func triggers(
        of table: String,
        on connection: borrowing SQLiteConnection,
        _ path: String
    ) throws(Fault) -> [(name: String, sql: String)] {
        let statement = try SQLiteStatement(
            """
            SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = \(literal(table)) ORDER BY rowid
            """,
            on: connection,
            named: path
        )
        var triggers: [(name: String, sql: String)] = []
        while try statement.step() { triggers.append((statement.text(0), statement.text(1))) }
        return triggers
    }

    private static func system(
        of table: String,
        on connection: borrowing SQLiteConnection,
        _ path: String
    ) throws(Fault) -> Int? {
        let statement = try SQLiteStatement(
            "SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = \(literal(table))",
            on: connection,
            named: path
        )
        return try statement.step() ? Int(statement.integer(0)) : nil
    }
}

/// A name as SQL takes it.
private func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

/// A text as SQL takes it.
private func literal(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }
