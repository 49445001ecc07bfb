import GeoModel

extension LandRecordSet {
    /// Adds a finished row as a record of its register.
    package mutating func append(_ draft: DraftRecord) {
        let row = DraftRow(draft: draft, schema: draft.kind.schema)
        switch draft.kind {
        case .parcel: parcels.append(Parcel(row))
        case .approval: approvals.append(Approval(row))
        case .supply: supplies.append(Supply(row))
        case .standardLand: standardLands.append(StandardLand(row))
        case .zone: zones.append(Zone(row))
        case .project: projects.append(Project(row))
        case .landUse: landUses.append(LandUse(row))
        case .administrativeArea: administrativeAreas.append(AdministrativeArea(row))
        case .permit: permits.append(Permit(row))
        case .temporaryLand: temporaryLands.append(TemporaryLand(row))
        case .complaint: complaints.append(Complaint(row))
        case .issuedPatch: issuedPatches.append(IssuedPatch(row))
        case .enterprise: enterprises.append(Enterprise(row))
        }
    }
}

/// A finished row, its cells by the names of their fields.
private struct DraftRow {
    let draft: DraftRecord
    let schema: RecordSchema

    var key: String { draft.key }
    var shape: MultiPolygon { draft.shape }
    var point: MapPoint? { draft.point }
    var source: RecordSource { draft.source }

    private subscript(field: String) -> Cell { draft.cells[schema.place(of: field)] }

    func text(_ field: String) -> String? { self[field].text }
    func date(_ field: String) -> CalendarDate? { self[field].date }
    func number(_ field: String) -> Double? { self[field].number }
    func area(_ field: String) -> Area? { self[field].number.map(Area.init(squareMetres:)) }
    func answer(_ field: String) -> Answer { code(field) ?? .unknown }

    func code<Code: RawRepresentable<String>>(_ field: String) -> Code? {
        self[field].text.flatMap(Code.init(rawValue:))
    }

    /// A code without which a row is rejected before it gets here.
    func certainCode<Code: RawRepresentable<String>>(_ field: String) -> Code {
        guard let code: Code = code(field) else { preconditionFailure("\(source.name): no \(field)") }
        return code
    }

    func milestones(_ prefix: String, start: CalendarDate?) -> Milestones {
        Milestones(
            delivery: date(prefix + "Delivery"), start: start, completion: date(prefix + "Completion"),
            production: date(prefix + "Production"), fullProduction: date(prefix + "FullProduction"))
    }
}

extension Parcel {
    fileprivate init(_ row: DraftRow) {
        self.init(
            code: row.key,
            landClass: row.text("landClass"),
            holder: row.text("holder"),
            shape: row.shape,
            source: row.source,
            statedArea: row.area("statedArea")
        )
    }
}

extension Approval {
    fileprivate init(_ row: DraftRow) {
        self.init(
            number: row.key,
            batchName: row.text("batchName"),
            approvedOn: row.date("approvedOn"),
            shape: row.shape,
            source: row.source,
            terms: ApprovalTerms(
                statedArea: row.area("statedArea"), withdrawnOn: row.date("withdrawnOn"),
                kind: row.code("kind") ?? .unknown, isCompensated: row.answer("isCompensated"))
        )
    }
}

extension Supply {
    fileprivate init(_ row: DraftRow) {
        self.init(
            contract: row.key,
            parcelCode: row.text("parcelCode"),
            mode: row.text("mode"),
            signedOn: row.date("signedOn"),
            agreedStart: row.date("agreedStart"),
            agreedCompletion: row.date("agreedCompletion"),
            shape: row.shape,
            source: row.source,
            terms: SupplyTerms(row)
        )
    }
}

extension SupplyTerms {
    fileprivate init(_ row: DraftRow) {
        self.init(
            use: row.text("use"),
            statedArea: row.area("statedArea"),
            landPrice: row.number("landPrice"),
            agreedDelivery: row.date("agreedDelivery"),
            actualDelivery: row.date("actualDelivery"),
            actualStart: row.date("actualStart"),
            actualCompletion: row.date("actualCompletion"),
            leastPlotRatio: row.number("leastPlotRatio"),
            mostPlotRatio: row.number("mostPlotRatio"),
            agreedInvestment: row.number("agreedInvestment"),
            actualInvestment: row.number("actualInvestment"),
            startedArea: row.area("startedArea"),
            delayedFrom: row.date("delayedFrom"),
            delayedUntil: row.date("delayedUntil"),
            isMortgaged: row.answer("isMortgaged"),
            isSeized: row.answer("isSeized")
        )
    }
}

