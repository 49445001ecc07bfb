package import GeoModel

/// How two dates lie on each other, by tie points.
///
/// - Sources: Scheffler et al. 2017, AROSICS (tie points on a grid, outliers by quality and by consensus); Leys et al.
///   2013 (median and MAD).
package struct Registration: Sendable, Hashable {
    /// All points that were found, in row order.
    package let found: [TiePoint]
    /// Those of them that agree with each other.
    package let points: [TiePoint]
    /// Places that were looked at.
    package let placeCount: Int
    /// The median shift of the later date; zero without points.
    package let shift: PixelShift
    /// The scatter of the points about it: of one axis and the other 1.4826 × MAD, added as squares, in pixels.
    package let spread: Double
    /// How the shift changes over the scene, where points tell enough of it; nil otherwise.
    package let trend: ShiftTrend?

    /// Points farther from the median than so many times the scatter do not agree, nor do those beyond a pixel.
    private static let mostDeviations = 3.0
    private static let leastTolerance = 0.3

    /// Looks for pieces of the earlier date at the later date.
    ///
    /// - Parameters:
    ///   - pairs: Those that have data.
    ///   - placeCount: How many places were looked at, with those that have none.
    ///   - offset: How much farther right and down of where they belong pixels of the later date were read than those
    ///     of the earlier.
    package init(_ pairs: [TiePair], placeCount: Int, offset: PixelShift = .zero) {
        let common = TiePair.commonShift(pairs)
        let found = pairs.compactMap { $0.point(about: common) }
        self.init(
            found: found.map { TiePoint(place: $0.place, shift: $0.shift + offset, quality: $0.quality) },
            placeCount: placeCount)
    }

    /// What tie points say together.
    package init(found: [TiePoint], placeCount: Int) {
        self.placeCount = placeCount
        self.found = found
        var kept = found
        var middle = Self.median(kept)
        for _ in 0..<5 where !kept.isEmpty {
            let tolerance = max(Self.leastTolerance, Self.mostDeviations * Self.spread(kept, about: middle))
            kept = found.filter { ($0.shift - middle).length <= tolerance }
            middle = Self.median(kept)
        }
        points = kept
        shift = middle
        spread = Self.spread(kept, about: middle)
        trend = ShiftTrend(kept, about: middle)
    }

    private static func median(_ points: [TiePoint]) -> PixelShift {
        PixelShift(columns: median(points.map(\.shift.columns)), rows: median(points.map(\.shift.rows)))
    }

    private static func spread(_ points: [TiePoint], about middle: PixelShift) -> Double {
        PixelShift(
            columns: 1.4826 * median(points.map { abs($0.shift.columns - middle.columns) }),
            rows: 1.4826 * median(points.map { abs($0.shift.rows - middle.rows) })
        ).length
    }

    private static func median(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        let sorted = values.sorted()
        let half = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
    }
}

/// A shift that changes evenly over the scene: what rotation, another scale or a shear leaves beside a common shift.
package struct ShiftTrend: Sendable, Hashable {
    /// How the shift changes over a thousand columns.
    package let perThousandColumns: PixelShift
    /// The same over a thousand rows.
    package let perThousandRows: PixelShift
    /// The largest deviation from the common shift that the trend makes at any of its points, in pixels.
    package let largest: Double
    /// The share of the points' squared deviations that the trend explains, 0…1.
    package let explained: Double

    /// Fewer points than these tell of a shift, not of its change.
    private static let leastPoints = 24

    /// The trend of points by least squares; nil where they are too few or lie in a line.
    init?(_ points: [TiePoint], about middle: PixelShift) {
        guard points.count >= Self.leastPoints else { return nil }
        let count = Double(points.count)
        let centre = points.reduce(SIMD2<Double>()) { $0 + Self.place($1) } / count
        var (squares, between, rests) = (SIMD2<Double>(), 0.0, (SIMD2<Double>(), SIMD2<Double>()))
        let mean = points.reduce(SIMD2<Double>()) { $0 + Self.rest($1, middle) } / count
        for point in points {
            let (place, rest) = (Self.place(point) - centre, Self.rest(point, middle) - mean)
            squares += place * place
            between += place.x * place.y
            rests.0 += rest * place.x
            rests.1 += rest * place.y
        }
        let determinant = squares.x * squares.y - between * between
        guard determinant > 1e-6 * squares.x * squares.y else { return nil }
        let byColumn = (rests.0 * squares.y - rests.1 * between) / determinant
        let byRow = (rests.1 * squares.x - rests.0 * between) / determinant
        var (largest, total, left) = (0.0, 0.0, 0.0)
        for point in points {
            let (place, rest) = (Self.place(point) - centre, Self.rest(point, middle) - mean)
            let fitted = byColumn * place.x + byRow * place.y
            largest = max(largest, (fitted * fitted).sum().squareRoot())
            total += (rest * rest).sum()
            left += ((rest - fitted) * (rest - fitted)).sum()
        }
        perThousandColumns = PixelShift(columns: byColumn.x * 1000, rows: byColumn.y * 1000)
        perThousandRows = PixelShift(columns: byRow.x * 1000, rows: byRow.y * 1000)
        self.largest = largest
        explained = total > 0 ? 1 - left / total : 0
    }

    private static func place(_ point: TiePoint) -> SIMD2<Double> {
        SIMD2(Double(point.place.column), Double(point.place.row))
    }

    private static func rest(_ point: TiePoint, _ middle: PixelShift) -> SIMD2<Double> {
        let rest = point.shift - middle
        return SIMD2(rest.columns, rest.rows)
    }
}
