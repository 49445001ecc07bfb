import GeoModel
import Geometry
import LandRecords
import Patches
import Testing

/// Approvals are 200 m × 100 m: 20 000 m², exactly 30 mu.
@Suite struct LandLedgerTests {
    private typealias D = District
    private let site = District.block(0, 0, 200, 100)
    private let idle: IdleRules
    private let themes: RuleBook

    init() throws {
        idle = try IdleRules(try D.data("idle/order-53.json5"), named: "order-53.json5")
        themes = try RuleBook(try D.data("themes/five-themes.json5"), named: "five-themes.json5")
    }

    private func ledger(
        _ records: LandRecordSet, _ patches: [Patch] = [], on day: String = "2026-06-15"
    ) throws -> LandLedger {
        let run = WatchedRun(
            before: D.day("2025-06-10"), after: D.day("2026-06-13"), name: "2026-06/monthly", patches: patches)
        return try LandLedger(
            LandRegister(records, system: D.system), idle: idle, rules: themes,
            runs: patches.isEmpty ? [] : [run], on: D.day(day))
    }

    private func mu(_ area: Area) -> Double { (area.mu * 100).rounded() / 100 }

    private func approval(
        _ number: String, _ day: String?, _ shape: MultiPolygon, _ terms: ApprovalTerms = ApprovalTerms()
    ) -> Approval {
        Approval(
            number: number, batchName: nil, approvedOn: day.map(D.day), shape: shape,
            source: D.source(Int64(number.utf8.reduce(0) { $0 * 31 + Int($1) } % 100_000)), terms: terms)
    }

    private func supply(
        _ contract: String, _ day: String?, _ shape: MultiPolygon, start: String? = nil,
        _ terms: SupplyTerms = SupplyTerms()
    ) -> Supply {
        Supply(
            contract: contract, parcelCode: nil, mode: nil, signedOn: day.map(D.day),
            agreedStart: start.map(D.day), agreedCompletion: nil, shape: shape, source: D.source(3), terms: terms)
    }

    @Test func everyPieceIsInOnePlace() throws {
        let records = LandRecordSet.of(
            approvals: [approval("批1", "2020-05-01", site)],
            supplies: [
                supply("合1", "2021-01-01", D.block(0, 0, 50, 100), start: "2024-01-01"),
                supply(
                    "合2", "2021-02-01", D.block(50, 0, 50, 100), start: "2024-01-01",
                    SupplyTerms(actualStart: D.day("2024-01-01"))),
                supply(
                    "合3", "2021-03-01", D.block(100, 0, 20, 100),
                    SupplyTerms(actualStart: D.day("2022-01-01"), actualCompletion: D.day("2023-01-01"))),
                supply("合4", "2026-06-16", D.block(120, 0, 20, 100)),
            ])
        let ledger = try ledger(records, [D.patch("1", D.block(150, 0, 20, 100))])
        let figures = ledger.total
        #expect(mu(figures.approved) == 30 && mu(figures.supplied) == 18 && mu(figures.unsupplied) == 12)
        #expect(mu(figures.area(.notStarted)) == 7.5 && mu(figures.area(.started)) == 7.5)
        #expect(mu(figures.area(.completed)) == 3 && mu(figures.idle) == 7.5)
        // One plot of 80 m, a quarter of it built on.
        #expect(mu(figures.area(.partlyBuilt)) == 12 && figures.area(.untouched) == .zero)
        #expect(ledger.entries.allSatisfy { $0.gapMu < 1e-6 } && ledger.remarks.isEmpty && ledger.rejected.isEmpty)
        #expect(ledger.judgements.map(\.standing) == [.suspectedIdle, .normal, .normal])
    }

    /// A plot of 200 m: touched from a twentieth, built from a half.
    @Test(arguments: [
        (9.9, LandState.built, LandUseState.untouched), (10.1, .built, .partlyBuilt), (99.9, .built, .partlyBuilt),
        (100.1, .built, .builtUnsupplied), (150, .bare, .partlyBuilt),
    ])
    func plotsAreToldApart(width: Double, seen: LandState, state: LandUseState) throws {
        let patch = D.patch("1", D.block(0, 0, width, 100), to: seen)
        let ledger = try ledger(.of(approvals: [approval("批1", "2020-05-01", site)]), [patch])
        #expect(mu(ledger.total.area(state)) == 30)
    }

