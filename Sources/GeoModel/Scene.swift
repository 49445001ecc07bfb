/// One acquisition of one sensor, with its date: what a scene catalogue keeps.
package struct Scene: Sendable, Hashable {
    /// The catalogue's name for it.
    package var id: String
    /// The day it was taken; nil where nothing tells.
    package var date: CalendarDate?
    /// The platform or sensor, as its metadata calls it.
    package var sensor: String
    /// The grid of its finest band.
    package var grid: Grid
    /// Where each band is.
    package var bands: [BandRole: BandSource]
    /// How its digital numbers become reflectance.
    package var radiometry: Radiometry
    /// The digital number that means no data besides what the files say; nil for none.
    package var noData: Double?
    /// The mask codes of pixels that may be compared.
    package var usableMaskCodes: MaskCodes
    /// The SHA-256 of each file, by path.
    package var checksums: [String: String]
    /// The share of the scene that its metadata calls cloud, 0…1; nil where nothing tells.
    package var cloudFraction: Double?
    /// The share of pixels that can be compared, 0…1; nil before it was measured.
    package var validFraction: Double?

    /// A scene.
    package init(
        id: String,
        date: CalendarDate?,
        sensor: String,
        grid: Grid,
        bands: [BandRole: BandSource],
        radiometry: Radiometry = .identity,
        noData: Double? = nil,
        usableMaskCodes: MaskCodes = [],
        checksums: [String: String] = [:],
        cloudFraction: Double? = nil,
        validFraction: Double? = nil
    ) {
        self.id = id
        self.date = date
        self.sensor = sensor
        self.grid = grid
        self.bands = bands
        self.radiometry = radiometry
        self.noData = noData
        self.usableMaskCodes = usableMaskCodes
        self.checksums = checksums
        self.cloudFraction = cloudFraction
        self.validFraction = validFraction
    }
}
