import Foundation
import GeoIO
package import GeoModel
import Geometry
package import LandRecords
package import Publishing
import SafeFiles
package import WorkQueue

/// What became of a region's registers.
package struct RegistersReceipt: Sendable {
    /// One import a source, in order.
    package var imports: [RegisterImport] = []
    /// Sources that could not be read at all.
    package var rejected: [Fault] = []
    /// The versions in force of the registers that were read.
    package var versions: [RegisterVersion] = []
    /// What was found odd about each register.
    package var reports: [ImportReport] = []

    /// Rows that were mended, are duplicates, or are odd.
    package var remarks: [Fault] { imports.flatMap { ($0.repaired + $0.warnings).map(\.fault) } }

    /// Everything a person should look at: rejected sources and rows.
    package var faults: [Fault] {
        rejected + imports.flatMap { $0.rejected.map(\.fault) }
    }
}

extension Region {
    /// What the settings name and can't be opened yet: registers and folders of scenes.
    package func missingSources() -> [Fault] {
        var faults = settings.sceneFolders.map(resolved).filter { !DurableFile.isFolder($0) }.map(missingSceneFolder)
        for (source, path) in registerFiles() {
            do throws(Fault) {
                _ = try LayerFile(path, layer: source.layer)
            } catch {
                faults.append(error)
            }
        }
        return faults
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
        records.enterprises = try store.records(Enterprise.self)
        return LandRegister(records, system: settings.system)
    }
}

/// The mapping file of a register in a data folder.
/// - Throws: `Fault` where it is missing or wrong.
package func registerMapping(of kind: RecordKind, in data: DataFolder) throws(Fault) -> RegisterMapping {
    let path = try mappingPath(of: kind, in: data)
    return try RegisterMapping(try DurableFile.json(of: path), named: path)
}

/// Where the mapping file of a register is.
/// - Throws: `Fault` where neither this folder nor the program's is found.
func mappingPath(of kind: RecordKind, in data: DataFolder) throws(Fault) -> String {
    let words = kind.rawValue.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }
    return try data.ownOrProgramFile("mappings/\(words.joined()).json5")
}
