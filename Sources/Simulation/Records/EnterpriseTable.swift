import GeoModel

/// One enterprise's year, and what is the matter with its row.
struct EnterpriseStory: Sendable {
    /// What keeps it from being assessed.
    enum Fault: String, Sendable {
        case littleLand = "little-land"
        case noLand = "no-land"
        case noScale = "no-scale"
        case twoRows = "two-rows"
    }

    var code: String
    let firm: String
    let contract: String?
    let parcelCode: String
    let isAbove: Bool
    var year: Int
    /// Mu.
    var land: Double?
    /// By column: `sjss`, `zjz`, `yysr`, `zhnh`, `pfl`, `yfjf`, `ygrs`.
    var figures: [String: Double]
    var incidents: String?
    var fault: Fault?

    /// The columns of figures, in their order.
    static let columns = ["sjss", "zjz", "yysr", "zhnh", "pfl", "yfjf", "ygrs"]

    /// Which columns were not entered.
    var gaps: [String] { Self.columns.filter { figures[$0] == nil } }
}

/// The enterprises of the industrial quarters: those on land of their own, and tenants on the same parcels, with the
/// gaps that such tables have.
struct EnterpriseStories: Sendable {
    let all: [EnterpriseStory]
    /// Rows of the year before.
    let earlier: [EnterpriseStory]

    init(_ plan: DistrictPlan, _ titles: LandTitles) {
        let year = plan.options.lastMonth.year - 1
        let hosts = titles.all.filter { $0.isOldFactory && $0.isIndustrial && $0.contract != nil }
        guard !hosts.isEmpty else {
            (all, earlier) = ([], [])
            return
        }
        let maker = EnterpriseMaker(dice: plan.dice, year: year)
        var own = hosts.enumerated().map { maker.owner($1, number: $0) }
        var tenants = (0..<max(14, 32 - own.count)).map { maker.tenant(of: hosts[$0 % hosts.count], number: $0) }
        Self.makeGaps(&own)
        Self.makeGaps(tenants: &tenants)
        all = own + tenants
        earlier = own.prefix(3).map { story in
            var story = story
            story.year -= 1
            return story
        }
    }

    private static func makeGaps(_ own: inout [EnterpriseStory]) {
        func change(_ index: Int, _ body: (inout EnterpriseStory) -> Void) {
            if own.indices.contains(index) { body(&own[index]) }
        }
        change(0) { $0.figures["zhnh"] = nil }
        change(1) { $0.figures["yfjf"] = nil }
        change(3) { $0.figures["pfl"] = 0 }
        change(4) { $0.figures["zjz"] = nil }
        change(6) { $0.incidents = "环保处罚" }
        change(7) { $0.figures["sjss"] = 0 }
        // Typed by hand: two characters exchanged places with their neighbours.
        change(2) { story in
            var letters = Array(story.code)
            letters.swapAt(9, 10)
            if letters[9] == letters[10] { letters[17] = letters[17] == "0" ? "1" : "0" }
            story.code = String(letters)
        }
    }

    private static func makeGaps(tenants: inout [EnterpriseStory]) {
        tenants[0].land = 0.8
        tenants[0].fault = .littleLand
        tenants[1].land = nil
        tenants[1].fault = .noLand
        tenants[2].fault = .noScale
        tenants[3].fault = .twoRows
        tenants[4].figures["sjss"] = nil
        // Two that are the same in all that counts.
        tenants[6].land = tenants[5].land
        tenants[6].figures = tenants[5].figures
    }
}

private struct EnterpriseMaker {
    let dice: Dice
    let year: Int

    func owner(_ title: LandTitle, number: Int) -> EnterpriseStory {
        story(
            title, number: number, firm: title.firm, contract: title.contract?.number, isAbove: number % 3 != 2,
            mu: title.mu)
    }

    func tenant(of title: LandTitle, number: Int) -> EnterpriseStory {
        let mu = dice.between(1.2, 4.5, number, 901, .record)
        return story(
            title, number: 1000 + number, firm: Names.firm(dice.bits(number, 902, .record)), contract: nil,
            isAbove: number % 7 == 6 && number > 6, mu: mu)
    }

    private func story(
        _ title: LandTitle, number: Int, firm: String, contract: String?, isAbove: Bool, mu: Double
    ) -> EnterpriseStory {
        func draw(_ low: Double, _ high: Double, _ salt: Int) -> Double {
            dice.between(low, high, number, salt, .record)
        }
        let land = (mu * 100).rounded() / 100
        let tax = land * (isAbove ? draw(4, 38, 911) : draw(0.6, 16, 911))
        let added = tax * draw(2.5, 6, 912)
        let revenue = added * draw(2.5, 5, 913)
        let figures = [
            "sjss": tax, "zjz": added, "yysr": revenue, "zhnh": added * draw(0.1, 0.7, 914),
            "pfl": added * draw(0.0005, 0.004, 915), "yfjf": revenue * draw(0.002, 0.05, 916),
            "ygrs": added / draw(12, 45, 917),
        ].mapValues { ($0 * 100).rounded() / 100 }
        return EnterpriseStory(
            code: code(number), firm: firm, contract: contract, parcelCode: title.parcelCode, isAbove: isAbove,
            year: year, land: land, figures: figures)
    }

    /// A unified social credit code: 91 for an enterprise, the county, nine drawn digits, the check digit.
    ///
    /// Source: GB 32100-2015, clauses 4 and 5: the characters leave out I, O, S, V, Z; MOD 31-3.
    private func code(_ number: Int) -> String {
        let digits = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
        var code = "91\(Names.county)MA" + padded(number, to: 4)
        for place in 0..<3 { code.append(digits[dice.choice(of: digits.count, number, 920 + place, .record)]) }
        var (sum, weight) = (0, 1)
        for character in code {
            sum += (digits.firstIndex(of: character) ?? 0) * weight
            weight = weight * 3 % 31
        }
        return code + String(digits[(31 - sum % 31) % 31])
    }
}

/// The enterprises' table.
enum EnterpriseTable {
    static let fields =
        ["tyshxydm", "qymc", "crhth", "zdh"].map { Field($0, .text) } + [Field("nd", .integer), Field("qygm", .text)]
        + (["ydmj"] + EnterpriseStory.columns).map { Field($0, .real) } + [Field("ypfj", .text)]

    static func make(_ plan: DistrictPlan, _ titles: LandTitles) -> RecordTable {
        let stories = EnterpriseStories(plan, titles)
        var rows = (stories.earlier + stories.all).map(row)
        for story in stories.all where story.fault == .twoRows {
            var other = story
            other.figures["sjss"] = (story.figures["sjss"] ?? 0) + 10
            rows.append(row(other))
        }
        return RecordTable(name: "enterprises", fields: fields, rows: rows)
    }

    private static func row(_ story: EnterpriseStory) -> RecordRow {
        func text(_ words: String?) -> FieldValue { words.map { .text($0) } ?? .null }
        func number(_ value: Double?) -> FieldValue { value.map { .real($0) } ?? .null }
        let scale: FieldValue = story.fault == .noScale ? .null : .text(story.isAbove ? "规上" : "规下")
        return RecordRow(
            outlines: [],
            values: [
                .text(story.code), .text(story.firm), text(story.contract), .text(story.parcelCode),
                .integer(Int64(story.year)), scale, number(story.land),
            ] + EnterpriseStory.columns.map { number(story.figures[$0]) } + [text(story.incidents)])
    }
}
