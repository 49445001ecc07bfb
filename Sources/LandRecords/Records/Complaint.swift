package import GeoModel

/// A complaint (投诉举报, 12345): a lead of its own.
package struct Complaint: Sendable, Hashable {
    /// Its number.
    package let number: String
    /// The day it came in; nil where not entered.
    package let receivedOn: CalendarDate?
    /// What it says; nil where not entered.
    package let subject: String?
    /// Where, in words; nil where not entered.
    package let place: String?
    /// Where, in the region's coordinate system; empty where only words say it.
    package let shape: MultiPolygon
    /// Where, in the region's coordinate system, if a point is all that was said; nil where there is an outline.
    package let point: MapPoint?
    /// The row it was read in.
    package let source: RecordSource

    /// A complaint.
    package init(
        number: String,
        receivedOn: CalendarDate?,
        subject: String?,
        place: String?,
        shape: MultiPolygon,
        source: RecordSource,
        point: MapPoint? = nil
    ) {
        self.number = number
        self.receivedOn = receivedOn
        self.subject = subject
        self.place = place
        self.shape = shape
        self.point = point
        self.source = source
    }
}
