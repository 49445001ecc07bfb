import GeoModel
package import SafeFiles

/// What a file of rules may hold. It is read by these declarations, and they print as its JSON Schema.
package enum RuleShape {
    private static let share = 0.0...1.0
    private static let states = DataShape.list(.word(LandState.allCases.map(\.code)), atLeast: 1)

    /// The schema of `themes/*.json5`.
    package static var schema: JSONValue {
        DataShape.document(title: "tuban: rules that turn change patches into flags", id: "tuban:rules", file)
    }

    static let file: [DataField] = [
        .required("name", .text, "The file's name for itself: a flag's rule is NAME#RULE."),
        .required("source", .text, "Where the themes and the figures come from: a law, a notice, a programme."),
        .required("caveat", .object(.bilingual), "Said at the end of every reason."),
        .required("slivers", .object(slivers), "Shared ground that is a border's inaccuracy."),
        DataField("seasonal", .object(seasonal), "What a sign of the season does to a flag."),
        DataField("score", .object(score), "How urgent a flag is, with every factor shown."),
        .required("themes", .list(.object(theme), atLeast: 1), "What flags are about."),
        DataField("landClasses", .list(.object(landClassGroup)), "Groups of land classes that rules speak of."),
        .required("rules", .list(.object(rule)), "Tried in order; the first whose conditions all hold decides."),
        DataField("ledger", .object(ledger), "The rule for approved land without a supply (批而未供)."),
        DataField("standing", .list(.object(standing)), "Rules of places that no change shows."),
        DataField("supplies", .list(.object(supplies)), "Rules of supplies; the first that matches one decides."),
    ]

    static let slivers: [DataField] = [
        .required("underSquareMetres", .number(0...1e12), "Shared ground under this does not count.")
    ]

    static let seasonal: [DataField] = [
        .required("source", .text, "Whose choice it is."),
        .required("putBackBy", .integer(0...4), "By how much the priority is put back."),
        DataField("noFieldsOn", .list(.text), "Groups of land classes on which nothing is harvested."),
    ]

    static let theme: [DataField] = [
        .required("code", .text, "Its code."),
        .required("label", .object(.bilingual), "What users read."),
        .required("priority", .integer(1...5), "1 to look at first … 5 last."),
        .required("source", .text, "Whose theme it is."),
        DataField("quota", .object(quota), "How many flags of it are issued a period; all if left out."),
    ]

    static let quota: [DataField] = [
        .required("perPeriod", .integer(0...1_000_000), "The most urgent are issued; the rest is listed."),
        .required("source", .text, "Whose choice it is."),
    ]

    static let score = ScoreShape.score(FlagMeasure.allCases.map(\.rawValue), ofFlags: true)

    static let landClassGroup: [DataField] = [
        .required("code", .text, "The name that rules use."),
        .required("label", .object(.bilingual), "What users read."),
        .required("prefixes", .list(.text), "How its class codes begin."),
        DataField("except", .list(.text), "How codes begin that are not in it all the same."),
        DataField(
            "column", .word(LandColumn.allCases.map(\.rawValue)), "Where its land counts in a patch's split of areas."),
    ]

    static let rule: [DataField] = [
        .required("code", .text, "Its name in this file."),
        .required("theme", .text, "The code of one of the themes."),
        DataField("outcome", .word(RuleOutcome.allCases.map(\.rawValue)), "What the rule does; a flag by default."),
        .required("changes", .list(.object(change), atLeast: 1), "One of these has to be seen."),
        DataField("approval", .object(limits(share)), "The share under approvals in force at the observed date."),
        DataField("supply", .object(limits(share)), "The share under supplies in force at the observed date."),
        DataField("majorProject", .object(limits(share)), "The share on sites of major projects."),
        DataField("zones", .object(zones), "The share inside zones of some kinds."),
        DataField("landClass", .object(landClass), "The share on land of some groups of classes, before."),
        DataField("beyondPermit", .object(beyondPermit), "The share where more is built than permits allow."),
        DataField("temporaryLand", .object(temporaryLand), "The share on land lent for a term."),
        DataField("earlier", .object(earlier), "The share on flags of earlier periods."),
        .required("reason", .object(.bilingual), "Why, in words a layman can read; {field} is filled in."),
    ]

    static let ledger: [DataField] = [
        .required("theme", .text, "The code of one of the themes."),
        .required("tolerance", .object(tolerance), "Both have to be reached."),
        .required("changes", .list(.object(change), atLeast: 1), "What counts as built on."),
        .required("reason", .object(.bilingual), "Why, in words a layman can read; {field} is filled in."),
    ]

    static let standing: [DataField] = [
        .required("code", .text, "Its name in this file."),
        .required("theme", .text, "The code of one of the themes."),
        DataField("temporaryLand", .object(standingLand), "Places: land lent for a term."),
        DataField("earlierFlag", .object(earlierQuestion), "Places: flags of earlier periods."),
        .required("goneIf", .object(gone), "What shows that the place was put right."),
        .required("reason", .object(.bilingual), "Why, in words a layman can read; {field} is filled in."),
    ]

    static let standingLand: [DataField] = [
        .required("daysPast", .object(limits(-1e6...1e6)), "Days from the last day of the term to the observed date.")
    ]

    static let gone: [DataField] = [
        .required("changes", .list(.object(change), atLeast: 1), "One of these is seen."),
        .required("share", .number(share), "On so much of the place at least."),
    ]

    static let supplies: [DataField] = [
        .required("code", .text, "Its name in this file."),
        .required("theme", .text, "The code of one of the themes."),
        DataField(
            "standings", .list(.word(IdleStanding.allCases.map(\.rawValue)), atLeast: 1),
            "How the supply stands by the law on idle land: one of these."),
        DataField(
            "findings", .list(.word(IdleFinding.allCases.map(\.rawValue)), atLeast: 1),
            "Where papers and images disagree, or papers have gaps: one of these."),
        DataField("mu", .object(limits(0...1e9)), "Its area in mu."),
        .required("reason", .object(.bilingual), "Why, in words a layman can read; {field} is filled in."),
    ]

    static let beyondPermit: [DataField] =
        [DataField("countsWithoutPermit", .flag, "Whether a contract without any permit counts; it does not.")]
        + limits(share)

    static let temporaryLand: [DataField] =
        [DataField("term", .word(TermState.allCases.map(\.rawValue)), "Where the observed date lies: past if unsaid.")]
        + limits(share)

    static let earlierQuestion: [DataField] = [
        DataField("themes", .list(.text, atLeast: 1), "Themes of the earlier flags; all if left out."),
        DataField(
            "verdicts", .list(.word(EarlierVerdict.allCases.map(\.rawValue)), atLeast: 1),
            "What people found; anything if left out."),
        DataField("months", .object(limits(0...1200)), "How many months earlier."),
    ]

    static let earlier: [DataField] = earlierQuestion + limits(share)

    static let tolerance: [DataField] = [
        .required("underMu", .number(0...1e9), "Less unsupplied land than this raises no flag."),
        .required("underShare", .number(share), "Nor does a smaller share of the approval."),
    ]

    static let change: [DataField] =
        [
            .required("before", states, "Cover before: one of these."),
            .required("after", states, "Cover after: one of these."),
        ]
        + PatchQuantity.allCases.map { DataField($0.rawValue, .object(limits($0.range)), "Limits: \($0.label.en).") }

    static let zones: [DataField] =
        [.required("kinds", .list(.word(ZoneKind.allCases.map(\.rawValue)), atLeast: 1), "Which zones.")]
        + limits(share)

    static let landClass: [DataField] =
        [.required("groups", .list(.text, atLeast: 1), "Codes of landClasses.")] + limits(share)

    static func limits(_ range: ClosedRange<Double>) -> [DataField] {
        [
            DataField("atLeast", .number(range), "No less than this."),
            DataField("atMost", .number(range), "No more than this."),
            DataField("below", .number(range), "Less than this."),
        ]
    }
}
