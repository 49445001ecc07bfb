import GeoModel

extension PairDetector {
    /// Scores one tile by a model of what lies around each pixel.
    ///
    /// - Throws: `Fault` where a file can't be decoded.
    func windowedScores(_ window: PixelWindow) throws(Fault) -> TileScores {
        var tile = TileScores(window: window, isDense: parameters.isDense)
        let side = ScoreMethod.learnedSide
        for part in parts(of: window, GridSize(columns: side, rows: side)) { try addScores(part, to: &tile) }
        tile.joinStrips()
        return tile
    }

    /// Scores a part of a tile.
    ///
    /// What a patch tells of a pixel is kept for the whole part, as only the final scores say which pixels matter.
    private func addScores(_ window: PixelWindow, to tile: inout TileScores) throws(Fault) {
        var details = PixelDetails(window: window)
        let wide = window.expanded(by: parameters.reach, within: gridSize)
        let scores = try learnedScores(window, in: wide) { strip, work in
            details.fill(strip, work, score, transition)
        }
        add(window, scores, in: wide, details, to: &tile)
    }

    private func add(
        _ window: PixelWindow,
        _ means: [Float],
        in wide: PixelWindow,
        _ details: PixelDetails,
        to tile: inout TileScores
    ) {
        let count = window.pixelCount
        var inner = [Float](repeating: .nan, count: count)
        for row in 0..<window.rows {
            let source = (window.row + row - wide.row) * wide.columns + window.column - wide.column
            let target = row * window.columns
            inner.replaceSubrange(target..<target + window.columns, with: means[source..<source + window.columns])
        }
        var valid = [UInt8](repeating: 1, count: count)
        var scores = [UInt16](repeating: 0, count: count)
        quantise(inner, count: count, scale: score.scale, valid: &valid, into: &scores)
        var reached = [UInt8](repeating: 0, count: count)
        tile.histogram.add(scores.span, where: valid.span, in: 0..<count)
        tile.add(
            candidates(window, scores, marks: &reached) { place, column in
                details.pixel(place, column: column, score: scores[place])
            })
        guard parameters.isDense else { return }
        for row in 0..<window.rows {
            let target =
                (window.row + row - tile.window.row) * tile.window.columns + window.column - tile.window.column
            for column in 0..<window.columns {
                let place = row * window.columns + column
                tile.score[target + column] = scores[place]
                tile.valid[target + column] = valid[place]
                tile.transition[target + column] = valid[place] == 0 ? 0 : details.transitions[place]
            }
        }
    }
}

extension ScoreMethod {
    /// How far, in pixels, what lies around a pixel counts in its score.
    ///
    /// - Parameters:
    ///   - smoothing: The standard deviation of the Gaussian; 0 for none.
    ///   - guidedRadius: That of guided smoothing; 0 for none.
    /// - Returns: Pixels to every side.
    package func reach(smoothing: Double, guidedRadius: Int) -> Int {
        let smoothed = smoothing > 0 ? GaussianSmoothing(sigma: smoothing).radius : 0
        if self == .learned { return FeatureSet.widestMargin + ScalePlane.side + smoothed }
        return (fusion?.margin ?? 0) + 2 * guidedRadius + smoothed
    }

    /// The side of what a model scores at a time, to keep memory small.
    package static let learnedSide = 256

    /// The most columns that are scored row by row at a time: of wider tiles one lane after the other.
    static let widestLane = 2048

    /// The bytes that a worker keeps while it scores a tile, as measured.
    package func bytesOfScoring(columns: Int, smoothing: Double, guidedRadius: Int) -> Int {
        let reach = reach(smoothing: smoothing, guidedRadius: guidedRadius)
        guard self != .learned else {
            let side = min(Self.learnedSide, columns) + 2 * reach
            return side * side * 600
        }
        guard reach > 0 else { return 0 }
        return (min(columns, Self.widestLane) + 2 * reach) * ((fusion?.bytesOfColumn ?? 600) + reach * 60)
    }
}

/// What a patch needs to know of each pixel of a window.
struct PixelDetails {
    private let window: PixelWindow
    /// `Transition.code` of each pixel.
    private(set) var transitions: [UInt8]
    private var differences: [SIMD4<Int16>]
    private var sources: [PixelSources]
    private var lights: [UInt16]

    init(window: PixelWindow) {
        self.window = window
        transitions = [UInt8](repeating: 0, count: window.pixelCount)
        differences = [SIMD4<Int16>](repeating: SIMD4(), count: window.pixelCount)
        sources = [PixelSources](repeating: PixelSources(before: 0, after: 0), count: window.pixelCount)
        lights = [UInt16](repeating: LightCode.unknown, count: window.pixelCount)
    }

    /// Fills the pixels of a strip that lie in the window.
    mutating func fill(
        _ strip: PixelWindow,
        _ work: PairDetector.Scratch,
        _ score: PixelScore,
        _ transition: (Indices, Indices) -> UInt8
    ) {
        let part = strip.intersection(window)
        for row in part.row..<max(part.row, part.endRow) {
            for column in part.column..<max(part.column, part.endColumn) {
                let pixel = (row - strip.row) * strip.columns + column - strip.column
                let place = (row - window.row) * window.columns + column - window.column
                let first = work.old.indices(at: pixel, score.before)
                let second = work.new.indices(at: pixel, score.after)
                let change = score.differences(first, second)
                transitions[place] = transition(first, second)
                differences[place] = SIMD4(
                    ChangedPixel.tenThousandths(change[0]),
                    ChangedPixel.tenThousandths(change[1]),
                    ChangedPixel.tenThousandths(change[2]),
                    ChangedPixel.tenThousandths(change[3])
                )
                sources[place] = PixelSources(before: work.oldSources[pixel], after: work.newSources[pixel])
                lights[place] = LightCode.code(second.light)
            }
        }
    }

    /// A pixel as a candidate.
    func pixel(_ place: Int, column: Int, score: UInt16) -> ChangedPixel {
        ChangedPixel(
            column: Int32(column),
            score: score,
            transition: transitions[place],
            tenThousandths: differences[place],
            sources: sources[place],
            light: lights[place]
        )
    }
}
