import GeoModel

/// The seven maps for some ten metres a pixel and bands beyond visible light, row by row.
struct SpectralMaps: MapRows {
    private(set) var guide: RowRing
    private(set) var guideBefore: RowRing
    private let columns: Int
    private let lights: (before: VisibleLight, after: VisibleLight)
    private var bands: [BandRests]
    private var textures: [BandTexture]
    private var moments: MomentRows
    private var line: RowRing
    private var length: SmoothRows
    private var surroundings: Surroundings
    private var excess: ShiftExcess
    private var shift: SmoothRows
    private var texture: TextureRows
    private var brightening: RowRing
    private var brightness: SmoothRows

    /// How many rows of a map are kept: as long as the slowest map takes.
    private static let kept = 40
    /// How far maps reach.
    static let reach = SmoothingPlan.reach(6, 1.5)

    init(_ window: PixelWindow, _ roles: [BandRole], _ change: BandChange, keepingGuide kept: Int) {
        let (columns, rows) = (window.columns, window.row..<window.endRow)
        self.columns = columns
        func ring(_ keeping: Int) -> RowRing { RowRing(columns: columns, from: rows.lowerBound, keeping: keeping) }
        func smooth(_ sigma: Double) -> SmoothRows {
            SmoothRows(sigma, columns: columns, rows: rows, keeping: Self.kept)
        }
        lights = (VisibleLight(roles) { change.middle($0).before }, VisibleLight(roles) { change.middle($0).after })
        bands = [BandRole.blue, .green, .red, .swir1, .swir2].filter(roles.contains).map {
            BandRests($0, change, columns: columns, from: rows.lowerBound, keeping: Self.kept)
        }
        textures = [BandRole.blue, .green, .red, .nir, .swir1].filter(roles.contains).map {
            BandTexture($0, change, columns: columns, rows: rows)
        }
        moments = MomentRows(count: textures.count, columns: columns, rows: rows, keeping: Self.kept)
        (guide, guideBefore) = (ring(kept), ring(kept))
        (line, brightening) = (ring(1), ring(1))
        (length, shift, brightness) = (smooth(1.5), smooth(1.5), smooth(1))
        surroundings = Surroundings(count: bands.count, columns: columns, rows: rows, keeping: Self.kept)
        excess = ShiftExcess(columns: columns, rows: rows)
        texture = TextureRows(columns: columns, rows: rows, keeping: Self.kept)
    }

    /// Spectral change near by and against its surroundings, beyond a shift, texture at two scales, likeness,
    /// brightness.
    var maps: [RowRing] {
        [
            length.result, surroundings.result, shift.result, texture.result, moments.texture, moments.likeness,
            brightness.result,
        ]
    }

    mutating func take(_ row: PairLine) {
        let number = guide.end
        for band in bands.indices { bands[band].take(row) }
        line.append { [bands] values, place in
            fillLengths(&values, at: place, count: row.columns, of: bands.map(\.rest), row: number)
        }
        length.take(line)
        surroundings.take(bands)
        excess.take(bands)
        shift.take(excess.result)
        for band in textures.indices { textures[band].take(row) }
        texture.take(textures)
        moments.take(textures)
        guide.append { [lights] values, place in lights.after.fill(&values, at: place, row, row.after) }
        guideBefore.append { [lights] values, place in lights.before.fill(&values, at: place, row, row.before) }
        brightening.append { [guide, guideBefore] values, place in
            fill(
                &values, at: place, count: row.columns, from: guide.values, at: guide.place(number),
                and: guideBefore.values, at: guideBefore.place(number)
            ) { $0 - $1 }
        }
        brightness.take(brightening)
    }
}

/// ‖smoothed |D − wide mean of D|‖: what stands out from its surroundings, as haze and seasons do not.
struct Surroundings {
    private(set) var result: RowRing
    private var wide: [SmoothRows]
    private var deviations: [RowRing]
    private var narrow: [SmoothRows]

    init(count: Int, columns: Int, rows: Range<Int>, keeping: Int) {
        func ring(_ keeping: Int) -> RowRing { RowRing(columns: columns, from: rows.lowerBound, keeping: keeping) }
        result = ring(keeping)
        wide = (0..<count).map { _ in SmoothRows(6, columns: columns, rows: rows, keeping: keeping) }
        deviations = (0..<count).map { _ in ring(1) }
        narrow = (0..<count).map { _ in SmoothRows(1.5, columns: columns, rows: rows, keeping: keeping) }
    }

