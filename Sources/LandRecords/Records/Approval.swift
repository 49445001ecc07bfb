package import GeoModel

/// Land approved for construction use (批次/批文).
package struct Approval: Sendable, Hashable {
    /// The approval number (批准文号).
    package let number: String
    /// The batch's name (pcmc); nil where not entered.
    package let batchName: String?
    /// The day of approval; nil where not entered.
    package let approvedOn: CalendarDate?
    /// What else the ledger says of it.
    package let terms: ApprovalTerms
    /// The outline in the region's coordinate system.
    package let shape: MultiPolygon
    /// The row it was read in.
    package let source: RecordSource

    /// An approval.
    package init(
        number: String,
        batchName: String?,
        approvedOn: CalendarDate?,
        shape: MultiPolygon,
        source: RecordSource,
        terms: ApprovalTerms = ApprovalTerms()
    ) {
        self.number = number
        self.batchName = batchName
        self.approvedOn = approvedOn
        self.shape = shape
        self.source = source
        self.terms = terms
    }
}
