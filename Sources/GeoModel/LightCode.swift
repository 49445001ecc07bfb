/// Brightness in twelve bits: its logarithm to base two in steps of 1/128, straight between powers of two.
///
/// Codes are whole numbers, so that sums of them do not depend on their order, and all brightness from 2⁻¹⁴ to 2¹⁷ has
/// one, whether it is reflectance or counts.
package enum LightCode {
    /// The code of no data.
    package static let unknown: UInt16 = 0
    private static let steps = 128
    /// The exponent, as a `Float` has it, of the darkest code.
    private static let base = 127 - 14
    private static let last = 4095

    /// The code of a brightness; what is darker or brighter than all has the first or last, `NaN` is unknown.
    @inline(__always)
    package static func code(_ brightness: Float) -> UInt16 {
        guard brightness == brightness else { return unknown }
        guard brightness > 0 else { return 1 }
        let place = Int(brightness.bitPattern >> 16) - base * steps
        return UInt16(min(last, max(1, place)))
    }

    /// The brightness of a code or of a mean of codes.
    package static func brightness(_ code: Double) -> Double {
        let exponent = (code / Double(steps)).rounded(.down)
        var power = 1.0
        for _ in 0..<max(0, Int(exponent)) { power *= 2 }
        return power / 16_384 * (1 + code / Double(steps) - exponent)
    }
}
