package import GeoModel

/// What a supply contract says of building, and what its ledger says has become of that.
package struct SupplyTerms: Sendable, Hashable {
    /// The use (tdyt), as written.
    package let use: String?
    /// The area by the contract (mj).
    package let statedArea: Area?
    /// The land price (tdjk), 10 000 yuan.
    package let landPrice: Double?
    /// Agreed delivery (ydjdsj).
    package let agreedDelivery: CalendarDate?
    /// Actual delivery (sjjdsj).
    package let actualDelivery: CalendarDate?
    /// Actual start by the ledger (sjkgsj).
    package let actualStart: CalendarDate?
    /// Actual completion by the ledger (sjjgsj).
    package let actualCompletion: CalendarDate?
    /// The least agreed plot ratio (容积率下限).
    package let leastPlotRatio: Double?
    /// The largest agreed plot ratio (容积率上限).
    package let mostPlotRatio: Double?
    /// Agreed investment (gdzctz), 10 000 yuan, without land price and taxes.
    package let agreedInvestment: Double?
    /// Investment so far (sjtz), 10 000 yuan, without land price and taxes.
    package let actualInvestment: Double?
    /// The area that building has begun on (ykgmj).
    package let startedArea: Area?
    /// The first day of a delay that the government caused (政府原因).
    package let delayedFrom: CalendarDate?
    /// The last day of that delay; nil with a first day where it goes on.
    package let delayedUntil: CalendarDate?
    /// Whether it is mortgaged (抵押).
    package let isMortgaged: Answer
    /// Whether it is seized (查封).
    package let isSeized: Answer

    /// Terms, of which nothing need be known.
    package init(
        use: String? = nil,
        statedArea: Area? = nil,
        landPrice: Double? = nil,
        agreedDelivery: CalendarDate? = nil,
        actualDelivery: CalendarDate? = nil,
        actualStart: CalendarDate? = nil,
        actualCompletion: CalendarDate? = nil,
        leastPlotRatio: Double? = nil,
        mostPlotRatio: Double? = nil,
        agreedInvestment: Double? = nil,
        actualInvestment: Double? = nil,
        startedArea: Area? = nil,
        delayedFrom: CalendarDate? = nil,
        delayedUntil: CalendarDate? = nil,
        isMortgaged: Answer = .unknown,
        isSeized: Answer = .unknown
    ) {
        self.use = use
        self.statedArea = statedArea
        self.landPrice = landPrice
        self.agreedDelivery = agreedDelivery
        self.actualDelivery = actualDelivery
        self.actualStart = actualStart
        self.actualCompletion = actualCompletion
        self.leastPlotRatio = leastPlotRatio
        self.mostPlotRatio = mostPlotRatio
        self.agreedInvestment = agreedInvestment
        self.actualInvestment = actualInvestment
        self.startedArea = startedArea
        self.delayedFrom = delayedFrom
        self.delayedUntil = delayedUntil
        self.isMortgaged = isMortgaged
        self.isSeized = isSeized
    }
}
