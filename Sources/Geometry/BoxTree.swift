import GeoModel

/// Finds boxes of any sizes by place: a packed tree over rectangles, built once and safe to share between workers.
///
/// Source: S. Leutenegger, M. Lopez, J. Edgington, STR: a simple and efficient algorithm for R-tree packing, ICDE 1997.
struct BoxTree: Sendable {
    private static let fanOut = 16

    /// The boxes of each level, the leaves' first; node `n` of a level covers `n * fanOut ..< (n + 1) * fanOut` below.
    private let levels: [[BoundingBox]]
    /// The caller's index of each leaf.
    private let items: [Int]

    /// An index over finite boxes with the caller's names for them. O(n log n).
    init(_ leaves: [Leaf]) {
        let leaves = BoxTree.packed(leaves)
        items = leaves.map(\.item)
        var levels = [leaves.map(\.box)]
        while let top = levels.last, top.count > 1 {
            levels.append(BoxTree.parents(of: top))
        }
        self.levels = levels
    }

    /// Adds the names of all boxes that share a point with `box`, in no particular order.
    func collect(meeting box: BoundingBox, into found: inout [Int]) {
        collect(level: levels.count - 1, nodes: 0..<levels[levels.count - 1].count, box, &found)
    }

    private func collect(level: Int, nodes: Range<Int>, _ box: BoundingBox, _ found: inout [Int]) {
        for node in nodes where levels[level][node].intersects(box) {
            if level == 0 {
                found.append(items[node])
            } else {
                let first = node * BoxTree.fanOut
                let end = min(first + BoxTree.fanOut, levels[level - 1].count)
                collect(level: level - 1, nodes: first..<end, box, &found)
            }
        }
    }

    /// A box under the caller's name.
    struct Leaf {
        let box: BoundingBox
        let item: Int
    }

    /// Leaves in tile order: vertical slices by x, each sorted by y.
    private static func packed(_ leaves: [Leaf]) -> [Leaf] {
        let pages = (leaves.count + fanOut - 1) / fanOut
        let sliceLength = max(fanOut, Int(Double(pages).squareRoot().rounded(.up)) * fanOut)
        let byX = leaves.sorted { ($0.box.centre.x, $0.item) < ($1.box.centre.x, $1.item) }
        return stride(from: 0, to: byX.count, by: sliceLength).flatMap { start in
            byX[start..<min(start + sliceLength, byX.count)]
                .sorted { ($0.box.centre.y, $0.item) < ($1.box.centre.y, $1.item) }
        }
    }

    private static func parents(of boxes: [BoundingBox]) -> [BoundingBox] {
        stride(from: 0, to: boxes.count, by: fanOut).map { start in
            boxes[start + 1..<min(start + fanOut, boxes.count)].reduce(boxes[start]) { $0.union($1) }
        }
    }
}
