package import GeoModel

/// The milestones of a performance agreement.
package struct Milestones: Sendable, Hashable {
    /// Delivery of the land (交地).
    package let delivery: CalendarDate?
    /// Start (开工).
    package let start: CalendarDate?
    /// Completion (竣工).
    package let completion: CalendarDate?
    /// Start of production (投产).
    package let production: CalendarDate?
    /// Full production (达产).
    package let fullProduction: CalendarDate?

    /// Milestones.
    package init(
        delivery: CalendarDate? = nil,
        start: CalendarDate? = nil,
        completion: CalendarDate? = nil,
        production: CalendarDate? = nil,
        fullProduction: CalendarDate? = nil
    ) {
        self.delivery = delivery
        self.start = start
        self.completion = completion
        self.production = production
        self.fullProduction = fullProduction
    }
}

/// What else a performance agreement sets, and what the enterprise reports.
package struct StandardLandTerms: Sendable, Hashable {
    /// Agreed energy, tons of standard coal per 10 000 yuan of output (单位能耗).
    package let energyPerOutput: Double?
    /// Agreed emissions, kg per 10 000 yuan of output (单位排放).
    package let emissionPerOutput: Double?
    /// Agreed spending on research, a share of the revenue 0…1 (研发投入).
    package let researchShare: Double?
    /// Reported investment intensity, 10 000 yuan a mu.
    package let reportedInvestmentPerMu: Double?
    /// Reported tax, 10 000 yuan a mu and year.
    package let reportedTaxPerMu: Double?
    /// Reported plot ratio.
    package let reportedPlotRatio: Double?
    /// Reported energy per output.
    package let reportedEnergyPerOutput: Double?
    /// Reported emissions per output.
    package let reportedEmissionPerOutput: Double?
    /// Reported spending on research, a share of the revenue 0…1.
    package let reportedResearchShare: Double?
    /// The agreed days.
    package let agreed: Milestones
    /// The days reported.
    package let actual: Milestones

    /// Terms, of which nothing need be known.
    package init(
        energyPerOutput: Double? = nil,
        emissionPerOutput: Double? = nil,
        researchShare: Double? = nil,
        reportedInvestmentPerMu: Double? = nil,
        reportedTaxPerMu: Double? = nil,
        reportedPlotRatio: Double? = nil,
        reportedEnergyPerOutput: Double? = nil,
        reportedEmissionPerOutput: Double? = nil,
        reportedResearchShare: Double? = nil,
        agreed: Milestones = Milestones(),
        actual: Milestones = Milestones()
    ) {
        self.energyPerOutput = energyPerOutput
        self.emissionPerOutput = emissionPerOutput
        self.researchShare = researchShare
        self.reportedInvestmentPerMu = reportedInvestmentPerMu
        self.reportedTaxPerMu = reportedTaxPerMu
        self.reportedPlotRatio = reportedPlotRatio
        self.reportedEnergyPerOutput = reportedEnergyPerOutput
        self.reportedEmissionPerOutput = reportedEmissionPerOutput
        self.reportedResearchShare = reportedResearchShare
        self.agreed = agreed
        self.actual = actual
    }
}
