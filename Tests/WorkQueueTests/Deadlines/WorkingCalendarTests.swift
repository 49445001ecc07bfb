import GeoModel
import SafeFiles
import Testing

@testable import WorkQueue

/// Counted by hand on the calendars of the notices.
@Suite struct WorkingCalendarTests {
    let calendar: WorkingCalendar

    init() throws { calendar = try ShippedData.calendar() }

    /// So many working days after a day is that day.
    @Test(arguments: [
        // Spring Festival 2025: off 1.28–2.4, worked on Sunday 1.26 and Saturday 2.8.
        ("2025-01-24", 1, "2025-01-26"), ("2025-01-24", 2, "2025-01-27"), ("2025-01-24", 3, "2025-02-05"),
        ("2025-01-24", 6, "2025-02-08"), ("2025-01-24", 7, "2025-02-10"), ("2025-01-30", 1, "2025-02-05"),
        // Qingming, Labour Day (worked on Sunday 4.27), Dragon Boat 2025.
        ("2025-04-03", 1, "2025-04-07"), ("2025-04-25", 1, "2025-04-27"), ("2025-04-25", 4, "2025-04-30"),
        ("2025-04-25", 5, "2025-05-06"), ("2025-05-30", 1, "2025-06-03"),
        // National Day 2025: off 10.1–8, worked on Sunday 9.28 and Saturday 10.11.
        ("2025-09-26", 1, "2025-09-28"), ("2025-09-26", 3, "2025-09-30"), ("2025-09-26", 4, "2025-10-09"),
        ("2025-09-26", 6, "2025-10-11"), ("2025-09-26", 7, "2025-10-13"),
        // The year's end: off 2026-01-01–03, worked on Sunday 1.4.
        ("2025-12-30", 1, "2025-12-31"), ("2025-12-30", 2, "2026-01-04"), ("2025-12-31", 1, "2026-01-04"),
        ("2025-12-31", 2, "2026-01-05"),
        // Spring Festival 2026: off 2.15–23, worked on Saturdays 2.14 and 2.28.
        ("2026-02-12", 2, "2026-02-14"), ("2026-02-12", 3, "2026-02-24"), ("2026-02-12", 7, "2026-02-28"),
        ("2026-02-12", 8, "2026-03-02"),
        // Qingming, Labour Day (worked on Saturday 5.9), Dragon Boat 2026.
        ("2026-04-03", 1, "2026-04-07"), ("2026-04-30", 1, "2026-05-06"), ("2026-04-30", 4, "2026-05-09"),
        ("2026-04-30", 5, "2026-05-11"), ("2026-06-18", 1, "2026-06-22"),
        // Mid-Autumn and National Day 2026: off 9.25–27 and 10.1–7, worked on Sunday 9.20 and Saturday 10.10.
        ("2026-09-18", 1, "2026-09-20"), ("2026-09-18", 5, "2026-09-24"), ("2026-09-18", 6, "2026-09-28"),
        ("2026-09-18", 9, "2026-10-08"), ("2026-09-18", 11, "2026-10-10"), ("2026-09-18", 12, "2026-10-12"),
        // A whole year has 365 − 104 − 13 days (人社部发〔2025〕2号).
        ("2025-01-01", 248, "2025-12-31"), ("2026-01-01", 248, "2026-12-31"), ("2025-01-01", 496, "2026-12-31"),
    ])
    func countsWorkingDays(start: String, count: Int, end: String) throws {
        let (start, end) = (try day(start), try day(end))
        #expect(try calendar.day(count, workingDaysAfter: start) == end)
        #expect(try calendar.workingDays(after: start, through: end) == count)
        // The day before the last is one less: the last is worked itself.
        #expect(try calendar.workingDays(after: start, through: end.advanced(by: -1)) == count - 1)
        #expect(try calendar.isWorkingDay(end))
    }

    @Test func agreesWithCountingDayByDay() throws {
        let first = try day("2025-01-01")
        for start in stride(from: 0, to: 700, by: 13) {
            var counted = 0
            for length in 0..<30 {
                let end = first.advanced(by: start + length)
                if length > 0, try calendar.isWorkingDay(end) {
                    counted += 1
                    #expect(try calendar.day(counted, workingDaysAfter: first.advanced(by: start)) == end)
                }
                #expect(try calendar.workingDays(after: first.advanced(by: start), through: end) == counted)
            }
        }
    }

