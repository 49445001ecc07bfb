import Foundation

/// The first score of the upper group when the variance between two groups is largest.
func otsuThreshold(_ counts: [Int], clip: Int) -> Double {
    var clipped = Array(counts.prefix(clip + 1))
    clipped[clip] += counts.dropFirst(clip + 1).reduce(0, +)
    let total = Double(clipped.reduce(0, +))
    let sum = clipped.enumerated().reduce(0.0) { $0 + Double($1.offset) * Double($1.element) }
    var below = 0.0
    var sumBelow = 0.0
    var best = (variance: -1.0, score: 0)
    for (score, count) in clipped.enumerated() {
        below += Double(count)
        sumBelow += Double(score) * Double(count)
        guard below > 0, below < total else { continue }
        let gap = sumBelow / below - (sum - sumBelow) / (total - below)
        let variance = below * (total - below) * gap * gap
        if variance > best.variance { best = (variance, score) }
    }
    return Double(best.score + 1)
}

/// The first score of the upper group when the entropies of both groups have the largest sum; of scores in 256 equal
/// steps up to the largest, as entropy counts how many values there are.
func kapurThreshold(_ counts: [Int]) -> Double {
    let largest = counts.lastIndex { $0 > 0 } ?? 0
    let step = max(1, (largest + 256) / 256)
    let coarse = stride(from: 0, through: largest, by: step).map { start in
        Double(counts[start..<min(start + step, counts.count)].reduce(0, +))
    }
    let total = coarse.reduce(0, +)
    func term(_ count: Double) -> Double { count > 0 ? count * log(count) : 0 }
    let terms = coarse.reduce(0) { $0 + term($1) }
    var (below, termsBelow) = (0.0, 0.0)
    var best = (entropy: -Double.infinity, step: coarse.count - 1)
    for (place, count) in coarse.enumerated() {
        below += count
        termsBelow += term(count)
        guard below > 0, below < total else { continue }
        // −Σ p log p of a group of n pixels is log n − Σ c log c / n.
        let entropy = log(below) - termsBelow / below + log(total - below) - (terms - termsBelow) / (total - below)
        if entropy > best.entropy { best = (entropy, place) }
    }
    return Double((best.step + 1) * step)
}

/// The score above the lower mean from which the upper of two normal distributions of log(1 + score) is the likelier.
func mixtureThreshold(_ counts: [Int]) -> Double {
    let bins = counts.enumerated().filter { $0.element > 0 }.map { (value: log(1 + Double($0.offset)), $0.element) }
    let total = bins.reduce(0.0) { $0 + Double($1.1) }
    let mean = bins.reduce(0.0) { $0 + $1.value * Double($1.1) } / total
    let variance = bins.reduce(0.0) { $0 + ($1.value - mean) * ($1.value - mean) * Double($1.1) } / total
    guard variance > 0 else { return Double(counts.count) }
    var groups = [
        NormalGroup(share: 0.9, mean: mean - 0.5 * variance.squareRoot(), variance: variance / 2),
        NormalGroup(share: 0.1, mean: mean + 2 * variance.squareRoot(), variance: variance / 2),
    ]
    for _ in 0..<200 {
        var sums = [(0.0, 0.0, 0.0), (0.0, 0.0, 0.0)]
        for (value, count) in bins {
            let upper = groups[1].density(value) / max(groups[0].density(value) + groups[1].density(value), 1e-300)
            for (group, share) in [1 - upper, upper].enumerated() {
                let weight = share * Double(count)
                sums[group].0 += weight
                sums[group].1 += weight * value
                sums[group].2 += weight * value * value
            }
        }
        let before = groups.map(\.mean)
        for (group, sum) in sums.enumerated() where sum.0 > 0 {
            let mean = sum.1 / sum.0
            groups[group] = NormalGroup(
                share: sum.0 / total, mean: mean, variance: max(sum.2 / sum.0 - mean * mean, 1e-4 * variance))
        }
        if zip(before, groups).allSatisfy({ abs($0 - $1.mean) < 1e-6 }) { break }
    }
    let first = counts.indices.first { score in
        let value = log(1 + Double(score))
        return value > groups[0].mean && groups[1].density(value) > groups[0].density(value)
    }
    return Double(first ?? counts.count)
}

/// One of the normal distributions of a mixture.
private struct NormalGroup {
    let share: Double
    let mean: Double
    let variance: Double

    func density(_ value: Double) -> Double {
        share * exp(-(value - mean) * (value - mean) / (2 * variance)) / variance.squareRoot()
    }
}

/// The value that χ² exceeds with a probability, by halving.
///
/// - Parameters:
///   - probability: More than 0, less than 1.
///   - freedom: Degrees of freedom, at least 1.
/// - Returns: To ten digits.
func chiSquareQuantile(_ probability: Double, freedom: Int) -> Double {
    var (low, high) = (0.0, 1.0)
    while chiSquareExceedance(high, freedom: freedom) > probability { high *= 2 }
    while high - low > 1e-10 * high {
        let middle = (low + high) / 2
        if chiSquareExceedance(middle, freedom: freedom) > probability { low = middle } else { high = middle }
    }
    return high
}
