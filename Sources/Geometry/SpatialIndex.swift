package import GeoModel

/// Finds boxes by place; built once and safe to share between workers.
///
/// Most boxes stand in the lists of the equal cells that they touch: that is built in linear time, and a small box is
/// found by looking into a few lists. Boxes that are much larger than most, and those far from most, stand in a tree.
package struct SpatialIndex: Sendable {
    private let boxes: [BoundingBox]
    private let cells: CellGrid
    /// Where each cell's list begins in `listed`, and where the last one ends.
    private let starts: [Int32]
    private let listed: [Int32]
    private let others: BoxTree

    /// An index over boxes; an entry that is nil or not finite is never found. O(n), for boxes of very unequal sizes
    /// O(n log n).
    package init(_ boxes: [BoundingBox?]) {
        self.init(boxes.map { $0 ?? .nowhere })
    }

    /// An index over boxes; one that is not finite is never found.
    package init(_ boxes: [BoundingBox]) {
        precondition(boxes.count < Int32.max)
        let cells = CellGrid(boxes)
        var starts = [Int32](repeating: 0, count: cells.count + 1)
        var others: [BoxTree.Leaf] = []
        for (item, box) in boxes.enumerated() where box.isFinite {
            guard let block = cells.few(in: box) else {
                others.append(BoxTree.Leaf(box: box, item: item))
                continue
            }
            cells.each(of: block) { starts[$0 + 1] += 1 }
        }
        for cell in 0..<cells.count { starts[cell + 1] += starts[cell] }
        var listed = [Int32](repeating: 0, count: Int(starts[cells.count]))
        // Filled from the last box on, each list from its end, so that the lists are in ascending order.
        var ends = starts
        for item in boxes.indices.reversed() where boxes[item].isFinite {
            guard let block = cells.few(in: boxes[item]) else { continue }
            cells.each(of: block) { cell in
                ends[cell + 1] -= 1
                listed[Int(ends[cell + 1])] = Int32(item)
            }
        }
        self.boxes = boxes
        self.cells = cells
        self.starts = starts
        self.listed = listed
        self.others = BoxTree(others)
    }

    /// A box by its index.
    package func box(of item: Int) -> BoundingBox { boxes[item] }

    /// The indices of all boxes that share a point with `box`, in ascending order.
    package func items(meeting box: BoundingBox) -> [Int] {
        var found: [Int] = []
        find(meeting: box, into: &found)
        return found
    }

    /// The same in a list that is used again and again.
    package func find(meeting box: BoundingBox, into found: inout [Int]) {
        found.removeAll(keepingCapacity: true)
        others.collect(meeting: box, into: &found)
        if let block = cells.block(of: box) {
            for row in block.rows {
                for column in block.columns {
                    look(column, row, block, box, &found)
                }
            }
        }
        found.sort()
    }

    private func look(_ column: Int, _ row: Int, _ block: CellGrid.Block, _ box: BoundingBox, _ found: inout [Int]) {
        let cell = row * cells.columns + column
        for place in Int(starts[cell])..<Int(starts[cell + 1]) {
            let item = Int(listed[place])
            let other = boxes[item]
            guard other.intersects(box) else { continue }
            // A box in several lists is taken from the first cell that both share.
            let isFirst =
                column == max(block.columns.lowerBound, cells.column(of: other.minX))
                && row == max(block.rows.lowerBound, cells.row(of: other.minY))
            if isFirst { found.append(item) }
        }
    }
}

/// Equal cells over the ground where most boxes are.
private struct CellGrid: Sendable {
    let columns: Int
    let rows: Int
    private let west: Double
    private let south: Double
    private let perUnitX: Double
    private let perUnitY: Double

    struct Block {
        let columns: ClosedRange<Int>
        let rows: ClosedRange<Int>
    }

    var count: Int { columns * rows }

    /// Cells about as large as the boxes of the middle, and about as many as there are boxes.
    init(_ boxes: [BoundingBox]) {
        let sample = stride(from: 0, to: boxes.count, by: max(1, boxes.count / Self.sampled)).map { boxes[$0] }
            .filter(\.isFinite)
        // An outlier, such as a place in another coordinate system, is not to stretch the cells.
        let (westEast, southNorth) = (middle(sample.map(\.centre.x)), middle(sample.map(\.centre.y)))
        let widths = sample.map { $0.maxX - $0.minX }.sorted()
        let heights = sample.map { $0.maxY - $0.minY }.sorted()
        let (width, height) = (westEast.upperBound - westEast.lowerBound, southNorth.upperBound - southNorth.lowerBound)
        guard width > 0, height > 0, width.isFinite, height.isFinite else {
            (columns, rows, west, south, perUnitX, perUnitY) = (0, 0, 0, 0, 0, 0)
            return
        }
        let side = (width * height / Double(boxes.count)).squareRoot()
        columns = Int(min(max(width / max(side, widths[widths.count / 2]), 1), Self.most).rounded(.up))
        rows = Int(min(max(height / max(side, heights[heights.count / 2]), 1), Self.most).rounded(.up))
        west = westEast.lowerBound
        south = southNorth.lowerBound
        perUnitX = Double(columns) / width
        perUnitY = Double(rows) / height
    }

    /// The column of an easting, the first or the last for what lies beyond.
    func column(of x: Double) -> Int { Int(min(max((x - west) * perUnitX, 0), Double(columns - 1))) }

    /// The row of a northing, the first or the last for what lies beyond.
    func row(of y: Double) -> Int { Int(min(max((y - south) * perUnitY, 0), Double(rows - 1))) }

    /// The cells of a box; nil where there are no cells at all.
    func block(of box: BoundingBox) -> Block? {
        guard columns > 0, box.minX <= box.maxX, box.minY <= box.maxY else { return nil }
        return Block(
            columns: column(of: box.minX)...column(of: box.maxX), rows: row(of: box.minY)...row(of: box.maxY))
    }

    /// The cells of a box that lies in the grid and touches few; nil for any other.
    func few(in box: BoundingBox) -> Block? {
        guard columns > 0, (box.minX - west) * perUnitX >= 0, (box.maxX - west) * perUnitX <= Double(columns),
            (box.minY - south) * perUnitY >= 0, (box.maxY - south) * perUnitY <= Double(rows),
            let block = block(of: box), block.columns.count * block.rows.count <= 16
        else { return nil }
        return block
    }

    @inline(__always)
    func each(of block: Block, _ body: (Int) -> Void) {
        for row in block.rows {
            for column in block.columns { body(row * columns + column) }
        }
    }

    private static let sampled = 1 << 12
    /// The most cells a side.
    private static let most = 8192.0
}

/// From the second to the 98th of a hundred numbers, with a fifth more on either side; 0…0 without any.
private func middle(_ numbers: [Double]) -> ClosedRange<Double> {
    let sorted = numbers.sorted()
    guard let low = sorted.dropFirst(sorted.count / 50).first, let high = sorted.dropLast(sorted.count / 50).last else {
        return 0...0
    }
    let margin = (high - low) / 5
    return low - margin...high + margin
}

extension BoundingBox {
    /// A box that meets nothing.
    package static let nowhere = BoundingBox(minX: .nan, minY: .nan, maxX: .nan, maxY: .nan)

    /// Whether all four edges are somewhere.
    package var isFinite: Bool { minX.isFinite && minY.isFinite && maxX.isFinite && maxY.isFinite }
}
