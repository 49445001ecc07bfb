/// What covers the ground at one place.
enum Surface: UInt8, Sendable, CaseIterable {
    // Plants, with a calendar.
    case cropland, orchard, vegetables, weeds, broadleaf, evergreen
    // Ground without plants.
    case sand, gravel, earthwork, clearedForest, rubble
    // What people built.
    case concrete, asphalt, redRoof, greyRoof, blueRoof, whiteRoof, plastic, foundation, frame
    // Water apart from river, reservoir and stream.
    case pond
}

/// One pixel of ground before a date is chosen: everything about it that stays the same.
struct GroundPoint: Sendable {
    var surface: Surface
    /// A second surface in the same pixel, and its share.
    var second: Surface
    var secondShare: Float
    /// The road in the pixel, and its share.
    var road: Surface
    var roadShare: Float
    /// Pixels beyond the bank of the nearest water; negative in it.
    var shore: Float
    var body: WaterBody
    /// Bits that the field, roof or tree has to itself.
    var key: UInt64
    /// Texture around 1.
    var brightness: Float
    /// Light on slopes, around 1.
    var light: Float

    /// Whether it is natural or farmed ground without water and roads: where an event may begin.
    var isOpenGround: Bool {
        guard roadShare < 0.05, shore > 4 else { return false }
        switch surface {
        case .cropland, .orchard, .vegetables, .weeds, .broadleaf, .evergreen: return true
        default: return false
        }
    }
}
