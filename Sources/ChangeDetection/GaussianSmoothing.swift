import Foundation

/// A Gaussian mean over pixels.
struct GaussianSmoothing: Sendable {
    /// How far, in pixels, a value reaches.
    let radius: Int
    /// The weight of the middle, then those to one side; all of them with both sides come to 1.
    let sideWeights: [Float]

    /// - Parameters:
    ///   - sigma: The standard deviation in pixels, more than 0.
    ///   - cut: How many of them a value reaches; what lies beyond counts nothing.
    init(sigma: Double, cut: Double = 4) {
        radius = Int((cut * sigma).rounded(.up))
        let bell = (0...radius).map { exp(-0.5 * Double($0 * $0) / (sigma * sigma)) }
        let sum = 2 * bell.reduce(0, +) - bell[0]
        sideWeights = bell.map { Float($0 / sum) }
    }

    /// Means of values that are all there; beyond the edges is nothing.
    ///
    /// - Parameters:
    ///   - values: Row by row, none of them `NaN`.
    ///   - columns: Pixels in a row.
    /// - Returns: The means, the same shape.
    func means(of values: [Float], columns: Int) -> [Float] {
        SquareMeans(self, columns: columns, rows: 0..<values.count / columns, keeping: radius + 1).means(of: values)
    }
}
