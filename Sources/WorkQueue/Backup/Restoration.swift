import Foundation
package import GeoModel
import SafeFiles

/// A store put back from a backup.
package struct Restoration: Sendable, Hashable {
    /// What the backup held.
    package let contents: BackupContents
    /// Where the store that was there is now; nil where there was none.
    package let aside: String?
}

extension BackupFile {
    /// Puts a backup in the place of a store. The store that was there is kept aside, whole or damaged as it was; at
    /// any moment either it or the backup is in its place.
    ///
    /// - Parameters:
    ///   - backup: The file, which stays.
    ///   - store: Where the store is, or was.
    ///   - isTrial: Whether the backup is read and nothing is written.
    ///   - time: When.
    /// - Returns: What was restored, and where the store is kept that was there.
    /// - Throws: `Fault` where the backup is not sound, another program has the store open, or the disk is full; the
    ///   store is then as it was.
    package static func restore(
        _ backup: String, to store: String, isTrial: Bool = false, at time: Timestamp
    ) throws(Fault) -> Restoration {
        // A link would be copied as a link, and the store would then be the backup itself.
        let backup = URL(fileURLWithPath: backup).resolvingSymlinksInPath().path
        let contents = try verify(backup).contents
        guard !isTrial else {
            try checkFree(store)
            return Restoration(contents: contents, aside: nil)
        }
        let temporary = DurableFile.temporaryPath(for: store)
        do throws(Fault) {
            try copy(backup, to: temporary)
            // From here on nobody opens the store until it has been replaced.
            guard let hold = try FileHold(replacing: store) else { throw isOpenElsewhere(store) }
            defer { withExtendedLifetime(hold) {} }
            let aside = try keepAside(store, at: time)
            try DurableFile.publish(temporary, as: store)
            return Restoration(contents: contents, aside: aside)
        } catch {
            unsafe unlink(temporary)
            throw error
        }
    }

    private static func copy(_ backup: String, to temporary: String) throws(Fault) {
        unsafe unlink(temporary)
        do {
            try FileManager.default.copyItem(atPath: backup, toPath: temporary)
        } catch {
            throw Fault(
                temporary, zh: "备份复制不过来（\(error.localizedDescription)）。请检查磁盘空间与权限。",
                en: "the backup can't be copied here (\(error.localizedDescription)). Check free space and permissions."
            )
        }
        guard try Checksum.sha256(ofFile: backup) == Checksum.sha256(ofFile: temporary) else {
            throw Fault(
                temporary, zh: "复制后内容不同。请检查磁盘后重试。",
                en: "the copy is not the same as the backup. Check the disk, then try again.")
        }
    }

    /// Gives the store that is there a second name. Its own name is taken from it only by the one that replaces it.
    private static func keepAside(_ store: String, at time: Timestamp) throws(Fault) -> String? {
        guard DurableFile.stamp(of: store) != "-" else { return nil }
        try release(store)
        let aside = StoreBackup.path(besides: store, "replaced", at: time)
        try DurableFile.makeFolder(URL(fileURLWithPath: aside).deletingLastPathComponent().path)
        // Only a store too damaged to be opened still has a log, which belongs to it and not to what replaces it.
        for ending in ["-wal", "-shm", "-journal"] where DurableFile.stamp(of: store + ending) != "-" {
            guard unsafe rename(store + ending, aside + ending) == 0 else { throw refusal(aside + ending) }
        }
        // Some file systems have no second names; there the place is empty for a moment.
        guard unsafe link(store, aside) == 0 || rename(store, aside) == 0 else { throw refusal(aside) }
        return aside
    }

    /// Writes a store's log back into it, which nobody else may have open then.
    private static func release(_ store: String) throws(Fault) {
        guard let database = open(store) else { return }
        let mode = try? database.text("PRAGMA journal_mode = DELETE")
        guard mode != "delete", database.isLocked else { return }
        throw isOpenElsewhere(store)
    }

    /// - Throws: `Fault` where another program has the store open.
    private static func checkFree(_ store: String) throws(Fault) {
        guard let hold = try FileHold(replacing: store) else { throw isOpenElsewhere(store) }
        defer { withExtendedLifetime(hold) {} }
        guard let database = open(store, .alone) else { return }
        guard (try? database.integer("SELECT count(*) FROM sqlite_schema")) == nil, database.isLocked else { return }
        throw isOpenElsewhere(store)
    }

    /// The store; nil for what is no database, which is left alone with all that lies beside it: SQLite would throw
    /// its log away.
    private static func open(_ store: String, _ mode: SQLiteDatabase.Mode = .existing) -> SQLiteDatabase? {
        guard DurableFile.isDatabase(store) else { return nil }
        return try? SQLiteDatabase(store, mode, patience: 1000)
    }

    private static func isOpenElsewhere(_ store: String) -> Fault {
        Fault(
            store,
            zh: "另一个程序（tuban 或 QGIS 等）正打开监测库，不能替换。请关闭后重试。",
            en:
                "another program (tuban, or QGIS, say) has the store open, and it can't be replaced. Close it, then "
                + "try again.")
    }

    private static func refusal(_ path: String) -> Fault {
        Fault(
            path, zh: "原监测库无法改名留存。请检查权限。",
            en: "the store that is here can't be renamed to be kept. Check the permissions.")
    }
}
