import GeoModel

/// All that others tell of the district's land, drawn from what happens there: up to four quarterly lists of the
/// superior authority, and a few complaints. A pure function of the plan.
struct LeadPlan: Sendable {
    let plan: DistrictPlan
    let sights: EventSights
    /// The oldest first.
    private(set) var lists: [IssuedList] = []
    /// By day.
    private(set) var complaints: [DistrictLead] = []

    /// Land of less than a mu may be missed: no lead rests on it.
    static let leastMu = 1.0

    init(_ plan: DistrictPlan) {
        self.plan = plan
        sights = EventSights(plan)
        var free = FreePlaces(plan)
        lists = Self.quarters(plan)
        for index in lists.indices { fill(index, &free) }
        complaints = made(&free).sorted { ($0.day, $0.text) < ($1.day, $1.text) }
        for index in complaints.indices {
            let day = complaints[index].day
            complaints[index].number =
                "12336-\(day.description.filter { $0 != "-" })-" + padded(index + 1, to: 3)
        }
    }

    private var last: Int { plan.options.months - 1 }
    private var dice: Dice { plan.dice }

    /// Due events that the last comparison shows and that are on no list: the machine's alone.
    var oursAlone: [DistrictEvent] {
        let told = Set(lists.flatMap { $0.leads.compactMap(\.event?.id) })
        return plan.events.filter { isSure($0) && !told.contains($0.id) }
    }

    // MARK: - The superior's lists

    /// A list a quarter, as far as it begins within the months; the last one's image is later than the last scene.
    private static func quarters(_ plan: DistrictPlan) -> [IssuedList] {
        (0..<4).reversed().compactMap { ago in
            let month = plan.options.months - 1 - 3 * ago
            guard month > 0 else { return nil }
            let period = plan.options.period(month)
            return IssuedList(
                name: "\(period.year)Q\((period.month + 2) / 3)", before: day(27, of: period.advanced(by: -3)),
                after: day(27, of: period), issuedOn: day(12, of: period.advanced(by: 1)), month: month)
        }
    }

    private static func day(_ day: Int, of period: Period) -> CalendarDate {
        guard let date = CalendarDate(year: period.year, month: period.month, day: day) else {
            preconditionFailure("day \(day) is in every month")
        }
        return date
    }

    /// Most of what a quarter's images show is on its list, some comes a quarter later, some never.
    private mutating func fill(_ index: Int, _ free: inout FreePlaces) {
        let list = lists[index]
        var leads: [DistrictLead] = []
        for (number, event) in plan.events.enumerated() where isListed(event, number, in: index) {
            leads.append(
                DistrictLead(
                    cause: event.kind.theme == nil ? .explained : .change, event: event,
                    place: .outline(redrawn(event.site, number)), day: list.issuedOn,
                    text: Self.type(event.stages[list.month])))
        }
        func add(_ cause: DistrictLead.Cause, mu: Double, type: String) {
            guard let site = free.take(mu: mu) else { return }
            leads.append(
                DistrictLead(cause: cause, event: nil, place: .outline(site.outline), day: list.issuedOn, text: type))
        }
        add(.tooSmall, mu: 0.2, type: "20")
        add(.nothing, mu: 3, type: "DT")
        if list.month == last {
            add(.afterLastImage, mu: 4, type: "DT")
            add(.afterLastImage, mu: 9, type: "DT")
            if let lead = seasonal(list) { leads.append(lead) }
        }
        // In the order of the map, as such lists are: the number tells nothing.
        leads.sort { ($0.place.centre?.y ?? 0) < ($1.place.centre?.y ?? 0) }
        for place in leads.indices { leads[place].number = "\(Names.county)\(list.name)" + padded(place + 1, to: 3) }
        lists[index].leads = leads
    }

    private func isListed(_ event: DistrictEvent, _ number: Int, in index: Int) -> Bool {
        guard event.mu >= Self.leastMu, event.kind.changesLandUse, event.kind != .demolition,
            let first = lists.firstIndex(where: { $0.month >= event.start }),
            index > 0 || event.start > lists[0].month - 3
        else { return false }
        // Of what is approved a county reports some beforehand.
        guard event.kind.theme != nil else { return index == first && number.isMultiple(of: 2) }
        let draw = dice.unit(number, 0, .lead)
        return index == first && draw < 0.6 || index == first + 1 && (0.6..<0.75).contains(draw)
    }

    /// A field that was cut early, taken for moved earth.
    private func seasonal(_ list: IssuedList) -> DistrictLead? {
        guard let field = plan.events.first(where: { $0.kind == .harvest && sights.isClear($0.site, month: last) })
        else { return nil }
        return DistrictLead(
            cause: .nothing, event: field, place: .outline(field.site.outline), day: list.issuedOn, text: "TP")
    }

