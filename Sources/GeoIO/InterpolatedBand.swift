import GeoModel

/// One worker's hold on one band whose values are interpolated between the file's pixels, first along rows, then along
/// columns: cubic convolution, wider where the file is finer than the target.
///
/// A value has data where the nearest file pixel has, as masks take the nearest too; missing neighbours take no part.
final class InterpolatedBand {
    private let place: AlignedBand
    private let samples: AlignedReader.Band
    private var columns: CubicTaps
    private var rows: CubicTaps
    private var source: [Float] = []
    private var lines: [Float] = []

    /// How many decoded blocks are kept: a cell's own and those around it, which its margin touches; of large blocks
    /// only those that a strip touches.
    static func blocks(of block: GridSize) -> Int { block.pixelCount <= 512 * 512 ? 9 : 6 }

    /// A band of a file.
    ///
    /// - Parameters:
    ///   - place: How the file lies under the target grid.
    ///   - samples: The same band on the file's own grid.
    init(_ place: AlignedBand, _ samples: AlignedReader.Band) {
        self.place = place
        self.samples = samples
        if case .whole(let band) = samples { band.leastCapacity = Self.blocks(of: place.block) }
        columns = CubicTaps(step: place.columnStep, place.filePlace(ofColumn:), place.fileColumn(under:))
        rows = CubicTaps(step: place.rowStep, place.filePlace(ofRow:), place.fileRow(under:))
    }

    /// Says what tile will be read next, with its margin.
    func expect(_ tile: PixelWindow, margin: Int) {
        guard case .whole(let band) = samples else { return }
        columns.cover(tile.column..<tile.endColumn)
        rows.cover(tile.row..<tile.endRow)
        let (across, down) = (columns.range, rows.range)
        let step = max(place.columnStep, place.rowStep)
        // Taps reach as far beyond the margin as they reach beyond the tile.
        let own = PixelWindow(
            column: across.lowerBound, row: down.lowerBound, columns: across.count, rows: down.count)
        band.expect(own, margin: Int((Double(margin) * step).rounded(.up)) + 1)
    }

    /// The values under a window, `NaN` where there is no data.
    func read(_ window: PixelWindow, into pixels: inout MutableSpan<Float>) throws(Fault) {
        columns.cover(window.column..<window.endColumn)
        rows.cover(window.row..<window.endRow)
        try readSource()
        let height = rows.range.count
        if lines.count < height * window.columns { lines = [Float](repeating: 0, count: height * window.columns) }
        var span = lines.mutableSpan
        for row in 0..<height {
            columns.interpolate(
                source.span.extracting(row * columns.range.count..<(row + 1) * columns.range.count),
                into: &span, at: row * window.columns, count: window.columns)
        }
        for row in 0..<window.rows {
            rows.combine(lines.span, row: row, columns: window.columns, into: &pixels, at: row * window.columns)
        }
    }

    /// Reads the file's pixels under all taps; `NaN` beyond the file.
    private func readSource() throws(Fault) {
        let wanted = PixelWindow(
            column: columns.range.lowerBound,
            row: rows.range.lowerBound,
            columns: columns.range.count,
            rows: rows.range.count
        )
        if source.count < wanted.pixelCount { source = [Float](repeating: 0, count: wanted.pixelCount) }
        let inside = wanted.intersection(place.fileSize.window)
        guard inside != wanted else {
            var samples = source
            source = []
            defer { source = samples }
            var span = samples.mutableSpan
            try readSamples(inside, into: &span)
            return
        }
        for index in 0..<wanted.pixelCount { source[index] = .nan }
        guard !inside.isEmpty else { return }
        var part = [Float](repeating: 0, count: inside.pixelCount)
        var span = part.mutableSpan
        try readSamples(inside, into: &span)
        for row in 0..<inside.rows {
            let target = (inside.row + row - wanted.row) * wanted.columns + inside.column - wanted.column
            let from = row * inside.columns
            for column in 0..<inside.columns { source[target + column] = part[from + column] }
        }
    }

    private func readSamples(_ window: PixelWindow, into pixels: inout MutableSpan<Float>) throws(Fault) {
        switch samples {
        case .whole(let band): try band.read(window, into: &pixels)
        case .real(let band): try band.read(window, into: &pixels)
        case .between: preconditionFailure("interpolated once")
        }
    }
}
