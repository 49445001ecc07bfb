import GeoModel

/// A row's rectangle in SQLite's R-tree: in 32 bits, rounded outwards.
struct IndexEntry {
    /// The row's key or, between the levels of the tree, a node's number.
    var id: Int64
    private(set) var minX: Float
    private(set) var maxX: Float
    private(set) var minY: Float
    private(set) var maxY: Float

    /// A row with its rectangle.
    init(id: Int64, around box: BoundingBox) {
        self.id = id
        minX = Self.down(box.minX)
        maxX = Self.up(box.maxX)
        minY = Self.down(box.minY)
        maxY = Self.up(box.maxY)
    }

    /// A node with the rectangle around all that is in it.
    fileprivate init(node: Int64, around entries: ArraySlice<IndexEntry>) {
        self.init(id: node, minX: .infinity, maxX: -.infinity, minY: .infinity, maxY: -.infinity)
        for entry in entries {
            minX = min(minX, entry.minX)
            maxX = max(maxX, entry.maxX)
            minY = min(minY, entry.minY)
            maxY = max(maxY, entry.maxY)
        }
    }

    private init(id: Int64, minX: Float, maxX: Float, minY: Float, maxY: Float) {
        self.id = id
        self.minX = minX
        self.maxX = maxX
        self.minY = minY
        self.maxY = maxY
    }

    /// The cell of a node: the identifier, then least and largest x and y, all with the high byte first.
    fileprivate func append(to bytes: inout [UInt8]) {
        append(UInt64(bitPattern: id), to: &bytes)
        for edge in [minX, maxX, minY, maxY] { append(edge.bitPattern, to: &bytes) }
    }

    private func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
        unsafe withUnsafeBytes(of: number.bigEndian) { unsafe bytes.append(contentsOf: $0) }
    }

    /// SQLite's own rounding (`rtreeValueDown` of rtree.c), so that the index holds what its triggers would write.
    private static func down(_ value: Double) -> Float {
        let near = Float(value)
        guard Double(near) > value else { return near }
        return Float(value * (value < 0 ? 1 + 1.0 / 8_388_608 : 1 - 1.0 / 8_388_608))
    }

    private static func up(_ value: Double) -> Float { -down(-value) }

    /// The place of the rectangle's middle on a Hilbert curve through 65 536 × 65 536 fields over `whole`: rectangles
    /// that follow each other on it lie close together.
    ///
    /// Source: D. Hilbert, “Über die stetige Abbildung einer Linie auf ein Flächenstück”, 1891; I. Kamel and
    /// C. Faloutsos, “On packing R-trees”, 1993.
    fileprivate func place(in whole: IndexEntry) -> UInt32 {
        var x = Self.field((minX + maxX) / 2, whole.minX, whole.maxX)
        var y = Self.field((minY + maxY) / 2, whole.minY, whole.maxY)
        var place: UInt32 = 0
        var half: UInt32 = 1 << 15
        while half > 0 {
            let isEast = x & half != 0, isNorth = y & half != 0
            place += half * half * (isEast ? (isNorth ? 2 : 3) : (isNorth ? 1 : 0))
            if !isNorth {
                // The lower quarters are turned, so that the curve goes on where the last one ended.
                if isEast {
                    x = 65_535 - x
                    y = 65_535 - y
                }
                swap(&x, &y)
            }
            half >>= 1
        }
        return place
    }

    private static func field(_ value: Float, _ first: Float, _ last: Float) -> UInt32 {
        let share = (value - first) / (last - first)
        return share.isFinite ? UInt32(max(0, min(65_535, share * 65_535))) : 0
    }
}

/// SQLite's R-tree over rows that are all known, built from the leaves up with full nodes: quicker to build than row by
/// row, and quicker to search.
///
/// Source: the comment on the shadow tables at the head of SQLite's rtree.c; Kamel and Faloutsos, 1993.
struct PackedTree {
    /// One node as the table of nodes keeps it.
    struct Node {
        let number: Int64
        /// The numbers of the nodes below it; empty for a leaf.
        let children: [Int64]
        let bytes: [UInt8]
    }

    private let entries: [IndexEntry]
    private static let headerLength = 4
    private static let cellLength = 24
    private static let root: Int64 = 1

    /// A tree of rows.
    /// - Precondition: there are any, and fewer than 2³².
    init(_ entries: [IndexEntry]) {
        precondition(!entries.isEmpty)
        self.entries = entries
    }

    /// Hands every node to a closure, leaves first, in the order of their numbers; only the root, which is 1, is last.
    ///
    /// - Parameters:
    ///   - length: The bytes of a node, as the empty tree's root has them.
    ///   - body: Takes the node.
    /// - Returns: The leaf of each row, in the order the rows were given.
    /// - Throws: What `body` throws.
    func forEachNode(of length: Int, _ body: (Node) throws(Fault) -> Void) throws(Fault) -> [Int64] {
        let order = order()
        var level = order.map { entries[$0] }
        var leaves = [Int64](repeating: Self.root, count: entries.count)
        let capacity = (length - Self.headerLength) / Self.cellLength
        var last = Self.root
        var depth: UInt8 = 0
        while true {
            let groups = (level.count + capacity - 1) / capacity
            var above: [IndexEntry] = []
            for group in 0..<groups {
                // Even shares: no node is left with a few rows only.
                let share = level.count * group / groups..<level.count * (group + 1) / groups
                last += 1
                let number = groups == 1 ? Self.root : last
                if depth == 0 { for place in share { leaves[order[place]] = number } }
                try body(node(number, level[share], depth: depth, isRoot: groups == 1, length: length))
                above.append(IndexEntry(node: number, around: level[share]))
            }
            if groups == 1 { return leaves }
            level = above
            depth += 1
        }
    }

    private func node(
        _ number: Int64,
        _ cells: ArraySlice<IndexEntry>,
        depth: UInt8,
        isRoot: Bool,
        length: Int
    ) -> Node {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length)
        // The root tells the depth of the tree; other nodes have zeros there.
        bytes += [0, isRoot ? depth : 0, UInt8(cells.count >> 8), UInt8(cells.count & 0xFF)]
        for cell in cells { cell.append(to: &bytes) }
        bytes += [UInt8](repeating: 0, count: length - bytes.count)
        return Node(number: number, children: depth == 0 ? [] : cells.map(\.id), bytes: bytes)
    }

    /// The rows along a Hilbert curve; equal places keep the order of the rows.
    private func order() -> [Int] {
        let whole = IndexEntry(node: 0, around: entries[...])
        let keys = entries.indices.map { UInt64(entries[$0].place(in: whole)) << 32 | UInt64($0) }
        return keys.sorted().map { Int($0 & 0xFFFF_FFFF) }
    }
}
