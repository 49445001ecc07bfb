package import GeoModel
package import LandRecords

/// The columns that tell where a record was read.
let origin = ["source_layer", "source_row"]

/// The columns of a record's point, where it has no outline.
let position = ["point_x", "point_y"]

extension MapPoint? {
    var cells: [SQLiteValue] { [.real(self?.x), .real(self?.y)] }
}

extension SQLiteStatement {
    /// The next two columns as a point; nil where one is null.
    func point() -> MapPoint? {
        let (x, y) = (optionalReal(), optionalReal())
        guard let x, let y else { return nil }
        return MapPoint(x: x, y: y)
    }
}

extension RecordSource {
    var cells: [SQLiteValue] { [.text(layer), .integer(row)] }

    init(row: SQLiteStatement) throws(Fault) {
        self.init(layer: try row.text(), row: Int64(try row.integer()))
    }
}

extension Parcel: OutlinedRecord {
    /// The table `parcel`.
    package static let layout = TableLayout(
        "parcel", ["geom", "code", "land_class", "holder"] + origin + ["stated_area_m2"])

    /// The values of the layout's columns.
    package func cells(system: Int) -> [SQLiteValue] {
        [.shape(shape, system: system), .text(code), .text(landClass), .text(holder)] + source.cells
            + [.real(statedArea?.squareMetres)]
    }

    /// A parcel from its row.
    package init(row: SQLiteStatement) throws(Fault) {
        let shape = try row.shape()
        self.init(
            code: try row.text(),
            landClass: row.optionalText(),
            holder: row.optionalText(),
            shape: shape,
            source: try RecordSource(row: row),
            statedArea: row.optionalReal().map(Area.init(squareMetres:))
        )
    }
}

extension Approval: OutlinedRecord {
    /// The table `approval`.
    package static let layout = TableLayout(
        "approval", ["geom", "number", "batch_name", "approved_on"] + origin + ApprovalTerms.columns)

    /// The values of the layout's columns.
    package func cells(system: Int) -> [SQLiteValue] {
        [.shape(shape, system: system), .text(number), .text(batchName), .date(approvedOn)] + source.cells + terms.cells
    }

    /// An approval from its row.
    package init(row: SQLiteStatement) throws(Fault) {
        let shape = try row.shape()
        self.init(
            number: try row.text(),
            batchName: row.optionalText(),
            approvedOn: try row.optionalValue { CalendarDate($0) },
            shape: shape,
            source: try RecordSource(row: row),
            terms: try ApprovalTerms(row: row)
        )
    }
}

extension Supply: OutlinedRecord {
    /// The table `supply`.
    package static let layout = TableLayout(
        "supply",
        ["geom", "contract", "parcel_code", "mode", "signed_on", "agreed_start", "agreed_completion"] + origin
            + SupplyTerms.columns
    )

    /// The values of the layout's columns.
    package func cells(system: Int) -> [SQLiteValue] {
        [
            .shape(shape, system: system), .text(contract), .text(parcelCode), .text(mode), .date(signedOn),
            .date(agreedStart), .date(agreedCompletion),
        ] + source.cells + terms.cells
    }

    /// A supply from its row.
    package init(row: SQLiteStatement) throws(Fault) {
        let shape = try row.shape()
        self.init(
            contract: try row.text(),
            parcelCode: row.optionalText(),
            mode: row.optionalText(),
            signedOn: try row.optionalValue { CalendarDate($0) },
            agreedStart: try row.optionalValue { CalendarDate($0) },
            agreedCompletion: try row.optionalValue { CalendarDate($0) },
            shape: shape,
            source: try RecordSource(row: row),
            terms: try SupplyTerms(row: row)
        )
    }
}

extension StandardLand: StoredRecord {
    /// The table `standard_land`.
    package static let layout = TableLayout(
        "standard_land",
        ["contract", "enterprise", "investment_per_mu", "tax_per_mu", "plot_ratio", "agreed_start"] + origin
            + StandardLandTerms.columns
    )

    /// The values of the layout's columns.
    package func cells(system: Int) -> [SQLiteValue] {
        [
            .text(contract), .text(enterprise), .real(investmentPerMu), .real(taxPerMu), .real(plotRatio),
            .date(agreedStart),
        ] + source.cells + terms.cells
    }

    /// A standard-land contract from its row.
    package init(row: SQLiteStatement) throws(Fault) {
        self.init(
            contract: try row.text(),
            enterprise: row.optionalText(),
            investmentPerMu: row.optionalReal(),
            taxPerMu: row.optionalReal(),
            plotRatio: row.optionalReal(),
            agreedStart: try row.optionalValue { CalendarDate($0) },
            source: try RecordSource(row: row),
            terms: try StandardLandTerms(row: row)
        )
    }
}

extension Zone: OutlinedRecord {
    /// The table `zone`.
    package static let layout = TableLayout("zone", ["geom", "kind", "name"] + origin)

    /// The values of the layout's columns.
    package func cells(system: Int) -> [SQLiteValue] {
        [.shape(shape, system: system), .text(kind.rawValue), .text(name)] + source.cells
    }

    /// A zone from its row.
    package init(row: SQLiteStatement) throws(Fault) {
        let shape = try row.shape()
        self.init(
            kind: try row.value { ZoneKind(rawValue: $0) },
            name: try row.text(),
            shape: shape,
            source: try RecordSource(row: row)
        )
    }
}

extension Project: OutlinedRecord {
    /// The table `project`.
    package static let layout = TableLayout(
        "project", ["geom", "code", "name", "is_major"] + origin + ProjectTerms.columns + position)

    /// The values of the layout's columns.
    package func cells(system: Int) -> [SQLiteValue] {
        [.shape(shape, system: system), .text(code), .text(name), .flag(isMajor)] + source.cells + terms.cells
            + point.cells
    }

    /// A project from its row.
    package init(row: SQLiteStatement) throws(Fault) {
        let shape = try row.shape()
        self.init(
            code: try row.text(),
            name: try row.text(),
            isMajor: try row.integer() == 1,
            shape: shape,
            source: try RecordSource(row: row),
            terms: try ProjectTerms(row: row),
            point: row.point()
        )
    }
}
