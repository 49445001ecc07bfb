package import GeoModel
package import SafeFiles

/// A table of a report: one content for terminals, spreadsheets, programs and pages.
package struct ReportTable: Sendable {
    /// One column.
    package struct Column: Sendable {
        /// Its name in files, such as `approved_mu`.
        package let key: String
        /// Its heading.
        package let title: Bilingual
        /// Whether its values are numbers.
        package let isNumber: Bool
        /// Whether its texts are sentences, which may be broken anywhere.
        let isLong: Bool

        init(_ key: String, zh: String, en: String, isNumber: Bool = false, isLong: Bool = false) {
            self.key = key
            title = Bilingual(zh: zh, en: en)
            self.isNumber = isNumber
            self.isLong = isLong
        }

        static func mu(_ key: String, zh: String, en: String) -> Column {
            Column(key + "_mu", zh: zh, en: en, isNumber: true)
        }
    }

    /// What files of it are called.
    package let name: String
    /// Its heading.
    package let title: Bilingual
    /// Its columns.
    package let columns: [Column]
    /// Its rows, a value a column.
    package let rows: [[FieldValue]]

    /// A cell as people read it: areas and money with two decimals, a dash for nothing.
    package static func text(_ value: FieldValue) -> String {
        switch value {
        case .null: "—"
        case .real(let number): decimal(number, 2)
        default: value.string ?? "—"
        }
    }

    /// The rows as objects.
    package var json: JSONValue {
        .array(
            rows.map { row in
                .object(zip(columns, row).map { column, value in .init(column.key, value.json) })
            })
    }

    /// Writes the table as CSV, its keys as the header.
    func write(to path: String) throws(Fault) {
        let writer = try CSVWriter(path, header: columns.map(\.key))
        for row in rows { try writer.append(row) }
        try writer.close()
    }

    /// The table as a part of a page.
    var html: HTML {
        let head = columns.map { column -> HTML in
            "<th\(Self.side(column))>\(column.title.zh)<br/><small lang=\"en\">\(column.title.en)</small></th>"
        }
        let body = rows.map { row -> HTML in
            let cells = zip(columns, row).map { column, value -> HTML in
                "<td\(Self.side(column, value))>\(Self.text(value))</td>"
            }
            return "<tr>\(cells)</tr>\n"
        }
        return """
            <h2>\(title.zh) <small lang="en">\(title.en)</small></h2>
            <div class="report"><table><thead><tr>\(head)</tr></thead><tbody>
            \(body)</tbody></table></div>

            """
    }

    private static func side(_ column: Column, _ value: FieldValue = .null) -> HTML {
        if case .date = value { return " class=\"day\"" }
        return column.isNumber ? " class=\"n\"" : column.isLong ? " class=\"long\"" : ""
    }
}
