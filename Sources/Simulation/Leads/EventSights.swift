/// In which months the yearly comparison can show an event, as far as the sky lets it.
struct EventSights: Sendable {
    private let plan: DistrictPlan
    private let clouds: [CloudField]
    /// Months between the two dates: a year, or one month in series that are shorter.
    let span: Int

    /// The share of a place that both dates have to show.
    static let clearEnough = 0.95

    init(_ plan: DistrictPlan) {
        self.plan = plan
        clouds = plan.acquisitions.map { CloudField($0, size: plan.options.size) }
        span = plan.options.months > 12 ? 12 : 1
    }

    /// The months, counted from the first scene, in which the land use differs from a span before and both are clear.
    func months(of event: DistrictEvent) -> [Int] {
        (span..<max(span, plan.options.months)).filter { month in
            event.changes(from: month - span, to: month) && isClear(event.site, month: month)
        }
    }

    /// Whether a month and the one a span before show a place.
    func isClear(_ site: Site, month: Int) -> Bool {
        month >= span && site.clearShare([clouds[month - span], clouds[month]]) >= Self.clearEnough
    }
}

extension Site {
    /// The share of its pixels that is free of clouds and their shadows in all of some scenes.
    func clearShare(_ clouds: [CloudField]) -> Double {
        var pixels = 0
        var clear = 0
        for row in rows {
            for column in columns where coverage(column: column, row: row) >= 0.5 {
                let spot = Spot(x: Double(column) + 0.5, y: Double(row) + 0.5)
                pixels += 1
                if !clouds.contains(where: { $0.opacity(spot) > 0.1 || $0.shadow(spot) > 0.1 }) { clear += 1 }
            }
        }
        return pixels == 0 ? 0 : (Double(clear) / Double(pixels) * 100).rounded() / 100
    }
}
