import GeoModel
import LandRecords
import SafeFiles
import Testing

/// Scores, gaps and classes of the assessment by what is made of land, by hand.
@Suite struct EnterpriseAssessmentTests {
    private func scheme(_ edits: (String, String)...) throws -> EnterpriseScheme {
        var text = try District.text("standard-land/enterprises.json5")
        for (old, new) in edits {
            #expect(text.contains(old))
            text = text.replacing(old, with: new)
        }
        return try EnterpriseScheme(try JSONValue(parsing: text, named: "edited"), named: "edited")
    }

    private func enterprise(
        _ number: Int, _ figures: [EnterpriseFigure: Double] = [:], scale: EnterpriseScale = .below,
        mu: Double? = 10, year: Int? = 2025, incidents: String? = nil
    ) -> Enterprise {
        Enterprise(
            code: "E\(padded(number, to: 3))", name: nil, contract: nil, parcelCode: nil, year: year, scale: scale,
            land: mu.map { Area(squareMetres: $0 * 2000 / 3) }, figures: figures, incidents: incidents,
            source: District.source(Int64(number)))
    }

    /// Below scale: 70 points for tax per mu, 30 for revenue per mu, against the group's total.
    private func below(_ taxes: [Double]) -> [Enterprise] {
        taxes.enumerated().map { enterprise($0, [.tax: $1, .revenue: 100]) }
    }

    private func classes(_ assessment: EnterpriseAssessment) -> String {
        (assessment.groups.first?.members ?? []).map { $0.given?.code ?? "-" }.joined()
    }

    @Test(arguments: [
        (1, "-"), (2, "--"), (3, "---"), (4, "ABCD"), (5, "ABBCD"), (8, "AABBBCCD"), (20, "AAAAABBBBBBBBBCCCCCD"),
    ])
    func classesGoByRank(count: Int, expected: String) throws {
        let taxes = (0..<count).map { 100 + 10 * Double(count - $0) }
        let assessment = EnterpriseAssessment(below(taxes), try scheme())
        #expect(classes(assessment) == expected)
        #expect(assessment.groups.first?.isClassed == (count >= 4))
        #expect(assessment.groups.first?.members.map(\.place) == Array(1...count))
    }

    @Test func aLoneEnterpriseIsClassedOnlyWhereTheSchemeSaysSo() throws {
        let lone = try scheme(("leastMembers: 4", "leastMembers: 1"))
        #expect(classes(EnterpriseAssessment(below([50]), lone)) == "D")
        #expect(classes(EnterpriseAssessment(below([50, 40]), lone)) == "BD")
        #expect(classes(EnterpriseAssessment(below([50, 40, 30]), lone)) == "BBD")
    }

    @Test func equalScoresShareAPlace() throws {
        // Places 1, 2, 2, 4: the second and third share the second or the third place of four.
        let tied = below([400, 300, 300, 200])
        #expect(classes(EnterpriseAssessment(tied, try scheme())) == "ABBD")
        let worse = try scheme(("ties: \"better\"", "ties: \"worse\""))
        #expect(classes(EnterpriseAssessment(tied, worse)) == "ACCD")
        let assessment = EnterpriseAssessment(tied, try scheme())
        #expect(assessment.groups[0].members.map(\.place) == [1, 2, 2, 4])
        #expect(classes(EnterpriseAssessment(below([300, 300, 300, 300]), try scheme())) == "AAAA")
        #expect(classes(EnterpriseAssessment(below([300, 300, 300, 300]), worse)) == "DDDD")
    }

