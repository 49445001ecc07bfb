package import GeoModel

/// Joins the runs of consecutive rows into 8-connected regions and hands each over as soon as no later row can touch
/// it.
///
/// What is kept grows with the regions that cross the current row, not with the raster. Time is linear in runs, but for
/// the union-find's inverse Ackermann factor. Source: He, Chao & Suzuki 2008, run-based labelling with union-find.
package struct AreaGrower {
    private struct Growing {
        var region: ConnectedArea
        /// Another region this one was joined to; itself where it stands alone.
        var parent: Int
        var lastRow: Int
    }

    private var growing: [Int: Growing] = [:]
    private var nextLabel = 0
    private var previous: [(run: Run, label: Int)] = []
    private var row = -1

    /// A grower before its first row.
    package init() {}

    /// Takes the next row.
    ///
    /// - Parameters:
    ///   - runs: The row's runs in column order; none ends every region.
    ///   - pixels: The row's pixels in column order, at least those of the runs.
    /// - Returns: The regions that are complete, ordered by their first pixel.
    package mutating func advance(_ runs: [Run], pixels: [ChangedPixel]) -> [ConnectedArea] {
        row += 1
        var current: [(run: Run, label: Int)] = []
        var above = 0
        var pixel = 0
        for run in runs {
            while pixel < pixels.count, Int(pixels[pixel].column) < run.start { pixel += 1 }
            let label = begin(run, pixels: pixels[pixel..<pixel + run.end - run.start])
            while above < previous.count, previous[above].run.end < run.start { above += 1 }
            var touching = above
            while touching < previous.count, previous[touching].run.start <= run.end {
                join(previous[touching].label, label)
                touching += 1
            }
            current.append((run, label))
        }
        previous = current
        return takeComplete()
    }

    private mutating func begin(_ run: Run, pixels: ArraySlice<ChangedPixel>) -> Int {
        defer { nextLabel += 1 }
        let region = ConnectedArea(PlacedRun(row: row, run: run), pixels: pixels)
        growing[nextLabel] = Growing(region: region, parent: nextLabel, lastRow: row)
        return nextLabel
    }

    private func root(of label: Int) -> Int {
        var label = label
        while let parent = growing[label]?.parent, parent != label { label = parent }
        return label
    }

    /// Joins two regions; the one with fewer runs moves.
    private mutating func join(_ first: Int, _ second: Int) {
        let left = root(of: first)
        let right = root(of: second)
        guard left != right, let one = growing[left], let other = growing[right] else { return }
        let (into, from) = one.region.runs.count >= other.region.runs.count ? (left, right) : (right, left)
        guard let moved = growing[from]?.region else { return }
        growing[into]?.region.add(moved)
        growing[into]?.lastRow = row
        growing[from] = Growing(region: ConnectedArea.none, parent: into, lastRow: row)
    }

    /// Takes out what the current row did not touch, and the labels that stand for nothing any more.
    private mutating func takeComplete() -> [ConnectedArea] {
        var complete: [ConnectedArea] = []
        let live = Set(previous.map { root(of: $0.label) })
        for index in previous.indices { previous[index].label = root(of: previous[index].label) }
        for (label, entry) in growing where !live.contains(label) {
            growing[label] = nil
            guard entry.parent == label else { continue }
            var region = entry.region
            region.sortRuns()
            complete.append(region)
        }
        return complete.sorted { $0.firstPixel < $1.firstPixel }
    }
}

extension ConnectedArea {
    /// What is left in the place of a region that was joined to another.
    static let none = ConnectedArea()

    private init() {}
}
