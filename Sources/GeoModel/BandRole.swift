/// What a band of an image measures, whatever its sensor calls it.
package enum BandRole: String, Sendable, CaseIterable, Comparable {
    /// Blue light, about 0.49 µm.
    case blue
    /// Green light, about 0.56 µm.
    case green
    /// Red light, about 0.66 µm.
    case red
    /// Red edge, about 0.70 µm.
    case rededge1
    /// Red edge, about 0.74 µm.
    case rededge2
    /// Red edge, about 0.78 µm.
    case rededge3
    /// Near infrared, about 0.84 µm.
    case nir
    /// Near infrared in a narrow band, about 0.865 µm.
    case nirNarrow
    /// Short-wave infrared, about 1.6 µm.
    case swir1
    /// Short-wave infrared, about 2.2 µm.
    case swir2
    /// Scene classification: a code a pixel that says cloud, shadow, water and so on.
    case mask

    /// The bands that change is scored from where a recipe names none: those that most sensors have.
    package static let usual: [BandRole] = [.blue, .green, .red, .nir, .swir1, .swir2]

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
