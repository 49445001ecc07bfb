import Foundation
package import GeoModel
import SafeFiles
package import WorkQueue

extension Region {
    /// The folder of a region's backups.
    package static func backupFolder(_ folder: String) -> String { folder + "/backups" }

    /// Where a backup of now goes unless the user says otherwise: by time and schema, so that no two are the same.
    /// - Throws: `Fault` where the store can't be read.
    package func backupPath(at time: Timestamp) throws(Fault) -> String {
        let moment = time.text.filter { $0.isNumber || $0 == "T" || $0 == "Z" }
        return "\(Region.backupFolder(folder))/monitor-\(moment)-schema\(try store.schemaVersion()).gpkg"
    }

    /// Puts a backup in the place of the region's store; the one that was there is kept aside.
    ///
    /// - Parameters:
    ///   - folder: The region, whose store may be damaged or gone.
    ///   - backup: The file.
    ///   - time: When.
    /// - Returns: What was restored, and where the earlier store is.
    /// - Throws: `Fault` where there is no region, the backup is not sound or of another region, another program works
    ///   on the region, or the disk is full; the store is then as it was.
    package static func restore(_ folder: String, from backup: String, at time: Timestamp) throws(Fault) -> Restoration
    {
        let settings = try RegionSettings(file: try settingsPath(folder))
        if let name = try BackupManifest(of: backup)?.region, name != settings.name {
            throw Fault(
                backup,
                zh: "是“\(name)”的备份，而本区域为“\(settings.name)”。请选用本区域的备份。",
                en: "is a backup of ‘\(name)’, but this region is ‘\(settings.name)’. Take one of this region.")
        }
        let lock = try FolderLock(folder)
        let restoration = try BackupFile.restore(backup, to: storePath(folder), at: time)
        _ = consume lock
        return restoration
    }
}
