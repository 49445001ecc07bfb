import GeoModel
import LandRecords
import Patches
import SafeFiles
import Testing

/// Land demands in the order in which they are met, and the progress of projects, by hand.
@Suite struct ProjectTests {
    private typealias D = District
    private let rules: ProjectRules
    private let idle: IdleRules
    private let themes: RuleBook
    private let day = District.day("2026-06-13")

    init() throws {
        rules = try ProjectRules(try D.data("priority/projects.json5"), named: "projects.json5")
        idle = try IdleRules(try D.data("idle/order-53.json5"), named: "order-53.json5")
        themes = try RuleBook(try D.data("themes/five-themes.json5"), named: "five-themes.json5")
    }

    private func mu(_ mu: Double) -> Area { Area(squareMetres: mu * 2000 / 3) }

    private func project(
        _ code: String, _ terms: ProjectTerms, major: Bool = false, x: Double = 0, row: Int64 = 1
    ) -> Project {
        Project(
            code: code, name: "项目\(code)", isMajor: major, shape: D.block(x, 0, 100, 100), source: D.source(row),
            terms: terms)
    }

    private func demand(
        grade: String? = nil, invested: Double? = nil, mu: Double = 10, until: String? = nil, ready: Answer = .unknown
    ) -> ProjectTerms {
        ProjectTerms(
            grade: grade, totalInvestment: invested, landDemand: self.mu(mu), neededBy: until.map(D.day),
            isReady: ready)
    }

    private func ranked(_ projects: [Project], _ rules: ProjectRules? = nil) throws -> [LandDemand] {
        try LandDemands(projects, rules ?? self.rules, on: day).ranked
    }