    @Test func noDaysLieBetweenADayAndAnEarlierOne() throws {
        #expect(try calendar.workingDays(after: day("2026-03-05"), through: day("2026-03-05")) == 0)
        #expect(try calendar.workingDays(after: day("2026-03-05"), through: day("2026-03-02")) == 0)
    }

    @Test func aYearWithoutItsNoticeIsNamed() throws {
        let late = try #require(fault { _ = try calendar.day(3, workingDaysAfter: day("2026-12-29")) })
        #expect(late.object == "calendars/2027.json5")
        #expect(late.text(.en).contains("there is no calendar of 2027, only of 2025, 2026. Add it"))
        #expect(late.text(.zh).contains("没有 2027 年的工作日历，现有：2025、2026。"))
        #expect(try calendar.day(2, workingDaysAfter: day("2026-12-29")) == day("2026-12-31"))
        let early = try #require(fault { _ = try calendar.isWorkingDay(day("2024-12-31")) })
        #expect(early.text(.en).contains("of 2024 (for 2024-12-31)"))
        #expect(fault { _ = try calendar.workingDays(after: day("2026-12-31"), through: day("2027-01-01")) } != nil)
        let gap = try WorkingCalendar([file(2025), file(2027)], folder: "calendars")
        let across = fault { _ = try gap.workingDays(after: day("2025-12-31"), through: day("2027-01-01")) }
        #expect(across?.object == "calendars/2026.json5")
    }

    private func file(_ year: Int, _ holidays: String = "") throws -> CalendarFile {
        let text = "{ year: \(year), source: 's', holidays: [\(holidays)] }"
        return try CalendarFile(try JSONValue(parsing: text, named: "\(year).json5"), named: "\(year).json5")
    }

    private func holiday(_ from: String, _ until: String, madeUp: String = "") -> String {
        let label = "{ zh: '节', en: 'h' }"
        return "{ code: 'h', label: \(label), from: '\(from)', until: '\(until)', madeUp: [\(madeUp)], source: 's' }"
    }

    /// 2022-12-31 was off by the notice for 2023; a later notice has the last word on a December.
    @Test func theNextNoticeMayNameDaysOfDecember() throws {
        let (old, new) = (try file(2022), try file(2023, holiday("2022-12-30", "2023-01-02")))
        #expect(try WorkingCalendar([old], folder: "c").isWorkingDay(day("2022-12-30")))
        let both = try WorkingCalendar([new, old], folder: "c")
        #expect(try !both.isWorkingDay(day("2022-12-30")))
        #expect(try both.day(1, workingDaysAfter: day("2022-12-29")) == day("2023-01-03"))
    }

    @Test func whatCannotBeIsRefused() throws {
        let faults = [
            (holiday("2026-05-05", "2026-05-01"), "run from 2026-05-05 to 2026-05-01"),
            (holiday("2026-05-01", "2026-05-05", madeUp: "'2026-05-08'"), "2026-05-08 is no Saturday or Sunday"),
            (holiday("2026-05-01", "2026-05-05", madeUp: "'2026-05-02'"), "2026-05-02 is named twice"),
            (holiday("2025-05-01", "2025-05-05"), "2025-05-01 lies outside 2026"),
            (holiday("2026-05-01", "2026-05-32"), "expected a day such as"),
            (holiday("2026-05-01", "2026-05-02") + "," + holiday("2026-05-02", "2026-05-03"), "is named twice"),
        ]
        for (text, expected) in faults {
            let found = fault { _ = try file(2026, text) }
            #expect(found?.text(.en).contains(expected) == true, "\(found?.text(.en) ?? "nothing")")
        }
        let twice = try [file(2026), file(2026)]
        #expect(fault { _ = try WorkingCalendar(twice, folder: "c") }?.text(.en).contains("is of 2026 too") == true)
    }

    /// The bureau's day begins at 16:00 of the day before in UTC.
    @Test(arguments: [
        ("2026-02-12T15:59:59Z", "2026-02-12"), ("2026-02-12T16:00:00Z", "2026-02-13"),
        ("2026-02-12T00:00:00Z", "2026-02-12"), ("2025-12-31T16:00:00Z", "2026-01-01"),
        ("2026-02-28T23:59:59Z", "2026-03-01"),
    ])
    func theDayIsTheBureaus(moment: String, expected: String) throws {
        let (time, date) = (try #require(Timestamp(moment)), try day(expected))
        #expect(time.bureauDay == date)
        #expect(time < Timestamp(endOf: date) && Timestamp(endOf: date.advanced(by: -1)) <= time)
    }
}
