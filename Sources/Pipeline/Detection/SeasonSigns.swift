import ChangeDetection
import GeoModel
import Patches

/// Tells of patches what speaks for the season having made them, from how bright they are and what the ground around
/// did.
///
/// The ground around is known at the pixels of an overview, which come with the sweep, so nothing is read again.
struct SeasonSigns: Sendable {
    private let limits: SeasonRecipe
    private let lattice: OverviewLattice
    /// The median brightness of the later date.
    private let median: Double
    /// Pixels of the overview within which ground counts as around.
    private let radius: Int
    /// What became what at each pixel of the overview, as `Transition.code`; 0 where a date shows nothing.
    private let transitions: [UInt8]
    /// For each cover before and after, sums over all pixels of the overview above and to the left.
    private var sums: [UInt8: [Int32]] = [:]

    private static let green: Set<LandState> = [.vegetation]
    private static let cleared: Set<LandState> = [.bare, .built]
    /// With fewer pixels of like ground around, their share tells nothing.
    private static let leastPixels = 20

    /// The signs of a pair; nil where its later date shows no visible light.
    ///
    /// - Parameters:
    ///   - limits: From which values on something is a sign.
    ///   - samples: Both dates.
    ///   - radiometries: What their numbers mean.
    ///   - states: Where one land cover ends and the next begins.
    ///   - pixelMetres: The side of a pixel; nil where it is not known, and nothing is told of the ground around.
    init?(
        _ limits: SeasonRecipe, _ samples: OverviewSamples, _ radiometries: (before: Radiometry, after: Radiometry),
        _ states: StateThresholds, pixelMetres: Double?
    ) {
        self.limits = limits
        lattice = samples.lattice
        let light = samples.light(ofLater: true, radiometries.after).filter { !$0.isNaN }.sorted()
        guard !light.isEmpty, light[light.count / 2] > 0 else { return nil }
        median = Double(light[light.count / 2])
        radius = pixelMetres.map { Int((limits.radiusMetres / $0 / Double(samples.lattice.step)).rounded()) } ?? 0
        transitions = samples.transitions(states, radiometries)
        for before in [LandState.vegetation, .water] {
            for after in LandState.allCases where after != .unknown {
                let code = Transition(before: before, after: after).code
                sums[code] = Self.summed(transitions, code, lattice.size)
            }
        }
    }

    /// What speaks for the season; nil where nothing does.
    func sign(of region: ConnectedArea) -> SeasonSign? {
        let change = region.mainTransition.transition
        let shared = sharedBy(change, around: region)
        let brightness = region.brightness.map { $0 / median }
        if change.after == .water && [.vegetation, .bare].contains(change.before) {
            return SeasonSign(kind: .flooded, brightness: nil, shared: shared)
        }
        guard Self.cleared.contains(change.after), let brightness else { return nil }
        switch change.before {
        case .vegetation:
            let isShared = shared > limits.sharedFrom
            let isDark = brightness < (isShared ? max(limits.darkerThan, limits.sharedDarkerThan) : limits.darkerThan)
            return isDark ? SeasonSign(kind: .field, brightness: brightness, shared: shared) : nil
        case .water:
            guard brightness < limits.drainedDarkerThan else { return nil }
            return SeasonSign(kind: .drained, brightness: brightness, shared: shared)
        default: return nil
        }
    }

    /// The share of the ground around a region, itself left out, that had its cover before and changed alike.
    private func sharedBy(_ change: Transition, around region: ConnectedArea) -> Double {
        guard radius > 0, sums[change.code] != nil else { return 0 }
        let window = around(region)
        let own = ownPixels(region)
        var (like, alike) = (0, 0)
        for after in LandState.allCases {
            let code = Transition(before: change.before, after: after).code
            guard let sum = sums[code] else { continue }
            let count = total(sum, window) - own.count { $0 == code }
            like += count
            if after == change.after { alike = count }
        }
        return like < Self.leastPixels ? 0 : Double(alike) / Double(like)
    }

