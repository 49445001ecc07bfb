package import GeoModel

/// Change as linear combinations of all bands of both dates; the length of their vector is the score.
package struct ChangeVariates: Sendable, Hashable {
    private let roles: [BandRole]
    /// Of each variate the weights of the bands before, those of the bands after, and the constant.
    private let rows: [[Float]]

    /// The variates of a method, fitted to a sample.
    ///
    /// - Parameters:
    ///   - sample: Pixels of both dates.
    ///   - method: One that uses variates.
    /// - Throws: `Fault` where a band is constant or bands repeat each other.
    package init(_ sample: PairSample, _ method: ScoreMethod) throws(Fault) {
        let rows: [[Double]]
        switch method {
        case .alteration: rows = try AlterationDetection(sample, mostIterations: 1).variates
        case .iteratedAlteration: rows = try AlterationDetection(sample).variates
        case .principalDifferences: rows = try Self.principalDifferences(sample)
        default:
            rows = try Self.standardisedDifferences(sample, WeightedMoments(sample))
        }
        roles = sample.roles
        self.rows = rows.map { $0.map { Float($0) } }
    }

    /// y / σ_y − x / σ_x of each band, about its mean. Source: Malila 1980, change vector analysis.
    private static func standardisedDifferences(_ sample: PairSample, _ moments: WeightedMoments) throws(Fault)
        -> [[Double]]
    {
        let count = sample.roles.count
        try moments.checkBands(sample.roles)
        return (0..<count).map { band in
            var row = [Double](repeating: 0, count: 2 * count + 1)
            for (place, sign) in [(band, -1.0), (count + band, 1.0)] {
                row[place] = sign / moments.covariances[place, place].squareRoot()
                row[2 * count] -= row[place] * moments.means[place]
            }
            return row
        }
    }

    /// The principal components of the standardised differences that hold most of their variance.
    ///
    /// Source: Deng, Wang, Deng & Qi 2008, PCA-based land-use change detection.
    private static func principalDifferences(_ sample: PairSample) throws(Fault) -> [[Double]] {
        let moments = WeightedMoments(sample)
        let differences = try standardisedDifferences(sample, moments)
        let count = differences.count
        var covariances = SquareMatrix(order: count)
        for row in 0..<count {
            for column in 0..<count {
                var sum = 0.0
                for first in [row, count + row] {
                    for second in [column, count + column] {
                        sum +=
                            differences[row][first] * differences[column][second]
                            * moments.covariances[first, second]
                    }
                }
                covariances[row, column] = sum
            }
        }
        let (values, vectors) = covariances.eigensystem
        let total = values.reduce(0, +)
        var held = 0.0
        var rows: [[Double]] = []
        for component in 0..<count where rows.isEmpty || held < heldShare * total {
            held += values[component]
            rows.append(
                (0...2 * count).map { place in
                    (0..<count).reduce(0) { $0 + vectors[$1, component] * differences[$1][place] }
                })
        }
        return rows
    }

    private static let heldShare = 0.9

    /// The numbers bit by bit, one text a variate, so that every machine reads the very same.
    package var bits: [String] {
        rows.map(bitText)
    }

    /// Variates of bands from their bits; nil where they are none.
    package init?(bits: [String], roles: [BandRole]) {
        self.roles = roles
        rows = bits.map(floats(ofBits:))
        guard !rows.isEmpty, rows.allSatisfy({ $0.count == 2 * roles.count + 1 }) else { return nil }
    }

    /// Fills the lengths of the first pixels of two dates; `NaN` where a band has no data.
    ///
    /// One pass a band without branches, so that it runs in vector registers.
    func fillLengths(_ before: BandRows, _ after: BandRows, count: Int, into lengths: inout [Float]) {
        var lengths = lengths.mutableSpan
        var variate = [Float](repeating: 0, count: count)
        for pixel in 0..<count { lengths[pixel] = 0 }
        for row in rows {
            var sums = variate.mutableSpan
            for pixel in 0..<count { sums[pixel] = row[2 * roles.count] }
            for (place, role) in roles.enumerated() {
                let (old, new) = (before[role].span.extracting(0..<count), after[role].span.extracting(0..<count))
                let (first, second) = (row[place], row[roles.count + place])
                for pixel in 0..<count { sums[pixel] += first * old[pixel] + second * new[pixel] }
            }
            for pixel in 0..<count { lengths[pixel] += sums[pixel] * sums[pixel] }
        }
        for pixel in 0..<count { lengths[pixel] = lengths[pixel].squareRoot() }
    }
}
