import Foundation

/// The log-odds of change as a weighted sum of features, kept small by a penalty.
///
/// Source: Hoerl & Kennard 1970 (ridge); le Cessie & van Houwelingen 1992 for logistic regression.
package struct LogisticRegression: Sendable, Hashable {
    /// The log-odds where all features are 0.
    package let bias: Float
    /// What each feature adds a unit.
    package let weights: [Float]

    /// Weights as a model file has them.
    package init(bias: Float, weights: [Float]) {
        self.bias = bias
        self.weights = weights
    }

    /// The weights that fit samples best (Newton's method), each feature in units of its spread.
    ///
    /// - Parameters:
    ///   - samples: At least one.
    ///   - penalty: What large weights cost, relative to the weight of all samples.
    ///   - features: Which features may count; the others' weights are 0.
    package init(_ samples: LabelledSamples, penalty: Double = 1e-3, features: [Int]? = nil) {
        let used = features ?? Array(samples.columns.indices)
        let spreads = used.map { Spread(samples.columns[$0], samples.weights) }
        let total = samples.weights.reduce(0.0) { $0 + Double($1) }
        var solution = [Double](repeating: 0, count: used.count + 1)
        for _ in 0..<Self.rounds {
            var equations = NormalEquations(count: solution.count)
            equations.add(samples, used, spreads, solution)
            equations.penalise(solution, by: penalty * total)
            let step = equations.solution()
            for place in solution.indices { solution[place] -= step[place] }
            if step.allSatisfy({ abs($0) < 1e-6 }) { break }
        }
        var weights = [Float](repeating: 0, count: samples.columns.count)
        var bias = solution[0]
        for (place, feature) in used.enumerated() {
            let weight = solution[place + 1] / spreads[place].deviation
            weights[feature] = Float(weight)
            bias -= weight * spreads[place].mean
        }
        self.init(bias: Float(bias), weights: weights)
    }

    private static let rounds = 25

    /// The log-odds of pixels.
    ///
    /// - Parameter planes: For each feature the value of every pixel.
    /// - Returns: One number a pixel; above 0 where change is likelier than not.
    package func logOdds(_ planes: [[Float]]) -> [Float] {
        var sums = [Float](repeating: bias, count: planes.first?.count ?? 0)
        for (plane, weight) in zip(planes, weights) where weight != 0 {
            for pixel in sums.indices { sums[pixel] += weight * plane[pixel] }
        }
        return sums
    }
}

/// The mean of a feature and how far it strays.
private struct Spread {
    let mean: Double
    let deviation: Double

    init(_ values: [Float], _ weights: [Float]) {
        var (sum, squares, total) = (0.0, 0.0, 0.0)
        for (value, weight) in zip(values, weights) {
            sum += Double(weight) * Double(value)
            squares += Double(weight) * Double(value) * Double(value)
            total += Double(weight)
        }
        mean = sum / total
        let variance = squares / total - mean * mean
        deviation = variance > 1e-12 ? variance.squareRoot() : 1
    }
}

/// Gradient and curvature of the loss over all samples, the bias first.
private struct NormalEquations {
    private let count: Int
    private var gradient: [Double]
    private var curvature: [Double]

    init(count: Int) {
        self.count = count
        gradient = [Double](repeating: 0, count: count)
        curvature = [Double](repeating: 0, count: count * count)
    }

    mutating func add(_ samples: LabelledSamples, _ used: [Int], _ spreads: [Spread], _ solution: [Double]) {
        var row = [Double](repeating: 1, count: count)
        for sample in 0..<samples.count {
            var odds = solution[0]
            for (place, feature) in used.enumerated() {
                row[place + 1] =
                    (Double(samples.columns[feature][sample]) - spreads[place].mean) / spreads[place].deviation
                odds += solution[place + 1] * row[place + 1]
            }
            let probability = 1 / (1 + exp(-odds))
            let weight = Double(samples.weights[sample])
            add(
                row,
                slope: weight * (probability - (samples.labels[sample] ? 1 : 0)),
                bend: weight * max(probability * (1 - probability), 1e-9))
        }
    }

    private mutating func add(_ row: [Double], slope: Double, bend: Double) {
        for first in 0..<count {
            gradient[first] += slope * row[first]
            let factor = bend * row[first]
            for second in 0...first { curvature[first * count + second] += factor * row[second] }
        }
    }

    mutating func penalise(_ solution: [Double], by penalty: Double) {
        for place in 1..<max(1, count) {
            gradient[place] += penalty * solution[place]
            curvature[place * count + place] += penalty
        }
    }

    /// Curvature⁻¹ · gradient, by Cholesky's decomposition.
    func solution() -> [Double] {
        var lower = curvature
        for row in 0..<count {
            for column in 0...row {
                var sum = curvature[row * count + column]
                for place in 0..<column { sum -= lower[row * count + place] * lower[column * count + place] }
                lower[row * count + column] =
                    row == column ? max(sum, 1e-9).squareRoot() : sum / lower[column * count + column]
            }
        }
        var result = gradient
        for row in 0..<count {
            for place in 0..<row { result[row] -= lower[row * count + place] * result[place] }
            result[row] /= lower[row * count + row]
        }
        for row in (0..<count).reversed() {
            for place in row + 1..<max(row + 1, count) { result[row] -= lower[place * count + row] * result[place] }
            result[row] /= lower[row * count + row]
        }
        return result
    }
}
