import Foundation

/// Between how many and how many of a finite whole are marked, as far as a sample drawn without replacement tells.
///
/// The limits are exact: a whole with fewer or more marked ones would give a sample as extreme as this one with at most
/// half of `1 − level`. So they hold the truth at least as often as `level` says, do not collapse where none or all of
/// the sample are marked, and do where the sample is the whole.
///
/// Source: Clopper & Pearson 1934, Biometrika 26, 404–413, with the hypergeometric in place of the binomial
/// distribution (Buonaccorsi 1987, The American Statistician 41, 215–218).
struct CountInterval: Hashable {
    let lower: Int
    let upper: Int

    /// - Parameters:
    ///   - marked: How many of the sample are marked.
    ///   - drawn: The size of the sample; 0 says nothing of the whole.
    ///   - whole: The size of the whole.
    ///   - level: The share of samples whose limits hold the truth, such as 0.95.
    /// - Precondition: `0 ≤ marked ≤ drawn ≤ whole`, `0 < level < 1`.
    init(marked: Int, drawn: Int, whole: Int, level: Double) {
        precondition(0 <= marked && marked <= drawn && drawn <= whole && level > 0 && level < 1)
        let half = (1 - level) / 2
        let possible = marked...(whole - (drawn - marked))
        lower = Self.first(possible) { 1 - atMost(marked - 1, drawn: drawn, marked: $0, whole: whole) > half }
        let beyond = Self.first(possible) { atMost(marked, drawn: drawn, marked: $0, whole: whole) <= half }
        let isBeyond = atMost(marked, drawn: drawn, marked: beyond, whole: whole) <= half
        upper = isBeyond ? beyond - 1 : beyond
    }

    /// The first number from which a condition holds on; the last of the range where it never does.
    private static func first(_ range: ClosedRange<Int>, where holds: (Int) -> Bool) -> Int {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = low + (high - low) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// The probability that a sample has at most `count` marked ones (hypergeometric distribution).
private func atMost(_ count: Int, drawn: Int, marked: Int, whole: Int) -> Double {
    let fewest = max(0, drawn + marked - whole)
    let most = min(count, marked, drawn)
    guard most >= fewest else { return 0 }
    let all = logChoices(whole, drawn)
    var sum = 0.0
    for part in fewest...most {
        sum += exp(logChoices(marked, part) + logChoices(whole - marked, drawn - part) - all)
    }
    return min(1, sum)
}

/// The logarithm of the number of ways to take `part` out of `whole`.
private func logChoices(_ whole: Int, _ part: Int) -> Double {
    lgamma(Double(whole) + 1) - lgamma(Double(part) + 1) - lgamma(Double(whole - part) + 1)
}
