import GeoModel
import LandRecords
import Patches
import SafeFiles
import Testing

/// Flags on supplies, on outlines: papers and images that disagree, land suspected to be idle.
@Suite struct SupplyFlagTests {
    private typealias D = District
    private let idle: IdleRules
    private let book: RuleBook

    init() throws {
        idle = try IdleRules(try D.data("idle/order-53.json5"), named: "order-53.json5")
        book = try RuleBook(
            joining: ["five-themes", "idle-land"].map {
                try RuleBook(try D.data("themes/\($0).json5"), named: "\($0).json5")
            })
    }

    private func supply(
        _ contract: String, _ x: Double, start: String? = "2025-01-10", _ terms: SupplyTerms = SupplyTerms(),
        width: Double = 100, parcel: String? = nil
    ) -> Supply {
        Supply(
            contract: contract, parcelCode: parcel, mode: nil, signedOn: D.day("2024-06-01"),
            agreedStart: start.map(D.day), agreedCompletion: nil, shape: D.block(x, 0, width, 100),
            source: D.source(3), terms: terms)
    }

    private func started(_ day: String) -> SupplyTerms { SupplyTerms(actualStart: D.day(day)) }

    private func run(_ patches: [Patch], _ after: String) -> WatchedRun {
        WatchedRun(before: D.day("2025-06-10"), after: D.day(after), name: "\(after)/monthly", patches: patches)
    }

    private func joining(
        _ supplies: [Supply], _ patches: [Patch] = [], on day: String = "2026-06-13", rules: RuleBook? = nil,
        issuedBefore: Set<String> = []
    ) throws -> PatchJoin {
        var records = LandRecordSet.of(
            parcels: [D.parcel("宗1", "0602", D.block(0, 0, 100, 100))], supplies: supplies)
        records.approvals = [D.approval("批1", "2024-01-01", D.block(0, 0, 1000, 100))]
        let register = LandRegister(records, system: D.system)
        let rules = rules ?? book
        return PatchJoin(
            register: register, rules: rules, period: Period(of: D.day(day)), issuedBefore: issuedBefore,
            judged: try JudgedSupplies(
                register, idle: idle, rules: rules, runs: [run(patches, day)], on: D.day(day)),
            observedOn: D.day(day))
    }

    private func flags(_ outcome: JoinOutcome) -> [Flag] { outcome.flags.filter { $0.rule.hasPrefix("idle-land#") } }

    /// One of each kind beside one on which papers and images agree.
    private var district: [Supply] {
        [
            supply("合1", 0), supply("合2", 100, started("2025-09-01")), supply("合3", 200, start: "2026-01-10"),
            supply("合4", 300, started("2025-09-01")), supply("合5", 400, start: "2027-01-10"),
        ]
    }

    private var patches: [Patch] {
        [D.patch("P3", D.block(200, 0, 50, 100), from: .bare), D.patch("P4", D.block(300, 0, 50, 100))]
    }

