import GeoModel

/// The three maps for pictures in visible light, row by row: ‖D‖ over a wide square, the same of what stands out from
/// its wider surroundings, and how little green there is afterwards, as on ground that was built on or laid bare.
struct ColourMaps: MapRows {
    private(set) var guide: RowRing
    private(set) var guideBefore: RowRing
    private let lights: (before: VisibleLight, after: VisibleLight)
    private let plants: BandRole?
    private let others: [BandRole]
    private var bands: [BandRests]
    private var line: RowRing
    private var length: SmoothRows
    private var wide: [SmoothRows]
    private var detail: RowRing
    private var details: SmoothRows
    private var bareLine: RowRing
    private var bareness: SmoothRows

    /// How many rows are kept: as long as the slowest map takes.
    private static let kept = 128
    /// How far maps reach.
    static let reach = SmoothingPlan.reach(20, 8)

    init(_ window: PixelWindow, _ roles: [BandRole], _ change: BandChange, keepingGuide kept: Int) {
        let (columns, rows) = (window.columns, window.row..<window.endRow)
        func ring(_ keeping: Int) -> RowRing { RowRing(columns: columns, from: rows.lowerBound, keeping: keeping) }
        func smooth(_ sigma: Double) -> SmoothRows {
            SmoothRows(sigma, columns: columns, rows: rows, keeping: Self.kept)
        }
        let (plants, others): (BandRole, [BandRole]) =
            roles.contains(.nir) ? (.nir, [.red]) : (.green, [.blue, .red])
        self.plants = roles.contains(plants) && others.allSatisfy(roles.contains) ? plants : nil
        self.others = others
        lights = (VisibleLight(roles) { change.middle($0).before }, VisibleLight(roles) { change.middle($0).after })
        bands = roles.map { BandRests($0, change, columns: columns, from: rows.lowerBound, keeping: Self.kept) }
        (guide, guideBefore) = (ring(kept), ring(kept))
        (line, detail, bareLine) = (ring(1), ring(1), ring(1))
        (length, details, bareness) = (smooth(8), smooth(8), smooth(4))
        wide = roles.map { _ in smooth(20) }
    }

    var maps: [RowRing] { [length.result, details.result, bareness.result] }

    mutating func take(_ row: PairLine) {
        let number = guide.end
        for band in bands.indices { bands[band].take(row) }
        let rests = bands.map(\.rest)
        line.append { values, place in
            fillLengths(&values, at: place, count: row.columns, of: rests, row: number)
        }
        length.take(line)
        takeDetails(rests)
        guide.append { [lights] values, place in lights.after.fill(&values, at: place, row, row.after) }
        guideBefore.append { [lights] values, place in lights.before.fill(&values, at: place, row, row.before) }
        bareLine.append { [plants, others] values, place in
            Self.fillBareness(&values, at: place, row, plants, others)
        }
        bareness.take(bareLine)
    }

    private mutating func takeDetails(_ rests: [RowRing]) {
        for band in wide.indices { wide[band].take(rests[band]) }
        let means = wide.map(\.result)
        for row in detail.end..<(means.first?.end ?? 0) {
            detail.append { values, place in
                for column in place..<place + means[0].columns { values[column] = 0 }
                for (rest, mean) in zip(rests, means) {
                    change(
                        &values, at: place, count: mean.columns, by: rest.values, at: rest.place(row),
                        and: mean.values, at: mean.place(row)
                    ) { $0 + ($1 - $2) * ($1 - $2) }
                }
                takeRoots(&values, at: place, count: means[0].columns)
            }
            details.take(detail)
        }
    }

    /// How little of a pixel's light afterwards is what plants give back: near infrared of that and red, or green of
    /// all visible light; 0 without such bands.
    private static func fillBareness(
        _ values: inout MutableSpan<Float>, at place: Int, _ row: PairLine, _ plants: BandRole?, _ others: [BandRole]
    ) {
        for column in place..<place + row.columns { values[column] = 1 }
        guard let plants else { return }
        for role in [plants] + others {
            change(&values, at: place, count: row.columns, by: row.after(role), at: row.place) { $0 + max($1, 0) }
        }
        change(&values, at: place, count: row.columns, by: row.after(plants), at: row.place) { -max($1, 0) / $0 }
    }
}
