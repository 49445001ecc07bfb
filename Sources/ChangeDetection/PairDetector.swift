package import GeoModel

/// One worker's comparison of two dates, tile by tile.
///
/// Every value depends on the pixel alone (and on the mask within `maskDilation` of it), so tiles of any size give the
/// same.
package final class PairDetector {
    private let before: any TileReader
    private let after: any TileReader
    private let gridSize: GridSize
    private let parameters: PairParameters

    /// A comparison of two open sources with the same bands on the same grid.
    package init(before: any TileReader, after: any TileReader, gridSize: GridSize, parameters: PairParameters) {
        self.before = before
        self.after = after
        self.gridSize = gridSize
        self.parameters = parameters
    }

    /// Scores one tile.
    ///
    /// The score is the length of the vector of index differences, each less the common shift (change-vector analysis).
    /// Source: Malila 1980; Bovolo & Bruzzone 2007.
    ///
    /// - Throws: `Fault` where a file can't be decoded.
    package func scores(_ window: PixelWindow) throws(Fault) -> TileScores {
        var tile = TileScores(window: window)
        for row in stride(from: window.row, to: window.endRow, by: Self.stripRows) {
            let strip = PixelWindow(
                column: window.column,
                row: row,
                columns: window.columns,
                rows: min(Self.stripRows, window.endRow - row)
            )
            try score(strip, into: &tile)
        }
        return tile
    }

    /// A tile is worked through in strips, so that bands and indices stay small and near the processor.
    private static let stripRows = 64

    private func score(_ window: PixelWindow, into tile: inout TileScores) throws(Fault) {
        let first = try indices(before, window, parameters.beforeRadiometry)
        let second = try indices(after, window, parameters.afterRadiometry)
        let differences = SpectralIndex.allCases.map { difference($0, first, second, count: window.pixelCount) }
        let magnitude = magnitude(of: differences)
        collect(window, first, second, differences, magnitude, into: &tile)
    }

    /// The differences of every index, for the plan's sample; `NaN` where a pixel can't be compared.
    /// - Throws: `Fault` where a file can't be decoded.
    package func rawDifferences(_ window: PixelWindow) throws(Fault) -> [SpectralIndex: [Float]] {
        let first = try indices(before, window, parameters.beforeRadiometry)
        let second = try indices(after, window, parameters.afterRadiometry)
        var differences: [SpectralIndex: [Float]] = [:]
        for index in parameters.indices {
            guard let old = first.values[index], let new = second.values[index] else { continue }
            differences[index] = (0..<window.pixelCount).map { pixel in
                first.usable[pixel] & second.usable[pixel] == 0 ? .nan : new[pixel] - old[pixel]
            }
        }
        return differences
    }

    private func indices(_ reader: any TileReader, _ window: PixelWindow, _ radiometry: Radiometry) throws(Fault)
        -> DateIndices
    {
        try DateIndices(
            reader,
            window: window,
            gridSize: gridSize,
            radiometry: radiometry,
            parameters: parameters
        )
    }

    /// After − before, less the common shift; all zero for an index that is not part of the score.
    private func difference(_ index: SpectralIndex, _ first: DateIndices, _ second: DateIndices, count: Int) -> [Float]
    {
        guard parameters.indices.contains(index), let old = first.values[index], let new = second.values[index] else {
            return [Float](repeating: 0, count: count)
        }
        let shift = parameters.commonShift[index] ?? 0
        var difference = [Float](repeating: 0, count: count)
        subtract(new.span, old.span, shift: shift, into: &difference)
        return difference
    }

    private func subtract(_ new: Span<Float>, _ old: Span<Float>, shift: Float, into difference: inout [Float]) {
        var span = difference.mutableSpan
        precondition(new.count == span.count && old.count == span.count)
        for pixel in 0..<span.count { span[pixel] = new[pixel] - old[pixel] - shift }
    }

    private func magnitude(of differences: [[Float]]) -> [Float] {
        var squares = [Float](repeating: 0, count: differences[0].count)
        var span = squares.mutableSpan
        for difference in differences { addSquares(difference.span, to: &span) }
        for pixel in 0..<span.count { span[pixel] = span[pixel].squareRoot() }
        return squares
    }

    private func addSquares(_ difference: Span<Float>, to squares: inout MutableSpan<Float>) {
        precondition(difference.count == squares.count)
        for pixel in 0..<squares.count { squares[pixel] += difference[pixel] * difference[pixel] }
    }

    private func collect(
        _ window: PixelWindow,
        _ first: DateIndices,
        _ second: DateIndices,
        _ differences: [[Float]],
        _ magnitude: [Float],
        into tile: inout TileScores
    ) {
        let count = window.pixelCount
        let start = (window.row - tile.window.row) * window.columns
        let oldStates = StateRow(first, parameters.states)
        let newStates = StateRow(second, parameters.states)
        for pixel in 0..<count where first.usable[pixel] & second.usable[pixel] != 0 && !magnitude[pixel].isNaN {
            let score = UInt16(min(magnitude[pixel] * Float(PairParameters.scoreScale) + 0.5, 65_535))
            let transition = Transition(before: oldStates[pixel], after: newStates[pixel]).code
            tile.score[start + pixel] = score
            tile.transition[start + pixel] = transition
            tile.valid[start + pixel] = 1
            tile.histogram.add(score)
            guard score >= parameters.candidateFloor else { continue }
            tile.candidates[(start + pixel) / window.columns].append(
                ChangedPixel(
                    column: Int32(window.column + pixel % window.columns),
                    score: score,
                    transition: transition,
                    differences: SIMD4(
                        differences[0][pixel], differences[1][pixel], differences[2][pixel], differences[3][pixel])
                )
            )
        }
    }
}

/// The land states of one date, pixel by pixel, from the indices there are.
private struct StateRow {
    private let ndvi: [Float]?
    private let mndwi: [Float]?
    private let bsi: [Float]?
    private let thresholds: StateThresholds

    init(_ date: DateIndices, _ thresholds: StateThresholds) {
        ndvi = date.values[.ndvi]
        mndwi = date.values[.mndwi]
        bsi = date.values[.bsi]
        self.thresholds = thresholds
    }

    subscript(pixel: Int) -> LandState {
        landState(
            ndvi: ndvi?[pixel] ?? .nan,
            mndwi: mndwi?[pixel] ?? .nan,
            bsi: bsi?[pixel] ?? .nan,
            thresholds
        )
    }
}
