import GeoModel

extension CalendarDate {
    /// The day so many days later, or earlier where negative.
    /// - Precondition: it lies in the years 1…9999.
    func advanced(by days: Int) -> CalendarDate {
        guard let moved = CalendarDate(daysSinceEpoch: daysSinceEpoch + days) else {
            preconditionFailure("\(self) moved by \(days) days leaves the calendar")
        }
        return moved
    }

    /// Whether it is a Saturday or a Sunday. 1970-01-01 was a Thursday.
    var isWeekend: Bool { ((daysSinceEpoch + 3) % 7 + 7) % 7 >= 5 }
}