extension StandardLand {
    fileprivate init(_ row: DraftRow) {
        self.init(
            contract: row.key,
            enterprise: row.text("enterprise"),
            investmentPerMu: row.number("investmentPerMu"),
            taxPerMu: row.number("taxPerMu"),
            plotRatio: row.number("plotRatio"),
            agreedStart: row.date("agreedStart"),
            source: row.source,
            terms: StandardLandTerms(row)
        )
    }
}

extension StandardLandTerms {
    fileprivate init(_ row: DraftRow) {
        self.init(
            energyPerOutput: row.number("energyPerOutput"),
            emissionPerOutput: row.number("emissionPerOutput"),
            researchShare: row.number("researchShare"),
            reportedInvestmentPerMu: row.number("reportedInvestmentPerMu"),
            reportedTaxPerMu: row.number("reportedTaxPerMu"),
            reportedPlotRatio: row.number("reportedPlotRatio"),
            reportedEnergyPerOutput: row.number("reportedEnergyPerOutput"),
            reportedEmissionPerOutput: row.number("reportedEmissionPerOutput"),
            reportedResearchShare: row.number("reportedResearchShare"),
            agreed: row.milestones("agreed", start: row.date("agreedStart")),
            actual: row.milestones("actual", start: row.date("actualStart"))
        )
    }
}

extension Zone {
    fileprivate init(_ row: DraftRow) {
        self.init(
            kind: row.certainCode("kind"),
            name: row.key,
            shape: row.shape,
            source: row.source
        )
    }
}

extension Project {
    fileprivate init(_ row: DraftRow) {
        self.init(
            code: row.key,
            name: row.text("name") ?? row.key,
            isMajor: row.text("isMajor") == "true",
            shape: row.shape,
            source: row.source,
            terms: ProjectTerms(row),
            point: row.point
        )
    }
}

extension ProjectTerms {
    fileprivate init(_ row: DraftRow) {
        self.init(
            builder: row.text("builder"),
            stage: row.text("stage"),
            grade: row.text("grade"),
            officer: row.text("officer"),
            totalInvestment: row.number("totalInvestment"),
            plannedThisYear: row.number("plannedThisYear"),
            doneThisYear: row.number("doneThisYear"),
            landDemand: row.area("landDemand"),
            neededBy: row.date("neededBy"),
            isReady: row.answer("isReady")
        )
    }
}

extension LandUse {
    fileprivate init(_ row: DraftRow) {
        self.init(
            code: row.key,
            landClass: row.text("landClass"),
            statedArea: row.area("statedArea"),
            deductedShare: row.number("deductedShare"),
            shape: row.shape,
            source: row.source
        )
    }
}

extension AdministrativeArea {
    fileprivate init(_ row: DraftRow) {
        self.init(
            code: row.key,
            name: row.text("name") ?? row.key,
            level: row.certainCode("level"),
            shape: row.shape,
            source: row.source
        )
    }
}

extension Permit {
    fileprivate init(_ row: DraftRow) {
        self.init(
            number: row.key,
            contract: row.text("contract"),
            stage: row.certainCode("stage"),
            issuedOn: row.date("issuedOn"),
            shape: row.shape,
            source: row.source
        )
    }
}

extension TemporaryLand {
    fileprivate init(_ row: DraftRow) {
        self.init(
            number: row.key,
            holder: row.text("holder"),
            from: row.date("from"),
            until: row.date("until"),
            shape: row.shape,
            source: row.source
        )
    }
}

extension Complaint {
    fileprivate init(_ row: DraftRow) {
        self.init(
            number: row.key,
            receivedOn: row.date("receivedOn"),
            subject: row.text("subject"),
            place: row.text("place"),
            shape: row.shape,
            source: row.source,
            point: row.point
        )
    }
}

extension IssuedPatch {
    fileprivate init(_ row: DraftRow) {
        self.init(
            number: row.key,
            type: row.text("type"),
            before: row.date("before"),
            after: row.date("after"),
            issuedOn: row.date("issuedOn"),
            statedArea: row.area("statedArea"),
            shape: row.shape,
            source: row.source,
            point: row.point
        )
    }
}

extension Enterprise {
    fileprivate init(_ row: DraftRow) {
        var figures: [EnterpriseFigure: Double] = [:]
        for figure in EnterpriseFigure.allCases { figures[figure] = row.number(figure.rawValue) }
        self.init(
            code: row.key,
            name: row.text("name"),
            contract: row.text("contract"),
            parcelCode: row.text("parcelCode"),
            year: row.number("year").flatMap { Int(exactly: $0) },
            scale: row.code("scale") ?? .unknown,
            land: row.area("landArea"),
            figures: figures,
            incidents: row.text("incidents"),
            source: row.source
        )
    }
}
