package import GeoModel

/// What else a project register says of a project.
package struct ProjectTerms: Sendable, Hashable {
    /// Who builds (jsdw).
    package let builder: String?
    /// The stage of construction by the register (jsjd), as written.
    package let stage: String?
    /// How good a project it is (xmdj): a class of the programme, as written.
    package let grade: String?
    /// The officer who looks after it (专员).
    package let officer: String?
    /// Total investment (ztz), 10 000 yuan.
    package let totalInvestment: Double?
    /// This year's plan (ndjh), 10 000 yuan.
    package let plannedThisYear: Double?
    /// Done this year (ndwc), 10 000 yuan.
    package let doneThisYear: Double?
    /// The land it still needs (ydxq).
    package let landDemand: Area?
    /// The day the land is needed (急用).
    package let neededBy: CalendarDate?
    /// Whether it can start at once (具备开工条件).
    package let isReady: Answer

    /// Terms, of which nothing need be known.
    package init(
        builder: String? = nil,
        stage: String? = nil,
        grade: String? = nil,
        officer: String? = nil,
        totalInvestment: Double? = nil,
        plannedThisYear: Double? = nil,
        doneThisYear: Double? = nil,
        landDemand: Area? = nil,
        neededBy: CalendarDate? = nil,
        isReady: Answer = .unknown
    ) {
        self.builder = builder
        self.stage = stage
        self.grade = grade
        self.officer = officer
        self.totalInvestment = totalInvestment
        self.plannedThisYear = plannedThisYear
        self.doneThisYear = doneThisYear
        self.landDemand = landDemand
        self.neededBy = neededBy
        self.isReady = isReady
    }
}
