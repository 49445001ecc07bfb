import GeoModel
import Testing

@Suite struct CalendarTests {
    @Test(arguments: ["2026-06-07", "20260607", "2026/6/7", "2026年6月7日", "2026-06-07T10:43:45Z"])
    func readsTheUsualSpellings(text: String) {
        #expect(CalendarDate(text)?.description == "2026-06-07")
    }

    @Test(arguments: ["", "2026-13-01", "2026-02-29", "7 June", "202606", "2026-06-07-08"])
    func refusesWhatIsNoDay(text: String) {
        #expect(CalendarDate(text) == nil)
    }

    @Test func countsDaysFromTheEpoch() {
        #expect(CalendarDate("1970-01-01")?.daysSinceEpoch == 0)
        #expect(CalendarDate("2000-03-01")?.daysSinceEpoch == 11017)
        #expect(CalendarDate("1969-12-31")?.daysSinceEpoch == -1)
    }

    @Test(arguments: ["0001-01-01", "1600-02-29", "1969-12-31", "2000-02-29", "2000-03-01", "2026-12-31", "9999-12-31"])
    func daysFromTheEpochLeadBack(text: String) throws {
        let day = try #require(CalendarDate(text))
        #expect(CalendarDate(daysSinceEpoch: day.daysSinceEpoch) == day)
    }

    @Test(arguments: [-719_163, 2_932_897])
    func noDayLiesOutsideTheCalendar(days: Int) {
        #expect(CalendarDate(daysSinceEpoch: days) == nil)
    }

    @Test func movesByMonthsAcrossYears() {
        #expect(Period("2026-01")?.advanced(by: -1).description == "2025-12")
        #expect(Period("2025-12")?.advanced(by: 13).description == "2027-01")
    }
}
