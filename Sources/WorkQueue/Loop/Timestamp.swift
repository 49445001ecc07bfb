package import GeoModel

/// A moment in coordinated universal time, to the millisecond. The store never looks at a clock: callers hand these in.
package struct Timestamp: Sendable, Hashable, Comparable {
    /// ISO 8601 as GeoPackage 1.3 writes it: `2026-06-17T08:00:00.000Z`.
    package let text: String

    /// The moment written `2026-06-17T08:00:00Z`, with or without three decimals; nil for any other text.
    package init?(_ text: some StringProtocol) {
        let digits = text.split(separator: "T", omittingEmptySubsequences: false)
        guard digits.count == 2, let date = CalendarDate(digits[0]), date.description == digits[0],
            digits[1].last == "Z"
        else { return nil }
        let clock = digits[1].dropLast().split(separator: ".", omittingEmptySubsequences: false)
        guard let time = clock.first, Timestamp.isClock(time), clock.count <= 2 else { return nil }
        let fraction = clock.count == 2 ? clock[1] : "000"
        guard fraction.count == 3, fraction.allSatisfy(Timestamp.isDigit) else { return nil }
        self.text = "\(date)T\(time).\(fraction)Z"
    }

    /// A moment by its seconds since 1970-01-01T00:00:00Z; a fraction is cut at the millisecond.
    /// - Precondition: the moment lies in the years 1…9999.
    package init(secondsSinceEpoch seconds: Double) {
        let milliseconds = Int((seconds * 1000).rounded(.down))
        let days = (milliseconds - (milliseconds % 86_400_000 + 86_400_000) % 86_400_000) / 86_400_000
        let rest = milliseconds - days * 86_400_000
        let clock = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60].map { padded($0, to: 2) }
        guard let day = CalendarDate(daysSinceEpoch: days) else {
            preconditionFailure("\(seconds) seconds from the epoch leave the calendar")
        }
        text = "\(day)T\(clock.joined(separator: ":")).\(padded(rest % 1000, to: 3))Z"
    }

    /// The day it lies on in UTC.
    package var date: CalendarDate? { CalendarDate(text) }

    /// Earlier before later.
    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.text < right.text }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

    private static func isClock(_ text: some StringProtocol) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy(isDigit) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), let second = Int(parts[2])
        else { return false }
        return hour < 24 && minute < 60 && second < 60
    }
}

extension Timestamp: CustomStringConvertible {
    /// ISO 8601.
    package var description: String { text }
}
