package import GeoModel
package import SafeFiles

/// What an indicator of the assessment is made of.
enum EnterpriseQuantity: Hashable, Sendable {
    /// The land in mu.
    case land
    /// A figure of the year.
    case figure(EnterpriseFigure)

    static let words = ["land"] + EnterpriseFigure.allCases.map(\.rawValue)

    init?(_ word: String) {
        if word == "land" {
            self = .land
        } else {
            guard let figure = EnterpriseFigure(rawValue: word) else { return nil }
            self = .figure(figure)
        }
    }

    func value(_ enterprise: Enterprise) -> Double? {
        switch self {
        case .land: enterprise.land?.mu
        case .figure(let figure): enterprise.figures[figure]
        }
    }
}

/// What counts where an enterprise did not report an indicator.
package enum MissingValue: String, Sendable, CaseIterable {
    /// The middle value of its group.
    case median
    /// The least value of its group.
    case least
    /// Nothing.
    case zero

    /// The words that users read.
    package var label: Bilingual {
        switch self {
        case .median: Bilingual(zh: "组内中位数", en: "median of the group")
        case .least: Bilingual(zh: "组内最低值", en: "least of the group")
        case .zero: Bilingual(zh: "按零计", en: "zero")
        }
    }
}

/// What an indicator's value is measured against.
enum AssessmentBase: Hashable, Sendable {
    case total, median
    case fixed(Double)
}

/// One indicator of the assessment.
package struct AssessmentIndicator: Sendable, Hashable {
    /// Its code in the data file.
    package let code: String
    /// The words that users read.
    package let label: Bilingual
    let of: EnterpriseQuantity
    let per: EnterpriseQuantity
    let weights: [EnterpriseScale: Double]
    let base: AssessmentBase
    let cap: Double
    let missing: MissingValue
    let zeroPerIsCap: Bool
}

/// One class, with the share of the group that it ends at.
package struct AssessmentClass: Sendable, Hashable {
    /// Its code, such as `A`.
    package let code: String
    /// The words that users read.
    package let label: Bilingual
    let upTo: Double
}

/// What keeps an enterprise from a good class, whatever its score.
package struct AssessmentVeto: Sendable, Hashable {
    /// The words that users read.
    package let label: Bilingual
    /// The place of the best class that is left.
    let best: Int
    let test: Test

    enum Test: Hashable, Sendable {
        case figure(EnterpriseQuantity, atMost: Double)
        case indicator(String, atMost: Double)
        case words([String])
    }
}

/// How enterprises are scored and classed: a data file, `standard-land/enterprises.json5`.
package struct EnterpriseScheme: Sendable, Hashable {
    /// The file's name for itself.
    package let name: String
    /// Where its rules come from.
    package let source: String
    let leastMu: Double
    let leastMembers: Int
    let tiesShareTheBetter: Bool
    /// In their order.
    package let indicators: [AssessmentIndicator]
    /// The best first.
    package let classes: [AssessmentClass]
    let vetoes: [AssessmentVeto]
}

extension EnterpriseScheme {
    private static let quantity = DataShape.word(EnterpriseQuantity.words)
    private static let least: [DataField] = [
        .required("value", .number(0...1e6), "The limit."), .required("source", .text, "Where it is from."),
    ]
    private static let ranking: [DataField] = [
        .required("leastMembers", .integer(1...1000), "Smaller groups are not classed by rank."),
        .required("ties", .word(["better", "worse"]), "Which place equal scores share."),
        .required("source", .text, "Where it is from."),
    ]
    private static let weights: [DataField] = [EnterpriseScale.above, .below].map {
        .required($0.rawValue, .number(0...1000), "Points where the value equals the base.")
    }
    private static let indicator: [DataField] = [
        .required("code", .text, "Its name in this file."),
        .required("label", .object(.bilingual), "What users read."),
        .required("of", quantity, "The upper part of the ratio."), .required("per", quantity, "The lower part."),
        .required("weights", .object(weights), "By group."),
        .required("cap", .number(0...100), "The most times the base that counts."),
        .required("missing", .word(MissingValue.allCases.map(\.rawValue)), "What counts where it is not reported."),
        .required("zeroPer", .word(["cap", "missing"]), "What counts where the lower part is 0."),
        .required("source", .text, "Where it is from."),
    ]
    private static let rank: [DataField] = [
        .required("code", .text, "Its name."), .required("label", .object(.bilingual), "What users read."),
        .required("upTo", .number(0...1), "The share of the group, by rank, that it ends at."),
        .required("source", .text, "Where it is from."),
    ]
    private static let veto: [DataField] = [
        .required("code", .text, "Its name in this file."),
        .required("label", .object(.bilingual), "What users read."),
        .required("best", .text, "The best class that is left."),
        DataField("figure", .text, "A figure or an indicator that is too small."),
        DataField("atMost", .number(-1e12...1e12), "The value from which down it is."),
        DataField("words", .list(.text, atLeast: 1), "Parts of what the register says of incidents."),
        .required("source", .text, "Where it is from."),
    ]
    /// A word or a number, so it is looked at by itself.
    private static let base = DataField.required("base", .any, "What the value is measured against.")
    private static let shape: [DataField] = [
        .required("name", .text, "Its name."), .required("source", .text, "Where it is from."),
        .required("leastMu", .object(least), "Who has less land is not assessed."),
        .required("ranking", .object(ranking), "How groups are ranked."),
        .required("indicators", .list(.object(indicator + [base])), "What is scored."),
        .required("classes", .list(.object(rank)), "The best first."),
        .required("vetoes", .list(.object(veto)), "What keeps from good classes."),
    ]

