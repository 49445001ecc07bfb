/// One attribute of a vector feature.
package enum FieldValue: Sendable, Hashable {
    /// Nothing was entered.
    case null
    /// A whole number.
    case integer(Int64)
    /// A number.
    case real(Double)
    /// A text.
    case text(String)
    /// A day.
    case date(CalendarDate)
    /// Bytes, such as those of a photo.
    case bytes([UInt8])

    /// The text that a person would read; nil for `null`, for blank text and for bytes.
    package var string: String? {
        switch self {
        case .null, .bytes: nil
        case .integer(let value): String(value)
        case .real(let value): String(value)
        case .text(let value):
            value.allSatisfy(\.isWhitespace) ? nil : value
        case .date(let value): value.description
        }
    }

    /// The number; nil where the value is none and its text does not read as one.
    package var number: Double? {
        switch self {
        case .null, .date, .bytes: nil
        case .integer(let value): Double(value)
        case .real(let value): value
        case .text(let value): Double(value.filter { !$0.isWhitespace && $0 != "," })
        }
    }
}

/// The kind of one attribute column.
package enum FieldKind: Sendable, Hashable {
    /// Whole numbers.
    case integer
    /// Numbers.
    case real
    /// Texts.
    case text
    /// Days.
    case date
    /// Bytes.
    case bytes
}

/// One attribute column.
package struct Field: Sendable, Hashable {
    /// The column's name.
    package let name: String
    /// What it holds.
    package let kind: FieldKind
    /// The widest text in bytes; 0 leaves it open.
    package let width: Int

    /// A column.
    package init(_ name: String, _ kind: FieldKind, width: Int = 0) {
        self.name = name
        self.kind = kind
        self.width = width
    }
}

/// A feature as it came from a layer: its row number there, its shape, its attributes by column name.
package struct Feature: Sendable {
    /// The feature's identifier in its layer, for messages.
    package let row: Int64
    /// The shape; nil where the row has none or it is not an area.
    package let geometry: MultiPolygon?
    /// Where the row is, if its shape is a point or a line: the point, or the middle of the shape's rectangle; nil
    /// where it is an area or has no shape.
    package let point: MapPoint?
    /// The attributes by column name.
    package let attributes: [String: FieldValue]
    /// Why the shape could not be read, in the file reader's words; nil where it was read or there is none.
    package let damage: String?

    /// A feature.
    package init(
        row: Int64,
        geometry: MultiPolygon?,
        attributes: [String: FieldValue],
        damage: String? = nil,
        point: MapPoint? = nil
    ) {
        self.row = row
        self.geometry = geometry
        self.point = point
        self.attributes = attributes
        self.damage = damage
    }
}
