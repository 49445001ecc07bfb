import Foundation
import SafeFiles
import Testing

/// Deadlines and duties with the built program, over the sample district.
@Suite struct DeadlineTests {
    private let region: String

    /// A copy of the district whose calendars know weekends alone, so that four weeks have 20 working days in every
    /// year in which the test runs.
    init() throws {
        region = try SampleDistrict.copy(to: try SampleDistrict.folder("due-\(UUID())") + "/region")
        for year in [Self.year(ofDaysAhead: 0), Self.year(ofDaysAhead: 28)] {
            let text = "{ year: \(year), source: 'weekends alone', holidays: [] }"
            try DurableFile.write(text, to: "\(region)/pipelines/calendars/\(year).json5")
        }
    }

    /// By the bureau's clock.
    private static func day(ahead days: Int) -> String {
        let day = Date().addingTimeInterval(Double(days) * 86_400 + 8 * 3600)
        return String(day.formatted(.iso8601.year().month().day()))
    }

    private static func year(ofDaysAhead days: Int) -> Int { Int(day(ahead: days).prefix(4)) ?? 0 }

    private func run(_ arguments: [String]) throws -> Binary.Outcome {
        try Binary.run(arguments + ["--region", region])
    }

    private func json(_ arguments: [String]) throws -> JSONValue {
        let said = try run(arguments + ["--json"])
        #expect(said.code == 0, "\(said.messages)")
        return try JSONValue(parsing: said.results, named: arguments.joined(separator: " "))
    }

    private func advance(_ id: String, _ action: String, _ role: String) throws {
        let said = try run(["queue", "advance", id, action, "--by", "王芳", "--role", role, "--reason", "按计划"])
        #expect(said.code == 0, "\(said.messages)")
    }

