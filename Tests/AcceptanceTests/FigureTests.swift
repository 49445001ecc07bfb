import Foundation
import GeoModel
import SafeFiles
import Testing
import WorkQueue

/// Figures of the loop with the built program, over the sample district: two months of five cases each, played so that
/// every figure can be counted on the fingers.
@Suite struct FigureTests {
    private let folder: String
    private let loop: PlayedLoop

    init() throws {
        folder = try SampleDistrict.folder("figures-\(UUID())")
        loop = try PlayedLoop(folder + "/region")
        try play("2026-05", places: 0..<5, opened: "2026-05-10T02:00:00", monday: "2026-05-11", satisfied: nil)
        try play("2026-06", places: 5..<10, opened: "2026-06-01T00:00:00", monday: "2026-06-01", satisfied: true)
    }

    /// Of five cases one is legal by its papers, one goes through the whole loop, one is never accepted, one waits, and
    /// of one nothing is seen on the ground.
    private func play(
        _ period: String, places: Range<Int>, opened: String, monday text: String, satisfied: Bool?
    ) throws {
        let ids = try loop.open(places, period: period, at: opened)
        try #require(ids.count == 5)
        let monday = try #require(CalendarDate(text))
        func day(_ offset: Int) throws -> CalendarDate {
            try #require(CalendarDate(daysSinceEpoch: monday.daysSinceEpoch + offset))
        }
        for place in [0, 1, 2, 4] {
            try loop.take(ids[place], .issue, try day(0), "李明", .dispatcher) {
                $0.assignee = try Person(name: "王芳", role: .inspector)
            }
        }
        for (place, finding) in [(0, "approved"), (1, "unapproved-building"), (4, "no-change")] {
            try loop.take(ids[place], .accept, try day(1), "王芳", .inspector)
            try loop.take(ids[place], .survey, try day(2), "王芳", .inspector) {
                $0.finding = finding
                if place > 0 { $0.evidence = [try loop.photo()] }
            }
            try loop.take(ids[place], .review, try day(3), "钱进", .reviewer) { $0.finding = finding }
        }
        for place in [0, 4] { try loop.take(ids[place], .dismiss, try day(4), "钱进", .reviewer) }
        try loop.take(ids[1], .approveDisposal, try day(4), "周局", .leader) { $0.disposal = "self-correction" }
        try loop.take(ids[1], .finishDisposal, try day(7), "李明", .dispatcher) { $0.evidence = [try loop.photo()] }
        try loop.take(ids[1], .fileFeedback, try day(8), "李明", .dispatcher)
        try loop.take(ids[1], .visitAgain, try day(9), "王芳", .inspector) {
            ($0.evidence, $0.satisfied) = ([try loop.photo()], satisfied)
        }
        try loop.take(ids[1], .close, try day(10), "周局", .leader)
    }

    private func run(_ arguments: [String]) throws -> Binary.Outcome {
        try Binary.run(["queue", "figures", "--region", loop.path] + arguments)
    }

    private func json(_ arguments: [String]) throws -> JSONValue {
        let said = try run(arguments + ["--json"])
        #expect(said.code == 0, "\(said.messages)")
        return try JSONValue(parsing: said.results, named: "figures")
    }

    private func rates(_ figures: JSONValue?) -> [String] {
        ["answered", "on_time", "solved", "satisfied", "right"].map { rate in
            "\(figures?[rate + "_hits"]?.integer ?? -1)/\(figures?[rate + "_all"]?.integer ?? -1)"
        }
    }