    @Test func scoresAreTheSumOfTheirFactors() throws {
        // Tax 10, 20, 30 and 20 a mu: 80 over 40 mu is a base of 20. Revenue 100 of each: a base of 10.
        let group = try #require(EnterpriseAssessment(below([100, 200, 300, 200]), try scheme()).groups.first)
        #expect(group.members.map(\.enterprise.code) == ["E002", "E001", "E003", "E000"])
        // 30/20 = 1.5, the cap: 105 + 30; 20/20: 70 + 30; 10/20: 35 + 30.
        #expect(group.members.map(\.score) == [135, 100, 100, 65])
        let factors = group.members[3].factors
        #expect(factors.map(\.indicator.code) == ["taxPerMu", "revenuePerMu"])
        #expect(factors[0].value == 10 && factors[0].base == 20 && factors[0].ratio == 0.5 && factors[0].points == 35)
        #expect(factors.allSatisfy { $0.imputed == nil })
    }

    @Test func theCapAndLossesAreBounded() throws {
        let group = try #require(EnterpriseAssessment(below([-50, 10, 10, 500]), try scheme()).groups.first)
        #expect(group.members[0].factors[0].ratio == 1.5)
        #expect(group.members[3].factors[0].ratio == 0 && group.members[3].factors[0].value == -5)
    }

    @Test(arguments: [("median", 6.0), ("least", 1), ("zero", 0)])
    func gapsAreFilledAsTheSchemeSays(rule: String, value: Double) throws {
        // Revenue per mu 1, 5, 7 and 9; one does not say. The middle of four is 6.
        let group = [10.0, 50, 70, 90].enumerated().map { enterprise($0, [.tax: 10, .revenue: $1]) }
        let edited = try scheme(
            (
                "base: \"total\", cap: 1.5, missing: \"least\", zeroPer: \"missing\",\n      source: \"stands",
                "base: \"total\", cap: 1.5, missing: \"\(rule)\", zeroPer: \"missing\",\n      source: \"stands"
            ))
        let result = EnterpriseAssessment(group + [enterprise(9, [.tax: 10])], edited)
        let silent = try #require(result.groups[0].members.first { $0.enterprise.code == "E009" })
        #expect(silent.factors[1].imputed?.rawValue == rule && silent.factors[1].value == value)
        // The base is of those that report: 220 over 40 mu.
        #expect(silent.factors[1].base == 5.5)
        #expect(silent.factors[1].points == 30 * min(1.5, value / 5.5))
    }

