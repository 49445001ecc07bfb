import GeoModel

/// The logarithms of both dates of one band, each less that of its middle so that squares keep their digits, and the
/// mean of their difference: the latest row.
struct BandTexture {
    private(set) var before: RowRing
    private(set) var after: RowRing
    private(set) var difference: RowRing
    private(set) var means: SmoothRows
    private let role: BandRole
    private let middle: (before: Float, after: Float)

    init(_ role: BandRole, _ change: BandChange, columns: Int, rows: Range<Int>) {
        self.role = role
        let (first, second) = change.middle(role)
        middle = (naturalLogarithm(1 + max(first, 0)), naturalLogarithm(1 + max(second, 0)))
        before = RowRing(columns: columns, from: rows.lowerBound, keeping: 1)
        (after, difference) = (before, before)
        means = SmoothRows(TextureRows.sigma, columns: columns, rows: rows, keeping: 12)
    }

    mutating func take(_ line: PairLine) {
        Self.addLogarithms(line.before(role), line, less: middle.before, to: &before)
        Self.addLogarithms(line.after(role), line, less: middle.after, to: &after)
        let row = difference.end
        difference.append { [before, after] values, place in
            fill(
                &values, at: place, count: line.columns, from: after.values, at: after.place(row),
                and: before.values, at: before.place(row)
            ) { $0 - $1 }
        }
        means.take(difference)
    }

    private static func addLogarithms(_ band: [Float], _ line: PairLine, less middle: Float, to rows: inout RowRing) {
        rows.append { values, place in
            fill(&values, at: place, count: line.columns, from: band, at: line.place) {
                naturalLogarithm(1 + max($0, 0)) - middle
            }
        }
    }
}

/// √Σ variance of the dates' difference in a small window: how much of the texture is new, whatever the light.
struct TextureRows {
    private(set) var result: RowRing
    private var line: RowRing
    private var squares: SmoothRows

    /// The standard deviation of the window.
    static let sigma = 1.5

    init(columns: Int, rows: Range<Int>, keeping: Int) {
        result = RowRing(columns: columns, from: rows.lowerBound, keeping: keeping)
        line = RowRing(columns: columns, from: rows.lowerBound, keeping: 1)
        squares = SmoothRows(Self.sigma, columns: columns, rows: rows, keeping: 12)
    }

    /// Takes the bands' latest row.
    mutating func take(_ bands: [BandTexture]) {
        let row = line.end
        line.append { values, place in
            for column in place..<place + result.columns { values[column] = 0 }
            for difference in bands.map(\.difference) {
                change(
                    &values, at: place, count: difference.columns, by: difference.values, at: difference.place(row)
                ) { $0 + $1 * $1 }
            }
        }
        squares.take(line)
        let (sums, means) = (squares.result, bands.map(\.means.result))
        for row in result.end..<sums.end {
            result.append { values, place in
                fill(&values, at: place, count: sums.columns, from: sums.values, at: sums.place(row)) { $0 }
                for mean in means {
                    change(&values, at: place, count: mean.columns, by: mean.values, at: mean.place(row)) {
                        $0 - $1 * $1
                    }
                }
                takeRoots(&values, at: place, count: sums.columns)
            }
        }
    }
}

/// What the moments of both dates in a wider window tell: how much of the texture is new, and how unlike the dates are,
/// Σ (1 − correlation).
struct MomentRows {
    private var bands: [BandMoments]
    private var blockTexture: RowRing
    private var blockLikeness: RowRing
    private var textureRows: RowsBetween
    private var likenessRows: RowsBetween

    /// √Σ variance of the difference.
    var texture: RowRing { textureRows.result }
    /// Σ (1 − correlation).
    var likeness: RowRing { likenessRows.result }

    init(count: Int, columns: Int, rows: Range<Int>, keeping: Int) {
        bands = (0..<count).map { _ in BandMoments(columns: columns, rows: rows) }
        let side = BandMoments.plan.side
        let blocks = RowRing(
            columns: (columns + side - 1) / side, from: rows.lowerBound / side,
            keeping: BandMoments.plan.smoothing.radius + 2)
        (blockTexture, blockLikeness) = (blocks, blocks)
        textureRows = RowsBetween(side: side, columns: columns, rows: rows, keeping: keeping)
        likenessRows = textureRows
    }