    /// Takes the rows of all bands' rests that have been made since.
    mutating func take(_ bands: [BandRests]) {
        for (band, rest) in bands.map(\.rest).enumerated() {
            wide[band].take(rest)
            let means = wide[band].result
            for row in deviations[band].end..<means.end {
                deviations[band].append { values, place in
                    fill(
                        &values, at: place, count: rest.columns, from: rest.values, at: rest.place(row),
                        and: means.values, at: means.place(row)
                    ) { abs($0 - $1) }
                }
                narrow[band].take(deviations[band])
            }
        }
        let means = narrow.map(\.result)
        while let end = means.first?.end, result.end < end {
            let row = result.end
            result.append { values, place in
                fillLengths(&values, at: place, count: means[0].columns, of: means, row: row)
            }
        }
    }
}

/// How far a pixel lies beyond all that lay within one pixel of it at the other date: what a shift can't explain.
struct ShiftExcess {
    private(set) var result: RowRing
    private let rows: Range<Int>
    private var expected: Extremes
    private var found: Extremes

    init(columns: Int, rows: Range<Int>) {
        self.rows = rows
        result = RowRing(columns: columns, from: rows.lowerBound, keeping: 2)
        expected = Extremes(columns: columns)
        found = expected
    }

    /// Takes the rows of all bands that have been made since; the last three are kept.
    mutating func take(_ bands: [BandRests]) {
        guard let end = bands.first?.seen.end else { return }
        let last = rows.upperBound - 1
        while result.end <= last, min(result.end + 1, last) < end {
            let row = result.end
            let near = [max(row - 1, rows.lowerBound), row, min(row + 1, last)]
            Self.addRow(bands, near, &expected, &found, to: &result)
        }
    }

    private static func addRow(
        _ bands: [BandRests], _ near: [Int], _ expected: inout Extremes, _ found: inout Extremes,
        to result: inout RowRing
    ) {
        let columns = result.columns
        result.append { values, place in
            for column in place..<place + columns { values[column] = 0 }
            for band in bands {
                expected.fill(band.predicted, near)
                found.fill(band.seen, near)
                expected.add(band.seen, near[1], and: band.predicted, found, to: &values, at: place)
            }
            takeRoots(&values, at: place, count: columns)
        }
    }
}

/// The smallest and largest of three numbers above each other, for a row; its first and last once more at either end.
struct Extremes {
    private var lowest: [Float]
    private var highest: [Float]
    private let columns: Int

    init(columns: Int) {
        self.columns = columns
        lowest = [Float](repeating: 0, count: columns + 2)
        highest = lowest
    }

    mutating func fill(_ picture: RowRing, _ rows: [Int]) {
        Self.fill(&lowest, &highest, picture.values, rows.map(picture.place), columns)
    }

    private static func fill(
        _ lowest: inout [Float], _ highest: inout [Float], _ values: [Float], _ places: [Int], _ columns: Int
    ) {
        let values = values.span
        let above = values.extracting(places[0]..<places[0] + columns)
        let here = values.extracting(places[1]..<places[1] + columns)
        let below = values.extracting(places[2]..<places[2] + columns)
        var low = lowest.mutableSpan
        var high = highest.mutableSpan
        precondition(columns + 2 == low.count && columns + 2 == high.count)
        for column in 0..<columns {
            low[column + 1] = min(min(above[column], here[column]), below[column])
            high[column + 1] = max(max(above[column], here[column]), below[column])
        }
        (low[0], low[columns + 1]) = (low[1], low[columns])
        (high[0], high[columns + 1]) = (high[1], high[columns])
    }

    /// Adds the square of how far a row lies outside of these extremes, or another outside of those of the first.
    func add(
        _ seen: RowRing, _ row: Int, and predicted: RowRing, _ found: Extremes, to sums: inout MutableSpan<Float>,
        at place: Int
    ) {
        let (first, second) = (seen.place(row), predicted.place(row))
        let one = seen.values.span.extracting(first..<first + columns)
        let other = predicted.values.span.extracting(second..<second + columns)
        let (low, high) = (lowest.span, highest.span)
        let (otherLow, otherHigh) = (found.lowest.span, found.highest.span)
        precondition(low.count == columns + 2 && high.count == low.count)
        precondition(otherLow.count == low.count && otherHigh.count == low.count)
        precondition(place >= 0 && place + columns <= sums.count)
        for column in 0..<columns {
            let top = max(max(high[column], high[column + 1]), high[column + 2])
            let bottom = min(min(low[column], low[column + 1]), low[column + 2])
            let otherTop = max(max(otherHigh[column], otherHigh[column + 1]), otherHigh[column + 2])
            let otherBottom = min(min(otherLow[column], otherLow[column + 1]), otherLow[column + 2])
            let forward = max(one[column] - top, bottom - one[column])
            let backward = max(other[column] - otherTop, otherBottom - other[column])
            let beyond = max(0, max(forward, backward))
            sums[place + column] += beyond * beyond
        }
    }
}
