import Foundation
import GeoModel
import SafeFiles

extension Check {
    /// Whether a run can write where the region is.
    static func ofFolder(_ path: String) -> [Check] {
        [permission(path), freeSpace(path)]
    }

    private static func permission(_ path: String) -> Check {
        let name = Bilingual(zh: "区域文件夹", en: "region folder")
        guard DurableFile.isFolder(path) else {
            let detail = Bilingual(
                zh: "\(path)：没有此文件夹。请用 --region 指定，或先运行 tuban init。",
                en: "\(path): there is no such folder. Name one with --region, or run tuban init first."
            )
            return Check(key: "folder", name: name, status: .fail, detail: detail)
        }
        guard FileManager.default.isWritableFile(atPath: path) else {
            let detail = Bilingual(
                zh: "\(path)：不可写。请检查权限。",
                en: "\(path): not writable. Check the permissions."
            )
            return Check(key: "folder", name: name, status: .fail, detail: detail)
        }
        return Check(key: "folder", name: name, status: .ok, detail: Bilingual(zh: path, en: path))
    }

    private static func freeSpace(_ path: String) -> Check {
        let name = Bilingual(zh: "剩余磁盘", en: "free disk")
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
        guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.uint64Value else {
            let detail = Bilingual(zh: "\(path)：无法读取", en: "\(path): can't be read")
            return Check(key: "disk", name: name, status: .warn, detail: detail)
        }
        return Check(key: "disk", name: name, status: status(ofFree: free), detail: freeSpaceDetail(free))
    }

    /// Room for one scene is the least, room for a year of monthly scenes is comfort. A scene of 10 980 × 10 980 pixels
    /// is 1.4 GB raw (six bands of 16 bits), its change raster 0.5 GB: 2 GiB in round figures.
    static func status(ofFree bytes: UInt64) -> Status {
        if bytes < 2 << 30 { return .fail }
        return bytes < 24 << 30 ? .warn : .ok
    }

    private static func freeSpaceDetail(_ bytes: UInt64) -> Bilingual {
        let free = gibibytes(bytes)
        switch status(ofFree: bytes) {
        case .ok: return Bilingual(zh: "\(free) GiB", en: "\(free) GiB")
        case .warn, .fail:
            return Bilingual(
                zh: "仅剩 \(free) GiB；每景约需 2 GiB。请腾出空间或换盘。",
                en: "\(free) GiB left; each scene takes about 2 GiB. Make room or use another disk."
            )
        }
    }
}
