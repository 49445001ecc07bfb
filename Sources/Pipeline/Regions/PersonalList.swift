import Foundation
import GeoIO
import GeoModel

/// A column of a list that a person keeps in a spreadsheet.
package protocol ListColumn: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// Without these a row says nothing.
    static var needed: [Self] { get }
    /// What users may call it, besides its word.
    var zh: String { get }
}

/// A list as a person keeps it in a spreadsheet, read by its column names. CSV in UTF-8 (with or without a byte-order
/// mark) or GBK, and XLSX.
enum PersonalList<Column: ListColumn> {
    /// The cells of a row that are filled in.
    typealias Cells = [Column: String]

    /// Hands every row that is not empty to a closure.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - keepsTimeOfDay: Whether a moment is a text with its time; else it is the day.
    ///   - body: Gets the cells and what to call the row in a message.
    /// - Returns: The rows in which a needed cell is empty, and those that the closure refused.
    /// - Throws: `Fault` where the file can't be read, lacks a needed column, or has one that is not known.
    static func read(
        _ path: String, keepsTimeOfDay: Bool = false, _ body: (Cells, _ name: String) throws(Fault) -> Void
    ) throws(Fault) -> [Fault] {
        let layer = try LayerFile(path, keepsTimeOfDay: keepsTimeOfDay)
        let columns = try columns(of: layer.fields.map(\.name), path)
        var rejected: [Fault] = []
        try layer.forEachFeature { feature throws(Fault) in
            var cells: Cells = [:]
            for (name, column) in columns {
                let text = feature.attributes[name]?.string?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
                if !text.isEmpty { cells[column] = text }
            }
            guard !cells.isEmpty else { return }
            let name = "\(path): row \(feature.row)"
            do throws(Fault) {
                for column in Column.needed where cells[column] == nil {
                    throw Fault(
                        name, zh: "“\(column.rawValue)”（\(column.zh)）为空。请填写。",
                        en: "‘\(column.rawValue)’ is empty. Fill it in.")
                }
                try body(cells, name)
            } catch {
                rejected.append(error)
            }
        }
        return rejected
    }

    private static func columns(of names: [String], _ path: String) throws(Fault) -> [(String, Column)] {
        var columns: [(String, Column)] = []
        let known = Column.allCases.map(\.rawValue).joined(separator: ", ")
        for name in names {
            let word = name.trimmingCharacters(in: .whitespaces).lowercased()
            guard let column = Column.allCases.first(where: { $0.rawValue == word || $0.zh == word }) else {
                throw Fault(
                    path, zh: "不认识的列“\(name)”。可用的列：\(known)。",
                    en: "the column ‘\(name)’ is not known. Columns: \(known).")
            }
            guard !columns.contains(where: { $0.1 == column }) else {
                throw Fault(
                    path, zh: "“\(column.rawValue)”（\(column.zh)）列出现两次。只留一列。",
                    en: "the column ‘\(column.rawValue)’ is there twice. Keep one.")
            }
            columns.append((name, column))
        }
        for column in Column.needed where !columns.contains(where: { $0.1 == column }) {
            throw Fault(
                path, zh: "缺少“\(column.rawValue)”（\(column.zh)）列。可用的列：\(known)。",
                en: "the column ‘\(column.rawValue)’ is missing. Columns: \(known).")
        }
        return columns
    }

    /// The fault of a cell that can't be so.
    static func wrong(_ column: Column, _ text: String, _ name: String, zh: String, en: String) -> Fault {
        Fault(
            name, zh: "“\(column.rawValue)”（\(column.zh)）为“\(text)”，应为\(zh)。请改正。",
            en: "‘\(column.rawValue)’ is ‘\(text)’, expected \(en). Correct it.")
    }
}
