package import GeoModel

/// How long the spans are that figures of the loop are told for.
package enum ReportCadence: String, Sendable, CaseIterable {
    /// Calendar months.
    case month
    /// Calendar quarters.
    case quarter
    /// Halves of a year.
    case half
    /// Calendar years.
    case year

    /// How many months a span has.
    package var months: Int {
        switch self {
        case .month: 1
        case .quarter: 3
        case .half: 6
        case .year: 12
        }
    }
}

/// A month, quarter, half or year by the bureau's calendar.
package struct ReportSpan: Sendable, Hashable {
    /// How long it is.
    package let cadence: ReportCadence
    /// Its first month.
    package let start: Period

    /// The span that a month lies in.
    package init(_ cadence: ReportCadence, around month: Period) {
        self.cadence = cadence
        start = month.advanced(by: -((month.month - 1) % cadence.months))
    }

    /// The span written `2026-06`, `2026-Q2`, `2026-H1` or `2026`; nil for any other text.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let head = parts.first, head.count == 4, head.allSatisfy({ ("0"..."9").contains($0) }),
            let year = Int(head)
        else { return nil }
        let marks: [(mark: String, cadence: ReportCadence)] = [("Q", .quarter), ("H", .half)]
        if parts.count == 1, let month = Period(year: year, month: 1) {
            self.init(.year, around: month)
        } else if let month = Period(text) {
            self.init(.month, around: month)
        } else if parts.count == 2, parts[1].count == 2,
            let cadence = marks.first(where: { parts[1].hasPrefix($0.mark) })?.cadence,
            let number = parts[1].last?.wholeNumberValue, number >= 1,
            let month = Period(year: year, month: (number - 1) * cadence.months + 1)
        {
            self.init(cadence, around: month)
        } else {
            return nil
        }
    }

    /// The span so many spans later, or earlier where negative.
    /// - Precondition: it lies in the years 1…9999.
    package func advanced(by count: Int) -> ReportSpan {
        ReportSpan(cadence, around: start.advanced(by: count * cadence.months))
    }

    /// Its first day.
    package var firstDay: CalendarDate { Self.day(1, of: start) }

    /// Its last day.
    package var lastDay: CalendarDate {
        let month = start.advanced(by: cadence.months - 1)
        return Self.day(CalendarDate.length(ofMonth: month.month, year: month.year), of: month)
    }

    private static func day(_ number: Int, of month: Period) -> CalendarDate {
        guard let day = CalendarDate(year: month.year, month: month.month, day: number) else {
            preconditionFailure("every month has a day \(number)")
        }
        return day
    }

    /// As users read it.
    package var label: Bilingual {
        let (year, number) = (start.year, (start.month - 1) / cadence.months + 1)
        return switch cadence {
        case .month: Bilingual(zh: "\(year)年\(number)月", en: description)
        case .quarter: Bilingual(zh: "\(year)年第\(["一", "二", "三", "四"][number - 1])季度", en: description)
        case .half: Bilingual(zh: "\(year)年\(number == 1 ? "上" : "下")半年", en: description)
        case .year: Bilingual(zh: "\(year)年", en: description)
        }
    }
}

extension ReportSpan: CustomStringConvertible {
    /// `2026-06`, `2026-Q2`, `2026-H1` or `2026`.
    package var description: String {
        let number = (start.month - 1) / cadence.months + 1
        return switch cadence {
        case .month: start.description
        case .quarter: "\(padded(start.year, to: 4))-Q\(number)"
        case .half: "\(padded(start.year, to: 4))-H\(number)"
        case .year: padded(start.year, to: 4)
        }
    }
}
