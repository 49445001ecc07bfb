import Foundation
import GeoModel
import SafeFiles
import Testing

@testable import WorkQueue

/// The data files that the program ships with.
enum ShippedData {
    static func document(_ name: String) throws -> JSONValue { try DurableFile.json(of: path(name)) }

    static func path(_ name: String) -> String {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        return root.appendingPathComponent("Pipelines/\(name)").path
    }

    /// The working days of 2025 and 2026.
    static func calendar() throws -> WorkingCalendar {
        let files = try ["calendars/2026.json5", "calendars/2025.json5"].map { name in
            try CalendarFile(document(name), named: name)
        }
        return try WorkingCalendar(files, folder: "calendars")
    }
}

/// A day of a table.
func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

/// A moment by the bureau's clock, `2026-02-12 09`.
func local(_ text: String) throws -> Timestamp {
    let parts = text.split(separator: " ")
    let hour = try #require(Int(parts[1]))
    return Timestamp(secondsSinceEpoch: Double(try day(String(parts[0])).daysSinceEpoch * 86_400 + (hour - 8) * 3600))
}
