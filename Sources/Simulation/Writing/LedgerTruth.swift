import GeoModel
import SafeFiles

/// What the ledger of approvals has to say, approval by approval: areas in mu on the plane of the raster, which is
/// 0.08 % less than on the ellipsoid.
struct LedgerTruth {
    let plan: DistrictPlan
    let titles: LandTitles

    /// One member an approval number: approved, supplied, withdrawn and unsupplied mu, and what of the last an event
    /// has built on.
    var json: JSONValue {
        var numbers: [String] = []
        var sums: [String: Sums] = [:]
        let withdrawn = titles.withdrawnApprovals
        for title in titles.all {
            if sums[title.approvalNumber] == nil { numbers.append(title.approvalNumber) }
            sums[title.approvalNumber, default: Sums()].add(title, lastMonth: plan.options.months - 1)
        }
        return .object(
            numbers.map { number in
                .init(number, sums[number, default: Sums()].json(isWithdrawn: withdrawn.contains(number)))
            })
    }

    private struct Sums {
        var approved = 0.0
        var supplied = 0.0
        var builtUnsupplied = 0.0

        mutating func add(_ title: LandTitle, lastMonth: Int) {
            let mu = Site(outline: title.outline).pixelArea * 0.15
            approved += mu
            if title.contract != nil { supplied += mu }
            if title.contract == nil, let event = title.event, event.stages[lastMonth].cover != .untouched {
                builtUnsupplied += event.mu
            }
        }

        func json(isWithdrawn: Bool) -> JSONValue {
            [
                "approved_mu": .number(rounded(approved)), "supplied_mu": .number(rounded(supplied)),
                "withdrawn_mu": .number(isWithdrawn ? rounded(approved - supplied) : 0),
                "unsupplied_mu": .number(isWithdrawn ? 0 : rounded(approved - supplied)),
                "built_unsupplied_mu": .number(rounded(builtUnsupplied)),
            ]
        }

        private func rounded(_ mu: Double) -> Double { (mu * 100).rounded() / 100 }
    }
}
