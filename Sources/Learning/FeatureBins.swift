/// The values of samples sorted into a few bins a feature, so that trees are grown from counts.
struct FeatureBins {
    /// The most bins of a feature.
    static let most = 64

    /// For each feature the smallest value of each bin but the first; ascending, none twice.
    let edges: [[Float]]
    /// For each feature the bin of every sample.
    let bins: [[UInt8]]

    /// Bins that hold about as many samples each.
    init(_ columns: [[Float]]) {
        edges = columns.map(Self.edges)
        bins = zip(columns, edges).map { column, edges in column.map { Self.bin(of: $0, edges) } }
    }

    private static func edges(_ values: [Float]) -> [Float] {
        // As many as tell the quantiles; the same ones for the same values in the same order.
        let step = max(1, values.count / 20_000)
        let sorted = stride(from: 0, to: values.count, by: step).map { values[$0] }.sorted()
        guard let smallest = sorted.first else { return [] }
        var edges: [Float] = []
        for part in 1..<most {
            let edge = sorted[part * sorted.count / most]
            if edge > edges.last ?? smallest { edges.append(edge) }
        }
        return edges
    }

    private static func bin(of value: Float, _ edges: [Float]) -> UInt8 {
        var (low, high) = (0, edges.count)
        while low < high {
            let middle = (low + high) / 2
            if value >= edges[middle] { low = middle + 1 } else { high = middle }
        }
        return UInt8(low)
    }
}
