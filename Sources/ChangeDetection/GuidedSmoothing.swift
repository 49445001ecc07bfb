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

    private func boxMeans(_ values: [Float], _ columns: Int) -> [Float] {
        SquareMeans(radius: radius, columns: columns, rows: 0..<values.count / columns, keeping: radius + 1)
            .means(of: values)
    }
}
