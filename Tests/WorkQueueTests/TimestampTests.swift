import GeoModel
import Testing
import WorkQueue

@Suite struct TimestampTests {
    @Test(arguments: ["2026-06-17T08:00:00Z", "2026-06-17T08:00:00.000Z"])
    func readsTheUsualSpellings(text: String) {
        #expect(Timestamp(text)?.text == "2026-06-17T08:00:00.000Z")
    }

    @Test(arguments: [
        "", "2026-06-17", "2026-06-17T08:00:00", "2026-06-17T24:00:00Z", "2026-02-30T08:00:00Z", "20260617T08:00:00Z",
        "2026-06-17T8:00:00Z", "2026-06-17T08:00:00.5Z", "2026-06-17T08:00:00+08:00", "2026-06-17T08:00Z",
    ])
    func refusesEverythingElse(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func countsFromTheEpoch() {
        #expect(Timestamp(secondsSinceEpoch: 0).text == "1970-01-01T00:00:00.000Z")
        #expect(Timestamp(secondsSinceEpoch: 951_827_696.789).text == "2000-02-29T12:34:56.789Z")
        #expect(Timestamp(secondsSinceEpoch: -0.001).text == "1969-12-31T23:59:59.999Z")
    }

    @Test func agreesWithTheCalendarOnEveryDay() {
        for day in stride(from: -719_162, through: 2_932_896, by: 97) {
            #expect(Timestamp(secondsSinceEpoch: Double(day) * 86_400).bureauDay.daysSinceEpoch == day)
        }
    }
}
