import Foundation

/// How reflectance becomes brightness, the same for both dates, so that the same colour means the same ground.
struct Stretch {
    /// What is shown black, a band.
    private let lows: [Float]
    /// What is spread from black to full brightness, common to all bands, so that hues stay.
    private let range: Float

    /// The middle 96 % of all values: a few bright roofs or shadows don't darken or bleach the rest.
    ///
    /// - Parameter bands: The values of each band, of both dates; `NaN` is no data.
    init(_ bands: [[Float]]) {
        let ends = bands.map(Stretch.ends)
        let darkest = ends.map(\.low).min() ?? 0
        // Half of what a band lies above the darkest one is haze rather than hue: air scatters blue light most.
        let lows = ends.map { (darkest + $0.low) / 2 }
        let range = zip(ends, lows).map { $0.high - $1 }.max() ?? 0
        self.lows = lows
        // Ground of one kind stays of one colour: noise is not spread until it looks like a change.
        let least = ends.map(\.low).max() ?? 0
        self.range = max(range, least) > 0 ? max(range, least) : 1
    }

    private static func ends(_ values: [Float]) -> (low: Float, high: Float) {
        let sorted = values.filter { !$0.isNaN }.sorted()
        guard !sorted.isEmpty else { return (0, 0) }
        return (sorted[(sorted.count - 1) * 2 / 100], sorted[(sorted.count - 1) * 98 / 100])
    }

    /// Fields and woods are dark beside roofs; a curve lifts them as the eye would.
    private static let gamma: Float = 0.6

    /// The brightness of a value of one band, 0…255.
    func brightness(_ value: Float, band: Int) -> UInt8 {
        let share = min(1, max(0, (value - lows[band]) / range))
        return Stretch.curve[Int(share * Float(Stretch.curve.count - 1))]
    }

    /// In steps of four: nobody sees them, and the files are smaller.
    private static let curve: [UInt8] = (0...1023).map { index in
        let level = pow(Float(index) / 1023, gamma) * 63
        return UInt8(level.rounded() * 255 / 63)
    }
}
