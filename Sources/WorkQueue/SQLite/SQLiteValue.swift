package import GeoModel

/// One cell of a row, as SQLite keeps it.
package enum SQLiteValue: Sendable, Hashable {
    /// Nothing.
    case null
    /// A whole number.
    case integer(Int64)
    /// A number; not-a-number is kept as null.
    case real(Double)
    /// A text.
    case text(String)
    /// Bytes.
    case blob([UInt8])

    /// A whole number.
    package static func integer(_ number: Int) -> SQLiteValue { .integer(Int64(number)) }

    /// A text; null for nil.
    package static func text(_ text: String?) -> SQLiteValue { text.map { .text($0) } ?? .null }

    /// A number; null for nil.
    package static func real(_ number: Double?) -> SQLiteValue { number.map { .real($0) } ?? .null }

    /// A day in ISO 8601; null for nil.
    package static func date(_ date: CalendarDate?) -> SQLiteValue { .text(date?.description) }

    /// Truth as 1 or 0, the BOOLEAN of a GeoPackage.
    package static func flag(_ flag: Bool) -> SQLiteValue { .integer(flag ? 1 : 0) }
}
