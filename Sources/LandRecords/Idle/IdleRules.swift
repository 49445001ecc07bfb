package import GeoModel
package import SafeFiles

/// A share as the law writes it, such as 1/3: compared without rounding.
package struct LegalShare: Sendable, Hashable {
    let numerator: Double
    let denominator: Double

    /// Whether a part is less than this share of a whole; equal is not less, and neither is what only the last bits of
    /// a number tell apart.
    func exceeds(_ part: Double, of whole: Double) -> Bool {
        part * denominator < whole * numerator * (1 - 1e-12)
    }

    /// The share as a number.
    var value: Double { numerator / denominator }
}

/// A number of the law with the words it rests on.
struct LegalTerm: Sendable, Hashable {
    /// Months, or days where the rule counts in days.
    let count: Int
    let clause: Bilingual
}

/// The numbers of the law on idle land and of what a satellite must show: a data file, `idle/*.json5`.
package struct IdleRules: Sendable, Hashable {
    /// The file's name for itself.
    package let name: String
    /// The law.
    package let source: String
    let noStart: LegalTerm
    let halted: LegalTerm
    let haltedArea: LegalShare
    let haltedInvestment: LegalShare
    let undated: LegalTerm
    let investigation: LegalTerm
    let fee: LegalTerm
    let feeShare: LegalShare
    let reclaim: LegalTerm
    let delay: Bilingual
    let start: Bilingual
    let completion: Bilingual
    let underused: LegalTerm
    let underusedArea: LegalShare
    let seen: SeenRules
    /// How unsupplied land is told apart.
    let unsupplied: UnsuppliedRules
    let withdrawal: WithdrawalRules
}

/// What counts as seen from above.
struct SeenRules: Sendable, Hashable {
    let leastShare: Double
    let builtShare: Double
    /// The share of built-up ground from which the land counts as built on, whenever that was.
    let standingShare: Double
    let graceMonths: Int
    /// The share of the land's pixels that has to be clear, and how many there have to be.
    let clearShare: Double
    let leastPixels: Int
}

/// From which share of a plot on unsupplied land counts as partly built and as built.
struct UnsuppliedRules: Sendable, Hashable {
    let untouchedBelow: Double
    let builtFrom: Double
    /// Splinters of less are none: they are part of the largest plot.
    let leastMu: Double
}

/// Which approvals may be withdrawn.
struct WithdrawalRules: Sendable, Hashable {
    let months: Int
    let leastMu: Double
}

extension IdleRules {
    private static let keys = [
        "name", "source", "noStart", "halted", "undated", "investigation", "fee", "reclaim", "delay", "start",
        "completion", "underused", "seen", "unsupplied", "withdrawal",
    ]

    /// The rules of a data file.
    /// - Throws: `Fault` naming the key that is unknown, missing or wrong.
    package init(_ json: JSONValue, named path: String) throws(Fault) {
        let file = try StrictObject(json, named: path, keys: Self.keys)
        name = try file.required("name", file.string("name"))
        source = try file.required("source", file.string("source"))
        func part(_ key: String, _ keys: String...) throws(Fault) -> StrictObject {
            let part = try file.required(key, file.object(key, keys: keys + ["source"]))
            _ = try part.required("source", part.string("source"))
            return part
        }
        noStart = try part("noStart", "months", "clause").term("months")
        let halt = try part("halted", "months", "areaShare", "investmentShare", "clause")
        halted = try halt.term("months")
        haltedArea = try halt.share("areaShare")
        haltedInvestment = try halt.share("investmentShare")
        undated = try part("undated", "months", "clause").term("months")
        investigation = try part("investigation", "days", "clause").term("days")
        let charge = try part("fee", "months", "priceShare", "clause")
        fee = try charge.term("months")
        feeShare = try charge.share("priceShare")
        reclaim = try part("reclaim", "months", "clause").term("months")
        delay = try part("delay", "clause").clause()
        start = try part("start", "clause").clause()
        completion = try part("completion", "clause").clause()
        let little = try part("underused", "months", "areaShare", "clause")
        underused = try little.term("months")
        underusedArea = try little.share("areaShare")
        let sight = try part(
            "seen", "leastShare", "builtShare", "standingShare", "graceMonths", "clearShare", "leastPixels")
        seen = SeenRules(
            leastShare: try sight.shareNumber("leastShare"), builtShare: try sight.shareNumber("builtShare"),
            standingShare: try sight.shareNumber("standingShare"),
            graceMonths: try sight.required("graceMonths", sight.integer("graceMonths", in: 0...120)),
            clearShare: try sight.shareNumber("clearShare"),
            leastPixels: try sight.required("leastPixels", sight.integer("leastPixels", in: 0...1_000_000)))
        let plots = try part("unsupplied", "untouchedBelow", "builtFrom", "leastMu")
        unsupplied = UnsuppliedRules(
            untouchedBelow: try plots.shareNumber("untouchedBelow"), builtFrom: try plots.shareNumber("builtFrom"),
            leastMu: try plots.required("leastMu", plots.number("leastMu", in: 0...1000)))
        let old = try part("withdrawal", "months", "leastMu")
        withdrawal = WithdrawalRules(
            months: try old.required("months", old.integer("months", in: 0...1200)),
            leastMu: try old.required("leastMu", old.number("leastMu", in: 0...1e6)))
    }
}

extension StrictObject {
    fileprivate func term(_ key: String) throws(Fault) -> LegalTerm {
        LegalTerm(count: try required(key, integer(key, in: 0...1200)), clause: try clause())
    }

    fileprivate func clause() throws(Fault) -> Bilingual { try bilingual("clause") }

    fileprivate func shareNumber(_ key: String) throws(Fault) -> Double {
        try required(key, number(key, in: 0...1))
    }

    fileprivate func share(_ key: String) throws(Fault) -> LegalShare {
        let pair = try required(key, array(key))
        guard pair.count == 2, let top = pair[0].double, let bottom = pair[1].double, top >= 0, bottom > 0 else {
            throw wrong(key, .array(pair), zh: "两个数，如 [1, 3]", en: "two numbers such as [1, 3]")
        }
        return LegalShare(numerator: top, denominator: bottom)
    }
}
