/// A table of the store that GIS programs list.
struct StoreTable {
    let name: String
    let isSpatial: Bool
    /// What GIS programs show beside the name, Chinese first.
    let description: String
    /// The columns behind the key `fid` and, in a spatial table, behind `geom`.
    let columns: String

    /// The statement that makes it, in the form GeoPackage asks of user tables (OGC 12-128r17, clause 1.1.2 and 2.1.6).
    var creation: String {
        let key = "fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"
        return "CREATE TABLE \(name) (\(key), \(isSpatial ? "geom MULTIPOLYGON, " : "")\(columns))"
    }
}

extension StoreTable {
    /// All tables that GIS programs list, of all schemas.
    static let all =
        SchemaVersion1.tables + SchemaVersion3.tables + SchemaVersion4.tables + [SchemaVersion5.enterprise]
        + SchemaVersion6.tables
}
