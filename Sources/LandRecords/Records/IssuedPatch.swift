package import GeoModel

/// A patch that the superior authority issued for verification (下发图斑).
package struct IssuedPatch: Sendable, Hashable {
    /// Its number (JCBH).
    package let number: String
    /// Its type (TBLX), as written.
    package let type: String?
    /// The day of the earlier image (QSX).
    package let before: CalendarDate?
    /// The day of the later image (HSX).
    package let after: CalendarDate?
    /// The day it was issued; nil where not entered.
    package let issuedOn: CalendarDate?
    /// Its area by the list (MJ).
    package let statedArea: Area?
    /// The outline in the region's coordinate system.
    package let shape: MultiPolygon
    /// Where, in the region's coordinate system, if a point is all that was said; nil where there is an outline.
    package let point: MapPoint?
    /// The row it was read in.
    package let source: RecordSource

    /// An issued patch.
    package init(
        number: String,
        type: String?,
        before: CalendarDate?,
        after: CalendarDate?,
        issuedOn: CalendarDate?,
        statedArea: Area?,
        shape: MultiPolygon,
        source: RecordSource,
        point: MapPoint? = nil
    ) {
        self.number = number
        self.type = type
        self.before = before
        self.after = after
        self.issuedOn = issuedOn
        self.statedArea = statedArea
        self.shape = shape
        self.point = point
        self.source = source
    }
}
