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

    /// How far, in pixels, a map reaches.
    var margin: Int {
        switch self {
        case .spectral: GaussianSmoothing(sigma: 6).radius + GaussianSmoothing(sigma: 1.5).radius
        case .colour: GaussianSmoothing(sigma: 20).radius + GaussianSmoothing(sigma: 8).radius
        }
    }

    /// The largest side of what is scored at a time: small keeps memory small, large keeps the margin's share small.
    var windowSide: Int {
        switch self {
        case .spectral: 256
        case .colour: 512
        }
    }

    /// The bytes kept of each pixel of a window while it is scored, as measured.
    var bytesOfWindowPixel: Int {
        switch self {
        case .spectral: 560
        case .colour: 200
        }
    }
}
