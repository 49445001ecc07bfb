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

    /// Fits a sample.
    ///
    /// - Throws: `Fault` where a band is constant or bands repeat each other, so that nothing can be correlated.
    package init(_ sample: PairSample) throws(Fault) {
        var weights = [Double](repeating: 1, count: sample.count)
        var earlier = weights
        var correlations: [Double] = []
        var iterations = 0
        while iterations < Self.mostIterations {
            let moments = WeightedMoments(sample, weights: weights)
            let variates: CanonicalVariates
            do throws(Fault) {
                variates = try CanonicalVariates(moments, sample.roles)
            } catch {
                // Pictures of eight bits may hold so many equal pixels that in the end only those count: what was found
                // before them stands.
                guard iterations > 0 else { throw error }
                weights = earlier
                break
            }
            iterations += 1
            earlier = weights
            weights = variates.probabilitiesOfNoChange(sample)
            let step = zip(correlations, variates.correlations).map { abs($0 - $1) }.max()
            correlations = variates.correlations
            if let step, step < Self.smallestStep { break }
        }
        self.weights = weights
        self.correlations = correlations
        self.iterations = iterations
    }

    private static let mostIterations = 50
    /// Below this the correlations no longer matter to a weight.
    private static let smallestStep = 1e-4
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
        for (place, role) in roles.enumerated() {
            for (offset, date) in [(0, Bilingual(zh: "前期", en: "before")), (count, Bilingual(zh: "后期", en: "after"))]
            where moments.covariances[offset + place, offset + place] <= 0 { throw constantBand(role, date) }
        }
        guard let lowerBefore = part(0, 0).lowerTriangle, let lowerAfter = part(count, count).lowerTriangle else {
            throw repeatedBands(roles)
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

    /// P(χ² > Σ MAD² / 2(1 − ρ)) of each pixel.
    func probabilitiesOfNoChange(_ sample: PairSample) -> [Double] {
        let count = correlations.count
        let precisions = correlations.map { 1 / max(2 * (1 - $0), 1e-9) }
        var probabilities = [Double](repeating: 0, count: sample.count)
        var pixel = [Double](repeating: 0, count: sample.width)
        for place in probabilities.indices {
            for band in 0..<sample.width {
                pixel[band] = Double(sample.values[place * sample.width + band]) - means[band]
            }
            var chiSquare = 0.0
            for variate in 0..<count {
                var difference = 0.0
                for band in 0..<count {
                    difference += before[band, variate] * pixel[band] - after[band, variate] * pixel[count + band]
                }
                chiSquare += difference * difference * precisions[variate]
            }
            probabilities[place] = chiSquareExceedance(chiSquare, freedom: count)
        }
        return probabilities
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

private func repeatedBands(_ roles: [BandRole]) -> Fault {
    let names = roles.map(\.rawValue).joined(separator: ", ")
    return Fault(
        names,
        zh: "这些波段互相重复，或样本太少，无法统计。请检查文件是否重复，或在配方中减少波段。",
        en:
            "these bands repeat each other, or there are too few pixels. Check that no file is there twice, or name "
            + "fewer bands in the recipe."
    )
}