    @Test func eachDisagreementAndIdleLandRaisesItsFlag() throws {
        let outcome = try joining(district, patches).join(patches)
        let found = flags(outcome)
        #expect(
            found.map(\.rule) == [
                "idle-land#suspected-idle", "idle-land#claimed-start", "idle-land#unrecorded-start",
            ])
        #expect(found.map { $0.links.first { $0.kind == .supply }?.key } == ["合1", "合2", "合3"])
        #expect(found.allSatisfy { $0.patch == nil && abs($0.area.squareMetres - 10_000) < 1 })
        #expect(found.map(\.shape) == [0.0, 100, 200].map { D.block($0, 0, 100, 100) })
        #expect(found[0].links.map(\.kind) == [.parcel, .approval, .supply])
        #expect(outcome.flags.suffix(3) == found[...], "they come last")
        #expect(
            found[0].reason.zh.hasPrefix(
                "供地合同 合1（宗地号未登记，15.00 亩）满一年未动工（应于 2025-01-10 前动工，台账开工 无记录），"
                    + "自 2026-01-11 起疑似闲置，应于 2026-02-10 前调查核实"))
        #expect(found[1].reason.zh.contains("台账记载已开工（开工 2025-09-01），2025-06-10 至 2026-06-13 的影像未见动土或建设"))
        #expect(found[2].reason.en.contains("images show 50 % of it built on and 0 % moved, 50 % of it built-up now"))
        for flag in found {
            #expect(flag.reason.zh.hasSuffix("（卫星监测线索，不作为认定依据，须实地核查）") && !flag.reason.en.contains("{"))
            #expect(flag.facts.allSatisfy { !$0.source.isEmpty } && flag.score?.source == "five-themes#score")
        }
        #expect(found[0].facts.contains { $0.value.zh.contains("第二条第一款") })
        #expect(found[2].facts.contains { $0.source == "2026-06-13/monthly, P3" })
    }

    /// The flags of patches and approvals are what they are without rules of supplies.
    @Test func theOtherFlagsStayAsTheyAre() throws {
        let five = try RuleBook(try D.data("themes/five-themes.json5"), named: "five-themes.json5")
        let with = try joining(district, patches).join(patches)
        let without = try joining(district, patches, rules: five).join(patches)
        #expect(!without.flags.isEmpty)
        #expect(with.flags.filter { !$0.rule.hasPrefix("idle-land#") } == without.flags)
        #expect(with.explained == without.explained && with.balances == without.balances)
    }

    @Test func nextMonthItIsTheSameFlag() throws {
        let june = flags(try joining(district, patches).join(patches))
        let july = flags(try joining(district, patches, on: "2026-07-14").join(patches))
        #expect(june.map(\.id) == july.map(\.id) && Set(june.map(\.id)).count == 3)
        #expect(june.map(\.period) != july.map(\.period))
        // A start on paper that is corrected is another claim; what the rest of the papers say is not.
        let corrected = [supply("合2", 100, started("2025-09-02"))]
        let priced = [supply("合2", 100, SupplyTerms(landPrice: 9, actualStart: D.day("2025-09-01")))]
        #expect(flags(try joining(corrected).join([])).map(\.id) != [june[1].id])
        #expect(flags(try joining(priced).join([])).map(\.id) == [june[1].id])
    }

    @Test(arguments: 0..<4)
    func theOrderOfRecordsAndPatchesDoesNotMatter(turn: Int) throws {
        func turned<Value>(_ values: [Value]) -> [Value] {
            let all = turn.isMultiple(of: 2) ? values : values.reversed()
            return Array(all.dropFirst(turn) + all.prefix(turn))
        }
        // One contract is on record twice: the larger land counts.
        let supplies = district + [supply("合1", 500, width: 80)]
        let first = flags(try joining(supplies, patches).join(patches))
        let other = flags(try joining(turned(supplies), turned(patches)).join(turned(patches)))
        #expect(Set(first) == Set(other) && first.count == 3)
        let parcels = [supply("合1", 0, parcel: "A"), supply("合1", 500, parcel: "B")]
        #expect(flags(try joining(turned(parcels)).join([])).count == 2)
    }

    /// What is too faint to count as building speaks against land on which nothing was done.
    @Test(arguments: [(4.9, 1), (5.1, 0)])
    func whatIsFaintSpeaksAgainstNothing(width: Double, count: Int) throws {
        let faint = [D.patch("1", D.block(100, 0, width, 100), to: .bare, mndwi: 0.01)]
        let found = flags(try joining([supply("合2", 100, started("2025-09-01"))], faint).join(faint))
        #expect(found.map(\.theme) == Array(repeating: "claimed-start", count: count))
    }

    @Test func aFlagIsExplained() throws {
        let joining = try joining(district, patches)
        for flag in flags(try joining.join(patches)) {
            let asked = try joining.explain(flag, among: patches)
            #expect(asked.map(\.rule) == book.supplies.map(\.reference) && asked.count == 3)
            #expect(asked.first(where: \.decides)?.rule == flag.rule)
            #expect(asked.allSatisfy { !$0.conditions.isEmpty && $0.conditions.allSatisfy { !$0.sources.isEmpty } })
        }
        // With other papers there is nothing to explain any more.
        let flag = try #require(flags(try joining.join(patches)).first)
        let later = try self.joining([supply("合1", 0, started("2025-01-01"))], patches)
        #expect(try later.explain(flag, among: patches).allSatisfy { !$0.decides })
    }

    @Test func aRuleMayBeLeftOutOrAsked() throws {
        let text = try D.text("themes/idle-land.json5")
        func theirs(_ right: String, _ wrong: String) throws -> [String] {
            let changed = text.replacing(right, with: wrong)
            try #require(changed != text)
            let mine = try RuleBook(try JSONValue(parsing: changed, named: "mine"), named: "mine")
            let five = try RuleBook(try D.data("themes/five-themes.json5"), named: "five")
            let rules = try RuleBook(joining: [five, mine])
            return flags(try joining(district, patches, rules: rules).join(patches)).map(\.theme)
        }
        #expect(try theirs("[\"suspectedIdle\"]", "[\"lateStart\"]") == ["claimed-start", "unrecorded-start"])
        #expect(try theirs("mu: { atLeast: 1 },", "mu: { atLeast: 15.1 },") == ["suspected-idle"])
        #expect(throws: Fault.self) { try theirs("findings: [\"startedSeenUnchanged\"],", "") }
        #expect(throws: Fault.self) { try theirs("startedSeenUnchanged", "startedUnseen") }
        #expect(throws: Fault.self) { try theirs("{contract}", "{contrakt}") }
    }

    /// A quota counts supplies too; what has a case already goes first.
    @Test func aQuotaHoldsThemBack() throws {
        let text = try D.text("themes/idle-land.json5").replacing(
            "code: \"suspected-idle\", label",
            with: "code: \"suspected-idle\", quota: { perPeriod: 1, source: \"t\" }, label")
        let five = try RuleBook(try D.data("themes/five-themes.json5"), named: "five")
        let mine = try RuleBook(try JSONValue(parsing: text, named: "mine"), named: "mine")
        let rules = try RuleBook(joining: [five, mine])
        let supplies = [supply("小", 0, width: 50), supply("大", 100)]
        let first = try joining(supplies, rules: rules).join([])
        #expect(flags(first).map { $0.links.first { $0.kind == .supply }?.key } == ["大"])
        let held = try #require(first.heldBack.first?.flags.first)
        let known = try joining(supplies, rules: rules, issuedBefore: [held.id]).join([])
        #expect(flags(known).map(\.id) == [held.id])
    }
}
