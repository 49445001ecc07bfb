import Foundation
import GeoIO
package import GeoModel
import Geometry
package import LandRecords
import Publishing
import SafeFiles
package import WorkQueue

extension Region {
    /// Reads all registers of the settings into the store; a source that can't be read leaves the old records in place,
    /// and a register that the settings no longer name is emptied, unless it was imported from a file by hand.
    ///
    /// - Parameters:
    ///   - time: When.
    ///   - isTrial: Whether nothing is written but reports in `reports`.
    ///   - reports: Where the reports go; nil takes the region's folder `registers`, and none in a trial.
    ///   - progress: Called with how much is done.
    /// - Returns: What became of each source and register.
    /// - Throws: `Fault` where a mapping file is wrong or the store can't be written.
    package func importRegisters(
        at time: Timestamp, isTrial: Bool = false, reports: String? = nil, progress: (Int, Int) -> Void
    ) throws(Fault) -> RegistersReceipt {
        let files = registerFiles()
        var receipt = try importRegisters(
            files, at: time, isTrial: isTrial, reports: reports ?? (isTrial ? nil : registersFolder),
            progress: progress)
        guard !isTrial else { return receipt }
        let named = Set(files.map(\.source.kind))
        for kind in RecordKind.allCases where !named.contains(kind) {
            let last = try store.version(of: kind)
            guard try store.recordCount(kind) > 0, last?.isByHand != true else { continue }
            receipt.versions.append(try store.putInForce(try store.stage(kind), sources: [:], at: time))
        }
        return receipt
    }

    /// Reads one file as a register, in the place of what the register held.
    ///
    /// - Returns: What became of it, and a remark where the next run of a month will read other files.
    /// - Throws: `Fault` where the mapping file is wrong or the store can't be written.
    package func importRegister(
        _ source: RegisterSource, at time: Timestamp, isTrial: Bool = false, reports: String? = nil,
        progress: (Int, Int) -> Void
    ) throws(Fault) -> RegistersReceipt {
        if !isTrial {
            // The month's run compares with what the settings' files left.
            var ledger = StepLedger(folder: folder + "/runs")
            try ledger.forget(MonthlyStep.registers.rawValue)
        }
        return try importRegisters(
            source.files(at: source.path).map { (source, $0) }, at: time, isTrial: isTrial, byHand: true,
            reports: reports ?? (isTrial ? nil : registersFolder), progress: progress)
    }

    /// The files that the settings' registers are read from, in their order.
    func registerFiles() -> [(source: RegisterSource, path: String)] {
        settings.registers.flatMap { source in source.files(at: resolved(source.path)).map { (source, $0) } }
    }

    /// Where the reports on imports are, a folder a register.
    package var registersFolder: String { folder + "/registers" }

    private func importRegisters(
        _ sources: [(source: RegisterSource, path: String)],
        at time: Timestamp,
        isTrial: Bool,
        byHand: Bool = false,
        reports: String?,
        progress: (Int, Int) -> Void
    ) throws(Fault) -> RegistersReceipt {
        var receipt = RegistersReceipt()
        var jobs: [RegisterJob] = []
        let limits = try checkLimits()
        let kinds = Set(sources.map(\.source.kind)).count
        let total = (sources.count + kinds) * 1000
        for (index, entry) in sources.enumerated() {
            let mapping = try mapping(of: entry.source)
            let job: RegisterJob
            if let known = jobs.first(where: { $0.kind == entry.source.kind }) {
                job = known
            } else {
                job = try RegisterJob(
                    entry.source.kind, in: store, limits: limits, system: settings.system,
                    folder: reports.map { "\($0)/\(entry.source.kind.rawValue)" })
                jobs.append(job)
            }
            let read = job.imports.count
            try job.read(entry.source, at: entry.path, mapping: mapping, system: settings.system) { done, claimed in
                // A thousandth of a source is the smallest step that shows.
                progress(index * 1000 + done * 1000 / claimed, total)
            }
            if job.imports.count > read { receipt.imports.append(job.imports[read]) }
        }
        receipt.rejected = jobs.flatMap(\.rejected)
        for (index, job) in jobs.enumerated() {
            var version: RegisterVersion?
            if !isTrial, job.rejected.isEmpty {
                var origin: [JSONValue.Member] = [.init("files", .array(job.sources))]
                if byHand { origin.append(.init(RegisterVersion.byHand, .bool(true))) }
                version = try store.putInForce(job.staged, sources: .object(origin), at: time)
            }
            receipt.versions += version.map { [$0] } ?? []
            // Where nothing could be opened, the report on what is in force stays.
            guard !job.imports.isEmpty else { continue }
            let report = try report(on: job, version, in: reports) { done, cells in
                progress((sources.count + index) * 1000 + done * 1000 / max(cells, 1), total)
            }
            receipt.reports.append(report)
        }
        return receipt
    }

