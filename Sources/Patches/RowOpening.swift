package import GeoModel

/// Neighbouring pixels of one row: columns `start ..< end`.
package struct Run: Sendable, Hashable {
    /// The first column.
    package let start: Int
    /// The column behind the last one.
    package let end: Int

    /// Pixels from `start` up to, not including, `end`.
    package init(start: Int, end: Int) {
        self.start = start
        self.end = end
    }
}

/// The runs of the pixels that reach the threshold; the pixels are one row's, in column order.
package func runs(of pixels: [ChangedPixel], threshold: UInt16) -> [Run] {
    var runs: [Run] = []
    for pixel in pixels where pixel.score >= threshold {
        let column = Int(pixel.column)
        if let last = runs.last, last.end == column {
            runs[runs.count - 1] = Run(start: last.start, end: column + 1)
        } else {
            runs.append(Run(start: column, end: column + 1))
        }
    }
    return runs
}

/// A morphological opening with a 2 × 2 square, row after row: a pixel stays where four changed pixels in a square hold
/// it.
///
/// Single pixels and lines one pixel wide, the usual trace of a shift of less than a pixel, go.
package struct RowOpening {
    private var previous: [Run] = []
    private var keptFromAbove: [Run] = []

    /// An opening before its first row.
    package init() {}

    /// Takes the runs of the next row, in column order, and returns what stays of the row before it.
    ///
    /// The first call returns nothing of note; an empty row ends the raster.
    package mutating func advance(_ row: [Run]) -> [Run] {
        let shared = overlaps(previous, row)
        let kept = unite(keptFromAbove, shared)
        previous = row
        keptFromAbove = shared
        return kept
    }
}

/// The stretches of at least two columns that both rows have in one run each.
private func overlaps(_ above: [Run], _ below: [Run]) -> [Run] {
    var shared: [Run] = []
    var upper = 0
    var lower = 0
    while upper < above.count, lower < below.count {
        let start = max(above[upper].start, below[lower].start)
        let end = min(above[upper].end, below[lower].end)
        if end - start >= 2 { shared.append(Run(start: start, end: end)) }
        if above[upper].end < below[lower].end { upper += 1 } else { lower += 1 }
    }
    return shared
}

/// The columns in either list; both are in column order.
private func unite(_ first: [Run], _ second: [Run]) -> [Run] {
    var united: [Run] = []
    for run in (first + second).sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
        if let last = united.last, run.start <= last.end {
            united[united.count - 1] = Run(start: last.start, end: max(last.end, run.end))
        } else {
            united.append(run)
        }
    }
    return united
}
