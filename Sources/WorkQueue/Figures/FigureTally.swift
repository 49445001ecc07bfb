package import GeoModel

/// A rate of the loop.
package enum FigureRate: String, Sendable, CaseIterable {
    /// 响应率: of the issued cases that were accepted or fell due to be, those accepted.
    case answered
    /// 按时率: of the steps that ended in time or ran over their limit, those in time.
    case onTime
    /// 解决率: of the cases that ended, or stand open and overdue, those that ended.
    case solved
    /// 满意率: of the return visits at which somebody was asked, those with satisfied people.
    case satisfied
    /// 线索准确率: of the reviewed cases, those whose clue was right.
    case right

    /// The four rates of service (四率).
    package static let service: [FigureRate] = [.answered, .onTime, .solved, .satisfied]

    /// The word that users read.
    package var label: Bilingual {
        switch self {
        case .answered: Bilingual(zh: "响应率", en: "answered")
        case .onTime: Bilingual(zh: "按时率", en: "on time")
        case .solved: Bilingual(zh: "解决率", en: "solved")
        case .satisfied: Bilingual(zh: "满意率", en: "satisfied")
        case .right: Bilingual(zh: "线索准确率", en: "precision")
        }
    }

    /// What is divided by what, for readers.
    package var meaning: Bilingual {
        switch self {
        case .answered:
            Bilingual(
                zh: "本期应接收的下发任务中，期末前已接收的（在时限内接收的计入接收当期，逾期的计入逾期首日当期）",
                en: "of the issued cases accepted in time or fallen due in the span, those accepted by its end")
        case .onTime:
            Bilingual(
                zh: "本期内按时办结的环节，除以按时办结与超过时限的环节之和；每个环节只计一次，两个时钟以先到者为准",
                en: "steps ended in time, of those and the steps that ran over a limit; each counts once")
        case .solved:
            Bilingual(
                zh: "本期办结或排除的任务，除以其与期末仍超期未办结任务之和",
                en: "cases closed or dismissed in the span, of those and the cases open and overdue at its end")
        case .satisfied:
            Bilingual(
                zh: "本期回访中表示满意的，除以记录了满意与否的回访；未记录的不计入，另行列出",
                en: "return visits with satisfied people, of those where that was noted; the others are told apart")
        case .right:
            Bilingual(
                zh: "本期审核的任务中线索属实的：影像线索以实地确有变化为属实，批供用类线索以须处置为属实；退回重查的不计",
                en: "reviewed cases whose clue was right: the ground did change, or, of clues on papers, something has "
                    + "to be put right; those sent back do not count")
        }
    }
}

/// What is counted in a span.
package enum FigureCount: Int, Sendable, CaseIterable {
    /// Cases opened (新增线索).
    case opened
    /// Cases issued (下发).
    case issued
    /// Cases closed or dismissed (办结).
    case ended
    /// Steps taken (办理环节).
    case done
    /// Surveys asked for: issued, or sent back.
    case surveysAsked
    /// Surveys made on the ground.
    case surveys
    /// Surveys made at the desk (内业).
    case deskSurveys
    /// Return visits asked for.
    case returnVisitsAsked
    /// Return visits made.
    case returnVisits
    /// Return visits that do not say whether people were satisfied.
    case silentVisits
    /// Reviewed cases that something has to be put right of.
    case disposals
}

/// So many of so many.
package struct FigureShare: Sendable, Hashable {
    /// How many.
    package var hits = 0
    /// Of how many.
    package var all = 0

    /// The share, 0…1; nil where there is nothing to divide by.
    package var value: Double? { all == 0 ? nil : Double(hits) / Double(all) }

    /// Between which shares the truth lies in 95 of 100 cases; nil where there is nothing to tell it by.
    ///
    /// Source: Wilson 1927, Journal of the American Statistical Association 22, 209–212.
    package var interval: ClosedRange<Double>? {
        guard let share = value else { return nil }
        let (count, z) = (Double(all), 1.959964)
        let middle = (share + z * z / (2 * count)) / (1 + z * z / count)
        let half =
            z / (1 + z * z / count) * (share * (1 - share) / count + z * z / (4 * count * count)).squareRoot()
        return max(0, middle - half)...min(1, middle + half)
    }

    static func + (left: FigureShare, right: FigureShare) -> FigureShare {
        FigureShare(hits: left.hits + right.hits, all: left.all + right.all)
    }
}