    @Test func overdueCasesAreListedWithWhomTheyAreDueTo() throws {
        #expect(try json(["queue", "due"]).array?.isEmpty == true)
        let cases = try #require(try json(["queue", "list"]).array)
        let slow = try cases.filter { $0["priority"] != 1 }.prefix(2).map { try #require($0["case"]?.string) }
        try #require(slow.count == 2)
        for id in slow { try advance(id, "issue", "dispatcher") }
        try advance(slow[1], "accept", "inspector")
        // The day on which a case came into its state is not counted.
        #expect(try json(["queue", "due", "--slowest", "9"]).array?.map { $0["working"]?["elapsed"] } == [0, 0])

        let later = Self.day(ahead: 28)
        let due = try #require(try json(["queue", "due", "--on", later]).array)
        #expect(due.map { $0["case"]?.string } == slow)
        // Issued: 2 working days, 3 for the whole process; 20 went by.
        #expect(due[0]["overdue_days"] == 18 && due[0]["working"]?["limit"] == 2 && due[0]["whole"]?["limit"] == 3)
        #expect(due[0]["due_level"] == "leader" && due[0]["must_escalate"] == true && due[0]["standing"] == "overdue")
        #expect(due[1]["state"] == "accepted" && due[1]["assigned"] == "王芳")
        for filter in [["--state", "accepted"], ["--person", "王芳"]] {
            #expect(try json(["queue", "due", "--on", later] + filter).array?.map { $0["case"]?.string } == [slow[1]])
        }
        #expect(try json(["queue", "due", "--on", later, "--slowest", "1"]).array?.count == 1)
        #expect(try json(["queue", "due", "--on", later, "--theme", "none"]).array?.isEmpty == true)

        try advance(slow[0], "escalate", "dispatcher")
        let raised = try json(["queue", "due", "--on", later, "--state", "issued"])
        #expect(raised.array?.first?["level"] == 1 && raised.array?.first?["working"]?["elapsed"] == 20)
        let table = try run(["queue", "due", "--on", later, "--lang", "zh"])
        #expect(table.results.contains("超期 18 个工作日") && table.results.contains("局领导"), "\(table.results)")
        #expect(table.messages.contains("在办 2 件，超期 2 件，预警 0 件"), "\(table.messages)")
    }

    @Test func aCaseShowsTheClocksOfItsSteps() throws {
        let id = try #require(try json(["queue", "list", "--limit", "1"]).array?.first?["case"]?.string)
        try advance(id, "issue", "dispatcher")
        try advance(id, "accept", "inspector")
        let clocks = try #require(try json(["queue", "show", id])["clocks"]?.array)
        #expect(clocks.map { $0["state"] } == ["issued", "accepted"])
        #expect(clocks[0]["left_at"] == clocks[1]["entered_at"] && clocks[0]["standing"] != "overdue")
        #expect(try run(["queue", "show", id, "--lang", "zh"]).results.contains("时限（工作日）\n  已下发"))
        let loop = try #require(try json(["queue", "loop"]).array?.first { $0["from"] == "legalReview" })
        #expect(loop["deadlines"]?.array?.first?["whole"] == 15)
    }

    @Test func aYearWithoutACalendarIsNamed() throws {
        let id = try #require(try json(["queue", "list", "--limit", "1"]).array?.first?["case"]?.string)
        try advance(id, "issue", "dispatcher")
        let said = try run(["queue", "due", "--on", "2099-01-01"])
        #expect(said.code == 3 && said.messages.contains("The deadlines of 1 cases can't be told (\(id))"))
        #expect(said.messages.contains("/pipelines/calendars/") && said.messages.contains("Add it after the State"))
    }

    /// A table in GBK would do as well; a row that is there already and the same table again change nothing.
    private func importDuties() throws {
        let file = region + "/duties.csv"
        let rows = [
            "类别,对象,责任人,开始日", "领导帮包,锂电产业园一期,张伟,2026-01-01", "officer,新材料项目,李明,2026-05-06",
            "mayor,新材料项目,李明,2026-05-06", "officer,新材料项目,李明,2026-02-30", "officer,,李明,2026-05-06",
        ]
        try DurableFile.write(rows.joined(separator: "\n") + "\n", to: file)
        let said = try run(["duties", "import", file, "--json"])
        let report = try JSONValue(parsing: said.results, named: "import")
        #expect(said.code == 3 && report["already"] == 1, "\(said.messages)")
        #expect(report["added"]?.array?.map { $0["duty"] } == ["duty-0003"])
        #expect(said.messages.contains("‘kind’ is ‘mayor’, expected one of leader, officer"))
        #expect(said.messages.contains("‘since’ is ‘2026-02-30’") && said.messages.contains("‘subject’ is empty"))
        #expect(report["rejected"]?.array?.count == 3)
        let again = try JSONValue(parsing: try run(["duties", "import", file, "--json"]).results, named: "import")
        #expect(again["added"]?.array?.isEmpty == true && again["already"] == 2)
    }

    @Test func dutiesAreEnteredVisitedAndOverdue() throws {
        let add = ["duties", "add", "锂电产业园一期", "--kind", "leader", "--owner", "张伟", "--since", "2026-01-01"]
        #expect(try run(add + ["--dry-run"]).code == 0)
        #expect(try json(["duties", "list", "--on", "2026-07-01"]).array?.isEmpty == true)
        #expect(try json(add)["duty"] == "duty-0001")
        let officer = ["duties", "add", "锂电产业园一期", "--kind", "officer", "--owner", "王芳", "--since", "2026-04-01"]
        #expect(try json(officer)["times"] == 2)
        let visit = ["duties", "visit", "duty-0001", "--by", "张伟", "--note", "协调供电接入", "--on", "2026-02-10"]
        #expect(try json(visit)["day"] == "2026-02-10")
        let listed = try #require(try json(["duties", "list", "--on", "2026-07-01"]).array)
        #expect(listed.map { $0["duty"] } == ["duty-0002", "duty-0001"])
        #expect(listed.map { $0["standing"] } == ["overdue", "overdue"] && listed.map { $0["missed"] } == [6, 1])
        #expect(try json(["duties", "list", "--on", "2026-07-01", "--slowest", "1"]).array?.count == 1)
        #expect(
            try json(["duties", "list", "--on", "2026-05-01", "--owner", "张伟", "--overdue"]).array?.isEmpty == true)
        let spans = try json(["duties", "show", "duty-0001", "--on", "2026-07-01"])["spans"]?.array
        #expect(spans?.map { $0["missing"] } == [0, 1, 1])
        #expect(try json(["duties", "end", "duty-0002", "--on", "2026-06-30"])["until"] == "2026-06-30")
        #expect(try json(["duties", "list", "--on", "2026-07-01"]).array?.count == 1)
        try importDuties()
        // What can't be is refused, and named.
        #expect(try run(add).messages.contains("has this duty for ‘锂电产业园一期’ already"))
        #expect(try run(["duties", "visit", "duty-0009", "--by", "张伟", "--note", "x"]).code == 1)
        #expect(try run(["duties", "list", "--kind", "mayor"]).code == 2)
        #expect(try run(["doctor"]).code == 0)
    }
}