    @Test func nothingEmittedGivesTheFullPoints() throws {
        let figures: [EnterpriseFigure: Double] = [
            .tax: 10, .valueAdded: 100, .revenue: 300, .energy: 10, .emission: 2, .research: 3, .staff: 5,
        ]
        let group = (0..<4).map { number in
            enterprise(number, figures.merging(number == 2 ? [.emission: 0] : [:]) { $1 }, scale: .above)
        }
        let member = try #require(
            EnterpriseAssessment(group, try scheme()).groups[0].members.first { $0.enterprise.code == "E002" })
        let emission = try #require(member.factors.first { $0.indicator.code == "valueAddedPerEmission" })
        #expect(emission.value == nil && emission.ratio == 1.5 && emission.imputed == nil && emission.points == 12)
        #expect(member.place == 1)
    }

    @Test func vetoesKeepFromGoodClassesAndNobodyMovesUp() throws {
        var group = below([500, 400, 300, 5])
        group[0] = enterprise(0, [.tax: 500, .revenue: 100], incidents: "发生环保处罚")
        let members = EnterpriseAssessment(group, try scheme()).groups[0].members
        #expect(members.map { $0.given?.code } == ["D", "B", "C", "D"])
        #expect(members.map { $0.ranked?.code } == ["A", "B", "C", "D"])
        #expect(members[0].vetoes.map(\.zh) == ["发生一票否决事项"] && members[3].vetoes.map(\.zh) == ["亩均税收不足 1 万元"])
        let none = below([500, 400, 300, 0]).enumerated().map { number, row in
            number == 1 ? enterprise(1, [.tax: 0, .revenue: 1e6]) : row
        }
        let taxless = EnterpriseAssessment(none, try scheme()).groups[0].members
        #expect(taxless.first { $0.enterprise.code == "E001" }?.given?.code == "D")
    }

    /// Value added has no weight below scale; a veto on it counts all the same.
    @Test func aVetoNeedsNoWeight() throws {
        let edited = try scheme((#"figure: "taxPerMu", atMost: 1"#, #"figure: "valueAddedPerMu", atMost: 1"#))
        let group = (0..<4).map { number in
            enterprise(number, [.tax: 100, .revenue: 100, .valueAdded: number == 0 ? 5 : 500])
        }
        let members = EnterpriseAssessment(group, edited).groups[0].members
        #expect(members.filter { !$0.vetoes.isEmpty }.map(\.enterprise.code) == ["E000"])
    }

    @Test func scalesAreRankedApart() throws {
        let mixed = below([40, 30, 20, 10]) + (0..<4).map { enterprise(10 + $0, [.tax: Double($0)], scale: .above) }
        let groups = EnterpriseAssessment(mixed, try scheme()).groups
        #expect(groups.map(\.scale) == [.above, .below] && groups.allSatisfy { $0.members.map(\.place).first == 1 })
        #expect(groups.map(\.members.count) == [4, 4])
    }

    @Test func whoIsNotAssessedIsListedWithTheReason() throws {
        let twice = [enterprise(5, [.tax: 1]), enterprise(5, [.tax: 2])]
        let same = [enterprise(6, [.tax: 3]), enterprise(6, [.tax: 3])]
        let register =
            [
                enterprise(1, mu: 0.99), enterprise(2, mu: 1), enterprise(3, mu: nil), enterprise(4, scale: .unknown),
                enterprise(7, year: nil), enterprise(8, year: 2024),
            ] + twice + same
        let result = EnterpriseAssessment(register, try scheme())
        #expect(result.year == 2025)
        #expect(result.omitted.map(\.enterprise.code) == ["E001", "E003", "E004", "E007", "E005", "E005"])
        #expect(result.omitted[0].reason.en.contains("0.99 mu"))
        #expect(result.groups[0].members.map(\.enterprise.code).sorted() == ["E002", "E006"])
        #expect(EnterpriseAssessment(register, try scheme(), year: 2024).groups[0].members.count == 1)
        #expect(EnterpriseAssessment([], try scheme()).groups.isEmpty)
    }

    /// The example of GB 32100-2015, and what typing errors make of it.
    @Test func creditCodesHaveACheckDigit() throws {
        #expect(CreditCode.checkDigit(of: "91350100M000100Y4") == "3")
        #expect(CreditCode.checkDigit(of: "91350100M000I00Y4") == nil)
        let sound = Enterprise(
            code: "91350100M000100Y43", name: nil, contract: nil, parcelCode: nil, year: 2025, scale: .below,
            land: Area(squareMetres: 1e4), figures: [:], incidents: nil, source: District.source(1))
        #expect(EnterpriseAssessment([sound], try scheme()).remarks.isEmpty)
        #expect(EnterpriseAssessment([enterprise(1)], try scheme()).remarks.count == 1)
    }

    @Test(arguments: [
        ("upTo: 0.70", "upTo: 0.20"), ("upTo: 1,", "upTo: 0.99,"), ("of: \"tax\"", "of: \"taxes\""),
        ("base: \"total\"", "base: \"sum\""), ("base: \"total\"", "base: 0"), ("best: \"D\"", "best: \"E\""),
        ("figure: \"tax\"", "figure: \"fax\""), ("missing: \"zero\"", "missing: \"none\""),
        ("weights: { above: 35, below: 70 }", "weights: { above: 35 }"), ("leastMembers: 4", "leastMember: 4"),
    ])
    func aWrongFileIsRefused(_ edit: (String, String)) throws {
        let text = try District.text("standard-land/enterprises.json5").replacing(
            edit.0, with: edit.1, maxReplacements: 1)
        let json = try JSONValue(parsing: text, named: "edited")
        #expect(throws: Fault.self) { try EnterpriseScheme(json, named: "edited") }
    }
}
