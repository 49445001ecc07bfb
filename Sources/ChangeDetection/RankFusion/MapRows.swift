import GeoModel

/// The maps of a fusion, row by row from top to bottom.
protocol MapRows {
    /// The maps, of the kind's number; each keeps a few rows.
    var maps: [RowRing] { get }
    /// The logarithm of the later date's visible light, whose edges are those of what stands on the ground.
    var guide: RowRing { get }
    /// The same of the earlier date.
    var guideBefore: RowRing { get }
    /// Takes the next row of both dates, and makes what rows can be made.
    mutating func take(_ row: PairLine)
}

extension MapRows {
    /// The number of the first row that some map lacks.
    var end: Int { maps.map(\.end).min() ?? guide.end }
}

/// A row of both dates among others.
struct PairLine {
    /// The numbers of all bands.
    let numbers: any PairNumbers
    /// Where the row begins among them.
    let place: Int
    /// Pixels in the row.
    let columns: Int

    /// The numbers of a band at the earlier date.
    func before(_ role: BandRole) -> [Float] { numbers.before(role) }
    /// The numbers of a band at the later date.
    func after(_ role: BandRole) -> [Float] { numbers.after(role) }
}

extension FusionKind {
    /// The maps of a window, of which no row has been made; `window` begins at multiples of
    /// `SmoothingPlan.largestBlock`.
    func rows(_ window: PixelWindow, _ roles: [BandRole], _ change: BandChange, keepingGuide kept: Int) -> any MapRows {
        switch self {
        case .spectral: SpectralMaps(window, roles, change, keepingGuide: kept)
        case .colour: ColourMaps(window, roles, change, keepingGuide: kept)
        }
    }

    /// The maps of a pair of dates, all rows of them.
    func planes(_ pair: DensePair, _ change: BandChange) -> [[Float]] {
        var rows = rows(pair.window, pair.roles, change, keepingGuide: 1)
        var maps = [[Float]](repeating: [], count: mapCount)
        for line in pair.lines {
            rows.take(line)
            for map in maps.indices {
                let made = rows.maps[map]
                for row in pair.window.row + maps[map].count / pair.columns..<made.end { maps[map] += made.row(row) }
            }
        }
        return maps
    }
}

/// Both dates of one band, made alike, and what is left of the change: the latest rows of each.
struct BandRests {
    /// What the earlier numbers let expect of the later ones, in units of what is left where nothing changed.
    private(set) var predicted: RowRing
    /// The later numbers in the same units.
    private(set) var seen: RowRing
    /// The difference.
    private(set) var rest: RowRing
    private let role: BandRole
    private let relation: BandChange.Line

    init(_ role: BandRole, _ change: BandChange, columns: Int, from row: Int, keeping: Int) {
        self.role = role
        relation = change.line(role)
        predicted = RowRing(columns: columns, from: row, keeping: 3)
        seen = predicted
        rest = RowRing(columns: columns, from: row, keeping: keeping)
    }

    mutating func take(_ line: PairLine) {
        let (gain, offset, precision) = (relation.gain, relation.offset, relation.precision)
        let row = seen.end
        predicted.append { values, place in
            fill(&values, at: place, count: line.columns, from: line.before(role), at: line.place) {
                ($0 * gain + offset) * precision
            }
        }
        seen.append { values, place in
            fill(&values, at: place, count: line.columns, from: line.after(role), at: line.place) { $0 * precision }
        }
        rest.append { [seen, predicted] values, place in
            fill(
                &values, at: place, count: line.columns, from: seen.values, at: seen.place(row),
                and: predicted.values, at: predicted.place(row)
            ) { $0 - $1 }
        }
    }
}

/// The lengths of the vectors that rows of several pictures hold at each pixel.
func fillLengths(
    _ target: inout MutableSpan<Float>, at place: Int, count: Int, of pictures: [RowRing], row: Int
) {
    for column in place..<place + count { target[column] = 0 }
    for picture in pictures {
        change(&target, at: place, count: count, by: picture.values, at: picture.place(row)) { $0 + $1 * $1 }
    }
    takeRoots(&target, at: place, count: count)
}

/// Takes the square root of each number of a line, of negative ones 0.
func takeRoots(_ target: inout MutableSpan<Float>, at place: Int, count: Int) {
    precondition(place >= 0 && place + count <= target.count)
    for column in 0..<count { target[place + column] = max(0, target[place + column]).squareRoot() }
}

/// The logarithm of a date's mean visible light, less that of its middle.
struct VisibleLight {
    private let roles: [BandRole]
    private let middle: Float

    init(_ roles: [BandRole], _ middle: (BandRole) -> Float) {
        self.roles = [BandRole.blue, .green, .red].filter(roles.contains)
        let mean = self.roles.reduce(Float(0)) { $0 + middle($1) } / Float(max(1, self.roles.count))
        self.middle = naturalLogarithm(1 + max(mean, 0))
    }

    /// Makes a row of it from the bands of a date.
    func fill(
        _ target: inout MutableSpan<Float>, at place: Int, _ line: PairLine, _ band: (BandRole) -> [Float]
    ) {
        for column in place..<place + line.columns { target[column] = 0 }
        for role in roles {
            change(&target, at: place, count: line.columns, by: band(role), at: line.place) { $0 + $1 }
        }
        let share = 1 / Float(max(1, roles.count))
        precondition(place >= 0 && place + line.columns <= target.count)
        for column in 0..<line.columns {
            target[place + column] = naturalLogarithm(1 + max(target[place + column] * share, 0)) - middle
        }
    }
}
