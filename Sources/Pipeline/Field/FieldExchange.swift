import Foundation
package import GeoModel
import Geometry
import LandRecords
import Publishing
import SafeFiles
package import WorkQueue

extension Region {
    /// Writes cases and their photos into the exchange tables `JCTB` and `FJ`.
    ///
    /// - Parameters:
    ///   - states: The states of cases that go out.
    ///   - period: Only cases of this month.
    ///   - path: A GeoPackage, or a spreadsheet (`.xlsx`) without photos.
    ///   - isDryRun: Whether nothing is written.
    /// - Returns: How many patches and photos go out, and photos whose files are gone.
    /// - Throws: `Fault` where the name ends otherwise, a file of that name is there already, or the disk is full.
    package func exportExchange(
        states: [CaseState], period: Period? = nil, to path: String, isDryRun: Bool = false
    ) throws(Fault) -> (patches: Int, photos: Int, rejected: [Fault]) {
        let isSheet = path.lowercased().hasSuffix(".xlsx")
        guard isSheet || path.lowercased().hasSuffix(".gpkg") else {
            throw Fault(
                path, zh: "交换表只写成 .gpkg 或 .xlsx。请改用其中一种扩展名。",
                en: "exchange tables are written as .gpkg or .xlsx. Choose one of these endings.")
        }
        guard !FileManager.default.fileExists(atPath: path) else {
            throw Fault(
                path, zh: "此处已有文件，其中可能已有填报，不会覆盖。请换一个文件名。",
                en: "a file is here already, perhaps with reports in it, and is not overwritten. Choose another name.")
        }
        var cases: [(summary: CaseSummary, flag: Flag)] = []
        for state in states {
            try store.forEachCase(CaseFilter(state: state, period: period, order: .number)) { cases.append(($0, $1)) }
        }
        cases.sort { $0.summary.id < $1.summary.id }
        let (rules, degrees) = (
            try data.photoRules(), try CoordinateTransformation(from: .wgs84, to: settings.system)
        )
        var rejected: [Fault] = []
        func attachments(_ summary: CaseSummary) throws(Fault) -> [ExchangeTables.Attachment] {
            var found: [ExchangeTables.Attachment] = []
            for file in try store.standingEvidence(of: summary.id) where file.isPhoto {
                guard let bytes = FileManager.default.contents(atPath: evidencePath(file)).map([UInt8].init),
                    Checksum.sha256(of: bytes) == file.sha256
                else {
                    rejected.append(
                        Fault(
                            evidencePath(file), zh: "\(summary.id) 的照片不在，或已被改动，未导出。请从备份恢复。",
                            en:
                                "the photo of \(summary.id) is gone or was changed, and is left out. Restore it."
                        ))
                    continue
                }
                var place: MapPoint?
                if let x = file.longitude, let y = file.latitude {
                    place = try? degrees.transformed(MapPoint(x: x, y: y))
                }
                found.append(
                    .init(evidence: file, bytes: bytes, clock: file.takenAt.map(rules.clock), place: place))
            }
            return found
        }
        guard !isDryRun else {
            var photos = 0
            for item in cases where !isSheet { photos += try attachments(item.summary).count }
            return (cases.count, photos, rejected)
        }
        let count = try ExchangeTables.write(
            cases, region: (settings.name, settings.code), to: path, attachments: attachments)
        return (count.patches, count.photos, rejected)
    }
}

extension PhotoRules {
    /// A moment on the clock of the place: `2026-09-20 15:30:00`.
    func clock(_ moment: Timestamp) -> String {
        let local = Timestamp(secondsSinceEpoch: moment.secondsSinceEpoch + hoursEastOfUTC * 3600)
        return String(local.text.prefix(19)).replacing("T", with: " ")
    }
}
