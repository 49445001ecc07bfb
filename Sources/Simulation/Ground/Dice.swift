/// What a draw is for: two purposes never share a number.
enum Purpose: UInt64 {
    case vertex = 1
    case block, village, plot, field, building, rotation, timing
    case terrain, terrainFine, relief, river, stream, texture, textureFine, grain
    case clouds, cloudEdge, cloudDensity, haze, sensorNoise, classEdge, moisture
    case month, event, eventPlace, eventShape, record, place, lead
}

/// Numbers that look random and are a pure function of the seed, a purpose and two integers.
struct Dice: Sendable {
    private let seed: UInt64

    /// The dice of a seed.
    init(seed: UInt64) {
        self.seed = Dice.mixed(seed &+ 0x9E37_79B9_7F4A_7C15)
    }

    /// Independent dice for one of many, such as one month.
    func derived(_ index: Int) -> Dice {
        Dice(seed: seed ^ Dice.mixed(UInt64(bitPattern: Int64(index)) &+ 0x5851_F42D_4C95_7F2D))
    }

    /// 64 bits.
    @inline(__always)
    func bits(_ a: Int, _ b: Int, _ purpose: Purpose) -> UInt64 {
        let first = UInt64(truncatingIfNeeded: a) &* 0x9E37_79B9_7F4A_7C15
        let second = UInt64(truncatingIfNeeded: b) &* 0xC2B2_AE3D_27D4_EB4F
        return Dice.mixed(first &+ second &+ seed ^ (purpose.rawValue &* 0x1656_67B1_9E37_79F9))
    }

    /// 0 up to, but not, 1.
    @inline(__always)
    func unit(_ a: Int, _ b: Int, _ purpose: Purpose) -> Double {
        Double(bits(a, b, purpose) >> 40) * 0x1p-24
    }

    /// A number in a range.
    func between(_ low: Double, _ high: Double, _ a: Int, _ b: Int, _ purpose: Purpose) -> Double {
        low + (high - low) * unit(a, b, purpose)
    }

    /// One of `count` choices, from 0.
    func choice(of count: Int, _ a: Int, _ b: Int, _ purpose: Purpose) -> Int {
        Int(unit(a, b, purpose) * Double(count))
    }

    /// Smooth noise, 0…1: bits at the corners of a lattice, blended in between.
    ///
    /// - Parameters:
    ///   - spot: Any place from −4 096 lattice cells on.
    ///   - scale: The lattice's spacing in pixels.
    ///   - purpose: What it is for.
    /// - Returns: 0…1.
    @inline(__always)
    func noise(_ spot: Spot, scale: Double, _ purpose: Purpose) -> Double {
        // Shifted to be positive, so that cutting off the fraction is the floor.
        let x = spot.x / scale + 4096
        let y = spot.y / scale + 4096
        let column = Int(x)
        let row = Int(y)
        let across = Dice.smooth(x - Double(column))
        let down = Dice.smooth(y - Double(row))
        let top = Dice.blend(unit(column, row, purpose), unit(column + 1, row, purpose), across)
        let bottom = Dice.blend(unit(column, row + 1, purpose), unit(column + 1, row + 1, purpose), across)
        return Dice.blend(top, bottom, down)
    }

    /// The finalizer of SplitMix64 (Steele, Lea, Flood 2014), variant 13 of Stafford.
    @inline(__always)
    private static func mixed(_ value: UInt64) -> UInt64 {
        var bits = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }

    @inline(__always)
    private static func smooth(_ t: Double) -> Double { t * t * (3 - 2 * t) }

    @inline(__always)
    private static func blend(_ from: Double, _ to: Double, _ t: Double) -> Double { from + (to - from) * t }
}
