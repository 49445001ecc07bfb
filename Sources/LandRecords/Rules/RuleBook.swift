package import GeoModel

/// What becomes of a patch that a rule matches.
package enum RuleOutcome: String, Sendable, CaseIterable {
    /// A flag of its own.
    case flag
    /// No flag: the records explain the change.
    case explained
    /// No flag of its own: the flag of its approval carries it.
    case ledger
}

/// One rule. All its conditions have to hold; the first rule of the book that matches a patch decides.
package struct PatchRule: Sendable {
    /// Its name in the file.
    package let code: String
    /// As `FILE#RULE`.
    package let reference: String
    /// The theme it raises flags of.
    package let theme: Theme
    /// What becomes of a patch that matches.
    package let outcome: RuleOutcome
    /// One of these changes has to be seen.
    let changes: [ChangeCondition]
    /// All of these shares have to lie inside their limits, at the observed date.
    let shares: [ShareCondition]
    let reason: ReasonTemplate

    func matches(_ findings: PatchFindings) throws(Fault) -> Bool {
        guard changes.contains(where: { $0.matches(findings.patch) }) else { return false }
        for condition in shares where !condition.limits.contains(try findings.share(of: condition.subject)) {
            return false
        }
        return true
    }
}

/// A theme (专题): what a flag is about.
package struct Theme: Sendable, Hashable {
    /// Its code, such as `farmland-change`.
    package let code: String
    /// What users read, such as 耕地保护变化.
    package let label: Bilingual
    /// 1 to look at first … 5 last.
    package let priority: Int
    /// Whose theme it is.
    package let source: String
    /// How many flags of it are issued a period; nil for all.
    let quota: Quota?
}

/// The rule for land that is approved but not supplied (批而未供).
package struct LedgerRule: Sendable {
    /// What the name of every ledger's rule ends with.
    static let suffix = "#ledger"
    /// As `FILE#ledger`.
    package let reference: String
    /// Its theme.
    package let theme: Theme
    /// An approval with less unsupplied land than this raises no flag.
    let toleranceMu: Double
    /// Nor does one with a smaller unsupplied share than this.
    let toleranceShare: Double
    /// What counts as built on.
    let changes: [ChangeCondition]
    let reason: ReasonTemplate
}

/// What a sign of the season does to a flag: it says so and stands further back, and is never left out for it.
struct SeasonalRule: Sendable, Hashable {
    /// By how much its priority is put back.
    let putBackBy: Int
    /// Land on which nothing is harvested: the groups of land classes that no field counts on.
    let noFieldsOn: [String]
}

/// The rules of a programme, as one data file holds them.
package struct RuleBook: Sendable {
    /// The file's name for itself, the first part of a flag's `rule`.
    package let name: String
    /// Where the rules come from.
    package let source: String
    /// What is said at the end of every reason: a clue, to be verified on site.
    package let caveat: Bilingual
    /// Shared ground under this is a border's inaccuracy.
    package let sliver: Area
    /// What a sign of the season does to a flag; nil where it does nothing.
    let seasonal: SeasonalRule?
    /// How urgent a flag is; nil where the programme gives no scores.
    let score: ScoreRule<FlagMeasure>?
    /// The themes in the order of their priority.
    package let themes: [Theme]
    /// The rules in order.
    package let rules: [PatchRule]
    /// The rule for approved but unsupplied land; nil where the programme has none.
    package let ledger: LedgerRule?
    /// The rules of places that no change shows.
    package let standing: [StandingRule]
    /// The rules of supplies, asked in order.
    package let supplies: [SupplyRule]
    let landClasses: [LandClassGroup]
}
