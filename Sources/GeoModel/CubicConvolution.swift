/// Interpolation between samples that lie one apart, by cubic convolution.
///
/// - Source: Keys 1981, cubic convolution interpolation for digital image processing, with a = −½: exact for
///   quadratic surfaces.
package enum CubicConvolution {
    /// How far from a place samples count.
    package static let radius = 2.0

    /// The weight of a sample at a distance, in samples.
    package static func weight(_ distance: Double) -> Double {
        let far = abs(distance)
        guard far < 2 else { return 0 }
        return far <= 1
            ? (1.5 * far - 2.5) * far * far + 1
            : ((-0.5 * far + 2.5) * far - 4) * far + 2
    }

    /// The weights of the four samples around a place: the first lies one before the sample at or left of it.
    ///
    /// - Parameter fraction: How far the place lies beyond that sample, 0…1.
    /// - Returns: Four weights whose sum is 1.
    package static func weights(_ fraction: Double) -> [Float] {
        [1 + fraction, fraction, 1 - fraction, 2 - fraction].map { Float(weight($0)) }
    }
}
