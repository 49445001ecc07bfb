import GeoModel

/// How one band of the later date follows from that of the earlier date where nothing changed, and how well.
package struct BandRelation: Sendable, Hashable {
    /// The later number a unit of the earlier.
    package let gain: Double
    /// The later number where the earlier is 0.
    package let offset: Double
    /// The root mean square of what is left, over ground that did not change.
    package let residual: Double
    /// The mean of the earlier number there.
    package let middle: Double

    /// The four numbers bit by bit, so that every machine reads the very same.
    package var bits: [String] {
        [gain, offset, residual, middle].map { String($0.bitPattern, radix: 16) }
    }

    /// A relation from its bits; nil where they are not four numbers.
    package init?(bits: [String]) {
        let numbers = bits.compactMap { UInt64($0, radix: 16).map(Double.init(bitPattern:)) }
        guard bits.count == 4, numbers.count == 4 else { return nil }
        self.init(gain: numbers[0], offset: numbers[1], residual: numbers[2], middle: numbers[3])
    }

    init(gain: Double, offset: Double, residual: Double, middle: Double) {
        self.gain = gain
        self.offset = offset
        self.residual = residual
        self.middle = middle
    }
}

/// Relations of all bands on pseudo-invariant ground: orthogonal regressions weighted by the probability of no change.
///
/// - Source: Canty & Nielsen 2008, automatic radiometric normalization by IR-MAD.
///
/// - Parameters:
///   - sample: Pixels of both dates.
///   - detection: The probability that each did not change.
/// - Returns: One relation a band, in the sample's order.
package func invariantRelations(_ sample: PairSample, _ detection: AlterationDetection) -> [BandRelation] {
    let moments = WeightedMoments(sample, weights: detection.weights)
    let count = sample.roles.count
    return (0..<count).map { band in
        let before = moments.covariances[band, band]
        let after = moments.covariances[count + band, count + band]
        let between = moments.covariances[band, count + band]
        let excess = after - before
        let gain =
            between > 0
            ? (excess + (excess * excess + 4 * between * between).squareRoot()) / (2 * between)
            : (after / before).squareRoot()
        let offset = moments.means[count + band] - gain * moments.means[band]
        // The variance of y − kx about its weighted mean, which is the offset.
        let variance = after - 2 * gain * between + gain * gain * before
        return BandRelation(
            gain: gain, offset: offset, residual: max(variance, 1e-12).squareRoot(),
            middle: moments.means[band]
        )
    }
}