    /// The pixels of the overview around a region's middle.
    private func around(_ region: ConnectedArea) -> PixelWindow {
        var (columns, rows, pixels) = (0, 0, 0)
        for placed in region.runs {
            columns += (placed.run.start + placed.run.end - 1) * placed.run.count / 2
            rows += placed.row * placed.run.count
            pixels += placed.run.count
        }
        let column = columns / pixels / lattice.step
        let row = rows / pixels / lattice.step
        let window = PixelWindow(
            column: column - radius, row: row - radius, columns: 2 * radius + 1, rows: 2 * radius + 1)
        return window.intersection(lattice.size.window)
    }

    /// What became what at the pixels of the overview that a region covers.
    private func ownPixels(_ region: ConnectedArea) -> [UInt8] {
        var own: [UInt8] = []
        for placed in region.runs {
            let part = lattice.part(
                PixelWindow(column: placed.run.start, row: placed.row, columns: placed.run.count, rows: 1))
            for row in part.row..<part.endRow {
                let line = row * lattice.size.columns
                own += transitions[line + part.column..<line + part.endColumn]
            }
        }
        return own
    }

    private static func summed(_ transitions: [UInt8], _ code: UInt8, _ size: GridSize) -> [Int32] {
        let width = size.columns + 1
        var sums = [Int32](repeating: 0, count: width * (size.rows + 1))
        for row in 0..<size.rows {
            var line: Int32 = 0
            for column in 0..<size.columns {
                line += transitions[row * size.columns + column] == code ? 1 : 0
                sums[(row + 1) * width + column + 1] = sums[row * width + column + 1] + line
            }
        }
        return sums
    }

    private func total(_ sums: [Int32], _ window: PixelWindow) -> Int {
        let width = lattice.size.columns + 1
        func sum(_ row: Int, _ column: Int) -> Int { Int(sums[row * width + column]) }
        return sum(window.endRow, window.endColumn) - sum(window.row, window.endColumn)
            - sum(window.endRow, window.column) + sum(window.row, window.column)
    }
}

extension SeasonSigns {
    /// Of a pair, as the recipe says; nil where it says nothing.
    init?(_ pair: ScenePair, _ recipe: DetectRecipe, _ samples: OverviewSamples) {
        guard let limits = recipe.season else { return nil }
        self.init(
            limits, samples, pair.radiometries(recipe), recipe.states, pixelMetres: pair.grid.pixelMetres)
    }
}

extension ScenePair {
    /// What the numbers of both dates mean.
    func radiometries(_ recipe: DetectRecipe) -> (before: Radiometry, after: Radiometry) {
        (recipe.radiometry ?? before.first.radiometry, recipe.radiometry ?? after.first.radiometry)
    }

    /// Whether the dates lie in different seasons, so that fields change without anybody building.
    func seasonRemarks(_ recipe: DetectRecipe) -> [Fault] {
        guard let limit = recipe.season?.daysApart, let first = before.first.date, let second = after.first.date
        else { return [] }
        let days = daysApartInTheYear(first, second)
        guard days > limit else { return [] }
        return [
            Fault(
                after.id,
                zh: "与前期影像 \(before.id) 在一年中相差 \(days) 天（上限 \(limit)）；收割、落叶、水位等季节变化会被当作变化。请尽量选用同季影像。",
                en: "lies \(days) days of the year from \(before.id) (at most \(limit)): harvest, falling leaves and "
                    + "water levels count as change. Take images of the same season where there are any."
            )
        ]
    }
}

/// How many days lie between two days of the year, the shorter way round; leap days don't count.
func daysApartInTheYear(_ first: CalendarDate, _ second: CalendarDate) -> Int {
    func day(_ date: CalendarDate) -> Int {
        // Counted in a year without a leap day.
        let day = date.month == 2 ? min(date.day, 28) : date.day
        let same = CalendarDate(year: 2001, month: date.month, day: day) ?? date
        return same.daysSinceEpoch - (CalendarDate(year: 2001, month: 1, day: 1) ?? same).daysSinceEpoch
    }
    let days = abs(day(first) - day(second))
    return min(days, 365 - days)
}
