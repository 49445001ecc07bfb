import GeoModel

/// One cell as it was read.
enum Cell: Hashable {
    case none
    case text(String)
    case date(CalendarDate)
    case number(Double)

    var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    var date: CalendarDate? {
        guard case .date(let date) = self else { return nil }
        return date
    }

    var number: Double? {
        guard case .number(let number) = self else { return nil }
        return number
    }
}

/// A row on its way to a record: cells in the order of the register's fields, the key first.
struct DraftRecord {
    var cells: [Cell]
    var shape: MultiPolygon
    let source: RecordSource

    var key: String { cells.first?.text ?? "" }
}

extension LandRecordSet {
    /// Adds a finished row as a record of its register.
    mutating func append(_ draft: DraftRecord, of kind: RecordKind) {
        let row = Row(draft: draft, schema: kind.schema)
        switch kind {
        case .parcel: parcels.append(Parcel(row))
        case .approval: approvals.append(Approval(row))
        case .supply: supplies.append(Supply(row))
        case .standardLand: standardLands.append(StandardLand(row))
        case .zone: zones.append(Zone(row))
        case .project: projects.append(Project(row))
        }
    }

    fileprivate struct Row {
        let draft: DraftRecord
        let schema: RecordSchema

        subscript(field: String) -> Cell { draft.cells[schema.place(of: field)] }
    }
}

extension Parcel {
    fileprivate init(_ row: LandRecordSet.Row) {
        self.init(
            code: row.draft.key,
            landClass: row["landClass"].text,
            holder: row["holder"].text,
            shape: row.draft.shape,
            source: row.draft.source
        )
    }
}

extension Approval {
    fileprivate init(_ row: LandRecordSet.Row) {
        self.init(
            number: row.draft.key,
            batchName: row["batchName"].text,
            approvedOn: row["approvedOn"].date,
            shape: row.draft.shape,
            source: row.draft.source
        )
    }
}

extension Supply {
    fileprivate init(_ row: LandRecordSet.Row) {
        self.init(
            contract: row.draft.key,
            parcelCode: row["parcelCode"].text,
            mode: row["mode"].text,
            signedOn: row["signedOn"].date,
            agreedStart: row["agreedStart"].date,
            agreedCompletion: row["agreedCompletion"].date,
            shape: row.draft.shape,
            source: row.draft.source
        )
    }
}

extension StandardLand {
    fileprivate init(_ row: LandRecordSet.Row) {
        self.init(
            contract: row.draft.key,
            enterprise: row["enterprise"].text,
            investmentPerMu: row["investmentPerMu"].number,
            taxPerMu: row["taxPerMu"].number,
            plotRatio: row["plotRatio"].number,
            agreedStart: row["agreedStart"].date,
            source: row.draft.source
        )
    }
}

extension Zone {
    fileprivate init(_ row: LandRecordSet.Row) {
        guard let kind = row["kind"].text.flatMap(ZoneKind.init(rawValue:)) else {
            preconditionFailure("a zone without a kind is rejected before")
        }
        self.init(kind: kind, name: row.draft.key, shape: row.draft.shape, source: row.draft.source)
    }
}

extension Project {
    fileprivate init(_ row: LandRecordSet.Row) {
        self.init(
            code: row.draft.key,
            name: row["name"].text ?? row.draft.key,
            isMajor: row["isMajor"].text == "true",
            shape: row.draft.shape,
            source: row.draft.source
        )
    }
}
