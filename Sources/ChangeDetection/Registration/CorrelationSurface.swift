import GeoModel

/// How alike a small block and each equally large part of a larger one are: normalised cross-correlation, −1…1.
///
/// - Source: Lewis 1995, fast normalized cross-correlation: sums of the parts by running totals.
struct CorrelationSurface {
    /// The places that were tried on each axis.
    let size: GridSize
    /// The correlation at each place, row by row; `NaN` where data are missing or nothing is to be seen.
    private(set) var values: [Float]

    /// - Parameters:
    ///   - small: Without missing data on its inner pixels; a margin is left out on every side.
    ///   - margin: In pixels.
    ///   - large: At least as large.
    init(_ small: PixelBlock, margin: Int, in large: PixelBlock) {
        let (columns, rows) = (small.window.columns - 2 * margin, small.window.rows - 2 * margin)
        let wide = large.window.columns
        size = GridSize(
            columns: max(0, wide - 2 * margin - columns + 1), rows: max(0, large.window.rows - 2 * margin - rows + 1))
        values = [Float](repeating: .nan, count: size.pixelCount)
        guard columns > 0, rows > 0, !values.isEmpty else { return }
        var centred: [Float] = []
        centred.reserveCapacity(columns * rows)
        for row in margin..<margin + rows {
            let start = row * small.window.columns + margin
            centred += small.samples[start..<start + columns]
        }
        let count = Float(centred.count)
        let mean = centred.reduce(0, +) / count
        for place in centred.indices { centred[place] -= mean }
        let power = centred.reduce(0) { $0 + $1 * $1 }
        guard power > 0 else { return }
        for row in 0..<size.rows {
            for column in 0..<size.columns {
                let start = (margin + row) * wide + margin + column
                let sums = Self.sums(centred.span, large.samples.span, from: start, wide: wide, columns: columns)
                let variance = sums.squares - sums.values * sums.values / count
                guard variance > sums.squares * 1e-6 else { continue }
                values[row * size.columns + column] = sums.products / (power * variance).squareRoot()
            }
        }
    }

    private struct Sums {
        var products: Float = 0
        var values: Float = 0
        var squares: Float = 0
    }

    private static func sums(_ small: Span<Float>, _ large: Span<Float>, from start: Int, wide: Int, columns: Int)
        -> Sums
    {
        var (products, values, squares) = (SIMD8<Float>(), SIMD8<Float>(), SIMD8<Float>())
        var rest = Sums()
        let eights = columns / 8 * 8
        for row in 0..<small.count / columns {
            let line = small.extracting(row * columns..<(row + 1) * columns)
            let other = large.extracting(start + row * wide..<start + row * wide + columns)
            for place in stride(from: 0, to: eights, by: 8) {
                var (first, second) = (SIMD8<Float>(), SIMD8<Float>())
                for lane in 0..<8 {
                    first[lane] = line[place + lane]
                    second[lane] = other[place + lane]
                }
                products += first * second
                values += second
                squares += second * second
            }
            for place in eights..<columns {
                rest.products += line[place] * other[place]
                rest.values += other[place]
                rest.squares += other[place] * other[place]
            }
        }
        rest.products += products.sum()
        rest.values += values.sum()
        rest.squares += squares.sum()
        return rest
    }

    /// The value at a place; `NaN` outside.
    func value(_ column: Int, _ row: Int) -> Float {
        guard (0..<size.columns).contains(column), (0..<size.rows).contains(row) else { return .nan }
        return values[row * size.columns + column]
    }

    /// The highest place and what stands there; nil where nothing could be compared.
    var peak: (place: PixelPlace, value: Float)? {
        var best: (place: PixelPlace, value: Float)?
        for (index, value) in values.enumerated() where value > (best?.value ?? -.infinity) {
            best = (PixelPlace(column: index % size.columns, row: index / size.columns), value)
        }
        return best
    }

    /// How far the top of parabolas through a peak and its four neighbours lies from it; nil at the edge.
    func offset(at peak: PixelPlace) -> PixelShift? {
        let middle = value(peak.column, peak.row)
        func top(_ low: Float, _ high: Float) -> Double? {
            let bend = 2 * middle - low - high
            guard bend > 0 else { return nil }
            return Double((high - low) / (2 * bend))
        }
        let across = top(value(peak.column - 1, peak.row), value(peak.column + 1, peak.row))
        let down = top(value(peak.column, peak.row - 1), value(peak.column, peak.row + 1))
        guard let across, let down else { return nil }
        return PixelShift(columns: across, rows: down)
    }

    /// Adds a surface of the same size; places that one of them does not know count as no likeness.
    mutating func add(_ other: CorrelationSurface) {
        precondition(size == other.size)
        for place in values.indices {
            let (own, added) = (values[place], other.values[place])
            values[place] = (own.isNaN ? 0 : own) + (added.isNaN ? 0 : added)
        }
    }
}
