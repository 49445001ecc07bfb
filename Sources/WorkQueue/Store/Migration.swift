import GeoModel

/// One step from a schema to the next. Steps are applied in order, each in one transaction, and never edited
/// afterwards.
struct Migration: Sendable {
    let version: Int
    let name: String
    /// Gets the database and the number of the region's coordinate system.
    let apply: @Sendable (SQLiteDatabase, Int, Timestamp) throws(Fault) -> Void

    /// All steps, oldest first.
    static let all = [
        Migration(version: 1, name: "the monthly batch", apply: createVersion1),
        Migration(version: 2, name: "signs of the season", apply: addSeason),
        Migration(version: 3, name: "what ledgers and contracts say", apply: addRegisters),
        Migration(version: 4, name: "versions of registers", apply: SchemaVersion4.apply),
        Migration(version: 5, name: "enterprises", apply: SchemaVersion5.apply),
        Migration(version: 6, name: "the closed loop", apply: SchemaVersion6.apply),
        Migration(version: 7, name: "visits by entity", apply: SchemaVersion7.apply),
    ]

    /// The schema that this program reads and writes.
    static var current: Int { all.last?.version ?? 0 }

    private static func createVersion1(_ database: SQLiteDatabase, system: Int, at time: Timestamp) throws(Fault) {
        for table in SchemaVersion1.tables {
            try database.execute(table.creation)
            try GeoPackage.register(table, in: database, system: system, at: time)
        }
        try index(SchemaVersion1.indexes, in: database)
        try database.execute(SchemaVersion1.guards)
    }

    static func index(_ places: [String], in database: SQLiteDatabase) throws(Fault) {
        for columns in places {
            let name = String(columns.map { $0.isLetter ? $0 : "_" })
            try database.execute("CREATE INDEX index_\(name) ON \(columns)")
        }
    }

    private static func addRegisters(_ database: SQLiteDatabase, system: Int, at time: Timestamp) throws(Fault) {
        for (table, columns) in SchemaVersion3.columns {
            for column in columns { try database.execute("ALTER TABLE \(table) ADD COLUMN \(column)") }
        }
        for table in SchemaVersion3.tables {
            try database.execute(table.creation)
            try GeoPackage.register(table, in: database, system: system, at: time)
        }
        try index(SchemaVersion3.indexes, in: database)
    }

    private static func addSeason(_ database: SQLiteDatabase, system: Int, at time: Timestamp) throws(Fault) {
        for column in ["season TEXT", "season_brightness DOUBLE", "season_shared DOUBLE"] {
            try database.execute("ALTER TABLE patch ADD COLUMN \(column)")
        }
    }

    /// The schema that a file has; 0 where it has none.
    static func version(of database: SQLiteDatabase) throws(Fault) -> Int {
        let known = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'store_migration'"
        guard try database.integer(known) == 1 else { return 0 }
        return try database.integer("SELECT max(version) FROM store_migration") ?? 0
    }

    /// Brings a file to the current schema, all steps in one transaction; nothing happens where it has it already.
    ///
    /// - Parameters:
    ///   - database: The file.
    ///   - system: The number of the region's coordinate system.
    ///   - time: When.
    ///   - keep: What is done first with a file that had a schema; nobody else writes meanwhile.
    /// - Throws: `Fault` where a step fails, or what `keep` throws; the file is then as it was.
    static func migrate(
        _ database: SQLiteDatabase, system: Int, at time: Timestamp,
        keep: (_ known: Int) throws(Fault) -> Void = { _ in }
    ) throws(Fault) {
        guard try version(of: database) < current else { return }
        try database.transaction { () throws(Fault) in
            let known = try version(of: database)
            if known > 0, known < current { try keep(known) }
            try database.execute(
                "CREATE TABLE IF NOT EXISTS store_migration (version INTEGER PRIMARY KEY, name TEXT, at TEXT)")
            for step in all where step.version > known {
                try step.apply(database, system, time)
                try database.run(
                    "INSERT INTO store_migration VALUES (?, ?, ?)",
                    [.integer(step.version), .text(step.name), .text(time.text)]
                )
            }
        }
    }
}
