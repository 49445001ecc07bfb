import Foundation
import GeoModel
import SafeFiles
import Testing
import WorkQueue

@testable import Pipeline

/// Where the data of deadlines and duties comes from: the region's own files first, then the program's.
@Suite struct DeadlineDataTests {
    @Test func aRegionsOwnYearWinsAndTheOthersAreTheProgramsOwn() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tuban-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let data = DataFolder(path: folder)
        // A region that was made before there were calendars has the program's.
        let (newYear, festival) = (try day("2025-01-01"), try day("2026-02-17"))
        #expect(try !data.workingCalendar().isWorkingDay(newYear))
        #expect(try !data.workingCalendar().isWorkingDay(festival))
        try DurableFile.makeFolder(folder + "/calendars")
        for year in [2026, 2031] {
            let text = "{ year: \(year), source: 'weekends alone', holidays: [] }"
            try DurableFile.write(text, to: "\(folder)/calendars/\(year).json5")
        }
        let calendar = try data.workingCalendar()
        #expect(calendar.years.contains(2031) && calendar.years == calendar.years.sorted())
        #expect(try calendar.isWorkingDay(festival) && !calendar.isWorkingDay(newYear))
        #expect(try data.deadlineRules().limits.count >= 10 && data.dutyKinds().kind("leader")?.times == 1)
        try DurableFile.makeFolder(folder + "/loop")
        try DurableFile.write("{ name: 'own' }", to: folder + "/loop/deadlines.json5")
        #expect(throws: Fault.self) { try data.deadlineRules() }
    }

    private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }
}
