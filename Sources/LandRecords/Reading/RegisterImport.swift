package import GeoModel

/// What happened to one row of a register, said so that its owner can mend it.
package struct RowNote: Sendable, Hashable {
    /// The row.
    package let source: RecordSource
    /// What was found and what was done.
    package let fault: Fault
    /// Where, in the region's coordinate system; nil where the row has no place.
    package let place: MapPoint?

    init(_ source: RecordSource, zh: String, en: String, at place: MapPoint? = nil) {
        self.source = source
        self.place = place
        fault = Fault(source.name, zh: zh, en: en)
    }

    init(_ source: RecordSource, _ fault: Fault) {
        self.source = source
        place = nil
        self.fault = fault.of(source.name)
    }
}

extension RecordSource {
    /// `LAYER: row N`, for messages.
    package var name: String { "\(layer): row \(row)" }
}

/// A column that a field was read from.
package struct ColumnUse: Sendable, Hashable {
    /// Our field.
    package let field: String
    /// Their column, as they write it.
    package let column: String
    /// How many rows had a value there.
    package let rows: Int
}

/// A register as it was read: the records, and the rows that did not pass as they were.
///
/// `rowsRead` is the number of rejected rows, plus those united with another row, plus the records.
package struct RegisterImport: Sendable {
    /// The register.
    package let kind: RecordKind
    /// What its rows are called by: the file's name, with the layer's where one was named.
    package let layer: String
    /// How many rows were offered.
    package let rowsRead: Int
    /// How many rows were further parts of a record that an earlier row began.
    package let rowsUnited: Int
    /// How many records were made.
    package let recordCount: Int
    /// The records of this register, where they were kept in memory; the other registers are empty.
    package let records: LandRecordSet
    /// The first notes of each outcome, up to `RegisterImport.mostNotes`; the sink was given all of them.
    package let notes: [RowOutcome: [RowNote]]
    /// How many notes there are of each outcome.
    package let counts: [RowOutcome: Int]
    /// Which columns were read, in the order of our fields.
    package let columns: [ColumnUse]

    /// How many notes of one outcome are kept in memory: a person reads the first and mends the cause.
    package static let mostNotes = 10_000

    /// Rows that could not be used.
    package var rejected: [RowNote] { notes[.rejected] ?? [] }
    /// Rows whose outline was mended.
    package var repaired: [RowNote] { notes[.repaired] ?? [] }
    /// Rows that are used although something is missing or odd, or another row has their key.
    package var warnings: [RowNote] { (notes[.warning] ?? []) + (notes[.duplicate] ?? []) }
    /// How many rows were rejected.
    package var rejectedCount: Int { counts[.rejected] ?? 0 }
}

/// Records of all registers.
package struct LandRecordSet: Sendable {
    /// Parcels (宗地).
    package var parcels: [Parcel] = []
    /// Approvals (批次).
    package var approvals: [Approval] = []
    /// Supplies (供地).
    package var supplies: [Supply] = []
    /// Standard-land contracts (标准地).
    package var standardLands: [StandardLand] = []
    /// Control lines and protected areas (三区三线).
    package var zones: [Zone] = []
    /// Projects (项目).
    package var projects: [Project] = []
    /// The land-use layer (地类图斑).
    package var landUses: [LandUse] = []
    /// Townships and communities (行政区).
    package var administrativeAreas: [AdministrativeArea] = []
    /// Construction permits (施工许可).
    package var permits: [Permit] = []
    /// Land lent for a term (临时用地).
    package var temporaryLands: [TemporaryLand] = []
    /// Complaints (投诉举报).
    package var complaints: [Complaint] = []
    /// Patches issued by the superior authority (下发图斑).
    package var issuedPatches: [IssuedPatch] = []
    /// Enterprises (企业), a row a year.
    package var enterprises: [Enterprise] = []

    /// No records.
    package init() {}

    /// Adds all records of another set behind these.
    package mutating func append(_ other: LandRecordSet) {
        parcels += other.parcels
        approvals += other.approvals
        supplies += other.supplies
        standardLands += other.standardLands
        zones += other.zones
        projects += other.projects
        landUses += other.landUses
        administrativeAreas += other.administrativeAreas
        permits += other.permits
        temporaryLands += other.temporaryLands
        complaints += other.complaints
        issuedPatches += other.issuedPatches
        enterprises += other.enterprises
    }

    /// How many records a register has.
    package func count(of kind: RecordKind) -> Int {
        switch kind {
        case .parcel: parcels.count
        case .approval: approvals.count
        case .supply: supplies.count
        case .standardLand: standardLands.count
        case .zone: zones.count
        case .project: projects.count
        case .landUse: landUses.count
        case .administrativeArea: administrativeAreas.count
        case .permit: permits.count
        case .temporaryLand: temporaryLands.count
        case .complaint: complaints.count
        case .issuedPatch: issuedPatches.count
        case .enterprise: enterprises.count
        }
    }
}
