package import GeoModel

/// Pixels that may matter, row after row of a window.
package struct CandidateRows: Sendable {
    /// Where they lie.
    package let window: PixelWindow
    /// How many there are in each row.
    package private(set) var counts: [UInt32]
    /// The pixels, row after row, each row in column order.
    package private(set) var pixels: [ChangedPixel] = []

    /// Rows without pixels.
    package init(window: PixelWindow) {
        self.window = window
        counts = [UInt32](repeating: 0, count: window.rows)
    }

    /// Appends the next pixel in row order.
    mutating func append(_ pixel: ChangedPixel, row: Int) {
        pixels.append(pixel)
        counts[row] += 1
    }

    /// Puts parts that cover a window, without overlaps, together; parts side by side have the same rows.
    init(window: PixelWindow, joining parts: [CandidateRows]) {
        self.init(window: window)
        pixels.reserveCapacity(parts.reduce(0) { $0 + $1.pixels.count })
        var first = 0
        while first < parts.count {
            let end = parts[first...].firstIndex { $0.window.row != parts[first].window.row } ?? parts.count
            join(parts[first..<end])
            first = end
        }
    }

    private mutating func join(_ sideBySide: ArraySlice<CandidateRows>) {
        guard let first = sideBySide.first else { return }
        var next = [Int](repeating: 0, count: sideBySide.count)
        for row in 0..<first.window.rows {
            for (place, part) in sideBySide.enumerated() {
                let end = next[place] + Int(part.counts[row])
                pixels += part.pixels[next[place]..<end]
                next[place] = end
                counts[first.window.row + row - window.row] += part.counts[row]
            }
        }
    }
}

/// What the comparison leaves of one tile.
package struct TileScores: Sendable {
    /// The tile's pixels.
    package let window: PixelWindow
    /// Whether the three dense layers are filled.
    package let isDense: Bool
    /// Quantised score, row by row; 0 where not valid.
    package var score: [UInt16]
    /// `Transition.code`, row by row; 0 where not valid.
    package var transition: [UInt8]
    /// 1 where both dates can be compared.
    package var valid: [UInt8]
    /// The pixels at or above the candidate floor.
    package private(set) var candidates: CandidateRows
    /// The scores of the valid pixels.
    package var histogram: ScoreHistogram
    private var strips: [CandidateRows] = []

    /// A tile in which nothing has been compared yet.
    init(window: PixelWindow, isDense: Bool) {
        let count = isDense ? window.pixelCount : 0
        self.window = window
        self.isDense = isDense
        score = [UInt16](repeating: 0, count: count)
        transition = [UInt8](repeating: 0, count: count)
        valid = [UInt8](repeating: 0, count: count)
        candidates = CandidateRows(window: window)
        histogram = ScoreHistogram()
    }

    mutating func add(_ strip: CandidateRows) {
        strips.append(strip)
    }

    /// Puts the strips, which came cell after cell, into row order.
    mutating func joinStrips() {
        strips.sort { ($0.window.row, $0.window.column) < ($1.window.row, $1.window.column) }
        candidates = CandidateRows(window: window, joining: strips)
        strips = []
    }
}
