import GeoIO
package import GeoModel
import Geometry
import LandRecords
import Patches
import SafeFiles
import WorkQueue

extension Region {
    /// Writes what people found out in the field about patches, as RFC 7946 GeoJSON: what `tuban calibrate` learns
    /// from.
    ///
    /// A patch counts once its case was reviewed. Whether the ground did change is what the finding says: *confirmed*
    /// or *dismissed*; without a finding, legal and illegal are confirmed and anything else is dismissed. A patch of
    /// several cases is confirmed if one of them is.
    ///
    /// - Parameter path: The file.
    /// - Returns: How many patches were confirmed and dismissed, and those that are left out because the catalogue
    ///   no longer has their scenes.
    /// - Throws: `Fault` where a row can't be read, or the disk is full.
    package func exportVerdicts(to path: String) throws(Fault) -> (
        confirmed: Int, dismissed: Int, rejected: [Fault]
    ) {
        let codes = try data.loopCodes()
        var rows: [String: VerdictRow] = [:]
        try store.forEachCase(CaseFilter(order: .number)) { summary, flag throws(Fault) in
            guard let patch = flag.patch, let row = VerdictRow(summary, patch, codes) else { return }
            if let other = rows[patch.number], other.isConfirmed || !row.isConfirmed { return }
            rows[patch.number] = row
        }
        let degrees = try CoordinateTransformation(from: settings.system, to: .wgs84)
        var scenes: [String: Scene] = [:]
        for scene in try store.scenes() { scenes[scene.id] = scene }
        let writer = try GeoJSONWriter(path, members: [.init("name", "verdicts")])
        var (confirmed, dismissed) = (0, 0)
        var rejected: [Fault] = []
        for (number, row) in rows.sorted(by: { $0.key < $1.key }) {
            guard let before = scenes[row.patch.before.id], let after = scenes[row.patch.after.id] else {
                rejected.append(row.withoutScenes)
                continue
            }
            let event = try store.caseDetail(row.summary.id).events.last { $0.outcome != nil }
            try writer.append(
                id: number,
                shape: try degrees.transformed(row.patch.shape),
                properties: row.properties(event, before, after)
            )
            if row.isConfirmed { confirmed += 1 } else { dismissed += 1 }
        }
        try writer.close()
        return (confirmed, dismissed, rejected)
    }
}

/// A patch that someone has judged.
private struct VerdictRow {
    let summary: CaseSummary
    let patch: Patch
    let outcome: Outcome
    /// Whether the ground did change.
    let isConfirmed: Bool

    /// Nil where nobody has reviewed the case yet.
    init?(_ summary: CaseSummary, _ patch: Patch, _ codes: LoopCodes) {
        guard let outcome = summary.outcome, ![.surveyed, .returned].contains(summary.state) else { return nil }
        self.summary = summary
        self.patch = patch
        self.outcome = outcome
        isConfirmed = codes.finding(summary.standing.finding)?.isChange ?? (outcome != .other)
    }

    /// What is said of a patch whose scenes are gone.
    var withoutScenes: Fault {
        Fault(
            patch.number,
            zh: "影像目录中已没有其影像（\(patch.before.id)、\(patch.after.id)），未导出。请重新登记影像（tuban scenes add）。",
            en: "the catalogue no longer has both its scenes (\(patch.before.id), \(patch.after.id)), so it is left "
                + "out. Add them again (tuban scenes add)."
        )
    }

    func properties(_ event: CaseEvent?, _ before: Scene, _ after: Scene) -> [JSONValue.Member] {
        func paths(_ scene: Scene) -> JSONValue {
            var unique: [String] = []
            for path in scene.bands.sorted(by: { $0.key < $1.key }).map(\.value.path) where !unique.contains(path) {
                unique.append(path)
            }
            return .array(unique.map { .string($0) })
        }
        var person: Person?
        if case .person(let found) = event?.actor { person = found }
        let values: [JSONValue] = [
            .string(summary.id), .string(patch.number), .string(summary.period.description),
            .string(isConfirmed ? "confirmed" : "dismissed"), .string(outcome.rawValue), .string(patch.before.id),
            JSONValue(patch.before.date?.description), paths(before), .number(before.radiometry.scale),
            .number(before.radiometry.offset), JSONValue(before.noData), before.usableMaskCodes.json,
            .string(patch.after.id), JSONValue(patch.after.date?.description),
            paths(after), .number(after.radiometry.scale), .number(after.radiometry.offset),
            JSONValue(after.noData), after.usableMaskCodes.json,
            JSONValue(person?.name), JSONValue(person?.role.rawValue), JSONValue(event?.at.text),
        ]
        return zip(VerdictFile.fields, values).map { .init($0, $1) }
    }
}
