import Foundation
package import GeoModel
package import Patches
import TileEngine

/// Lays a run's patches over the registers and asks the rules; the first rule that matches a patch decides.
///
/// A patch gets at most one flag, so that a place is visited once. The work is one pass over the patches, O(log n) in
/// the size of each register.
package struct PatchJoin: Sendable {
    private let register: LandRegister
    private let rules: RuleBook
    private let period: Period
    private let observedOn: CalendarDate

    /// A join.
    ///
    /// - Parameters:
    ///   - register: All registers.
    ///   - rules: The rules of a programme.
    ///   - period: The month the run is for.
    ///   - observedOn: The day of the run's later image: the day at which supplies are counted, and the day of a patch
    ///     whose image bears no date.
    package init(register: LandRegister, rules: RuleBook, period: Period, observedOn: CalendarDate) {
        self.register = register
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
        let sorting = try sorted(patches, workers: workers)
        let ledger = SupplyLedger(register, rules, period: period, day: observedOn, overlayer)
            .settle(patches, carrying: sorting.inLedger)
        return JoinOutcome(
            flags: sorting.flags + ledger.flags,
            explained: sorting.explained,
            inLedger: sorting.inLedger,
            unmatched: sorting.unmatched.sorted { $0.key < $1.key }.map { $0.value },
            failed: sorting.failed,
            balances: ledger.balances,
            slivers: sorting.slivers,
            splits: sorting.splits,
            faults: RegisterCheck.faults(register, patches) + ledger.faults
                + [sorting.splits.overlapFault].compactMap { $0 }
        )
    }

    private struct Sorting: Sendable {
        var flags: [Flag] = []
        var explained: [SettledPatch] = []
        var inLedger: [SettledPatch] = []
        var unmatched: [UInt8: UnmatchedCount] = [:]
        var failed: [Fault] = []
        var slivers: [SliverCount] = []
        var splits: [LandSplit] = []

        /// Takes over what became of the patches that follow.
        mutating func append(_ next: Sorting) {
            flags += next.flags
            explained += next.explained
            inLedger += next.inLedger
            unmatched.merge(next.unmatched) {
                UnmatchedCount(transition: $0.transition, patches: $0.patches + $1.patches)
            }
            failed += next.failed
            slivers.add(next.slivers)
            splits += next.splits
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
        let findings = try PatchFindings(
            patch,
            period: period,
            observedOn: patch.after.date ?? observedOn,
            register: register,
            landClasses: rules.landClasses,
            overlayer: overlayer
        )
        var deciding: PatchRule?
        for rule in rules.rules where try rule.matches(findings) {
            deciding = rule
            break
        }
        sorting.slivers.add(findings.overlay.slivers)
        guard let rule = deciding else { return sorting.countUnmatched(patch) }
        sorting.splits.append(
            try LandSplit(findings) { shares throws(Fault) in
                try overlayer.covered(by: shares, named: patch.number)
            }
        )
        switch rule.outcome {
        case .flag: sorting.flags.append(flag(findings, rule, try season(findings)))
        case .explained: sorting.explained.append(settled(findings, rule))
        case .ledger: sorting.inLedger.append(settled(findings, rule))
        }
    }

    /// The sign of the season on a patch, where the rules take note of it and the registers don't speak against it.
    private func season(_ findings: PatchFindings) throws(Fault) -> SeasonSign? {
        guard let rule = rules.seasonal, let sign = findings.patch.season else { return nil }
        guard sign.kind == .field else { return sign }
        return try findings.share(ofClasses: rule.noFieldsOn) < 0.5 ? sign : nil
    }

    private func flag(_ findings: PatchFindings, _ rule: PatchRule, _ season: SeasonSign?) -> Flag {
        let patch = findings.patch
        return Flag(
            id: FlagIdentity.uuid(rule.theme.code, period.description, patch.number),
            theme: rule.theme.code,
            themeLabel: rule.theme.label,
            rule: rules.reference(rule.code),
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
            rule: rules.reference(rule.code),
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
    /// `FILE#RULE`.
    func reference(_ rule: String) -> String { "\(name)#\(rule)" }

    /// A reason that ends by saying that it is a clue.
    func withCaveat(_ reason: Bilingual) -> Bilingual {
        Bilingual(zh: reason.zh + caveat.zh, en: reason.en + " " + caveat.en)
    }
}
