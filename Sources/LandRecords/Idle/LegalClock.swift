package import GeoModel

/// Days on which a legal clock stands still, the first and the last included.
package struct Suspension: Sendable, Hashable {
    /// The first day.
    package let from: CalendarDate
    /// The last day; nil where it goes on.
    package let until: CalendarDate?

    /// A suspension.
    package init(from: CalendarDate, until: CalendarDate?) {
        self.from = from
        self.until = until
    }

    func contains(_ day: CalendarDate) -> Bool { from <= day && until.map { day <= $0 } ?? true }
}

/// A legal period in calendar days: the day it is counted from is not one of them, and suspended days are none.
///
/// Source: Civil Code of the PRC, art. 201 and 202.
struct LegalClock {
    let start: CalendarDate
    /// Apart from each other, in order; as days since the epoch.
    private let standstills: [(first: Int, last: Int)]

    init(from start: CalendarDate, suspensions: [Suspension]) {
        self.start = start
        let spans = suspensions.map { span in
            (first: span.from.daysSinceEpoch, last: span.until?.daysSinceEpoch ?? Int.max)
        }
        var merged: [(first: Int, last: Int)] = []
        for span in spans.filter({ $0.first <= $0.last }).sorted(by: { $0 < $1 }) {
            if let previous = merged.last, span.first <= previous.last {
                merged[merged.count - 1].last = max(previous.last, span.last)
            } else {
                merged.append(span)
            }
        }
        standstills = merged
    }

    /// How many days count from the start up to a day, that day included; 0 before it.
    func days(until day: CalendarDate) -> Int {
        let (first, last) = (start.daysSinceEpoch + 1, day.daysSinceEpoch)
        guard first <= last else { return 0 }
        let still = standstills.reduce(0) { sum, span in
            sum + max(0, min(span.last, last) - max(span.first, first) + 1)
        }
        return last - first + 1 - still
    }

    /// The last day of a period of months; nil where a suspension without an end keeps it from ending.
    func lastDay(ofMonths months: Int) -> CalendarDate? {
        guard let nominal = start.lastDay(ofMonths: months) else { return nil }
        var left = nominal.daysSinceEpoch - start.daysSinceEpoch
        var cursor = start.daysSinceEpoch
        for span in standstills where span.last > cursor {
            let free = max(0, span.first - cursor - 1)
            guard left > free else { break }
            guard span.last < Int.max else { return nil }
            left -= free
            cursor = span.last
        }
        return CalendarDate(daysSinceEpoch: cursor + left)
    }
}

extension CalendarDate {
    /// The last day of a period of months that is counted from this day: the same day of the month, or the month's last
    /// where it has no such day; nil outside the calendar.
    ///
    /// Source: Civil Code of the PRC, art. 202.
    package func lastDay(ofMonths months: Int) -> CalendarDate? {
        let index = year * 12 + month - 1 + months
        let (year, month) = (index / 12, index % 12 + 1)
        guard (1...9999).contains(year) else { return nil }
        return CalendarDate(
            year: year, month: month, day: min(day, CalendarDate.length(ofMonth: month, year: year)))
    }

    /// The day so many days later; nil outside the calendar.
    package func advanced(byDays days: Int) -> CalendarDate? { CalendarDate(daysSinceEpoch: daysSinceEpoch + days) }
}
