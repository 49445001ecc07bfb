import Foundation
package import GeoModel
import SafeFiles
package import WorkQueue

extension Region {
    /// Puts a backup in the place of the region's store; the one that was there is kept aside.
    ///
    /// - Parameters:
    ///   - folder: The region, whose store may be damaged or gone.
    ///   - backup: The file.
    ///   - isTrial: Whether everything is checked and nothing is written.
    ///   - time: When.
    /// - Returns: What was restored, and where the earlier store is.
    /// - Throws: `Fault` where there is no region, the backup is not sound or of another region, another program works
    ///   on the region, or the disk is full; the store is then as it was.
    package static func restore(
        _ folder: String, from backup: String, isTrial: Bool, at time: Timestamp
    ) throws(Fault) -> Restoration {
        let settings = try RegionSettings(file: try settingsPath(folder))
        if let name = try BackupManifest(of: backup)?.region, name != settings.name {
            throw Fault(
                backup,
                zh: "是“\(name)”的备份，而本区域为“\(settings.name)”。请选用本区域的备份。",
                en: "is a backup of ‘\(name)’, but this region is ‘\(settings.name)’. Take one of this region.")
        }
        let lock = try FolderLock(folder)
        let restoration = try BackupFile.restore(backup, to: storePath(folder), isTrial: isTrial, at: time)
        _ = consume lock
        return restoration
    }
}

extension Region {
    /// Repairs a region's store, and removes what programs that were cut off left beside it.
    ///
    /// - Parameters:
    ///   - folder: The region.
    ///   - isTrial: Whether nothing is to be written.
    ///   - time: When.
    /// - Returns: What was found, what was done about it, and what can't be.
    /// - Throws: `Fault` where there is no region, another program works on it, or the store can't be read at all.
    package static func repair(_ folder: String, isTrial: Bool, at time: Timestamp) throws(Fault) -> RepairReport {
        _ = try settingsPath(folder)
        let lock = try FolderLock(folder)
        let report = try StoreRepair.run(storePath(folder), isTrial: isTrial, at: time)
        var items = report.items
        for file in leftovers(in: folder) {
            if !isTrial { try? FileManager.default.removeItem(atPath: folder + "/" + file) }
            items.append(
                RepairItem(
                    key: "leftover",
                    what: Bilingual(
                        zh: "中断的写入留下的临时文件 \(file)；删除", en: "left by a write that was cut off: \(file); removed"),
                    result: isTrial ? .repairable : .repaired))
        }
        _ = consume lock
        return RepairReport(items: items, kept: report.kept)
    }

    /// Temporary files that nobody has written to for an hour: a backup under way holds no lock.
    private static func leftovers(in folder: String) -> [String] {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        return names.filter { name in
            guard (name as NSString).lastPathComponent.hasPrefix(".tmp-") else { return false }
            let attributes = try? FileManager.default.attributesOfItem(atPath: folder + "/" + name)
            guard attributes?[.type] as? FileAttributeType == .typeRegular else { return false }
            guard let date = attributes?[.modificationDate] as? Date else { return false }
            return date.timeIntervalSinceNow < -3600
        }.sorted()
    }
}
