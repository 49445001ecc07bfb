import GeoModel
import SafeFiles
import Testing

@testable import WorkQueue

/// Both clocks of a step, counted by hand. The limit is 5 working days, 8 for the whole process, warning 1 before.
@Suite struct StepClocksTests {
    let calendar: WorkingCalendar
    let rule = DeadlineRule(
        code: "r", state: .accepted, themes: nil, priorities: nil, working: 5, whole: 8, warn: 1)

    init() throws { calendar = try ShippedData.calendar() }

    /// What happened to a case, and what its last step's clocks must show on a day.
    struct Story: Sendable, CustomTestStringConvertible {
        let name: String
        /// `accept 2026-02-12 09`, one after another.
        let events: [String]
        let day: String
        /// Working days gone by, and the last day in time; `-` where the clock stands still.
        let working: (Int, String)
        let whole: (Int, String)
        let standing: DeadlineStanding
        let overdue: Int

        init(
            _ name: String, _ events: [String], on day: String, _ working: (Int, String), _ whole: (Int, String),
            _ standing: DeadlineStanding, overdue: Int = 0
        ) {
            (self.name, self.events, self.day) = (name, events, day)
            (self.working, self.whole, self.standing, self.overdue) = (working, whole, standing, overdue)
        }

        var testDescription: String { "\(name), on \(day)" }
    }

