/// What a band of an image measures, whatever its sensor calls it.
package enum BandRole: String, Sendable, CaseIterable, Comparable {
    /// Blue light, about 0.49 µm.
    case blue
    /// Green light, about 0.56 µm.
    case green
    /// Red light, about 0.66 µm.
    case red
    /// Near infrared, about 0.84 µm.
    case nir
    /// Short-wave infrared, about 1.6 µm.
    case swir1
    /// Short-wave infrared, about 2.2 µm.
    case swir2
    /// Scene classification: a code a pixel that says cloud, shadow, water and so on.
    case mask

    /// In the order of the spectrum, the mask last.
    package static func < (left: BandRole, right: BandRole) -> Bool {
        left.order < right.order
    }

    private var order: Int { BandRole.allCases.firstIndex(of: self) ?? 0 }
}

/// One band of one file.
package struct BandSource: Sendable, Hashable {
    /// The file.
    package let path: String
    /// The band's number in the file, from 1.
    package let band: Int

    /// A band of a file.
    package init(path: String, band: Int) {
        self.path = path
        self.band = band
    }
}

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
        checksums: [String: String] = [:],
        cloudFraction: Double? = nil,
        validFraction: Double? = nil
    ) {
        self.id = id
        self.date = date
        self.sensor = sensor
        self.grid = grid
        self.bands = bands
        self.checksums = checksums
        self.cloudFraction = cloudFraction
        self.validFraction = validFraction
    }
}
