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
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tuban-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // All is read before anything is tried: a rehearsal keeps other writers out while it lasts.
        var receipt = FieldReceipt()
        var reports: [IncomingReport] = []
        for (number, source) in paths.flatMap(sources).enumerated() {
            do throws(Fault) {
                let pack: PackReading
                switch source {
                case .decisions(let path):
                    reports += try DecisionsFile(path).reports(intake, &receipt)
                    continue
                case .exchange(let path):
                    let unpacked = "\(folder)/\(number)"
                    try DurableFile.makeFolder(unpacked)
                    pack = try PackReading(exchange: path, self, intake.codes, photosIn: unpacked)
                case .pack(let path): pack = try PackReading(path)
                }
                reports += PackImport(intake, photos, pack, leavesOutPhotos: leavesOutPhotos).reports(&receipt)
            } catch {
                receipt.rejected.append(error)
            }
        }
        func take() throws(Fault) {
            for report in reports { try intake.take(report, into: &receipt) }
        }
        if isDryRun { try store.rehearse(take) } else { try take() }
        return receipt
    }

    /// What reports come in.
    private enum Source {
        case decisions(String)
        case exchange(String)
        case pack(String)
    }

    private func sources(at path: String) -> [Source] {
        let file = URL(fileURLWithPath: path)
        if DurableFile.isFolder(path) { return packs(in: path).map { .pack($0) } }
        if path.lowercased().hasSuffix(".json") { return [.decisions(path)] }
        guard file.lastPathComponent == FieldPack.packageName else { return [.exchange(path)] }
        return packs(in: file.deletingLastPathComponent().path).map { .pack($0) }
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
