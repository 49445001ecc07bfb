import GeoIO
import GeoModel

/// One band under a frame: `side × side` values in row order, `NaN` where there is no data.
///
/// The file is read row by row over the frame's width only, so memory does not grow with the frame.
/// - Throws: `Fault` where the file can't be decoded.
func chipSamples(_ file: RasterFile, band: Int, frame: ChipFrame, noData: Double?) throws(Fault) -> [Float] {
    let (from, to) = (file.grid.transform, frame.transform)
    let columns = AxisTaps(
        origin: from.column(of: to.originX),
        step: to.pixelWidth / from.pixelWidth,
        count: ChipFrame.side,
        limit: file.grid.size.columns
    )
    let rows = AxisTaps(
        origin: from.row(of: to.originY),
        step: to.pixelHeight / from.pixelHeight,
        count: ChipFrame.side,
        limit: file.grid.size.rows
    )
    var sums = WeightedRows(side: ChipFrame.side)
    guard let width = columns.range, let height = rows.range else { return sums.means }
    for row in height {
        let window = PixelWindow(column: width.lowerBound, row: row, columns: width.count, rows: 1)
        var samples = try file.values(band: band, window)
        if let noData = noData.map(Float.init) {
            for index in samples.indices where samples[index] == noData { samples[index] = .nan }
        }
        sums.add(samples, from: width.lowerBound, row: row, columns, rows)
    }
    return sums.means
}

/// One band of a file in another coordinate system under the pixels of a chip, `NaN` where there is no data.
/// - Throws: `Fault` where the file can't be decoded or brought to the other coordinate system.
func warpedSamples(_ file: RasterFile, band: Int, _ grid: Grid, noData: Double?) throws(Fault) -> [Float] {
    let warped = try RasterFile(warping: file, band: band, on: grid, noData: noData, isCode: false)
    return try warped.values(band: 1, grid.size.window)
}

/// The rows of a chip while rows of a file are added to them.
private struct WeightedRows {
    private let side: Int
    private var sums: [Float]
    private var weights: [Float]

    init(side: Int) {
        self.side = side
        sums = [Float](repeating: 0, count: side * side)
        weights = sums
    }

    mutating func add(_ samples: [Float], from first: Int, row: Int, _ columns: AxisTaps, _ rows: AxisTaps) {
        let line = columns.targets.map { WeightedRows.weighed($0, samples, from: first) }
        for (target, taps) in rows.targets.enumerated() where row >= taps.first && row < taps.end {
            let weight = taps.weights[row - taps.first]
            for column in 0..<side {
                sums[target * side + column] += weight * line[column].sum
                weights[target * side + column] += weight * line[column].weight
            }
        }
    }

    /// A pixel without data takes no part, and the rest counts the more.
    private static func weighed(_ taps: AxisTaps.Taps, _ samples: [Float], from first: Int) -> (
        sum: Float, weight: Float
    ) {
        var (sum, total): (Float, Float) = (0, 0)
        for (index, weight) in taps.weights.enumerated() {
            let sample = samples[taps.first - first + index]
            guard !sample.isNaN else { continue }
            sum += weight * sample
            total += weight
        }
        return (sum, total)
    }

    var means: [Float] { zip(sums, weights).map { $1 > 0 ? $0 / $1 : .nan } }
}
