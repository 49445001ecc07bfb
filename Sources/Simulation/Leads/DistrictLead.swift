import GeoModel

/// What others tell of the district's land: a patch of the superior's list, or a complaint.
struct DistrictLead: Sendable {
    /// What is behind it.
    enum Cause: String, Sendable, CaseIterable {
        /// An event that a flag is due for.
        case change
        /// An event that approval and supply explain.
        case explained
        /// Less land than the programme looks at, and less than images of 10 m show: nothing is drawn.
        case tooSmall = "too-small"
        /// Works that begin after the last image: nothing is drawn.
        case afterLastImage = "after-last-image"
        /// Nothing: a field that looks otherwise, or nothing at all.
        case nothing
        /// Nobody says where.
        case unplaced = "without-a-place"
    }

    /// Where: on the raster.
    enum Place: Sendable {
        case outline([Spot])
        case point(Spot)
        case nowhere

        /// Its middle; nil where nobody says where.
        var centre: Spot? {
            switch self {
            case .outline(let outline): Site(outline: outline).centre
            case .point(let spot): spot
            case .nowhere: nil
            }
        }
    }

    let cause: Cause
    let event: DistrictEvent?
    let place: Place
    /// The day it was issued or received.
    let day: CalendarDate
    /// What it says: the patch's type (TBLX), or the complaint's words.
    let text: String
    /// Its number in its list; given when the list is complete.
    var number = ""
}

/// One list of the superior authority: what its images of a quarter show.
struct IssuedList: Sendable {
    /// `2026Q3`.
    let name: String
    /// The days of its images (QSX, HSX).
    let before: CalendarDate
    let after: CalendarDate
    /// The day it was issued.
    let issuedOn: CalendarDate
    /// The month of the later image, counted from the first scene.
    let month: Int
    var leads: [DistrictLead] = []
}
