package import GeoModel

/// A duty that is to be entered.
package struct DutyDraft: Sendable, Hashable {
    /// What is visited.
    package let subject: String
    /// Who visits.
    package let owner: String
    /// The first day.
    package let since: CalendarDate
    /// The last day; nil where it goes on.
    package let until: CalendarDate?
    /// What else is to be said; nil for nothing.
    package let note: String?

    /// A duty that is to be entered.
    package init(
        subject: String, owner: String, since: CalendarDate, until: CalendarDate? = nil, note: String? = nil
    ) {
        (self.subject, self.owner, self.since, self.until, self.note) = (subject, owner, since, until, note)
    }
}

extension Duty {
    static let layout = TableLayout(
        "duty", ["id", "kind", "subject", "owner", "role", "times", "every", "since", "until", "note"])

    var cells: [SQLiteValue] {
        [
            .text(id), .text(kind), .text(subject), .text(owner.name), .text(owner.role.rawValue), .integer(times),
            .text(every.rawValue), .date(since), .date(until), .text(note),
        ]
    }

    init(row: SQLiteStatement) throws(Fault) {
        (id, kind, subject) = (try row.text(), try row.text(), try row.text())
        owner = try Person(name: try row.text(), role: try row.value { Role(rawValue: $0) })
        times = try row.integer()
        every = try row.value { DutyCycle(rawValue: $0) }
        since = try row.value { CalendarDate($0) }
        until = try row.optionalValue { CalendarDate($0) }
        note = row.optionalText()
    }

    /// A duty that is to be entered under this number, with the cadence of its kind.
    /// - Throws: `Fault` where a name is blank or the days are in disorder.
    package init(_ id: String, _ draft: DutyDraft, _ kind: DutyKind) throws(Fault) {
        let name = "\(kind.label.zh) \(draft.subject)"
        guard !draft.subject.allSatisfy(\.isWhitespace) else {
            throw Fault(
                kind.code, zh: "没有写明帮办对象。请填写项目或企业。", en: "what is visited is blank. Name a project or enterprise.")
        }
        if let until = draft.until, until < draft.since {
            throw Fault(
                name, zh: "结束日 \(until) 早于开始日 \(draft.since)。请改正。",
                en: "it ends on \(until), before it begins on \(draft.since). Correct the days.")
        }
        self.id = id
        self.kind = kind.code
        (subject, owner) = (draft.subject, try Person(name: draft.owner, role: kind.role))
        (times, every) = (kind.times, kind.every)
        (since, until, note) = (draft.since, draft.until, draft.note)
    }

    fileprivate static func id(_ number: Int) -> String { "duty-" + padded(number, to: 4) }

    /// Whether a list that names the other adds nothing to this one of the same bond; it need not say when it ended.
    fileprivate func isSame(as other: Duty) -> Bool {
        since == other.since && (other.until == nil || other.until == until)
    }
}

extension RegionStore {
    /// Enters a duty, with the cadence of its kind as it is now.
    ///
    /// - Parameters:
    ///   - draft: What, who, from when on.
    ///   - kind: Its kind.
    ///   - isTrial: Whether everything is checked and nothing is written.
    ///   - time: When.
    /// - Returns: The duty with its number.
    /// - Throws: `Fault` where a name is blank, the days are in disorder, or the same duty stands already.
    @discardableResult
    package func addDuty(
        _ draft: DutyDraft, _ kind: DutyKind, isTrial: Bool = false, at time: Timestamp
    ) throws(Fault) -> Duty {
        try database.attempt { () throws(Fault) in
            let duty = try Duty(Duty.id(try nextDuty()), draft, kind)
            try duty.check(among: try duties())
            try write(duty, at: time)
            return (duty, isKept: !isTrial)
        }
    }

