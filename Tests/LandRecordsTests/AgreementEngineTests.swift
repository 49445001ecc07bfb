import GeoModel
import LandRecords
import SafeFiles
import Testing

/// The terms of performance agreements at their boundaries: the day before, the day, the day after.
@Suite struct AgreementEngineTests {
    private let engine: AgreementEngine
    private let idle: IdleRules

    init() throws {
        idle = try IdleRules(try District.data("idle/order-53.json5"), named: "order-53.json5")
        engine = AgreementEngine(
            try AgreementRules(try District.data("standard-land/agreements.json5"), named: "agreements.json5"),
            idle: idle)
    }

    /// One milestone on one day.
    struct DateCase: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let agreed: String?
        let on: String
        let standing: MilestoneStanding
        let late: Int
        let level: String?
        let reported: String?
        let laterReported: String?
        let delay: (String, String?)?

        init(
            _ name: String, _ agreed: String?, on day: String, _ standing: MilestoneStanding, late: Int = 0,
            _ level: String? = nil, reported: String? = nil, laterReported: String? = nil,
            delay: (String, String?)? = nil
        ) {
            (testDescription, self.agreed, on, self.standing) = (name, agreed, day, standing)
            (self.late, self.level, self.reported, self.laterReported) = (late, level, reported, laterReported)
            self.delay = delay
        }
    }

    static let dates = [
        DateCase("far off", "2026-06-15", on: "2025-12-16", .ahead),
        DateCase("180 days before", "2026-06-15", on: "2025-12-17", .ahead, "notice"),
        DateCase("91 days before", "2026-06-15", on: "2026-03-16", .ahead, "notice"),
        DateCase("90 days before", "2026-06-15", on: "2026-03-17", .ahead, "yellow"),
        DateCase("31 days before", "2026-06-15", on: "2026-05-15", .ahead, "yellow"),
        DateCase("30 days before", "2026-06-15", on: "2026-05-16", .ahead, "orange"),
        DateCase("the day before", "2026-06-15", on: "2026-06-14", .ahead, "orange"),
        DateCase("on the day", "2026-06-15", on: "2026-06-15", .ahead, "orange"),
        DateCase("the day after", "2026-06-15", on: "2026-06-16", .overdue, late: 1, "breach"),
        DateCase("364 days after", "2026-06-15", on: "2027-06-14", .overdue, late: 364, "breach"),
        DateCase("365 days after", "2026-06-15", on: "2027-06-15", .overdue, late: 365, "long"),
        DateCase("after a leap day", "2024-02-28", on: "2024-03-01", .overdue, late: 2, "breach"),
        DateCase("on a leap day", "2024-02-29", on: "2024-02-29", .ahead, "orange"),
        DateCase("no leap year", "2026-02-28", on: "2026-03-01", .overdue, late: 1, "breach"),
        DateCase("reached the day before", "2026-06-15", on: "2027-01-01", .inTime, reported: "2026-06-14"),
        DateCase("reached on the day", "2026-06-15", on: "2027-01-01", .inTime, reported: "2026-06-15"),
        DateCase("reached the day after", "2026-06-15", on: "2027-01-01", .late, late: 1, reported: "2026-06-16"),
        DateCase(
            "reported for tomorrow", "2026-06-15", on: "2026-06-16", .overdue, late: 1, "breach", reported: "2026-06-17"
        ),
        DateCase("reported today", "2026-06-15", on: "2026-06-17", .late, late: 2, reported: "2026-06-17"),
        DateCase("nothing agreed, nothing reported", nil, on: "2026-06-15", .undated),
        DateCase("nothing agreed, reported", nil, on: "2026-06-15", .reached, reported: "2026-01-01"),
        DateCase("a later one is reported", "2026-01-01", on: "2026-06-15", .skipped, laterReported: "2026-03-01"),
        DateCase(
            "a later one will be", "2026-06-14", on: "2026-06-15", .overdue, late: 1, "breach",
            laterReported: "2026-06-16"),
        DateCase(
            "ten days of delay by the government", "2026-06-15", on: "2026-07-05", .overdue, late: 10, "breach",
            delay: ("2026-06-20", "2026-06-29")),
        DateCase(
            "delayed from the day after on", "2026-06-15", on: "2027-06-15", .suspended, delay: ("2026-06-16", nil)),
        DateCase(
            "delayed before the day only", "2026-06-15", on: "2026-06-16", .overdue, late: 1, "breach",
            delay: ("2026-01-01", "2026-06-15")),
    ]

    private func supply(delay: (String, String?)? = nil, start: String? = nil) -> Supply {
        Supply(
            contract: "C1", parcelCode: nil, mode: nil, signedOn: District.day("2020-01-01"),
            agreedStart: start.map(District.day), agreedCompletion: nil, shape: District.block(0, 0, 100, 100),
            source: District.source(3),
            terms: SupplyTerms(
                delayedFrom: (delay?.0).map(District.day), delayedUntil: (delay?.1).map(District.day)))
    }

    private func agreement(
        _ terms: StandardLandTerms, investment: Double? = nil, tax: Double? = nil, ratio: Double? = nil
    ) -> StandardLand {
        StandardLand(
            contract: "C1", enterprise: "某某公司", investmentPerMu: investment, taxPerMu: tax, plotRatio: ratio,
            agreedStart: nil, source: District.source(7), terms: terms)
    }

    private func judge(
        _ agreement: StandardLand, _ supply: Supply?, on day: String, view: SiteView? = nil, zones: [String] = []
    ) -> AgreementJudgement {
        let day = District.day(day)
        return engine.judge(
            agreement, supply: supply, area: Area(squareMetres: 10_000), seen: SatelliteClock(view, by: day, idle),
            zones: zones, on: day)
    }

    @Test(arguments: dates)
    func completion(_ row: DateCase) throws {
        let terms = StandardLandTerms(
            agreed: Milestones(completion: row.agreed.map(District.day)),
            actual: Milestones(
                completion: row.reported.map(District.day), production: row.laterReported.map(District.day)))
        let result = judge(agreement(terms), supply(delay: row.delay), on: row.on)
        let step = try #require(result.milestones.first { $0.milestone == .completion })
        #expect(step.standing == row.standing)
        #expect(step.daysLate == row.late)
        #expect(step.level?.code == row.level)
        #expect(step.source.isEmpty == false && step.duty == .enterprise)
        let lead = result.leads.first { $0.code == "completion" }
        #expect(
            (lead != nil) == (row.level != nil) && lead?.level.isBreach ?? false == (row.late > 0 && row.level != nil))
    }

    @Test func deliveryIsTheGovernmentsDuty() throws {
        let terms = StandardLandTerms(agreed: Milestones(delivery: District.day("2026-01-01")))
        let lead = try #require(judge(agreement(terms), supply(), on: "2026-01-02").leads.first)
        #expect(lead.code == "delivery" && lead.duty == .government && lead.days == 1)
    }

    /// What the agreement does not say, the contract does; where both do and differ, it is told.
    @Test func theContractFillsInAndIsHeldAgainst() throws {
        let bare = judge(agreement(StandardLandTerms()), supply(start: "2026-06-15"), on: "2026-06-16")
        let start = bare.milestones[1]
        #expect(start.agreed == District.day("2026-06-15") && start.standing == .overdue)
        #expect(start.source == "hand.gpkg: row 7, hand.gpkg: row 3" && bare.findings.isEmpty)
        let own = StandardLandTerms(agreed: Milestones(start: District.day("2026-08-01")))
        let both = judge(agreement(own), supply(start: "2026-06-15"), on: "2026-06-16")
        #expect(both.milestones[1].agreed == District.day("2026-08-01"))
        #expect(both.findings == [.daysDiffer(.start)])
        #expect(judge(agreement(own), nil, on: "2026-06-16").findings == [.noSupply])
    }

    /// One indicator on one day.
    struct FigureCase: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let on: String
        let standing: IndicatorStanding
        let late: Int
        let level: String?
        let agreed: Double?
        let reported: Double?
        let full: String?

        init(
            _ name: String, on day: String, _ standing: IndicatorStanding, late: Int = 0, _ level: String? = nil,
            agreed: Double? = 20, reported: Double? = nil, full: String? = "2024-02-29"
        ) {
            (testDescription, on, self.standing, self.late) = (name, day, standing, late)
            (self.level, self.agreed, self.reported, self.full) = (level, agreed, reported, full)
        }
    }

    /// Tax counts a year from full production: of 29 February until 28 February.
    static let figures = [
        FigureCase("half a year before it counts", on: "2024-08-31", .notDue),
        FigureCase("180 days before", on: "2024-09-01", .notDue, "notice"),
        FigureCase("the day before", on: "2025-02-27", .notDue, "orange"),
        FigureCase("the last day", on: "2025-02-28", .notDue, "orange"),
        FigureCase("the day after, not reported", on: "2025-03-01", .notReported, late: 1, "breach"),
        FigureCase("the day after, too little", on: "2025-03-01", .missed, late: 1, "breach", reported: 19.99),
        FigureCase("too little, early", on: "2024-08-31", .notDue, reported: 19.99),
        FigureCase("exactly", on: "2025-03-01", .met, reported: 20),
        FigureCase("more, early", on: "2024-03-01", .met, reported: 21),
        FigureCase("a year and a day", on: "2026-02-28", .missed, late: 365, "long", reported: 19.99),
        FigureCase("nothing agreed", on: "2025-03-01", .notAgreed, agreed: nil, reported: 3),
        FigureCase("no day", on: "2025-03-01", .undated, full: nil),
        FigureCase("no day, but enough", on: "2025-03-01", .met, reported: 20, full: nil),
    ]

    @Test(arguments: figures)
    func taxPerMu(_ row: FigureCase) throws {
        let terms = StandardLandTerms(
            reportedTaxPerMu: row.reported, agreed: Milestones(fullProduction: row.full.map(District.day)),
            actual: Milestones(completion: District.day("2020-01-01")))
        let result = judge(agreement(terms, tax: row.agreed), supply(), on: row.on)
        let tax = try #require(result.indicators.first { $0.indicator == .taxPerMu })
        #expect(tax.standing == row.standing)
        #expect(tax.daysLate == row.late)
        #expect(tax.level?.code == row.level)
        #expect(tax.due == (row.full == nil ? nil : District.day("2025-02-28")))
    }

    @Test func lessEnergyIsBetter() throws {
        for (reported, standing) in [(0.39, IndicatorStanding.met), (0.4, .met), (0.41, .missed)] {
            let terms = StandardLandTerms(
                energyPerOutput: 0.4, reportedEnergyPerOutput: reported,
                agreed: Milestones(fullProduction: District.day("2020-01-01")))
            let result = judge(agreement(terms), supply(), on: "2026-01-01")
            #expect(result.indicators.first { $0.indicator == .energyPerOutput }?.standing == standing)
        }
    }

    @Test func theFloorIsThatOfTheZone() throws {
        let terms = agreement(StandardLandTerms(energyPerOutput: 0.35), investment: 300)
        func result(_ zones: String...) -> AgreementJudgement { judge(terms, supply(), on: "2026-01-01", zones: zones) }
        func floor(_ result: AgreementJudgement) -> Double? { result.indicators[0].floor }
        #expect(floor(result("某某高新区")) == 350 && floor(result("某某经济开发区")) == 270 && floor(result()) == 220)
        #expect(result("某某高新区").findings == [.belowFloor([.investmentPerMu, .energyPerOutput])])
        #expect(result("某某经济开发区").findings == [])
    }

    // MARK: - Seen from above

    private func view(moved: Double = 0, built: Double = 0, cover: GroundCoverShares? = nil) -> SiteView {
        SiteView(
            watchedSince: District.day("2025-01-15"),
            observations: [
                SiteObservation(
                    day: District.day("2026-06-13"), movedShare: moved, builtShare: built, source: "run", cover: cover)
            ])
    }

    @Test func papersAndSatellitesAreHeldAgainstEachOther() {
        let started = StandardLandTerms(actual: Milestones(start: District.day("2025-06-01")))
        let fresh = StandardLandTerms(actual: Milestones(start: District.day("2026-04-01")))
        let unbuilt = StandardLandTerms(actual: Milestones(production: District.day("2025-06-01")))
        let cases: [(StandardLandTerms, SiteView, [AgreementFinding])] = [
            (StandardLandTerms(), view(moved: 0.3), [.seen(.notStartedSeenMoved)]),
            (StandardLandTerms(), view(built: 0.3), [.seen(.notStartedSeenBuilt)]),
            (StandardLandTerms(), view(), []),
            (started, view(), [.seen(.startedSeenUnchanged)]), (started, view(moved: 0.3), []),
            (fresh, view(), []), (unbuilt, view(), [.seen(.startedSeenUnchanged)]),
        ]
        for (terms, view, findings) in cases {
            #expect(judge(agreement(terms), supply(), on: "2026-06-15", view: view).findings == findings)
        }
        // Moved earth is told beside the start, and is none.
        let moved = judge(agreement(StandardLandTerms()), supply(), on: "2026-06-15", view: view(moved: 0.3))
            .milestones[1]
        #expect(moved.reported == nil && moved.seen?.zh.contains("动土不等于开工") == true)
    }

    @Test func coverageIsSeenOrUnseen() {
        func coverage(_ cover: GroundCoverShares?) -> PlotCoverage? {
            judge(agreement(StandardLandTerms()), supply(), on: "2026-06-15", view: view(cover: cover)).coverage
        }
        #expect(coverage(nil) == nil)
        let seen = coverage(GroundCoverShares(clear: 0.75, built: 0.6, pixels: 8))
        #expect(seen?.built == 0.6 && seen?.clear == 0.75 && seen?.pixels == 8)
        let clouded = coverage(GroundCoverShares(clear: 0.74, built: 0.6, pixels: 80))
        #expect(clouded != nil && clouded?.built == nil && clouded?.clear == 0.74)
        #expect(coverage(GroundCoverShares(clear: 1, built: 0.6, pixels: 7))?.built == nil)
    }

    @Test func theLastClearImageCounts() {
        let view = SiteView(
            watchedSince: District.day("2025-01-15"),
            observations: [("2026-04-10", 1.0, 0.4), ("2026-05-10", 0.2, 0.9), ("2026-07-10", 1, 0.8)].map {
                SiteObservation(
                    day: District.day($0.0), movedShare: 0, builtShare: 0, source: "run",
                    cover: GroundCoverShares(clear: $0.1, built: $0.2, pixels: 100))
            })
        let coverage = judge(agreement(StandardLandTerms()), supply(), on: "2026-06-15", view: view).coverage
        #expect(coverage?.built == 0.4 && coverage?.day == District.day("2026-04-10"))
    }

    @Test func stepsOutOfOrderAreTold() {
        let terms = StandardLandTerms(
            actual: Milestones(start: District.day("2026-03-01"), completion: District.day("2026-02-01")))
        #expect(judge(agreement(terms), supply(), on: "2026-06-15").findings == [.outOfOrder(.completion)])
    }

    @Test(arguments: [
        ("fromDays: 365", "fromDays: 1"), ("months: 12", "month: 12"), ("code: \"start\"", "code: \"delivery\""),
        ("code: \"plotRatio\"", "code: \"taxPerMu\""), ("investmentPerMu: 350", "investment: 350"),
        ("duty: \"government\"", "duty: \"nobody\""),
    ])
    func aWrongFileIsRefused(_ edit: (String, String)) throws {
        let text = try District.text("standard-land/agreements.json5").replacing(
            edit.0, with: edit.1, maxReplacements: 1)
        let json = try JSONValue(parsing: text, named: "edited")
        #expect(throws: Fault.self) { try AgreementRules(json, named: "edited") }
    }
}
