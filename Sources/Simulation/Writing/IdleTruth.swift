import GeoModel
import SafeFiles

/// Which contracts' land lies idle on the day of the last scene, and of which papers and images tell different things,
/// as the district knows it: not from dates in a ledger but from what was done with the land.
struct IdleTruth {
    let plan: DistrictPlan
    let titles: [LandTitle]

    /// One member a contract: its fate, whether it has to be suspected where the last month is compared with the month
    /// before (`idle_1`) or with the same month of the year before (`idle_12`), and the themes that a flag on it is due
    /// under (`due_1`, `due_12`).
    var json: JSONValue {
        let last = plan.options.months - 1
        let members = titles.compactMap { title -> JSONValue.Member? in
            guard let contract = title.contract else { return nil }
            var figures = [JSONValue.Member("fate", .string(contract.story.fate.rawValue))]
            for months in [1, 12] {
                let before = last >= months ? last - months : nil
                figures.append(.init("idle_\(months)", before.map { .bool(isIdle(contract, before: $0)) } ?? .null))
                figures.append(
                    .init("due_\(months)", before.map { .array(due(title, contract, before: $0)) } ?? .null))
            }
            return .init(contract.number, .object(figures))
        }
        return .object(members)
    }

    /// The themes of `themes/idle-land.json5` that are due.
    private func due(_ title: LandTitle, _ contract: LandContract, before: Int) -> [JSONValue] {
        if isClaimed(title, contract, before: before) { return ["claimed-start"] }
        if isUnrecorded(title, contract, before: before) { return ["unrecorded-start"] }
        return isIdle(contract, before: before) ? ["suspected-idle"] : []
    }

    /// Whether the ledger says that building began between two images, three months before the later one at the latest,
    /// and nobody did anything: as far as the images show the land.
    private func isClaimed(_ title: LandTitle, _ contract: LandContract, before: Int) -> Bool {
        let last = plan.options.months - 1
        guard title.event == nil, !title.isOldFactory, let start = contract.story.start,
            let latest = CalendarDate(daysSinceEpoch: plan.acquisitions[last].date.daysSinceEpoch - 92)
        else { return false }
        return plan.acquisitions[before].date < start && start <= latest && isShown(title, before)
    }

    /// Whether a building that nobody entered is to be seen: on a fifth of the land, begun between two images.
    private func isUnrecorded(_ title: LandTitle, _ contract: LandContract, before: Int) -> Bool {
        guard contract.story.fate == .unrecorded, let event = title.event else { return false }
        let last = plan.options.months - 1
        return event.changes(from: before, to: last) && event.stages[last].cover == .built
            && event.mu >= 0.2 * title.mu && isShown(title, before)
    }

    private func isShown(_ title: LandTitle, _ before: Int) -> Bool {
        plan.clearShare(of: Site(outline: title.outline), before: before) >= 0.75
    }

    func isIdle(_ contract: LandContract, before: Int) -> Bool {
        let day = plan.acquisitions[plan.options.months - 1].date
        let story = contract.story
        switch story.fate {
        case .neverStarted:
            let years = story.lacksAgreedStart ? 2 : 1
            return later(story.lacksAgreedStart ? contract.signedOn : contract.agreedStart, years: years) < day
        case .delayedOnce:
            guard let from = story.delayedFrom, let until = story.delayedUntil else { return false }
            let lost = until.daysSinceEpoch - from.daysSinceEpoch + 1
            return later(contract.agreedStart, years: 1).daysSinceEpoch + lost < day.daysSinceEpoch
        case .halted:
            // Only two images a full year apart can tell that nothing went on.
            guard let start = story.start else { return false }
            return later(max(start, plan.acquisitions[before].date), years: 1) <= day
        case .used, .delayed, .claimed, .unrecorded: return false
        }
    }

    private func later(_ day: CalendarDate, years: Int) -> CalendarDate {
        let year = day.year + years
        guard
            let date = CalendarDate(year: year, month: day.month, day: day.day)
                ?? CalendarDate(year: year, month: 2, day: 28)
        else { preconditionFailure("only 29 February is missing from some years") }
        return date
    }
}
