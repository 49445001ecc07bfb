/// Weighted means over squares, row by row; beyond the edges is nothing.
struct SquareMeans {
    /// The means.
    private(set) var result: RowRing
    private let rows: Range<Int>
    private let radius: Int
    private let weights: [Float]
    private var sideways: RowRing
    /// What the sums at either end of a row are multiplied by, as fewer neighbours count there.
    private let ends: [(column: Int, factor: Float)]

    /// - Parameters:
    ///   - weights: That of the middle, then those to either side; all of them with both sides come to 1.
    ///   - columns: Pixels in a row.
    ///   - rows: The rows that there are.
    ///   - keeping: How many rows of means are kept.
    init(_ weights: [Float], columns: Int, rows: Range<Int>, keeping: Int) {
        precondition(weights.count <= RowRing.margin + 1, "a row has that many zeros at either end")
        self.weights = weights
        self.rows = rows
        radius = weights.count - 1
        result = RowRing(columns: columns, from: rows.lowerBound, keeping: keeping)
        sideways = RowRing(columns: columns, from: rows.lowerBound, keeping: 2 * radius + 1)
        ends = (0..<columns).lazy.map { [weights, radius] column in
            (column, 1 / Self.share(weights, from: max(-radius, -column)...min(radius, columns - 1 - column)))
        }.filter { [radius] in $0.column < radius || $0.column >= columns - radius }
    }

    /// Means over a square, `radius` pixels from its middle to its edge.
    init(radius: Int, columns: Int, rows: Range<Int>, keeping: Int) {
        let weights = [Float](repeating: 1 / Float(2 * radius + 1), count: radius + 1)
        self.init(weights, columns: columns, rows: rows, keeping: keeping)
    }

    /// Means over a Gaussian.
    init(_ smoothing: GaussianSmoothing, columns: Int, rows: Range<Int>, keeping: Int) {
        self.init(smoothing.sideWeights, columns: columns, rows: rows, keeping: keeping)
    }

    /// Takes the rows of a picture that have been made since, up to one, and makes what can be.
    mutating func take(_ source: RowRing, upTo end: Int = .max) {
        while sideways.end < min(source.end, end) {
            addSideways(source)
            while result.end < rows.upperBound, min(result.end + radius + 1, rows.upperBound) <= sideways.end {
                addMeans()
            }
        }
    }

    /// The means of a picture that is all there, row by row.
    func means(of values: [Float]) -> [Float] {
        var stage = self
        var source = RowRing(columns: result.columns, from: rows.lowerBound, keeping: 1)
        var means: [Float] = []
        means.reserveCapacity(values.count)
        for first in stride(from: 0, to: values.count, by: source.columns) {
            source.append { line, place in
                fill(&line, at: place, count: result.columns, from: values, at: first) { $0 }
            }
            let made = stage.result.end
            stage.take(source)
            for row in made..<stage.result.end { means += stage.result.row(row) }
        }
        return means
    }

    private mutating func addSideways(_ source: RowRing) {
        let place = source.place(sideways.end)
        sideways.append { [weights, ends] values, target in
            weigh(source.values, place, weights: weights, count: source.columns, into: &values, at: target) {
                (place - $0, place + $0)
            }
            for (column, factor) in ends { values[target + column] *= factor }
        }
    }

    private mutating func addMeans() {
        let row = result.end
        var weights = weights
        if row - radius < rows.lowerBound || row + radius >= rows.upperBound {
            let above = max(-radius, rows.lowerBound - row)
            let share = Self.share(weights, from: above...min(radius, rows.upperBound - 1 - row))
            weights = weights.map { $0 / share }
        }
        result.append { [sideways, rows] values, target in
            func place(_ row: Int) -> Int { rows.contains(row) ? sideways.place(row) : sideways.nothing }
            weigh(
                sideways.values, sideways.place(row), weights: weights, count: sideways.columns, into: &values,
                at: target
            ) { (place(row - $0), place(row + $0)) }
        }
    }

    private static func share(_ weights: [Float], from sides: ClosedRange<Int>) -> Float {
        sides.reduce(0) { $0 + weights[abs($1)] }
    }
}

/// How a Gaussian of a standard deviation is made: over what blocks, and between the blocks how.
struct SmoothingPlan {
    /// Pixels on the side of a block; 1 for none.
    let side: Int
    /// The means over blocks.
    let smoothing: GaussianSmoothing

    /// Of `sigma` pixels; what blocks and the lines between their middles smooth already is taken off.
    init(_ sigma: Double) {
        side = sigma < 2.9 ? 1 : sigma < 5 ? 2 : sigma < 11 ? 4 : Self.largestBlock
        let square = Double(side * side)
        let rest = side == 1 ? sigma * sigma : (sigma * sigma - (square - 1) / 12 - square / 6) / square
        smoothing = GaussianSmoothing(sigma: rest.squareRoot(), cut: 3)
    }

    /// The largest side of a block: windows begin at multiples of it.
    static let largestBlock = 8

    /// How far, in pixels, a value reaches.
    var reach: Int { side == 1 ? smoothing.radius : (smoothing.radius + 2) * side - 1 }

    /// How far Gaussians of some standard deviations, one after the other, reach.
    static func reach(_ sigmas: Double...) -> Int { sigmas.reduce(0) { $0 + Self($1).reach } }
}

/// Gaussian means, row by row: wide ones from the means of blocks, between which numbers are interpolated.
struct SmoothRows {
    private var means: SquareMeans
    private var wide: (blocks: BlockMeans, between: RowsBetween)?

    /// - Parameters:
    ///   - sigma: The standard deviation in pixels.
    ///   - columns: Pixels in a row.
    ///   - rows: The rows that there are; begin at a multiple of `SmoothingPlan.largestBlock`, as the columns do.
    ///   - keeping: How many rows of means are kept.
    init(_ sigma: Double, columns: Int, rows: Range<Int>, keeping: Int) {
        let plan = SmoothingPlan(sigma)
        guard plan.side > 1 else {
            means = SquareMeans(plan.smoothing, columns: columns, rows: rows, keeping: keeping)
            return
        }
        let blocks = BlockMeans(side: plan.side, columns: columns, rows: rows)
        let between = RowsBetween(side: plan.side, columns: columns, rows: rows, keeping: keeping)
        // At the end, all rows of blocks that a mean waited for come at once.
        means = SquareMeans(
            plan.smoothing, columns: blocks.result.columns, rows: blocks.rows, keeping: plan.smoothing.radius + 2)
        wide = (blocks, between)
    }

    /// The means.
    var result: RowRing { wide?.between.result ?? means.result }

    /// Takes all rows of a picture that have been made since, and makes what can be.
    mutating func take(_ source: RowRing) {
        guard wide != nil else { return means.take(source) }
        while let row = wide?.blocks.next, row < source.end {
            wide?.blocks.take(source.values, at: source.place(row))
            if let blocks = wide?.blocks.result { means.take(blocks) }
            wide?.between.take(means.result)
        }
    }
}
