import Foundation
import GeoIO
import GeoModel
import Publishing
import SafeFiles
import WorkQueue

/// What a photo's row tells of it, where the photo itself says nothing.
struct PhotoFacts {
    var clock: String?
    var place: MapPoint?
    var azimuth: Double?
    var takenBy: String?
}

extension PackReading {
    /// Reads the exchange tables `JCTB` and `FJ` as if they had come as a pack.
    ///
    /// - Parameters:
    ///   - path: A GeoPackage, another SQLite database, or a spreadsheet with the sheet `JCTB`.
    ///   - region: The region, by which cases are found.
    ///   - codes: What findings there are.
    ///   - folder: An empty folder, where photos are laid.
    /// - Throws: `Fault` where the table `JCTB` is missing or can't be read, or the disk is full.
    init(exchange path: String, _ region: Region, _ codes: LoopCodes, photosIn folder: String) throws(Fault) {
        self.init(folder: folder, shown: path, id: "JCTB")
        let photos = try layPhotos(path)
        let layer = try LayerFile(path, layer: ExchangeTables.patches, isDatabase: true)
        let names = layer.fields.map(\.name)
        guard names.contains(ExchangeTables.Patch.jcbh.rawValue) else {
            throw Fault(
                path, zh: "\(ExchangeTables.patches) 没有 JCBH 列；现有：\(names.joined(separator: ", "))。请使用交换表。",
                en:
                    "\(ExchangeTables.patches) has no column JCBH; there are: \(names.joined(separator: ", ")). Use "
                    + "the exchange table.")
        }
        var used: Set<String> = []
        try layer.forEachFeature { feature throws(Fault) in
            func text(_ column: ExchangeTables.Patch) -> String? {
                feature.attributes[column.rawValue]?.string?.cleaned.nonEmpty
            }
            let number = text(.jcbh) ?? "—"
            used.insert(number)
            let finding = text(.hcfx) ?? text(.wbglx)
            let known = codes.findings.first { [$0.code, $0.label.zh].contains(finding) }
            guard text(.hcjl) != nil || finding != nil else {
                open += 1
                return
            }
            do throws(Fault) {
                let summary = try region.summary(text(.rwbh), patch: number, named: "\(path): \(number)")
                rows.append(
                    Row(
                        number: feature.row, uuid: FieldPack.uuid(of: summary), caseID: summary.id,
                        baseVersion: text(.bbh).flatMap { Int($0) } ?? summary.version, outcome: text(.hcjl),
                        finding: known?.code ?? finding, note: text(.bz), visitedAt: nil, visitGround: nil,
                        inspector: text(.jzry),
                        photos: photos[number] ?? []))
            } catch {
                rejected.append(error)
            }
        }
        for number in photos.keys.sorted() where !used.contains(number) {
            rejected.append(
                Fault(
                    "\(path): \(ExchangeTables.photos)", zh: "照片的 TBYBH \(number) 不在 \(ExchangeTables.patches) 中，未采用。",
                    en: "photos of TBYBH \(number), which is not in \(ExchangeTables.patches), are not used."))
        }
    }

    /// Lays photos into the folder; one whose checksum is wrong is laid nowhere.
    /// - Returns: By patch, their paths in the folder.
    private mutating func layPhotos(_ path: String) throws(Fault) -> [String: [String]] {
        // A spreadsheet, and a database without photos, have no such layer.
        guard
            let layer = try? LayerFile(path, layer: ExchangeTables.photos, isDatabase: true, keepsTimeOfDay: true)
        else { return [:] }
        var places: [String: [String]] = [:]
        try layer.forEachFeature { feature throws(Fault) in
            func value(_ column: ExchangeTables.Photo) -> FieldValue { feature.attributes[column.rawValue] ?? .null }
            func text(_ column: ExchangeTables.Photo) -> String? { value(column).string?.cleaned.nonEmpty }
            let photo = "\(feature.row)/\(Self.fileName(text(.fjmc)))"
            places[text(.tbybh) ?? "—", default: []].append(photo)
            var told = PhotoFacts(clock: text(.pssj), azimuth: value(.psjd).number, takenBy: text(.psry))
            if let x = value(.longitude).number, let y = value(.latitude).number { told.place = MapPoint(x: x, y: y) }
            facts[photo] = told
            guard case .bytes(let bytes) = value(.fj), !bytes.isEmpty else { return }
            if let sum = text(.jym), sum.lowercased() != Checksum.sha256(of: bytes) {
                altered.insert(photo)
                return
            }
            try DurableFile.makeFolder("\(folder)/\(feature.row)")
            guard FileManager.default.createFile(atPath: "\(folder)/\(photo)", contents: Data(bytes)) else {
                throw Fault(
                    "\(folder)/\(photo)", zh: "写入失败。请检查磁盘空间与权限。",
                    en: "can't be written. Check disk space and permissions.")
            }
        }
        return places
    }

    /// The last part of a name, where a file can be called so.
    static func fileName(_ text: String?) -> String {
        let name = ((text ?? "").replacing("\\", with: "/") as NSString).lastPathComponent
        return ["", "/", ".", ".."].contains(name) || name.utf8.count > 200 ? "photo.jpg" : name
    }
}

extension Region {
    /// The case of a row: by its number, else the only one of its patch.
    fileprivate func summary(_ caseID: String?, patch: String, named name: String) throws(Fault) -> CaseSummary {
        let found: [String]
        if let caseID { found = [caseID] } else { found = try store.cases(ofPatch: patch) }
        guard found.count < 2 else {
            let list = Bilingual(listing: found)
            throw Fault(
                name, zh: "该图斑有 \(found.count) 件任务（\(list.zh)）；请在 RWBH 列写明任务编号。",
                en: "the patch has \(found.count) cases (\(list.en)); name one in the column RWBH.")
        }
        // A record without a patch goes out under its case's number.
        do throws(Fault) {
            return try store.caseDetail(found.first ?? patch).summary
        } catch {
            throw Fault(
                name, zh: "队列中没有此图斑的任务，未采用。是否属于其他区域？",
                en: "the queue has no case of this patch, so it is not used. Is it another region's?")
        }
    }
}
