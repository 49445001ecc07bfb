package import GeoModel

/// A standard-land contract (标准地履约监管协议): a table row that belongs to a supply contract; it has no outline of its own.
package struct StandardLand: Sendable, Hashable {
    /// The supply contract it belongs to (crhth).
    package let contract: String
    /// The enterprise; nil where not entered.
    package let enterprise: String?
    /// Agreed fixed-asset investment intensity (投资强度), 10 000 yuan per mu; nil where not entered.
    package let investmentPerMu: Double?
    /// Agreed tax per mu (亩均税收), 10 000 yuan per mu a year; nil where not entered.
    package let taxPerMu: Double?
    /// Agreed plot ratio (容积率); nil where not entered.
    package let plotRatio: Double?
    /// The agreed start (开工); nil where not entered.
    package let agreedStart: CalendarDate?
    /// What else the agreement sets, and what is reported.
    package let terms: StandardLandTerms
    /// The row it was read in.
    package let source: RecordSource

    /// A standard-land contract.
    package init(
        contract: String,
        enterprise: String?,
        investmentPerMu: Double?,
        taxPerMu: Double?,
        plotRatio: Double?,
        agreedStart: CalendarDate?,
        source: RecordSource,
        terms: StandardLandTerms = StandardLandTerms()
    ) {
        self.contract = contract
        self.enterprise = enterprise
        self.investmentPerMu = investmentPerMu
        self.taxPerMu = taxPerMu
        self.plotRatio = plotRatio
        self.agreedStart = agreedStart
        self.source = source
        self.terms = terms
    }
}
