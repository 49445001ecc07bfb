import Foundation
package import GeoModel
import Publishing
import SafeFiles
package import WorkQueue

extension Region {
    /// Reads back what came from outside the office.
    ///
    /// - Parameters:
    ///   - paths: Packs, folders of packs, lists of decisions (`.json`), and databases or spreadsheets with `JCTB`.
    ///   - time: When.
    ///   - leavesOutPhotos: Whether reports go in without photos that are missing or no good.
    ///   - isDryRun: Whether nothing is written.
    /// - Returns: What became of each report.
    /// - Throws: `Fault` where a path does not exist, the data files or the store can't be read, or the disk is full.
    package func importField(
        _ paths: [String], at time: Timestamp, leavesOutPhotos: Bool = false, isDryRun: Bool = false
    ) throws(Fault) -> FieldReceipt {
        for path in paths where !FileManager.default.fileExists(atPath: path) {
            throw Fault(path, zh: "没有这个文件或文件夹。请检查路径。", en: "there is no such file or folder. Check its name.")
        }
        let intake = ReportIntake(region: self, codes: try data.loopCodes(), time: time, isDryRun: isDryRun)
        let photos = try PhotoCheck(self, try data.photoRules())
        var receipt = FieldReceipt()
        if isDryRun {
            try store.rehearse { () throws(Fault) in
                try take(paths, intake, photos, leavesOutPhotos, into: &receipt)
            }
        } else {
            try take(paths, intake, photos, leavesOutPhotos, into: &receipt)
        }
        return receipt
    }

    private func take(
        _ paths: [String], _ intake: ReportIntake, _ photos: PhotoCheck, _ leavesOutPhotos: Bool,
        into receipt: inout FieldReceipt
    ) throws(Fault) {
        for path in paths {
            if path.lowercased().hasSuffix(".json"), !DurableFile.isFolder(path) {
                let decisions: DecisionsFile
                do throws(Fault) {
                    decisions = try DecisionsFile(path)
                } catch {
                    receipt.rejected.append(error)
                    continue
                }
                try decisions.take(intake, into: &receipt)
                continue
            }
            let file = URL(fileURLWithPath: path)
            if !DurableFile.isFolder(path), file.lastPathComponent != FieldPack.packageName {
                try importExchange(path, intake, photos, leavesOutPhotos, into: &receipt)
                continue
            }
            let folder = DurableFile.isFolder(path) ? path : file.deletingLastPathComponent().path
            for folder in packs(in: folder) {
                let pack: PackReading
                do throws(Fault) {
                    pack = try PackReading(folder)
                } catch {
                    receipt.rejected.append(error)
                    continue
                }
                try PackImport(intake: intake, photos: photos, pack: pack, leavesOutPhotos: leavesOutPhotos)
                    .take(into: &receipt)
            }
        }
    }

    private func importExchange(
        _ path: String, _ intake: ReportIntake, _ photos: PhotoCheck, _ leavesOutPhotos: Bool,
        into receipt: inout FieldReceipt
    ) throws(Fault) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tuban-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try DurableFile.makeFolder(folder)
        let pack: PackReading
        do throws(Fault) {
            pack = try PackReading(exchange: path, self, intake.codes, photosIn: folder)
        } catch {
            receipt.rejected.append(error)
            return
        }
        try PackImport(intake: intake, photos: photos, pack: pack, leavesOutPhotos: leavesOutPhotos)
            .take(into: &receipt)
    }

    /// The folder itself where it is a pack, else the packs in it.
    private func packs(in path: String) -> [String] {
        func isPack(_ folder: String) -> Bool {
            [FieldPack.packageName, FieldPack.manifestName].contains {
                FileManager.default.fileExists(atPath: "\(folder)/\($0)")
            }
        }
        guard !isPack(path) else { return [path] }
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
        let inside = names.filter { !$0.hasPrefix(".") }.map { "\(path)/\($0)" }.filter(isPack)
        return inside.isEmpty ? [path] : inside
    }
}
