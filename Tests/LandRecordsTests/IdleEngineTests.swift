import GeoModel
import LandRecords
import SafeFiles
import Testing

/// The law on idle land at its boundaries: one day before, on it, and after.
@Suite struct IdleEngineTests {
    private let engine: IdleEngine

    init() throws {
        engine = IdleEngine(try IdleRules(try District.data("idle/order-53.json5"), named: "order-53.json5"))
    }

    @Test(arguments: LegalCase.notStarted + LegalCase.undated)
    func landThatWasNotStarted(_ row: LegalCase) { check(row) }

    @Test(arguments: LegalCase.suspended)
    func theClockStandsStillWhileTheGovernmentDelays(_ row: LegalCase) { check(row) }

    @Test(arguments: LegalCase.halted)
    func landThatWasHalted(_ row: LegalCase) { check(row) }

    @Test(arguments: LegalCase.others)
    func completionUseAndWhatIsSeen(_ row: LegalCase) { check(row) }

    private func check(_ row: LegalCase) {
        let result = engine.judge(
            row.supply, area: mu(30), seen: row.view, suspensions: row.furtherDelays, on: District.day(row.on))
        #expect(result.standing == row.standing, "\(row)")
        #expect(result.suspectedSince == row.since.map(District.day), "\(row)")
        #expect(result.investigationDue == row.due.map(District.day), "\(row)")
        #expect(result.feeEstimate == row.fee, "\(row)")
        #expect(result.mayBeReclaimed == row.reclaimed, "\(row)")
        #expect(result.findings == row.findings, "\(row)")
        #expect(result.facts.allSatisfy { !$0.fact.source.isEmpty && !$0.fact.value.zh.isEmpty }, "\(row)")
        if row.standing == .suspectedIdle {
            #expect(result.facts.contains { $0.clause?.zh.contains("第二条") == true }, "\(row)")
            #expect(result.facts.contains { $0.clause?.zh.contains("第五条") == true }, "\(row)")
        }
    }

    /// Every day of four years: once suspected, always suspected, and in the order of the law.
    @Test func theStandingNeverGoesBack() {
        let rank: [IdleStanding] = [.normal, .lateStart, .suspectedIdle]
        let row = LegalCase(
            cites: "", name: "", agreed: "2023-02-28", delays: ["2023-08-01–2023-09-15", "2024-02-20–2024-03-05"],
            on: "2023-01-01", standing: .normal)
        var last = 0
        for number in 0..<1461 {
            guard let day = District.day(row.on).advanced(byDays: number) else { return }
            let result = engine.judge(
                row.supply, area: mu(30), seen: nil, suspensions: row.furtherDelays, on: day)
            let now = rank.firstIndex(of: result.standing) ?? -1
            #expect(now >= last, "\(day)")
            last = now
            // 46 + 15 days do not count, of which the first year's end sees all.
            #expect(result.legal.oneYear == District.day("2024-04-29"))
        }
        #expect(last == 2)
    }

    /// What lies outside the calendar is no boundary, and nothing breaks.
    @Test func datesAtTheCalendarsEnd() {
        let row = LegalCase(cites: "", name: "", agreed: "9999-06-01", on: "9999-12-31", standing: .lateStart)
        check(row)
    }

    @Test func aRuleWithoutItsSourceIsRefused() throws {
        let text = try District.data("idle/order-53.json5").text()
        let broken = try JSONValue(
            parsing: text.replacing(/"months":12,"priceShare"/, with: "\"priceShare\""), named: "x.json5")
        let fault = #expect(throws: Fault.self) { try IdleRules(broken, named: "x.json5") }
        #expect(fault?.object == "x.json5: fee")
    }

    private func mu(_ number: Double) -> Area { Area(squareMetres: number * 2000 / 3) }
}

extension LegalCase {
    var supply: Supply {
        func area(_ mu: Double) -> Area { Area(squareMetres: mu * 2000 / 3) }
        return Supply(
            contract: "CR1", parcelCode: nil, mode: nil, signedOn: District.day("2023-01-01"),
            agreedStart: agreed.map(District.day), agreedCompletion: agreedEnd.map(District.day),
            shape: MultiPolygon([]), source: District.source(3),
            terms: SupplyTerms(
                statedArea: area(30), landPrice: price, actualDelivery: delivered.map(District.day),
                actualStart: started.map(District.day), actualCompletion: completed.map(District.day),
                agreedInvestment: 1000, actualInvestment: invested, startedArea: startedMu.map(area),
                delayedFrom: spans.first?.from, delayedUntil: spans.first?.until))
    }

    /// A contract's ledger has room for one delay; those behind it come from elsewhere.
    var furtherDelays: [Suspension] { Array(spans.dropFirst()) }

    private var spans: [Suspension] {
        delays.map { text in
            let ends = text.split(separator: "–", omittingEmptySubsequences: false)
            return Suspension(from: District.day(String(ends[0])), until: CalendarDate(ends[1]))
        }
    }

    var view: SiteView? {
        watched.map { day in
            SiteView(
                watchedSince: District.day(day),
                observations: seen.map {
                    SiteObservation(
                        day: District.day($0.0), movedShare: $0.1, builtShare: $0.2, source: "S2", cover: cover)
                })
        }
    }
}
