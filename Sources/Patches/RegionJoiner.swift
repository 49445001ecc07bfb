/// Numbers the 8-connected regions of a mask that comes row by row as runs.
///
/// A number is used again once its region is complete or has become part of another, so what is kept grows with the
/// regions that cross the current row, not with the raster. Time is linear in runs, but for the union-find's inverse
/// Ackermann factor. Source: He, Chao & Suzuki 2008, run-based labelling with union-find.
package struct RegionJoiner {
    /// Two regions that turned out to be one.
    struct Joint: Sendable {
        /// The number that is given up.
        let from: Int
        /// The number that stays, until a later joint gives it up.
        let into: Int
    }

    /// How many numbers there are: all are below it.
    package var numberCount: Int { sets.count }
    /// What the last row joined, in the order in which it has to be taken over. Both have runs in earlier rows.
    private(set) var joints: [Joint] = []
    /// The numbers of the regions that the last row did not touch: they are complete.
    package private(set) var complete: [Int32] = []

    /// The number of each run of the last row; more entries than runs are of no meaning.
    private(set) var numbers: [Int32] = []

    private var sets = DisjointSets()
    private var lastRows: [Int32] = []
    private var free: [Int32] = []
    private var above: [Run] = []
    private var numbersAbove: [Int32] = []
    private var row: Int32 = -1

    /// A joiner before its first row.
    package init() {}

    /// Takes the runs of the next row, in column order; none completes every region.
    package mutating func advance(_ runs: [Run]) {
        recycle()
        makeRoom(for: runs.count)
        swap(&numbers, &numbersAbove)
        row += 1
        number(runs)
        settle(runs.count)
        above = runs
    }

    /// The numbers that the last row gave up stand for nothing now.
    private mutating func recycle() {
        for number in complete { free.append(number) }
        for joint in joints {
            sets.separate(Int32(joint.from))
            free.append(Int32(joint.from))
        }
        joints.removeAll(keepingCapacity: true)
        complete.removeAll(keepingCapacity: true)
    }

    /// Every run could begin a region.
    private mutating func makeRoom(for count: Int) {
        // `numbers` changes places with `numbersAbove`.
        if numbersAbove.count < count {
            numbersAbove += [Int32](repeating: 0, count: count - numbersAbove.count)
        }
        while free.count < count {
            free.append(sets.add())
            lastRows.append(-1)
        }
    }

    /// Gives each run the number of the first region above that it touches, or a free one, and joins the others.
    private mutating func number(_ runs: [Run]) {
        var next = 0
        for (index, run) in runs.enumerated() {
            while next < above.count, above[next].end < run.start { next &+= 1 }
            guard next < above.count, above[next].start <= run.end else {
                numbers[index] = free.removeLast()
                continue
            }
            let number = sets.root(of: numbersAbove[next])
            numbers[index] = number
            // The last run above that touches this one may touch the next one too.
            while next &+ 1 < above.count, above[next &+ 1].start <= run.end {
                next &+= 1
                let other = sets.root(of: numbersAbove[next])
                guard other != number else { continue }
                sets.join(other, into: number)
                joints.append(Joint(from: Int(other), into: Int(number)))
            }
        }
    }

    /// Leaves standing numbers only in the row, and finds those of the row above that are not among them.
    private mutating func settle(_ count: Int) {
        for index in 0..<count {
            let number = sets.root(of: numbers[index])
            numbers[index] = number
            lastRows[Int(number)] = row
        }
        for index in above.indices {
            let number = sets.root(of: numbersAbove[index])
            guard lastRows[Int(number)] != row else { continue }
            lastRows[Int(number)] = row
            complete.append(number)
        }
    }
}
