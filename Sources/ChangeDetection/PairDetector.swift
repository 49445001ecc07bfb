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
        var histogram = ScoreHistogram()
        for row in stride(from: window.row, to: window.endRow, by: Self.stripRows) {
            let strip = PixelWindow(
                column: window.column,
                row: row,
                columns: window.columns,
                rows: min(Self.stripRows, window.endRow - row)
            )
            try score(strip, into: &tile, &histogram)
        }
        tile.histogram = histogram
        return tile
    }

    /// A tile is worked through in strips, so that bands and indices stay small and near the processor.
    private static let stripRows = 64

    private func score(_ window: PixelWindow, into tile: inout TileScores, _ histogram: inout ScoreHistogram)
        throws(Fault)
    {
        let first = try indices(before, window, parameters.beforeRadiometry)
        let second = try indices(after, window, parameters.afterRadiometry)
        let differences = SpectralIndex.allCases.map { difference($0, first, second, count: window.pixelCount) }
        let magnitude = magnitude(of: differences)
        collect(window, first, second, differences, magnitude, into: &tile, &histogram)
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
        into tile: inout TileScores,
        _ histogram: inout ScoreHistogram
    ) {
        let start = (window.row - tile.window.row) * window.columns
        let oldStates = landStates(first, count: window.pixelCount, parameters.states)
        let newStates = landStates(second, count: window.pixelCount, parameters.states)
        let floorReached = fill(
            &tile.score,
            &tile.valid,
            &tile.transition,
            from: start,
            magnitude: magnitude.span,
            usable: (first.usable.span, second.usable.span),
            states: (oldStates.span, newStates.span)
        )
        histogram.add(tile.score.span, where: tile.valid.span, in: start..<start + window.pixelCount)
        for pixel in floorReached {
            tile.candidates[(start + pixel) / window.columns].append(
                ChangedPixel(
                    column: Int32(window.column + pixel % window.columns),
                    score: tile.score[start + pixel],
                    transition: tile.transition[start + pixel],
                    differences: SIMD4(
                        differences[0][pixel],
                        differences[1][pixel],
                        differences[2][pixel],
                        differences[3][pixel]
                    )
                )
            )
        }
    }

    /// Writes score, class and validity of the pixels that can be compared.
    ///
    /// - Returns: The pixels at or above the candidate floor.
    private func fill(
        _ score: inout [UInt16],
        _ valid: inout [UInt8],
        _ transition: inout [UInt8],
        from start: Int,
        magnitude: Span<Float>,
        usable: (Span<UInt8>, Span<UInt8>),
        states: (Span<UInt8>, Span<UInt8>)
    ) -> [Int] {
        var reached: [Int] = []
        var score = score.mutableSpan
        var valid = valid.mutableSpan
        var transition = transition.mutableSpan
        for pixel in 0..<magnitude.count where usable.0[pixel] & usable.1[pixel] != 0 && !magnitude[pixel].isNaN {
            let quantised = UInt16(min(magnitude[pixel] * Float(PairParameters.scoreScale) + 0.5, 65_535))
            score[start + pixel] = quantised
            valid[start + pixel] = 1
            transition[start + pixel] = states.0[pixel] * 10 + states.1[pixel]
            if quantised >= parameters.candidateFloor { reached.append(pixel) }
        }
        return reached
    }
}

/// The land state of each pixel of one date, as `LandState.rawValue`, from the indices there are.
private func landStates(_ date: DateIndices, count: Int, _ thresholds: StateThresholds) -> [UInt8] {
    let missing = [Float](repeating: .nan, count: count)
    let ndvi = date.values[.ndvi] ?? missing
    let mndwi = date.values[.mndwi] ?? missing
    let bsi = date.values[.bsi] ?? missing
    var states = [UInt8](repeating: 0, count: count)
    fillLandStates(ndvi.span, mndwi.span, bsi.span, thresholds, into: &states)
    return states
}

private func fillLandStates(
    _ ndvi: Span<Float>,
    _ mndwi: Span<Float>,
    _ bsi: Span<Float>,
    _ thresholds: StateThresholds,
    into states: inout [UInt8]
) {
    var span = states.mutableSpan
    precondition(ndvi.count == span.count && mndwi.count == span.count && bsi.count == span.count)
    for pixel in 0..<span.count {
        span[pixel] = landState(ndvi: ndvi[pixel], mndwi: mndwi[pixel], bsi: bsi[pixel], thresholds).rawValue
    }
}
