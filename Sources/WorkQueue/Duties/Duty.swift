package import GeoModel

/// A person's duty to visit something at a cadence (专员帮办、领导帮包).
package struct Duty: Sendable, Hashable {
    /// Its number, such as `duty-0001`.
    package let id: String
    /// A code of `loop/duties.json5`.
    package let kind: String
    /// What is visited: a project, an enterprise.
    package let subject: String
    /// Who visits.
    package let owner: Person
    /// How many visits it asks for …
    package let times: Int
    /// … in which span.
    package let every: DutyCycle
    /// Its first day.
    package let since: CalendarDate
    /// Its last day; nil where it goes on.
    package let until: CalendarDate?
    /// What else is to be said; nil for nothing.
    package let note: String?

    /// Whether it stands on a day.
    package func stands(on day: CalendarDate) -> Bool { since <= day && day <= until ?? day }
}

/// A visit that was made.
package struct DutyVisit: Sendable, Hashable {
    /// When; a visit of which only the day is known has its noon.
    package let at: Timestamp
    /// Who made it.
    package let by: String
    /// What was seen and done.
    package let note: String

    /// A visit.
    package init(at time: Timestamp, by name: String, note: String) {
        (at, by, self.note) = (time, Person.canonical(name), note)
    }
}

/// A month or quarter of a duty.
package struct DutySpan: Sendable, Hashable {
    /// Its first day.
    package let first: CalendarDate
    /// Its last day.
    package let last: CalendarDate
    /// How many visits it asks for; fewer where the duty did not stand all the time.
    package let needed: Int
    /// How many were made.
    package let made: Int

    /// How many are missing.
    package var missing: Int { max(0, needed - made) }
}

/// How a duty is kept, as of a day.
package struct DutyStanding: Sendable, Hashable {
    /// The duty.
    package let duty: Duty
    /// The spans that are over, oldest first.
    package let past: [DutySpan]
    /// The span that the day lies in.
    package let current: DutySpan
    /// The day of the last visit; nil where none was made.
    package let lastVisit: CalendarDate?
    /// Days since the last visit, or since the duty began.
    package let daysSince: Int
    /// How urgent it is: overdue where the span before fell short and no visit was made since.
    package let standing: DeadlineStanding

    /// How many visits are missing in the spans that are over.
    package var missed: Int { past.reduce(0) { $0 + $1.missing } }

    /// Looks at a duty.
    ///
    /// - Parameters:
    ///   - duty: The duty.
    ///   - visits: Its visits, in any order; those after the day are left out.
    ///   - warn: So many days before the end of a span a warning comes.
    ///   - day: The day; not before the duty began.
    package init(_ duty: Duty, _ visits: [DutyVisit], warn: Int, on day: CalendarDate) {
        let days = visits.map(\.at.bureauDay).filter { $0 <= day }
        precondition(duty.since <= day, "\(duty.id) is looked at before it began")
        var span = duty.every.span(around: duty.since)
        var spans: [DutySpan] = []
        while span.lastDay < day {
            spans.append(DutySpan(duty, span, visits: days))
            span = span.advanced(by: 1)
        }
        let current = DutySpan(duty, span, visits: days)
        (self.duty, self.past, self.current) = (duty, spans, current)
        lastVisit = days.max()
        daysSince = day.daysSinceEpoch - (days.max() ?? duty.since).daysSinceEpoch
        if current.made == 0, (spans.last?.missing ?? 0) > 0 {
            standing = .overdue
        } else {
            let left = current.last.daysSinceEpoch - day.daysSinceEpoch
            standing = current.missing > 0 && left <= warn ? .warning : .inTime
        }
    }

    /// The worst first: what is overdue, what missed most visits, what was not visited for longest.
    package static func isSlower(_ left: DutyStanding, than right: DutyStanding) -> Bool {
        (-left.standing.rawValue, -left.missed, -left.daysSince, left.duty.id)
            < (-right.standing.rawValue, -right.missed, -right.daysSince, right.duty.id)
    }
}

extension DutySpan {
    fileprivate init(_ duty: Duty, _ span: ReportSpan, visits: [CalendarDate]) {
        let (first, last) = (span.firstDay, span.lastDay)
        (self.first, self.last) = (first, last)
        made = visits.count { $0 >= first && $0 <= last }
        let (begun, ended) = (max(first, duty.since), min(last, duty.until ?? last))
        let stood = max(0, ended.daysSinceEpoch - begun.daysSinceEpoch + 1)
        needed = duty.times * stood / (last.daysSinceEpoch - first.daysSinceEpoch + 1)
    }
}
