import Foundation

/// Where the values of each map of a scene stand among all of them, from a sample.
///
/// Ranks make maps of different units comparable without any assumption on how they are distributed.
package struct RankTables: Sendable, Hashable {
    /// Quantiles of each map, evenly spaced from the smallest value to the largest.
    private let quantiles: [[Float]]
    /// The median of the change of brightness, which all land shares.
    let brightnessMedian: Float

    private static let steps = 512

    /// - Parameter parts: Of some pixels each, for each map their values.
    package init(_ parts: [[[Float]]]) {
        let values = (0..<FusionMaps.count).map { map in parts.flatMap { $0[map] } }
        let median = Self.quantile(values[FusionMaps.brightness].sorted(), 0.5)
        brightnessMedian = median
        quantiles = values.enumerated().map { map, values in
            let sorted = (map == FusionMaps.brightness ? values.map { abs($0 - median) } : values).sorted()
            return (0...Self.steps).map { Self.quantile(sorted, Double($0) / Double(Self.steps)) }
        }
    }

    private static func quantile(_ sorted: [Float], _ share: Double) -> Float {
        sorted.isEmpty ? 0 : sorted[Int((share * Double(sorted.count - 1)).rounded())]
    }

    /// How far up a value of a map stands, 0…1.
    func rank(_ value: Float, map: Int) -> Float {
        let table = quantiles[map]
        var (low, high) = (0, table.count)
        while low < high {
            let middle = (low + high) / 2
            // Equal values stand at the lower end: where all are alike, none stands out.
            if table[middle] < value { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return 0 }
        guard low < table.count else { return 1 }
        let gap = table[low] - table[low - 1]
        let part = gap > 0 ? (value - table[low - 1]) / gap : 0
        return (Float(low - 1) + part) / Float(Self.steps)
    }

    /// The numbers bit by bit, one text a map and one for the median.
    package var bits: [String] {
        (quantiles + [[brightnessMedian]]).map { numbers in
            numbers.map { String($0.bitPattern, radix: 16) }.joined(separator: " ")
        }
    }

    /// Tables from their bits; nil where they are none.
    package init?(bits: [String]) {
        let numbers = bits.map { text in
            text.split(separator: " ").compactMap { UInt32($0, radix: 16).map(Float.init(bitPattern:)) }
        }
        guard numbers.count == FusionMaps.count + 1, let median = numbers.last, median.count == 1,
            numbers.dropLast().allSatisfy({ $0.count == Self.steps + 1 })
        else { return nil }
        quantiles = Array(numbers.dropLast())
        brightnessMedian = median[0]
    }
}
