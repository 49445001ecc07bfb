package import GeoModel

/// A table for people, lined up on terminals that draw Chinese characters twice as wide.
package struct TextTable: Sendable {
    /// One column.
    package struct Column: Sendable {
        /// What stands over it.
        package let title: Bilingual
        let isNumber: Bool

        /// A column of texts, lined up on the left.
        package static func text(zh: String, en: String) -> Column {
            Column(title: Bilingual(zh: zh, en: en), isNumber: false)
        }

        /// A column of numbers, lined up on the right.
        package static func number(zh: String, en: String) -> Column {
            Column(title: Bilingual(zh: zh, en: en), isNumber: true)
        }
    }

    private let columns: [Column]
    private let rows: [[String]]

    /// A table.
    /// - Precondition: every row has a cell for each column.
    package init(_ columns: [Column], rows: [[String]]) {
        precondition(rows.allSatisfy { $0.count == columns.count }, "a row has more or fewer cells than the table")
        self.columns = columns
        self.rows = rows.map { $0.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ").withoutControls } }
    }

    /// The lines of the table: titles, a rule, then the rows; no blanks at line ends, no line break after the last.
    package func text(_ language: Language) -> String {
        let titles = columns.map { $0.title.text(language) }
        let widths = columns.indices.map { index in
            rows.map { $0[index].displayWidth }.reduce(titles[index].displayWidth, max)
        }
        let rule = widths.map { String(repeating: "─", count: $0) }
        return ([titles, rule] + rows).map { line($0, widths) }.joined(separator: "\n")
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = columns.indices.map {
            cells[$0].padded(toDisplayWidth: widths[$0], right: columns[$0].isNumber)
        }
        return padded.joined(separator: "  ").trimmingBlanksAtEnd
    }
}

extension String {
    /// The text without blanks behind it.
    var trimmingBlanksAtEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
