/// Where a value stands among the values of a sample: their quantiles, evenly spaced from the smallest to the largest.
struct QuantileTable: Sendable, Hashable {
    /// One number more than there are steps.
    let quantiles: [Float]

    /// The table of values in any order.
    init(_ values: [Float], steps: Int) {
        let sorted = values.sorted()
        quantiles = (0...steps).map { Self.quantile(sorted, Double($0) / Double(steps)) }
    }

    /// A table from its numbers; nil where there are not so many.
    init?(quantiles: [Float], steps: Int) {
        guard quantiles.count == steps + 1 else { return nil }
        self.quantiles = quantiles
    }

    /// A quantile of values in their order; 0 where there are none.
    static func quantile(_ sorted: [Float], _ share: Double) -> Float {
        sorted.isEmpty ? 0 : sorted[Int((share * Double(sorted.count - 1)).rounded())]
    }

    /// How far up a value stands, 0…1.
    func rank(_ value: Float) -> Float {
        var (low, high) = (0, quantiles.count)
        while low < high {
            let middle = (low + high) / 2
            // Equal values stand at the lower end: where all are alike, none stands out.
            if quantiles[middle] < value { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return 0 }
        guard low < quantiles.count else { return 1 }
        let gap = quantiles[low] - quantiles[low - 1]
        let part = gap > 0 ? (value - quantiles[low - 1]) / gap : 0
        return (Float(low - 1) + part) / Float(quantiles.count - 1)
    }
}

/// Numbers bit by bit, as text, so that every machine reads the very same.
func bitText(_ numbers: [Float]) -> String {
    numbers.map { String($0.bitPattern, radix: 16) }.joined(separator: " ")
}

/// Numbers from such a text, without what is none.
func floats(ofBits text: String) -> [Float] {
    text.split(separator: " ").compactMap { UInt32($0, radix: 16).map(Float.init(bitPattern:)) }
}
