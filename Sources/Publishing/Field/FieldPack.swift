import Foundation
import GeoIO
package import GeoModel
import Geometry
package import LandRecords
import SafeFiles
package import WorkQueue

/// A pack for the field (外业包): the folder that an inspector takes along, with the cases to visit, and brings back.
///
/// The same cases make the same bytes. A folder that somebody filled in is never written over.
package struct FieldPack {
    /// The layer and forms, which are filled in.
    package static let packageName = "field.gpkg"
    /// What the pack was when it was made.
    package static let manifestName = "pack.json"
    /// Where photos go.
    package static let photoFolder = "DCIM"
    /// What packs of cases without an inspector are called.
    package static let unassigned = "未指派"
    static let projectName = "field.qgs"
    static let readmeName = "说明.txt"

    private let store: RegionStore
    private let region: String
    private let inspector: String?
    private let cases: [(summary: CaseSummary, flag: Flag)]
    private let findings: [Finding]
    private let visitGrounds: [VisitGround]
    private let degrees: CoordinateTransformation

    /// The number of the pack: of the cases in it with their versions.
    package let id: String

    /// A pack.
    ///
    /// - Parameters:
    ///   - store: The region's store.
    ///   - region: The region's name.
    ///   - inspector: Who takes it along; nil where nobody is named yet.
    ///   - cases: The cases in the order of the way.
    ///   - findings: What may be found, as forms offer it.
    ///   - visitGrounds: Why an entity may be visited over its yearly cap, as forms offer it.
    /// - Throws: `Fault` where the region's coordinate system is unknown.
    package init(
        _ store: RegionStore, region: String, inspector: String?, cases: [(summary: CaseSummary, flag: Flag)],
        findings: [Finding], visitGrounds: [VisitGround]
    ) throws(Fault) {
        self.store = store
        self.region = region
        self.inspector = inspector
        self.cases = cases
        (self.findings, self.visitGrounds) = (findings, visitGrounds)
        degrees = try CoordinateTransformation(from: store.reference.system, to: .wgs84)
        let versions = cases.map { "\(FieldPack.uuid(of: $0.summary)) \($0.summary.version)" }
        id = FlagIdentity.uuid("field pack", region, inspector ?? "", versions.joined(separator: "\n"))
    }

    /// The key of a case's report: the same in every pack.
    package static func uuid(of summary: CaseSummary) -> String {
        FlagIdentity.uuid("field report", summary.id, summary.flagID)
    }

    /// Writes the folder; it takes its name when it is whole.
    ///
    /// - Parameter folder: Where; a pack that is there and untouched is replaced.
    /// - Returns: Pictures that could not be made.
    /// - Throws: `Fault` where something else is there, or a pack that was touched, or the disk is full.
    package func write(to folder: String) throws(Fault) -> [Fault] {
        try FieldPack.checkPlace(folder)
        let staging = DurableFile.temporaryPath(for: folder)
        try DurableFile.remove(staging)
        do throws(Fault) {
            try DurableFile.makeFolder(staging + "/" + FieldPack.photoFolder)
            let list = try ChangeList.write(
                store, region: region, subject: "外业包 · \(inspector ?? FieldPack.unassigned)", cases: cases,
                findings: findings, to: staging)
            let rows = try rows(staging)
            try writePackage(rows, to: "\(staging)/\(FieldPack.packageName)")
            try writeCopies(rows, to: staging)
            try DurableFile.write(try project.xml(), to: "\(staging)/\(FieldPack.projectName)")
            try DurableFile.write(readme.text, to: "\(staging)/\(FieldPack.readmeName)")
            // Last, so that a folder with it is whole.
            let manifest = try manifest(of: staging).text(indented: true) + "\n"
            try DurableFile.write(manifest, to: "\(staging)/\(FieldPack.manifestName)")
            try DurableFile.publish(folder: staging, as: folder)
            return list.missingPictures
        } catch {
            try? DurableFile.remove(staging)
            throw error
        }
    }

    private var style: FieldStyle { FieldStyle(findings: findings, visitGrounds: visitGrounds) }

    private var title: String { "\(region) 外业核查 \(inspector ?? FieldPack.unassigned)" }

    private var project: FieldProject {
        FieldProject(
            title: title, style: style, system: store.reference.system,
            bounds: BoundingBox.around(cases.map { $0.flag.shape.bounds }))
    }

    private var readme: FieldReadme {
        FieldReadme(title: title, pack: id, count: cases.count, isAssigned: inspector != nil, findings: findings)
    }

    private func rows(_ staging: String) throws(Fault) -> [FieldRow] {
        func picture(_ summary: CaseSummary, _ date: CardPictures.Date) -> String? {
            let path = "\(ChangeList.pictureFolder)/\(CardPictures.fileName(summary.id, date))"
            return FileManager.default.fileExists(atPath: "\(staging)/\(path)") ? path : nil
        }
        return try cases.map { item throws(Fault) in
            let place = try item.flag.shape.place.map { point throws(Fault) in try degrees.transformed(point) }
            return FieldRow(
                row: FlagRow(summary: item.summary, flag: item.flag, place: place),
                uuid: FieldPack.uuid(of: item.summary), before: picture(item.summary, .before),
                after: picture(item.summary, .after))
        }
    }

    private func writePackage(_ rows: [FieldRow], to path: String) throws(Fault) {
        let writer = try LayerWriter(path, format: .geoPackage)
        let outcomes = Outcome.allCases.map { ValueList.Entry($0.rawValue, $0.label.zh) }
        try writer.define(ValueList(FieldForm.Report.outcome.rawValue, outcomes))
        let found = findings.map { ValueList.Entry($0.code, FieldStyle.text(of: $0)) }
        try writer.define(ValueList(FieldForm.Report.finding.rawValue, found))
        let grounds = visitGrounds.map { ValueList.Entry($0.code, $0.label.zh) }
        try writer.define(ValueList(FieldForm.Report.visitGround.rawValue, grounds))
        try writer.beginLayer(
            FieldForm.layer, system: store.reference.system, fields: FieldForm.fields, form: FieldForm.form)
        for row in rows { try writer.append(row.row.flag.shape, FieldForm.columns.map { $0.value(row) }) }
        try writer.beginTable(FieldForm.photoTable, fields: FieldForm.photoFields, form: FieldForm.photoForm)
        try writer.beginTable(LayerStyle.table, fields: LayerStyle.fields)
        let words = "tuban 图斑：外业核查"
        try writer.append(nil, LayerStyle.row(FieldForm.layer, geometry: "geom", qml: style.qml, description: words))
        try writer.append(
            nil, LayerStyle.row(FieldForm.photoTable, geometry: "", qml: style.photoQML, description: words))
        try writer.close()
    }

    /// Copies to read on paper, phone and globe: nothing is read back from them.
    private func writeCopies(_ rows: [FieldRow], to folder: String) throws(Fault) {
        let columns = FieldForm.columns.filter { !$0.field.name.hasPrefix("chip_") && $0.report != .photo }
        let fields = columns.map { Field($0.label.zh, $0.field.kind) }
        let sheet = try LayerWriter(folder + "/cases.xlsx", format: .xlsx)
        try sheet.beginLayer("核查任务", system: nil, fields: fields)
        for row in rows { try sheet.append(nil, columns.map { $0.value(row) }) }
        try sheet.close()
        let name = FieldForm.columns.first { $0.field.name == FieldForm.Key.caseID.rawValue }?.label.zh
        let globe = try LayerWriter(folder + "/cases.kml", format: .kml, nameField: name)
        try globe.beginLayer("核查任务", system: .wgs84, fields: fields)
        for row in rows {
            try globe.append(try degrees.transformed(row.row.flag.shape), columns.map { $0.value(row) })
        }
        try globe.close()
    }

    private func manifest(of folder: String) throws(Fault) -> JSONValue {
        let files = try FieldPack.files(in: folder).map { name throws(Fault) in
            JSONValue.Member(name, .string(try Checksum.sha256(ofFile: "\(folder)/\(name)")))
        }
        return [
            "format": 1, "pack": .string(id), "region": .string(region), "inspector": JSONValue(inspector),
            "crs": .string(store.reference.system.name),
            "cases": .array(
                cases.map { item in
                    [
                        "uuid": .string(FieldPack.uuid(of: item.summary)), "case": .string(item.summary.id),
                        "base_version": .integer(item.summary.version), "state": .string(item.summary.state.rawValue),
                    ]
                }), "files": .object(files),
        ]
    }

    /// The files of a pack but for the manifest, in the order of their names; hidden ones are nobody's work.
    private static func files(in folder: String) -> [String] {
        ((try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []).filter { name in
            let isHidden = name.split(separator: "/").contains { $0.hasPrefix(".") }
            return !isHidden && name != manifestName && !DurableFile.isFolder("\(folder)/\(name)")
        }.sorted()
    }

    /// Looks at the place of a pack before it is made.
    /// - Throws: `Fault` where a folder is there that is no pack, or one in which anything was changed or added.
    package static func checkPlace(_ folder: String) throws(Fault) {
        guard FileManager.default.fileExists(atPath: folder) else { return }
        let path = "\(folder)/\(manifestName)"
        guard FileManager.default.fileExists(atPath: path) else {
            throw Fault(
                folder, zh: "此处已有文件夹，但不是外业包，不会覆盖。请另选 --out。",
                en: "a folder that is no pack is here and is not overwritten. Choose another --out.")
        }
        let manifest = try DurableFile.json(of: path)
        var sums: [String: String] = [:]
        for member in manifest["files"]?.members ?? [] { sums[member.key] = member.value.string }
        let found = files(in: folder)
        var touched = sums.keys.filter { !found.contains($0) }
        for name in found where try sums[name] != Checksum.sha256(ofFile: "\(folder)/\(name)") { touched.append(name) }
        guard touched.isEmpty else {
            let names = Bilingual(listing: touched.sorted().prefix(3))
            throw Fault(
                folder, zh: "已有外业包，且已被打开或填写（\(names.zh)），不会覆盖。请先用 tuban field import 导入并移走，或另选 --out。",
                en: "a pack is here that was opened or filled in (\(names.en)), and is not overwritten. Import it with "
                    + "tuban field import and move it away, or choose another --out.")
        }
    }
}
