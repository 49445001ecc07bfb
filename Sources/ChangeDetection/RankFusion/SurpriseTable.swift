import Foundation

/// How improbable the values of a map are, −ln(share of pixels that stand higher + 0.002) / 6, looked up in place of
/// being worked out.
///
/// Between entries, of which there are 256 for each doubling of a value, it is interpolated.
struct SurpriseTable {
    /// Taken off each value before its sign is dropped; nil where values are taken as they are.
    private let middle: Float?
    private let lowest: Float
    private let scale: Float
    /// What an entry begins with, and how it rises.
    private let entries: [SIMD2<Float>]

    /// The smallest value that is told from 0, as a share of the largest.
    private static let least: Float = 0x1p-16
    /// The bits of a number that an entry does not tell apart.
    private static let blindBits: UInt32 = 15

    /// The table of a map's quantiles; `givesRoots` for one of the square roots.
    init(_ quantiles: QuantileTable, middle: Float?, givesRoots: Bool = false) {
        self.middle = middle
        let (low, high) = (quantiles.quantiles.first ?? 0, quantiles.quantiles.last ?? 0)
        lowest = low
        // Where all are alike, whatever lies above stands at the top.
        scale = high > low ? 1 / (high - low) : .greatestFiniteMagnitude
        func surprise(_ share: Float) -> Float {
            let rank = quantiles.rank(high > low ? low + share * (high - low) : share > 0.5 ? .infinity : low)
            return givesRoots ? max(0, Self.surprise(rank)).squareRoot() : Self.surprise(rank)
        }
        let (first, last) = (Self.least.bitPattern >> Self.blindBits, Float(1).bitPattern >> Self.blindBits)
        entries = (first...last).map { number in
            guard number < last else { return SIMD2(surprise(1), 0) }
            let from = Float(bitPattern: number << Self.blindBits)
            let to = Float(bitPattern: (number + 1) << Self.blindBits)
            let start = surprise(number == first ? 0 : from)
            let slope = (surprise(to) - start) / (to - from)
            return SIMD2(start - slope * from, slope)
        }
    }

    /// How improbable a rank is, about 0…1.
    static func surprise(_ rank: Float) -> Float { -log(1 - rank + 0.002) / 6 }

    /// Adds that of each value of a line to sums.
    func add(_ values: [Float], at start: Int, count: Int, to sums: inout MutableSpan<Float>, at place: Int) {
        let line = values.span.extracting(start..<start + count)
        let entries = entries.span
        let first = Int(Self.least.bitPattern >> Self.blindBits)
        precondition(place >= 0 && place + count <= sums.count)
        precondition(entries.count == Int(Float(1).bitPattern >> Self.blindBits) - first + 1)
        let (middle, sign) = (middle ?? 0, middle == nil ? UInt32.max : 0x7FFF_FFFF)
        for column in 0..<count {
            let height = Float(bitPattern: (line[column] - middle).bitPattern & sign)
            let share = min(1, max(Self.least, (height - lowest) * scale))
            let entry = entries[Int(share.bitPattern >> Self.blindBits) - first]
            sums[place + column] += entry.x + entry.y * share
        }
    }
}
