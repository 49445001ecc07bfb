package import GeoModel

/// The outline of a region as valid polygons in map coordinates.
///
/// Pixels that touch only at corners become separate parts; a ring that would touch itself is split at that corner, so
/// that every part is valid in the sense of OGC 06-103r4: its holes touch it and each other in points at most. The runs
/// are the region's, in row order.
package func outline(of runs: [PlacedRun], transform: GeoTransform) -> MultiPolygon {
    MultiPolygon(
        edgeConnectedParts(of: runs).map { part in
            polygon(of: RingTracer(part).rings(), transform: transform)
        }
    )
}

private func polygon(of rings: [[Corner]], transform: GeoTransform) -> Polygon {
    let lines = rings.map { corners in
        Ring(corners.map { transform.point(column: Double($0.column), row: Double($0.row)) })
    }
    // Of the rings of one edge-connected part only the outer one runs counter-clockwise.
    let exterior = lines.first { $0.doubledSignedArea > 0 }
    guard let exterior else { preconditionFailure("a region has an outer ring") }
    return Polygon(exterior: exterior, holes: lines.filter { $0.doubledSignedArea < 0 })
}

/// The runs grouped so that the pixels of a group hang together by their sides.
private func edgeConnectedParts(of runs: [PlacedRun]) -> [[PlacedRun]] {
    var parents = Array(runs.indices)
    func root(_ index: Int) -> Int {
        var index = index
        while parents[index] != index {
            parents[index] = parents[parents[index]]
            index = parents[index]
        }
        return index
    }
    var above = 0
    for (index, placed) in runs.enumerated() {
        while above < index, precedes(runs[above], placed) { above += 1 }
        var upper = above
        while upper < index, runs[upper].row == placed.row - 1, runs[upper].run.start < placed.run.end {
            let (low, high) = (min(root(upper), root(index)), max(root(upper), root(index)))
            parents[high] = low
            upper += 1
        }
    }
    var parts: [[PlacedRun]] = []
    var numbers: [Int: Int] = [:]
    for (index, placed) in runs.enumerated() {
        let number = numbers[root(index), default: parts.count]
        if number == parts.count {
            numbers[root(index)] = number
            parts.append([])
        }
        parts[number].append(placed)
    }
    return parts
}

/// Whether a run can't share a side with `placed` or any run behind it.
private func precedes(_ earlier: PlacedRun, _ placed: PlacedRun) -> Bool {
    earlier.row < placed.row - 1 || (earlier.row == placed.row - 1 && earlier.run.end <= placed.run.start)
}
