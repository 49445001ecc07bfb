package import GeoModel
package import LandRecords

extension LandUse: OutlinedRecord {
    /// The table `land_use`.
    package static let layout = TableLayout(
        "land_use", ["geom", "code", "land_class", "stated_area_m2", "deducted_share"] + origin)

    /// The values of the layout's columns.
    package func cells(system: Int) -> [SQLiteValue] {
        [
            .shape(shape, system: system), .text(code), .text(landClass), .real(statedArea?.squareMetres),
            .real(deductedShare),
        ] + source.cells
    }

    /// A land-use patch from its row.
    package init(row: SQLiteStatement) throws(Fault) {
        let shape = try row.shape()
        self.init(
            code: try row.text(),
            landClass: row.optionalText(),
            statedArea: row.optionalReal().map(Area.init(squareMetres:)),
            deductedShare: row.optionalReal(),
            shape: shape,
            source: try RecordSource(row: row)
        )
    }
}

extension AdministrativeArea: OutlinedRecord {
    /// The table `administrative_area`.
    package static let layout = TableLayout("administrative_area", ["geom", "code", "name", "level"] + origin)

    /// The values of the layout's columns.
    package func cells(system: Int) -> [SQLiteValue] {
        [.shape(shape, system: system), .text(code), .text(name), .text(level.rawValue)] + source.cells
    }

    /// An administrative area from its row.
    package init(row: SQLiteStatement) throws(Fault) {
        let shape = try row.shape()
        self.init(
            code: try row.text(),
            name: try row.text(),
            level: try row.value { AdministrativeLevel(rawValue: $0) },
            shape: shape,
            source: try RecordSource(row: row)
        )
    }
}

extension Permit: OutlinedRecord {
    /// The table `permit`.
    package static let layout = TableLayout("permit", ["geom", "number", "contract", "stage", "issued_on"] + origin)

    /// The values of the layout's columns.
    package func cells(system: Int) -> [SQLiteValue] {
        [.shape(shape, system: system), .text(number), .text(contract), .text(stage.rawValue), .date(issuedOn)]
            + source.cells
    }

    /// A permit from its row.
    package init(row: SQLiteStatement) throws(Fault) {
        let shape = try row.shape()
        self.init(
            number: try row.text(),
            contract: row.optionalText(),
            stage: try row.value { ConstructionStage(rawValue: $0) },
            issuedOn: try row.optionalValue { CalendarDate($0) },
            shape: shape,
            source: try RecordSource(row: row)
        )
    }
}

extension TemporaryLand: OutlinedRecord {
    /// The table `temporary_land`.
    package static let layout = TableLayout(
        "temporary_land", ["geom", "number", "holder", "from_day", "until_day"] + origin)

    /// The values of the layout's columns.
    package func cells(system: Int) -> [SQLiteValue] {
        [.shape(shape, system: system), .text(number), .text(holder), .date(from), .date(until)] + source.cells
    }

    /// A term from its row.
    package init(row: SQLiteStatement) throws(Fault) {
        let shape = try row.shape()
        self.init(
            number: try row.text(),
            holder: row.optionalText(),
            from: try row.optionalValue { CalendarDate($0) },
            until: try row.optionalValue { CalendarDate($0) },
            shape: shape,
            source: try RecordSource(row: row)
        )
    }
}

extension Complaint: OutlinedRecord {
    /// The table `complaint`.
    package static let layout = TableLayout(
        "complaint", ["geom", "number", "received_on", "subject", "place"] + origin + position)

    /// The values of the layout's columns.
    package func cells(system: Int) -> [SQLiteValue] {
        [.shape(shape, system: system), .text(number), .date(receivedOn), .text(subject), .text(place)] + source.cells
            + point.cells
    }

    /// A complaint from its row.
    package init(row: SQLiteStatement) throws(Fault) {
        let shape = try row.shape()
        self.init(
            number: try row.text(),
            receivedOn: try row.optionalValue { CalendarDate($0) },
            subject: row.optionalText(),
            place: row.optionalText(),
            shape: shape,
            source: try RecordSource(row: row),
            point: row.point()
        )
    }
}

extension IssuedPatch: OutlinedRecord {
    /// The table `issued_patch`.
    package static let layout = TableLayout(
        "issued_patch",
        ["geom", "number", "type", "before_date", "after_date", "issued_on", "stated_area_m2"] + origin + position)

    /// The values of the layout's columns.
    package func cells(system: Int) -> [SQLiteValue] {
        [
            .shape(shape, system: system), .text(number), .text(type), .date(before), .date(after), .date(issuedOn),
            .real(statedArea?.squareMetres),
        ] + source.cells + point.cells
    }

    /// An issued patch from its row.
    package init(row: SQLiteStatement) throws(Fault) {
        let shape = try row.shape()
        self.init(
            number: try row.text(),
            type: row.optionalText(),
            before: try row.optionalValue { CalendarDate($0) },
            after: try row.optionalValue { CalendarDate($0) },
            issuedOn: try row.optionalValue { CalendarDate($0) },
            statedArea: row.optionalReal().map(Area.init(squareMetres:)),
            shape: shape,
            source: try RecordSource(row: row),
            point: row.point()
        )
    }
}

extension Enterprise: StoredRecord {
    /// The table `enterprise`.
    package static let layout = TableLayout(
        "enterprise",
        ["code", "name", "contract", "parcel_code", "year", "scale", "land_m2"]
            + ["tax", "value_added", "revenue", "energy", "emission", "research", "staff", "incidents"] + origin)

    /// The values of the layout's columns.
    package func cells(system: Int) -> [SQLiteValue] {
        [
            .text(code), .text(name), .text(contract), .text(parcelCode), year.map { .integer($0) } ?? .null,
            .text(scale.rawValue), .real(land?.squareMetres),
        ] + EnterpriseFigure.allCases.map { .real(figures[$0]) } + [.text(incidents)] + source.cells
    }

    /// An enterprise's year from its row.
    package init(row: SQLiteStatement) throws(Fault) {
        let (code, name, contract, parcel) = (
            try row.text(), row.optionalText(), row.optionalText(), row.optionalText()
        )
        let (year, scale) = (row.optionalInteger(), try row.value { EnterpriseScale(rawValue: $0) })
        let land = row.optionalReal().map(Area.init(squareMetres:))
        var figures: [EnterpriseFigure: Double] = [:]
        for figure in EnterpriseFigure.allCases { figures[figure] = row.optionalReal() }
        self.init(
            code: code,
            name: name,
            contract: contract,
            parcelCode: parcel,
            year: year,
            scale: scale,
            land: land,
            figures: figures,
            incidents: row.optionalText(),
            source: try RecordSource(row: row)
        )
    }
}
