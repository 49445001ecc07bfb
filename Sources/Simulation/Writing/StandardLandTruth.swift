import GeoModel
import SafeFiles

/// What is to be said of standard land on the day of the last scene, as the district knows it: from the stories, not
/// from the tables. When a promise counts is what the rules that come with the program say: investment and plot ratio
/// from the agreed completion, the rest a year after the agreed full production.
struct StandardLandTruth {
    let plan: DistrictPlan
    let titles: LandTitles

    private var day: CalendarDate { plan.acquisitions[plan.options.months - 1].date }

    /// Members `agreements`, `enterprises`, `zones` and `industrial`.
    var json: JSONValue {
        let stories = AgreementStory.all(plan, titles)
        let enterprises = EnterpriseStories(plan, titles).all
        return [
            "day": .string(day.description),
            "agreements": .object(stories.map { .init($0.contract.number, agreement($0)) }),
            "enterprises": .object(enterprises.map { .init($0.code, enterprise($0)) }),
            "zones": .object(zones(stories)), "industrial": .object(years(stories)),
        ]
    }

    // MARK: - Agreements

    /// What is open: `past` its day, or still `ahead` with the days that are left.
    private func agreement(_ story: AgreementStory) -> JSONValue {
        var (past, ahead): ([JSONValue], [JSONValue.Member]) = ([], [])
        func tell(_ code: String, _ due: CalendarDate?) {
            guard let due else { return }
            let left = due.daysSinceEpoch - day.daysSinceEpoch
            if left >= 0 {
                ahead.append(.init(code, .integer(left)))
            } else if -left > lost(after: due, story.contract.story) {
                past.append(.string(code))
            }
        }
        for step in story.steps where step.reported == nil { tell(step.code, step.agreed) }
        for promise in story.promises where !promise.isKept {
            let isEarly = ["investmentPerMu", "plotRatio"].contains(promise.code)
            let full = AgreementStory.day(story.steps[4].agreed, months: 12)
            tell(promise.code, isEarly ? story.contract.agreedCompletion : full)
        }
        let late = story.steps.filter { step in
            guard let agreed = step.agreed, let reported = step.reported else { return false }
            return reported > agreed
        }
        return [
            "fate": .string(story.fate.rawValue), "past": .array(past), "ahead": .object(ahead),
            "late": .array(late.map { .string($0.code) }),
            "days_differ": story.fate == .lateStart ? ["start"] : [],
        ]
    }

    /// Days after a date on which the government kept the clock standing.
    private func lost(after due: CalendarDate, _ story: ContractStory) -> Int {
        guard let from = story.delayedFrom else { return 0 }
        let end = min(story.delayedUntil?.daysSinceEpoch ?? Int.max, day.daysSinceEpoch)
        return max(0, end - max(from.daysSinceEpoch, due.daysSinceEpoch + 1) + 1)
    }

    // MARK: - Enterprises

    private func enterprise(_ story: EnterpriseStory) -> JSONValue {
        [
            "group": .string(story.isAbove ? "above" : "below"), "gaps": .array(story.gaps.map { .string($0) }),
            "fault": JSONValue(story.fault?.rawValue),
            "vetoed": .bool(story.incidents != nil || story.figures["sjss"] == 0),
        ]
    }

    // MARK: - Zones

    private func zones(_ stories: [AgreementStory]) -> [JSONValue.Member] {
        plan.cover.layout.developmentZones.map { zone in
            let site = Site(outline: plan.onRaster(zone.outline))
            let here = titles.all.filter { $0.contract != nil && site.contains(Site(outline: $0.outline).centre) }
            return .init(zone.name, counts(here, stories))
        }
    }

    private func years(_ stories: [AgreementStory]) -> [JSONValue.Member] {
        let supplied = titles.all.filter { $0.contract != nil }
        let years = Dictionary(grouping: supplied) { $0.contract?.signedOn.year ?? 0 }
        return years.sorted { $0.key < $1.key }.map { .init(String($0.key), counts($0.value, stories)) }
    }

    private func counts(_ titles: [LandTitle], _ stories: [AgreementStory]) -> JSONValue {
        let standard = Set(stories.map(\.contract.number))
        let industrial = titles.filter(\.isIndustrial)
        let own = industrial.filter { $0.contract.map { standard.contains($0.number) } ?? false }
        func mu(_ titles: [LandTitle]) -> JSONValue {
            .number((titles.reduce(0) { $0 + $1.mu } * 100).rounded() / 100)
        }
        return [
            "supplies": .integer(titles.count), "supplied_mu": mu(titles), "industrial": .integer(industrial.count),
            "industrial_mu": mu(industrial), "standard": .integer(own.count), "standard_mu": mu(own),
        ]
    }
}
