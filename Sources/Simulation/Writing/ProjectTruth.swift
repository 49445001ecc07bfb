import GeoModel
import SafeFiles

/// What is true of the projects on the day of the last scene, as the district knows it: what the register says of money
/// and land, and from what was done with the land whether building has started.
struct ProjectTruth {
    let plan: DistrictPlan
    let titles: LandTitles

    /// One member a project code: `planned`, `done` (10 000 yuan), `demand_mu`; `started` where the contract of its
    /// land was entered as started; `built_12` where a building begun in the year before covers a quarter of its land,
    /// nil where clouds hide it or there is no such year.
    var json: JSONValue {
        let rows = ProjectTable.projects(titles).enumerated().map { number, title in
            let story = ProjectStory(number, on: title, plan)
            return JSONValue.Member(
                ProjectTable.code(number, plan),
                [
                    "planned": JSONValue(story.planned), "done": JSONValue(story.done),
                    "demand_mu": JSONValue(story.demand.map { $0 * 3 / 2000 }),
                    "started": .bool(title.contract?.story.start != nil),
                    "built_12": isShown(title) ? .bool(isBuilt(title)) : .null,
                ])
        }
        return .object(rows)
    }

    private var last: Int { plan.options.months - 1 }

    private func isBuilt(_ title: LandTitle) -> Bool {
        guard let event = title.event else { return false }
        return event.changes(from: last - 12, to: last) && event.stages[last].cover == .built
            && event.mu >= 0.25 * title.mu
    }

    private func isShown(_ title: LandTitle) -> Bool {
        last >= 12 && plan.clearShare(of: Site(outline: title.outline), before: last - 12) >= 0.75
    }
}
