import GeoModel
import SafeFiles

/// Which contracts' land lies idle on the day of the last scene, as the district knows it: not from dates in a ledger
/// but from what was done with the land.
struct IdleTruth {
    let plan: DistrictPlan
    let titles: [LandTitle]

    /// One member a contract: its fate, and whether it has to be suspected where the last month is compared with the
    /// month before (`idle_1`) or with the same month of the year before (`idle_12`).
    var json: JSONValue {
        let last = plan.options.months - 1
        let members = titles.compactMap(\.contract).map { contract -> JSONValue.Member in
            let yearly = last >= 12 ? JSONValue.bool(isIdle(contract, before: last - 12)) : .null
            return .init(
                contract.number,
                [
                    "fate": .string(contract.story.fate.rawValue), "idle_1": .bool(isIdle(contract, before: last - 1)),
                    "idle_12": yearly,
                ])
        }
        return .object(members)
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
        case .used, .delayed, .claimed: return false
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
