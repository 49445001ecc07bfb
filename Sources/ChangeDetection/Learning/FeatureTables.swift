/// What features are measured against in one scene: the spread of brightness and colour, and where values stand.
///
/// They make features free of units, so that a model serves other scenes and sensors of the same kind.
package struct FeatureTables: Sendable, Hashable {
    /// Of each quantity of the feature set the median, the mean and the standard deviation.
    let standards: [SIMD3<Float>]
    private var ranks: [QuantileTable] = []

    /// Whether values can be ranked.
    var isRanking: Bool { !ranks.isEmpty }

    private static let steps = 256

    /// The standards of quantities; nothing can be ranked yet.
    init(standards: [SIMD3<Float>]) {
        self.standards = standards
    }

    /// The same with quantiles of the features that are ranked; each part has some pixels' values for each of them.
    package func ranking(_ parts: [[[Float]]]) -> FeatureTables {
        var tables = self
        let count = parts.first?.count ?? 0
        tables.ranks = (0..<count).map { feature in
            QuantileTable(parts.flatMap { $0[feature] }, steps: Self.steps)
        }
        return tables
    }

    /// How far up a value of a ranked feature stands, 0…1.
    func rank(_ value: Float, _ feature: Int) -> Float { ranks[feature].rank(value) }

    /// The numbers bit by bit: the standards, then a text a ranked feature.
    package var bits: [String] {
        ([standards.flatMap { [$0.x, $0.y, $0.z] }] + ranks.map(\.quantiles)).map(bitText)
    }

    /// Tables from their bits; nil where they are none.
    package init?(bits: [String]) {
        let numbers = bits.map(floats(ofBits:))
        ranks = numbers.dropFirst().compactMap { QuantileTable(quantiles: $0, steps: Self.steps) }
        guard let first = numbers.first, first.count % 3 == 0, ranks.count == numbers.count - 1 else { return nil }
        standards = stride(from: 0, to: first.count, by: 3).map { SIMD3(first[$0], first[$0 + 1], first[$0 + 2]) }
    }
}

/// The median, the mean and the standard deviation of numbers; zeros where there are none.
func standard(_ values: [Float]) -> SIMD3<Float> {
    guard !values.isEmpty else { return SIMD3() }
    let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
    let squares = values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    let deviation = (squares / Double(values.count)).squareRoot()
    return SIMD3(values.sorted()[values.count / 2], Float(mean), Float(deviation))
}