    @Test func whatIsOnRecordTwiceCountsOnceAndIsTold() throws {
        let records = LandRecordSet.of(
            approvals: [
                approval("后批", "2021-05-01", D.block(100, 0, 200, 100)), approval("先批", "2020-05-01", site),
            ],
            supplies: [
                supply("合2", "2022-02-01", D.block(40, 0, 40, 100)),
                supply("合1", "2022-01-01", D.block(0, 0, 60, 100)),
            ])
        let ledger = try ledger(records)
        #expect(ledger.entries.map(\.approval.number) == ["先批", "后批"])
        #expect(ledger.entries.map { mu($0.approved) } == [30, 15])
        #expect(ledger.entries.map { mu($0.alreadyApproved) } == [0, 15])
        #expect(mu(ledger.total.approved) == 45 && mu(ledger.total.supplied) == 12)
        let told = ledger.remarks.map(\.message.zh)
        #expect(told.count == 2 && told[0].contains("“合1”重叠 3.00 亩") && told[1].contains("“先批”重叠 15.00 亩"))
    }

    @Test func supplyWithoutApprovalIsListed() throws {
        let ledger = try ledger(
            .of(
                approvals: [approval("批1", "2020-05-01", site)],
                supplies: [supply("合1", "2022-01-01", D.block(150, 0, 100, 100))]))
        #expect(ledger.unapproved.map(\.contract) == ["合1"] && ledger.unapproved.map { mu($0.area) } == [7.5])
        #expect(mu(ledger.total.supplied) == 7.5)
    }

    @Test func withdrawnLandIsNeitherSuppliedNorUnsupplied() throws {
        let terms = ApprovalTerms(withdrawnOn: D.day("2025-01-01"), isCompensated: .no)
        let records = LandRecordSet.of(
            approvals: [
                approval("旧批", "2015-05-01", site, terms), approval("新批", "2025-03-01", D.block(100, 0, 100, 100)),
            ],
            supplies: [supply("合1", "2022-01-01", D.block(0, 0, 20, 100))])
        let before = try ledger(records, on: "2024-12-31")
        let after = try ledger(records)
        #expect(mu(before.total.unsupplied) == 27 && before.total.area(.withdrawn) == .zero)
        #expect(mu(after.entries[0].figures.area(.withdrawn)) == 27 && mu(after.entries[0].figures.supplied) == 3)
        #expect(mu(after.entries[1].approved) == 15, "approved anew after it was withdrawn")
        let line = try #require(after.disposal(since: before).first)
        #expect(line.year == 2015 && line.since.mu(.withdrawn) == 27 && line.since.disposed == 27)
        #expect(line.before.unsupplied == line.since.disposed + line.after.unsupplied)
    }

    @Test func aSupplyOnLandThatWasApprovedAnewCountsOnce() throws {
        let withdrawn = ApprovalTerms(withdrawnOn: D.day("2020-06-01"))
        let records = LandRecordSet.of(
            approvals: [approval("旧批", "2015-05-01", site, withdrawn), approval("新批", "2021-03-01", site)],
            supplies: [
                supply("先供", "2018-01-01", D.block(0, 0, 50, 100)),
                supply("后供", "2022-01-01", D.block(50, 0, 50, 100)),
            ])
        let entries = try ledger(records).entries
        // What was supplied before the withdrawal stays with the old approval; all else is the new one's.
        #expect(entries.map { mu($0.figures.supplied) } == [7.5, 7.5])
        #expect(entries.map { mu($0.figures.area(.withdrawn)) } == [22.5, 0])
        #expect(entries.map { mu($0.alreadyApproved) } == [0, 7.5] && entries.map { mu($0.approved) } == [30, 22.5])
    }

    /// What was supplied after the withdrawal, with no other approval, was not supplied under it, and is told.
    @Test func aSupplyAfterTheWithdrawalIsUnapproved() throws {
        let withdrawn = ApprovalTerms(withdrawnOn: D.day("2020-06-01"))
        let records = LandRecordSet.of(
            approvals: [approval("旧批", "2015-05-01", site, withdrawn)],
            supplies: [supply("后供", "2022-01-01", D.block(0, 0, 50, 100))])
        let found = try ledger(records)
        #expect(mu(found.entries[0].figures.area(.withdrawn)) == 30 && found.entries[0].figures.supplied == .zero)
        #expect(found.unapproved.map(\.contract) == ["后供"] && found.unapproved.map { mu($0.area) } == [7.5])
    }

