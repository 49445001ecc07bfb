package import GeoModel

/// One cell as it was read.
enum Cell: Hashable {
    case none
    case text(String)
    case date(CalendarDate)
    case number(Double)

    var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    var date: CalendarDate? {
        guard case .date(let date) = self else { return nil }
        return date
    }

    var number: Double? {
        guard case .number(let number) = self else { return nil }
        return number
    }
}

/// A row that became a record of its register: cells in the order of the register's fields, the key first.
package struct DraftRecord {
    /// The register.
    package let kind: RecordKind
    var cells: [Cell]
    /// The outline in the region's coordinate system; empty where the row has none and can do without.
    package internal(set) var shape: MultiPolygon
    /// Where it is, if a point is all that the row says.
    package let point: MapPoint?
    /// The row.
    package let source: RecordSource

    /// What the register calls it.
    package var key: String { cells.first?.text ?? "" }

    /// The area that the row states; nil where it states none or the register has no such field.
    package var statedArea: Area? {
        guard let place = kind.schema.fields.firstIndex(where: { $0.name == "statedArea" }) else { return nil }
        return cells[place].number.map(Area.init(squareMetres:))
    }
}
