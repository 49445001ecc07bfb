package import GeoModel

/// Neighbouring pixels of one row: columns `start ..< end`.
package struct Run: Sendable, Hashable {
    private let first: Int32
    private let behind: Int32

    /// The first column.
    package var start: Int { Int(first) }
    /// The column behind the last one.
    package var end: Int { Int(behind) }
    /// Its pixels.
    package var count: Int { end - start }

    /// Pixels from `start` up to, not including, `end`.
    /// - Precondition: Both are columns of a raster, far below 2³¹.
    package init(start: Int, end: Int) {
        first = Int32(start)
        behind = Int32(end)
    }
}

/// A run in its row.
package struct PlacedRun: Sendable, Hashable {
    private let rowNumber: Int32
    /// The columns.
    package let run: Run

    /// The row.
    package var row: Int { Int(rowNumber) }

    /// A run in its row.
    package init(row: Int, run: Run) {
        rowNumber = Int32(row)
        self.run = run
    }
}

/// The runs of the pixels that reach the threshold; the pixels are one row's, in column order.
package func runs(of pixels: [ChangedPixel], threshold: UInt16) -> [Run] {
    var runs: [Run] = []
    var start = 0
    var end = 0
    for pixel in pixels where pixel.score >= threshold {
        let column = Int(pixel.column)
        if column != end {
            if end > start { runs.append(Run(start: start, end: end)) }
            start = column
        }
        end = column + 1
    }
    if end > start { runs.append(Run(start: start, end: end)) }
    return runs
}

/// The runs of the bits that are set in one row of a mask `columns` wide.
///
/// Column 64 · i + j is bit j, counted from the lowest, of word i; bits from `columns` on are not looked at.
/// - Precondition: `bits` holds `columns` bits or more.
package func runs(ofBits bits: Span<UInt64>, columns: Int) -> [Run] {
    precondition(columns <= bits.count * 64, "the row is wider than its bits")
    var runs: [Run] = []
    var start = 0
    var isInside = false
    for word in 0..<(columns + 63) / 64 {
        let left = columns - word * 64
        let here = left < 64 ? bits[word] & (1 << UInt64(left) - 1) : bits[word]
        // A bit of `edges` is set where the mask differs from the column before.
        var edges = here ^ (here << 1 | (isInside ? 1 : 0))
        while edges != 0 {
            let column = word &* 64 &+ edges.trailingZeroBitCount
            edges &= edges &- 1
            if isInside { runs.append(Run(start: start, end: column)) } else { start = column }
            isInside.toggle()
        }
    }
    if isInside { runs.append(Run(start: start, end: columns)) }
    return runs
}