/// The figures of some cases in a span.
package struct FigureTally: Sendable, Hashable {
    private var rates: [FigureRate: FigureShare] = [:]
    private var counts = Array(repeating: 0, count: FigureCount.allCases.count)
    /// The cases that are open at the end, by state.
    package private(set) var open: [CaseState: Int] = [:]
    /// Those of them that are overdue.
    package private(set) var overdue = 0
    /// Of the cases that people are at, how many are so many days old at the end, counted from when they were issued.
    package private(set) var ages: [Int: Int] = [:]
    /// Whose task an open case is, and who took a step.
    package private(set) var officers: Set<String> = []

    /// Nothing yet.
    package init() {}

    /// A rate.
    package subscript(rate rate: FigureRate) -> FigureShare { rates[rate] ?? FigureShare() }

    /// How many there were of something.
    package subscript(count: FigureCount) -> Int { counts[count.rawValue] }

    /// The cases that people are at: issued, and not at their end.
    package var atWork: Int { open.reduce(0) { $0 + ($1.key.isOnTheClock ? $1.value : 0) } }

    /// The cases that wait to be issued.
    package var waiting: Int { open[.suspected] ?? 0 }

    /// The share of the cases at work that are not overdue.
    package var current: FigureShare { FigureShare(hits: atWork - overdue, all: atWork) }

    /// Visits on the ground: surveys and return visits.
    package var visits: Int { self[.surveys] + self[.returnVisits] }

    /// The age in days that half of the cases at work have at least, and half at most; nil where there are none.
    package var medianAge: Double? {
        let sorted = ages.sorted { $0.key < $1.key }
        let count = sorted.reduce(0) { $0 + $1.value }
        guard count > 0 else { return nil }
        func age(_ place: Int) -> Int {
            var passed = 0
            for (days, cases) in sorted {
                passed += cases
                if passed > place { return days }
            }
            return 0
        }
        return Double(age((count - 1) / 2) + age(count / 2)) / 2
    }

    /// The age in days of the oldest case at work; nil where there are none.
    package var oldestAge: Int? { ages.keys.max() }

    /// How many cases at work are as old as each of some steps says: up to the first, up to the second …, beyond the
    /// last.
    package func ages(upTo steps: [Int]) -> [Int] {
        var found = Array(repeating: 0, count: steps.count + 1)
        for (days, cases) in ages { found[steps.firstIndex { days <= $0 } ?? steps.count] += cases }
        return found
    }

    /// How many there are for each 100 km² of an area; nil where that is not known.
    package static func perHundredSquareKilometres(_ count: Int, _ area: Area?) -> Double? {
        area.flatMap { $0.squareMetres > 0 ? Double(count) / ($0.squareMetres / 1e8) : nil }
    }

    /// Open cases for each officer; nil where there is none.
    package var openPerOfficer: Double? { officers.isEmpty ? nil : Double(atWork) / Double(officers.count) }

    mutating func add(_ item: FigureItem, of officer: String?) {
        switch item {
        case .rate(let rate, let isHit):
            rates[rate, default: FigureShare()].all += 1
            if isHit { rates[rate, default: FigureShare()].hits += 1 }
        case .count(let count):
            counts[count.rawValue] += 1
            if count == .done, let officer { officers.insert(officer) }
        case .open(let state, let age, let isOverdue):
            open[state, default: 0] += 1
            guard state.isOnTheClock else { return }
            ages[age, default: 0] += 1
            if isOverdue { overdue += 1 }
            if let officer { officers.insert(officer) }
        }
    }

    /// Both together.
    package static func + (left: FigureTally, right: FigureTally) -> FigureTally {
        var sum = left
        sum.rates.merge(right.rates, uniquingKeysWith: +)
        for place in sum.counts.indices { sum.counts[place] += right.counts[place] }
        sum.open.merge(right.open, uniquingKeysWith: +)
        sum.overdue += right.overdue
        sum.ages.merge(right.ages, uniquingKeysWith: +)
        sum.officers.formUnion(right.officers)
        return sum
    }
}
