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

/// The columns in either list; both are in column order, and their runs touch no other of the same list.
private func unite(_ first: [Run], _ second: [Run]) -> [Run] {
    if first.isEmpty { return second }
    if second.isEmpty { return first }
    var united: [Run] = []
    united.reserveCapacity(first.count + second.count)
    var here = 0
    var there = 0
    while here < first.count || there < second.count {
        let isFirst = there == second.count || (here < first.count && first[here].start <= second[there].start)
        let run = isFirst ? first[here] : second[there]
        if isFirst { here += 1 } else { there += 1 }
        if let last = united.last, run.start <= last.end {
            united[united.count - 1] = Run(start: last.start, end: max(last.end, run.end))
        } else {
            united.append(run)
        }
    }
    return united
}
