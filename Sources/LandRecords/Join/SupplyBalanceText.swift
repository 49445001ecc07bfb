import GeoModel

extension SupplyBalance {
    /// The fields that the reason of the ledger's rule may use.
    static let fields = [
        "approvalNumber", "batchName", "approvedOn", "period", "observedOn", "approved", "supplied", "unsupplied",
        "builtUnsupplied", "untouched", "unsuppliedShare", "supplyCount", "patchCount",
    ]

    /// The text of each field. The areas balance as they are written: supplied + unsupplied = approved, and
    /// built + untouched = unsupplied, to the last decimal.
    func fieldValues(period: Period, day: CalendarDate, patchCount: Int) -> [String: Bilingual] {
        let written = WrittenMu(self)
        return [
            "approvalNumber": Wording.same(approval.number),
            "batchName": Wording.same(approval.batchName ?? approval.number),
            "approvedOn": Wording.day(approval.approvedOn),
            "period": Wording.same(period.description),
            "observedOn": Wording.same(day.description),
            "approved": Wording.same(written.approved),
            "supplied": Wording.same(written.supplied),
            "unsupplied": Wording.same(written.unsupplied),
            "builtUnsupplied": Wording.same(written.builtUnsupplied),
            "untouched": Wording.same(written.untouched),
            "unsuppliedShare": Wording.same(Wording.percent(min(1, unsuppliedShare))),
            "supplyCount": Wording.same(String(supplies.count)),
            "patchCount": Wording.same(String(patchCount)),
        ]
    }

    /// The balance as facts.
    var facts: [Fact] {
        let written = WrittenMu(self)
        let rows = [
            (Bilingual(zh: "批准面积", en: "approved"), written.approved),
            (Bilingual(zh: "已供面积", en: "supplied"), written.supplied),
            (Bilingual(zh: "未供面积", en: "unsupplied"), written.unsupplied),
            (Bilingual(zh: "其中本期见建设或动土", en: "of which built on in this period"), written.builtUnsupplied),
            (Bilingual(zh: "其中未动", en: "of which untouched"), written.untouched),
        ]
        return rows.map { name, mu in
            Fact(name: name, value: Bilingual(zh: "\(mu) 亩", en: "\(mu) mu"), source: approval.source.name)
        }
    }

    /// Refuses a balance that does not add up to 0.01 mu.
    func check(_ object: String) throws(Fault) {
        let gap = abs(approved.mu - supplied.mu - unsupplied.mu)
        guard gap <= 0.01 else {
            throw Fault(
                object,
                zh: "已供加未供与批准面积相差 \(decimal(gap, 3)) 亩，超过 0.01 亩。请检查批次与供地的图形。",
                en: "supplied and unsupplied land differ from the approved by \(decimal(gap, 3)) mu, "
                    + "more than 0.01 mu. Check the outlines of the approval and its supplies."
            )
        }
    }
}

/// A balance in hundredths of a mu, rounded so that the parts still add up.
private struct WrittenMu {
    let approved: String
    let supplied: String
    let unsupplied: String
    let builtUnsupplied: String
    let untouched: String

    init(_ balance: SupplyBalance) {
        func hundredths(_ area: Area) -> Int { Int((area.mu * 100).rounded()) }
        func text(_ hundredths: Int) -> String { "\(hundredths / 100)." + padded(hundredths % 100, to: 2) }
        let whole = hundredths(balance.approved)
        let gone = min(whole, hundredths(balance.supplied))
        let rest = whole - gone
        let built = min(rest, hundredths(balance.builtUnsupplied))
        approved = text(whole)
        supplied = text(gone)
        unsupplied = text(rest)
        builtUnsupplied = text(built)
        untouched = text(rest - built)
    }
}
