/// A mean over a square that follows the edges of another picture: within each square the values are taken for a linear
/// function of that picture.
///
/// Source: He, Sun & Tang 2013, guided image filtering.
struct GuidedSmoothing: Sendable {
    /// Pixels from the middle of a square to its edge.
    let radius: Int
    /// Variances of the guide well below this one count as flat ground, over which values are simply averaged.
    let flatVariance: Float

    /// How far, in pixels, a value reaches.
    var reach: Int { 2 * radius }

    /// Smooths values; beyond the edges is nothing.
    ///
    /// - Parameters:
    ///   - values: Row by row, none of them `NaN`.
    ///   - guide: The picture, the same shape.
    ///   - columns: Pixels in a row.
    /// - Returns: The means, the same shape.
    func means(of values: [Float], along guide: [Float], columns: Int) -> [Float] {
        let valueMeans = boxMeans(values, columns)
        let guideMeans = boxMeans(guide, columns)
        let products = boxMeans(zip(values, guide).map { $0 * $1 }, columns)
        let squares = boxMeans(guide.map { $0 * $0 }, columns)
        var gains = values
        var offsets = values
        for place in values.indices {
            let covariance = products[place] - valueMeans[place] * guideMeans[place]
            let variance = max(0, squares[place] - guideMeans[place] * guideMeans[place])
            gains[place] = covariance / max(variance + flatVariance, .leastNormalMagnitude)
            offsets[place] = valueMeans[place] - gains[place] * guideMeans[place]
        }
        let (slopes, heights) = (boxMeans(gains, columns), boxMeans(offsets, columns))
        return values.indices.map { slopes[$0] * guide[$0] + heights[$0] }
    }

    /// Means over squares, added up in the same order wherever the array begins, so that tiles leave no seams.
    private func boxMeans(_ values: [Float], _ columns: Int) -> [Float] {
        let rows = values.count / columns
        var sideways = [Float](repeating: 0, count: values.count)
        var means = sideways
        for row in 0..<rows {
            for shift in -radius...radius {
                let inside = max(0, -shift)..<max(max(0, -shift), min(columns, columns - shift))
                guard !inside.isEmpty else { continue }
                let target = row * columns + inside.lowerBound
                addRow(values, from: target + shift, 1, count: inside.count, to: &sideways, at: target)
            }
        }
        for row in 0..<rows {
            let near = max(0, row - radius)...min(rows - 1, row + radius)
            for other in near {
                addRow(sideways, from: other * columns, 1, count: columns, to: &means, at: row * columns)
            }
            for column in 0..<columns {
                let width = min(columns - 1, column + radius) - max(0, column - radius) + 1
                means[row * columns + column] /= Float(near.count * width)
            }
        }
        return means
    }
}
