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

    /// The day that a value stands for; nil where it does not read this way, or where no register can mean that year:
    /// `26/6/17` would be a day of the year 26.
    func date(_ value: FieldValue) -> CalendarDate? {
        day(value).flatMap { (1900..<2200).contains($0.year) ? $0 : nil }
    }

    private func day(_ value: FieldValue) -> CalendarDate? {
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
