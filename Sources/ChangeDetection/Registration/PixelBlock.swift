package import GeoModel

/// A small rectangle of one band in memory, row by row; `NaN` is no data.
package struct PixelBlock: Sendable {
    /// Where it lies on the grid of the comparison.
    package let window: PixelWindow
    /// `window.pixelCount` values.
    package var samples: [Float]

    /// A block of known samples.
    package init(window: PixelWindow, samples: [Float]) {
        precondition(samples.count == window.pixelCount)
        self.window = window
        self.samples = samples
    }

    /// A block read from a source; what lies outside the grid has no data.
    /// - Throws: `Fault` where a file can't be decoded.
    package init(_ reader: any TileReader, band: Int, _ window: PixelWindow, within size: GridSize) throws(Fault) {
        self.window = window
        samples = [Float](repeating: .nan, count: window.pixelCount)
        let inside = window.intersection(size.window)
        guard !inside.isEmpty else { return }
        var part = [Float](repeating: 0, count: inside.pixelCount)
        var span = part.mutableSpan
        try reader.read(band: band, window: inside, into: &span)
        for row in 0..<inside.rows {
            let target = (inside.row + row - window.row) * window.columns + inside.column - window.column
            let source = row * inside.columns
            samples.replaceSubrange(target..<target + inside.columns, with: part[source..<source + inside.columns])
        }
    }

    /// The length of the gradient by central differences; `NaN` on the outermost pixels and beside missing data.
    ///
    /// Edges stay where land turns brighter or darker with the season, or light falls from another side.
    var gradient: PixelBlock {
        var lengths = [Float](repeating: .nan, count: samples.count)
        let columns = window.columns
        for row in 1..<max(1, window.rows - 1) {
            for place in row * columns + 1..<max(row * columns + 1, (row + 1) * columns - 1) {
                let across = samples[place + 1] - samples[place - 1]
                let down = samples[place + columns] - samples[place - columns]
                lengths[place] = (across * across + down * down).squareRoot() / 2
            }
        }
        return PixelBlock(window: window, samples: lengths)
    }

    /// Means of squares of so many pixels a side; an incomplete square at the right or lower edge is left out.
    func averaged(_ side: Int) -> PixelBlock {
        let small = PixelWindow(column: 0, row: 0, columns: window.columns / side, rows: window.rows / side)
        var means = [Float](repeating: 0, count: small.pixelCount)
        for row in 0..<small.rows * side {
            for column in 0..<small.columns * side {
                means[row / side * small.columns + column / side] += samples[row * window.columns + column]
            }
        }
        for place in means.indices { means[place] /= Float(side * side) }
        return PixelBlock(window: small, samples: means)
    }

    /// What the image shows farther right and down by a shift, in a smaller window of it.
    ///
    /// - Parameters:
    ///   - part: Lies in the block, moved by the shift, with two pixels to spare on every side.
    ///   - shift: In pixels.
    /// - Returns: A block as large as the part, interpolated by cubic convolution.
    func displaced(_ part: PixelWindow, by shift: PixelShift) -> PixelBlock {
        let whole = (columns: Int(shift.columns.rounded(.down)), rows: Int(shift.rows.rounded(.down)))
        let across = CubicConvolution.weights(shift.columns - Double(whole.columns))
        let down = CubicConvolution.weights(shift.rows - Double(whole.rows))
        let left = part.column - window.column + whole.columns - 1
        let top = part.row - window.row + whole.rows - 1
        precondition(left >= 0 && top >= 0)
        precondition(left + part.columns + 3 <= window.columns && top + part.rows + 3 <= window.rows)
        guard shift.columns != Double(whole.columns) || shift.rows != Double(whole.rows) else {
            var kept: [Float] = []
            kept.reserveCapacity(part.pixelCount)
            for row in 0..<part.rows {
                let start = (top + 1 + row) * window.columns + left + 1
                kept += samples[start..<start + part.columns]
            }
            return PixelBlock(window: part, samples: kept)
        }
        var lines = [Float](repeating: 0, count: (part.rows + 3) * part.columns)
        for row in 0..<part.rows + 3 {
            let source = (top + row) * window.columns + left
            for column in 0..<part.columns {
                let place = source + column
                lines[row * part.columns + column] =
                    across[0] * samples[place] + across[1] * samples[place + 1] + across[2] * samples[place + 2]
                    + across[3] * samples[place + 3]
            }
        }
        var values = [Float](repeating: 0, count: part.pixelCount)
        for place in values.indices {
            let next = part.columns
            values[place] =
                down[0] * lines[place] + down[1] * lines[place + next] + down[2] * lines[place + 2 * next]
                + down[3] * lines[place + 3 * next]
        }
        return PixelBlock(window: part, samples: values)
    }
}
