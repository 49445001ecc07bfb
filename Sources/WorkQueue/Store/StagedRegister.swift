package import GeoModel
package import LandRecords
import SafeFiles

/// The records of one register on their way into the store: in a temporary file of SQLite's own until they are put in
/// force, so that a register need not fit in memory and no other writer waits while it is read.
package final class StagedRegister {
    /// The register.
    package let kind: RecordKind
    /// How many records there are.
    package private(set) var count = 0
    /// The rectangle around them; nil where none has an outline.
    package private(set) var bounds: BoundingBox?
    let layout: TableLayout
    private let database: SQLiteDatabase
    private let system: Int
    private let insertion: SQLiteStatement
    private let shapeQuery: SQLiteStatement?

    init(_ kind: RecordKind, in store: RegionStore) throws(Fault) {
        self.kind = kind
        layout = kind.layout
        database = store.database
        system = store.reference.id
        let columns = layout.columns.joined(separator: ", ")
        try database.execute("DROP TABLE IF EXISTS temp.\(layout.staging)")
        try database.execute("CREATE TEMP TABLE \(layout.staging) (n INTEGER PRIMARY KEY, \(columns), digest INTEGER)")
        let marks = Array(repeating: "?", count: layout.columns.count + 1).joined(separator: ", ")
        insertion = try database.prepare("INSERT INTO temp.\(layout.staging) (\(columns), digest) VALUES (\(marks))")
        shapeQuery =
            layout.hasShapes ? try database.prepare("SELECT geom FROM temp.\(layout.staging) WHERE n = ?") : nil
    }

    deinit { try? database.execute("DROP TABLE IF EXISTS temp.\(layout.staging)") }

    /// Takes a record.
    /// - Precondition: it belongs to this register.
    /// - Throws: `Fault` where the disk is full.
    package func append(_ record: some StoredRecord) throws(Fault) {
        let cells = record.cells(system: system)
        precondition(cells.count == layout.columns.count, "a record of \(layout.table)")
        try insertion.run(cells + [.integer(layout.digest(of: cells))])
        count += 1
        if let box = record.bounds { bounds = bounds?.union(box) ?? box }
    }

    /// Takes the records of this register in a set.
    /// - Throws: `Fault` where the disk is full.
    package func append(_ records: LandRecordSet) throws(Fault) {
        switch kind {
        case .parcel: for record in records.parcels { try append(record) }
        case .approval: for record in records.approvals { try append(record) }
        case .supply: for record in records.supplies { try append(record) }
        case .standardLand: for record in records.standardLands { try append(record) }
        case .zone: for record in records.zones { try append(record) }
        case .project: for record in records.projects { try append(record) }
        case .landUse: for record in records.landUses { try append(record) }
        case .administrativeArea: for record in records.administrativeAreas { try append(record) }
        case .permit: for record in records.permits { try append(record) }
        case .temporaryLand: for record in records.temporaryLands { try append(record) }
        case .complaint: for record in records.complaints { try append(record) }
        case .issuedPatch: for record in records.issuedPatches { try append(record) }
        case .enterprise: for record in records.enterprises { try append(record) }
        }
    }

    /// The outline of a record; the first has the index 0.
    /// - Throws: `Fault` where it can't be read.
    package func shape(at index: Int) throws(Fault) -> MultiPolygon {
        guard let shapeQuery else { return MultiPolygon([]) }
        try shapeQuery.bind([.integer(index + 1)])
        defer { shapeQuery.reset() }
        guard try shapeQuery.step() else { preconditionFailure("no record \(index)") }
        return try shapeQuery.shape()
    }

    /// Gives a record another outline.
    /// - Throws: `Fault` where the disk is full.
    package func replaceShape(at index: Int, with shape: MultiPolygon) throws(Fault) {
        guard layout.hasShapes else { return }
        var cells = try database.rows(
            "SELECT \(layout.columns.joined(separator: ", ")) FROM temp.\(layout.staging) WHERE n = ?",
            [.integer(index + 1)]
        ) { row throws(Fault) in self.layout.columns.map { _ in row.value() } }[0]
        for (place, column) in layout.columns.enumerated() where column == "geom" {
            cells[place] = .shape(shape, system: system)
        }
        try database.run(
            "UPDATE temp.\(layout.staging) SET geom = ?, digest = ? WHERE n = ?",
            [.shape(shape, system: system), .integer(layout.digest(of: cells)), .integer(index + 1)])
        if let box = shape.bounds { bounds = bounds?.union(box) ?? box }
    }

    /// The key of a record, as users know it.
    /// - Throws: `Fault` where it can't be read.
    package func key(at index: Int) throws(Fault) -> String {
        try database.text("SELECT \(kind.keyColumn) FROM temp.\(layout.staging) WHERE n = ?", [.integer(index + 1)])
            ?? ""
    }
}

extension TableLayout {
    var staging: String { "staged_" + table }
    var past: String { table + "_past" }
    var hasShapes: Bool { columns.contains("geom") }

    /// What the values of a row come to, without the file and row that they were read in: a record stays the same where
    /// only its place in the file is another.
    func digest(of cells: [SQLiteValue]) -> Int64 {
        var bytes: [UInt8] = []
        func append(_ tag: UInt8, _ number: UInt64) {
            bytes.append(tag)
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: number >> shift))
            }
        }
        for (column, cell) in zip(columns, cells) where !origin.contains(column) {
            switch cell {
            case .null: bytes.append(0)
            case .integer(let number): append(1, UInt64(bitPattern: number))
            case .real(let number) where number.isNaN: bytes.append(0)
            case .real(let number): append(2, number.bitPattern)
            case .text(let text):
                append(3, UInt64(text.utf8.count))
                bytes += Array(text.utf8)
            case .blob(let blob):
                append(4, UInt64(blob.count))
                bytes += blob
            }
        }
        let digest = Checksum()
        digest.update(bytes)
        return Int64(bitPattern: digest.leadingBits())
    }
}

extension RecordKind {
    /// The columns of a register's records.
    var layout: TableLayout {
        switch self {
        case .parcel: Parcel.layout
        case .approval: Approval.layout
        case .supply: Supply.layout
        case .standardLand: StandardLand.layout
        case .zone: Zone.layout
        case .project: Project.layout
        case .landUse: LandUse.layout
        case .administrativeArea: AdministrativeArea.layout
        case .permit: Permit.layout
        case .temporaryLand: TemporaryLand.layout
        case .complaint: Complaint.layout
        case .issuedPatch: IssuedPatch.layout
        case .enterprise: Enterprise.layout
        }
    }

    /// The table of a register.
    var table: String { layout.table }

    /// The column by which users know a record.
    var keyColumn: String {
        switch self {
        case .parcel, .project, .landUse, .administrativeArea, .enterprise: "code"
        case .approval, .permit, .temporaryLand, .complaint, .issuedPatch: "number"
        case .supply, .standardLand: "contract"
        case .zone: "name"
        }
    }
}
