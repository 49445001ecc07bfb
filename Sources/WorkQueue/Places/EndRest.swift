package import GeoModel
import SafeFiles

/// How long a case that records raise month after month rests after its end, before it is a relapse.
package struct EndRest: Sendable, Hashable {
    /// The findings of dismissed cases it is for.
    package let findings: [String]
    /// The disposals of closed cases it is for.
    package let disposals: [String]
    /// How many months after that of the end it rests; nil for as long as the records stay as they are.
    package let months: Int?

    /// Whether it is for every end.
    var isGeneral: Bool { findings.isEmpty && disposals.isEmpty }

    static let fields: [DataField] = [
        DataField("findings", .list(.text, atLeast: 1), "The findings of dismissed cases it is for."),
        DataField("disposals", .list(.text, atLeast: 1), "The disposals of closed cases it is for."),
        DataField("months", .integer(0...1200), "So many months after that of the end; for ever where absent."),
        .required("source", .text, "Where it is from."),
    ]

    init(_ entry: StrictObject) throws(Fault) {
        findings = try entry.strings("findings") ?? []
        disposals = try entry.strings("disposals") ?? []
        months = try entry.integer("months")
    }

    /// Whether it is for a case that ended so.
    func fits(_ end: CaseStanding) -> Bool {
        guard !isGeneral else { return true }
        guard let code = end.state == .closed ? end.disposal : end.finding else { return false }
        return (end.state == .closed ? disposals : findings).contains(code)
    }

    /// - Throws: `Fault` where there is no entry for every end, or one stands behind it.
    static func check(_ rests: [EndRest], _ file: StrictObject) throws(Fault) {
        guard !rests.isEmpty, rests.firstIndex(where: \.isGeneral) != rests.count - 1 else { return }
        throw Fault(
            "\(file.name): rests",
            zh: "最后一项（且仅此项）不写 findings 与 disposals，用于其余终结。请补上，或移到最后。",
            en:
                "the last entry, and no other, has neither findings nor disposals and is for all other ends. "
                + "Add it, or move it to the end.")
    }
}

extension PlaceRules {
    /// Whether what records raise in a month is a relapse of a case at its end.
    func isRested(_ end: CaseStanding, since ended: CalendarDate, in period: Period) -> Bool {
        guard let months = rests.first(where: { $0.fits(end) })?.months else { return false }
        return period > Period(of: ended).advanced(by: months)
    }

    /// - Throws: `Fault` naming a finding or disposal that the loop does not have.
    package func check(_ codes: LoopCodes) throws(Fault) {
        for rest in rests {
            if let code = rest.findings.first(where: { codes.finding($0) == nil }) {
                throw unknown("findings", code, codes.findings.map(\.code))
            }
            if let code = rest.disposals.first(where: { codes.disposal($0) == nil }) {
                throw unknown("disposals", code, codes.disposals.map(\.code))
            }
        }
    }

    private func unknown(_ key: String, _ code: String, _ known: [String]) -> Fault {
        let list = Bilingual(listing: known)
        return Fault(
            "loop/places.json5: rests", zh: "\(key) 中没有“\(code)”。可用：\(list.zh)。请改正。",
            en: "there is no ‘\(code)’ among the \(key). There are: \(list.en). Correct it.")
    }
}
