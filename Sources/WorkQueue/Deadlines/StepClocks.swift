package import GeoModel

/// What one of the two clocks of a step shows on a day.
package struct ClockReading: Sendable, Hashable {
    /// How many working days there are.
    package let limit: Int
    /// How many have gone by, that day included.
    package let elapsed: Int
    /// The last day that is in time; nil while the clock stands still before it, or where its year has no calendar yet.
    package let due: CalendarDate?
    /// Whether the last day in time is over.
    package let isOverdue: Bool

    /// Working days that are left; below zero where more have gone by than there are.
    package var remaining: Int { limit - elapsed }
    /// Working days since the last day in time; 0 where that is not over.
    package var overdueDays: Int { max(0, -remaining) }
}

/// How urgent a step is.
package enum DeadlineStanding: Int, Sendable, CaseIterable, Comparable {
    /// 正常.
    case inTime
    /// 预警: the end is near.
    case warning
    /// 超期.
    case overdue

    /// The word of JSON.
    package var word: String { "\(self)" }

    /// The word that users read.
    package var label: Bilingual {
        switch self {
        case .inTime: Bilingual(zh: "正常", en: "in time")
        case .warning: Bilingual(zh: "预警", en: "warning")
        case .overdue: Bilingual(zh: "超期", en: "overdue")
        }
    }

    /// The less urgent before the more urgent.
    package static func < (left: DeadlineStanding, right: DeadlineStanding) -> Bool { left.rawValue < right.rawValue }
}

/// The two clocks of a step on a day.
///
/// The working clock (办理时限) counts a working day that ends with the clock running; so the day of a pause is not
/// counted, and that of its end is. The clock of the whole process (全过程时限) counts every working day. Neither counts the
/// day on which the step began. A step that has ended is read on the day it ended.
package struct StepClocks: Sendable, Hashable {
    /// The step.
    package let step: TimedStep
    /// The limit that it is held against.
    package let rule: DeadlineRule
    /// The day on which the clocks are read.
    package let day: CalendarDate
    /// The clock that stands still in pauses.
    package let working: ClockReading
    /// The clock that never does.
    package let whole: ClockReading
    /// Why the last day in time can't be told, where its year has no calendar yet.
    package let unknownDue: Fault?

    /// Reads the clocks of a step.
    ///
    /// - Parameters:
    ///   - step: The step.
    ///   - rule: Its limit.
    ///   - calendar: The working days.
    ///   - day: The day asked for; not before the step began.
    /// - Throws: `Fault` naming the year up to `day` that has no calendar. A last day beyond the loaded years is no
    ///   fault: what has gone by is known.
    package init(_ step: TimedStep, _ rule: DeadlineRule, _ calendar: WorkingCalendar, on day: CalendarDate)
        throws(Fault)
    {
        self.step = step
        self.rule = rule
        let end = min(day, step.left?.bureauDay ?? day)
        self.day = end
        var unknown: Fault?
        working = try ClockReading(step.runs, rule.working, calendar, on: end, &unknown)
        whole = try ClockReading([Run(after: step.entered.bureauDay)], rule.whole, calendar, on: end, &unknown)
        unknownDue = unknown
    }

    /// Whether the working clock stands still on that day.
    package var isPaused: Bool { step.openPause != nil }

    /// How urgent the step is: by the worse of both clocks.
    package var standing: DeadlineStanding {
        if working.isOverdue || whole.isOverdue { return .overdue }
        let isNear = !isPaused && working.remaining <= rule.warn || whole.remaining <= rule.warn
        return isNear ? .warning : .inTime
    }

    /// Working days overdue: the more of both clocks.
    package var overdueDays: Int { max(working.overdueDays, whole.overdueDays) }

    /// Working days left on the clock that ends first; below zero where it is overdue.
    package var remaining: Int { min(working.remaining, whole.remaining) }
}

/// Days on which a clock counts: those after one day, up to and with another.
struct Run {
    let after: CalendarDate
    /// The last day; nil where the clock runs on.
    var through: CalendarDate?
}

extension TimedStep {
    /// When the working clock runs.
    fileprivate var runs: [Run] {
        var runs: [Run] = []
        var start: CalendarDate? = entered.bureauDay
        for pause in pauses {
            guard let after = start else { break }
            runs.append(Run(after: after, through: max(after, pause.from.bureauDay.advanced(by: -1))))
            // The day on which it runs again counts, but never the day of the step's beginning, nor any day twice.
            start = pause.until.map { max(after, $0.bureauDay.advanced(by: -1)) }
        }
        if let after = start { runs.append(Run(after: after)) }
        return runs
    }
}

extension ClockReading {
    fileprivate init(
        _ runs: [Run], _ limit: Int, _ calendar: WorkingCalendar, on day: CalendarDate, _ unknown: inout Fault?
    ) throws(Fault) {
        self.limit = limit
        var elapsed = 0
        for run in runs {
            elapsed += try calendar.workingDays(after: run.after, through: min(day, run.through ?? day))
        }
        self.elapsed = elapsed
        do throws(Fault) {
            due = try Self.due(runs, limit, calendar)
        } catch {
            due = nil
            unknown = error
        }
        isOverdue = due.map { $0 < day } ?? false
    }

    private static func due(_ runs: [Run], _ limit: Int, _ calendar: WorkingCalendar) throws(Fault) -> CalendarDate? {
        var left = limit
        for run in runs {
            guard let through = run.through else { return try calendar.day(left, workingDaysAfter: run.after) }
            let days = try calendar.workingDays(after: run.after, through: through)
            guard days < left else { return try calendar.day(left, workingDaysAfter: run.after) }
            left -= days
        }
        return nil
    }
}
