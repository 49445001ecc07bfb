import Foundation
package import GeoModel
package import Patches
import TileEngine

/// Lays a run's patches over the registers and asks the rules; the first rule that matches a patch decides.
///
/// A patch gets at most one flag, so that a place is visited once. The work is one pass over the patches, O(log n) in
/// the size of each register.
package struct PatchJoin: Sendable {
    private let grounds: JoinGrounds
    private let rules: RuleBook
    private let period: Period
    private let observedOn: CalendarDate
    private let issuedBefore: Set<String>
    private let judged: JudgedSupplies?
    private var register: LandRegister { grounds.register }

    /// A join.
    ///
    /// - Parameters:
    ///   - register: All registers.
    ///   - rules: The rules of a programme.
    ///   - period: The month the run is for.
    ///   - earlier: The flags of earlier periods, with what became of them.
    ///   - issuedBefore: The ids of flags that have a case already: a quota holds them back last.
    ///   - judged: The supplies, judged on the observed day; nil where no rule speaks of them.
    ///   - observedOn: The day of the run's later image: the day at which supplies are counted, and the day of a patch
    ///     whose image bears no date.
    package init(
        register: LandRegister,
        rules: RuleBook,
        period: Period,
        earlier: [EarlierFlag] = [],
        issuedBefore: Set<String> = [],
        judged: JudgedSupplies? = nil,
        observedOn: CalendarDate
    ) {
        self.judged = judged
        self.issuedBefore = issuedBefore
        grounds = JoinGrounds(register, earlier: earlier)
        self.rules = rules
        self.period = period
        self.observedOn = observedOn
    }

    /// What becomes of the patches, the same for every number of workers.
    /// - Throws: `Fault` where the region's coordinate system is unknown; a patch at fault is listed instead.
    package func join(
        _ patches: [Patch],
        workers: Int = ProcessInfo.processInfo.activeProcessorCount
    ) throws(Fault) -> JoinOutcome {
        let overlayer = try Overlayer(register, sliver: rules.sliver)
        var sorting = try sorted(patches, workers: workers)
        let ledger = SupplyLedger(register, rules, period: period, day: observedOn, overlayer)
            .settle(patches, carrying: sorting.inLedger)
        let standing = standingPlaces(overlayer).flags(patches, beside: sorting.flags)
        let supplies = supplyFlags(overlayer).flags(judged?.judgements ?? [])
        for flag in ledger.flags + standing.flags + supplies.flags { sorting.take(flag, try score(flag)) }
        let (issued, heldBack) = rules.rationed(sorting.flags, sorting.scores, issuedBefore: issuedBefore)
        return JoinOutcome(
            flags: issued,
            heldBack: heldBack,
            explained: sorting.explained,
            inLedger: sorting.inLedger,
            unmatched: sorting.unmatched.sorted { $0.key < $1.key }.map { $0.value },
            failed: sorting.failed,
            balances: ledger.balances,
            slivers: sorting.slivers,
            splits: sorting.splits,
            faults: RegisterCheck.faults(register, patches) + ledger.faults + standing.faults
                + (judged?.faults ?? []) + supplies.faults + heldBack.map(\.fault)
                + [sorting.splits.overlapFault].compactMap { $0 }
        )
    }

    /// Every rule as it is asked of a flag's patch or record, in order, with the answer of every condition.
    ///
    /// - Parameters:
    ///   - flag: A flag of this join, today's or an earlier one.
    ///   - patches: All patches of its run.
    /// - Returns: The rules of patches, the ledger's, or those of places or of supplies.
    /// - Throws: `Fault` where an outline can't be overlaid.
    package func explain(_ flag: Flag, among patches: [Patch]) throws(Fault) -> [AskedRule] {
        if rules.standing.contains(where: { $0.reference == flag.rule }) {
            return try standingPlaces(try Overlayer(register, sliver: rules.sliver)).asked(flag, patches)
        }
        if rules.supplies.contains(where: { $0.reference == flag.rule }) {
            return supplyFlags(try Overlayer(register, sliver: rules.sliver)).asked(flag, judged?.judgements ?? [])
        }
        if let patch = flag.patch, !flag.rule.hasSuffix(LedgerRule.suffix) { return try explain(patch) }
        let keys = Set(flag.links.filter { $0.kind == .approval }.map(\.key))
        // Only what lies near can wait for the flag of these approvals.
        let outlines = ShapeLayer(register.records.approvals.filter { keys.contains($0.number) }.map(\.shape))
        let near = patches.filter { $0.shape.bounds.map { !outlines.candidates(near: $0).isEmpty } ?? false }
        let settled = SupplyLedger(
            register, rules, period: period, day: observedOn, try Overlayer(register, sliver: rules.sliver)
        ).settle(near, carrying: try sorted(near, workers: 1).inLedger, of: keys)
        return settled.balances.compactMap { balance in
            rules.asked(balance, carrying: settled.carried[balance.approval.source] ?? [], day: observedOn)
        }
    }

    /// Every rule as it is asked of a patch, in order, with the answer of every condition.
    /// - Throws: `Fault` named after the patch where its outline can't be overlaid.
    package func explain(_ patch: Patch) throws(Fault) -> [AskedRule] {
        try rules.asked(try findings(patch, try Overlayer(register, sliver: rules.sliver)))
    }

    private func supplyFlags(_ overlayer: Overlayer) -> SupplyFlags {
        SupplyFlags(register: register, rules: rules, period: period, overlayer: overlayer)
    }

    private func standingPlaces(_ overlayer: Overlayer) -> StandingPlaces {
        StandingPlaces(grounds: grounds, rules: rules, period: period, day: observedOn, overlayer: overlayer)
    }

    private struct Sorting: Sendable {
        var flags: [Flag] = []
        var scores: [String: Double] = [:]
        var explained: [SettledPatch] = []
        var inLedger: [SettledPatch] = []
        var unmatched: [UInt8: UnmatchedCount] = [:]
        var failed: [Fault] = []
        var slivers: [SliverCount] = []
        var splits: [LandSplit] = []

        /// Takes over what became of the patches that follow.
        mutating func append(_ next: Sorting) {
            flags += next.flags
            scores.merge(next.scores) { $1 }
            explained += next.explained
            inLedger += next.inLedger
            unmatched.merge(next.unmatched) {
                UnmatchedCount(transition: $0.transition, patches: $0.patches + $1.patches)
            }
            failed += next.failed
            slivers.add(next.slivers)
            splits += next.splits
        }

        mutating func take(_ flag: Flag, _ score: Score?) {
            flags.append(score.map { flag.with($0) } ?? flag)
            scores[flag.id] = score?.value
        }

        mutating func countUnmatched(_ patch: Patch) {
            let count = (unmatched[patch.transition.code]?.patches ?? 0) + 1
            unmatched[patch.transition.code] = UnmatchedCount(transition: patch.transition, patches: count)
        }
    }

    /// The patches in pieces that any worker may take; their size decides in which order areas are added up.
    private func sorted(_ patches: [Patch], workers: Int) throws(Fault) -> Sorting {
        let perPiece = 256
        var sorting = Sorting()
        try sweep(
            0..<(patches.count + perPiece - 1) / perPiece,
            workers: workers,
            makeWorker: { () throws(Fault) in try Overlayer(register, sliver: rules.sliver) },
            compute: { overlayer, piece throws(Fault) in
                var sorting = Sorting()
                for patch in patches[piece * perPiece..<min((piece + 1) * perPiece, patches.count)] {
                    do throws(Fault) {
                        try sort(patch, overlayer, into: &sorting)
                    } catch {
                        sorting.failed.append(error)
                    }
                }
                return sorting
            },
            consume: { _, next in sorting.append(next) }
        )
        return sorting
    }

    private func sort(_ patch: Patch, _ overlayer: Overlayer, into sorting: inout Sorting) throws(Fault) {
        // Most patches of a season are harvest and ploughing: no rule looks at them, so nothing is overlaid.
        guard rules.rules.contains(where: { $0.changes.contains { $0.matches(patch) } }) else {
            return sorting.countUnmatched(patch)
        }
        let findings = try findings(patch, overlayer)
        let deciding = try rules.deciding(findings)
        sorting.slivers.add(overlayer.sliverCounts)
        guard let rule = deciding else { return sorting.countUnmatched(patch) }
        sorting.splits.append(
            try LandSplit(findings, slivers: overlayer.slivers(of:)) { shares throws(Fault) in
                try overlayer.covered(by: shares, named: patch.number)
            }
        )
        switch rule.outcome {
        case .flag:
            let season = try season(findings)
            let measured = ScoreInput(
                theme: rule.theme, area: patch.area, findings: findings, isSeasonal: season != nil)
            sorting.take(flag(findings, rule, season), try rules.score?.score(measured.value))
        case .explained: sorting.explained.append(settled(findings, rule))
        case .ledger: sorting.inLedger.append(settled(findings, rule))
        }
    }

    /// The score of a flag that stands on no patch's findings.
    private func score(_ flag: Flag) throws(Fault) -> Score? {
        guard let score = rules.score, let theme = rules.themes.first(where: { $0.code == flag.theme }) else {
            return nil
        }
        let terms = flag.links.filter { $0.kind == .temporaryLand }.compactMap { link in
            register.records.temporaryLands.first { $0.number == link.key }?.until
        }
        let days = terms.map { observedOn.daysSinceEpoch - $0.daysSinceEpoch }.max() ?? 0
        let measured = ScoreInput(
            theme: theme, area: flag.area, findings: nil, isSeasonal: false, daysPastTerm: Double(max(0, days)))
        return try score.score(measured.value)
    }

    private func findings(_ patch: Patch, _ overlayer: Overlayer) throws(Fault) -> PatchFindings {
        try PatchFindings(
            patch,
            period: period,
            observedOn: patch.after.date ?? observedOn,
            grounds: grounds,
            rules: rules,
            overlayer: overlayer
        )
    }

    /// The sign of the season on a patch, where the rules take note of it and the registers don't speak against it.
    private func season(_ findings: PatchFindings) throws(Fault) -> SeasonSign? {
        guard let rule = rules.seasonal, let sign = findings.patch.season else { return nil }
        guard sign.kind == .field else { return sign }
        return try findings.share(of: .landClass(rule.noFieldsOn)) < 0.5 ? sign : nil
    }

    private func flag(_ findings: PatchFindings, _ rule: PatchRule, _ season: SeasonSign?) -> Flag {
        let patch = findings.patch
        return Flag(
            id: FlagIdentity.uuid(rule.theme.code, period.description, patch.number),
            theme: rule.theme.code,
            themeLabel: rule.theme.label,
            rule: rule.reference,
            period: period,
            patch: patch,
            shape: patch.shape,
            area: patch.area,
            priority: min(5, rule.theme.priority + (season == nil ? 0 : rules.seasonal?.putBackBy ?? 0)),
            reason: rules.withCaveat(rule.reason.filled(findings.fieldValues).adding(season)),
            facts: findings.facts + (season.map { [fact($0, patch)] } ?? []),
            links: findings.links
        )
    }

    private func fact(_ season: SeasonSign, _ patch: Patch) -> Fact {
        Fact(name: Flag.seasonName, value: season.text, source: patch.after.id)
    }

    private func settled(_ findings: PatchFindings, _ rule: PatchRule) -> SettledPatch {
        SettledPatch(
            patch: findings.patch,
            rule: rule.reference,
            reason: rule.reason.filled(findings.fieldValues),
            links: findings.links
        )
    }
}

extension Bilingual {
    /// A reason that tells what speaks for the season.
    fileprivate func adding(_ season: SeasonSign?) -> Bilingual {
        guard let text = season?.text else { return self }
        return Bilingual(zh: "\(zh)；\(text.zh)", en: "\(en) It \(text.en).")
    }
}

extension RuleBook {
    /// A reason that ends by saying that it is a clue.
    func withCaveat(_ reason: Bilingual) -> Bilingual {
        Bilingual(zh: reason.zh + caveat.zh, en: reason.en + " " + caveat.en)
    }
}
