/// A mean over a square that follows the edges of two other pictures, row by row: within each square the values are
/// taken for a linear function of both.
///
/// What stood on the ground before has edges as what stands there afterwards has; change ends at either.
///
/// Source: He, Sun & Tang 2013, guided image filtering, with a guide of several channels.
struct GuidedRows {
    /// The means.
    private(set) var result: RowRing
    private let flatVariance: Float
    private var products: [RowRing]
    /// Of the values and the two guides, then of their products.
    private var means: [SquareMeans]
    private var gains: [RowRing]
    private var offsets: RowRing
    private var slopes: [SquareMeans]
    private var heights: SquareMeans

    /// Which of the values and the two guides are multiplied.
    private static let factors = [(0, 1), (0, 2), (1, 1), (2, 2), (1, 2)]

    init(_ smoothing: GuidedSmoothing, columns: Int, rows: Range<Int>, keeping: Int) {
        func ring(_ keeping: Int) -> RowRing { RowRing(columns: columns, from: rows.lowerBound, keeping: keeping) }
        // At the end, all rows that a mean waited for come at once.
        let kept = 2 * smoothing.radius + 2
        let mean = SquareMeans(radius: smoothing.radius, columns: columns, rows: rows, keeping: kept)
        flatVariance = smoothing.flatVariance
        products = Self.factors.map { _ in ring(1) }
        means = Array(repeating: mean, count: 3 + Self.factors.count)
        (gains, offsets) = ([ring(1), ring(1)], ring(1))
        (slopes, heights) = ([mean, mean], mean)
        result = ring(keeping)
    }

    /// Takes the next row of a picture along the same row of both guides, and makes what can be.
    mutating func take(_ picture: RowRing, along first: RowRing, and second: RowRing) {
        let pictures = [picture, first, second]
        let (row, columns) = (products[0].end, picture.columns)
        for place in pictures.indices { means[place].take(pictures[place], upTo: row + 1) }
        for (place, (one, other)) in Self.factors.enumerated() {
            products[place].append { target, start in
                fill(
                    &target, at: start, count: columns, from: pictures[one].values, at: pictures[one].place(row),
                    and: pictures[other].values, at: pictures[other].place(row)
                ) { $0 * $1 }
            }
            means[pictures.count + place].take(products[place])
        }
        while offsets.end < means[pictures.count + Self.factors.count - 1].result.end { addLines() }
        addResults(first, second)
    }

    private mutating func addResults(_ first: RowRing, _ second: RowRing) {
        let (rises, rests, columns) = (slopes.map(\.result), heights.result, result.columns)
        for row in result.end..<rests.end {
            let start = rests.place(row)
            result.append { target, place in
                fill(
                    &target, at: place, count: columns, from: rises[0].values, at: start,
                    and: first.values, at: first.place(row)
                ) { $0 * $1 }
                change(
                    &target, at: place, count: columns, by: rises[1].values, at: start,
                    and: second.values, at: second.place(row)
                ) { $0 + $1 * $2 }
                change(&target, at: place, count: columns, by: rests.values, at: start) { $0 + $1 }
            }
        }
    }

    /// The linear functions of the next row's squares.
    private mutating func addLines() {
        let (row, columns, flat) = (offsets.end, offsets.columns, flatVariance)
        let moments = means.map(\.result)
        let start = moments[0].place(row)
        precondition(moments.allSatisfy { $0.place(row) == start })
        for (guide, partner) in [(0, 1), (1, 0)] {
            gains[guide].append { target, place in
                Self.fillGains(&target, at: place, moments, at: start, of: guide, beside: partner, flat)
            }
            slopes[guide].take(gains[guide])
        }
        let gains = gains
        offsets.append { target, place in
            fill(&target, at: place, count: columns, from: moments[0].values, at: start) { $0 }
            for (guide, gain) in gains.enumerated() {
                change(
                    &target, at: place, count: columns, by: gain.values, at: gain.place(row),
                    and: moments[1 + guide].values, at: start
                ) { $0 - $1 * $2 }
            }
        }
        heights.take(offsets)
    }

    /// How the values of a row's squares rise with one guide where the other stays.
    private static func fillGains(
        _ target: inout MutableSpan<Float>, at place: Int, _ moments: [RowRing], at start: Int,
        of guide: Int, beside partner: Int, _ flat: Float
    ) {
        let columns = moments[0].columns
        let here = start..<start + columns
        func line(_ number: Int) -> [Float] { moments[number].values }
        let (centre, own, other) = (line(0), line(1 + guide), line(1 + partner))
        let (ownProduct, partnerProduct) = (line(3 + guide), line(3 + partner))
        let (ownSquare, partnerSquare, both) = (line(5 + guide), line(5 + partner), line(7))
        let (values, means, otherMeans) = (
            centre.span.extracting(here), own.span.extracting(here), other.span.extracting(here)
        )
        let (products, otherProducts) = (ownProduct.span.extracting(here), partnerProduct.span.extracting(here))
        let (squares, otherSquares) = (ownSquare.span.extracting(here), partnerSquare.span.extracting(here))
        let mixed = both.span.extracting(here)
        precondition(place >= 0 && place + columns <= target.count)
        for column in 0..<columns {
            let (value, mean, otherMean) = (values[column], means[column], otherMeans[column])
            let covariance = products[column] - value * mean
            let otherCovariance = otherProducts[column] - value * otherMean
            let variance = max(0, squares[column] - mean * mean) + flat
            let otherVariance = max(0, otherSquares[column] - otherMean * otherMean) + flat
            let shared = mixed[column] - mean * otherMean
            let determinant = max(variance * otherVariance - shared * shared, .leastNormalMagnitude)
            target[place + column] = (otherVariance * covariance - shared * otherCovariance) / determinant
        }
    }
}
