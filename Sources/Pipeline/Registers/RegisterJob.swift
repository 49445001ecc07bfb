import GeoModel
import LandRecords
import SafeFiles
import WorkQueue

/// One register on its way from its files into the store.
final class RegisterJob: RegisterSink {
    let kind: RecordKind
    let staged: StagedRegister
    /// What became of each source, in order.
    private(set) var imports: [RegisterImport] = []
    /// Sources with their checksums.
    private(set) var sources: [JSONValue] = []
    /// Sources that could not be read.
    private(set) var rejected: [Fault] = []
    let findings: RegisterFindings
    private let keys: KeyBook

    init(
        _ kind: RecordKind, in store: RegionStore, limits: CheckLimits, system: CoordinateSystem, folder: String?
    ) throws(Fault) {
        self.kind = kind
        keys = KeyBook(of: kind)
        let staged = try store.stage(kind)
        self.staged = staged
        findings = try RegisterFindings(of: kind, limits: limits, system: system, folder: folder) {
            index throws(Fault) in try staged.key(at: index)
        }
    }

    /// Reads one source behind those before; one that can't be read, or of which no row is of use, is listed.
    /// - Throws: `Fault` where its mapping is wrong or the disk is full.
    func read(
        _ source: RegisterSource, at path: String, mapping: RegisterMapping, system: CoordinateSystem,
        progress: (Int, Int) -> Void
    ) throws(Fault) {
        do throws(Fault) {
            let register = try readRegister(
                source, at: path, mapping: mapping, system: system, into: self, keys: keys, progress: progress)
            imports.append(register)
            guard register.rowsRead == 0 || register.recordCount + register.rowsUnited > 0 else {
                throw Fault(
                    register.layer,
                    zh: "没有一行可用，登记册保持原样。请核对图层与映射文件；逐行原因见导入报告。",
                    en: "not one of its rows can be used, and the register stays as it was. Check the layer and the "
                        + "mapping; the report tells of each row."
                )
            }
            sources.append(
                [
                    "file": .string(source.name(at: path)), "rows": .integer(register.rowsRead),
                    "content_sha256": .string(
                        Checksum.sha256(of: contentFingerprint(ofLayerAt: path).joined(separator: " "))),
                ])
        } catch {
            rejected.append(error)
        }
    }

    func append(_ draft: DraftRecord) throws(Fault) {
        var records = LandRecordSet()
        records.append(draft)
        try staged.append(records)
        try findings.take(draft)
    }

    func shape(at index: Int) throws(Fault) -> MultiPolygon { try staged.shape(at: index) }

    func replaceShape(at index: Int, with shape: MultiPolygon) throws(Fault) {
        try staged.replaceShape(at: index, with: shape)
        findings.replace(index, shape)
    }

    func list(_ note: RowNote, as outcome: RowOutcome) throws(Fault) { try findings.list(note, as: outcome) }
}
