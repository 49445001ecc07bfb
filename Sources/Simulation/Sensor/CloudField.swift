/// The clouds of one scene: opaque cores, thin edges, and the shadows they throw.
struct CloudField: Sendable {
    private let dice: Dice
    private let scale: Double
    private let threshold: Double
    private let towardsSun: Spot
    private let isClear: Bool

    /// The width of the thin edge, in the unit of the noise.
    private static let softness = 0.055

    init(_ acquisition: Acquisition, size: Int) {
        dice = acquisition.dice
        towardsSun = acquisition.towardsSun
        isClear = acquisition.cloudShare == 0
        scale = acquisition.cloudShare > 0.5 ? 420 : acquisition.dice.between(80, 170, 11, 0, .month)
        threshold = CloudField.threshold(
            share: acquisition.cloudShare, size: size, scale: scale, dice: acquisition.dice)
    }

    /// 0 clear … 1 opaque.
    @inline(__always)
    func opacity(_ spot: Spot) -> Float {
        guard !isClear else { return 0 }
        // The large clouds decide alone where the sky is far from cloudy.
        let large = dice.noise(spot, scale: scale, .clouds)
        guard 0.56 * large + 0.44 > threshold else { return 0 }
        let density = CloudField.density(spot, large: large, scale: scale, dice: dice)
        let share = min(max((density - threshold) / CloudField.softness, 0), 1)
        return Float(share * share * (3 - 2 * share))
    }

    /// 0 in the sun … 1 in the shade of an opaque cloud.
    @inline(__always)
    func shadow(_ spot: Spot) -> Float { opacity(spot + towardsSun) }

    /// The reflectance of the cloud at a place.
    @inline(__always)
    func spectrum(_ spot: Spot) -> Spectrum {
        let puff = Float(0.75 + 0.45 * dice.noise(spot, scale: 18, .cloudDensity))
        return Spectra.spectrum(5600, 5700, 5800, 6200, 4300, 3300) * puff
    }

    private static func density(_ spot: Spot, large: Double, scale: Double, dice: Dice) -> Double {
        0.56 * large + 0.28 * dice.noise(spot, scale: scale / 2.7, .cloudEdge)
            + 0.16 * dice.noise(spot, scale: scale / 8, .cloudDensity)
    }

    /// The density above which the wanted share of the scene lies, from a sample of 64 × 64 places.
    private static func threshold(share: Double, size: Int, scale: Double, dice: Dice) -> Double {
        let step = Double(size) / 64
        let densities = (0..<4096).map { index in
            let spot = Spot(x: (Double(index % 64) + 0.5) * step, y: (Double(index / 64) + 0.5) * step)
            return density(spot, large: dice.noise(spot, scale: scale, .clouds), scale: scale, dice: dice)
        }
        let rank = min(max(Int(Double(densities.count) * (1 - share)), 0), densities.count - 1)
        return densities.sorted()[rank] - softness / 2
    }
}
