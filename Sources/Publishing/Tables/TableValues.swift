import GeoModel
import SafeFiles

/// A number with a fixed count of decimals.
/// - Precondition: `decimals` is 0…7.
func rounded(_ value: Double, _ decimals: Int) -> Double {
    let factor = powersOfTen[decimals]
    return (value * factor).rounded() / factor
}

private let powersOfTen = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7]

extension FieldValue {
    /// A day, or nothing.
    init(_ date: CalendarDate?) { self = date.map { .date($0) } ?? .null }

    /// A text, or nothing.
    init(_ text: String?) { self = text.map { .text($0) } ?? .null }

    /// The value as JSON; days as ISO 8601 text.
    var json: JSONValue {
        switch self {
        case .null, .bytes: .null
        case .integer(let value): .integer(Int(value))
        case .real(let value): .number(value)
        case .text(let value): .string(value)
        case .date(let value): .string(value.description)
        }
    }
}

extension Transition {
    /// Both covers as words, such as `vegetation-built`.
    var text: String { "\(before.code)-\(after.code)" }

    /// Both covers as users read them.
    var label: Bilingual {
        Bilingual(zh: "\(before.label.zh)→\(after.label.zh)", en: "\(before.label.en) → \(after.label.en)")
    }
}