    @Test func candidatesForWithdrawal() throws {
        func records(_ given: String) -> LandRecordSet {
            .of(
                approvals: [approval("批1", given, site, ApprovalTerms(isCompensated: .yes))],
                supplies: [supply("合1", "2025-01-01", D.block(0, 0, 20, 100))])
        }
        #expect(try ledger(records("2024-06-15")).withdrawalCandidates(idle).isEmpty)
        let candidates = try ledger(records("2024-06-14")).withdrawalCandidates(idle)
        #expect(candidates.map { mu($0.untouched) } == [27] && candidates.map(\.isWhole) == [false])
        #expect(candidates.first?.approval.terms.isCompensated == .yes)
    }

    /// The ledger that a city told of: 4978.13 mu of its approvals of 2009–2018 disposed of, by supply and withdrawal.
    @Test func theVintagesOf2009To2018() throws {
        var (approvals, supplies): ([Approval], [Supply]) = ([], [])
        // Ten vintages of 1000 mu each; of the land, 380.813 mu a vintage are supplied, and 117 mu withdrawn.
        let square = { (mu: Double) in mu * 2000 / 3 / 500 }
        for number in 0..<10 {
            let (x, year) = (Double(number) * 4000, 2009 + number)
            approvals.append(approval("供\(year)", "\(year)-06-01", D.block(x, 0, square(883), 500)))
            supplies.append(supply("合\(year)", "2024-06-01", D.block(x, 0, square(380.813), 500)))
            approvals.append(
                approval(
                    "撤\(year)", "\(year)-07-01", D.block(x, 1000, square(117), 500),
                    ApprovalTerms(withdrawnOn: D.day("2025-02-01"))))
        }
        let records = LandRecordSet.of(approvals: approvals, supplies: supplies)
        let (then, now) = (try ledger(records, on: "2023-12-31"), try ledger(records, on: "2025-12-31"))
        let lines = now.disposal(since: then)
        #expect(lines.map(\.year) == Array(2009...2018))
        let disposed = lines.reduce(0) { $0 + $1.since.disposed }
        // The plane is not the ellipsoid 40 km from the meridian: 1 part in 100 000 here.
        #expect(abs(disposed - 4978.13) < 0.2)
        #expect(abs(lines.total.since.disposed - disposed) < 1e-9)
        #expect(abs(lines[0].since.disposed - 497.81) < 0.011 && abs(lines[0].since.mu(.withdrawn) - 117) < 0.011)
    }

    @Test func rowsByPlaceAddUpToTheWhole() throws {
        var records = LandRecordSet.of(
            approvals: [approval("批1", "2020-05-01", site), approval("批2", nil, D.block(400, 0, 100, 100))],
            supplies: [supply("合1", "2021-01-01", D.block(50, 0, 100, 100))],
            zones: [D.zone(.urbanBoundary, D.block(0, 0, 100, 100))])
        records.administrativeAreas = [
            area("东镇", D.block(100, -100, 1000, 300)), area("西镇", D.block(-100, -100, 220, 300)),
            area("某村", D.block(0, 0, 50, 50), .community),
        ]
        let (ledger, register) = (try ledger(records), LandRegister(records, system: D.system))
        let towns = try ledger.lines(by: .township, register)
        // The strip that both claim is the first one's.
        #expect(towns.map(\.label.zh) == ["东镇", "西镇"] && towns.map { mu($0.figures.approved) } == [30, 15])
        #expect(towns.map { mu($0.figures.supplied) } == [7.5, 7.5])
        let zones = try ledger.lines(by: .zone, register)
        #expect(zones.map(\.label.zh) == ["urbanBoundary", "以外"])
        #expect(zones.map { mu($0.figures.approved) } == [15, 30])
        let years = try ledger.lines(by: .year, register)
        #expect(years.map(\.label.en) == ["unknown", "2020"] && years.map(\.written.approved) == [15, 30])
        #expect(try ledger.lines(by: .batch, register).map(\.label.zh) == ["批2", "批1"])
    }