    /// Compares the records of a register, and leaves `report.html` and `report.json` in the register's folder.
    private func report(
        on job: RegisterJob, _ version: RegisterVersion?, in folder: String?, progress: (Int, Int) -> Void
    ) throws(Fault) -> ImportReport {
        let others = try otherCorners(than: job.kind, near: job.findings.corners.points)
        let (report, boxes, index) = try job.findings.finish(
            job, region: settings.name, version: version, others: others, progress: progress)
        guard let folder = folder.map({ "\($0)/\(job.kind.rawValue)" }) else { return report }
        try DurableFile.write(report.document.text(indented: true) + "\n", to: folder + "/report.json")
        let units = try unitsPerMetre(at: BoundingBox.around(boxes)?.centre)
        try ImportReportPage.write(
            report, map: RegisterMap(boxes, metresAspect: units.y / units.x), unitsPerMetre: units,
            to: folder + "/report.html"
        ) { window throws(Fault) in
            var shapes: [MultiPolygon] = []
            for item in index.items(meeting: window).prefix(300) { shapes.append(try job.staged.shape(at: item)) }
            return shapes
        }
        return report
    }

    private func checkLimits() throws(Fault) -> CheckLimits {
        let path = try data.ownOrProgramFile("registers/checks.json5")
        return try CheckLimits(try DurableFile.json(of: path), named: path)
    }

    private func unitsPerMetre(at place: MapPoint?) throws(Fault) -> (x: Double, y: Double) {
        let scale = try GroundScale(settings.system)
        return (1 / scale.metresEast(atY: place?.y ?? 0), 1 / scale.metresNorth)
    }

    /// Registers with more records are looked at around one place only.
    private static let manyRecords = 100_000

    /// Corners of the registers in the store that outlines could be drawn after.
    private func otherCorners(
        than kind: RecordKind, near sample: [MapPoint]
    ) throws(Fault) -> [(kind: RecordKind, corners: [MapPoint])] {
        guard !sample.isEmpty, kind.hasShapes else { return [] }
        var others: [(kind: RecordKind, corners: [MapPoint])] = []
        let middle = sample.sorted { ($0.x, $0.y) < ($1.x, $1.y) }[sample.count / 2]
        let units = try unitsPerMetre(at: middle)
        for other in [RecordKind.parcel, .landUse, .supply, .approval] where other != kind {
            let isLarge = try store.recordCount(other) > Self.manyRecords
            var corners: [MapPoint] = []
            try store.forEachOutline(of: other) { shape in
                for point in shape.polygons.flatMap(\.exterior.points) {
                    let (x, y) = ((point.x - middle.x) / units.x, (point.y - middle.y) / units.y)
                    if !isLarge || max(abs(x), abs(y)) < 3000 { corners.append(point) }
                }
            }
            if !corners.isEmpty { others.append((other, corners)) }
        }
        return others
    }

    /// The mapping of a source: its own file where it names one, else that of its register.
    /// - Throws: `Fault` where it is missing, wrong, or for another register.
    package func mapping(of source: RegisterSource) throws(Fault) -> RegisterMapping {
        guard let path = source.mapping else { return try registerMapping(of: source.kind, in: data) }
        return try source.ownMapping(at: resolved(path))
    }

    /// What a mapping comes to, for a fingerprint.
    func mappingText(of source: RegisterSource) throws(Fault) -> String {
        if let own = source.mapping { return try DurableFile.text(of: resolved(own)) }
        return try DurableFile.text(of: try mappingPath(of: source.kind, in: data))
    }
}

extension RegisterSource {
    /// What is read of a path: of a folder every layer that lies in it, by name, so that what comes in piece by piece,
    /// such as a list a quarter, is put there and read by the next run; else the path itself.
    func files(at path: String) -> [String] {
        guard layer == nil, DurableFile.isFolder(path), !path.lowercased().hasSuffix(".gdb") else { return [path] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.sorted().filter { name in
            // Programs that have a table open leave a file beside it whose name begins so.
            !name.hasPrefix(".") && !name.hasPrefix("~")
                && LayerFile.endings.contains(URL(fileURLWithPath: name).pathExtension.lowercased())
        }.map { "\(path)/\($0)" }
    }

    /// The mapping file that the source names.
    /// - Throws: `Fault` where it is missing, wrong, or for another register.
    func ownMapping(at path: String) throws(Fault) -> RegisterMapping {
        let mapping = try RegisterMapping(try DurableFile.json(of: path), named: path)
        guard mapping.kind == kind else {
            throw Fault(
                path,
                zh: "是 \(mapping.kind.rawValue) 的映射；应为 \(kind.rawValue)。请核对登记册类别或映射文件。",
                en: "is a mapping for \(mapping.kind.rawValue); one for \(kind.rawValue) is expected. Check the kind, "
                    + "or the mapping file."
            )
        }
        return mapping
    }
}
