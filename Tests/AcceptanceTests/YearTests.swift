import Foundation
import SafeFiles
import Testing

/// A year of the sample district, played through the loop by a scripted cast: every month is monitored, and people of
/// every role take the steps below, each on its day. What comes out was worked out by hand.
///
/// Days are made with `faketime`; it takes the release build, since twelve months are compared.
@Suite(
    .enabled(
        if: SampleDistrict.isRelease && FileManager.default.isExecutableFile(atPath: Year.clock),
        "needs TUBAN_BINARY (the release build) and faketime"))
struct YearTests {
    private static let played = Result { try Year() }

    private func year() throws -> Year { try Self.played.get() }

    @Test func everyCaseEndsWhereTheScriptSays() throws {
        let year = try year()
        var states: [String: String] = [:]
        for item in try year.json(["queue", "list"]).array ?? [] {
            states[item["case"]?.string ?? ""] = item["state"]?.string
        }
        let expected = [
            "202511-0001": "dismissed", "202510-0001": "closed", "202604-0003": "closed", "202602-0001": "dismissed",
            "202604-0002": "disposing", "202510-0004": "legalReview", "202511-0002": "accepted",
            "202511-0003": "closed",
            try year.relapse(): "issued",
        ]
        for (id, state) in expected { #expect(states[id] == state, "\(id)") }
        let others = states.filter { expected[$0.key] == nil }
        #expect(others.count > 20 && others.values.allSatisfy { $0 == "suspected" })
    }

    /// Twelve months raise far more flags than there are places.
    @Test func onePlaceIsOneCase() throws {
        let year = try year()
        var (flags, seenAgain) = (0, 0)
        for month in Year.months {
            let join = try JSONValue(
                parsing: try DurableFile.text(of: "\(year.region)/runs/\(month)/join.json"), named: "join")
            flags += join["join"]?["flags"]?.integer ?? 0
            seenAgain += join["cases_seen_again"]?.array?.count ?? 0
        }
        let cases = try year.json(["queue", "list"]).array?.count ?? 0
        #expect(flags > 3 * cases && seenAgain > 2 * cases, "\(flags) flags, \(cases) cases, \(seenAgain) sightings")
    }

    /// What was demolished and closed in June shows in July's image again.
    @Test func theRelapseIsACaseOfItsOwnLinkedToTheOldOne() throws {
        let year = try year()
        let id = try year.relapse()
        #expect(id.hasPrefix("202607-"))
        let old = try year.json(["queue", "show", "202604-0003"])
        #expect(old["linked"]?.array?.compactMap { $0["en"]?.string }.contains("came back as") == true)
        #expect(old["case"]?["state"] == "closed")
    }

    @Test func neighboursOfOtherMonthsAreLinked() throws {
        let year = try year()
        let listed = try year.json(["queue", "list"]).array ?? []
        let kinds = try listed.compactMap { $0["case"]?.string }.flatMap { id in
            (try year.json(["queue", "show", id])["linked"]?.array ?? []).compactMap { $0["kind"]?.string }
        }
        #expect(kinds.contains("overlap") && kinds.contains("relapse"))
    }

    /// What a list of the superior or a complaint tells of comes up with the first image that can show it, earlier than
    /// theirs or later; a case that stands on a whole approval was there for something else.
    @Test func leadsComeUpWithTheFirstImageThatShowsThem() throws {
        let year = try year()
        let (scenes, told) = (year.leadTruth["scenes"], try year.json(["queue", "leads"]))
        var days: [Int] = []
        for lead in told["leads"]?.array ?? [] where lead["theme"] != "approved-unsupplied" {
            let number = lead["number"]?.string ?? ""
            guard let early = lead["image_lead_days"]?.integer,
                let truth = year.leadTruth["issued"]?[number] ?? year.leadTruth["complaints"]?[number]
            else { continue }
            #expect(truth["cause"] == "change", "\(number)")
            let shown = (truth["shown"]?.array ?? []).compactMap(\.string).first { $0 >= Year.months[0] } ?? ""
            #expect(lead["case_image_day"] == scenes?[shown], "\(number)")
            days.append(early)
        }
        #expect(days.contains { $0 > 30 } && days.contains { $0 < 0 } && days.count > 7)
        // A case of an earlier change is there, and no days are told of it.
        let known = (told["leads"]?.array ?? []).filter { $0["known_before"] == true }
        #expect(!known.isEmpty && known.allSatisfy { $0["lead_days"] == .null && $0["image_lead_days"] == .null })
    }

    /// Land that was supplied and closed in January as put right, and an approval closed in December as supplied: the
    /// records raise both still, the supply from the next month on, the approval after a month of rest.
    @Test func whatRecordsRaiseStillIsARelapseOfItsCase() throws {
        let year = try year()
        for (old, month, theme) in [
            ("202511-0003", "202602-", "unrecorded-start"), ("202510-0001", "202602-", "approved-unsupplied"),
        ] {
            let links = try year.json(["queue", "show", old])["linked"]?.array ?? []
            let relapses = links.filter { $0["kind"] == "relapse" }.compactMap { $0["case"]?.string }
            #expect(relapses.count == 1 && relapses.allSatisfy { $0.hasPrefix(month) }, "\(old): \(relapses)")
            let again = try year.json(["queue", "show", try #require(relapses.first)])
            #expect(again["case"]?["theme"]?.string == theme && again["case"]?["state"] == "suspected")
            #expect(again["linked"]?.array?.first { $0["case"]?.string == old }?["en"] == "a relapse of")
        }
    }

    @Test func theReturnedSurveyWasDoneAgain() throws {
        let shown = try year().json(["queue", "show", "202602-0001"])
        let steps = (shown["events"]?.array ?? []).compactMap { $0["action"]?.string }
        #expect(steps == ["issue", "accept", "survey", "sendBack", "survey", "review", "dismiss"])
        #expect(shown["case"]?["finding"] == "crop-or-season")
    }

    /// Issued on 29 April and accepted on 15 June: far over the time for accepting.
    @Test func theMissedDeadlineIsTold() throws {
        let year = try year()
        let due = try year.json(["queue", "due", "--on", "2026-06-12", "--slowest", "100"]).array ?? []
        // Today's list tells of today's standing alone; the case's own clocks tell of every step.
        #expect(!due.isEmpty)
        let clocks = try year.json(["queue", "show", "202604-0002"])["clocks"]?.array ?? []
        let issued = try #require(clocks.first { $0["state"] == "issued" })
        #expect(issued["standing"] == "overdue" && (issued["overdue_days"]?.integer ?? 0) > 20)
        #expect(try year.json(["queue", "show", "202604-0002"])["case"]?["level"] == 1)
    }

    /// The first half of 2026, counted from the script below.
    ///
    /// Issued: 511-3, 510-4, 602-1, 604-3, 604-2; all accepted by the end. Ended: 511-3, 602-1, 604-3. At work at the
    /// end: 511-2 and 510-4, both long overdue, and 604-2. Steps ended in time: 8 of 511-3, 4 of 510-4, 6 of 602-1, 9
    /// of 604-3, 7 of 604-2; over a limit: 510-4 in legal review, 604-2 waiting to be accepted (511-2 went over in
    /// December). Of the clues that were reviewed 602-1 was crops. Photos came with 4 surveys; 511-3, 510-4 and the
    /// second of 602-1 were desk work. Two of the cases opened are what 511-3 and 510-1 came back as.
    @Test func theFiguresOfTheHalfYearAreThoseCountedByHand() throws {
        let figures = try year().json(["queue", "figures", "--period", "half", "--at", "2026-H1"])
        let whole = try #require(figures["whole"])
        let expected = [
            "opened": 11, "issued": 5, "ended": 3, "waiting": 21, "at_work": 3, "overdue": 2, "answered_hits": 5,
            "answered_all": 5, "on_time_hits": 34, "on_time_all": 36, "solved_hits": 3, "solved_all": 5,
            "satisfied_hits": 1, "satisfied_all": 1, "right_hits": 4, "right_all": 5, "surveys": 4, "desk_surveys": 3,
            "return_visits": 2, "open_accepted": 1, "open_legal_review": 2,
        ]
        for (key, value) in expected { #expect(whole[key]?.integer == value, "\(key)") }
        let before = try year().json(["queue", "figures", "--period", "half", "--at", "2025-H2"])["whole"]
        #expect(before?["opened"]?.integer == 18 && before?["ended"]?.integer == 2)
        #expect(before?["satisfied_hits"]?.integer == 0 && before?["satisfied_all"]?.integer == 1)
    }

    @Test func theRecordIsWholeAndGoesOnFromTheHeadThatWasKept() throws {
        let year = try year()
        #expect(try year.run(["audit", "verify"]).code == 0)
        #expect(try year.run(["audit", "verify", "--against", year.head]).code == 0)
        let events = try year.json(["queue", "show", "202604-0003"])["events"]?.array ?? []
        #expect(events.count == 13 && events.compactMap { $0["evidence"]?.array?.first }.count == 3)
    }

    /// The auditor moves nothing, and nobody judges own work: those steps of the script were refused.
    @Test func whatTheLawForbidsWasRefused() throws {
        #expect(try year().refusals.count == Year.forbidden)
    }
}

/// The year, played.
private struct Year {
    static let clock = "/usr/bin/faketime"
    static let months = [
        "2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06", "2026-07",
        "2026-08", "2026-09",
    ]

    let region: String
    let head: String
    /// Who told of what, and what is behind it.
    let leadTruth: JSONValue
    private(set) var refusals: [String] = []

    private static let roles = [
        "钱一": "operator", "李明": "dispatcher", "王芳": "inspector", "刘洋": "inspector", "赵强": "reviewer",
        "孙律": "legalReviewer", "周局": "leader", "吴审": "auditor",
    ]

    /// Day, case, step, who, and what else the step needs; those that the loop must refuse end with `refused`.
    private static let script = """
        2025-11-03 202510-0001 issue 李明
        2025-11-04 202510-0001 accept 王芳
        2025-11-06 202510-0001 survey 王芳 --finding unsupplied
        2025-11-07 202510-0001 review 赵强 --finding unsupplied
        2025-11-10 202510-0001 approveDisposal 周局 --disposal supply
        2025-12-22 202510-0001 finishDisposal 李明 photo
        2025-12-23 202510-0001 fileFeedback 钱一
        2025-12-25 202510-0001 visitAgain 刘洋 --satisfied no photo
        2025-12-26 202510-0001 close 赵强
        2025-12-01 202511-0001 issue 李明
        2025-12-02 202511-0001 accept 刘洋
        2025-12-04 202511-0001 survey 刘洋 --finding started photo
        2025-12-05 202511-0001 review 王芳 --finding started refused
        2025-12-05 202511-0001 review 赵强 --finding started
        2025-12-05 202511-0001 dismiss 赵强
        2025-12-01 202511-0002 issue 钱一 --assignee 刘洋
        2025-12-02 202511-0002 accept 王芳 refused
        2025-12-03 202511-0002 assign 周局 --assignee 王芳
        2025-12-04 202511-0002 undo 周局
        2025-12-05 202511-0002 accept 刘洋
        2026-01-05 202511-0003 issue 李明
        2026-01-06 202511-0003 accept 王芳
        2026-01-07 202511-0003 survey 王芳 --finding not-started
        2026-01-08 202511-0003 review 赵强 --finding not-started
        2026-01-09 202511-0003 approveDisposal 周局 --disposal self-correction
        2026-01-12 202511-0003 finishDisposal 李明 photo
        2026-01-13 202511-0003 fileFeedback 钱一
        2026-01-14 202511-0003 visitAgain 刘洋 photo
        2026-01-15 202511-0003 close 赵强
        2026-01-05 202510-0004 issue 李明
        2026-01-06 202510-0004 accept 王芳
        2026-01-08 202510-0004 survey 王芳 --finding unsupplied
        2026-01-09 202510-0004 review 赵强 --finding unsupplied
        2026-01-09 202510-0004 approveDisposal 周局 --disposal withdraw-approval refused
        2026-01-12 202510-0004 refer 赵强
        2026-01-13 202510-0004 close 吴审 refused
        2026-03-02 202602-0001 issue 李明
        2026-03-03 202602-0001 accept 王芳
        2026-03-05 202602-0001 survey 王芳 --finding no-change photo
        2026-03-06 202602-0001 sendBack 赵强
        2026-03-10 202602-0001 survey 王芳 --finding crop-or-season
        2026-03-11 202602-0001 review 赵强 --finding crop-or-season
        2026-03-11 202602-0001 dismiss 赵强
        2026-04-29 202604-0003 issue 李明
        2026-04-30 202604-0003 accept 王芳
        2026-05-06 202604-0003 survey 王芳 --finding unapproved-building photo
        2026-05-07 202604-0003 review 赵强 --finding unapproved-building
        2026-05-08 202604-0003 refer 赵强
        2026-05-12 202604-0003 approveDisposal 孙律 --disposal demolish
        2026-05-13 202604-0003 pause 李明 --ground publicity
        2026-05-25 202604-0003 resume 李明
        2026-06-01 202604-0003 finishDisposal 刘洋 photo
        2026-06-02 202604-0003 fileFeedback 钱一
        2026-06-10 202604-0003 visitAgain 刘洋 refused
        2026-06-10 202604-0003 visitAgain 王芳 --satisfied yes photo
        2026-06-11 202604-0003 close 周局
        2026-04-29 202604-0002 issue 李明
        2026-06-10 202604-0002 escalate 李明
        2026-06-15 202604-0002 accept 刘洋
        2026-06-17 202604-0002 survey 刘洋 --finding beyond-approval photo
        2026-06-18 202604-0002 review 赵强 --finding beyond-approval
        2026-06-22 202604-0002 refer 赵强
        2026-06-23 202604-0002 sendBack 孙律
        2026-06-25 202604-0002 survey 刘洋 --finding unapproved-building photo
        2026-06-26 202604-0002 review 赵强 --finding unapproved-building
        2026-06-26 202604-0002 refer 赵强
        2026-07-02 202604-0002 approveDisposal 孙律 --disposal fine
        2026-07-29 RELAPSE issue 李明
        """.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }

    static let forbidden = script.count { $0.last == "refused" }

    private static let folder: String = {
        atexit { try? FileManager.default.removeItem(atPath: Year.folder) }
        return FileManager.default.temporaryDirectory.appendingPathComponent("tuban-year-\(UUID())").path
    }()

    init() throws {
        let folder = Self.folder
        region = folder + "/region"
        head = folder + "/head.json"
        _ = try Binary.run(["simulate", "--seed", "7", "--months", "25", "--size", "512", "--out", folder + "/source"])
        leadTruth = try DurableFile.json(of: folder + "/source/truth/leads.json")
        let made = try Binary.run(
            ["init", "--region", region, "--from", folder + "/source/district.json5"], at: "2025-10-27")
        try #require(made.code == 0, "\(made.messages)")
        for month in Self.months {
            for step in Self.script where step[0].hasPrefix(month) && step[0] < month + "-28" { try take(step) }
            let run = try Binary.run(["run", "monthly", "--region", region, "--period", month], at: month + "-28")
            // The sample's messy registers make it end with 3.
            try #require([0, 3].contains(run.code), "\(run.messages)")
            for step in Self.script where step[0].hasPrefix(month) && step[0] >= month + "-28" { try take(step) }
            if month == "2026-03" { _ = try self.run(["audit", "head", "--out", head]) }
        }
        try? FileManager.default.removeItem(atPath: folder + "/source")
    }

    private mutating func take(_ step: [String]) throws {
        var more = Array(step.dropFirst(4))
        let isRefused = more.last == "refused"
        if isRefused { more.removeLast() }
        if more.last == "photo" { more = more.dropLast() + ["--evidence", SampleDistrict.photo] }
        let id = step[1] == "RELAPSE" ? try relapse() : step[1]
        let said = try Binary.run(
            [
                "queue", "advance", "--region", region, id, step[2], "--by", step[3],
                "--role", Self.roles[step[3]] ?? "", "--reason", "按程序办理",
            ] + more, at: step[0], minute: 1 + (Self.script.firstIndex(of: step) ?? 0))
        try #require(said.code == (isRefused ? 1 : 0), "\(step): \(said.messages)")
        if isRefused { refusals.append(said.messages) }
    }

    /// The case that the demolished one came back as.
    func relapse() throws -> String {
        let links = try json(["queue", "show", "202604-0003"])["linked"]?.array ?? []
        return try #require(links.first { $0["kind"] == "relapse" }?["case"]?.string)
    }

    func run(_ arguments: [String]) throws -> Binary.Outcome {
        try Binary.run(arguments + ["--region", region], at: "2026-09-30")
    }

    func json(_ arguments: [String]) throws -> JSONValue {
        try JSONValue(parsing: try run(arguments + ["--json"]).results, named: arguments.joined(separator: " "))
    }
}

extension Binary {
    /// Runs the program on a day, so many minutes after ten in the morning of the bureau: steps of a day follow one
    /// another, however long each takes.
    fileprivate static func run(_ arguments: [String], at day: String, minute: Int = 0) throws -> Outcome {
        let clock = "\(2 + minute / 60):\(minute % 60)"
        return try end(of: Year.clock, ["\(day) \(clock):00 UTC", path] + arguments, locale: "C.UTF-8")
    }
}
