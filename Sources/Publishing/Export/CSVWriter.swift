package import GeoModel
import SafeFiles

/// Writes CSV that spreadsheets open as it is meant: UTF-8 with a byte-order mark, or Excel takes Chinese for GBK.
///
/// Source: RFC 4180 (quotes, CRLF); OWASP, “CSV Injection” (cells that a spreadsheet would run as a formula).
package final class CSVWriter {
    private let writer: DurableTextWriter

    /// Starts a file with its header.
    /// - Throws: `Fault` where the folder can't be written.
    package init(_ path: String, header: [String]) throws(Fault) {
        writer = try DurableTextWriter(path)
        try writer.write("\u{FEFF}")
        try append(header.map { .text($0) })
    }

    /// Appends a row.
    /// - Throws: `Fault` where the disk is full.
    package func append(_ values: [FieldValue]) throws(Fault) {
        try writer.write(values.map(Self.cell).joined(separator: ",") + "\r\n")
    }

    /// Gives the file its name.
    /// - Throws: `Fault` where the disk is full; no file of that name is then left.
    package func close() throws(Fault) { try writer.finish() }

    /// Full-width signs too: spreadsheets in East Asian locales take them for the narrow ones.
    private static let formulaStarts: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠",
    ]

    static func cell(_ value: FieldValue) -> String {
        switch value {
        case .null, .bytes: return ""
        case .integer(let number): return String(number)
        case .real, .date: return value.json.string ?? value.json.text()
        case .text(let text):
            let startsFormula = text.unicodeScalars.first.map(formulaStarts.contains) ?? false
            return quoted(startsFormula ? "'" + text : text)
        }
    }

    private static func quoted(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
