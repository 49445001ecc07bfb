import Foundation
package import GeoModel
import SafeFiles

extension RegionStore {
    /// Where a copy of now goes unless the user says otherwise.
    /// - Throws: `Fault` where the store can't be read.
    package func backupPath(at time: Timestamp) throws(Fault) -> String {
        StoreBackup.path(besides: path, "schema\(try schemaVersion())", at: time)
    }

    /// Copies the whole store while others go on writing to it, as it stands at one moment.
    ///
    /// The copy is written beside its place, reopened and read (pages, references, counts, the chain of hashes),
    /// synced, and only then takes its name; its manifest comes last.
    ///
    /// - Parameters:
    ///   - path: Where it will be.
    ///   - region: The region's name, for the manifest.
    ///   - time: When.
    /// - Returns: The manifest.
    /// - Throws: `Fault` where a file of that name exists, or the disk is full; then nothing is left of the copy.
    @discardableResult
    package func backUp(to path: String, region: String?, at time: Timestamp) throws(Fault) -> BackupManifest {
        try database.snapshot { () throws(Fault) in
            try StoreBackup.copy(database, to: path, region: region, at: time)
        }
    }
}

/// Copies of stores.
enum StoreBackup {
    /// Where a copy of a store is kept: in a folder beside it, under a name by time and what it is, so that no two are
    /// the same and they sort by age.
    static func path(besides store: String, _ what: String, at time: Timestamp) -> String {
        let file = URL(fileURLWithPath: store)
        let moment = time.text.filter { $0.isNumber || $0 == "T" || $0 == "Z" }
        let stem = file.deletingPathExtension().lastPathComponent
        return "\(file.deletingLastPathComponent().path)/backups/\(stem)-\(moment)-\(what).gpkg"
    }

    /// The newest copy in that folder; nil where there is none.
    static func latest(besides store: String) -> String? {
        let folder = URL(fileURLWithPath: store).deletingLastPathComponent().path + "/backups"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".gpkg") && !$0.hasPrefix(".") }.max().map { "\(folder)/\($0)" }
    }

    /// Keeps a store as it is before its schema is brought up to date. The caller keeps other writers out.
    /// - Throws: `Fault` where it can't be kept; then the store is to be left alone.
    static func keep(_ store: String, of schema: Int, at time: Timestamp) throws(Fault) {
        let path = path(besides: store, "schema\(schema)", at: time)
        do throws(Fault) {
            // A connection of its own sees what was committed, and no more.
            _ = try copy(try SQLiteDatabase(store, .existing), to: path, region: nil, at: time)
        } catch {
            throw Fault(
                store,
                zh: "升级库结构之前未能留存备份，监测库未作任何改动。\(error.text(.zh))",
                en: "no copy could be kept before the schema is brought up to date, so the store was left as it is. "
                    + error.text(.en))
        }
        StoreNotice.tell(
            Bilingual(
                zh: "监测库由第 \(schema) 版升级到第 \(Migration.current) 版；升级前的副本已核验并留存：\(path)",
                en: "The store was brought from schema \(schema) to \(Migration.current); it is kept as it was, "
                    + "verified, in \(path)"))
    }

    /// Copies what a connection sees in the transaction that is under way on it.
    static func copy(
        _ database: SQLiteDatabase, to path: String, region: String?, at time: Timestamp
    ) throws(Fault) -> BackupManifest {
        try refuse(path, besides: database)
        let temporary = DurableFile.temporaryPath(for: path)
        removeLeftovers(of: temporary)
        do throws(Fault) {
            let counts = try StoreReading.counts(database)
            try write(database, to: temporary)
            let contents = try BackupFile.contents(of: temporary)
            let manifest = BackupManifest(
                region: region, time: time, bytes: DurableFile.size(of: temporary) ?? 0,
                checksum: try Checksum.sha256(ofFile: temporary), schema: contents.schema, head: contents.head,
                counts: contents.counts)
            guard counts == contents.counts else {
                throw Fault(
                    path, zh: "副本的行数与监测库不同，未保留。请检查磁盘后重试。",
                    en: "the copy has other numbers of rows than the store and is not kept. Check the disk, try again.")
            }
            // The manifest first: without it nobody could tell a copy that was altered.
            let beside = BackupManifest.path(for: path)
            try DurableFile.write(manifest.document.text(indented: true) + "\n", to: beside)
            do throws(Fault) {
                try DurableFile.publish(temporary, as: path)
            } catch {
                unsafe unlink(beside)
                throw error
            }
            return manifest
        } catch {
            removeLeftovers(of: temporary)
            throw error
        }
    }

    /// Keeps a store that may be damaged, as it is and without looking at it.
    static func keepUnverified(_ database: SQLiteDatabase, as path: String) throws(Fault) {
        try refuse(path, besides: database)
        let temporary = DurableFile.temporaryPath(for: path)
        removeLeftovers(of: temporary)
        do throws(Fault) {
            try write(database, to: temporary)
            try DurableFile.publish(temporary, as: path)
        } catch {
            removeLeftovers(of: temporary)
            throw error
        }
    }

    /// In a function of its own, so that the connection is closed before the copy is read.
    private static func write(_ database: SQLiteDatabase, to temporary: String) throws(Fault) {
        let target = try SQLiteDatabase(temporary, .creating)
        // Nobody reads it before it is whole, and it is synced before it takes its name.
        try target.execute("PRAGMA synchronous = OFF")
        try database.copy(into: target)
        // One file, without a log beside it.
        _ = try target.text("PRAGMA journal_mode = DELETE")
    }

    private static func refuse(_ path: String, besides database: SQLiteDatabase) throws(Fault) {
        try BackupFile.checkPlace(path)
        try DurableFile.makeFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path)
        let pages = try database.integer("PRAGMA page_count") ?? 0
        let wanted = pages * (try database.integer("PRAGMA page_size") ?? 4096)
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let free = try? FileManager.default.attributesOfFileSystem(forPath: folder)[.systemFreeSize] as? NSNumber
        guard let free, free.intValue < wanted else { return }
        throw Fault(
            path,
            zh: "磁盘空间不足：备份需 \(wanted >> 20) MiB，可用 \(free.intValue >> 20) MiB；未写入任何内容。请腾出空间后重试。",
            en: "too little disk: the backup takes \(wanted >> 20) MiB and \(free.intValue >> 20) MiB are free; "
                + "nothing was written. Free some space, then try again.")
    }

    private static func removeLeftovers(of temporary: String) {
        for ending in ["", "-journal", "-wal", "-shm"] { unsafe unlink(temporary + ending) }
    }
}
