import GeoModel

/// The smoothed fusion of a window's maps, row by row.
struct FusedRows {
    /// The scores.
    var result: RowRing { smoothed?.result ?? guided?.result ?? sums }

    private let columns: Int
    private let surprises: [SurpriseTable]
    private let averagesRoots: Bool
    private let gate: BuildingGate?
    private var maps: any MapRows
    private var gates: RowRing
    private var sums: RowRing
    private var guided: GuidedRows?
    private var smoothed: SquareMeans?

    /// The fusion of a window that begins at multiples of `SmoothingPlan.largestBlock`.
    init(_ kind: FusionKind, _ window: PixelWindow, _ parameters: PairParameters, _ tables: RankTables) {
        let (columns, rows) = (window.columns, window.row..<window.endRow)
        let roles = parameters.relations.keys.sorted()
        let change = BandChange(parameters.relations)
        // What waits for the slowest map, and for all smoothing after it.
        let kept = parameters.reach + 4 * SmoothingPlan.largestBlock
        self.columns = columns
        averagesRoots = kind.averagesRoots
        surprises = tables.surprises(kind, asRoots: averagesRoots)
        maps = kind.rows(window, roles, change, keepingGuide: kept)
        gate = kind == .spectral ? BuildingGate(roles, PixelScore(parameters)) : nil
        gates = RowRing(columns: columns, from: rows.lowerBound, keeping: kept)
        sums = RowRing(columns: columns, from: rows.lowerBound, keeping: kept)
        guided = parameters.guided.map { GuidedRows($0, columns: columns, rows: rows, keeping: kept) }
        if parameters.smoothing > 0 {
            let smoothing = GaussianSmoothing(sigma: parameters.smoothing)
            smoothed = SquareMeans(smoothing, columns: columns, rows: rows, keeping: kept)
        }
    }

    /// Takes the next row of both dates.
    mutating func take(_ line: PairLine) {
        gates.append { [gate] values, place in
            for column in place..<place + line.columns { values[column] = 0 }
            gate?.add(line, to: &values, at: place)
        }
        maps.take(line)
        let (made, before, after) = (maps.maps, maps.guideBefore, maps.guide)
        for row in sums.end..<maps.end {
            addSums(made, row)
            guided?.take(sums, along: after, and: before)
            if let means = guided?.result ?? Optional(sums) { smoothed?.take(means) }
        }
    }

    private mutating func addSums(_ maps: [RowRing], _ row: Int) {
        let share = 1 / Float(maps.count)
        sums.append { [columns, surprises, averagesRoots, gates] values, place in
            for column in place..<place + columns { values[column] = 0 }
            for (map, surprise) in zip(maps, surprises) {
                surprise.add(map.values, at: map.place(row), count: columns, to: &values, at: place)
            }
            change(&values, at: place, count: columns, by: gates.values, at: gates.place(row)) {
                let mean = $0 * share
                return (averagesRoots ? mean * mean : mean) + $1
            }
        }
    }
}

/// Near 0 for ground that may have been built on, down to −0.2 for what is green afterwards or was always water.
struct BuildingGate {
    private let before: LinearScale
    private let after: LinearScale

    /// What counts of the logarithm.
    static let weight: Float = 0.05

    /// A gate; nil without the bands it looks at.
    init?(_ roles: [BandRole], _ score: PixelScore) {
        guard [BandRole.green, .red, .nir, .swir1].allSatisfy(roles.contains) else { return nil }
        (before, after) = (score.before, score.after)
    }

    /// Adds the gate of a row.
    func add(_ row: PairLine, to sums: inout MutableSpan<Float>, at place: Int) {
        let here = row.place..<row.place + row.columns
        let (greenBefore, swirBefore) = (row.before(.green), row.before(.swir1))
        let (greenAfter, swirAfter) = (row.after(.green), row.after(.swir1))
        let (redAfter, nirAfter) = (row.after(.red), row.after(.nir))
        let (green0, swir0) = (greenBefore.span.extracting(here), swirBefore.span.extracting(here))
        let (green1, swir1) = (greenAfter.span.extracting(here), swirAfter.span.extracting(here))
        let (red1, nir1) = (redAfter.span.extracting(here), nirAfter.span.extracting(here))
        precondition(place >= 0 && place + row.columns <= sums.count)
        for column in 0..<row.columns {
            let wasWet = Indices.normalized(before.reflectance(green0[column]), before.reflectance(swir0[column]))
            let isWet = Indices.normalized(after.reflectance(green1[column]), after.reflectance(swir1[column]))
            let green = Indices.normalized(after.reflectance(nir1[column]), after.reflectance(red1[column]))
            let vegetation = exponential((green - 0.35) / 0.06)
            let water = exponential((min(wasWet, isWet) - 0.1) / 0.05)
            sums[place + column] += Self.weight * naturalLogarithm(1 / ((1 + vegetation) * (1 + water)) + 0.02)
        }
    }
}
