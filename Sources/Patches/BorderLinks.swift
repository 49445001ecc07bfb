/// The border of a region as a chain of its runs' sides: which side follows which.
///
/// Side 2i is the left side of run i and runs down, side 2i + 1 the right one and runs up, so that a border goes with
/// the region on its left as seen on a map (rows go down). Between two sides that follow each other lies a horizontal
/// stretch of the border, or nothing where one goes straight on in the other. Where pixels touch at a corner only, the
/// border stays with the same pixel.
struct BorderLinks {
    /// The side that follows each side.
    private(set) var next: [Int32] = []
    /// The edge-connected parts, as sets of runs; the first run of a part stands for it.
    private var parts = DisjointSets()
    /// The corners where pixels touch without sharing a side: the side above that ends there, the side below.
    private(set) var pinches: [(above: Int32, below: Int32)] = []

    /// The place of each side: its column twice, and one more for a left side. Where one run ends and another starts,
    /// the end comes first.
    private var keys: [Int32] = []

    /// The first run of the edge-connected part that a run belongs to.
    mutating func part(of run: Int) -> Int {
        Int(parts.root(of: Int32(run)))
    }

    /// The side that follows; it follows no more afterwards.
    mutating func take(_ side: Int) -> Int {
        defer { next[side] = -1 }
        return Int(next[side])
    }

    /// Links the sides of a region's runs, which are in row order; what was linked before is forgotten.
    mutating func link(_ runs: [PlacedRun]) {
        pinches.removeAll(keepingCapacity: true)
        parts.removeAll()
        keys.removeAll(keepingCapacity: true)
        keys.reserveCapacity(runs.count * 2)
        for placed in runs {
            keys.append(Int32(truncatingIfNeeded: placed.run.start &* 2 &+ 1))
            keys.append(Int32(truncatingIfNeeded: placed.run.end &* 2))
            _ = parts.add()
        }
        // Out of the structure while it is written to, without a copy.
        var next = next
        self.next = []
        next.removeAll(keepingCapacity: true)
        next.append(contentsOf: repeatElement(-1, count: runs.count * 2))
        linkLines(runs, next.mutableSpan)
        self.next = next
    }

    private mutating func linkLines(_ runs: [PlacedRun], _ next: consuming MutableSpan<Int32>) {
        var above = 0..<0
        var first = 0
        while first < runs.count {
            let row = runs[first].row
            var end = first + 1
            while end < runs.count, runs[end].row == row { end += 1 }
            if !above.isEmpty, runs[above.lowerBound].row < row - 1 {
                linkLine(above, 0..<0, &next)
                above = 0..<0
            }
            linkLine(above, first..<end, &next)
            above = first..<end
            first = end
        }
        linkLine(above, 0..<0, &next)
    }

    /// Links along the line between two rows, given as ranges of runs.
    ///
    /// Going along the line, each side above or below it changes whether there is region above or below. A stretch of
    /// the border lies between two sides where there is region on one side of the line only.
    private mutating func linkLine(
        _ runsAbove: Range<Int>,
        _ runsBelow: Range<Int>,
        _ next: inout MutableSpan<Int32>
    ) {
        var above = runsAbove.lowerBound * 2
        var below = runsBelow.lowerBound * 2
        let endAbove = runsAbove.upperBound * 2
        let endBelow = runsBelow.upperBound * 2
        var opening = 0
        var isEastward = false
        var last = (side: 0, key: Int32(-2))
        while above < endAbove || below < endBelow {
            let isAbove = below == endBelow || (above < endAbove && keys[above] <= keys[below])
            let side = isAbove ? above : below
            if isAbove { above &+= 1 } else { below &+= 1 }
            let key = keys[side]
            if key == last.key &+ 1, key & 1 == 1 {
                pinches.append(isAbove ? (Int32(side), Int32(last.side)) : (Int32(last.side), Int32(side)))
            }
            last = (side, key)
            // Behind a left side, which has an even number, the region is there.
            let isInsideAbove = above & 1 == 1
            let isInsideBelow = below & 1 == 1
            if isInsideAbove != isInsideBelow {
                opening = side
                isEastward = isInsideAbove
            } else {
                if isEastward { next[opening] = Int32(truncatingIfNeeded: side) }
                if !isEastward { next[side] = Int32(truncatingIfNeeded: opening) }
                if isInsideAbove { unite((above &- 1) >> 1, (below &- 1) >> 1) }
            }
        }
    }

    private mutating func unite(_ first: Int, _ second: Int) {
        let one = parts.root(of: Int32(truncatingIfNeeded: first))
        let other = parts.root(of: Int32(truncatingIfNeeded: second))
        if one != other { parts.join(max(one, other), into: min(one, other)) }
    }
}
