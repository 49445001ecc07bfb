package import GeoModel

/// A normalised difference of reflectances, in −1…1.
package enum SpectralIndex: String, Sendable, CaseIterable {
    /// Vegetation: (nir − red) / (nir + red). Source: Rouse et al. 1974.
    case ndvi
    /// Built-up: (swir1 − nir) / (swir1 + nir). Source: Zha, Gao & Ni 2003.
    case ndbi
    /// Open water: (green − swir1) / (green + swir1). Source: Xu 2006.
    case mndwi
    /// Bare soil: ((swir1 + red) − (nir + blue)) / ((swir1 + red) + (nir + blue)). Source: Rikimaru, Roy & Miyatake
    /// 2002.
    case bsi

    /// The bands it is made from.
    package var roles: [BandRole] {
        switch self {
        case .ndvi: [.red, .nir]
        case .ndbi: [.nir, .swir1]
        case .mndwi: [.green, .swir1]
        case .bsi: [.blue, .red, .nir, .swir1]
        }
    }
}
