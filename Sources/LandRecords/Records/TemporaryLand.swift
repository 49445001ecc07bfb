package import GeoModel

/// Land lent for a term (临时用地).
package struct TemporaryLand: Sendable, Hashable {
    /// The approval number.
    package let number: String
    /// Who uses it; nil where not entered.
    package let holder: String?
    /// The first day; nil where not entered.
    package let from: CalendarDate?
    /// The last day; nil where not entered.
    package let until: CalendarDate?
    /// The outline in the region's coordinate system.
    package let shape: MultiPolygon
    /// The row it was read in.
    package let source: RecordSource

    /// A term.
    package init(
        number: String,
        holder: String?,
        from: CalendarDate?,
        until: CalendarDate?,
        shape: MultiPolygon,
        source: RecordSource
    ) {
        self.number = number
        self.holder = holder
        self.from = from
        self.until = until
        self.shape = shape
        self.source = source
    }
}
