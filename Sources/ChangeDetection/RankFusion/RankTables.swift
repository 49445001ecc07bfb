import Foundation

/// Where the values of each map of a scene stand among all of them, from a sample.
///
/// Ranks make maps of different units comparable without any assumption on how they are distributed.
package struct RankTables: Sendable, Hashable {
    /// The quantiles of each map.
    private let tables: [QuantileTable]
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
        let median = kind.brightnessMap.map { QuantileTable.quantile(values[$0].sorted(), 0.5) } ?? 0
        brightnessMedian = median
        guideVariance = Self.variance(values[kind.mapCount])
        tables = values.prefix(kind.mapCount).enumerated().map { map, values in
            QuantileTable(map == kind.brightnessMap ? values.map { abs($0 - median) } : values, steps: Self.steps)
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

    /// How far up a value of a map stands, 0…1.
    func rank(_ value: Float, map: Int) -> Float { tables[map].rank(value) }

    /// How improbable values of each map are, or the square roots of that.
    func surprises(_ kind: FusionKind, asRoots: Bool = false) -> [SurpriseTable] {
        tables.enumerated().map {
            SurpriseTable($1, middle: $0 == kind.brightnessMap ? brightnessMedian : nil, givesRoots: asRoots)
        }
    }

    /// The numbers bit by bit, one text a map and one for what the maps share.
    package var bits: [String] {
        (tables.map(\.quantiles) + [[brightnessMedian, guideVariance]]).map(bitText)
    }

    /// Tables of a method from their bits; nil where they are none.
    package init?(bits: [String], of method: ScoreMethod) {
        let numbers = bits.map(floats(ofBits:))
        let tables = numbers.dropLast().compactMap { QuantileTable(quantiles: $0, steps: Self.steps) }
        guard let kind = method.fusion, tables.count == kind.mapCount, numbers.count == kind.mapCount + 1,
            let shared = numbers.last, shared.count == 2
        else { return nil }
        self.tables = tables
        brightnessMedian = shared[0]
        guideVariance = shared[1]
    }
}
