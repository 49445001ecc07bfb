import Foundation

/// Part of a decoded block.
struct BlockPart: Sendable {
    /// Its rows, from the block's first.
    let rows: Range<Int>
    /// Its columns, from the block's first.
    let columns: Range<Int>
    /// The samples, row by row.
    let samples: [UInt16]

    func holds(_ otherRows: Range<Int>, _ otherColumns: Range<Int>) -> Bool {
        rows.lowerBound <= otherRows.lowerBound && otherRows.upperBound <= rows.upperBound
            && columns.lowerBound <= otherColumns.lowerBound && otherColumns.upperBound <= columns.upperBound
    }

    /// The part of this one within some rows and columns; nil where there is nothing.
    func part(_ otherRows: Range<Int>, _ otherColumns: Range<Int>) -> BlockPart? {
        let (height, width) = (rows.clamped(to: otherRows), columns.clamped(to: otherColumns))
        guard !height.isEmpty, !width.isEmpty else { return nil }
        if height == rows, width == columns { return self }
        var cut: [UInt16] = []
        cut.reserveCapacity(height.count * width.count)
        for row in height {
            let start = (row - rows.lowerBound) * columns.count + width.lowerBound - columns.lowerBound
            cut += samples[start..<start + width.count]
        }
        return BlockPart(rows: height, columns: width, samples: cut)
    }
}

/// What one worker decoded of a band and others will want: parts beside and below its tile. So each block is decoded
/// once, as far as memory allows; what was dropped is decoded again.
///
/// A block that somebody decodes at the moment is waited for.
final class SharedParts: @unchecked Sendable {
    private struct Shelf {
        var parts: [(number: Int, part: BlockPart)] = []
        var bytes = 0

        mutating func put(_ number: Int, _ part: BlockPart, limit: Int) {
            guard 2 * part.samples.count <= limit else { return }
            parts.append((number, part))
            bytes += 2 * part.samples.count
            while bytes > limit { bytes -= 2 * parts.removeFirst().part.samples.count }
        }

        func part(_ number: Int, _ rows: Range<Int>, _ columns: Range<Int>) -> BlockPart? {
            parts.last { $0.number == number && $0.part.holds(rows, columns) }?.part
        }

        /// Takes a part out.
        mutating func remove(_ number: Int, _ rows: Range<Int>, _ columns: Range<Int>) {
            guard
                let place = parts.lastIndex(where: {
                    $0.number == number && $0.part.rows == rows && $0.part.columns == columns
                })
            else { return }
            bytes -= 2 * parts.remove(at: place).part.samples.count
        }
    }

    /// The bytes that are kept at most for tiles beside each other: three blocks of 512 × 512, and some margins.
    static let limitBeside = 7 << 18

    /// The bytes that are kept at most for the tiles below: what a row of them leaves, and a quarter more, since
    /// workers do not end in the order of the tiles. Nothing is kept where that would be more than 4 MiB: were the
    /// beginning of a row forgotten before it is wanted, nothing would ever be found.
    ///
    /// - Parameters:
    ///   - rows: How many rows each block leaves.
    ///   - columns: How wide the file is, in pixels.
    ///   - block: How wide its blocks are, in pixels.
    /// - Returns: Bytes of one band.
    static func limitBelow(rows: Int, columns: Int, block: Int) -> Int {
        let bytes = 2 * rows * ((columns + block - 1) / block * block) * 5 / 4
        return bytes > 4 << 20 ? 0 : bytes
    }

    private let condition = NSCondition()
    // Touched with `condition` locked alone.
    private var beside = Shelf()
    private var below = Shelf()
    private var decoding: Set<Int> = []

    /// A part of a block that holds some rows and columns; nil where the caller has to decode the block, and call
    /// `end` thereafter.
    func begin(_ number: Int, _ rows: Range<Int>, _ columns: Range<Int>) -> BlockPart? {
        condition.lock()
        defer { condition.unlock() }
        while true {
            let found = beside.part(number, rows, columns) ?? below.part(number, rows, columns)
            if let found { return found }
            if decoding.insert(number).inserted { return nil }
            condition.wait()
        }
    }

    /// A part of a block that holds some rows and columns, if there is one now.
    func find(_ number: Int, _ rows: Range<Int>, _ columns: Range<Int>) -> BlockPart? {
        condition.lock()
        defer { condition.unlock() }
        return beside.part(number, rows, columns) ?? below.part(number, rows, columns)
    }

    /// Forgets a part that was kept for the tile beside which has taken it now: others want no more than parts of it.
    func forget(_ number: Int, _ rows: Range<Int>, _ columns: Range<Int>) {
        condition.lock()
        beside.remove(number, rows, columns)
        condition.unlock()
    }

    /// Says that a block was decoded, or can't be.
    func end(_ number: Int) {
        condition.lock()
        decoding.remove(number)
        condition.broadcast()
        condition.unlock()
    }

    /// Keeps a part of a block for the tiles beside.
    func put(_ number: Int, _ part: BlockPart) {
        condition.lock()
        beside.put(number, part, limit: Self.limitBeside)
        condition.unlock()
    }

    /// Keeps the last rows of a block for the tiles below.
    func put(_ number: Int, _ part: BlockPart, below limit: Int) {
        condition.lock()
        below.put(number, part, limit: limit)
        condition.unlock()
    }
}
