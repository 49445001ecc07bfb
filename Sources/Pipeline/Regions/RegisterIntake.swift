import Foundation
import GeoIO
package import GeoModel
import Geometry
package import LandRecords
import SafeFiles
package import WorkQueue

/// Reads a register from a file of any supported format.
///
/// - Parameters:
///   - source: The file with its layer.
///   - path: Where the file is.
///   - mapping: How its columns become our fields.
///   - system: The region's coordinate system.
/// - Returns: The records, and what was rejected, repaired or worth a warning, row by row.
/// - Throws: `Fault` where the file can't be opened, has no coordinate system, or breaks off.
package func readRegister(
    _ source: RegisterSource,
    at path: String,
    mapping: RegisterMapping,
    system: CoordinateSystem
) throws(Fault) -> RegisterImport {
    let layer = try LayerFile(path, layer: source.layer)
    let reader = RegisterReader(mapping)
    let transformation = try transformation(of: layer, source, to: system)
    let name = URL(fileURLWithPath: path).lastPathComponent + (source.layer.map { ":" + $0 } ?? "")
    try layer.forEachFeature { reader.add($0, from: name, through: transformation) }
    return reader.finish()
}

private func transformation(of layer: LayerFile, _ source: RegisterSource, to system: CoordinateSystem) throws(Fault)
    -> CoordinateTransformation?
{
    guard source.kind != .standardLand else { return nil }
    guard let own = source.system ?? layer.system else {
        throw Fault(
            layer.path,
            zh: "图层没有坐标系。请在 region.json5 该登记册的 crs 中写明，如 EPSG:4548。",
            en: "the layer does not say its coordinate system. State it as crs of this register in region.json5."
        )
    }
    return own == system ? nil : try CoordinateTransformation(from: own, to: system)
}

/// What became of a region's registers.
package struct RegistersReceipt: Sendable {
    /// One import a source, in order.
    package var imports: [RegisterImport] = []
    /// Sources that could not be read at all.
    package var rejected: [Fault] = []

    /// Everything a person should look at: rejected sources and rows.
    package var faults: [Fault] {
        rejected + imports.flatMap { $0.rejected.map(\.fault) }
    }
}

extension Region {
    /// What the settings name and can't be opened yet: registers and folders of scenes.
    package func missingSources() -> [Fault] {
        var faults = settings.sceneFolders.map(resolved).filter { !DurableFile.isFolder($0) }.map(missingSceneFolder)
        for source in settings.registers {
            do throws(Fault) {
                _ = try LayerFile(resolved(source.path), layer: source.layer)
            } catch {
                faults.append(error)
            }
        }
        return faults
    }

    /// Reads all registers of the settings into the store; a source that can't be read leaves the old records in place,
    /// and a register that the settings no longer name is emptied.
    ///
    /// - Throws: `Fault` where a mapping file is wrong or the store can't be written.
    package func importRegisters(at time: Timestamp, progress: (Int, Int) -> Void) throws(Fault) -> RegistersReceipt {
        var receipt = RegistersReceipt()
        var records = LandRecordSet()
        var complete = Set(RecordKind.allCases)
        for (index, source) in settings.registers.enumerated() {
            let mapping = try mapping(of: source.kind)
            do throws(Fault) {
                let register = try readRegister(
                    source,
                    at: resolved(source.path),
                    mapping: mapping,
                    system: settings.system
                )
                records.append(register.records)
                receipt.imports.append(register)
            } catch {
                receipt.rejected.append(error)
                complete.remove(source.kind)
            }
            progress(index + 1, settings.registers.count)
        }
        try store(records, of: complete, at: time)
        return receipt
    }

    /// The mapping file of a register.
    /// - Throws: `Fault` where it is missing or wrong.
    package func mapping(of kind: RecordKind) throws(Fault) -> RegisterMapping {
        try registerMapping(of: kind, in: data)
    }

    private func store(_ records: LandRecordSet, of kinds: Set<RecordKind>, at time: Timestamp) throws(Fault) {
        for kind in RecordKind.allCases where kinds.contains(kind) {
            switch kind {
            case .parcel: try store.replaceRecords(with: records.parcels, at: time)
            case .approval: try store.replaceRecords(with: records.approvals, at: time)
            case .supply: try store.replaceRecords(with: records.supplies, at: time)
            case .standardLand: try store.replaceRecords(with: records.standardLands, at: time)
            case .zone: try store.replaceRecords(with: records.zones, at: time)
            case .project: try store.replaceRecords(with: records.projects, at: time)
            case .landUse: try store.replaceRecords(with: records.landUses, at: time)
            case .administrativeArea: try store.replaceRecords(with: records.administrativeAreas, at: time)
            case .permit: try store.replaceRecords(with: records.permits, at: time)
            case .temporaryLand: try store.replaceRecords(with: records.temporaryLands, at: time)
            case .complaint: try store.replaceRecords(with: records.complaints, at: time)
            case .issuedPatch: try store.replaceRecords(with: records.issuedPatches, at: time)
            }
        }
    }

    /// All registers of the store, indexed by place.
    /// - Throws: `Fault` where a row can't be read.
    package func landRegister() throws(Fault) -> LandRegister {
        var records = LandRecordSet()
        records.parcels = try store.records(Parcel.self)
        records.approvals = try store.records(Approval.self)
        records.supplies = try store.records(Supply.self)
        records.standardLands = try store.records(StandardLand.self)
        records.zones = try store.records(Zone.self)
        records.projects = try store.records(Project.self)
        records.landUses = try store.records(LandUse.self)
        records.administrativeAreas = try store.records(AdministrativeArea.self)
        records.permits = try store.records(Permit.self)
        records.temporaryLands = try store.records(TemporaryLand.self)
        records.complaints = try store.records(Complaint.self)
        records.issuedPatches = try store.records(IssuedPatch.self)
        return LandRegister(records, system: settings.system)
    }
}

/// The mapping file of a register in a data folder.
/// - Throws: `Fault` where it is missing or wrong.
package func registerMapping(of kind: RecordKind, in data: DataFolder) throws(Fault) -> RegisterMapping {
    let path = mappingPath(of: kind, in: data)
    return try RegisterMapping(try DurableFile.json(of: path), named: path)
}

/// Where the mapping file of a register is.
func mappingPath(of kind: RecordKind, in data: DataFolder) -> String {
    let words = kind.rawValue.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }
    return "\(data.path)/mappings/\(words.joined()).json5"
}
