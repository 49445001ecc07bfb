import GeoModel

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

/// A row on its way to a record: cells in the order of the register's fields, the key first.
struct DraftRecord {
    var cells: [Cell]
    var shape: MultiPolygon
    let source: RecordSource

    var key: String { cells.first?.text ?? "" }
}
