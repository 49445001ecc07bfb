/// What covers the ground at one date, as far as its spectrum tells.
package enum LandState: UInt8, Sendable, CaseIterable {
    /// No valid observation.
    case unknown = 0
    /// Open water or flooded ground.
    case water = 1
    /// Green vegetation: forest, grass, standing crops.
    case vegetation = 2
    /// Bare soil, stubble, moved earth.
    case bare = 3
    /// Roofs, concrete, asphalt.
    case built = 4

    /// The word used in files and recipes.
    package var code: String {
        switch self {
        case .unknown: "unknown"
        case .water: "water"
        case .vegetation: "vegetation"
        case .bare: "bare"
        case .built: "built"
        }
    }

    /// The state with that word; nil for any other word.
    package init?(code: String) {
        guard let state = LandState.allCases.first(where: { $0.code == code }) else { return nil }
        self = state
    }

    /// The word that users read.
    package var label: Bilingual {
        switch self {
        case .unknown: Bilingual(zh: "未知", en: "unknown")
        case .water: Bilingual(zh: "水体", en: "water")
        case .vegetation: Bilingual(zh: "植被", en: "vegetation")
        case .bare: Bilingual(zh: "裸地/动土", en: "bare ground")
        case .built: Bilingual(zh: "建筑/硬化", en: "built-up")
        }
    }
}

/// What became what between two dates.
package struct Transition: Sendable, Hashable {
    /// The cover at the first date.
    package let before: LandState
    /// The cover at the second date.
    package let after: LandState

    /// From one cover to another.
    package init(before: LandState, after: LandState) {
        self.before = before
        self.after = after
    }

    /// The value in the class band of a change raster: ten times the cover before plus the cover after.
    package var code: UInt8 { before.rawValue * 10 + after.rawValue }

    /// The transition with that value; nil where no cover has one of the digits.
    package init?(code: UInt8) {
        guard let before = LandState(rawValue: code / 10), let after = LandState(rawValue: code % 10) else {
            return nil
        }
        self.init(before: before, after: after)
    }
}
