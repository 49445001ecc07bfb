package import GeoModel
package import LandRecords
import SafeFiles

/// A step for which somebody goes to an entity, held against the visits of the year.
struct CaseVisit {
    /// The steps that may be visits.
    static let actions: [CaseAction] = [.survey, .visitAgain]

    /// Whose land; nil for land of nobody known.
    let entity: String?
    /// The day.
    let day: CalendarDate
    /// The days of the year on which the entity was visited before; empty where it has no cap.
    let visited: [CalendarDate]
    /// How many it has a year, at most; nil where it has no cap.
    let cap: Int?
    /// Why it is visited more often: what the step says, else what the step is; nil where there is nothing to say.
    let ground: String?

    /// Whether it is over the cap: a visit on a day of another is one with that.
    static func isOver(_ day: CalendarDate, _ visited: [CalendarDate], cap: Int?) -> Bool {
        cap.map { !visited.contains(day) && visited.count >= $0 } ?? false
    }

    var isOver: Bool { CaseVisit.isOver(day, visited, cap: cap) }

    static let insertion = "INSERT INTO case_visit (case_id, case_version, entity, day) VALUES (?, ?, ?, ?)"

    /// What an event says of it.
    var json: JSONValue {
        ["entity": JSONValue(entity), "day": .string(day.description), "ground": JSONValue(ground)]
    }
}

extension RegionStore {
    /// The visit that a step is; nil where nobody goes there for it.
    func visit(_ step: CaseStep, _ flag: Flag, _ codes: LoopCodes) throws(Fault) -> CaseVisit? {
        guard step.isVisit(codes) else { return nil }
        let today = step.at.bureauDay
        let day = step.visitedOn.map { min($0, today) } ?? today
        let entity = try database.entity(of: flag.links)
        let cap = codes.visits.cap(of: entity)
        let visited = try cap.map { _ throws(Fault) in try visitDays(of: entity, in: day.year) } ?? []
        let own = CaseVisit.isOver(day, visited, cap: cap) ? codes.visits.ground(of: step.action)?.code : nil
        return CaseVisit(entity: entity, day: day, visited: visited, cap: cap, ground: step.visitGround ?? own)
    }

    /// Notes a visit beside its event, inside a transaction of its caller's.
    func note(_ visit: CaseVisit, of caseID: String, version: Int) throws(Fault) {
        try database.run(
            CaseVisit.insertion,
            [.text(caseID), .integer(version), .text(visit.entity), .text(visit.day.description)])
    }

    private func visitDays(of entity: String?, in year: Int) throws(Fault) -> [CalendarDate] {
        let sql = "SELECT DISTINCT day \(Self.visits) AND entity = ? ORDER BY day"
        return try database.rows(sql, Self.days(of: year) + [.text(entity)]) { row throws(Fault) in
            try row.value { CalendarDate($0) }
        }
    }

    /// The days of a year on which each entity was visited; surveys made at the desk and what was undone are no visits.
    /// - Throws: `Fault` where a row can't be read.
    package func visitDays(in year: Int) throws(Fault) -> [String: [CalendarDate]] {
        let sql = "SELECT DISTINCT entity, day \(Self.visits) AND entity IS NOT NULL ORDER BY day"
        var days: [String: [CalendarDate]] = [:]
        try database.forEachRow(sql, Self.days(of: year)) { row throws(Fault) in
            days[try row.text(), default: []].append(try row.value { CalendarDate($0) })
        }
        return days
    }

    /// The visits of a span of days that stand: undoing is the event after one.
    private static let visits = """
        FROM case_visit AS visit WHERE day BETWEEN ? AND ? AND NOT EXISTS (SELECT 1 FROM event
            WHERE case_id = visit.case_id AND case_version = visit.case_version + 1 AND action = 'undo')
        """

    private static func days(of year: Int) -> [SQLiteValue] {
        ["01-01", "12-31"].map { .text("\(padded(year, to: 4))-\($0)") }
    }

    /// The first visit that its event does not tell of as it is listed, or that an event tells of and is not listed.
    func visitApartFromItsEvents() throws(Fault) -> ChainBreak? {
        let said = "json_extract(details, '$.visit.entity'), json_extract(details, '$.visit.day')"
        let untold = """
            SELECT event.case_id FROM event LEFT JOIN case_visit USING (case_id, case_version)
            WHERE json_type(details, '$.visit') = 'object' AND (entity, day) IS NOT (\(said)) LIMIT 1
            """
        // Events of earlier programs tell of no visit; of theirs the day is known.
        let unlisted = """
            SELECT case_visit.case_id FROM case_visit LEFT JOIN event USING (case_id, case_version)
            WHERE coalesce(json_type(details, '$.visit'), 'object') <> 'object' OR action IS NULL
                OR action NOT IN ('survey', 'visitAgain')
                OR json_type(details, '$.visit') IS NULL AND day IS NOT date(at, '+8 hours') LIMIT 1
            """
        for sql in [untold, unlisted] {
            guard let id = try database.text(sql) else { continue }
            return ChainBreak(
                sequence: nil, caseID: id,
                finding: Bilingual(zh: "走访记录与其流转记录不符", en: "its visits are not what its events say"))
        }
        return nil
    }
}

extension SQLiteDatabase {
    /// Whose land: the holder of the parcel with most of it, the parcel's code where none is entered; nil for land on
    /// no parcel.
    func entity(of links: [RecordLink]) throws(Fault) -> String? {
        guard let code = links.mainParcel else { return nil }
        let sql = "SELECT holder FROM parcel WHERE code = ? ORDER BY fid DESC LIMIT 1"
        return Parcel.entity(of: code, holder: try text(sql, [.text(code)]))
    }
}

extension Parcel {
    /// Whose land it is: the holder, in one way of writing; the parcel's code where none is entered.
    package static func entity(of code: String, holder: String?) -> String {
        let name = Person.canonical(holder ?? "")
        return name.isEmpty ? code : name
    }
}

extension Flag {
    /// The parcel with most of its ground; nil where it is on none.
    package var mainParcel: String? { links.mainParcel }
}

extension [RecordLink] {
    fileprivate var mainParcel: String? {
        filter { $0.kind == .parcel }.max { ($0.sharedArea, $1.key) < ($1.sharedArea, $0.key) }?.key
    }
}

extension StepCheck {
    /// - Throws: `Fault` where a visit is over the cap and nothing is said of why.
    func checkVisit(_ row: LoopTransition) throws(Fault) {
        let rules = codes.visits
        if let code = step.visitGround, rules.ground(code) == nil {
            throw codeFault("visit-ground", code, rules.grounds.map(\.code))
        }
        guard let visit, visit.isOver, visit.ground == nil, let entity = visit.entity, let cap = visit.cap else {
            return
        }
        let days = visit.visited.map(\.description)
        let known = Bilingual(listing: rules.grounds.map(\.code))
        throw fault(
            zh: "“\(row.label.zh)”须到现场，而 \(entity) \(visit.day.year) 年已走访 \(days.count) 天"
                + "（\(days.joined(separator: "、"))），每年上限 \(cap) 天。请改为内业核查、与同日走访合并，"
                + "或写明走访事由（visit-ground）：\(known.zh)。",
            en: "to \(row.label.en) on site is a visit to \(entity), which was visited on \(days.count) days of "
                + "\(visit.day.year) already (\(days.joined(separator: ", "))); \(cap) a year are its cap. Verify from "
                + "papers, join a visit on the same day, or give a visit-ground: \(known.en).")
    }
}