    /// 20 + 10 + 15 + 30 + 25: everything speaks for it.
    @Test func everyFactorIsShown() throws {
        let best = project(
            "1", demand(grade: "A", invested: 4000, until: "2026-06-13", ready: .yes), major: true)
        let found = try #require(try ranked([best]).first)
        #expect(found.score.value == 100 && found.investmentPerMu.map { ($0 * 1e6).rounded() } == 4e8)
        #expect(
            found.score.parts.map { "\($0.label.zh) \($0.text)" } == [
                "项目等级 A → +20.0", "重大项目 是 → +10.0", "亩均总投资（万元） 400 → +15.0", "距需地天数 0 → +30.0",
                "具备开工条件 是 → +25.0",
            ])
        #expect(found.score.parts.allSatisfy { !$0.isMissing } && found.score.reference == "projects#score")
    }

    /// Nothing on record: 5 for the grade and 5 for being ready, as the file says, and both told as gaps.
    @Test func whatIsMissingEarnsWhatTheFileSays() throws {
        let found = try #require(try ranked([project("1", demand())]).first)
        #expect(found.score.value == 10 && found.daysUntilNeeded == nil && found.investmentPerMu == nil)
        #expect(found.score.parts.filter(\.isMissing).map(\.code) == ["grade", "intensity", "urgency", "ready"])
        #expect(found.score.parts.map(\.text) == ["— → +5.0", "否 → +0.0", "— → +0.0", "— → +0.0", "— → +5.0"])
        // A word that the file does not know is a gap too, and is told.
        let demands = try LandDemands([project("2", demand(grade: "特优"))], rules, on: day)
        #expect(demands.ranked[0].score.parts[0].text == "特优 → +5.0" && demands.ranked[0].score.parts[0].isMissing)
        #expect(demands.remarks.map(\.object) == ["2 (hand.gpkg: row 1)"])
        #expect(demands.remarks[0].message.zh.hasPrefix("项目等级“特优”不在评分文件的词表中，按缺项计 5.0 分"))
    }

    /// The last day of each step, and the day after it.
    @Test(arguments: [
        ("2026-06-12", 30.0), ("2026-06-13", 30), ("2026-06-14", 26), ("2026-07-13", 26), ("2026-07-14", 18),
        ("2026-09-11", 18), ("2026-09-12", 10), ("2026-12-10", 10), ("2026-12-11", 4), ("2027-06-13", 4),
        ("2027-06-14", 0),
    ])
    func urgencyGoesByDays(until: String, points: Double) throws {
        let found = try #require(try ranked([project("1", demand(until: until))]).first)
        #expect(found.score.parts.first { $0.code == "urgency" }?.points == points, "\(until)")
    }

    @Test(arguments: [
        ("2024-02-28", "2024-02-29", 26.0), ("2024-02-29", "2024-03-30", 26), ("2024-02-29", "2024-03-31", 18),
    ])
    func aLeapDayIsADay(on: String, until: String, points: Double) throws {
        let demands = try LandDemands([project("1", demand(until: until))], rules, on: D.day(on))
        #expect(demands.ranked[0].score.parts.first { $0.code == "urgency" }?.points == points)
    }

    /// In proportion between 100 and 400, and no more beyond.
    @Test(arguments: [(990.0, 0.0), (1000, 0), (2500, 7.5), (4000, 15), (9000, 15)])
    func investmentIsCapped(invested: Double, points: Double) throws {
        let found = try #require(try ranked([project("1", demand(invested: invested))]).first)
        let earned = try #require(found.score.parts.first { $0.code == "intensity" }).points
        #expect(abs(earned - points) < 1e-9)
    }

    /// All of one score: the earlier day, then more investment a mu, then less land, then the code.
    private var tied: [Project] {
        [
            project("e", demand(invested: 500, mu: 10)), project("d", demand(invested: 500, mu: 10)),
            project("c", demand(invested: 400, mu: 8)), project("b", demand(invested: 800, mu: 10)),
            project("g", demand(mu: 1)), project("a", demand(invested: 10, until: "2029-01-02")),
            project("f", demand(invested: 10, until: "2029-01-01")),
        ]
    }

    @Test(arguments: 0..<7)
    func tiesAreBrokenAsTheFileSaysWhateverTheOrder(turn: Int) throws {
        let all = turn.isMultiple(of: 2) ? tied : tied.reversed()
        let found = try ranked(Array(all.dropFirst(turn) + all.prefix(turn)))
        #expect(Set(found.map(\.score.value)).count == 1)
        #expect(found.map(\.project.code) == ["f", "a", "b", "c", "d", "e", "g"])
    }

    @Test func whoAsksForNothingIsCounted() throws {
        let demands = try LandDemands(
            [project("1", ProjectTerms()), project("2", demand(mu: 0)), project("3", demand())], rules, on: day)
        #expect(demands.ranked.map(\.project.code) == ["3"] && demands.withoutDemand == 2)
    }

    @Test(arguments: [
        ("\"atMost\":30,", "\"atMost\":-1,"), ("\"to\":400", "\"to\":100"),
        ("\"measure\":\"grade\"", "\"measure\":\"rank\""),
        ("\"from\":100,", ""), ("\"points\":15", "\"points\":15,\"steps\":[{\"atMost\":1,\"points\":1}]"),
        ("\"A类\"", "\"A\""), ("\"未开工\"", "\"在建\""), ("\"supplyShare\":0.5", "\"supplyShare\":50"),
        ("\"ties\":[\"neededBy\"", "\"ties\":[\"neededby\""), ("\"slowest\":10", "\"slowest\":0"),
    ])
    func mistakesAreNamed(right: String, wrong: String) throws {
        let text = try D.data("priority/projects.json5").text()
        let broken = text.replacing(right, with: wrong)
        try #require(broken != text)
        #expect(throws: Fault.self) {
            try ProjectRules(try JSONValue(parsing: broken, named: "x.json5"), named: "x.json5")
        }
    }

    // MARK: - Progress

    private func progress(_ planned: Double?, _ done: Double?, stage: String? = nil) -> ProjectTerms {
        ProjectTerms(stage: stage, plannedThisYear: planned, doneThisYear: done)
    }

    private func supply(_ contract: String, _ x: Double, signed: String = "2025-01-01", start: String? = nil) -> Supply
    {
        Supply(
            contract: contract, parcelCode: nil, mode: nil, signedOn: D.day(signed), agreedStart: nil,
            agreedCompletion: nil, shape: D.block(x, 0, 100, 100), source: D.source(3),
            terms: SupplyTerms(actualStart: start.map(D.day)))
    }

    private func review(
        _ projects: [Project], _ supplies: [Supply] = [], _ patches: [Patch] = [], on day: String = "2026-06-13"
    ) throws -> ProgressReview {
        let run = WatchedRun(
            before: D.day("2025-06-10"), after: D.day("2026-06-13"), name: "2026-06/monthly", patches: patches)
        return try ProgressReview(
            LandRegister(.of(supplies: supplies, projects: projects), system: D.system), rules, idle: idle,
            themes: themes, runs: [run], on: D.day(day))
    }

    /// 300 + 318 of 200 + 300 planned: 123.6 %; a project that lacks either is left out of both sums, and counted.
    @Test func planAgainstActual() throws {
        let projects = [
            project("1", progress(200, 300)), project("2", progress(300, 318)), project("3", progress(900, nil)),
            project("4", progress(nil, 900)), project("5", progress(0, 5)),
        ]
        let total = try review(projects).total
        #expect(total.projects == 5 && total.counted == 2 && total.planned == 500 && total.done == 618)
        #expect(total.doneShare.map { ($0 * 1e4).rounded() } == 12360)
        #expect(try review(projects.reversed()).total == total)
        #expect(try review([project("3", progress(900, nil))]).total.doneShare == nil)
    }

    @Test(arguments: [
        ("2026-01-01", 1.0 / 365.0), ("2026-12-31", 1.0), ("2024-02-29", 60.0 / 366.0), ("2024-12-31", 1.0),
    ])
    func theYearGoesBy(day: String, share: Double) throws {
        #expect(try review([], on: day).elapsed == share)
    }

    @Test func theSlowestComeFirst() throws {
        let projects = [
            project("1", progress(100, 10)), project("2", progress(1000, 100)), project("3", progress(100, 10)),
            project("4", progress(100, 0)), project("5", progress(100, 130)), project("6", progress(100, nil)),
            project("7", progress(nil, 0)),
        ]
        let found = try review(projects)
        // 10 % each: the one that is more money behind, then by code.
        #expect(found.slowest(10).map(\.project.code) == ["4", "2", "1", "3", "5"])
        #expect(found.slowest(2).map(\.project.code) == ["4", "2"])
        #expect(try review(projects.reversed()).slowest(10).map(\.project.code) == ["4", "2", "1", "3", "5"])
        let ahead = try #require(found.slowest(5).last)
        #expect(abs(ahead.behind(found.elapsed) - (100 * 164.0 / 365 - 130)) < 1e-9)
    }

    /// The contract of the land goes before the register's stage; a day that lies ahead has not come.
    @Test func papersTellOfTheStart() throws {
        let projects = [
            project("1", progress(1, 1, stage: "未开工"), x: 0), project("2", progress(1, 1, stage: "在建"), x: 200),
            project("3", progress(1, 1, stage: " 主体 施工"), x: 400), project("4", progress(1, 1, stage: "前期"), x: 600),
            project("5", progress(1, 1, stage: "推进中"), x: 800), project("6", progress(1, 1), x: 1000),
        ]
        let supplies = [
            supply("合1", 0, start: "2026-06-13"), supply("合2", 200, signed: "2026-01-05", start: "2026-06-14"),
            // Shares 49 m of 100 with the sixth: not its land.
            supply("合6", 1051, start: "2025-01-01"),
        ]
        let found = try review(projects, supplies)
        #expect(found.projects.map(\.papers) == [.yes, .no, .yes, .no, .unknown, .unknown])
        #expect(found.projects[0].papersSource == "hand.gpkg: row 3" && found.projects[0].startedOn == day)
        #expect(found.projects[2].papersSource == "hand.gpkg: row 1")
        #expect(found.total.papers.known == 4 && found.total.papers.share == 0.5)
        #expect(found.projects.map(\.isNewlySigned) == [false, true, false, false, false, false])
        #expect(found.total.newlySigned.known == 1 && found.total.newlySigned.yes == 0)
        #expect(try review([projects[5]], [supply("合6", 1050, start: "2025-01-01")]).projects[0].papers == .yes)
    }

    /// Earth moved is no start; land that did not change tells nothing of a start before the watch.
    @Test func satellitesTellOfItToo() throws {
        let projects = (0..<5).map { project("\($0)", progress(1, 1), x: Double($0) * 200) }
        let supplies = [
            supply("合0", 0, start: "2026-01-01"), supply("合1", 200, start: "2025-06-10"), supply("合2", 400),
            supply("合3", 600), supply("合4", 800, start: "2025-07-01"),
        ]
        // What is too faint to count tells neither.
        let faint = D.patch("0", D.block(0, 0, 6, 100), to: .bare, mndwi: 0.01)
        #expect(try review([projects[0]], supplies, [faint]).projects.map(\.seen) == [.unknown])
        #expect(try review([projects[0]], supplies, [faint]).projects[0].disagreement == nil)
        let patches = [
            D.patch("2", D.block(400, 0, 60, 100)), D.patch("3", D.block(600, 0, 60, 100), to: .bare),
            D.patch("4", D.block(800, 0, 60, 100)),
        ]
        let found = try review(projects, supplies, patches)
        #expect(found.projects.map(\.satellite.state) == [.unchanged, .unchanged, .built, .moved, .built])
        #expect(found.projects.map(\.seen) == [.no, .unknown, .yes, .no, .yes])
        #expect(
            found.projects.map(\.disagreement) == [
                .startedSeenUnchanged, nil, .notStartedSeenBuilt, .notStartedSeenMoved, nil,
            ])
        #expect(found.total.seen.known == 4 && found.total.seen.yes == 2 && found.total.papers.yes == 3)
        // By its stage it has started, nobody says when, and nothing changed: perhaps it stood there before.
        let standing = project("9", progress(1, 1, stage: "在建"), x: 1800)
        let told = try review([standing], supplies, patches).projects[0]
        #expect(told.papers == .yes && told.startedOn == nil && told.seen == .unknown)
        // A project that is a point on the map is not seen.
        let point = Project(
            code: "p", name: "p", isMajor: false, shape: MultiPolygon([]), source: D.source(1), point: nil)
        #expect(try review([point], supplies, patches).projects[0].seen == .unknown)
    }
}
