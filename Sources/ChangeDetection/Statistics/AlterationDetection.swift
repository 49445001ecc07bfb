package import GeoModel

/// Iteratively reweighted multivariate alteration detection: the combinations of bands of two dates that agree best,
/// and how probable it is that a pixel did not change.
///
/// - Source: Nielsen, Conradsen & Simpson 1998 (MAD); Nielsen 2007 (IR-MAD).
package struct AlterationDetection: Sendable {
    /// The canonical correlations, the largest first.
    package let correlations: [Double]
    /// How often weights were made anew.
    package let iterations: Int
    /// The probability that each pixel of the sample did not change, 0…1.
    let weights: [Double]
    /// The differences of the canonical variates (MAD), each of weighted variance 1: the weights of the bands before,
    /// those of the bands after, and the constant.
    let variates: [[Double]]

    /// Fits a sample.
    ///
    /// - Parameters:
    ///   - sample: Pixels of both dates.
    ///   - mostIterations: How often weights are made anew at most; 1 leaves it at MAD.
    /// - Throws: `Fault` where a band is constant or bands repeat each other, so that nothing can be correlated.
    package init(_ sample: PairSample, mostIterations: Int = 50) throws(Fault) {
        var weights = [Double](repeating: 1, count: sample.count)
        var earlier = weights
        var correlations: [Double] = []
        var iterations = 0
        var rows: [[Double]] = []
        while iterations < mostIterations {
            let variates: CanonicalVariates
            do throws(Fault) {
                variates = try CanonicalVariates(WeightedMoments(sample, weights: weights), sample.roles)
            } catch {
                // Pictures of eight bits may hold so many equal pixels that in the end only those count: what was found
                // before them stands.
                guard iterations > 0 else { throw error }
                weights = earlier
                break
            }
            iterations += 1
            earlier = weights
            let probabilities = variates.probabilitiesOfNoChange(sample)
            // On scenes that differ nearly everywhere the weights gather on ever fewer pixels, which then speak for no
            // ground but their own.
            let isCollapsing = probabilities.reduce(0, +) < Self.leastShare * Double(sample.count)
            guard !isCollapsing || iterations == 1 else { break }
            rows = variates.differences
            weights = probabilities
            let step = zip(correlations, variates.correlations).map { abs($0 - $1) }.max()
            correlations = variates.correlations
            if let step, step < Self.smallestStep { break }
        }
        self.weights = weights
        variates = rows
        self.correlations = correlations
        self.iterations = iterations
    }

    /// Below this the correlations no longer matter to a weight.
    private static let smallestStep = 1e-4
    /// The least mean weight.
    private static let leastShare = 0.05
}

/// The pairs of combinations of the bands of two dates with the largest correlations.
private struct CanonicalVariates {
    let correlations: [Double]
    private let means: [Double]
    private let before: SquareMatrix
    private let after: SquareMatrix

    init(_ moments: WeightedMoments, _ roles: [BandRole]) throws(Fault) {
        let count = roles.count
        func part(_ rows: Int, _ columns: Int) -> SquareMatrix {
            var part = SquareMatrix(order: count)
            for row in 0..<count {
                for column in 0..<count { part[row, column] = moments.covariances[rows + row, columns + column] }
            }
            return part
        }
        try moments.checkBands(roles)
        guard let lowerBefore = part(0, 0).lowerTriangle else {
            throw repeatedBands(roles, Bilingual(zh: "前期", en: "before"))
        }
        guard let lowerAfter = part(count, count).lowerTriangle else {
            throw repeatedBands(roles, Bilingual(zh: "后期", en: "after"))
        }
        let (first, second) = (lowerBefore.invertedLowerTriangle, lowerAfter.invertedLowerTriangle)
        // In whitened bands the correlations are the singular values of the covariance between the dates.
        let between = first * part(0, count) * second.transposed
        let (values, vectors) = (between * between.transposed).eigensystem
        correlations = values.map { min(max($0, 0), 1).squareRoot() }
        before = first.transposed * vectors
        var others = between.transposed * vectors
        for column in 0..<count {
            let length = (0..<count).reduce(0) { $0 + others[$1, column] * others[$1, column] }.squareRoot()
            for row in 0..<count { others[row, column] /= max(length, 1e-300) }
        }
        after = second.transposed * others
        means = moments.means
    }

    /// MAD / √(2 (1 − ρ)): the weights of the bands before, those of the bands after, and the constant.
    var differences: [[Double]] {
        let count = correlations.count
        return (0..<count).map { variate in
            let precision = (1 / max(2 * (1 - correlations[variate]), 1e-9)).squareRoot()
            let weights =
                (0..<count).map { precision * before[$0, variate] }
                + (0..<count).map { -precision * after[$0, variate] }
            return weights + [-zip(weights, means).reduce(0) { $0 + $1.0 * $1.1 }]
        }
    }

    /// P(χ² > Σ MAD² / 2(1 − ρ)) of each pixel.
    func probabilitiesOfNoChange(_ sample: PairSample) -> [Double] {
        let rows = differences
        var probabilities = [Double](repeating: 0, count: sample.count)
        for place in probabilities.indices {
            let pixel = sample.values[place * sample.width..<(place + 1) * sample.width]
            let chiSquare = rows.reduce(0.0) { sum, row in
                let difference = zip(row, pixel).reduce(row[sample.width]) { $0 + $1.0 * Double($1.1) }
                return sum + difference * difference
            }
            probabilities[place] = chiSquareExceedance(chiSquare, freedom: rows.count)
        }
        return probabilities
    }
}

extension WeightedMoments {
    /// - Throws: `Fault` naming a band that is the same everywhere.
    func checkBands(_ roles: [BandRole]) throws(Fault) {
        let count = roles.count
        for (place, role) in roles.enumerated() {
            for (offset, date) in [(0, Bilingual(zh: "前期", en: "before")), (count, Bilingual(zh: "后期", en: "after"))]
            where covariances[offset + place, offset + place] <= 0 { throw constantBand(role, date) }
        }
    }
}

private func constantBand(_ role: BandRole, _ date: Bilingual) -> Fault {
    Fault(
        "\(role.rawValue) (\(date.en))",
        zh: "\(date.zh)影像的这一波段处处相同，无法比较。请检查文件，或在配方中去掉该波段。",
        en:
            "the band has the same value everywhere, so nothing can be compared. Check the file, or leave the band out "
            + "of the recipe."
    )
}

private func repeatedBands(_ roles: [BandRole], _ date: Bilingual) -> Fault {
    let names = roles.map(\.rawValue).joined(separator: ", ")
    return Fault(
        "\(names) (\(date.en))",
        zh: "\(date.zh)影像的这些波段互相重复（如灰度影像存成彩色），或样本太少，无法统计。请检查文件是否重复，"
            + "或在配方的 spectrum 中减少波段。",
        en:
            "these bands repeat each other, as in a grey picture stored in colour, or there are too few pixels. Check "
            + "that no file is there twice, or name fewer bands in the recipe’s ‘spectrum’."
    )
}
