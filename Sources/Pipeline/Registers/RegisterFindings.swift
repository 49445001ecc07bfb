import GeoModel
import Geometry
import LandRecords
import Publishing
import SafeFiles
import WorkQueue

/// Collects what is odd about one register while it is read, and compares its records with each other afterwards.
final class RegisterFindings {
    private let kind: RecordKind
    private let limits: CheckLimits
    private let system: CoordinateSystem
    private var boxes: [BoundingBox?] = []
    private var areas: AreaCheck
    private var tallies: [Oddity.Kind: ImportReport.Tally] = [:]
    private(set) var corners = CornerSample()
    private let rows: CSVWriter?
    private let findings: CSVWriter?
    private let name: (Int) throws(Fault) -> String

    /// A collector.
    ///
    /// - Parameters:
    ///   - kind: The register.
    ///   - limits: What counts.
    ///   - system: The region's coordinate system.
    ///   - folder: Where `rows.csv` and `findings.csv` go; nil leaves them out.
    ///   - name: What users call a record, by its order.
    /// - Throws: `Fault` where the folder can't be written.
    init(
        of kind: RecordKind, limits: CheckLimits, system: CoordinateSystem, folder: String?,
        name: @escaping (Int) throws(Fault) -> String
    ) throws(Fault) {
        self.kind = kind
        self.limits = limits
        self.system = system
        self.name = name
        areas = try AreaCheck(limits: limits, system: system)
        if let folder { try DurableFile.makeFolder(folder) }
        rows = try folder.map { folder throws(Fault) in
            try CSVWriter(folder + "/rows.csv", header: ["outcome", "layer", "row", "zh", "en", "x", "y"])
        }
        findings = try folder.map { folder throws(Fault) in
            try CSVWriter(
                folder + "/findings.csv",
                header: ["finding", "records", "area_m2", "area_mu", "stated_m2", "x", "y"])
        }
    }

    func take(_ draft: DraftRecord) throws(Fault) {
        corners.take(draft.shape)
        boxes.append(draft.shape.bounds)
        for oddity in areas.take(draft, at: boxes.count - 1) { try tell(oddity) }
    }

    func replace(_ index: Int, _ shape: MultiPolygon) { boxes[index] = shape.bounds }

    func list(_ note: RowNote, as outcome: RowOutcome) throws(Fault) {
        try rows?.append([
            .text(outcome.rawValue), .text(note.source.layer), .integer(note.source.row), .text(note.fault.message.zh),
            .text(note.fault.message.en), note.place.map { .real($0.x) } ?? .null,
            note.place.map { .real($0.y) } ?? .null,
        ])
    }

    private func tell(_ oddity: Oddity) throws(Fault) {
        tallies[oddity.kind, default: ImportReport.Tally()].add(oddity)
        guard let findings else { return }
        let place = oddity.shape.bounds?.centre
        try findings.append([
            .text(oddity.kind.rawValue), .text(try names(oddity).joined(separator: "、")),
            .real((oddity.area.squareMetres * 1000).rounded() / 1000), .real((oddity.area.mu * 1e6).rounded() / 1e6),
            oddity.stated.map { .real($0.squareMetres) } ?? .null,
            place.map { .real($0.x) } ?? .null, place.map { .real($0.y) } ?? .null,
        ])
    }

    private func names(_ oddity: Oddity) throws(Fault) -> [String] {
        var names: [String] = []
        for record in oddity.records.prefix(10) { names.append(try name(record)) }
        return names
    }

    /// Compares the records with each other and with other registers.
    ///
    /// - Parameters:
    ///   - job: The register, read.
    ///   - region: The region's name.
    ///   - version: The version in force now; nil for a trial.
    ///   - others: Corners of other registers.
    ///   - progress: Called with the cells compared and how many there are.
    /// - Returns: The report, and the rectangles around the records.
    /// - Throws: `Fault` where a record can't be read or the disk is full.
    func finish(
        _ job: RegisterJob, region: String, version: RegisterVersion?,
        others: [(kind: RecordKind, corners: [MapPoint])],
        progress: (Int, Int) -> Void
    ) throws(Fault) -> (report: ImportReport, boxes: [BoundingBox?], index: SpatialIndex) {
        for oddity in areas.finish() { try tell(oddity) }
        let index = SpatialIndex(boxes)
        let check = try NeighbourCheck(
            of: kind, boxes: boxes, index: index, limits: limits, system: system
        ) { index throws(Fault) in try job.staged.shape(at: index) }
        let unchecked = try check.run(progress: progress) { oddity throws(Fault) in try tell(oddity) }
        var shifts: [(other: RecordKind, finding: ShiftFinding?)] = []
        for other in others where !corners.points.isEmpty && !other.corners.isEmpty {
            let check = try ShiftCheck(against: other.corners, limits: limits.shift, system: system)
            shifts.append((other.kind, try check.shift(of: corners.points)))
        }
        try rows?.close()
        try findings?.close()
        for kind in Oddity.Kind.allCases {
            guard var tally = tallies[kind] else { continue }
            tally.settle()
            for place in tally.largest.indices { tally.largest[place].names = try names(tally.largest[place].oddity) }
            tallies[kind] = tally
        }
        let report = ImportReport(
            kind: kind, region: region, system: system, version: version, imports: job.imports,
            rejectedSources: job.rejected, oddities: tallies, statedCount: areas.statedCount, unit: areas.unit,
            shifts: shifts, unchecked: unchecked)
        return (report, boxes, index)
    }
}

/// Some corners of a register, evenly spread over its records.
struct CornerSample {
    private(set) var points: [MapPoint] = []
    private var records = 0
    private var step = 1

    /// So many are enough to tell a shift.
    private static let most = 300

    mutating func take(_ shape: MultiPolygon) {
        guard let ring = shape.polygons.first?.exterior else { return }
        records += 1
        guard records.isMultiple(of: step) else { return }
        points.append(ring.points[records % max(1, ring.points.count)])
        guard points.count == Self.most * 2 else { return }
        // Every other one goes, and from now on only every second record gives one.
        points = points.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
        step *= 2
    }
}
