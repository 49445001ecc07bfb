package import GeoModel
import WorkQueue

/// The two scenes that a period's run compares.
package struct SceneChoice: Sendable {
    /// The scene of the earlier month.
    package let before: Scene
    /// The scene of the period.
    package let after: Scene
    /// The day of the later scene.
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

    /// The clearest scene of a period and of the month so many months earlier.
    ///
    /// - Throws: `Fault` where either month has no scene, naming the months that have.
    package func chooseScenes(_ period: Period, monthsEarlier: Int) throws(Fault) -> SceneChoice {
        let scenes = try store.scenes()
        let after = try clearest(scenes, of: period)
        return SceneChoice(
            before: try clearest(scenes, of: period.advanced(by: -monthsEarlier)).scene,
            after: after.scene,
            observedOn: after.date
        )
    }

    private func clearest(_ scenes: [Scene], of period: Period) throws(Fault) -> (scene: Scene, date: CalendarDate) {
        let dated = scenes.compactMap { scene in scene.date.map { (scene: scene, date: $0) } }
        let best = dated.filter { period.contains($0.date) }.max {
            ($0.scene.validFraction ?? 0, $1.scene.id) < ($1.scene.validFraction ?? 0, $0.scene.id)
        }
        guard let best else {
            let months = Set(scenes.compactMap(\.date).map { Period(of: $0) }).sorted().map(\.description)
            throw Fault(
                "\(period)",
                zh: "这个月没有影像；有影像的月份：\(months.joined(separator: "、"))。请用 scenes add 补充，或改 monthsEarlier。",
                en:
                    "this month has no scene; months that have: \(months.joined(separator: ", ")). Add one with "
                    + "scenes add, or change monthsEarlier."
            )
        }
        return best
    }
}
