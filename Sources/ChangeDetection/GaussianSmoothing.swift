import Foundation

/// A Gaussian mean over pixels.
struct GaussianSmoothing: Sendable {
    /// How far, in pixels, a value reaches.
    let radius: Int
    private let weights: [Float]
    /// The weight of the middle, then those to one side.
    var sideWeights: [Float] { Array(weights[radius...]) }

    /// - Parameters:
    ///   - sigma: The standard deviation in pixels, more than 0.
    ///   - cut: How many of them a value reaches; what lies beyond counts nothing.
    init(sigma: Double, cut: Double = 4) {
        radius = Int((cut * sigma).rounded(.up))
        let bell = (-radius...radius).map { exp(-0.5 * Double($0 * $0) / (sigma * sigma)) }
        let sum = bell.reduce(0, +)
        weights = bell.map { Float($0 / sum) }
    }

    /// Means of values that are all there; beyond the edges is nothing.
    ///
    /// - Parameters:
    ///   - values: Row by row, none of them `NaN`.
    ///   - columns: Pixels in a row.
    /// - Returns: The means, the same shape.
    func means(of values: [Float], columns: Int) -> [Float] {
        var means = convolved(values, columns: columns)
        let across = shares(columns)
        let down = shares(values.count / columns)
        var span = means.mutableSpan
        for row in down.indices {
            for column in 0..<columns { span[row * columns + column] /= across[column] * down[row] }
        }
        return means
    }

    /// The sum of the weights that fall on each place of a line.
    private func shares(_ length: Int) -> [Float] {
        (0..<length).map { place in
            var sum: Float = 0
            for (index, weight) in weights.enumerated() where (0..<length).contains(place + index - radius) {
                sum += weight
            }
            return sum
        }
    }

    /// The sums of weighted neighbours along rows, then along columns; beyond the edges is 0.
    private func convolved(_ values: [Float], columns: Int) -> [Float] {
        let rows = values.count / columns
        var sideways = [Float](repeating: 0, count: values.count)
        var sums = sideways
        // Row by row, so that what is added up stays in the processor's nearest cache.
        for row in 0..<rows {
            for (place, weight) in weights.enumerated() {
                let shift = place - radius
                let inside = max(0, -shift)..<max(max(0, -shift), min(columns, columns - shift))
                guard !inside.isEmpty else { continue }
                let target = row * columns + inside.lowerBound
                addRow(values, from: target + shift, weight, count: inside.count, to: &sideways, at: target)
            }
        }
        for row in 0..<rows {
            for (place, weight) in weights.enumerated() where (0..<rows).contains(row + place - radius) {
                let source = (row + place - radius) * columns
                addRow(sideways, from: source, weight, count: columns, to: &sums, at: row * columns)
            }
        }
        return sums
    }
}

/// Adds weighted values of a row to the sums of another place.
func addRow(
    _ values: [Float], from source: Int, _ weight: Float, count: Int, to sums: inout [Float], at target: Int
) {
    let line = values.span.extracting(source..<source + count)
    var sums = sums.mutableSpan
    precondition(target >= 0 && target + count <= sums.count)
    for place in 0..<count { sums[target + place] += weight * line[place] }
}
