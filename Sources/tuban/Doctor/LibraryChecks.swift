import Foundation
import GeoIO
import GeoModel
import Geometry
import Pipeline
import SafeFiles
import Verbs
import WorkQueue

extension Check {
    /// The C libraries, GDAL's drivers, and the program's data files.
    static func ofLibraries() -> [Check] {
        let versions = [
            ("gdal", "GDAL", GDALVersion.text), ("proj", "PROJ", GeometryVersions.proj),
            ("geos", "GEOS", GeometryVersions.geos), ("sqlite", "SQLite", RegionStore.libraryVersion),
        ]
        let libraries = versions.map { key, name, version in
            Check(
                key: key,
                name: Bilingual(zh: name, en: name),
                status: .ok,
                detail: Bilingual(zh: version, en: version)
            )
        }
        return libraries + [drivers(), dataFiles()]
    }

    private static func drivers() -> Check {
        let wanted = RasterFile.drivers + LayerFile.drivers
        let missing = GDALVersion.missingDrivers(among: wanted)
        let list = missing.joined(separator: ", ")
        return Check(
            key: "drivers",
            name: Bilingual(zh: "GDAL 驱动", en: "GDAL drivers"),
            status: missing.isEmpty ? .ok : .warn,
            detail: missing.isEmpty
                ? Bilingual(zh: "\(wanted.count) 个齐全", en: "all \(wanted.count) are there")
                : Bilingual(zh: "缺少 \(list)；这些格式将无法读取。", en: "\(list) missing; such files can't be read.")
        )
    }

    private static func dataFiles() -> Check {
        let name = Bilingual(zh: "配方与数据文件", en: "recipes and data")
        do throws(Fault) {
            let folder = try DataFolder.ofProgram().path
            return Check(key: "data", name: name, status: .ok, detail: Bilingual(zh: folder, en: folder))
        } catch {
            return Check(key: "data", name: name, status: .fail, detail: error.message)
        }
    }

    /// The region's store, where the folder is a region.
    static func ofStore(_ folder: String) -> [Check] {
        guard FileManager.default.fileExists(atPath: folder + "/region.json5") else { return [] }
        let name = Bilingual(zh: "监测库", en: "store")
        do throws(Fault) {
            let region = try Region.open(folder)
            let store = region.store
            let report = try store.integrityReport()
            let check = Check(
                key: "store", name: name, status: report.isSound ? .ok : .fail, detail: detail(of: report))
            return [
                check, structure(try StoreRepair.run(store.path, isTrial: true, at: .now, after: report)), clock(store),
                evidence(region), ownData(region.data),
            ]
        } catch {
            return [Check(key: "store", name: name, status: .fail, detail: error.message)]
        }
    }

    /// What a repair would find.
    private static func structure(_ report: RepairReport) -> Check {
        let name = Bilingual(zh: "库结构", en: "store's structure")
        guard !report.items.isEmpty else {
            return Check(
                key: "structure", name: name, status: .ok,
                detail: Bilingual(zh: "索引、保护规则、图层登记齐全", en: "indexes, guards and lists of layers are all there"))
        }
        let first = report.items.prefix(5).map(\.what)
        var zh = "\(report.items.count) 处：\(first.map(\.zh).joined(separator: "；"))。"
        var en = "\(report.items.count) found: \(first.map(\.en).joined(separator: "; "))."
        let (repairable, beyond) = (report.items.count { $0.result == .repairable }, report.beyond.count)
        if repairable > 0 {
            zh += "\(repairable) 处可修复，请运行 tuban doctor --repair。"
            en += " \(repairable) can be repaired: run tuban doctor --repair."
        }
        if beyond > 0 {
            zh += "\(beyond) 处不能修复，请从备份恢复。"
            en += " \(beyond) can't be repaired: restore the store from a backup."
        }
        return Check(
            key: "structure", name: name, status: repairable + beyond > 0 ? .fail : .warn,
            detail: Bilingual(zh: zh, en: en))
    }

    private static func detail(of report: IntegrityReport) -> Bilingual {
        if case .intact(let head) = report.chain, report.isSound {
            return Bilingual(
                zh: "完好；\(head.count) 条事件，最后一条 \(head.hash.prefix(12))",
                en: "sound; \(head.count) events, chain head \(head.hash.prefix(12))"
            )
        }
        let worst = report.findings.prefix(5)
        let (zh, en) = (worst.map(\.zh).joined(separator: "；"), worst.map(\.en).joined(separator: "; "))
        return Bilingual(zh: "有损：\(zh)。请从备份恢复。", en: "damaged: \(en). Restore it from a backup.")
    }
}

extension Check {
    /// Whether every step is of the past.
    private static func clock(_ store: RegionStore) -> Check {
        let name = Bilingual(zh: "步骤时间", en: "times of steps")
        return found((try? store.cases(after: .now)) ?? [], key: "clock", name, worst: .warn) { cases in
            Bilingual(
                zh: "\(cases.zh) 有将来时间的步骤：登记时本机时钟有误。请由领导撤销（tuban queue undo）后重办。",
                en:
                    "\(cases.en): a step of the future, entered by a wrong clock. Let a leader undo it (tuban queue "
                    + "undo), then take it again.")
        }
    }

    /// Whether the files kept as evidence are there and unchanged.
    private static func evidence(_ region: Region) -> Check {
        let name = Bilingual(zh: "佐证文件", en: "evidence")
        do throws(Fault) {
            let damaged = try region.damagedEvidence()
            return found(damaged.map(\.object), key: "evidence", name, worst: .fail) { files in
                Bilingual(zh: "不在或已被改动：\(files.zh)。请找回原文件。", en: "gone or changed: \(files.en). Find the originals.")
            }
        } catch {
            return Check(key: "evidence", name: name, status: .fail, detail: error.message)
        }
    }

    /// Whether the region's own lists and limits can be read.
    private static func ownData(_ data: DataFolder) -> Check {
        let name = Bilingual(zh: "本区域数据文件", en: "the region's data")
        let faults = data.loopFaults()
        return found(faults.map { $0.object }, key: "region-data", name, worst: .fail) { _ in
            Bilingual(
                zh: faults.map { $0.text(.zh) }.joined(separator: "；"),
                en: faults.map { $0.text(.en) }.joined(separator: "; "))
        }
    }

    private static func found(
        _ list: [String], key: String, _ name: Bilingual, worst: Status, _ words: (Bilingual) -> Bilingual
    ) -> Check {
        guard !list.isEmpty else {
            return Check(key: key, name: name, status: .ok, detail: Bilingual(zh: "正常", en: "all well"))
        }
        let more = list.count > 5 ? Bilingual(zh: "等 \(list.count) 项", en: " and \(list.count - 5) more") : nil
        let first = list.prefix(5)
        let listed = Bilingual(
            zh: first.joined(separator: "、") + (more?.zh ?? ""), en: first.joined(separator: ", ") + (more?.en ?? ""))
        return Check(key: key, name: name, status: worst, detail: words(listed))
    }
}