    /// The outline as somebody else draws it: up to a tenth larger, up to a pixel off.
    private func redrawn(_ site: Site, _ number: Int) -> [Spot] {
        let scale = dice.between(1, 1.1, number, 1, .lead)
        let shift = Spot(x: dice.between(-1, 1, number, 2, .lead), y: dice.between(-1, 1, number, 3, .lead))
        let centre = site.centre
        return site.outline.map { centre + ($0 - centre) * scale + shift * 0.7 }
    }

    /// The type of a patch (TBLX) by what its image shows.
    private static func type(_ stage: EventStage) -> String {
        switch stage {
        case .foundation, .structure, .finished: "20"
        case .hardened: "YH"
        case .rubble: "WL"
        case .cleared, .levelled: "TP"
        default: "DT"
        }
    }

    /// Whether a flag is due for the event in the last comparison and nothing is in its way.
    func isSure(_ event: DistrictEvent) -> Bool {
        event.kind.theme != nil && event.mu >= Self.leastMu && sights.months(of: event).contains(last)
    }
}

extension LeadPlan {
    // MARK: - Complaints

    /// One of each cause, two more of changes: people tell of what they see days after it begins.
    private func made(_ free: inout FreePlaces) -> [DistrictLead] {
        let today = plan.acquisitions[last].date
        var made: [DistrictLead] = []
        let due = plan.events.filter { isSure($0) && $0.kind != .majorProject }
        // The newest was told after the image that shows it, the others long before.
        let newest = due.first { $0.start == last }
        let older = due.filter { $0.start < last }.sorted { ($1.start, $0.id) < ($0.start, $1.id) }
        if let newest { made.append(complaint(.change, of: newest, on: later(today, by: 6), 0)) }
        var kinds: Set<EventKind> = newest.map { [$0.kind] } ?? []
        for (number, event) in older.enumerated() where kinds.count < 3 && kinds.insert(event.kind).inserted {
            let seen = plan.acquisitions[max(0, event.start)].date
            made.append(complaint(.change, of: event, on: later(seen, by: 4 + number), number + 1))
        }
        let explained = plan.events.first { $0.kind == .approvedBuilding && sights.months(of: $0).contains(last) }
        if let explained { made.append(complaint(.explained, of: explained, on: later(today, by: -9), 20)) }
        if let site = free.take(mu: 2) {
            made.append(complaint(.nothing, at: site.centre, on: later(today, by: -20), "村北地头可能要动工，请核实"))
        }
        if let site = free.take(mu: 5) {
            made.append(complaint(.afterLastImage, at: site.centre, on: later(today, by: 30), "最近有人在地里挖土，面积不小"))
        }
        made.append(
            DistrictLead(
                cause: .unplaced, event: nil, place: .nowhere, day: later(today, by: -3),
                text: "听说乡里有人占地盖房，具体哪里说不清"))
        return made
    }

    private func later(_ day: CalendarDate, by days: Int) -> CalendarDate {
        guard let date = CalendarDate(daysSinceEpoch: day.daysSinceEpoch + days) else {
            preconditionFailure("a day near \(day) is in the calendar")
        }
        return date
    }

    /// A complaint on an event, by somebody who stood at its edge.
    private func complaint(_ cause: DistrictLead.Cause, of event: DistrictEvent, on day: CalendarDate, _ salt: Int)
        -> DistrictLead
    {
        let corner = event.site.outline[dice.choice(of: event.site.outline.count, salt, 4, .lead)]
        let centre = event.site.centre
        let spot = centre + (corner - centre) * dice.between(0.6, 1.05, salt, 5, .lead)
        return DistrictLead(cause: cause, event: event, place: .point(spot), day: day, text: Self.words(event.kind))
    }

    private func complaint(_ cause: DistrictLead.Cause, at spot: Spot, on day: CalendarDate, _ text: String)
        -> DistrictLead
    {
        DistrictLead(cause: cause, event: nil, place: .point(spot), day: day, text: text)
    }

    private static func words(_ kind: EventKind) -> String {
        switch kind {
        case .farmlandBuilding: "有人在耕地里建房，已挖好地基"
        case .forestClearing: "山上的林子被砍了一片"
        case .earthMoving: "果园旁有挖机推土，未见公示牌"
        case .illegalBuilding: "村边老窑厂又在盖厂房"
        case .unsuppliedBuilding: "征下来的地没见挂牌就开工了"
        default: "工地白天夜里都在施工，不知有没有手续"
        }
    }

    /// Where a lead is, in words.
    func words(_ place: DistrictLead.Place) -> String? {
        guard let centre = place.centre else { return nil }
        let mesh = plan.cover.layout.mesh
        let spot = plan.cover.layout.orientation.plan(centre)
        return "示例镇" + Names.village(mesh.blocks[mesh.locate(spot, guess: mesh.guess(spot))]) + "附近"
    }
}
