import Foundation
package import GeoModel
import SafeFiles
package import WorkQueue

/// A list of steps as a person keeps it in a spreadsheet: a row a step.
package struct BulkList {
    /// The rows that can be understood, in their order.
    package private(set) var rows: [BulkRow] = []
    /// Of each row, where the files are that show it.
    package private(set) var files: [[String]] = []
    /// The rows that can't, and why.
    package private(set) var rejected: [Fault] = []

    /// What a list may say, and what a column may be called.
    package enum Column: String, ListColumn {
        case caseID = "case"
        case version, action, by, role, at, reason, outcome, finding, disposal, basis, ground
        case visitGround = "visit_ground"
        case satisfied, assignee
        case assigneeRole = "assignee_role"
        case evidence

        /// Without these there is no step.
        package static let needed: [Column] = [.caseID, .version, .action, .by, .role, .reason]

        /// What users may call it.
        package var zh: String {
            switch self {
            case .caseID: "任务"
            case .version: "版本"
            case .action: "动作"
            case .by: "经办人"
            case .role: "角色"
            case .at: "时间"
            case .reason: "理由"
            case .outcome: "结论"
            case .finding: "核查结果"
            case .disposal: "处置方式"
            case .basis: "处置依据"
            case .ground: "中止事由"
            case .visitGround: "走访事由"
            case .satisfied: "满意"
            case .assignee: "承办人"
            case .assigneeRole: "承办人角色"
            case .evidence: "佐证"
            }
        }
    }

    /// Reads a list.
    ///
    /// - Parameters:
    ///   - path: The file; files that show steps are named relative to its folder, with `;` between them.
    ///   - region: The region, which says what may be kept.
    ///   - now: The time of steps whose row gives none.
    /// - Throws: `Fault` where it can't be read, lacks a column, or has one that is not known.
    package init(_ path: String, in region: Region, now: Timestamp) throws(Fault) {
        var (rows, files): ([BulkRow], [[String]]) = ([], [])
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let clock = try region.data.photoRules()
        rejected = try PersonalList<Column>.read(path, keepsTimeOfDay: true) { cells, name throws(Fault) in
            let row = try Self.row(cells, named: name, now, clock)
            let shown = try Self.evidence(cells[.evidence] ?? "", in: folder, named: name, region)
            var step = row.step
            step.evidence = shown.map(\.evidence)
            rows.append(BulkRow(name: name, caseID: row.caseID, step: step, hasTime: row.hasTime))
            files.append(shown.map(\.path))
        }
        (self.rows, self.files) = (rows, files)
    }

    /// The files of a row, each once and with where it is.
    private static func evidence(
        _ cell: String, in folder: String, named name: String, _ region: Region
    ) throws(Fault) -> [(evidence: Evidence, path: String)] {
        var shown: [(evidence: Evidence, path: String)] = []
        for part in cell.split(whereSeparator: { [";", "；"].contains($0) }) {
            let file = part.trimmingCharacters(in: .whitespaces)
            guard !file.isEmpty else { continue }
            let object = "\(name): \(file)"
            guard let place = containedFile(file, in: folder) else {
                throw Fault(
                    object, zh: "文件不在表格所在的文件夹内，不读取。请放到表格旁边，写相对路径。",
                    en: "the file is outside the folder of the table and is not read. Put it beside, and give its path "
                        + "from there.")
            }
            do throws(Fault) {
                let evidence = try region.evidence(at: place)
                if !shown.contains(where: { $0.evidence.sha256 == evidence.sha256 }) { shown.append((evidence, place)) }
            } catch {
                throw error.of(object)
            }
        }
        return shown
    }

    private static func row(
        _ cells: [Column: String], named name: String, _ now: Timestamp, _ clock: PhotoRules
    ) throws(Fault) -> BulkRow {
        let action = try word(.action, cells, name, among: CaseAction.allCases)
        let role = try word(.role, cells, name, among: Role.allCases)
        guard let action, let role else { preconditionFailure("needed cells are there") }
        let text = cells[.version] ?? ""
        guard let version = Int(text), version > 0 else {
            throw PersonalList.wrong(
                Column.version, text, name, zh: "所见版本（正整数）", en: "the version that was seen, a whole number from 1")
        }
        let at = try cells[.at].map { text throws(Fault) in
            guard let moment = Timestamp(text) ?? clock.moment(text) else {
                throw PersonalList.wrong(
                    Column.at, text, name, zh: "时间，如 2026-06-17 16:00 或 2026-06-17T08:00:00Z",
                    en: "a moment such as 2026-06-17 16:00 or 2026-06-17T08:00:00Z")
            }
            return moment
        }
        var step = CaseStep(
            action, by: try Person(name: cells[.by] ?? "", role: role), at: at ?? now,
            reason: cells[.reason] ?? "", outcome: try word(.outcome, cells, name, among: Outcome.allCases),
            seenVersion: version)
        (step.finding, step.disposal) = (cells[.finding], cells[.disposal])
        (step.basis, step.ground, step.visitGround) = (cells[.basis], cells[.ground], cells[.visitGround])
        if let text = cells[.satisfied] {
            guard let word = ["yes": true, "no": false, "是": true, "否": false][text] else {
                throw PersonalList.wrong(Column.satisfied, text, name, zh: "yes 或 no（是、否）", en: "yes or no")
            }
            step.satisfied = word
        }
        if let assignee = cells[.assignee] {
            let role = try word(.assigneeRole, cells, name, among: Role.allCases) ?? .inspector
            step.assignee = try Person(name: assignee, role: role)
        }
        return BulkRow(name: name, caseID: cells[.caseID] ?? "", step: step, hasTime: at != nil)
    }

    private static func word<Word: RawRepresentable<String>>(
        _ column: Column, _ cells: [Column: String], _ name: String, among words: [Word]
    ) throws(Fault) -> Word? {
        guard let text = cells[column] else { return nil }
        if let word = Word(rawValue: text) { return word }
        let list = Bilingual(listing: words.map(\.rawValue))
        throw PersonalList.wrong(column, text, name, zh: "下列之一：\(list.zh)", en: "one of \(list.en)")
    }
}