    /// The scheme of a data file.
    /// - Throws: `Fault` naming the key that is unknown, missing or wrong.
    package init(_ json: JSONValue, named path: String) throws(Fault) {
        let file = try Self.shape.checked(json, named: path)
        name = try file.required("name", file.string("name"))
        source = try file.required("source", file.string("source"))
        let land = try file.required("leastMu", file.object("leastMu", keys: Self.least.keys))
        leastMu = try land.required("value", land.number("value"))
        let rank = try file.required("ranking", file.object("ranking", keys: Self.ranking.keys))
        leastMembers = try rank.required("leastMembers", rank.integer("leastMembers"))
        tiesShareTheBetter = try rank.string("ties") == "better"
        indicators = try file.elements("indicators", Self.indicator + [Self.base]) { entry throws(Fault) in
            try AssessmentIndicator(entry)
        }
        let classes = try file.elements("classes", Self.rank) { entry throws(Fault) in
            AssessmentClass(
                code: try entry.required("code", entry.string("code")), label: try entry.bilingual("label"),
                upTo: try entry.required("upTo", entry.number("upTo")))
        }
        guard classes.last?.upTo == 1, !zip(classes, classes.dropFirst()).contains(where: { $0.upTo >= $1.upTo }) else {
            let shares = classes.map { JSONValue.number($0.upTo) }
            throw file.wrong("classes", .array(shares), zh: "upTo 由小到大，最后为 1", en: "upTo that grow up to 1")
        }
        self.classes = classes
        let codes = indicators.map(\.code)
        vetoes = try file.elements("vetoes", Self.veto) { entry throws(Fault) in
            try AssessmentVeto(entry, classes: classes.map(\.code), indicators: codes)
        }
    }
}

extension AssessmentIndicator {
    fileprivate init(_ entry: StrictObject) throws(Fault) {
        func quantity(_ key: String) throws(Fault) -> EnterpriseQuantity {
            try entry.required(key, entry.string(key).flatMap(EnterpriseQuantity.init))
        }
        code = try entry.required("code", entry.string("code"))
        label = try entry.bilingual("label")
        (of, per) = (try quantity("of"), try quantity("per"))
        let given = try entry.required(
            "weights", entry.object("weights", keys: [EnterpriseScale.above, .below].map(\.rawValue)))
        var weights: [EnterpriseScale: Double] = [:]
        for scale in [EnterpriseScale.above, .below] { weights[scale] = try given.number(scale.rawValue) }
        self.weights = weights
        let base = try entry.required("base", entry.value("base"))
        switch (base.string, base.double) {
        case ("total", _): self.base = .total
        case ("median", _): self.base = .median
        case (_, .some(let value)) where value > 0: self.base = .fixed(value)
        default:
            throw entry.wrong(
                "base", base, zh: "\"total\"、\"median\" 或大于 0 的数", en: "total, median or a number above 0")
        }
        cap = try entry.required("cap", entry.number("cap"))
        missing = try entry.word("missing")
        zeroPerIsCap = try entry.string("zeroPer") == "cap"
    }
}

extension AssessmentVeto {
    fileprivate init(_ entry: StrictObject, classes: [String], indicators: [String]) throws(Fault) {
        label = try entry.bilingual("label")
        let name = try entry.required("best", entry.string("best"))
        guard let best = classes.firstIndex(of: name) else {
            let known = Bilingual(listing: classes)
            throw entry.wrong("best", .string(name), zh: "其一：\(known.zh)", en: "one of \(known.en)")
        }
        self.best = best
        if let words = try entry.strings("words") {
            test = .words(words)
            return
        }
        let figure = try entry.required("figure", entry.string("figure"))
        let limit = try entry.required("atMost", entry.number("atMost"))
        if let quantity = EnterpriseQuantity(figure) {
            test = .figure(quantity, atMost: limit)
        } else if indicators.contains(figure) {
            test = .indicator(figure, atMost: limit)
        } else {
            let known = Bilingual(listing: EnterpriseQuantity.words + indicators)
            throw entry.wrong("figure", .string(figure), zh: "其一：\(known.zh)", en: "one of \(known.en)")
        }
    }
}
