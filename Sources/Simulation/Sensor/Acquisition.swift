import GeoModel

/// When and under what conditions one scene is taken.
struct Acquisition: Sendable {
    /// Counted from the first scene.
    let month: Int
    let date: CalendarDate
    /// `S2A` or `S2B`.
    let platform: String
    /// The share of the scene under clouds that is aimed at.
    let cloudShare: Double
    /// How far the image lies off the grid, in pixels.
    let shift: Spot
    /// Radiometric drift: what is measured is `signal × gain + offset`.
    let gain: Spectrum
    let offset: Spectrum
    /// 0 clear air … 1 thick haze.
    let haze: Float
    /// From a shadow to the cloud that throws it, in pixels.
    let towardsSun: Spot
    /// The month's own dice.
    let dice: Dice

    /// The MGRS tile of the sample district.
    static let mgrsTile = "50SND"

    init(month: Int, options: SimulationOptions) {
        let period = options.period(month)
        let dice = Dice(seed: options.seed).derived(month + 1)
        self.month = month
        self.dice = dice
        date = Acquisition.day(of: period, monthsBeforeLast: options.months - 1 - month, dice: dice)
        platform = dice.unit(0, 0, .month) < 0.5 ? "S2A" : "S2B"
        cloudShare = Acquisition.cloudShare(
            monthsBeforeLast: options.months - 1 - month, of: options.months, dice: dice)
        shift = Spot(x: dice.between(-0.3, 0.3, 1, 0, .month), y: dice.between(-0.3, 0.3, 2, 0, .month))
        let common = dice.between(-0.02, 0.02, 3, 0, .month)
        var gain = Spectrum()
        var offset = Spectrum()
        for band in 0..<6 {
            gain[band] = Float(1 + common + dice.between(-0.01, 0.01, 4, band, .month))
            offset[band] = Float(dice.between(-15, 15, 5, band, .month))
        }
        self.gain = gain
        self.offset = offset
        haze = Float(dice.unit(6, 0, .month) * dice.unit(7, 0, .month))
        let cloudHeight = dice.between(90, 150, 8, 0, .month)
        let slant = cloudHeight * Acquisition.zenithTangents[period.month - 1]
        towardsSun = Spot(x: 0.5 * slant, y: 0.866 * slant)
    }

    /// The scene's name, after the pattern of the mission's products.
    var name: String {
        let day = date.description.filter { $0 != "-" }
        return "\(platform)_\(day)_T\(Acquisition.mgrsTile)"
    }

    /// The tangent of the sun's zenith angle at 10:50 local time at 34.8° N, month by month.
    private static let zenithTangents = [1.62, 1.24, 0.88, 0.61, 0.46, 0.40, 0.43, 0.55, 0.78, 1.12, 1.50, 1.74]

    /// The months that are compared lie near the same day, as an operator would pick them.
    private static func day(of period: Period, monthsBeforeLast: Int, dice: Dice) -> CalendarDate {
        let isCompared = [0, 1, 12].contains(monthsBeforeLast)
        let day = isCompared ? 15 + dice.choice(of: 5, 9, 0, .month) : 5 + dice.choice(of: 22, 9, 0, .month)
        guard let date = CalendarDate(year: period.year, month: period.month, day: day) else {
            preconditionFailure("day \(day) is in every month")
        }
        return date
    }

    /// Little cloud where the last month is compared, one month almost lost, the others mixed.
    private static func cloudShare(monthsBeforeLast: Int, of months: Int, dice: Dice) -> Double {
        let draw = dice.unit(10, 0, .month)
        if [0, 1, 12].contains(monthsBeforeLast) { return 0.01 + 0.035 * draw }
        if monthsBeforeLast == max(2, months / 3) { return 0.7 + 0.1 * draw }
        return draw < 0.45 ? 0 : 0.45 * (draw - 0.45) / 0.55
    }
}
