import GeoModel

/// What an option or a positional argument takes; the parser refuses everything else before the verb runs.
package enum ValueKind: Sendable, Hashable {
    /// Any text; the word is its name in the help, such as `NAME`.
    case text(String)
    /// A path to a file, or to one of several things where the verb says so.
    case file(String)
    /// A path to a folder.
    case folder(String)
    /// A whole number inside the limits.
    case integer(String, ClosedRange<Int>)
    /// A number inside the limits.
    case number(String, ClosedRange<Double>)
    /// One of a few words.
    case choice([String])
    /// A day, as `CalendarDate` reads it.
    case date
    /// A month, written `2026-06`.
    case month

    /// The word that stands for the value in the help.
    package var name: String {
        switch self {
        case .text(let name), .file(let name), .folder(let name), .integer(let name, _), .number(let name, _): name
        case .choice(let words): words.joined(separator: "|")
        case .date: "YYYY-MM-DD"
        case .month: "YYYY-MM"
        }
    }

    /// What is expected, where `text` is not that; nil where it is.
    func expectation(notMetBy text: String) -> Bilingual? {
        switch self {
        case .text, .file, .folder: text.isEmpty ? ValueKind.someText : nil
        case .integer(_, let limits): Int(text).map(limits.contains) == true ? nil : ValueKind.wholeNumber(limits)
        case .number(_, let limits): Double(text).map(limits.contains) == true ? nil : ValueKind.number(limits)
        case .choice(let words): words.contains(text) ? nil : ValueKind.oneOf(words)
        case .date: CalendarDate(text) == nil ? ValueKind.someDay : nil
        case .month: Period(text) == nil ? ValueKind.someMonth : nil
        }
    }

    private static let someText = Bilingual(zh: "非空文本", en: "a text that is not empty")
    private static let someDay = Bilingual(zh: "日期，如 2026-06-17", en: "a day such as 2026-06-17")
    private static let someMonth = Bilingual(zh: "月份，如 2026-06", en: "a month such as 2026-06")

    private static func wholeNumber(_ limits: ClosedRange<Int>) -> Bilingual {
        let open = limits.upperBound == Int.max
        let range = open ? "≥ \(limits.lowerBound)" : "\(limits.lowerBound)…\(limits.upperBound)"
        return Bilingual(zh: "整数 \(range)", en: "a whole number \(range)")
    }

    private static func number(_ limits: ClosedRange<Double>) -> Bilingual {
        let range = "\(limits.lowerBound)…\(limits.upperBound)"
        return Bilingual(zh: "数字 \(range)", en: "a number \(range)")
    }

    private static func oneOf(_ words: [String]) -> Bilingual {
        let list = Bilingual(listing: words)
        return Bilingual(zh: "下列之一：\(list.zh)", en: "one of \(list.en)")
    }
}
