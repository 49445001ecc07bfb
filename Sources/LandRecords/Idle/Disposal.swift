package import GeoModel

/// What became of a vintage's unsupplied land between two days, in written figures: disposed = supplied + withdrawn.
package struct DisposalLine: Sendable, Hashable {
    /// The year of approval; nil where it is unknown.
    package let year: Int?
    /// Its land on the first day.
    package let before: WrittenFigures
    /// The land of the same approvals on the second day.
    package let after: WrittenFigures

    /// What became of it in between: supplied, withdrawn, disposed of; less than nothing where a supply was cancelled.
    package var since: WrittenFigures { after - before }
}

extension [DisposalLine] {
    /// All vintages together.
    package var total: DisposalLine {
        var (before, after) = (WrittenFigures(), WrittenFigures())
        for line in self {
            before += line.before
            after += line.after
        }
        return DisposalLine(year: nil, before: before, after: after)
    }
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
            var (before, after) = (LedgerFigures(), LedgerFigures())
            for entry in entries {
                before = before + entry.figures
                after = after + (now[entry.approval.source] ?? LedgerFigures())
            }
            return DisposalLine(year: year, before: WrittenFigures(before), after: WrittenFigures(after))
        }
    }

    /// Approvals that may be withdrawn, the largest first.
    package func withdrawalCandidates(_ rules: IdleRules) -> [WithdrawalCandidate] {
        entries.compactMap { entry in
            guard let given = entry.approval.approvedOn, let last = given.lastDay(ofMonths: rules.withdrawal.months),
                day > last, !entry.approval.isWithdrawn(by: day)
            else { return nil }
            let figures = entry.figures
            let untouched = figures.area(.untouched)
            guard untouched.mu >= rules.withdrawal.leastMu else { return nil }
            return WithdrawalCandidate(
                approval: entry.approval, untouched: untouched, isWhole: figures.supplied.mu < Self.toleranceMu)
        }.sorted { $0.untouched > $1.untouched }
    }
}