    private func area(_ name: String, _ shape: MultiPolygon, _ level: AdministrativeLevel = .township)
        -> AdministrativeArea
    {
        AdministrativeArea(code: name, name: name, level: level, shape: shape, source: D.source(9))
    }

    /// Whatever overlaps whatever: the whole is the union of the approvals, supplied is what the union of the supplies
    /// covers of it, the order of the registers changes no sum, and rows by place add up.
    @Test(arguments: 1...12)
    func nothingIsCountedTwice(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        func shape() -> MultiPolygon {
            let (x, y) = (random.number(0...900), random.number(0...900))
            return D.block(x, y, random.number(20...300), random.number(20...300))
        }
        let years = (0..<15).map { _ in 2009 + Int(random.number(0...14)) }
        let approvals = years.enumerated().map { approval("批\($0)", "\($1)-03-0\($0 % 9 + 1)", shape()) }
        let supplies = (0..<20).map { supply("合\($0)", "20\(10 + $0)-01-01", shape(), start: "2024-01-01") }
        var records = LandRecordSet.of(approvals: approvals, supplies: supplies)
        records.administrativeAreas = (0..<4).map { area("镇\($0)", shape()) }
        let register = LandRegister(records, system: D.system)
        let signed = supplies.filter { $0.signedOn.map { $0 <= D.day("2026-06-15") } ?? true }
        let algebra = PolygonAlgebra()
        let measure = try EllipsoidalArea(of: D.system)
        let land = try algebra.union(of: approvals.map(\.shape), named: "land")
        let given = try algebra.union(of: signed.map(\.shape), named: "given")
        let ledger = try ledger(records)
        let (whole, supplied) = (
            try measure.area(of: land).mu, try measure.area(of: algebra.intersection(land, given, named: "both")).mu
        )
        #expect(abs(ledger.total.approved.mu - whole) < 1e-4 && abs(ledger.total.supplied.mu - supplied) < 1e-4)
        #expect(ledger.entries.allSatisfy { $0.gapMu < 1e-4 } && ledger.rejected.isEmpty)
        let towns = try ledger.lines(by: .township, register).reduce(0) { $0 + $1.figures.approved.mu }
        #expect(abs(towns - whole) < 1e-4)
        records.approvals.reverse()
        records.supplies.reverse()
        let turned = try self.ledger(records)
        #expect(abs(turned.total.idle.mu - ledger.total.idle.mu) < 1e-4)
        #expect(abs(turned.total.unsupplied.mu - ledger.total.unsupplied.mu) < 1e-4)
        let outside = ledger.unapproved.reduce(0) { $0 + $1.area.mu }
        #expect(outside >= (try measure.area(of: given).mu) - supplied - 0.2)
    }

    /// What is written adds up along a row whatever the fractions are.
    @Test func writtenFiguresAddUp() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<60 {
            var widths: [Double] = []
            var x = 0.0
            while x < 180 {
                let width = Double.random(in: 3...40, using: &random)
                widths.append(min(width, 200 - x))
                x += width
            }
            var supplies: [Supply] = []
            var left = 0.0
            for (number, width) in widths.enumerated() {
                if number % 2 == 0 {
                    let terms = SupplyTerms(actualStart: number % 4 == 0 ? D.day("2024-01-01") : nil)
                    supplies.append(
                        supply("合\(number)", "2021-01-01", D.block(left, 0, width, 97.3), start: "2024-01-01", terms))
                }
                left += width
            }
            let ledger = try ledger(
                .of(approvals: [approval("批1", "2020-05-01", site)], supplies: supplies))
            let written = WrittenFigures(ledger.total)
            let parts = LandUseState.allCases.reduce(0) { $0 + Int((written.mu($1) * 100).rounded()) }
            #expect(parts == Int((written.approved * 100).rounded()) && written.approved == 30)
            #expect(abs(written.supplied - ledger.total.supplied.mu) < 0.03)
            #expect(ledger.entries[0].gapMu < 1e-6)
        }
    }
}

/// Numbers that are the same for the same seed (SplitMix64).
private struct SplitMix {
    var state: UInt64

    mutating func number(_ range: ClosedRange<Double>) -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        let share = Double((bits ^ (bits >> 31)) >> 11) / Double(1 << 53)
        return range.lowerBound + share * (range.upperBound - range.lowerBound)
    }
}
