import GeoModel

/// The tables that make an SQLite file a GeoPackage, and the rows in them that describe a layer.
///
/// No R-tree is declared: its triggers call `ST_MinX` and others, which plain SQLite lacks, so every write of ours
/// would fail. A layer without one is valid, and the layers of a county are small.
///
/// Source: OGC 12-128r17 (GeoPackage 1.3), clause 1.1 and annex C.
enum GeoPackage {
    /// `GPKG` in ASCII (requirement 2).
    static let applicationID = 0x4750_4B47
    /// GeoPackage 1.3.0 (requirement 2).
    static let userVersion = 10300

    /// Makes an empty GeoPackage that lists the required coordinate systems and the region's own.
    static func create(in database: SQLiteDatabase, reference: SpatialReference) throws(Fault) {
        try database.execute("PRAGMA application_id = \(applicationID)")
        try database.execute("PRAGMA user_version = \(userVersion)")
        try database.execute(tables)
        let known = SpatialReference.required
        for system in known + (known.contains { $0.id == reference.id } ? [] : [reference]) {
            try add(system, to: database)
        }
    }

    static func add(_ system: SpatialReference, to database: SQLiteDatabase) throws(Fault) {
        try database.run(
            """
            INSERT INTO gpkg_spatial_ref_sys (srs_name, srs_id, organization, organization_coordsys_id, definition)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                .text(system.name), .integer(system.id), .text(system.organization), .integer(system.organizationCode),
                .text(system.wkt),
            ]
        )
    }

    /// Enters a table in the contents, as a layer of polygons or as a plain table.
    static func register(
        _ table: StoreTable,
        in database: SQLiteDatabase,
        system: Int,
        at time: Timestamp
    ) throws(Fault) {
        try database.run(
            """
            INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                .text(table.name), .text(table.isSpatial ? "features" : "attributes"), .text(table.name),
                .text(table.description), .text(time.text), table.isSpatial ? .integer(system) : .null,
            ]
        )
        guard table.isSpatial else { return }
        try database.run(
            "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'MULTIPOLYGON', ?, 0, 0)",
            [.text(table.name), .integer(system)]
        )
    }

    /// Notes that a table was written to, and widens its rectangle.
    static func touch(
        _ table: String,
        in database: SQLiteDatabase,
        bounds: BoundingBox? = nil,
        at time: Timestamp
    ) throws(Fault) {
        try database.run(
            "UPDATE gpkg_contents SET last_change = ? WHERE table_name = ?",
            [.text(time.text), .text(table)]
        )
        guard let bounds else { return }
        try database.run(
            """
            UPDATE gpkg_contents SET min_x = min(coalesce(min_x, ?1), ?1), min_y = min(coalesce(min_y, ?2), ?2),
                max_x = max(coalesce(max_x, ?3), ?3), max_y = max(coalesce(max_y, ?4), ?4) WHERE table_name = ?5
            """,
            [.real(bounds.minX), .real(bounds.minY), .real(bounds.maxX), .real(bounds.maxY), .text(table)]
        )
    }

    private static let tables = """
        CREATE TABLE gpkg_spatial_ref_sys (
            srs_name TEXT NOT NULL,
            srs_id INTEGER NOT NULL PRIMARY KEY,
            organization TEXT NOT NULL,
            organization_coordsys_id INTEGER NOT NULL,
            definition TEXT NOT NULL,
            description TEXT
        );
        CREATE TABLE gpkg_contents (
            table_name TEXT NOT NULL PRIMARY KEY,
            data_type TEXT NOT NULL,
            identifier TEXT UNIQUE,
            description TEXT DEFAULT '',
            last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
            min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
            srs_id INTEGER,
            CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
        );
        CREATE TABLE gpkg_geometry_columns (
            table_name TEXT NOT NULL,
            column_name TEXT NOT NULL,
            geometry_type_name TEXT NOT NULL,
            srs_id INTEGER NOT NULL,
            z TINYINT NOT NULL,
            m TINYINT NOT NULL,
            CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
            CONSTRAINT uk_gc_table_name UNIQUE (table_name),
            CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
            CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
        );
        """
}
