import GeoModel

/// What the fourth schema adds: versions of the registers, and records that are no longer in force. It is history, as
/// the first is.
///
/// A register's own table holds what is in force, so that readers and GIS programs see nothing else. A record that a
/// later import no longer has moves to the table `…_past`, which is not listed as a layer.
enum SchemaVersion4 {
    static let registers = [
        "parcel", "approval", "supply", "standard_land", "zone", "project", "land_use", "administrative_area",
        "permit", "temporary_land", "complaint", "issued_patch",
    ]

    /// `since` is the version that brought a record, `digest` what its values come to without its row's number.
    static let versionColumns = ["digest INTEGER", "since INTEGER NOT NULL DEFAULT 0"]

    static let columns: [(table: String, columns: [String])] = [
        ("complaint", ["point_x DOUBLE", "point_y DOUBLE"]),
        ("project", ["point_x DOUBLE", "point_y DOUBLE"]),
        ("issued_patch", ["point_x DOUBLE", "point_y DOUBLE"]),
    ]

    static let tables = [
        StoreTable(
            name: "register_version",
            isSpatial: false,
            description: "登记册版本 / versions of registers",
            columns: """
                register TEXT NOT NULL, number INTEGER NOT NULL, imported_at DATETIME NOT NULL,
                sources TEXT NOT NULL, records INTEGER NOT NULL, added INTEGER NOT NULL, changed INTEGER NOT NULL,
                ended INTEGER NOT NULL, UNIQUE (register, number)
                """
        ),
        StoreTable(
            name: "join_register",
            isSpatial: false,
            description: "套合所用登记册版本 / register versions that joins used",
            columns: """
                run_id TEXT NOT NULL, joined_at DATETIME NOT NULL, register TEXT NOT NULL, version INTEGER NOT NULL,
                UNIQUE (run_id, joined_at, register)
                """
        ),
    ]

    static func apply(_ database: SQLiteDatabase, system: Int, at time: Timestamp) throws(Fault) {
        for (table, columns) in columns {
            for column in columns { try database.execute("ALTER TABLE \(table) ADD COLUMN \(column)") }
        }
        for table in registers {
            for column in versionColumns { try database.execute("ALTER TABLE \(table) ADD COLUMN \(column)") }
            // `until` is the first version without the record.
            try database.execute("CREATE TABLE \(table)_past AS SELECT * FROM \(table) WHERE 0")
            try database.execute("ALTER TABLE \(table)_past ADD COLUMN until INTEGER")
        }
        for table in tables {
            try database.execute(table.creation)
            try GeoPackage.register(table, in: database, system: system, at: time)
        }
    }
}
