/// What stands on a pixel.
enum Cover: UInt8 {
    case forest, crop, bare, built, water
}

/// What became of the ground between the two dates, as pieces of rows.
struct Changes {
    struct Piece {
        let columns: Range<Int>
        let cover: Cover
    }

    /// The pieces of each row; a later one lies on top.
    private(set) var rows: [[Piece]]

    /// Builds, clears and paves: one change for every 2 500 pixels.
    init(size: Int, seed: UInt64) {
        rows = Array(repeating: [], count: size)
        let stream = seed &* 1000 &+ 900
        for number in 0..<max(50, size * size / 2500) {
            let column = Int(unit(stream, number, 0) * Float(size))
            let row = Int(unit(stream, number, 1) * Float(size))
            // Half are smaller than 2.2 pixels, the largest has 26.
            let radius = 1.2 + 0.5 / (unit(stream, number, 2) + 0.02)
            switch unit(stream, number, 3) {
            case ..<0.6: build(column, row, radius)
            case ..<0.9: clear(column, row, radius)
            default: pave(column, row, radius, slope: 3 * unit(stream, number, 4) - 1.5)
            }
        }
    }

    /// A rectangle.
    private mutating func build(_ column: Int, _ row: Int, _ radius: Float) {
        let half = Int(radius * 0.7)
        for line in row - half...row + half { add(line, Float(column), half: radius, .built) }
    }

    /// A disc, bare afterwards.
    private mutating func clear(_ column: Int, _ row: Int, _ radius: Float) {
        let half = Int(radius)
        for line in -half...half {
            add(row + line, Float(column), half: (radius * radius - Float(line * line)).squareRoot(), .bare)
        }
    }

    /// A slanting strip of three pixels.
    private mutating func pave(_ column: Int, _ row: Int, _ radius: Float, slope: Float) {
        let half = Int(2 * radius)
        for line in -half...half {
            add(row + line, Float(column) + Float(line) * slope, half: 1 + abs(slope) / 2, .built)
        }
    }

    private mutating func add(_ row: Int, _ centre: Float, half: Float, _ cover: Cover) {
        guard rows.indices.contains(row) else { return }
        let first = max(0, Int((centre - half).rounded()))
        let end = min(rows.count, Int((centre + half).rounded()) + 1)
        if first < end { rows[row].append(Piece(columns: first..<end, cover: cover)) }
    }
}
