package import GeoModel

/// Land handed to a user by contract (供地: 出让/划拨/租赁…).
package struct Supply: Sendable, Hashable {
    /// The contract number (crhth).
    package let contract: String
    /// The parcel code (zdh); nil where not entered.
    package let parcelCode: String?
    /// The mode of supply (gdfs), as written; nil where not entered.
    package let mode: String?
    /// The day of signing; nil where not entered: such a contract is listed and counts as supplied at any date.
    package let signedOn: CalendarDate?
    /// The agreed start (ydkgsj); nil where not entered.
    package let agreedStart: CalendarDate?
    /// The agreed completion (ydjgsj); nil where not entered.
    package let agreedCompletion: CalendarDate?
    /// What else the contract and its ledger say.
    package let terms: SupplyTerms
    /// The outline in the region's coordinate system.
    package let shape: MultiPolygon
    /// The row it was read in.
    package let source: RecordSource

    /// A supply.
    package init(
        contract: String,
        parcelCode: String?,
        mode: String?,
        signedOn: CalendarDate?,
        agreedStart: CalendarDate?,
        agreedCompletion: CalendarDate?,
        shape: MultiPolygon,
        source: RecordSource,
        terms: SupplyTerms = SupplyTerms()
    ) {
        self.contract = contract
        self.parcelCode = parcelCode
        self.mode = mode
        self.signedOn = signedOn
        self.agreedStart = agreedStart
        self.agreedCompletion = agreedCompletion
        self.shape = shape
        self.source = source
        self.terms = terms
    }
}
