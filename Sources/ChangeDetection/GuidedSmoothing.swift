/// How a mean over a square follows the edges of other pictures, see `GuidedRows`.
struct GuidedSmoothing: Sendable {
    /// Pixels from the middle of a square to its edge.
    let radius: Int
    /// Variances of the guides well below this one count as flat ground, over which values are simply averaged.
    let flatVariance: Float

    /// How far, in pixels, a value reaches.
    var reach: Int { 2 * radius }

    /// Smooths values; beyond the edges is nothing.
    ///
    /// - Parameters:
    ///   - values: Row by row, none of them `NaN`.
    ///   - guides: The pictures, the same shape.
    ///   - columns: Pixels in a row.
    /// - Returns: The means, the same shape.
    func means(of values: [Float], along guides: (before: [Float], after: [Float]), columns: Int) -> [Float] {
        let rows = 0..<values.count / columns
        let ring = RowRing(columns: columns, from: 0, keeping: reach + 2)
        var (picture, before, after) = (ring, ring, ring)
        var stage = GuidedRows(self, columns: columns, rows: rows, keeping: reach + 2)
        var means: [Float] = []
        means.reserveCapacity(values.count)
        for first in stride(from: 0, to: values.count, by: columns) {
            picture.append { fill(&$0, at: $1, count: columns, from: values, at: first) { $0 } }
            before.append { fill(&$0, at: $1, count: columns, from: guides.before, at: first) { $0 } }
            after.append { fill(&$0, at: $1, count: columns, from: guides.after, at: first) { $0 } }
            let made = stage.result.end
            stage.take(picture, along: after, and: before)
            for row in made..<stage.result.end { means += stage.result.row(row) }
        }
        return means
    }
}
