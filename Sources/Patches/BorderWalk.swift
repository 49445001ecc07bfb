/// A corner between pixels.
struct Corner: Hashable {
    let column: Int32
    let row: Int32
}

/// Walks along linked sides and cuts what it walked into rings that touch themselves nowhere.
///
/// Its buffers are used again for the next region.
struct BorderWalk {
    /// A ring among `corners`.
    struct Ring {
        /// Its corners, each once.
        let corners: Range<Int>
        /// One of its part's runs.
        let run: Int
        /// Whether it runs counter-clockwise as seen on a map: the outer ring of its part.
        let isOuter: Bool
    }

    /// The rings, ordered by the first corner of the border they belong to.
    private(set) var rings: [Ring] = []
    /// The corners of all rings.
    private(set) var corners: [Corner] = []

    /// The path from the walk's start to here, with the pinch that each corner is, −1 for none.
    private var path: [(corner: Corner, pinch: Int32)] = []
    /// The pinch at the start and at the end of each side, −1 for none; empty where the region has none at all.
    private var pinchAtStart: [Int32] = []
    private var pinchAtEnd: [Int32] = []
    /// Where on the path each pinch is, −1 for nowhere.
    private var placeOnPath: [Int32] = []

    /// Walks along all borders of a region.
    mutating func walk(_ runs: [PlacedRun], _ links: inout BorderLinks) {
        rings.removeAll(keepingCapacity: true)
        corners.removeAll(keepingCapacity: true)
        markPinches(links, sides: runs.count * 2)
        // A border's first corner in row order is the upper end of its first side.
        for side in 0..<runs.count * 2 where links.next[side] >= 0 {
            walk(from: side, runs, &links)
        }
    }

    private mutating func markPinches(_ links: BorderLinks, sides: Int) {
        pinchAtStart.removeAll(keepingCapacity: true)
        pinchAtEnd.removeAll(keepingCapacity: true)
        placeOnPath.removeAll(keepingCapacity: true)
        guard !links.pinches.isEmpty else { return }
        for _ in 0..<sides {
            pinchAtStart.append(-1)
            pinchAtEnd.append(-1)
        }
        for (pinch, sides) in links.pinches.enumerated() {
            placeOnPath.append(-1)
            // A left side runs down and so ends at the line below it; a right side starts there.
            for (side, isAbove) in [(Int(sides.above), true), (Int(sides.below), false)] {
                if isAbove == (side & 1 == 0) {
                    pinchAtEnd[side] = Int32(pinch)
                } else {
                    pinchAtStart[side] = Int32(pinch)
                }
            }
        }
    }

    /// Walks until it is back, and unlinks what it walked.
    private mutating func walk(from start: Int, _ runs: [PlacedRun], _ links: inout BorderLinks) {
        path.removeAll(keepingCapacity: true)
        let hasPinches = !pinchAtStart.isEmpty
        if start & 1 == 0 {
            arrive(runs.startCorner(of: start), hasPinches ? pinchAtStart[start] : -1, run: start / 2)
        }
        var side = start
        repeat {
            let next = links.take(side)
            let turn = runs.endCorner(of: side)
            let ahead = runs.startCorner(of: next)
            if turn != ahead {
                arrive(turn, hasPinches ? pinchAtEnd[side] : -1, run: start / 2)
                // A left side starts where the path did.
                if next != start || start & 1 == 1 {
                    arrive(ahead, hasPinches ? pinchAtStart[next] : -1, run: start / 2)
                }
            }
            side = next
        } while side != start
        cut(from: 0, run: start / 2)
        for step in path where step.pinch >= 0 { placeOnPath[Int(step.pinch)] = -1 }
    }

    /// Goes to a corner; where the path has been there before, what lies between is a ring of its own.
    private mutating func arrive(_ corner: Corner, _ pinch: Int32, run: Int) {
        if pinch >= 0 {
            let place = Int(placeOnPath[Int(pinch)])
            if place >= 0 {
                cut(from: place, run: run)
                for step in path[(place + 1)...] where step.pinch >= 0 { placeOnPath[Int(step.pinch)] = -1 }
                path.removeSubrange((place + 1)...)
                return
            }
            placeOnPath[Int(pinch)] = Int32(path.count)
        }
        path.append((corner, pinch))
    }

    /// Keeps the path from a place on as a ring.
    private mutating func cut(from place: Int, run: Int) {
        let first = corners.count
        var area = 0
        for index in place..<path.count {
            let corner = path[index].corner
            let following = path[index + 1 < path.count ? index + 1 : place].corner
            // Rows go down, so the sign is the other way round.
            area += Int(following.column) * Int(corner.row) - Int(corner.column) * Int(following.row)
            corners.append(corner)
        }
        rings.append(Ring(corners: first..<corners.count, run: run, isOuter: area > 0))
    }
}

extension [PlacedRun] {
    /// Where a side starts: a left side at its upper end.
    fileprivate func startCorner(of side: Int) -> Corner { corner(of: side, isUpper: side & 1 == 0) }

    /// Where a side ends: a right side at its upper end.
    fileprivate func endCorner(of side: Int) -> Corner { corner(of: side, isUpper: side & 1 == 1) }

    private func corner(of side: Int, isUpper: Bool) -> Corner {
        let placed = self[side / 2]
        return Corner(
            column: Int32(truncatingIfNeeded: side & 1 == 0 ? placed.run.start : placed.run.end),
            row: Int32(truncatingIfNeeded: isUpper ? placed.row : placed.row + 1)
        )
    }
}
