/// Means of square blocks, row of blocks by row of blocks; blocks at the edge are what is left of them.
struct BlockMeans {
    /// The rows of blocks that there are.
    let rows: Range<Int>
    /// The means.
    private(set) var result: RowRing
    /// The next row of pixels.
    private(set) var next: Int
    private let side: Int
    private let columns: Int
    private let lastRow: Int
    private var sums: [Float]

    /// - Parameters:
    ///   - side: Pixels on the side of a block.
    ///   - columns: Pixels in a row.
    ///   - rows: The rows of pixels; begin where a block does.
    init(side: Int, columns: Int, rows: Range<Int>) {
        precondition(rows.lowerBound % side == 0)
        self.side = side
        self.columns = columns
        self.rows = rows.lowerBound / side..<(rows.upperBound + side - 1) / side
        lastRow = rows.upperBound - 1
        next = rows.lowerBound
        sums = [Float](repeating: 0, count: columns)
        result = RowRing(columns: (columns + side - 1) / side, from: self.rows.lowerBound, keeping: 2)
    }

    /// Takes the next row of pixels from a place on.
    mutating func take(_ values: [Float], at place: Int) {
        let (columns, isFirst) = (columns, next % side == 0)
        var span = sums.mutableSpan
        if isFirst {
            fill(&span, at: 0, count: columns, from: values, at: place) { $0 }
        } else {
            change(&span, at: 0, count: columns, by: values, at: place) { $0 + $1 }
        }
        next += 1
        if next % side == 0 || next > lastRow { addBlocks(height: (next - 1) % side + 1) }
    }

    private mutating func addBlocks(height: Int) {
        let whole = columns / side
        result.append { [side, columns, sums] values, place in
            let line = sums.span
            let share = 1 / Float(side * height)
            switch side {
            case 2:
                precondition(2 * whole <= line.count && place >= 0 && place + whole <= values.count)
                for block in 0..<whole { values[place + block] = (line[2 * block] + line[2 * block + 1]) * share }
            default:
                for block in 0..<whole {
                    var sum: Float = 0
                    for column in 0..<side { sum += line[block * side + column] }
                    values[place + block] = sum * share
                }
            }
            guard whole * side < columns else { return }
            var rest: Float = 0
            for column in whole * side..<columns { rest += line[column] }
            values[place + whole] = rest / Float((columns - whole * side) * height)
        }
    }
}

/// Rows of pixels between the middles of blocks: interpolated along lines, first down, then across.
struct RowsBetween {
    /// The rows of pixels.
    private(set) var result: RowRing
    private let side: Int
    private let rows: Range<Int>
    private let blockRows: Range<Int>
    /// A row of blocks with its first and last number once more at either end.
    private var line: [Float]

    /// - Parameters:
    ///   - side: Pixels on the side of a block.
    ///   - columns: Pixels in a row.
    ///   - rows: The rows of pixels; begin where a block does.
    ///   - keeping: How many rows of pixels are kept.
    init(side: Int, columns: Int, rows: Range<Int>, keeping: Int) {
        self.side = side
        self.rows = rows
        blockRows = rows.lowerBound / side..<(rows.upperBound + side - 1) / side
        result = RowRing(columns: columns, from: rows.lowerBound, keeping: keeping)
        line = [Float](repeating: 0, count: (columns + side - 1) / side + 2)
    }

    /// Takes all rows of blocks that have been made since, and makes what can be.
    mutating func take(_ blocks: RowRing) {
        while result.end < rows.upperBound {
            let row = result.end
            let block = 2 * row + 1 >= side ? (2 * row + 1 - side) / (2 * side) : -1
            let (first, second) = (max(block, blockRows.lowerBound), min(block + 1, blockRows.upperBound - 1))
            guard second < blocks.end else { return }
            let part = (Float(row) + 0.5) / Float(side) - 0.5 - Float(block)
            fillLine(blocks, first, second, part)
            addRow()
        }
    }

    private mutating func fillLine(_ blocks: RowRing, _ first: Int, _ second: Int, _ part: Float) {
        let count = blocks.columns
        var span = line.mutableSpan
        fill(
            &span, at: 1, count: count, from: blocks.values, at: blocks.place(first), and: blocks.values,
            at: blocks.place(second)
        ) { $0 + ($1 - $0) * part }
        span[0] = span[1]
        span[count + 1] = span[count]
    }

    private mutating func addRow() {
        let columns = result.columns
        let whole = columns / side
        result.append { [side, line] values, place in
            let line = line.span
            precondition(place >= 0 && place + columns <= values.count && whole + 2 <= line.count)
            for column in 0..<side {
                let (left, part) = Self.between(column, side)
                for block in 0..<whole {
                    let near = line[block + left]
                    values[place + block * side + column] = near + (line[block + left + 1] - near) * part
                }
            }
            for column in whole * side..<columns {
                let (left, part) = Self.between(column - whole * side, side)
                let near = line[whole + left]
                values[place + column] = near + (line[whole + left + 1] - near) * part
            }
        }
    }

    /// Whether a pixel of a block lies right of its middle, and how far from the middle on its left to the one on its
    /// right.
    private static func between(_ column: Int, _ side: Int) -> (left: Int, part: Float) {
        let offset = (Float(column) + 0.5) / Float(side) - 0.5
        return offset < 0 ? (0, offset + 1) : (1, offset)
    }
}
