import GeoModel

/// What the project register says of a project besides its name and site, with the gaps that such registers have.
struct ProjectStory: Sendable {
    /// A, B, C; one that no list of grades knows; or not entered.
    let grade: String?
    let officer: String?
    /// As the register words it; not entered now and then.
    let stage: String?
    /// 10 000 yuan.
    let planned: Double?
    /// 10 000 yuan.
    let done: Double?
    /// Square metres.
    let demand: Double?
    let neededBy: CalendarDate?
    let isReady: Bool?

    static let fields = [
        Field("xmdj", .text, width: 12), Field("bbzy", .text, width: 24), Field("jsjd", .text, width: 24),
        Field("ndjh", .real), Field("ndwc", .real), Field("ydxq", .real), Field("ydxqsj", .date),
        Field("jbkg", .text, width: 4),
    ]

    /// The story of the project at a place of the register.
    init(_ number: Int, on title: LandTitle, _ plan: DistrictPlan) {
        func entered<Value>(_ value: Value, unless gap: Bool) -> Value? { gap ? nil : value }
        let last = plan.options.months - 1
        let today = plan.acquisitions[last].date
        let (plans, progress) = ([4000.0, 9000, 15_000, 2500, 6000], [1.31, 0.42, 1.08, 0.12, 0.77, 1.55, 0.0])
        grade = entered(["A", "B", "A", "C", "B", "特级"][number % 6], unless: number % 5 == 4)
        officer = entered(["李明", "王芳", "赵强", "陈静"][number % 4], unless: number % 9 == 8)
        let words =
            switch title.event?.stages[last].cover {
            case .built?: title.contract?.story.completion == nil ? "在建" : "竣工"
            case .bare?: "土方施工"
            default: "未开工"
            }
        stage = entered(words, unless: number % 7 == 6)
        planned = entered(plans[number % 5], unless: number % 11 == 10)
        done = entered((plans[number % 5] * progress[number % 7]).rounded(), unless: number % 8 == 3)
        // Two of three ask for more land: a second stage of works, from a fifth of what they have to as much again.
        let asked = (title.mu * 2000 / 3 * [0.2, 0.5, 1][number % 3]).rounded()
        demand = entered(asked, unless: number % 3 == 1)
        neededBy = entered(
            CalendarDate(daysSinceEpoch: today.daysSinceEpoch + [-20, 15, 30, 31, 75, 150, 400][number % 7]) ?? today,
            unless: demand == nil || number % 5 == 3)
        isReady = entered(number % 2 == 0, unless: number % 4 == 3)
    }

    /// In the order of the fields.
    var values: [FieldValue] {
        func text(_ value: String?) -> FieldValue { value.map { .text($0) } ?? .null }
        func number(_ value: Double?) -> FieldValue { value.map { .real($0) } ?? .null }
        return [
            text(grade), text(officer), text(stage), number(planned), number(done), number(demand),
            neededBy.map { .date($0) } ?? .null, text(isReady.map { $0 ? "是" : "否" }),
        ]
    }
}
