package import GeoModel

/// What became of a vintage's unsupplied land between two days: disposed = supplied + withdrawn.
package struct DisposalLine: Sendable, Hashable {
    /// The year of approval; nil where it is unknown.
    package let year: Int?
    /// Unsupplied on the first day.
    package let unsuppliedThen: Area
    /// Of it, supplied since; less where a supply was cancelled.
    package let supplied: Area
    /// Of it, withdrawn since.
    package let withdrawn: Area
    /// Unsupplied on the second day, of the same approvals.
    package let unsuppliedNow: Area

    /// Supplied or withdrawn since.
    package var disposed: Area { supplied + withdrawn }

    /// How far the line is from balance, mu.
    package var gapMu: Double { abs(unsuppliedThen.mu - disposed.mu - unsuppliedNow.mu) }
}

/// An approval with untouched land so old that it may be withdrawn (批文撤回).
package struct WithdrawalCandidate: Sendable, Hashable {
    /// The approval.
    package let approval: Approval
    /// Its land that is neither supplied nor touched.
    package let untouched: Area
    /// Whether nothing of it was supplied, so that the approval can go as a whole.
    package let isWhole: Bool
}

extension LandLedger {
    /// The disposal of old 批而未供 land, vintage by vintage: approvals that the earlier ledger knows.
    package func disposal(since then: LandLedger) -> [DisposalLine] {
        let now = Dictionary(entries.map { ($0.approval.source, $0.figures) }) { first, _ in first }
        let years = Dictionary(grouping: then.entries.filter { now[$0.approval.source] != nil }) {
            $0.approval.approvedOn?.year
        }
        return years.sorted { ($0.key ?? 0) < ($1.key ?? 0) }.map { year, entries in
            let before = entries.reduce(LedgerFigures()) { $0 + $1.figures }
            let after = entries.reduce(LedgerFigures()) { sum, entry in
                sum + (now[entry.approval.source] ?? LedgerFigures())
            }
            func more(_ area: (LedgerFigures) -> Area) -> Area {
                Area(squareMetres: area(after).squareMetres - area(before).squareMetres)
            }
            return DisposalLine(
                year: year, unsuppliedThen: before.unsupplied, supplied: more(\.supplied),
                withdrawn: more { $0.area(.withdrawn) }, unsuppliedNow: after.unsupplied)
        }
    }

    /// Approvals that may be withdrawn, the largest first.
    package func withdrawalCandidates(_ rules: IdleRules) -> [WithdrawalCandidate] {
        entries.compactMap { entry in
            guard let given = entry.approval.approvedOn, let last = given.lastDay(ofMonths: rules.withdrawal.months),
                day > last, entry.approval.terms.withdrawnOn.map({ $0 > day }) ?? true
            else { return nil }
            let figures = entry.figures
            let untouched = figures.area(.untouched)
            guard untouched.mu >= rules.withdrawal.leastMu else { return nil }
            return WithdrawalCandidate(
                approval: entry.approval, untouched: untouched, isWhole: figures.supplied.mu < Self.toleranceMu)
        }.sorted { $0.untouched > $1.untouched }
    }
}
