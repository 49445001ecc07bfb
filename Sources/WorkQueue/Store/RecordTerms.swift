import GeoModel
import LandRecords

extension ApprovalTerms {
    static let columns = ["stated_area_m2", "withdrawn_on", "kind", "is_compensated"]

    var cells: [SQLiteValue] {
        [.real(statedArea?.squareMetres), .date(withdrawnOn), .text(kind.rawValue), .text(isCompensated.rawValue)]
    }

    init(row: SQLiteStatement) throws(Fault) {
        self.init(
            statedArea: row.optionalReal().map(Area.init(squareMetres:)),
            withdrawnOn: try row.optionalValue { CalendarDate($0) },
            kind: try row.value { ApprovalKind(rawValue: $0) },
            isCompensated: try row.value { Answer(rawValue: $0) }
        )
    }
}

extension SupplyTerms {
    static let columns = [
        "use", "stated_area_m2", "land_price", "agreed_delivery", "actual_delivery", "actual_start",
        "actual_completion", "least_plot_ratio", "most_plot_ratio", "agreed_investment", "actual_investment",
        "started_area_m2", "delayed_from", "delayed_until", "is_mortgaged", "is_seized",
    ]

    var cells: [SQLiteValue] {
        [
            .text(use), .real(statedArea?.squareMetres), .real(landPrice), .date(agreedDelivery), .date(actualDelivery),
            .date(actualStart), .date(actualCompletion), .real(leastPlotRatio), .real(mostPlotRatio),
            .real(agreedInvestment), .real(actualInvestment), .real(startedArea?.squareMetres), .date(delayedFrom),
            .date(delayedUntil), .text(isMortgaged.rawValue), .text(isSeized.rawValue),
        ]
    }

    init(row: SQLiteStatement) throws(Fault) {
        self.init(
            use: row.optionalText(),
            statedArea: row.optionalReal().map(Area.init(squareMetres:)),
            landPrice: row.optionalReal(),
            agreedDelivery: try row.optionalValue { CalendarDate($0) },
            actualDelivery: try row.optionalValue { CalendarDate($0) },
            actualStart: try row.optionalValue { CalendarDate($0) },
            actualCompletion: try row.optionalValue { CalendarDate($0) },
            leastPlotRatio: row.optionalReal(),
            mostPlotRatio: row.optionalReal(),
            agreedInvestment: row.optionalReal(),
            actualInvestment: row.optionalReal(),
            startedArea: row.optionalReal().map(Area.init(squareMetres:)),
            delayedFrom: try row.optionalValue { CalendarDate($0) },
            delayedUntil: try row.optionalValue { CalendarDate($0) },
            isMortgaged: try row.value { Answer(rawValue: $0) },
            isSeized: try row.value { Answer(rawValue: $0) }
        )
    }
}

extension StandardLandTerms {
    static let columns =
        [
            "energy_per_output", "emission_per_output", "research_share", "reported_investment_per_mu",
            "reported_tax_per_mu", "reported_plot_ratio", "reported_energy_per_output", "reported_emission_per_output",
        ] + Milestones.columns("agreed") + Milestones.columns("actual") + ["reported_research_share"]

    var cells: [SQLiteValue] {
        [
            .real(energyPerOutput), .real(emissionPerOutput), .real(researchShare), .real(reportedInvestmentPerMu),
            .real(reportedTaxPerMu), .real(reportedPlotRatio), .real(reportedEnergyPerOutput),
            .real(reportedEmissionPerOutput),
        ] + agreed.cells + actual.cells + [.real(reportedResearchShare)]
    }

    init(row: SQLiteStatement) throws(Fault) {
        let numbers = (0..<8).map { _ in row.optionalReal() }
        let (agreed, actual) = (try Milestones(row: row), try Milestones(row: row))
        self.init(
            energyPerOutput: numbers[0],
            emissionPerOutput: numbers[1],
            researchShare: numbers[2],
            reportedInvestmentPerMu: numbers[3],
            reportedTaxPerMu: numbers[4],
            reportedPlotRatio: numbers[5],
            reportedEnergyPerOutput: numbers[6],
            reportedEmissionPerOutput: numbers[7],
            reportedResearchShare: row.optionalReal(),
            agreed: agreed,
            actual: actual
        )
    }
}

extension Milestones {
    static func columns(_ prefix: String) -> [String] {
        ["delivery", "start", "completion", "production", "full_production"].map { "\(prefix)_\($0)_day" }
    }

    var cells: [SQLiteValue] {
        [delivery, start, completion, production, fullProduction].map(SQLiteValue.date)
    }

    init(row: SQLiteStatement) throws(Fault) {
        func day() throws(Fault) -> CalendarDate? { try row.optionalValue { CalendarDate($0) } }
        self.init(
            delivery: try day(), start: try day(), completion: try day(), production: try day(),
            fullProduction: try day())
    }
}

extension ProjectTerms {
    static let columns = [
        "builder", "stage", "grade", "officer", "total_investment", "planned_this_year", "done_this_year",
        "land_demand_m2", "needed_by", "is_ready",
    ]

    var cells: [SQLiteValue] {
        [
            .text(builder), .text(stage), .text(grade), .text(officer), .real(totalInvestment), .real(plannedThisYear),
            .real(doneThisYear), .real(landDemand?.squareMetres), .date(neededBy), .text(isReady.rawValue),
        ]
    }

    init(row: SQLiteStatement) throws(Fault) {
        self.init(
            builder: row.optionalText(),
            stage: row.optionalText(),
            grade: row.optionalText(),
            officer: row.optionalText(),
            totalInvestment: row.optionalReal(),
            plannedThisYear: row.optionalReal(),
            doneThisYear: row.optionalReal(),
            landDemand: row.optionalReal().map(Area.init(squareMetres:)),
            neededBy: try row.optionalValue { CalendarDate($0) },
            isReady: try row.value { Answer(rawValue: $0) }
        )
    }
}
