package import GeoModel

/// Pixels of both dates that statistics are made from: of each, its bands before, then its bands after.
package struct PairSample: Sendable {
    /// The bands of one date.
    package let roles: [BandRole]
    private(set) var values: [Float] = []

    /// A sample without pixels.
    package init(roles: [BandRole]) {
        self.roles = roles
    }

    /// How many pixels there are.
    package var count: Int { values.count / width }
    /// The numbers of a pixel: the bands of both dates.
    var width: Int { 2 * roles.count }

    /// The median number of each band at one date; empty without pixels.
    package func medians(ofLater isLater: Bool) -> [BandRole: Double] {
        guard count > 0 else { return [:] }
        var medians: [BandRole: Double] = [:]
        for (place, role) in roles.enumerated() {
            let first = place + (isLater ? roles.count : 0)
            let sorted = stride(from: first, to: values.count, by: width).map { values[$0] }.sorted()
            medians[role] = Double(sorted[sorted.count / 2])
        }
        return medians
    }

    /// Appends a pixel, unless one of its bands has no data.
    package mutating func append(_ pixel: some Collection<Float>) {
        if pixel.allSatisfy({ !$0.isNaN }) { values += pixel }
    }

    /// Appends the pixels of another sample of the same bands.
    package mutating func append(_ other: PairSample) {
        values += other.values
    }
}

/// The weighted means and covariances of a sample's numbers.
struct WeightedMoments {
    let means: [Double]
    let covariances: SquareMatrix
    let weight: Double

    /// - Parameters:
    ///   - sample: With at least one pixel.
    ///   - weights: One a pixel.
    init(_ sample: PairSample, weights: [Double]) {
        let width = sample.width
        var sums = [Double](repeating: 0, count: width)
        var products = [Double](repeating: 0, count: width * width)
        // Near their own first pixel numbers are small, and so are the errors of their products.
        let origin = sample.values.prefix(width).map(Double.init)
        var pixel = [Double](repeating: 0, count: width)
        var total = 0.0
        for (place, weight) in weights.enumerated() {
            for band in 0..<width { pixel[band] = Double(sample.values[place * width + band]) - origin[band] }
            total += weight
            for band in 0..<width {
                let weighted = weight * pixel[band]
                sums[band] += weighted
                for other in 0...band { products[band * width + other] += weighted * pixel[other] }
            }
        }
        var covariances = SquareMatrix(order: width)
        for band in 0..<width {
            for other in 0...band {
                let covariance = products[band * width + other] / total - sums[band] / total * (sums[other] / total)
                covariances[band, other] = covariance
                covariances[other, band] = covariance
            }
        }
        means = zip(origin, sums).map { $0 + $1 / total }
        self.covariances = covariances
        weight = total
    }

    /// The moments of all pixels alike.
    init(_ sample: PairSample) {
        self.init(sample, weights: [Double](repeating: 1, count: sample.count))
    }
}