    /// Enters the duties of a list, all in one transaction. One that is there already changes nothing.
    ///
    /// - Parameters:
    ///   - rows: What, who, from when on; their kinds; what to call them in messages.
    ///   - isTrial: Whether everything is checked and nothing is written.
    ///   - time: When.
    /// - Returns: The duties that were entered, how many were there already, and the rows that were refused.
    /// - Throws: `Fault` where the store can't be read or written.
    package func addDuties(
        _ rows: [(name: String, draft: DutyDraft, kind: DutyKind)], isTrial: Bool, at time: Timestamp
    ) throws(Fault) -> (added: [Duty], already: Int, rejected: [Fault]) {
        try database.attempt { () throws(Fault) in
            var (added, already, rejected): ([Duty], Int, [Fault]) = ([], 0, [])
            var standing = Dictionary(grouping: try duties(), by: \.bond)
            let next = try nextDuty()
            for row in rows {
                let duty: Duty
                do throws(Fault) {
                    duty = try Duty(Duty.id(next + added.count), row.draft, row.kind)
                    let others = standing[duty.bond] ?? []
                    guard !others.contains(where: { $0.isSame(as: duty) }) else {
                        already += 1
                        continue
                    }
                    try duty.check(among: others)
                } catch {
                    rejected.append(error.of(row.name))
                    continue
                }
                try write(duty, at: time)
                standing[duty.bond, default: []].append(duty)
                added.append(duty)
            }
            return ((added, already, rejected), isKept: !isTrial)
        }
    }

    private func nextDuty() throws(Fault) -> Int { (try database.integer("SELECT max(fid) FROM duty") ?? 0) + 1 }

    private func write(_ duty: Duty, at time: Timestamp) throws(Fault) {
        try database.run(Duty.layout.insertion, duty.cells)
        try GeoPackage.touch("duty", in: database, at: time)
    }

    /// Enters a visit.
    ///
    /// - Parameters:
    ///   - visit: When, by whom, with what result.
    ///   - id: The duty.
    ///   - isTrial: Whether everything is checked and nothing is written.
    ///   - time: When it is entered.
    /// - Throws: `Fault` where there is no such duty, it does not stand on that day, the visit lies ahead or is there
    ///   already, or a text is blank.
    package func addVisit(_ visit: DutyVisit, to id: String, isTrial: Bool = false, at time: Timestamp) throws(Fault) {
        try database.transaction { () throws(Fault) in
            let duty = try duty(id)
            try duty.check(visit, at: time)
            guard !(try visits(of: id)).contains(where: { $0.at == visit.at && $0.by == visit.by }) else {
                throw Fault(
                    id, zh: "\(visit.by)于 \(visit.at.bureauDay) 的走访已登记。",
                    en: "the visit of \(visit.by) on "
                        + "\(visit.at.bureauDay) is entered already.")
            }
            guard !isTrial else { return }
            try database.run(
                "INSERT INTO duty_visit (duty_id, at, by, note) VALUES (?, ?, ?, ?)",
                [.text(id), .text(visit.at.text), .text(visit.by), .text(visit.note)])
            try GeoPackage.touch("duty_visit", in: database, at: time)
        }
    }

    /// Ends a duty.
    ///
    /// - Parameters:
    ///   - id: The duty.
    ///   - day: Its last day.
    ///   - isTrial: Whether everything is checked and nothing is written.
    ///   - time: When it is entered.
    /// - Returns: The duty as it is now.
    /// - Throws: `Fault` where there is no such duty, it does not stand on that day, or was visited later.
    @discardableResult
    package func endDuty(
        _ id: String, on day: CalendarDate, isTrial: Bool = false, at time: Timestamp
    ) throws(Fault) -> Duty {
        try database.attempt { () throws(Fault) in
            let duty = try duty(id)
            guard duty.stands(on: day) else { throw duty.absence(on: day) }
            if let late = try visits(of: id).map(\.at.bureauDay).max(), late > day {
                throw Fault(
                    id, zh: "\(late) 还有走访，不能在 \(day) 结束。请改为该日或以后。",
                    en: "there is a visit on \(late), so it can't end on \(day). End it on that day or later.")
            }
            try database.run("UPDATE duty SET until = ? WHERE id = ?", [.date(day), .text(id)])
            try GeoPackage.touch("duty", in: database, at: time)
            return (try self.duty(id), isKept: !isTrial)
        }
    }

