import GeoModel

/// What became of the land of a contract, and what its ledger says of that.
struct ContractStory: Sendable {
    /// How it went.
    enum Fate: String, Sendable {
        /// Built, or being built, as events of the district show or long before.
        case used
        /// Nobody ever started.
        case neverStarted = "never-started"
        /// Nobody could start: the government has not cleared the way to this day.
        case delayed
        /// Nobody started, and the government was in the way for a while.
        case delayedOnce = "delayed-once"
        /// The ledger says started, and nothing was done.
        case claimed
        /// A corner was begun and left.
        case halted
        /// Built, and nobody entered when it began.
        case unrecorded
    }

    var fate = Fate.used
    /// Whether the contract names no start.
    var lacksAgreedStart = false
    var delivery: CalendarDate?
    var start: CalendarDate?
    var completion: CalendarDate?
    /// 10 000 yuan.
    var price: Double?
    /// 10 000 yuan, without land price and taxes.
    var agreedInvestment = 0.0
    /// The share of it that was spent.
    var spentShare = 0.0
    /// The share of the land that was begun.
    var startedShare = 0.0
    var delayedFrom: CalendarDate?
    var delayedUntil: CalendarDate?
}

/// Tells each contract's story: that of the event on its land, that of an old factory, or, on land that lies empty, one
/// of those that ledgers of idle land are full of.
struct StoryTeller {
    private let plan: DistrictPlan

    init(_ plan: DistrictPlan) { self.plan = plan }

    func told(_ titles: [LandTitle]) -> [LandTitle] {
        var empty = 0
        return titles.enumerated().map { number, title in
            guard let contract = title.contract else { return title }
            var story = ContractStory()
            story.delivery = contract.signedOn
            story.price = (title.mu * (9 + Double(number * 5 % 7))).rounded()
            story.agreedInvestment = (title.mu * Double(220 + 10 * (number * 7 % 16))).rounded()
            if title.isOldFactory {
                (story.start, story.completion) = (contract.agreedStart, contract.agreedCompletion)
                (story.startedShare, story.spentShare) = (1, 1.04)
            } else if let event = title.event {
                follow(event, on: title, &story)
                // Nobody entered when those began that cover most of their lots.
                if event.kind == .approvedBuilding, story.startedShare >= 0.5 { forget(&story) }
            } else {
                leaveEmpty(contract, turn: empty, &story)
                empty += 1
            }
            var told = title
            told.contract?.story = story
            return told
        }
    }

    /// Moving earth is no start; the foundation is.
    private func follow(_ event: DistrictEvent, on title: LandTitle, _ story: inout ContractStory) {
        let timeline = Timeline(kind: event.kind, start: event.start, halts: event.halts, mu: event.mu)
        let months = event.start...max(event.start, plan.options.months - 1)
        guard let begun = months.first(where: { timeline.stage($0) == .foundation }) else { return }
        let share = min(1, event.mu / title.mu)
        story.start = firstDay(of: begun)
        story.completion = months.first { timeline.stage($0) == .finished }.flatMap(firstDay)
        story.startedShare = share
        story.spentShare = story.completion == nil ? 0.4 * share : share
    }

    private func forget(_ story: inout ContractStory) {
        story.fate = .unrecorded
        (story.start, story.completion) = (nil, nil)
        (story.startedShare, story.spentShare) = (0, 0)
    }

    private func firstDay(of month: Int) -> CalendarDate? {
        let period = plan.options.period(month)
        return CalendarDate(year: period.year, month: period.month, day: 1)
    }

    private func leaveEmpty(_ contract: LandContract, turn: Int, _ story: inout ContractStory) {
        let last = plan.acquisitions[plan.options.months - 1].date
        switch turn % 7 {
        case 1:
            story.fate = .delayed
            story.delayedFrom = moved(contract.agreedStart, byDays: -30)
        case 2:
            story.fate = .neverStarted
            story.lacksAgreedStart = true
        case 3:
            story.fate = .claimed
            story.start = moved(last, byDays: -200)
            (story.startedShare, story.spentShare) = (0.05, 0.03)
        case 4:
            story.fate = .halted
            story.start = moved(contract.agreedStart, byDays: 20)
            (story.startedShare, story.spentShare) = (0.2, 0.1)
        case 5:
            story.fate = .delayedOnce
            story.delayedFrom = moved(contract.agreedStart, byDays: 40)
            story.delayedUntil = moved(contract.agreedStart, byDays: 99)
        case 6:
            story.fate = .neverStarted
            story.price = nil
        default: story.fate = .neverStarted
        }
    }

    private func moved(_ day: CalendarDate, byDays days: Int) -> CalendarDate? {
        CalendarDate(daysSinceEpoch: day.daysSinceEpoch + days)
    }
}
