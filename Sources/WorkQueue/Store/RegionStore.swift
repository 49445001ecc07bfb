import Foundation
package import GeoModel
import SafeFiles

/// A region's store, `monitor.gpkg`: a GeoPackage that GIS programs open, and the only place where the loop is written.
///
/// One connection, owned by one thread; other threads and processes open their own, and writers wait for each other.
package final class RegionStore {
    /// The file.
    package let path: String
    /// The region's coordinate system, which every outline in the store is in.
    package let reference: SpatialReference
    let database: SQLiteDatabase
    /// Nobody puts another store in the place of this one while it is open.
    private var hold: FileHold?

    /// Makes a new, empty store. It is made beside its place and then renamed, so that it is whole or absent.
    ///
    /// - Parameters:
    ///   - path: Where it will be.
    ///   - reference: The region's coordinate system.
    ///   - time: When.
    /// - Returns: The store, open.
    /// - Throws: `Fault` where a file of that name exists already, or the folder can't be written.
    package static func create(
        _ path: String,
        reference: SpatialReference,
        at time: Timestamp
    ) throws(Fault) -> RegionStore {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw Fault(
                path,
                zh: "此处已有文件；不会覆盖已有的监测库。请换一个区域文件夹。",
                en: "a file is here already, and a store is never overwritten. Choose another region folder."
            )
        }
        let temporary = DurableFile.temporaryPath(for: path)
        for leftover in [temporary, temporary + "-journal"] { unsafe unlink(leftover) }
        try build(temporary, reference: reference, at: time)
        try DurableFile.publish(temporary, as: path)
        return try open(path)
    }

    /// In a function of its own, so that the connection is closed before the file is renamed.
    private static func build(_ path: String, reference: SpatialReference, at time: Timestamp) throws(Fault) {
        let database = try SQLiteDatabase(path, .creating)
        try GeoPackage.create(in: database, reference: reference)
        try Migration.migrate(database, system: reference.id, at: time)
    }

    /// Opens a store that exists; one of an earlier schema is brought up to date.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - patience: How long to wait for another writer, in milliseconds.
    /// - Returns: The store.
    /// - Throws: `Fault` where there is none, the file is no region's store, or its schema is a later program's.
    package static func open(_ path: String, patience: Int = 10_000) throws(Fault) -> RegionStore {
        guard FileManager.default.fileExists(atPath: path) else {
            guard let backup = StoreBackup.latest(besides: path) else {
                throw Fault(
                    path,
                    zh: "没有监测库。请先运行 tuban init 建立区域。",
                    en: "there is no store here. Make the region first with tuban init."
                )
            }
            throw Fault(
                path,
                zh: "监测库不在了，旁边有备份。请用 tuban backup restore \(backup) 恢复。",
                en: "the store is gone, and there are backups of it. Restore it: tuban backup restore \(backup)")
        }
        try requireFile(path)
        let hold = FileHold(workingOn: path)
        let store = try RegionStore(try SQLiteDatabase(path, .existing, patience: patience))
        store.hold = hold
        return store
    }

    private convenience init(_ database: SQLiteDatabase) throws(Fault) {
        try self.init(asItIs: database)
        let now = Timestamp.now
        try Migration.migrate(database, system: reference.id, at: now) { known throws(Fault) in
            try StoreBackup.keep(database.path, of: known, at: now)
        }
        // Write-ahead log: readers such as QGIS see the last commit while a batch is being written.
        _ = try database.text("PRAGMA journal_mode = WAL")
    }

    /// A store of any schema that this program knows, left as it is.
    convenience init(asItIs database: SQLiteDatabase) throws(Fault) {
        try RegionStore.checkSchema(of: database)
        try self.init(unchecked: database)
    }

    /// A store whose header may be wrong.
    init(unchecked database: SQLiteDatabase) throws(Fault) {
        path = database.path
        self.database = database
        reference = try RegionStore.reference(in: database)
    }

    static func checkSchema(of database: SQLiteDatabase) throws(Fault) {
        let version = try Migration.version(of: database)
        guard version > 0, try database.integer("PRAGMA application_id") == GeoPackage.applicationID else {
            throw Fault(
                database.path,
                zh: "是数据库，但不是 tuban 的监测库。请检查路径，或用 tuban backup restore 从备份恢复；新区域用 tuban init 建立。",
                en: "this is a database, but no store of tuban. Check the path, or restore a backup with tuban backup "
                    + "restore; tuban init makes a new region."
            )
        }
        guard version <= Migration.current else {
            throw Fault(
                database.path,
                zh: "库结构为第 \(version) 版，本程序为第 \(Migration.current) 版。请使用相应版本的 tuban。",
                en: "the store has schema \(version), this program has \(Migration.current). Use the matching tuban."
            )
        }
    }

    private static func reference(in database: SQLiteDatabase) throws(Fault) -> SpatialReference {
        let found = try database.rows(
            """
            SELECT srs_name, srs_id, organization, organization_coordsys_id, definition
            FROM gpkg_geometry_columns JOIN gpkg_spatial_ref_sys USING (srs_id) WHERE table_name = 'patch'
            """
        ) { row throws(Fault) in
            SpatialReference(
                name: try row.text(),
                id: try row.integer(),
                organization: try row.text(),
                organizationCode: try row.integer(),
                wkt: try row.text()
            )
        }
        guard let reference = found.first else {
            throw Fault(
                database.path,
                zh: "监测库没有登记坐标系。请从备份恢复。",
                en: "the store does not say which coordinate system it is in. Restore it from a backup."
            )
        }
        return reference
    }

    /// The schema's version.
    /// - Throws: `Fault` where the file can't be read.
    package func schemaVersion() throws(Fault) -> Int { try Migration.version(of: database) }

    /// Reads every row of a layout, one at a time.
    func forEachRow(
        of layout: TableLayout,
        _ rest: String = "",
        _ values: [SQLiteValue] = [],
        _ body: (SQLiteStatement) throws(Fault) -> Void
    ) throws(Fault) {
        let sql = "SELECT \(layout.table).fid, \(layout.selection) FROM \(layout.table) \(rest)"
        try forEachRow(layout.table, sql, values, body)
    }

    /// Reads every row of a query whose first column is the key in `table`, by which messages name the row.
    func forEachRow(
        _ table: String,
        _ sql: String,
        _ values: [SQLiteValue],
        _ body: (SQLiteStatement) throws(Fault) -> Void
    ) throws(Fault) {
        try database.forEachRow(sql, values) { row throws(Fault) in
            row.table = table
            row.key = try row.integer()
            try body(row)
        }
    }
}
