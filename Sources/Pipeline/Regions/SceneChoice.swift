package import GeoModel
import WorkQueue

/// The scenes that a period's run compares.
package struct SceneChoice: Sendable {
    /// The scenes of the earlier month.
    package let before: SceneStack
    /// The scenes of the period.
    package let after: SceneStack
    /// The day of the later month's clearest scene.
    package let observedOn: CalendarDate
}

extension Region {
    /// The latest month with a scene.
    /// - Throws: `Fault` where the catalogue is empty.
    package func latestPeriod() throws(Fault) -> Period {
        let dates = try store.scenes().compactMap(\.date)
        guard let last = dates.max() else {
            throw Fault(
                folder,
                zh: "还没有影像。请先运行 tuban scenes add。",
                en: "there are no scenes yet. Add some with tuban scenes add."
            )
        }
        return Period(of: last)
    }

    /// The clearest scenes of a period and of the month so many months earlier.
    ///
    /// - Parameters:
    ///   - period: The later month.
    ///   - monthsEarlier: How far before it the other one lies.
    ///   - scenesPerMonth: How many scenes of a month are taken at most.
    /// - Returns: At least one scene of each month.
    /// - Throws: `Fault` where either month has no scene, naming the months that have.
    package func chooseScenes(_ period: Period, monthsEarlier: Int, scenesPerMonth: Int) throws(Fault) -> SceneChoice {
        let scenes = try store.scenes()
        let after = try clearest(scenesPerMonth, of: scenes, in: period)
        return SceneChoice(
            before: try clearest(scenesPerMonth, of: scenes, in: period.advanced(by: -monthsEarlier)).stack,
            after: after.stack,
            observedOn: after.date
        )
    }

    private func clearest(_ count: Int, of scenes: [Scene], in period: Period) throws(Fault)
        -> (stack: SceneStack, date: CalendarDate)
    {
        guard let stack = SceneStack(clearest: count, of: scenes, in: period), let date = stack.first.date else {
            let months = Set(scenes.compactMap(\.date).map { Period(of: $0) }).sorted().map(\.description)
            throw Fault(
                "\(period)",
                zh: "这个月没有影像；有影像的月份：\(months.joined(separator: "、"))。请用 scenes add 补充，或改 monthsEarlier。",
                en:
                    "this month has no scene; months that have: \(months.joined(separator: ", ")). Add one with "
                    + "scenes add, or change monthsEarlier."
            )
        }
        return (stack, date)
    }
}

extension SceneStack {
    /// The clearest scenes of a period: first the clearest of each place, then the second clearest of each, and so on.
    /// Scenes that lack a band of the first are left out, as they would take it from all. Nil where there is no scene.
    init?(clearest count: Int, of scenes: [Scene], in period: Period) {
        let best = scenes.filter { $0.date.map(period.contains) ?? false }
            .sorted { ($1.validFraction ?? 0, $0.id) < ($0.validFraction ?? 0, $1.id) }
        guard let first = best.first else { return nil }
        let alike = best.filter { Set(first.bands.keys).isSubset(of: $0.bands.keys) }
        var seen: [Grid: Int] = [:]
        let ranked = alike.enumerated().map { order, scene in
            defer { seen[scene.grid, default: 0] += 1 }
            return (rank: seen[scene.grid, default: 0], order: order, scene: scene)
        }
        let ordered = ranked.sorted { ($0.rank, $0.order) < ($1.rank, $1.order) }
        self.init(ordered.prefix(count).map(\.scene))
    }
}
