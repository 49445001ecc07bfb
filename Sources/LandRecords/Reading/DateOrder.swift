import GeoModel

/// The ways a table may write a day.
enum DateOrder: String, CaseIterable, Sendable {
    /// `2026-06-17`, `20260617`, `2026年6月17日`.
    case yearMonthDay = "ymd"
    /// `6/17/2026`.
    case monthDayYear = "mdy"
    /// `17/6/2026`.
    case dayMonthYear = "dmy"
    /// Days since 1899-12-30, as spreadsheets count.
    case spreadsheet = "spreadsheet"

    /// The day that a value stands for; nil where it does not read this way.
    func date(_ value: FieldValue) -> CalendarDate? {
        if case .date(let date) = value { return date }
        guard let text = value.tidyText else { return nil }
        switch self {
        case .yearMonthDay: return CalendarDate(text)
        case .monthDayYear: return numbers(text).flatMap { CalendarDate(year: $0[2], month: $0[0], day: $0[1]) }
        case .dayMonthYear: return numbers(text).flatMap { CalendarDate(year: $0[2], month: $0[1], day: $0[0]) }
        case .spreadsheet:
            // Days of the years 1954 … 2119: smaller and larger numbers are more likely to be something else.
            guard let days = Double(text), (20_000..<80_000).contains(days) else { return nil }
            return CalendarDate(daysSinceEpoch: Int(days) - 25_569)
        }
    }

    private func numbers(_ text: String) -> [Int]? {
        let parts = text.prefix { $0 != " " && $0 != "T" }.split { "/-.".contains($0) }.map { Int($0) }
        let numbers = parts.compactMap { $0 }
        return parts.count == 3 && numbers.count == 3 ? numbers : nil
    }
}

extension CalendarDate {
    /// The day so many days after 1970-01-01.
    ///
    /// Source: the inverse of the civil-from-days arithmetic of the proleptic Gregorian calendar.
    init?(daysSinceEpoch days: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        self.init(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
            month: month,
            day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        )
    }
}

extension FieldValue {
    /// The text without blanks around it, whole numbers without a decimal point; nil where nothing was entered.
    var tidyText: String? {
        if case .real(let value) = self, let whole = Int64(exactly: value) { return String(whole) }
        guard let text = string else { return nil }
        let tail = text.drop { $0.isWhitespace || $0 == "\0" }
        guard let end = tail.lastIndex(where: { !$0.isWhitespace && $0 != "\0" }) else { return nil }
        return String(tail[...end])
    }
}
