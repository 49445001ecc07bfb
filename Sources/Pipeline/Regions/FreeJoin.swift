import Foundation
import GeoIO
package import GeoModel
import Geometry
package import LandRecords
import Patches
import Publishing
package import SafeFiles

/// A join without a region: patches from a file, registers from files, results in a folder.
package struct FreeJoin: Sendable {
    /// What became of the patches.
    package let outcome: JoinOutcome
    /// How many patches were joined.
    package let patchCount: Int
    /// What became of each register, in the order given.
    package let registers: RegistersReceipt
    /// Rows of patches that were rejected.
    package let rejected: [Fault]
    /// Rows that were mended, and what else is worth a look.
    package let remarks: [Fault]
    private let patches: [Patch]
    private let register: LandRegister
    private let sliver: Area
    private let joining: PatchJoin
    private let inputs: JoinInputs

    /// Reads everything and joins it.
    ///
    /// - Parameters:
    ///   - inputs: Patches, registers, rules; a register that can't be read is listed and the join goes on.
    ///   - data: Where the mapping files are.
    /// - Throws: `Fault` where the patches or rules can't be read or a mapping file is wrong.
    package init(_ inputs: JoinInputs, data: DataFolder) throws(Fault) {
        let rules = try RuleBook(files: inputs.themes)
        let (path, sources, system) = (inputs.patches, inputs.sources, inputs.system)
        let layer = try PatchLayer(path, layer: nil, system: system)
        var receipt = RegistersReceipt()
        var books: [RecordKind: (sink: MemoryRegister, keys: KeyBook)] = [:]
        var broken: Set<RecordKind> = []
        for source in sources {
            let mapping = try registerMapping(of: source.kind, in: data)
            let book = books[source.kind] ?? (MemoryRegister(), KeyBook(of: source.kind))
            books[source.kind] = book
            do throws(Fault) {
                receipt.imports.append(
                    try readRegister(
                        source, at: source.path, mapping: mapping, system: system, into: book.sink, keys: book.keys))
            } catch {
                // Half a register would say of the land in its other half that nothing is on record.
                broken.insert(source.kind)
                receipt.rejected.append(error)
            }
        }
        let records = RecordKind.allCases.reduce(into: LandRecordSet()) { all, kind in
            if let book = books[kind], !broken.contains(kind) { all.append(book.sink.records) }
        }
        patches = layer.patches
        patchCount = layer.patches.count
        registers = receipt
        rejected = layer.rejected + receipt.faults
        register = LandRegister(records, system: system)
        sliver = rules.sliver
        let period = Period(of: inputs.observedOn)
        joining = PatchJoin(
            register: register, rules: rules, period: period,
            judged: try Self.judged(register, rules, layer.patches, inputs, data), observedOn: inputs.observedOn)
        self.inputs = inputs
        outcome = try joining.join(layer.patches)
        remarks = layer.repaired + receipt.imports.flatMap { ($0.repaired + $0.warnings).map(\.fault) } + outcome.faults
    }

    /// Leaves `overlay.csv` (a row for each patch and record that share ground), `flags.geojson` and `join.json`.
    /// - Throws: `Fault` where the disk is full.
    package func write(to folder: String) throws(Fault) {
        try DurableFile.makeFolder(folder)
        try writeOverlay(to: folder + "/overlay.csv")
        try FlagExport.writeGeoJSON(outcome.flags, system: register.system, to: folder + "/flags.geojson")
        try DurableFile.write(document.text(indented: true) + "\n", to: folder + "/join.json")
    }

    /// The supplies, judged by the papers, and by the patches too where the raster that they were found in lies beside
    /// them: without it nothing tells land that did not change from land under clouds.
    private static func judged(
        _ register: LandRegister, _ rules: RuleBook, _ patches: [Patch], _ inputs: JoinInputs, _ data: DataFolder
    ) throws(Fault) -> JudgedSupplies? {
        guard !rules.supplies.isEmpty else { return nil }
        let file = URL(fileURLWithPath: inputs.patches)
        let ground = try RunGround(file.deletingLastPathComponent().path, system: inputs.system)
        var runs: [WatchedRun] = []
        if let ground, let before = patches.compactMap(\.before.date).min(),
            let after = patches.compactMap(\.after.date).max()
        {
            runs = [
                WatchedRun(
                    before: before, after: after, name: file.lastPathComponent, patches: patches, cover: ground)
            ]
        }
        return try JudgedSupplies(
            register, idle: try data.idleRules(), rules: rules, runs: runs, on: inputs.observedOn)
    }

    /// The join as `join.json`.
    package var document: JSONValue {
        ["inputs": inputs.document, "registers": registers.document, "join": outcome.document]
    }

    /// Every rule as it is asked of a flag's patch or approval.
    /// - Throws: `Fault` where an outline can't be overlaid.
    func explain(_ flag: Flag) throws(Fault) -> [AskedRule] { try joining.explain(flag, among: patches) }

    private func writeOverlay(to path: String) throws(Fault) {
        let overlayer = try Overlayer(register, sliver: sliver)
        let writer = try CSVWriter(
            path, header: ["patch", "register", "record", "shared_m2", "shared_mu", "patch_share"])
        for patch in patches {
            let overlay = try overlayer.overlay(patch.shape, named: patch.number)
            for (kind, shares) in overlay.byRegister {
                for share in shares {
                    try writer.append([
                        .text(patch.number), .text(kind.rawValue),
                        .text(register.records.identity(kind, share.record).key),
                        .real((share.area.squareMetres * 100).rounded() / 100),
                        .real((share.area.mu * 100).rounded() / 100),
                        .real((overlay.share(of: share.area) * 10_000).rounded() / 10_000),
                    ])
                }
            }
        }
        try writer.close()
    }
}

extension PatchOverlay {
    fileprivate var byRegister: [(RecordKind, [Share])] {
        [(.parcel, parcels), (.approval, approvals), (.supply, supplies), (.zone, zones), (.project, projects)]
    }
}