    /// By hand. Answered: three of four. On time: 4 steps of the first case, 8 of the second, 4 of the last; that of
    /// the third ran over. Solved: three ended; in May one stands overdue, in June two.
    @Test func twoMonthsCountedByHand() throws {
        let june = try json(["--at", "2026-06"])
        #expect(rates(june["whole"]) == ["3/4", "16/17", "3/5", "1/1", "2/3"])
        let may = try #require(june["spans"]?.array?.first { $0["span"] == "2026-05" })
        #expect(rates(may) == ["3/4", "16/17", "3/4", "0/0", "2/3"])
        #expect(may["satisfied_share"] == .null && may["silent_visits"] == 1)
        let whole = try #require(june["whole"])
        let expected = [
            "opened": 5, "issued": 4, "ended": 3, "done": 20, "surveys_asked": 4, "surveys": 2, "desk_surveys": 1,
            "return_visits_asked": 1, "return_visits": 1, "disposals": 1, "waiting": 2, "at_work": 2, "overdue": 2,
            "oldest_age_days": 50, "age_8_30": 1, "age_31_90": 1, "open_issued": 2, "open_suspected": 2,
        ]
        for (key, value) in expected { #expect(whole[key]?.integer == value, "\(key)") }
        // The two cases were issued on 6.1 and 5.11.
        #expect(whole["median_age_days"]?.double == 39.5)
        // Both months are one quarter.
        #expect(rates(try json(["--at", "2026-Q2"])["whole"]) == ["6/8", "32/34", "6/8", "1/1", "4/6"])
        #expect(try json(["--period", "half", "--at", "2026-05"])["span"] == "2026-H1")
        // Groups add up to the whole, and every township of the register is there.
        for grouping in ["township", "officer", "theme"] {
            let groups = try #require(june["by"]?[grouping]?.array)
            for (key, value) in expected where !key.contains("oldest") {
                #expect(groups.reduce(0) { $0 + ($1[key]?.integer ?? 0) } == value, "\(grouping) \(key)")
            }
        }
        let townships = try #require(june["by"]?["township"]?.array)
        #expect(townships.contains { $0["area_km2"]?.double ?? 0 > 1 && $0["zh"]?.string?.isEmpty == false })
        let officer = try #require(june["by"]?["officer"]?.array?.first { $0["key"] == "王芳" })
        #expect(officer["done"] == 7 && officer["overdue"] == 2 && officer["at_work"] == 2)
    }

    @Test func theBulletinIsWrittenWithTheHeadOfTheChain() throws {
        let (page, table) = (folder + "/june.html", folder + "/june.csv")
        let files = ["--at", "2026-06", "--html", page, "--csv", table]
        #expect(try run(files + ["--dry-run"]).code == 0 && !FileManager.default.fileExists(atPath: page))
        let said = try run(files + ["--by", "township", "--lang", "zh"])
        #expect(said.code == 0, "\(said.messages)")
        #expect(said.results.contains("名次") && said.messages.contains("在办 2（超期 2）"), "\(said.messages)")
        let head = try JSONValue(
            parsing: try Binary.run(["audit", "head", "--region", loop.path, "--json"]).results, named: "head")
        let text = try DurableFile.text(of: page)
        #expect(try text.contains(#require(head["head"]?.string)) && text.contains("月通报") && text.contains("<svg"))
        #expect(text.contains("16 / 17") && text.contains("口径") && !text.contains("NaN"))
        let lines = try DurableFile.text(of: table).split(separator: "\r\n")
        #expect(lines[0].contains("on_time_share") && lines.dropFirst().count { $0.contains(",whole,") } == 6)
    }

    @Test func whatCantBeToldIsRefused() throws {
        for (wrong, words) in [
            (["--at", "June"], "is expected"),
            (["--at", "2026", "--period", "month"], "is longer than --period month"),
        ] {
            let said = try run(wrong)
            #expect(said.code == 2 && said.messages.contains(words), "\(said.messages)")
        }
        #expect(try run(["--at", "0001-01"]).code == 0)
        let early = try run(["--at", "2099-01"])
        #expect(early.code == 1 && early.messages.contains("has not begun"))
        #expect(try run(["--at", "2025-01", "--lang", "zh"]).results.contains("无任务"))
    }

    /// `--satisfied` goes with return visits, and nothing else.
    @Test func satisfactionIsAWordOfReturnVisits() throws {
        let id = try #require(
            try JSONValue(
                parsing: Binary.run(["queue", "list", "--region", loop.path, "--state", "suspected", "--json"]).results,
                named: "list"
            ).array?.first?["case"]?.string)
        let said = try Binary.run(
            [
                "queue", "advance", id, "issue", "--by", "李明", "--role", "dispatcher", "--reason", "下发",
                "--satisfied", "yes", "--region", loop.path,
            ])
        #expect(said.code == 1 && said.messages.contains("takes no word on satisfaction"), "\(said.messages)")
    }
}