    /// All duties, in the order in which they were entered.
    /// - Throws: `Fault` where a row can't be read.
    package func duties() throws(Fault) -> [Duty] { try duties("ORDER BY fid", []) }

    /// One duty.
    /// - Throws: `Fault` where there is none of this number.
    package func duty(_ id: String) throws(Fault) -> Duty {
        guard let duty = try duties("WHERE id = ?", [.text(id)]).first else {
            throw Fault(
                id, zh: "没有此项职责。请用 tuban duties list 查看编号。",
                en: "there is no such duty. See tuban duties list for the numbers.")
        }
        return duty
    }

    /// The visits of every duty, oldest first, by the duty's number.
    /// - Throws: `Fault` where a row can't be read.
    package func visits() throws(Fault) -> [String: [DutyVisit]] { try visits("", []) }

    /// The visits of a duty, oldest first.
    /// - Throws: `Fault` where a row can't be read.
    package func visits(of id: String) throws(Fault) -> [DutyVisit] {
        try visits("WHERE duty_id = ?", [.text(id)])[id] ?? []
    }

    private func duties(_ rest: String, _ values: [SQLiteValue]) throws(Fault) -> [Duty] {
        var duties: [Duty] = []
        try forEachRow(of: Duty.layout, rest, values) { row throws(Fault) in duties.append(try Duty(row: row)) }
        return duties
    }

    private func visits(_ rest: String, _ values: [SQLiteValue]) throws(Fault) -> [String: [DutyVisit]] {
        var visits: [String: [DutyVisit]] = [:]
        let sql = "SELECT fid, duty_id, at, by, note FROM duty_visit \(rest) ORDER BY at, fid"
        try forEachRow("duty_visit", sql, values) { row throws(Fault) in
            let id = try row.text()
            let visit = DutyVisit(at: try row.value { Timestamp($0) }, by: try row.text(), note: try row.text())
            visits[id, default: []].append(visit)
        }
        return visits
    }
}

extension Duty {
    /// Whose it is and for what.
    fileprivate var bond: [String] { [kind, subject, owner.name, owner.role.rawValue] }

    /// - Throws: `Fault` where the same duty stands among others.
    fileprivate func check(among others: [Duty]) throws(Fault) {
        let standing = others.first { other in
            other.bond == bond && other.until.map { $0 >= since } ?? true && until.map { $0 >= other.since } ?? true
        }
        guard let standing else { return }
        throw Fault(
            standing.id, zh: "\(owner.name)对“\(subject)”已有此项职责。无须重复登记；换人请先用 tuban duties end 结束。",
            en:
                "\(owner.name) has this duty for ‘\(subject)’ already. Enter it once; to hand it on, "
                + "end it first with tuban duties end.")
    }

    fileprivate func check(_ visit: DutyVisit, at time: Timestamp) throws(Fault) {
        let day = visit.at.bureauDay
        guard stands(on: day) else { throw absence(on: day) }
        guard day <= time.bureauDay else {
            throw Fault(
                id, zh: "走访日期 \(day) 尚未到。走访后再登记。", en: "the visit lies ahead, on \(day). Enter it once it was made.")
        }
        guard ![visit.by, visit.note].contains(where: { $0.allSatisfy(\.isWhitespace) }) else {
            throw Fault(id, zh: "走访须写明何人与所见所办。", en: "a visit needs who made it, and what was seen and done.")
        }
    }

    fileprivate func absence(on day: CalendarDate) -> Fault {
        Fault(
            id, zh: "职责期为 \(since) 至\(until.map { " \($0)" } ?? "今")，不含 \(day)。请核对日期。",
            en: "the duty stands from \(since)\(until.map { " to \($0)" } ?? " on"), not on \(day). Check the day.")
    }
}
