package import GeoModel
package import SafeFiles

/// From when an indicator counts.
struct IndicatorRule: Sendable, Hashable {
    let indicator: AgreementIndicator
    let after: AgreementMilestone
    let months: Int
    let clause: Bilingual
}

/// What a place asks at least.
package struct AgreementTier: Sendable, Hashable {
    /// The words that users read.
    package let label: Bilingual
    let zones: [String]
    let floors: [AgreementIndicator: Double]
}

/// How grave it is that a date comes near or is past.
package struct LeadLevel: Sendable, Hashable {
    /// Its code in the data file.
    package let code: String
    /// The words that users read.
    package let label: Bilingual
    /// From how many days after the date it holds; before it, negative.
    package let fromDays: Int

    /// Whether the date is past.
    package var isBreach: Bool { fromDays > 0 }
}

/// When the terms of agreements count, what places ask at least, and how early to warn: a data file,
/// `standard-land/agreements.json5`.
package struct AgreementRules: Sendable, Hashable {
    /// The file's name for itself.
    package let name: String
    /// Where its rules come from.
    package let source: String
    let industrialWords: [String]
    let indicators: [IndicatorRule]
    let tiers: [AgreementTier]
    let duties: [AgreementMilestone: AgreementParty]
    /// In the order of their days.
    package let levels: [LeadLevel]

    /// Whether a supply's use counts as industrial.
    func isIndustrial(_ supply: Supply) -> Bool {
        guard let use = supply.terms.use?.lowercased() else { return false }
        return industrialWords.contains(where: use.contains)
    }

    /// The tier of land in the development zones of these names.
    func tier(in zones: [String]) -> AgreementTier? {
        tiers.first { tier in
            tier.zones.isEmpty || zones.contains { zone in tier.zones.contains(where: zone.contains) }
        }
    }

    /// The gravest level that is reached so many days after a date; nil where it is still far off.
    func level(_ days: Int) -> LeadLevel? { levels.last { $0.fromDays <= days } }
}

extension AgreementRules {
    private static let milestones = AgreementMilestone.allCases.map(\.rawValue)
    private static let due: [DataField] = [
        .required("after", .word(milestones), "The milestone it is counted from."),
        .required("months", .integer(0...240), "How many months after it."),
    ]
    private static let indicator: [DataField] = [
        .required("code", .word(AgreementIndicator.allCases.map(\.rawValue)), "Which indicator."),
        .required("due", .object(due), "The day after which it has to be met."),
        .required("clause", .object(.bilingual), "The rule in words."),
        .required("source", .text, "Where it is from."),
    ]
    private static let floors: [DataField] = AgreementIndicator.allCases.map {
        DataField($0.rawValue, .number(0...1e9), "The least, of energy and emissions the most.")
    }
    private static let tier: [DataField] = [
        .required("code", .text, "Its name in this file."),
        .required("label", .object(.bilingual), "What users read."),
        .required("zones", .list(.text), "Parts of names of development zones; none is all other land."),
        .required("floors", .object(floors), "What it asks at least."), .required("source", .text, "Where it is from."),
    ]
    private static let duty: [DataField] = [
        .required("code", .word(milestones), "Which milestone."),
        .required("duty", .word(AgreementParty.allCases.map(\.rawValue)), "Who has to reach it."),
        .required("source", .text, "Where it is from."),
    ]
    private static let level: [DataField] = [
        .required("code", .text, "Its name in this file."),
        .required("label", .object(.bilingual), "What users read."),
        .required("fromDays", .integer(-36_500...36_500), "From how many days after the date."),
        .required("source", .text, "Where it is from."),
    ]
    private static let uses: [DataField] = [
        .required("words", .list(.text, atLeast: 1), "Parts of what contracts call the use."),
        .required("source", .text, "Where it is from."),
    ]
    /// What a file of agreements' rules may hold.
    private static let shape: [DataField] = [
        .required("name", .text, "The file's name for itself."), .required("source", .text, "Where it is from."),
        .required("industrialUses", .object(uses), "Which uses count as industrial."),
        .required("indicators", .list(.object(indicator), atLeast: 1), "When indicators count."),
        .required("tiers", .list(.object(tier), atLeast: 1), "What places ask at least."),
        .required("milestones", .list(.object(duty), atLeast: milestones.count), "Who has to reach them."),
        .required("levels", .list(.object(level), atLeast: 1), "How early to warn."),
    ]

    /// The rules of a data file.
    /// - Throws: `Fault` naming the key that is unknown, missing or wrong.
    package init(_ json: JSONValue, named path: String) throws(Fault) {
        let file = try Self.shape.checked(json, named: path)
        name = try file.required("name", file.string("name"))
        source = try file.required("source", file.string("source"))
        let uses = try file.required("industrialUses", file.object("industrialUses", keys: Self.uses.keys))
        industrialWords = try uses.required("words", uses.strings("words")).map { $0.lowercased() }
        indicators = try file.elements("indicators", Self.indicator) { entry throws(Fault) in
            let due = try entry.required("due", entry.object("due", keys: Self.due.keys))
            return IndicatorRule(
                indicator: try entry.word("code"), after: try due.word("after"),
                months: try due.required("months", due.integer("months")), clause: try entry.bilingual("clause"))
        }
        tiers = try file.elements("tiers", Self.tier) { entry throws(Fault) in
            let given = try entry.required("floors", entry.object("floors", keys: Self.floors.keys))
            var floors: [AgreementIndicator: Double] = [:]
            for indicator in AgreementIndicator.allCases { floors[indicator] = try given.number(indicator.rawValue) }
            return AgreementTier(
                label: try entry.bilingual("label"), zones: try entry.strings("zones") ?? [], floors: floors)
        }
        let pairs = try file.elements("milestones", Self.duty) { entry throws(Fault) in
            (try entry.word("code") as AgreementMilestone, try entry.word("duty") as AgreementParty)
        }
        duties = Dictionary(pairs) { first, _ in first }
        levels = try file.elements("levels", Self.level) { entry throws(Fault) in
            LeadLevel(
                code: try entry.required("code", entry.string("code")), label: try entry.bilingual("label"),
                fromDays: try entry.required("fromDays", entry.integer("fromDays", in: -36_500...36_500)))
        }
        guard Set(indicators.map(\.indicator)).count == indicators.count else {
            throw file.wrong("indicators", .array([]), zh: "每项指标一次", en: "each indicator once")
        }
        guard duties.count == AgreementMilestone.allCases.count else {
            throw file.wrong("milestones", .array([]), zh: "每个节点一次", en: "each milestone once")
        }
        guard !zip(levels, levels.dropFirst()).contains(where: { $0.fromDays >= $1.fromDays }) else {
            let days = levels.map { JSONValue.integer($0.fromDays) }
            throw file.wrong("levels", .array(days), zh: "fromDays 由小到大", en: "fromDays that grow")
        }
    }
}
