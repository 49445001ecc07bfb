package import GeoModel

/// A moment in coordinated universal time, to the millisecond. The store never looks at a clock: callers hand these in.
package struct Timestamp: Sendable, Hashable, Comparable {
    /// ISO 8601 as GeoPackage 1.3 writes it: `2026-06-17T08:00:00.000Z`.
    package let text: String

    /// The moment written `2026-06-17T08:00:00Z`, with or without three decimals; nil for any other text.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        let isCut = bytes.count == Timestamp.pattern.count - 4
        guard isCut || bytes.count == Timestamp.pattern.count, bytes.last == UInt8(ascii: "Z") else { return nil }
        for (byte, sign) in zip(bytes.dropLast(), Timestamp.pattern) {
            guard sign == UInt8(ascii: "0") ? Timestamp.digits.contains(byte) : byte == sign else { return nil }
        }
        guard CalendarDate(bytes) != nil, bytes.number(11..<13) < 24, bytes.number(14..<16) < 60,
            bytes.number(17..<19) < 60
        else { return nil }
        self.text = isCut ? text.dropLast() + ".000Z" : String(text)
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

    /// Seconds since 1970-01-01T00:00:00Z.
    package var secondsSinceEpoch: Double {
        let bytes = Array(text.utf8)
        guard let day = CalendarDate(bytes) else { preconditionFailure("\(text) leaves the calendar") }
        let clock = bytes.number(11..<13) * 3600 + bytes.number(14..<16) * 60 + bytes.number(17..<19)
        return Double(day.daysSinceEpoch * 86_400 + clock) + Double(bytes.number(20..<23)) / 1000
    }

    /// The day it lies on in the bureau: UTC+8, the one time of China, all year. Deadlines run in these days.
    package var bureauDay: CalendarDate {
        let bytes = Array(text.utf8)
        guard let day = CalendarDate(bytes) else { preconditionFailure("\(text) leaves the calendar") }
        // The calendar's last evening is the bureau's last day too.
        return CalendarDate(daysSinceEpoch: day.daysSinceEpoch + (bytes.number(11..<13) + 8) / 24) ?? day
    }

    /// Earlier before later.
    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.text < right.text }

    /// The moment at which a day of the bureau is over.
    /// - Precondition: the year is one of 1…9999.
    package init(endOf day: CalendarDate) {
        self.init(secondsSinceEpoch: Double(day.daysSinceEpoch * 86_400 + 16 * 3600))
    }

    private static let pattern = Array("0000-00-00T00:00:00.000Z".utf8)
    private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
}

extension CalendarDate {
    /// The day that a moment's text begins with.
    fileprivate init?(_ bytes: [UInt8]) {
        self.init(year: bytes.number(0..<4), month: bytes.number(5..<7), day: bytes.number(8..<10))
    }
}

extension [UInt8] {
    /// The number that the digits at these places write.
    fileprivate func number(_ places: Range<Int>) -> Int {
        self[places].reduce(0) { $0 * 10 + Int($1) - Int(UInt8(ascii: "0")) }
    }
}

extension Timestamp: CustomStringConvertible {
    /// ISO 8601.
    package var description: String { text }
}
