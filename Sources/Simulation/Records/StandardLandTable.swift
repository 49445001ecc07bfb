import GeoModel

/// What became of a standard-land agreement: the tale that its dates and figures tell.
struct AgreementStory: Sendable {
    /// How it went.
    enum Fate: String, Sendable, CaseIterable {
        /// Everything reached in time and better than agreed.
        case met
        /// Less invested than agreed.
        case littleInvested = "little-invested"
        /// Built and producing; no figure was ever reported.
        case notReported = "not-reported"
        /// Full production is due soon.
        case warned
        /// Started two months late, as the enterprise says; the contract's ledger says in time.
        case lateStart = "late-start"
        /// Less tax than agreed.
        case littleTax = "little-tax"
        /// Being built, or lying empty, as the contract's own story tells.
        case open
    }

    /// One promise in numbers: agreed and reported, and whether less is better.
    struct Promise: Sendable {
        let code: String
        let agreed: Double
        var reported: Double?
        var isCeiling = false

        var isKept: Bool { reported.map { isCeiling ? $0 <= agreed : $0 >= agreed } ?? false }
    }

    /// One step: agreed and reported.
    struct Step: Sendable {
        let code: String
        let agreed: CalendarDate?
        var reported: CalendarDate?
    }

    let contract: LandContract
    let firm: String
    let fate: Fate
    /// Delivery, start, completion, production, full production.
    let steps: [Step]
    /// Investment, tax, plot ratio, energy, emissions, research.
    let promises: [Promise]

    /// The agreements of about half of the industrial supplies.
    static func all(_ plan: DistrictPlan, _ titles: LandTitles) -> [AgreementStory] {
        let last = plan.acquisitions[plan.options.months - 1].date
        var factories = 0
        return titles.all.enumerated().compactMap { index, title in
            guard title.isIndustrial, let contract = title.contract, title.event != nil || index.isMultiple(of: 3)
            else {
                return nil
            }
            var fate = Fate.open
            if title.isOldFactory {
                fate = [.met, .littleInvested, .notReported, .warned, .lateStart, .littleTax][factories % 6]
                factories += 1
            }
            return AgreementStory(contract, firm: title.firm, fate, draw: index, last: last)
        }
    }

    init(_ contract: LandContract, firm: String, _ fate: Fate, draw: Int, last: CalendarDate) {
        self.contract = contract
        self.firm = firm
        self.fate = fate
        let isBuilt = fate != .open
        let production = Self.day(contract.agreedCompletion, months: 3)
        let full = fate == .warned ? Self.moved(last, byDays: 40) : Self.day(production, months: 12)
        let story = contract.story
        let start = fate == .lateStart ? story.start.flatMap { Self.moved($0, byDays: 60) } : story.start
        steps = [
            Step(code: "delivery", agreed: contract.signedOn, reported: story.delivery),
            Step(code: "start", agreed: contract.agreedStart, reported: start),
            Step(code: "completion", agreed: contract.agreedCompletion, reported: story.completion),
            Step(code: "production", agreed: production, reported: isBuilt ? production : nil),
            Step(
                code: "fullProduction", agreed: full, reported: isBuilt && fate != .warned ? full : nil),
        ]
        let (reports, lasts) = (isBuilt && fate != .notReported, fate == .warned)
        func promise(_ code: String, _ agreed: Double, times: Double, isEarly: Bool = false, isCeiling: Bool = false)
            -> Promise
        {
            let told = reports && (isEarly || !lasts)
            return Promise(
                code: code, agreed: agreed, reported: told ? (agreed * times * 1000).rounded() / 1000 : nil,
                isCeiling: isCeiling)
        }
        promises = [
            promise(
                "investmentPerMu", Double(220 + 10 * (draw * 7 % 16)), times: fate == .littleInvested ? 0.6 : 1.05,
                isEarly: true),
            promise("taxPerMu", Double(12 + draw * 5 % 14), times: fate == .littleTax ? 0.4 : 1.1),
            promise("plotRatio", Double(10 + draw * 3 % 8) / 10, times: 1, isEarly: true),
            promise("energyPerOutput", 0.2 + 0.05 * Double(draw % 4), times: 0.9, isCeiling: true),
            promise("emissionPerOutput", 1 + 0.25 * Double(draw % 5), times: 0.9, isCeiling: true),
            promise("researchShare", draw.isMultiple(of: 2) ? 0.02 : 0.03, times: 1.2),
        ]
    }

    static func moved(_ day: CalendarDate, byDays days: Int) -> CalendarDate? {
        CalendarDate(daysSinceEpoch: day.daysSinceEpoch + days)
    }

    /// The same day some months later; the district's days are in every month.
    static func day(_ day: CalendarDate?, months: Int) -> CalendarDate? {
        guard let day else { return nil }
        let month = Period(of: day).advanced(by: months)
        return CalendarDate(year: month.year, month: month.month, day: min(day.day, 28))
    }
}

/// The standard-land agreements with what is reported of them.
enum StandardLandTable {
    private static let steps = ["jd", "kg", "jg", "tc", "dc"]
    static let fields =
        [
            Field("crhth", .text), Field("qymc", .text), Field("tzqd", .real), Field("mjss", .real),
            Field("rjl", .real), Field("ydkgsj", .date), Field("ydjgsj", .date), Field("dwnh", .real),
            Field("dwpf", .real), Field("yftrzb", .real),
        ] + ["sjtzqd", "sjmjss", "sjrjl", "sjdwnh", "sjdwpf", "sjyftrzb"].map { Field($0, .real) }
        + ["ydjdsj", "ydtcsj", "yddcsj"].map { Field($0, .date) } + steps.map { Field("sj\($0)sj", .date) }

    static func make(_ plan: DistrictPlan, _ titles: LandTitles) -> RecordTable {
        let stories = AgreementStory.all(plan, titles)
        var rows = stories.map { row($0, $0.contract.number, $0.firm) }
        if let index = rows.indices.dropFirst(2).first { rows[index].values[5] = .null }
        if let first = stories.first {
            rows.append(row(first, "\(Names.county)2019CR9999", "查无此合同有限公司（示例）"))
        }
        return RecordTable(name: "standard_land", fields: fields, rows: rows)
    }

    private static func row(_ story: AgreementStory, _ contract: String, _ firm: String) -> RecordRow {
        func day(_ date: CalendarDate?) -> FieldValue { date.map { .date($0) } ?? .null }
        func number(_ value: Double?) -> FieldValue { value.map { .real($0) } ?? .null }
        let agreed = story.promises.map { FieldValue.real(($0.agreed * 1000).rounded() / 1000) }
        let steps = story.steps.map { day($0.agreed) }
        return RecordRow(
            outlines: [],
            values: [.text(contract), .text(firm)] + agreed.prefix(3) + [steps[1], steps[2]] + agreed.dropFirst(3)
                + story.promises.map { number($0.reported) } + [steps[0], steps[3], steps[4]]
                + story.steps.map { day($0.reported) })
    }
}
