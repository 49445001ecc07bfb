/// One calendar month, the unit in which scenes are compared.
package struct Period: Sendable, Hashable, Comparable {
    /// The year.
    package let year: Int
    /// The month, 1…12.
    package let month: Int

    /// A month; nil where `month` is not 1…12.
    package init?(year: Int, month: Int) {
        guard (1...12).contains(month), (1...9999).contains(year) else { return nil }
        self.year = year
        self.month = month
    }

    /// The month written `2026-06`.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].count == 4, parts[1].count == 2, !text.contains("+"),
            let year = Int(parts[0]), let month = Int(parts[1])
        else { return nil }
        self.init(year: year, month: month)
    }

    /// The month a day lies in.
    package init(of date: CalendarDate) {
        year = date.year
        month = date.month
    }

    /// The month `months` later, or earlier where negative.
    /// - Precondition: the result lies in the years 1…9999.
    package func advanced(by months: Int) -> Period {
        let index = year * 12 + month - 1 + months
        guard let moved = Period(year: index / 12, month: index % 12 + 1) else {
            preconditionFailure("month \(self) moved by \(months) leaves the calendar")
        }
        return moved
    }

    /// Whether a day lies in the month.
    package func contains(_ date: CalendarDate) -> Bool {
        date.year == year && date.month == month
    }

    /// Earlier before later.
    package static func < (left: Period, right: Period) -> Bool {
        (left.year, left.month) < (right.year, right.month)
    }
}

extension Period: CustomStringConvertible {
    /// `2026-06`.
    package var description: String { "\(padded(year, to: 4))-\(padded(month, to: 2))" }
}
