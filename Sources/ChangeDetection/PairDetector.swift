package import GeoModel

/// One worker's comparison of two dates, tile by tile.
///
/// Every value depends on the pixel and on what lies within a fixed distance of it (`maskDilation`, and the reach of
/// the smoothing), so tiles of any size give the same.
package final class PairDetector {
    private let before: any TileReader
    private let after: any TileReader
    let gridSize: GridSize
    let parameters: PairParameters
    private let cell: GridSize
    private let group: GridSize
    let score: PixelScore
    let bandChange: BandChange
    let bands: [BandRole: Int]
    private let usableBefore: [UInt8]
    private let usableAfter: [UInt8]
    private var scratch: Scratch?

    /// What is worked on at a time: as much as stays near the processor.
    struct Scratch {
        var old: BandRows
        var new: BandRows
        var valid: [UInt8]
        var otherValid: [UInt8]
        var scores: [UInt16]
        var reached: [UInt8]
        var transitions: [UInt8]
        var lengths: [Float]
        var oldSources: [UInt8]
        var newSources: [UInt8]

        init(count: Int) {
            old = BandRows(count: count)
            new = BandRows(count: count)
            valid = [UInt8](repeating: 0, count: count)
            otherValid = valid
            scores = [UInt16](repeating: 0, count: count)
            reached = valid
            transitions = valid
            lengths = [Float](repeating: 0, count: count)
            oldSources = valid
            newSources = valid
        }
    }

    /// A comparison of two open sources with the same bands on the same grid.
    ///
    /// - Parameters:
    ///   - before: The first date.
    ///   - after: The second date.
    ///   - gridSize: The size of both.
    ///   - cell: The size of the windows that both are best read in.
    ///   - group: Whole cells that are best read one after the other; nil takes them in row order.
    ///   - parameters: How they are compared.
    package init(
        before: any TileReader,
        after: any TileReader,
        gridSize: GridSize,
        cell: GridSize,
        group: GridSize? = nil,
        parameters: PairParameters
    ) {
        self.before = before
        self.after = after
        self.gridSize = gridSize
        self.cell = cell
        self.group = group ?? gridSize
        self.parameters = parameters
        score = PixelScore(parameters)
        bandChange = BandChange(parameters.relations)
        usableBefore = parameters.usableBefore.table
        usableAfter = parameters.usableAfter.table
        let needed =
            parameters.method == .indexDifferences
            ? Set(SpectralIndex.allCases.flatMap(\.roles)) : Set(BandRole.allCases.filter { $0 != .mask })
        var bands: [BandRole: Int] = [:]
        for (place, role) in parameters.roles.enumerated() where needed.contains(role) { bands[role] = place }
        self.bands = bands
    }

    /// Scores one tile.
    /// - Throws: `Fault` where a file can't be decoded.
    package func scores(_ window: PixelWindow) throws(Fault) -> TileScores {
        if parameters.method == .learned { return try windowedScores(window) }
        if parameters.reach > 0 { return try rowScores(window) }
        var tile = TileScores(window: window, isDense: parameters.isDense)
        try forEachStrip(of: window) { strip, scratch throws(Fault) in
            if try read(strip, &scratch) {
                compare(strip, &scratch)
            } else {
                for pixel in 0..<strip.pixelCount { scratch.scores[pixel] = 0 }
            }
            tile.histogram.add(scratch.scores.span, where: scratch.valid.span, in: 0..<strip.pixelCount)
            collect(strip, &scratch, into: &tile)
        }
        tile.joinStrips()
        return tile
    }

    /// The differences of NDVI, NDBI, MNDWI and BSI of every `step`th pixel of every `step`th row of a window that can
    /// be compared, with nothing taken off but the parameters' common shift; what was seen there goes to the census.
    /// - Throws: `Fault` where a file can't be decoded.
    package func differences(_ window: PixelWindow, step: Int, _ census: inout PairCensus) throws(Fault)
        -> [SIMD4<Float>]
    {
        var differences: [SIMD4<Float>] = []
        try forEachStrip(of: window) { strip, scratch throws(Fault) in
            let pixels = lattice(strip, of: window, step: step)
            guard try read(strip, &scratch, sampling: pixels, &census) else { return }
            compare(strip, &scratch)
            for pixel in pixels where scratch.valid[pixel] != 0 {
                differences.append(
                    score.differences(
                        scratch.old.indices(at: pixel, score.before),
                        scratch.new.indices(at: pixel, score.after)
                    ))
            }
        }
        return differences
    }

    /// The bands of every `step`th pixel of every `step`th row of a window that the masks let through.
    ///
    /// - Parameters:
    ///   - window: Where.
    ///   - step: Pixels from one to the next.
    ///   - roles: Which bands, none of them the mask.
    ///   - census: Takes what was seen.
    /// - Returns: The pixels that have data in all of them.
    /// - Throws: `Fault` where a file can't be decoded.
    package func sample(_ window: PixelWindow, step: Int, _ roles: [BandRole], _ census: inout PairCensus)
        throws(Fault) -> PairSample
    {
        var sample = PairSample(roles: roles)
        var pixelValues = [Float](repeating: 0, count: 2 * roles.count)
        try forEachStrip(of: window) { strip, scratch throws(Fault) in
            let pixels = lattice(strip, of: window, step: step)
            guard try read(strip, &scratch, sampling: pixels, &census) else { return }
            let dates = [scratch.old, scratch.new].map { date in roles.map { date[$0] } }
            for pixel in pixels where scratch.valid[pixel] != 0 {
                for band in roles.indices {
                    pixelValues[band] = dates[0][band][pixel]
                    pixelValues[roles.count + band] = dates[1][band][pixel]
                }
                sample.append(pixelValues)
            }
        }
        return sample
    }

    /// The places, row by row, of every `step`th pixel of every `step`th row of a window that lie in a part of it.
    private func lattice(_ part: PixelWindow, of window: PixelWindow, step: Int) -> [Int] {
        var places: [Int] = []
        for row in part.row..<part.endRow where (row - window.row) % step == 0 {
            for column in part.column..<part.endColumn where (column - window.column) % step == 0 {
                places.append((row - part.row) * part.columns + column - part.column)
            }
        }
        return places
    }

    /// Strips of a few rows, cell after cell, in row order within each group of cells.
    func forEachStrip(
        of window: PixelWindow,
        _ body: (PixelWindow, inout Scratch) throws(Fault) -> Void
    ) throws(Fault) {
        let stripRows = max(1, min(cell.rows, Self.stripPixels / max(cell.columns, 1)))
        let room = cell.columns * stripRows
        var work = scratch ?? Scratch(count: room)
        scratch = nil
        defer { scratch = work }
        for together in parts(of: window, group) {
            for part in parts(of: together, cell) {
                for first in stride(from: part.row, to: part.endRow, by: stripRows) {
                    let rows = min(stripRows, part.endRow - first)
                    try body(PixelWindow(column: part.column, row: first, columns: part.columns, rows: rows), &work)
                }
            }
        }
    }

    /// The parts of a window that lie in different pieces of the grid, in row order: pieces begin at its corner, as
    /// blocks do.
    func parts(of window: PixelWindow, _ piece: GridSize) -> [PixelWindow] {
        let rows = window.row / piece.rows * piece.rows
        let columns = window.column / piece.columns * piece.columns
        return stride(from: rows, to: window.endRow, by: piece.rows).flatMap { row in
            stride(from: columns, to: window.endColumn, by: piece.columns).map { column in
                PixelWindow(column: column, row: row, columns: piece.columns, rows: piece.rows).intersection(window)
            }
        }
    }

    private static let stripPixels = 16_384

    /// Fills the scores of a strip that was read, and leaves valid what has one.
    private func compare(_ strip: PixelWindow, _ work: inout Scratch) {
        switch parameters.method {
        case .indexDifferences:
            for row in 0..<strip.rows {
                let pixels = row * strip.columns..<(row + 1) * strip.columns
                fillScores(work.old, work.new, in: pixels, score, valid: &work.valid, scores: &work.scores)
            }
        default:
            fillLengths(strip.pixelCount, &work)
            quantise(
                work.lengths, count: strip.pixelCount, scale: score.scale, valid: &work.valid, into: &work.scores)
        }
    }

    /// Fills `lengths` with the scores of pixels before they are smoothed or rounded, whether they are valid or not.
    func fillLengths(_ count: Int, _ work: inout Scratch) {
        if let variates = parameters.variates {
            variates.fillLengths(work.old, work.new, count: count, into: &work.lengths)
        } else if parameters.method == .indexDifferences {
            fillIndexLengths(work.old, work.new, count: count, score, into: &work.lengths)
        } else {
            bandChange.fillLengths(work.old, work.new, count: count, into: &work.lengths)
        }
    }

    /// Reads the bands of one strip and fills `valid` with what the masks let through; false where that is nothing.
    func read(_ strip: PixelWindow, _ work: inout Scratch) throws(Fault) -> Bool {
        try readMasks(strip, &work)
        return try readShown(strip, &work)
    }

    /// The same, and adds what is seen at some pixels to a census.
    private func read(
        _ strip: PixelWindow, _ work: inout Scratch, sampling pixels: [Int], _ census: inout PairCensus
    ) throws(Fault) -> Bool {
        try readMasks(strip, &work)
        census.addMasks(pixels, shown: work.valid, otherShown: work.otherValid)
        guard try readShown(strip, &work) else { return false }
        census.addBands(pixels.filter { work.valid[$0] != 0 }, bands.keys, work.old, work.new)
        return true
    }

    /// Tells both dates what tile will be read with its margin.
    func expect(_ tile: PixelWindow, margin: Int) {
        before.expect(tile, margin: margin)
        after.expect(tile, margin: margin)
    }

    private func readMasks(_ strip: PixelWindow, _ work: inout Scratch) throws(Fault) {
        try readMask(before, strip, up: usableBefore, dilation: parameters.maskDilation, into: &work.valid)
        try readMask(after, strip, up: usableAfter, dilation: parameters.maskDilationAfter, into: &work.otherValid)
    }

    /// Reads the bands where both masks let something through; false where that is nothing.
    private func readShown(_ strip: PixelWindow, _ work: inout Scratch) throws(Fault) -> Bool {
        guard keepCommon(&work.valid, work.otherValid, count: strip.pixelCount) else { return false }
        try work.old.read(before, strip, bands)
        try work.new.read(after, strip, bands)
        try fillSources(strip, &work)
        return true
    }

    private func fillSources(_ strip: PixelWindow, _ work: inout Scratch) throws(Fault) {
        var old = work.oldSources.mutableSpan
        try before.fillSources(strip, into: &old)
        var new = work.newSources.mutableSpan
        try after.fillSources(strip, into: &new)
    }

    /// Keeps what is valid at both dates; whether anything is.
    private func keepCommon(_ valid: inout [UInt8], _ other: [UInt8], count: Int) -> Bool {
        var span = valid.mutableSpan
        let other = other.span
        precondition(count <= span.count && count <= other.count)
        var any: UInt8 = 0
        for pixel in 0..<count {
            span[pixel] &= other[pixel]
            any |= span[pixel]
        }
        return any != 0
    }

    /// What the masks let through; without a mask band all of it.
    private func readMask(
        _ reader: any TileReader,
        _ window: PixelWindow,
        up table: [UInt8],
        dilation: Int,
        into usable: inout [UInt8]
    ) throws(Fault) {
        var span = usable.mutableSpan
        guard let band = parameters.roles.firstIndex(of: .mask) else {
            for pixel in 0..<window.pixelCount { span[pixel] = 1 }
            return
        }
        try ChangeDetection.readMask(
            reader, band: band, window, up: table, dilation: dilation, gridSize: gridSize, into: &span)
    }

    /// Adds a scored strip to its tile.
    private func collect(_ strip: PixelWindow, _ work: inout Scratch, into tile: inout TileScores) {
        var reached = work.reached
        work.reached = []
        let rows = candidates(strip, work.scores, marks: &reached) { place, column in
            candidate(work, place, column: column)
        }
        work.reached = reached
        tile.add(rows)
        if tile.isDense { fillDense(strip, &work, into: &tile) }
    }

    /// The pixels of a window that reach the floor, and may hold a square where only those count.
    ///
    /// - Parameters:
    ///   - window: Where.
    ///   - scores: Those of its pixels, row by row.
    ///   - marks: Room for as many marks.
    ///   - pixel: The candidate at a place of the window and a column of the grid.
    /// - Returns: The kept pixels, row by row.
    func candidates(
        _ window: PixelWindow,
        _ scores: [UInt16],
        marks: inout [UInt8],
        pixel: (_ place: Int, _ column: Int) -> ChangedPixel
    ) -> CandidateRows {
        markCandidates(scores, count: window.pixelCount, from: parameters.candidateFloor, into: &marks)
        var rows = CandidateRows(window: window)
        for row in 0..<window.rows {
            for column in marked(marks.span, row * window.columns..<(row + 1) * window.columns) {
                let isKept =
                    !parameters.keepsSquaresOnly
                    || mayHoldSquare(
                        marks.span, columns: window.columns, rows: window.rows, column: column, row: row)
                guard isKept else { continue }
                rows.append(pixel(row * window.columns + column, window.column + column), row: row)
            }
        }
        return rows
    }

    /// The places of the marks in a range, from its start; eight pixels without a mark are passed over at once.
    private func marked(_ marks: Span<UInt8>, _ range: Range<Int>) -> [Int] {
        var places: [Int] = []
        let row = marks.extracting(range)
        var place = 0
        while place + 8 <= row.count {
            let any =
                row[place] | row[place + 1] | row[place + 2] | row[place + 3] | row[place + 4] | row[place + 5]
                | row[place + 6] | row[place + 7]
            if any != 0 { for pixel in place..<place + 8 where row[pixel] != 0 { places.append(pixel) } }
            place += 8
        }
        for pixel in place..<row.count where row[pixel] != 0 { places.append(pixel) }
        return places
    }

    private func candidate(_ work: borrowing Scratch, _ pixel: Int, column: Int) -> ChangedPixel {
        candidate(
            work.old.indices(at: pixel, score.before), work.new.indices(at: pixel, score.after), column: column,
            score: work.scores[pixel], PixelSources(before: work.oldSources[pixel], after: work.newSources[pixel]))
    }

    /// What is told of a pixel whose score matters.
    func candidate(_ first: Indices, _ second: Indices, column: Int, score number: UInt16, _ sources: PixelSources)
        -> ChangedPixel
    {
        ChangedPixel(
            column: Int32(column),
            score: number,
            transition: transition(first, second),
            differences: score.differences(first, second),
            sources: sources,
            light: LightCode.code(second.light)
        )
    }

    func transition(_ first: Indices, _ second: Indices) -> UInt8 {
        let states = parameters.states
        let old = landState(ndvi: first.ndvi, mndwi: first.mndwi, bsi: first.bsi, ndwi: first.ndwi, states)
        let new = landState(ndvi: second.ndvi, mndwi: second.mndwi, bsi: second.bsi, ndwi: second.ndwi, states)
        return Transition(before: old, after: new).code
    }

    private func fillDense(_ strip: PixelWindow, _ work: inout Scratch, into tile: inout TileScores) {
        for row in 0..<strip.rows {
            let pixels = row * strip.columns..<(row + 1) * strip.columns
            fillTransitions(
                work.old, work.new, in: pixels, score, parameters.states, valid: work.valid[pixels],
                into: &work.transitions)
            let target = (strip.row + row - tile.window.row) * tile.window.columns + strip.column - tile.window.column
            let place = target..<target + strip.columns
            tile.score.replaceSubrange(place, with: work.scores[pixels])
            tile.valid.replaceSubrange(place, with: work.valid[pixels])
            tile.transition.replaceSubrange(place, with: work.transitions[..<strip.columns])
        }
    }
}
