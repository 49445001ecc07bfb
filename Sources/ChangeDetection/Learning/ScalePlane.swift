import GeoModel

/// Where features are made: the pixels they are wanted of, and the pixels around those that they look at.
struct FeatureFrame {
    /// The pixels features are made of.
    let inner: PixelWindow
    /// `inner` with a margin; begins at a multiple of `SmoothingPlan.largestBlock`, so that every window sees the same
    /// blocks.
    let wide: PixelWindow

    /// Pixels of a grid with as much around them as features reach.
    init(_ inner: PixelWindow, margin: Int, within size: GridSize) {
        self.inner = inner
        wide = inner.aligned(margin: margin, within: size)
    }

    /// The inner pixels of a plane of another window that holds them.
    func inner(_ values: [Float], of window: PixelWindow) -> [Float] { cut(values, of: window, to: inner) }

    /// The inner pixels of a plane of the wide window.
    func inner(_ values: [Float]) -> [Float] { cut(values, of: wide, to: inner) }

    /// The place of a pixel of the grid in planes of the wide window.
    func place(column: Int, row: Int) -> Int { (row - wide.row) * wide.columns + column - wide.column }

    func cut(_ values: [Float], of window: PixelWindow, to part: PixelWindow) -> [Float] {
        var cut: [Float] = []
        cut.reserveCapacity(part.pixelCount)
        for row in part.row..<part.endRow {
            let first = (row - window.row) * window.columns + part.column - window.column
            cut += values[first..<first + part.columns]
        }
        return cut
    }
}

/// A plane of a window that can be smoothed at any scale: at wide ones from the means of blocks, which costs little.
struct ScalePlane {
    /// Pixels on the side of a block.
    static let side = 4
    /// How many standard deviations a Gaussian reaches.
    static let cut = 3.0

    private let frame: FeatureFrame
    /// The pixels of the frame's wide window.
    let values: [Float]
    private let blocks: [Float]
    private let blockColumns: Int

    /// A plane of the frame's wide window.
    init(_ values: [Float], _ frame: FeatureFrame) {
        precondition(values.count == frame.wide.pixelCount)
        self.frame = frame
        self.values = values
        blockColumns = (frame.wide.columns + Self.side - 1) / Self.side
        blocks = Self.blockMeans(values, columns: frame.wide.columns)
    }

    /// How far a scale reaches, in pixels.
    static func reach(_ sigma: Double) -> Int {
        if sigma < Double(side) { return GaussianSmoothing(sigma: sigma, cut: cut).radius }
        return (GaussianSmoothing(sigma: sigma / Double(side), cut: cut).radius + 2) * side
    }

    /// The Gaussian means of the inner pixels.
    func smoothed(_ sigma: Double) -> [Float] {
        if sigma >= Double(Self.side) {
            let smooth = GaussianSmoothing(sigma: sigma / Double(Self.side), cut: Self.cut)
            return enlarged(smooth.means(of: blocks, columns: blockColumns))
        }
        let smooth = GaussianSmoothing(sigma: sigma, cut: Self.cut)
        let halo = smooth.radius
        let near = PixelWindow(
            column: frame.inner.column - halo,
            row: frame.inner.row - halo,
            columns: frame.inner.columns + 2 * halo,
            rows: frame.inner.rows + 2 * halo
        ).intersection(frame.wide)
        let means = smooth.means(of: frame.cut(values, of: frame.wide, to: near), columns: near.columns)
        return frame.inner(means, of: near)
    }

    private static func blockMeans(_ values: [Float], columns: Int) -> [Float] {
        let rows = values.count / columns
        let blockColumns = (columns + side - 1) / side
        var means = [Float](repeating: 0, count: blockColumns * ((rows + side - 1) / side))
        var target = means.mutableSpan
        let source = values.span
        for blockRow in 0..<(rows + side - 1) / side {
            for blockColumn in 0..<blockColumns {
                var (sum, count): (Float, Float) = (0, 0)
                for row in blockRow * side..<min(rows, (blockRow + 1) * side) {
                    for column in blockColumn * side..<min(columns, (blockColumn + 1) * side) {
                        sum += source[row * columns + column]
                        count += 1
                    }
                }
                target[blockRow * blockColumns + blockColumn] = sum / count
            }
        }
        return means
    }

    /// The inner pixels between the middles of blocks.
    private func enlarged(_ means: [Float]) -> [Float] {
        let (inner, wide) = (frame.inner, frame.wide)
        let across = (0..<inner.columns).map {
            Between($0 + inner.column - wide.column, count: blockColumns)
        }
        let blockRows = means.count / blockColumns
        var result = [Float](repeating: 0, count: inner.pixelCount)
        var line = [Float](repeating: 0, count: blockColumns)
        var target = result.mutableSpan
        for row in 0..<inner.rows {
            let down = Between(row + inner.row - wide.row, count: blockRows)
            for block in line.indices {
                let (upper, lower) = (
                    means[down.first * blockColumns + block], means[down.second * blockColumns + block]
                )
                line[block] = upper + (lower - upper) * down.part
            }
            for (column, place) in across.enumerated() {
                let (left, right) = (line[place.first], line[place.second])
                target[row * inner.columns + column] = left + (right - left) * place.part
            }
        }
        return result
    }

    /// Two neighbouring blocks, and how far a pixel lies from the middle of the first towards that of the second.
    private struct Between {
        let first: Int
        let second: Int
        let part: Float

        init(_ pixel: Int, count: Int) {
            let place = (Float(pixel) + 0.5) / Float(ScalePlane.side) - 0.5
            let limited = min(max(place, 0), Float(count - 1))
            first = min(Int(limited), count - 1)
            second = min(first + 1, count - 1)
            part = limited - Float(first)
        }
    }
}
