import GeoModel

/// What the fifth schema adds: the register of enterprises, and what standard-land agreements report of research. It is
/// history, as the first is.
enum SchemaVersion5 {
    static let enterprise = StoreTable(
        name: "enterprise",
        isSpatial: false,
        description: "企业 / enterprises",
        columns: """
            code TEXT NOT NULL, name TEXT, contract TEXT, parcel_code TEXT, year INTEGER,
            scale TEXT NOT NULL DEFAULT 'unknown', land_m2 DOUBLE, tax DOUBLE, value_added DOUBLE, revenue DOUBLE,
            energy DOUBLE, emission DOUBLE, research DOUBLE, staff DOUBLE, incidents TEXT,
            source_layer TEXT NOT NULL, source_row INTEGER NOT NULL, digest INTEGER,
            since INTEGER NOT NULL DEFAULT 0
            """
    )

    static let column = "reported_research_share DOUBLE"

    static func apply(_ database: SQLiteDatabase, system: Int, at time: Timestamp) throws(Fault) {
        try database.execute(enterprise.creation)
        try GeoPackage.register(enterprise, in: database, system: system, at: time)
        try database.execute("CREATE INDEX index_enterprise_code ON enterprise(code)")
        try database.execute("CREATE TABLE enterprise_past AS SELECT * FROM enterprise WHERE 0")
        try database.execute("ALTER TABLE enterprise_past ADD COLUMN until INTEGER")
        for table in ["standard_land", "standard_land_past"] {
            try database.execute("ALTER TABLE \(table) ADD COLUMN \(column)")
        }
        // With a column more, the values of a row come to another digest; it is made anew when it is needed.
        try database.execute("UPDATE standard_land SET digest = NULL")
    }
}
