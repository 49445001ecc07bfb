import GeoModel

/// Which maps a fusion takes.
enum FusionKind: Sendable {
    /// Seven views of change for some ten metres a pixel and bands beyond visible light.
    case spectral
    /// Three views for pictures of a metre or so in visible light, where what a pixel shows matters less than its
    /// surroundings.
    case colour

    /// How many maps there are.
    var mapCount: Int {
        switch self {
        case .spectral: 7
        case .colour: 3
        }
    }

    /// The map of the change of brightness, the only one whose common shift is taken off.
    var brightnessMap: Int? { self == .spectral ? 6 : nil }

    /// Whether the mean of the maps is that of their square roots, squared, so that what all of them show stands above
    /// what one of them shows.
    var averagesRoots: Bool { self == .spectral }

    /// How far, in pixels, a map reaches.
    var margin: Int {
        switch self {
        case .spectral: SpectralMaps.reach
        case .colour: ColourMaps.reach
        }
    }

    /// The bytes kept of each column of a tile while its rows are scored, as measured.
    var bytesOfColumn: Int {
        switch self {
        case .spectral: 10_000
        case .colour: 20_000
        }
    }
}
