import Foundation
package import GeoModel
import SafeFiles

/// One thing that is not as it should be in a store or beside it.
package struct RepairItem: Sendable, Hashable {
    /// What became of it.
    package enum Result: String, Sendable {
        /// It was put right.
        case repaired
        /// It can be put right, and was not, as nothing was to be written.
        case repairable
        /// It can't be put right from what the store holds.
        case beyond
        /// It is not this program's, and was left alone.
        case noticed
    }

    /// What it is about, for programs.
    package let key: String
    /// What was found, and what is done about it.
    package let what: Bilingual
    /// What became of it.
    package let result: Result

    /// A thing that was found.
    package init(key: String, what: Bilingual, result: Result) {
        (self.key, self.what, self.result) = (key, what, result)
    }
}

/// What was found and done by a repair.
package struct RepairReport: Sendable, Hashable {
    /// Everything, in the order in which it was looked for.
    package let items: [RepairItem]
    /// Where the store is kept as it was before; nil where nothing was written.
    package let kept: String?

    /// A report.
    package init(items: [RepairItem], kept: String?) {
        (self.items, self.kept) = (items, kept)
    }

    /// What is still wrong.
    package var beyond: [RepairItem] { items.filter { $0.result == .beyond } }
}

/// Puts right in a store what can be told from the rest of it: indexes, guards, lists of layers, rectangles, copies of
/// what other tables say. Events, cases, flags and registers are never written to.
package enum StoreRepair {
    /// Looks a store over, and repairs it.
    ///
    /// - Parameters:
    ///   - path: The store.
    ///   - isTrial: Whether nothing is to be written.
    ///   - time: When.
    ///   - report: What was found by reading all of the store a moment ago; it is read again where that is nil.
    /// - Returns: What was found, what was done about it, and what can't be.
    /// - Throws: `Fault` where the file is no store or can't be read or written at all.
    package static func run(
        _ path: String, isTrial: Bool, at time: Timestamp, after report: IntegrityReport? = nil
    ) throws(Fault) -> RepairReport {
        try requireFile(path)
        let database = try SQLiteDatabase(path, .existing)
        let found = try database.snapshot { () throws(Fault) in try repairs(of: database, at: time, report) }
        guard !isTrial, found.contains(where: { $0.apply != nil }) else {
            return RepairReport(items: found.map { $0.item(done: false) }, kept: nil)
        }
        let kept = StoreBackup.path(besides: path, "before-repair", at: time)
        try StoreBackup.keepUnverified(database, as: kept)
        let items = try database.transaction { () throws(Fault) in
            // Others may have written since: what is put right is what is wrong now.
            let repairs = try repairs(of: database, at: time)
            for repair in repairs { try repair.apply?(database) }
            let left = Set(try self.repairs(of: database, at: time).map(\.identity))
            return repairs.map { $0.item(done: !left.contains($0.identity)) }
        }
        _ = try database.text("PRAGMA journal_mode = WAL")
        _ = try database.integer("PRAGMA wal_checkpoint(TRUNCATE)")
        return RepairReport(items: items, kept: kept)
    }

    private static func repairs(
        of database: SQLiteDatabase, at time: Timestamp, _ report: IntegrityReport? = nil
    ) throws(Fault) -> [Repair] {
        let version = try Migration.version(of: database)
        guard version == Migration.current else {
            throw Fault(
                database.path,
                zh: "库结构为第 \(version) 版，本程序修复第 \(Migration.current) 版。请先用 tuban status 打开一次使其升级，或检查路径。",
                en:
                    "the store has schema \(version), and \(Migration.current) can be repaired. Open it once with "
                    + "tuban status to bring it up to date, or check the path.")
        }
        let plan = try SchemaPlan()
        var repairs = try HeaderRepair.find(in: database, at: time)
        repairs += try SchemaRepair.find(in: database, plan)
        guard !repairs.contains(where: { $0.key == "table" || $0.key == "column" }) else { return repairs }
        let findings = if let report { report.fileFindings } else { try StoreReading.fileFindings(database) }
        repairs += PageRepair.repairs(of: findings)
        repairs += try LayerRepair.find(in: database, at: time)
        return repairs + (try ContentRepair.find(in: database, report))
    }
}

/// One thing that is wrong, and the way to put it right, where there is one.
struct Repair {
    let key: String
    /// What tells it from others of its key.
    let name: String
    let what: Bilingual
    let apply: ((SQLiteDatabase) throws(Fault) -> Void)?
    /// Whether it is left alone because it is not this program's.
    let isForeign: Bool

    var identity: String { key + " " + name }

    init(
        _ key: String, _ name: String, zh: String, en: String, isForeign: Bool = false,
        apply: ((SQLiteDatabase) throws(Fault) -> Void)? = nil
    ) {
        (self.key, self.name, self.isForeign, self.apply) = (key, name, isForeign, apply)
        what = Bilingual(zh: zh, en: en)
    }

    func item(done: Bool) -> RepairItem {
        guard apply != nil else { return RepairItem(key: key, what: what, result: isForeign ? .noticed : .beyond) }
        return RepairItem(key: key, what: what, result: done ? .repaired : .repairable)
    }
}

/// The schema as it should be: that of a store made anew.
struct SchemaPlan {
    struct Entry: Hashable {
        let kind: String
        let name: String
        let table: String
        let sql: String
    }

    let entries: [Entry]
    let columns: [String: [String]]

    init() throws(Fault) {
        let database = try SQLiteDatabase(":memory:", .creating)
        let system = SpatialReference.required[2]
        try GeoPackage.create(in: database, reference: system)
        try Migration.migrate(database, system: system.id, at: Timestamp(secondsSinceEpoch: 0))
        entries = try SchemaPlan.entries(in: database)
        columns = try SchemaPlan.columns(of: entries, in: database)
    }

    /// All that is in a schema but for what SQLite makes of itself.
    static func entries(in database: SQLiteDatabase) throws(Fault) -> [Entry] {
        let sql =
            "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
        return try database.rows(sql) { row throws(Fault) in
            Entry(kind: try row.text(), name: try row.text(), table: try row.text(), sql: try row.text())
        }
    }

    static func columns(of entries: [Entry], in database: SQLiteDatabase) throws(Fault) -> [String: [String]] {
        var columns: [String: [String]] = [:]
        for entry in entries where entry.kind == "table" {
            columns[entry.name] = try database.rows("SELECT name FROM pragma_table_info(?)", [.text(entry.name)]) {
                row throws(Fault) in try row.text()
            }
        }
        return columns
    }
}
