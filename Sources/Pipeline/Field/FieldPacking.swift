package import GeoModel
import LandRecords
import Publishing
import SafeFiles
package import WorkQueue

/// What came of making packs.
package struct FieldPackReceipt: Sendable {
    /// One pack that was made, or would be.
    package struct Made: Sendable {
        /// Who takes it along; nil where nobody is named yet.
        package let inspector: String?
        /// Its number.
        package let id: String
        /// The folder.
        package let folder: String
        /// How many cases are in it.
        package let count: Int
    }

    /// The packs in the order of inspectors' names, that of cases without one last.
    package var packs: [Made] = []
    /// Pictures that could not be made.
    package var missingPictures: [Fault] = []
    /// Packs that were not made, and why.
    package var rejected: [Fault] = []
}

extension Region {
    /// The states in which a report from the field is awaited.
    package static let fieldStates: [CaseState] = [.issued, .accepted, .returned]

    /// Makes the packs that inspectors take along: one folder for each, with the cases assigned to them.
    ///
    /// - Parameters:
    ///   - states: The states of cases that go along.
    ///   - inspector: Only this inspector's; nil for all, and the cases of nobody.
    ///   - period: Only cases of this month.
    ///   - folder: The folder of packs.
    ///   - isDryRun: Whether nothing is written.
    ///   - progress: Called with packs done and in all.
    /// - Returns: The packs, and what is missing.
    /// - Throws: `Fault` where a row can't be read, or no case is so.
    package func packField(
        states: [CaseState],
        inspector: String? = nil,
        period: Period? = nil,
        to folder: String,
        isDryRun: Bool = false,
        progress: (Int, Int) -> Void = { _, _ in }
    ) throws(Fault) -> FieldPackReceipt {
        var shares: [String?: [(summary: CaseSummary, flag: Flag)]] = [:]
        for state in states {
            try store.forEachCase(CaseFilter(state: state, period: period)) { summary, flag in
                guard inspector == nil || inspector == summary.assigned?.name else { return }
                shares[summary.assigned?.name, default: []].append((summary, flag))
            }
        }
        guard !shares.isEmpty else { throw nothingToPack(states, inspector) }
        let codes = try data.loopCodes()
        var receipt = FieldPackReceipt()
        // Those of nobody come last.
        let names = shares.keys.sorted { ($0 == nil ? 1 : 0, $0 ?? "") < ($1 == nil ? 1 : 0, $1 ?? "") }
        var taken: Set<String> = []
        for (done, name) in names.enumerated() {
            let cases = (shares[name] ?? []).sorted {
                ($0.summary.priority, $0.summary.id) < ($1.summary.priority, $1.summary.id)
            }
            let themes = Set(cases.map(\.summary.theme))
            let findings = codes.findings.filter { $0.themes.map { !themes.isDisjoint(with: $0) } ?? true }
            let pack = try FieldPack(
                store, region: settings.name, inspector: name, cases: cases, findings: findings,
                visitGrounds: codes.visits.grounds)
            let path = "\(folder)/\(folderName(of: name, &taken))"
            do throws(Fault) {
                if isDryRun {
                    try FieldPack.checkPlace(path)
                } else {
                    receipt.missingPictures += try pack.write(to: path)
                }
                receipt.packs.append(.init(inspector: name, id: pack.id, folder: path, count: cases.count))
            } catch {
                receipt.rejected.append(error)
            }
            progress(done + 1, names.count)
        }
        return receipt
    }

    private func nothingToPack(_ states: [CaseState], _ inspector: String?) -> Fault {
        let words = Bilingual(
            zh: states.map(\.label.zh).joined(separator: "、"), en: states.map(\.label.en).joined(separator: ", "))
        let whose = inspector.map { Bilingual(zh: "\($0)的", en: " of \($0)") } ?? Bilingual(zh: "", en: "")
        return Fault(
            settings.name, zh: "没有\(whose.zh)任务处于：\(words.zh)。请先下发（tuban queue advance … issue），或用 --state 另指状态。",
            en:
                "no case\(whose.en) is \(words.en). Issue some first (tuban queue advance … issue), or name others "
                + "with --state.")
    }

    /// A name that every file system takes, and no two inspectors share.
    private func folderName(of inspector: String?, _ taken: inout Set<String>) -> String {
        guard let inspector else { return FieldPack.unassigned }
        let odd: Set<Character> = ["/", "\\", ":", "*", "?", "\"", "<", ">", "|"]
        var name = String(
            inspector.prefix(40).map { character in
                odd.contains(character)
                    || character.unicodeScalars.contains { $0.properties.generalCategory == .control }
                    ? "_" : character
            })
        if name.hasPrefix(".") || name == FieldPack.unassigned { name = "_" + name }
        // Some file systems take capital letters for small ones.
        var (candidate, number) = (name, 1)
        while !taken.insert(candidate.lowercased()).inserted {
            number += 1
            candidate = "\(name)-\(number)"
        }
        return candidate
    }
}