    /// Takes the bands' latest row.
    mutating func take(_ textures: [BandTexture]) {
        for band in bands.indices { bands[band].take(textures[band]) }
        guard let end = bands.first?.end else { return }
        while blockTexture.end < end {
            addBlocks()
            textureRows.take(blockTexture)
            likenessRows.take(blockLikeness)
        }
    }

    private mutating func addBlocks() {
        let (row, columns) = (blockTexture.end, blockTexture.columns)
        blockTexture.append { [bands] values, place in
            for column in place..<place + columns { values[column] = 0 }
            for band in bands { band.addVariance(row, to: &values, at: place) }
            takeRoots(&values, at: place, count: columns)
        }
        blockLikeness.append { [bands] values, place in
            for column in place..<place + columns { values[column] = 0 }
            for band in bands { band.addUnlikeness(row, to: &values, at: place) }
        }
    }
}

/// The means of one band's numbers, squares and products in a window of three pixels' standard deviation, made over
/// blocks.
struct BandMoments {
    static let plan = SmoothingPlan(3)

    /// Of the earlier numbers, the later ones, their squares and their products.
    private var blocks: [BlockMeans]
    private var means: [SquareMeans]
    private var line: [Float]

    /// The number of the first row of blocks that has not been made.
    var end: Int { means[0].result.end }

    init(columns: Int, rows: Range<Int>) {
        let plan = Self.plan
        let blocks = BlockMeans(side: plan.side, columns: columns, rows: rows)
        let means = SquareMeans(
            plan.smoothing, columns: blocks.result.columns, rows: blocks.rows, keeping: plan.smoothing.radius + 2)
        self.blocks = Array(repeating: blocks, count: 5)
        self.means = Array(repeating: means, count: 5)
        line = [Float](repeating: 0, count: columns)
    }

    /// Takes the latest row.
    mutating func take(_ band: BandTexture) {
        let row = blocks[0].next
        let (before, after) = (band.before, band.after)
        blocks[0].take(before.values, at: before.place(row))
        blocks[1].take(after.values, at: after.place(row))
        takeProduct(before, before, row, to: 2)
        takeProduct(after, after, row, to: 3)
        takeProduct(before, after, row, to: 4)
        for moment in blocks.indices { means[moment].take(blocks[moment].result) }
    }

    private mutating func takeProduct(_ first: RowRing, _ second: RowRing, _ row: Int, to moment: Int) {
        var span = line.mutableSpan
        fill(
            &span, at: 0, count: first.columns, from: first.values, at: first.place(row), and: second.values,
            at: second.place(row)
        ) { $0 * $1 }
        blocks[moment].take(line, at: 0)
    }

    /// Adds the variance of the difference.
    func addVariance(_ row: Int, to sums: inout MutableSpan<Float>, at place: Int) {
        add(row, to: &sums, at: place) { variance, other, common in max(0, variance + other - 2 * common) }
    }

    /// Adds 1 − correlation.
    func addUnlikeness(_ row: Int, to sums: inout MutableSpan<Float>, at place: Int) {
        add(row, to: &sums, at: place) { variance, other, common in
            1 - common / ((max(0, variance) * max(0, other)).squareRoot() + 1e-6)
        }
    }

    /// Adds what a rule makes of both variances and the covariance.
    @inline(__always)
    private func add(
        _ row: Int, to sums: inout MutableSpan<Float>, at place: Int, _ rule: (Float, Float, Float) -> Float
    ) {
        let columns = means[0].result.columns
        let start = means[0].result.place(row)
        precondition(means.allSatisfy { $0.result.place(row) == start })
        let here = start..<start + columns
        let (first, second) = (means[0].result.values, means[1].result.values)
        let (squares, others) = (means[2].result.values, means[3].result.values)
        let products = means[4].result.values
        let (a, b) = (first.span.extracting(here), second.span.extracting(here))
        let (aa, bb) = (squares.span.extracting(here), others.span.extracting(here))
        let ab = products.span.extracting(here)
        precondition(place >= 0 && place + columns <= sums.count)
        for column in 0..<columns {
            let (one, other) = (a[column], b[column])
            sums[place + column] += rule(aa[column] - one * one, bb[column] - other * other, ab[column] - one * other)
        }
    }
}
