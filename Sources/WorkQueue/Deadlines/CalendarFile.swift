package import GeoModel
package import SafeFiles

/// One year of the State Council's notices: days off, and weekend days on which work is made up (调休上班).
package struct CalendarFile: Sendable {
    let name: String
    /// The year of the notice.
    package let year: Int
    let daysOff: Set<CalendarDate>
    let madeUp: Set<CalendarDate>

    /// The year that a file of `calendars` holds.
    /// - Throws: `Fault` naming the key that is unknown, missing or wrong, or a day that can't be so.
    package init(_ json: JSONValue, named path: String) throws(Fault) {
        let file = try Self.file.checked(json, named: path)
        let year = try file.required("year", file.integer("year"))
        var (off, work): (Set<CalendarDate>, Set<CalendarDate>) = ([], [])
        for holiday in try file.elements("holidays", Self.holiday, Holiday.init) {
            for day in holiday.off + holiday.work { try Self.check(day, of: year, holiday.name) }
            for day in holiday.off where !off.insert(day).inserted { throw Self.twice(day, holiday.name) }
            for day in holiday.work where !work.insert(day).inserted { throw Self.twice(day, holiday.name) }
        }
        if let day = off.intersection(work).min() { throw Self.twice(day, path) }
        (self.name, self.year) = (path, year)
        (daysOff, madeUp) = (off, work)
    }

    /// A notice tells of its own year and of the last days of the one before.
    private static func check(_ day: CalendarDate, of year: Int, _ name: String) throws(Fault) {
        guard day.year == year || (day.year == year - 1 && day.month == 12) else {
            throw Fault(
                name, zh: "\(day) 不在 \(year) 年（及上年12月）内。请改正日期或 year。",
                en: "\(day) lies outside \(year) and the December before it. Correct the day or the year.")
        }
    }

    private static func twice(_ day: CalendarDate, _ name: String) -> Fault {
        Fault(name, zh: "\(day) 写了两次。每天只写一处。", en: "\(day) is named twice. Name each day in one place.")
    }

    private struct Holiday {
        let name: String
        let off: [CalendarDate]
        let work: [CalendarDate]

        init(_ object: StrictObject) throws(Fault) {
            let day = { (key: String) in object.value(key)?.string.flatMap { CalendarDate($0) } }
            let (from, until) = (try object.required("from", day("from")), try object.required("until", day("until")))
            guard from <= until, until.daysSinceEpoch - from.daysSinceEpoch < 31 else {
                throw Fault(
                    object.name, zh: "放假由 \(from) 至 \(until)；须先后有序，且不超过 31 天。请改正。",
                    en:
                        "the days off run from \(from) to \(until); in order, and at most 31. Correct it."
                )
            }
            name = object.name
            off = (0...until.daysSinceEpoch - from.daysSinceEpoch).map { from.advanced(by: $0) }
            work = (try object.strings("madeUp") ?? []).compactMap { CalendarDate($0) }
            if let day = work.first(where: { !$0.isWeekend }) {
                throw Fault(
                    object.name, zh: "\(day) 不是周六或周日，本来就上班；madeUp 只写调休上班的周末。请改正。",
                    en: "\(day) is no Saturday or Sunday; madeUp names the weekend days that are worked. Correct it.")
            }
        }
    }

    private static let holiday: [DataField] = [
        .required("code", .text, "A name for messages."),
        .required("label", .object(.bilingual), "What it is called."),
        .required("from", .day, "The first day off."),
        .required("until", .day, "The last day off."),
        DataField("madeUp", .list(.day), "The Saturdays and Sundays that are worked for it."),
        .required("source", .text, "The notice and its clause."),
    ]

    private static let file: [DataField] = [
        .required("year", .integer(1950...9999), "The year that the notice is for."),
        .required("source", .text, "The notice."),
        .required("holidays", .list(.object(holiday)), "The days off, and the weekend days worked for them."),
    ]
}
