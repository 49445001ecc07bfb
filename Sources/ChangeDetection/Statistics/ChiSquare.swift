import Foundation

/// The probability that a χ² variable exceeds a value: Q(freedom / 2, value / 2), the upper regularised gamma function.
///
/// - Parameters:
///   - value: Not negative.
///   - freedom: Degrees of freedom, at least 1.
/// - Returns: 1 for 0, falling to 0.
/// - Source: Press et al. 2007, Numerical Recipes, § 6.2: series below, continued fraction above; Lentz's method.
func chiSquareExceedance(_ value: Double, freedom: Int) -> Double {
    let (a, x) = (Double(freedom) / 2, value / 2)
    guard x > 0 else { return 1 }
    let scale = exp(-x + a * log(x) - lgamma(a))
    if x < a + 1 {
        var (term, sum, divisor) = (1 / a, 1 / a, a)
        while abs(term) > abs(sum) * 1e-14 {
            divisor += 1
            term *= x / divisor
            sum += term
        }
        return max(0, 1 - sum * scale)
    }
    let tiny = 1e-300
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var fraction = d
    for step in 1..<1000 {
        let numerator = -Double(step) * (Double(step) - a)
        b += 2
        d = numerator * d + b
        d = 1 / (abs(d) < tiny ? tiny : d)
        c = b + numerator / c
        c = abs(c) < tiny ? tiny : c
        fraction *= d * c
        if abs(d * c - 1) < 1e-14 { break }
    }
    return scale * fraction
}