    private func events(_ lines: [String]) throws -> [ClockEvent] {
        try lines.map { line in
            let words = line.split(separator: " ")
            let kind: ClockEvent.Kind =
                switch words[0] {
                case "pause": .pause(ground: "publicity")
                case "resume": .resume
                case "undo": .undo
                default: .standing(try #require(CaseState(rawValue: String(words[0]))))
                }
            return ClockEvent(kind, at: try local("\(words[1]) \(words[2])"))
        }
    }

    // Working days after Thursday 2026-02-12: 13, 14 (Saturday, worked), 24, 25, 26, 27, 28 (Saturday, worked), 3.2,
    // 3.3.
    static let plain = ["accepted 2026-02-12 09"]
    static let overHoliday = plain + ["pause 2026-02-13 15", "resume 2026-02-25 10"]
    static let onLastDay = plain + ["pause 2026-02-26 11", "resume 2026-02-28 09"]
    static let sentBack = [
        "accepted 2026-02-09 09", "surveyed 2026-02-10 09", "returned 2026-02-11 09", "surveyed 2026-02-12 09",
    ]
    static let stories = [
        Story("the first day is not counted", plain, on: "2026-02-12", (0, "2026-02-26"), (0, "2026-03-02"), .inTime),
        Story("the holiday is not counted", plain, on: "2026-02-23", (2, "2026-02-26"), (2, "2026-03-02"), .inTime),
        Story("one day left", plain, on: "2026-02-25", (4, "2026-02-26"), (4, "2026-03-02"), .warning),
        Story("the last day", plain, on: "2026-02-26", (5, "2026-02-26"), (5, "2026-03-02"), .warning),
        Story("the day after", plain, on: "2026-02-27", (6, "2026-02-26"), (6, "2026-03-02"), .overdue, overdue: 1),
        Story("both over", plain, on: "2026-03-03", (9, "2026-02-26"), (9, "2026-03-02"), .overdue, overdue: 4),
        // The pause takes the 13th, 14th and 24th; the 25th counts again: 25, 26, 27, 28, 3.2.
        Story("paused over it", overHoliday, on: "2026-02-24", (0, "2026-03-02"), (3, "2026-03-02"), .inTime),
        Story("run on after it", overHoliday, on: "2026-02-28", (4, "2026-03-02"), (7, "2026-03-02"), .warning),
        Story(
            "over after it", overHoliday, on: "2026-03-03", (6, "2026-03-02"), (9, "2026-03-02"), .overdue, overdue: 1),
        Story(
            "still paused", Array(overHoliday.prefix(2)), on: "2026-02-28", (0, "-"), (7, "2026-03-02"), .warning),
        Story(
            "paused beyond the whole", Array(overHoliday.prefix(2)), on: "2026-03-03", (0, "-"), (9, "2026-03-02"),
            .overdue, overdue: 1),
        // A pause on the last day keeps that day: it is the day on which the clock runs again.
        Story(
            "paused on the last day", Array(onLastDay.prefix(2)), on: "2026-02-26", (4, "-"), (5, "2026-03-02"), .inTime
        ),
        Story("the last day again", onLastDay, on: "2026-02-28", (5, "2026-02-28"), (7, "2026-03-02"), .warning),
        // Sunday: the last day is over, no working day since.
        Story("a Sunday late", onLastDay, on: "2026-03-01", (5, "2026-02-28"), (7, "2026-03-02"), .overdue),
        Story("a day late", onLastDay, on: "2026-03-02", (6, "2026-02-28"), (8, "2026-03-02"), .overdue, overdue: 1),
        Story(
            "a pause within a day", plain + ["pause 2026-02-13 09", "resume 2026-02-13 16"], on: "2026-02-14",
            (2, "2026-02-26"), (2, "2026-03-02"), .inTime),
        Story(
            "a pause on the first day", plain + ["pause 2026-02-12 10", "resume 2026-02-12 11"], on: "2026-02-14",
            (2, "2026-02-26"), (2, "2026-03-02"), .inTime),
        // Stopped every evening: no working day ends with the clock running, and the whole process tells.
        Story(
            "stopped every evening",
            plain + ["pause 2026-02-13 17", "resume 2026-02-14 09", "pause 2026-02-14 17", "resume 2026-02-24 09"],
            on: "2026-02-24", (1, "2026-02-28"), (3, "2026-03-02"), .inTime),
        Story(
            "overdue, then paused", plain + ["pause 2026-02-28 09"], on: "2026-03-02", (6, "2026-02-26"),
            (8, "2026-03-02"), .overdue, overdue: 1),
        Story(
            "ended in time", plain + ["surveyed 2026-02-26 18"], on: "2026-03-10", (5, "2026-02-26"), (5, "2026-03-02"),
            .warning),
        Story("sent back, a new step", sentBack, on: "2026-02-14", (2, "2026-02-26"), (2, "2026-03-02"), .inTime),
        // An undone step has never been: the days in it count for the one before.
        Story(
            "undone", plain + ["surveyed 2026-02-13 09", "undo 2026-02-24 09"], on: "2026-02-24", (3, "2026-02-26"),
            (3, "2026-03-02"), .inTime),
        Story(
            "an undone pause", plain + ["pause 2026-02-13 09", "undo 2026-02-24 09"], on: "2026-02-24",
            (3, "2026-02-26"), (3, "2026-03-02"), .inTime),
        Story(
            "an undone resumption", plain + ["pause 2026-02-13 09", "resume 2026-02-14 09", "undo 2026-02-24 09"],
            on: "2026-02-25", (0, "-"), (4, "2026-03-02"), .inTime),
        Story(
            "an undone undoing", plain + ["pause 2026-02-13 09", "undo 2026-02-14 09", "undo 2026-02-24 09"],
            on: "2026-02-25", (0, "-"), (4, "2026-03-02"), .inTime),
        Story(
            "a step that changes no state", plain + ["accepted 2026-02-24 09"], on: "2026-02-25", (4, "2026-02-26"),
            (4, "2026-03-02"), .warning),
        Story(
            "half past midnight is the next day", ["accepted 2026-02-13 00"], on: "2026-02-14", (1, "2026-02-27"),
            (1, "2026-03-03"), .inTime),
    ]

    @Test(arguments: stories)
    func showsBothClocks(story: Story) throws {
        let steps = TimedStep.steps(of: try events(story.events))
        let isEnded = story.name == "ended in time"
        let step = try #require(isEnded ? steps.first : steps.last)
        let clocks = try StepClocks(step, rule, calendar, on: day(story.day))
        let shown = [clocks.working, clocks.whole].map { "\($0.elapsed) \($0.due?.description ?? "-")" }
        #expect(shown == [story.working, story.whole].map { "\($0.0) \($0.1)" })
        #expect(clocks.standing == story.standing)
        #expect(clocks.overdueDays == story.overdue)
        #expect(clocks.unknownDue == nil)
    }

    @Test func aCaseSentBackHasAStepForEachStay() throws {
        let steps = TimedStep.steps(of: try events(Self.sentBack))
        #expect(steps.map(\.state) == [.accepted, .surveyed, .returned, .surveyed])
        #expect(steps.map { $0.left?.bureauDay.day } == [10, 11, 12, nil])
    }

    @Test func aPauseEndsWithItsStep() throws {
        let steps = TimedStep.steps(of: try events(Self.plain + ["pause 2026-02-13 09", "returned 2026-02-25 09"]))
        #expect(steps[0].openPause == nil && steps[0].pauses.first?.until == steps[0].left)
        #expect(steps[1].pauses.isEmpty)
    }

    /// What has gone by is known; the last day waits for the notice.
    @Test func aLastDayInAYearWithoutCalendarIsNotGuessed() throws {
        let step = try #require(TimedStep.steps(of: try events(["accepted 2026-12-29 09"])).last)
        let clocks = try StepClocks(step, rule, calendar, on: day("2026-12-31"))
        #expect(clocks.working.elapsed == 2 && clocks.working.due == nil && clocks.standing == .inTime)
        #expect(clocks.unknownDue?.object == "calendars/2027.json5")
        let late = fault { _ = try StepClocks(step, rule, calendar, on: day("2027-01-04")) }
        #expect(late?.object == "calendars/2027.json5")
    }
}
