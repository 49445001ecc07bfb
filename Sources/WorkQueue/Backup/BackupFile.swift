package import GeoModel
import SafeFiles

/// What a backup holds, found by opening it and reading all of it.
package struct BackupContents: Sendable, Hashable {
    /// The version of its schema.
    package let schema: Int
    /// The rows of each table that GIS programs list.
    package let counts: [TableCount]
    /// How far the record of the loop had come.
    package let head: ChainHead
}

/// A file that a store was copied to.
package enum BackupFile {
    /// Looks at the place of a backup before it is made.
    /// - Throws: `Fault` where a file is there, or where its manifest would be.
    package static func checkPlace(_ path: String) throws(Fault) {
        for place in [path, BackupManifest.path(for: path)] where DurableFile.stamp(of: place) != "-" {
            throw Fault(
                place, zh: "此处已有文件；不会覆盖备份。请换一个文件名。",
                en: "a file is here already, and a backup never overwrites one. Choose another name.")
        }
    }

    /// Reads the whole of a backup and holds it against its manifest, where it has one.
    ///
    /// - Parameter path: The file; it is not written to.
    /// - Returns: What it holds, and its manifest.
    /// - Throws: `Fault` saying what is wrong with it: then nothing is to be restored from it.
    package static func verify(_ path: String) throws(Fault) -> (contents: BackupContents, manifest: BackupManifest?) {
        try requireFile(path)
        for ending in ["-wal", "-journal"] where DurableFile.size(of: path + ending) ?? 0 > 0 {
            throw Fault(
                path, zh: "旁边有日志 \(ending)：它是在用或未正常关闭的库，不是备份。请先用 tuban backup 备份。",
                en: "a log (\(ending)) lies beside it: it is a store, not a backup. Make a backup of it first.")
        }
        let manifest = try BackupManifest(of: path)
        if let manifest {
            let found = try Checksum.sha256(ofFile: path)
            guard found == manifest.checksum else {
                throw Fault(
                    path,
                    zh: "文件已变：SHA-256 为 \(found)，备份时为 \(manifest.checksum)。请改用另一份备份。",
                    en: "the file changed: its SHA-256 is \(found), that of the backup \(manifest.checksum). "
                        + "Use another backup.")
            }
        }
        let contents = try contents(of: path)
        if let manifest { try hold(contents, against: manifest, path) }
        return (contents, manifest)
    }

    /// Opens a copy and reads it all: pages, references, the record of the loop.
    static func contents(of path: String) throws(Fault) -> BackupContents {
        let database = try SQLiteDatabase(path, .still)
        try RegionStore.checkSchema(of: database)
        return try database.snapshot { () throws(Fault) in
            var findings = try StoreReading.fileFindings(database) + StoreReading.brokenReferences(database)
            findings += try StoreReading.lostTables(database).map { "the table \($0) is gone" }
            let schema = try Migration.version(of: database)
            let chain =
                schema == Migration.current
                ? try RegionStore(asItIs: database).readChain() : try EventChain.read(in: database)
            if case .intact(let head) = chain, findings.isEmpty {
                return BackupContents(
                    schema: schema, counts: try StoreReading.counts(database), head: head)
            }
            if case .broken(let place) = chain { findings.append(place.description.en) }
            throw Fault(
                path,
                zh: "备份不完好：\(findings.prefix(3).joined(separator: "；"))。请改用另一份备份。",
                en: "the copy is not sound: \(findings.prefix(3).joined(separator: "; ")). Use another backup.")
        }
    }

    static func hold(_ contents: BackupContents, against manifest: BackupManifest, _ path: String) throws(Fault) {
        guard contents.head == manifest.head, contents.schema == manifest.schema, contents.counts == manifest.counts
        else {
            throw Fault(
                path,
                zh: "内容与清单 \(BackupManifest.path(for: path)) 不符（记录 \(contents.head.count) 条，清单 "
                    + "\(manifest.head.count) 条）。请改用另一份备份。",
                en: "its content is not what \(BackupManifest.path(for: path)) says (\(contents.head.count) events, "
                    + "\(manifest.head.count) there). Use another backup.")
        }
    }
}

/// What can be read of a store in any schema.
enum StoreReading {
    static func tableNames(_ database: SQLiteDatabase) throws(Fault) -> [String] {
        try database.rows("SELECT table_name FROM gpkg_contents ORDER BY table_name") { row throws(Fault) in
            try row.text()
        }
    }

    static func hasTable(_ table: String, _ database: SQLiteDatabase) throws(Fault) -> Bool {
        try database.integer("SELECT count(*) FROM sqlite_master WHERE name = ?", [.text(table)]) == 1
    }

    /// The tables that GIS programs are told of and that are not there.
    static func lostTables(_ database: SQLiteDatabase) throws(Fault) -> [String] {
        var lost: [String] = []
        for table in try tableNames(database) where !(try hasTable(table, database)) { lost.append(table) }
        return lost
    }

    static func counts(_ database: SQLiteDatabase) throws(Fault) -> [TableCount] {
        var counts: [TableCount] = []
        for table in try tableNames(database) where try hasTable(table, database) {
            let rows = try database.integer("SELECT count(*) FROM \"\(table)\"") ?? 0
            counts.append(TableCount(table: table, rows: rows))
        }
        return counts
    }

    static func fileFindings(_ database: SQLiteDatabase) throws(Fault) -> [String] {
        try database.rows("PRAGMA integrity_check") { row throws(Fault) in try row.text() }.filter { $0 != "ok" }
    }

    static func brokenReferences(_ database: SQLiteDatabase) throws(Fault) -> [String] {
        try database.rows("PRAGMA foreign_key_check") { row throws(Fault) in
            let table = try row.text()
            let key = row.optionalInteger().map(String.init) ?? "?"
            return "\(table) \(key) → \(try row.text())"
        }
    }
}
