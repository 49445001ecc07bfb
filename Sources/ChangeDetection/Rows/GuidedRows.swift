/// A mean over a square that follows the edges of another picture, row by row: within each square the values are taken
/// for a linear function of that picture.
///
/// Source: He, Sun & Tang 2013, guided image filtering.
struct GuidedRows {
    /// The means.
    private(set) var result: RowRing
    private let smoothing: GuidedSmoothing
    private var line: RowRing
    private var values: SquareMeans
    private var guides: SquareMeans
    private var products: SquareMeans
    private var squares: SquareMeans
    private var gains: RowRing
    private var offsets: RowRing
    private var slopes: SquareMeans
    private var heights: SquareMeans

    init(_ smoothing: GuidedSmoothing, columns: Int, rows: Range<Int>, keeping: Int) {
        func ring(_ keeping: Int) -> RowRing { RowRing(columns: columns, from: rows.lowerBound, keeping: keeping) }
        // At the end, all rows that a mean waited for come at once.
        let kept = 2 * smoothing.radius + 2
        let means = SquareMeans(radius: smoothing.radius, columns: columns, rows: rows, keeping: kept)
        self.smoothing = smoothing
        (line, gains, offsets) = (ring(1), ring(1), ring(1))
        (values, guides, products, squares, slopes, heights) = (means, means, means, means, means, means)
        result = ring(keeping)
    }

    /// Takes the next row of a picture along the same row of the guide, and makes what can be.
    mutating func take(_ picture: RowRing, along guide: RowRing) {
        let row = line.end
        values.take(picture, upTo: row + 1)
        guides.take(guide, upTo: row + 1)
        line.append { target, place in
            fill(
                &target, at: place, count: guide.columns, from: picture.values, at: picture.place(row),
                and: guide.values, at: guide.place(row)
            ) { $0 * $1 }
        }
        products.take(line)
        var other = RowRing(columns: guide.columns, from: row, keeping: 1)
        other.append { target, place in
            fill(&target, at: place, count: guide.columns, from: guide.values, at: guide.place(row)) { $0 * $0 }
        }
        squares.take(other)
        while gains.end < squares.result.end { addLines() }
        let (rises, rests) = (slopes.result, heights.result)
        for row in result.end..<rests.end {
            result.append { target, place in
                fill(
                    &target, at: place, count: guide.columns, from: rises.values, at: rises.place(row),
                    and: guide.values, at: guide.place(row)
                ) { $0 * $1 }
                change(&target, at: place, count: guide.columns, by: rests.values, at: rests.place(row)) { $0 + $1 }
            }
        }
    }

    /// The linear functions of the next row's squares.
    private mutating func addLines() {
        let (row, columns) = (gains.end, gains.columns)
        let (values, guides, flat) = (values.result, guides.result, smoothing.flatVariance)
        let (products, squares) = (products.result, squares.result)
        let start = values.place(row)
        precondition(guides.place(row) == start && products.place(row) == start && squares.place(row) == start)
        let here = start..<start + columns
        gains.append { target, place in
            let (value, guide) = (values.values.span.extracting(here), guides.values.span.extracting(here))
            let (product, square) = (products.values.span.extracting(here), squares.values.span.extracting(here))
            precondition(place >= 0 && place + columns <= target.count)
            for column in 0..<columns {
                let covariance = product[column] - value[column] * guide[column]
                let variance = max(0, square[column] - guide[column] * guide[column])
                target[place + column] = covariance / max(variance + flat, .leastNormalMagnitude)
            }
        }
        let gain = gains
        offsets.append { target, place in
            fill(&target, at: place, count: columns, from: values.values, at: start) { $0 }
            change(
                &target, at: place, count: columns, by: gain.values, at: gain.place(row), and: guides.values, at: start
            ) { $0 - $1 * $2 }
        }
        slopes.take(gain)
        heights.take(offsets)
    }
}
