/// A day of the Gregorian calendar, without a clock or a time zone.
package struct CalendarDate: Sendable, Hashable, Comparable {
    /// The year, 1…9999.
    package let year: Int
    /// The month, 1…12.
    package let month: Int
    /// The day of the month, from 1.
    package let day: Int

    /// A day; nil where the calendar has no such day.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CalendarDate.length(ofMonth: month, year: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day written `2026-06-17`, `20260617`, `2026/6/17` or `2026年6月17日`; a time of day behind an ISO date is
    /// ignored.
    package init?(_ text: some StringProtocol) {
        var numbers: [Int] = []
        var digits = 0
        var previousWasDigit = false
        for character in text.prefix(while: { $0 != "T" && $0 != " " }) {
            guard let digit = character.wholeNumberValue, character.isASCII else {
                guard "-/.年月日".contains(character) else { return nil }
                previousWasDigit = false
                continue
            }
            if previousWasDigit, let last = numbers.popLast() {
                guard last < 100_000_000 else { return nil }
                numbers.append(last * 10 + digit)
            } else {
                numbers.append(digit)
            }
            digits += 1
            previousWasDigit = true
        }
        if numbers.count == 1, digits == 8, let packed = numbers.first {
            numbers = [packed / 10_000, packed / 100 % 100, packed % 100]
        }
        guard numbers.count == 3 else { return nil }
        self.init(year: numbers[0], month: numbers[1], day: numbers[2])
    }

    /// The number of days of a month.
    package static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Earlier before later.
    package static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    /// Days since 1970-01-01; negative before it.
    ///
    /// Source: the civil-from-days arithmetic of the proleptic Gregorian calendar, counted from 1 March.
    package var daysSinceEpoch: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The day so many days after 1970-01-01, the inverse of `daysSinceEpoch`; nil outside the years 1…9999.
    package init?(daysSinceEpoch days: Int) {
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

extension CalendarDate: CustomStringConvertible {
    /// ISO 8601: `2026-06-17`.
    package var description: String {
        func digit(_ number: Int) -> UInt8 { UInt8(ascii: "0") + UInt8(number % 10) }
        let dash = UInt8(ascii: "-")
        let bytes = [
            digit(year / 1000), digit(year / 100), digit(year / 10), digit(year), dash,
            digit(month / 10), digit(month), dash, digit(day / 10), digit(day),
        ]
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The decimal digits of a non-negative number, with zeros in front up to `width`.
package func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    let missing = width - digits.utf8.count
    return missing > 0 ? String(repeating: "0", count: missing) + digits : digits
}
