/// A corner between pixels.
struct Corner: Hashable {
    let column: Int
    let row: Int
}

/// Walks the border of one edge-connected part.
///
/// Border edges run with the part on their left as seen on a map (rows go down). Where two of them leave a corner, the
/// walk turns left and so stays with the same pixel; a ring that comes back to a corner is cut off there as a ring of
/// its own.
struct RingTracer {
    /// The edges that leave each corner, by the corner they end in.
    private var leaving: [Corner: [Corner]] = [:]

    init(_ part: [PlacedRun]) {
        var rows: [Int: [Run]] = [:]
        for placed in part { rows[placed.row, default: []].append(placed.run) }
        for placed in part {
            // Left sides run down, right sides up.
            addEdge(from: placed.run.start, placed.row, to: placed.run.start, placed.row + 1)
            addEdge(from: placed.run.end, placed.row + 1, to: placed.run.end, placed.row)
        }
        for (row, runs) in rows.sorted(by: { $0.key < $1.key }) {
            for gap in uncovered(runs, by: rows[row - 1] ?? []) { addEdge(from: gap.end, row, to: gap.start, row) }
            for gap in uncovered(runs, by: rows[row + 1] ?? []) {
                addEdge(from: gap.start, row + 1, to: gap.end, row + 1)
            }
        }
    }

    private mutating func addEdge(from column: Int, _ row: Int, to endColumn: Int, _ endRow: Int) {
        leaving[Corner(column: column, row: row), default: []].append(Corner(column: endColumn, row: endRow))
    }

    /// All rings, each without its closing corner, starting at the upper left one; outer ring and holes by their
    /// direction.
    consuming func rings() -> [[Corner]] {
        var rings: [[Corner]] = []
        let starts = leaving.keys.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
        for start in starts {
            while let first = leaving[start]?.first { rings += walk(from: start, to: first) }
        }
        return rings.map(withoutStraightCorners)
    }

    /// Walks until it is back, cutting off a ring at every corner it meets again.
    private mutating func walk(from start: Corner, to first: Corner) -> [[Corner]] {
        var rings: [[Corner]] = []
        var path = [start]
        var places = [start: 0]
        take(start, first)
        var here = first
        while true {
            if let place = places[here] {
                rings.append(Array(path[place...]))
                for corner in path[(place + 1)...] { places[corner] = nil }
                path.removeSubrange((place + 1)...)
                guard place > 0 else { return rings }
            } else {
                places[here] = path.count
                path.append(here)
            }
            let next = turn(at: here, from: path.count > 1 ? path[path.count - 2] : nil)
            take(here, next)
            here = next
        }
    }

    private mutating func take(_ corner: Corner, _ next: Corner) {
        leaving[corner]?.removeAll { $0 == next }
    }

    /// The edge to go on with: the only one, or the one to the left.
    private func turn(at corner: Corner, from previous: Corner?) -> Corner {
        guard let ends = leaving[corner], let only = ends.first else {
            preconditionFailure("a border edge leads nowhere")
        }
        guard ends.count > 1, let previous else { return only }
        return ends.max { leftness(previous, corner, $0) < leftness(previous, corner, $1) } ?? only
    }

    /// Positive for a left turn as seen on a map.
    private func leftness(_ previous: Corner, _ corner: Corner, _ next: Corner) -> Int {
        let east = (corner.column - previous.column).signum()
        let south = (corner.row - previous.row).signum()
        let nextEast = (next.column - corner.column).signum()
        let nextSouth = (next.row - corner.row).signum()
        return south * nextEast - east * nextSouth
    }

    private func withoutStraightCorners(_ ring: [Corner]) -> [Corner] {
        ring.indices.compactMap { index in
            let before = ring[(index + ring.count - 1) % ring.count]
            let after = ring[(index + 1) % ring.count]
            let isStraight =
                (before.row == ring[index].row && after.row == ring[index].row)
                || (before.column == ring[index].column && after.column == ring[index].column)
            return isStraight ? nil : ring[index]
        }
    }
}

/// The stretches of the runs that no run of the neighbouring row covers; both lists are in column order.
private func uncovered(_ runs: [Run], by others: [Run]) -> [Run] {
    var gaps: [Run] = []
    var other = 0
    for run in runs {
        var column = run.start
        while other < others.count, others[other].end <= column { other += 1 }
        var cover = other
        while cover < others.count, others[cover].start < run.end {
            if others[cover].start > column { gaps.append(Run(start: column, end: others[cover].start)) }
            column = max(column, others[cover].end)
            cover += 1
        }
        if column < run.end { gaps.append(Run(start: column, end: run.end)) }
    }
    return gaps
}
