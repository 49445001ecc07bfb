import GeoModel

/// How alike a small block and parts of a larger one are: normalised cross-correlation, −1…1.
///
/// - Source: Lewis 1995, fast normalized cross-correlation.
struct BlockMatcher {
    /// The places of the small block in the large one.
    let size: GridSize
    private let small: [Float]
    private let columns: Int
    private let power: Float
    private let large: PixelBlock
    private let margin: Int

    /// - Parameters:
    ///   - small: Without missing data on its inner pixels.
    ///   - margin: Pixels that are left out on every side of both.
    ///   - large: At least as large.
    init(_ small: PixelBlock, margin: Int, in large: PixelBlock) {
        let rows = small.window.rows - 2 * margin
        columns = small.window.columns - 2 * margin
        precondition(columns > 0 && rows > 0)
        size = GridSize(
            columns: max(0, large.window.columns - 2 * margin - columns + 1),
            rows: max(0, large.window.rows - 2 * margin - rows + 1)
        )
        var centred: [Float] = []
        centred.reserveCapacity(columns * rows)
        for row in margin..<margin + rows {
            let start = row * small.window.columns + margin
            centred += small.samples[start..<start + columns]
        }
        let mean = centred.reduce(0, +) / Float(centred.count)
        for place in centred.indices { centred[place] -= mean }
        power = centred.reduce(0) { $0 + $1 * $1 }
        self.small = centred
        self.large = large
        self.margin = margin
    }

    /// The correlation at a place; `NaN` outside, where data are missing, and where nothing is to be seen.
    func correlation(_ column: Int, _ row: Int) -> Float {
        guard power > 0, (0..<size.columns).contains(column), (0..<size.rows).contains(row) else { return .nan }
        let wide = large.window.columns
        let start = (margin + row) * wide + margin + column
        let sums = Self.sums(small.span, large.samples.span, from: start, wide: wide, columns: columns)
        let variance = sums.squares - sums.values * sums.values / Float(small.count)
        return variance > sums.squares * 1e-6 ? sums.products / (power * variance).squareRoot() : .nan
    }

    /// The place reached from a place by steps to whichever neighbour is more alike; nil where that leads to the edge.
    func climb(from start: PixelPlace) -> CorrelationSurface? {
        var known: [PixelPlace: Float] = [:]
        func value(_ column: Int, _ row: Int) -> Float {
            let place = PixelPlace(column: column, row: row)
            if let value = known[place] { return value }
            let value = correlation(column, row)
            known[place] = value
            return value
        }
        var middle = start
        while (1..<size.columns - 1).contains(middle.column), (1..<size.rows - 1).contains(middle.row) {
            var values: [Float] = []
            for row in middle.row - 1...middle.row + 1 {
                for column in middle.column - 1...middle.column + 1 { values.append(value(column, row)) }
            }
            guard let best = values.indices.filter({ !values[$0].isNaN }).max(by: { values[$0] < values[$1] }) else {
                return nil
            }
            if values[best] <= values[4] { return CorrelationSurface(middle: middle, values: values) }
            middle = PixelPlace(column: middle.column + best % 3 - 1, row: middle.row + best / 3 - 1)
        }
        return nil
    }

    private struct Sums {
        var products: Float = 0
        var values: Float = 0
        var squares: Float = 0
    }

    private static func sums(
        _ small: Span<Float>, _ large: Span<Float>, from start: Int, wide: Int, columns: Int
    ) -> Sums {
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
}

/// Correlations at places beside each other.
struct CorrelationSurface {
    /// The places on each axis.
    let size: GridSize
    /// Where the first place lies among those of the matcher.
    let origin: PixelPlace
    /// The correlation at each place, row by row; `NaN` where it is not known.
    private(set) var values: [Float]

    /// The correlations at all places.
    init(_ matcher: BlockMatcher) {
        size = matcher.size
        origin = PixelPlace(column: 0, row: 0)
        values = []
        values.reserveCapacity(size.pixelCount)
        for row in 0..<size.rows {
            for column in 0..<size.columns { values.append(matcher.correlation(column, row)) }
        }
    }

    /// The nine correlations around a place.
    init(middle: PixelPlace, values: [Float]) {
        precondition(values.count == 9)
        size = GridSize(columns: 3, rows: 3)
        origin = PixelPlace(column: middle.column - 1, row: middle.row - 1)
        self.values = values
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
