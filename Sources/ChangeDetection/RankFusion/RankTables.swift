import Foundation

/// Where the values of each map of a scene stand among all of them, from a sample.
///
/// Ranks make maps of different units comparable without any assumption on how they are distributed.
package struct RankTables: Sendable, Hashable {
    /// Quantiles of each map, evenly spaced from the smallest value to the largest.
    private let quantiles: [[Float]]
    /// The median of the change of brightness, which all land shares; 0 where no map shows it.
    let brightnessMedian: Float
    /// The variance of the guide.
    let guideVariance: Float

    private static let steps = 512

    /// - Parameters:
    ///   - parts: Of some pixels each, for each map their values, and last of all those of the guide.
    ///   - kind: Which maps they are.
    init(_ parts: [[[Float]]], _ kind: FusionKind) {
        let values = (0...kind.mapCount).map { map in parts.flatMap { $0[map] } }
        let median = kind.brightnessMap.map { Self.quantile(values[$0].sorted(), 0.5) } ?? 0
        brightnessMedian = median
        guideVariance = Self.variance(values[kind.mapCount])
        quantiles = values.prefix(kind.mapCount).enumerated().map { map, values in
            let sorted = (map == kind.brightnessMap ? values.map { abs($0 - median) } : values).sorted()
            return (0...Self.steps).map { Self.quantile(sorted, Double($0) / Double(Self.steps)) }
        }
    }

    /// Tables of a method's maps; nil where the method is no fusion.
    ///
    /// - Parameters:
    ///   - parts: As `PairDetector.fusionSample` gives them.
    ///   - method: Which maps they are.
    package init?(_ parts: [[[Float]]], of method: ScoreMethod) {
        guard let kind = method.fusion else { return nil }
        self.init(parts, kind)
    }

    private static func variance(_ values: [Float]) -> Float {
        let count = Double(max(1, values.count))
        let mean = values.reduce(0.0) { $0 + Double($1) } / count
        return Float(values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count)
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

    /// The numbers bit by bit, one text a map and one for what the maps share.
    package var bits: [String] {
        (quantiles + [[brightnessMedian, guideVariance]]).map { numbers in
            numbers.map { String($0.bitPattern, radix: 16) }.joined(separator: " ")
        }
    }

    /// Tables of a method from their bits; nil where they are none.
    package init?(bits: [String], of method: ScoreMethod) {
        let numbers = bits.map { text in
            text.split(separator: " ").compactMap { UInt32($0, radix: 16).map(Float.init(bitPattern:)) }
        }
        guard let kind = method.fusion, numbers.count == kind.mapCount + 1, let shared = numbers.last,
            shared.count == 2,
            numbers.dropLast().allSatisfy({ $0.count == Self.steps + 1 })
        else { return nil }
        quantiles = Array(numbers.dropLast())
        brightnessMedian = shared[0]
        guideVariance = shared[1]
    }
}
