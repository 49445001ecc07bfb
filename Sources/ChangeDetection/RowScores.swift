import GeoModel

extension PairDetector {
    /// Scores one tile by what lies around each pixel, row by row from top to bottom: of each picture on the way only
    /// the rows are kept that others still need, so that all of it stays near the processor.
    ///
    /// - Throws: `Fault` where a file can't be decoded.
    func rowScores(_ window: PixelWindow) throws(Fault) -> TileScores {
        var tile = TileScores(window: window, isDense: parameters.isDense)
        for lane in parts(of: window, GridSize(columns: ScoreMethod.widestLane, rows: gridSize.rows)) {
            try addRows(lane, to: &tile)
        }
        tile.joinStrips()
        return tile
    }

    private func addRows(_ window: PixelWindow, to tile: inout TileScores) throws(Fault) {
        let wide = window.aligned(margin: parameters.reach, within: gridSize)
        var rows = PairRows(
            wide, keeping: parameters.reach + 4 * PairRows.stripRows, bands: Array(bands.keys),
            filling: parameters.method.isFusion ? parameters.relations.keys.sorted() : [], bandChange)
        var scores = ScoreRows(wide, parameters)
        var strip = ScoredStrip(columns: window.columns)
        var next = window.row
        expect(window, margin: parameters.scoreMargin)
        try forEachRows(of: wide) { part, work throws(Fault) in
            if !parameters.method.isFusion { fillLengths(part.pixelCount, &work) }
            rows.append(part, work)
            for row in part.row..<part.endRow { scores.take(rows, row, work.lengths, from: part.row) }
            let (made, end) = (scores.result, min(scores.result.end, window.endRow))
            while next < end {
                let count = min(PairRows.stripRows, end - next)
                let here = PixelWindow(column: window.column, row: next, columns: window.columns, rows: count)
                add(here, made, rows, &strip, to: &tile)
                next += count
            }
        }
    }

    /// Reads a window a few rows at a time; where nothing can be compared, nothing is valid.
    func forEachRows(
        of window: PixelWindow, _ body: (PixelWindow, inout Scratch) throws(Fault) -> Void
    ) throws(Fault) {
        var work = Scratch(count: window.columns * PairRows.stripRows)
        for first in stride(from: window.row, to: window.endRow, by: PairRows.stripRows) {
            let rows = min(PairRows.stripRows, window.endRow - first)
            let strip = PixelWindow(column: window.column, row: first, columns: window.columns, rows: rows)
            if try !read(strip, &work) { for pixel in 0..<strip.pixelCount { work.valid[pixel] = 0 } }
            try body(strip, &work)
        }
    }

    /// Adds some scored rows to their tile.
    private func add(
        _ window: PixelWindow, _ made: RowRing, _ rows: PairRows, _ strip: inout ScoredStrip, to tile: inout TileScores
    ) {
        strip.fill(window, made, rows, scale: score.scale)
        tile.histogram.add(strip.scores.span, where: strip.valid.span, in: 0..<window.pixelCount)
        tile.add(
            candidates(window, strip.scores, marks: &strip.marks) { place, column in
                let row = window.row + place / window.columns
                return candidate(rows, rows.place(row) + column - rows.window.column, column, strip.scores[place])
            })
        guard tile.isDense else { return }
        for row in 0..<window.rows {
            let first = rows.place(window.row + row) + window.column - rows.window.column
            let here = row * window.columns..<(row + 1) * window.columns
            fillTransitions(
                rows.old, rows.new, in: first..<first + window.columns, score, parameters.states,
                valid: strip.valid[here], into: &strip.transitions)
            let target = (window.row + row - tile.window.row) * tile.window.columns + window.column - tile.window.column
            let place = target..<target + window.columns
            tile.score.replaceSubrange(place, with: strip.scores[here])
            tile.valid.replaceSubrange(place, with: strip.valid[here])
            tile.transition.replaceSubrange(place, with: strip.transitions[..<window.columns])
        }
    }

    private func candidate(_ rows: PairRows, _ place: Int, _ column: Int, _ number: UInt16) -> ChangedPixel {
        candidate(
            rows.old.indices(at: place, score.before), rows.new.indices(at: place, score.after), column: column,
            score: number, PixelSources(before: rows.oldSources[place], after: rows.newSources[place]))
    }
}

/// The scores of a window, row by row.
private struct ScoreRows {
    private var fused: FusedRows?
    private var lengths: LengthRows?

    init(_ window: PixelWindow, _ parameters: PairParameters) {
        if let kind = parameters.method.fusion {
            guard let ranks = parameters.ranks else {
                preconditionFailure("ranks are planned before anything is scored")
            }
            fused = FusedRows(kind, window, parameters, ranks)
        } else {
            let smoothing = GaussianSmoothing(sigma: parameters.smoothing)
            lengths = LengthRows(smoothing, columns: window.columns, rows: window.row..<window.endRow)
        }
    }

    /// The rows that have been made.
    var result: RowRing {
        guard let made = fused?.result ?? lengths?.result else { preconditionFailure("there is one of both") }
        return made
    }

    /// Takes the next row of both dates, or where lengths are smoothed, that of the lengths of a strip.
    mutating func take(_ rows: PairRows, _ row: Int, _ values: [Float], from first: Int) {
        let place = rows.place(row)
        fused?.take(PairLine(numbers: rows, place: place, columns: rows.window.columns))
        lengths?.take(
            values, at: (row - first) * rows.window.columns, valid: rows.valid, at: place)
    }
}

/// A few rows of a tile, scored.
private struct ScoredStrip {
    /// Quantised scores; 0 where not valid.
    private(set) var scores: [UInt16]
    /// 1 where there is a score.
    private(set) var valid: [UInt8]
    /// Room for marks of candidates.
    var marks: [UInt8]
    /// Room for one row of transitions.
    var transitions: [UInt8]
    private var line: [Float]

    init(columns: Int) {
        let count = columns * PairRows.stripRows
        scores = [UInt16](repeating: 0, count: count)
        valid = [UInt8](repeating: 0, count: count)
        (marks, transitions) = (valid, valid)
        line = [Float](repeating: 0, count: count)
    }

    mutating func fill(_ window: PixelWindow, _ made: RowRing, _ rows: PairRows, scale: Float) {
        let shift = window.column - rows.window.column
        for row in 0..<window.rows {
            let (target, place) = (row * window.columns, rows.place(window.row + row) + shift)
            valid.replaceSubrange(
                target..<target + window.columns, with: rows.valid[place..<place + window.columns])
            var span = line.mutableSpan
            ChangeDetection.fill(
                &span, at: target, count: window.columns, from: made.values,
                at: made.place(window.row + row) + shift
            ) { $0 < 0 ? 0 : $0 }
        }
        quantise(line, count: window.pixelCount, scale: scale, valid: &valid, into: &scores)
    }
}
