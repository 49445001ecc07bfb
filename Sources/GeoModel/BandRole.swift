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
