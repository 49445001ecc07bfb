import Foundation
import GeoIO
package import GeoModel
import SafeFiles
package import WorkQueue

/// A list of steps as a person keeps it in a spreadsheet: a row a step. CSV in UTF-8 (with or without a byte-order mark)
/// or GBK, and XLSX.
package struct BulkList {
    /// The rows that can be understood, in their order.
    package private(set) var rows: [BulkRow] = []
    /// The rows that can't, and why.
    package private(set) var rejected: [Fault] = []
    private let path: String
    private let now: Timestamp

    /// What a list may say, and what a column may be called.
    package enum Column: String, CaseIterable, Sendable {
        case caseID = "case"
        case version, action, by, role, at, reason, outcome, finding, disposal, basis, ground, satisfied, assignee
        case assigneeRole = "assignee_role"

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
            case .satisfied: "满意"
            case .assignee: "承办人"
            case .assigneeRole: "承办人角色"
            }
        }
    }

    /// Reads a list.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - now: The time of steps whose row gives none.
    /// - Throws: `Fault` where it can't be read, lacks a column, or has one that is not known.
    package init(_ path: String, now: Timestamp) throws(Fault) {
        self.path = path
        self.now = now
        let layer = try LayerFile(path)
        let columns = try Self.columns(of: layer.fields.map(\.name), path)
        try layer.forEachFeature { feature throws(Fault) in
            var cells: [Column: String] = [:]
            for (name, column) in columns {
                let text = feature.attributes[name]?.string?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
                if !text.isEmpty { cells[column] = text }
            }
            guard !cells.isEmpty else { return }
            do throws(Fault) {
                rows.append(try row(cells, named: "\(path): row \(feature.row)"))
            } catch {
                rejected.append(error)
            }
        }
    }

    private static func columns(of names: [String], _ path: String) throws(Fault) -> [(String, Column)] {
        var columns: [(String, Column)] = []
        let known = Column.allCases.map(\.rawValue).joined(separator: ", ")
        for name in names {
            let word = name.trimmingCharacters(in: .whitespaces).lowercased()
            guard let column = Column.allCases.first(where: { $0.rawValue == word || $0.zh == word }) else {
                throw Fault(
                    path, zh: "不认识的列“\(name)”。可用的列：\(known)。",
                    en: "the column ‘\(name)’ is not known. Columns: \(known).")
            }
            columns.append((name, column))
        }
        for column in Column.needed where !columns.contains(where: { $0.1 == column }) {
            throw Fault(
                path, zh: "缺少“\(column.rawValue)”（\(column.zh)）列。可用的列：\(known)。",
                en: "the column ‘\(column.rawValue)’ is missing. Columns: \(known).")
        }
        return columns
    }

    private func row(_ cells: [Column: String], named name: String) throws(Fault) -> BulkRow {
        for column in Column.needed where cells[column] == nil {
            throw Fault(
                name, zh: "“\(column.rawValue)”（\(column.zh)）为空。请填写。",
                en: "‘\(column.rawValue)’ is empty. Fill it in.")
        }
        let action = try word(.action, cells, name, among: CaseAction.allCases)
        let role = try word(.role, cells, name, among: Role.allCases)
        let text = cells[.version] ?? ""
        guard let version = Int(text), version > 0 else {
            throw wrong(.version, text, name, zh: "所见版本（正整数）", en: "the version that was seen, a whole number from 1")
        }
        let at = try cells[.at].map { text throws(Fault) in
            guard let moment = Timestamp(text) else {
                throw wrong(
                    .at, text, name, zh: "时间，如 2026-06-17T08:00:00Z", en: "a moment such as 2026-06-17T08:00:00Z")
            }
            return moment
        }
        var step = CaseStep(
            action ?? .issue, by: try Person(name: cells[.by] ?? "", role: role ?? .operatorRole), at: at ?? now,
            reason: cells[.reason] ?? "", outcome: try word(.outcome, cells, name, among: Outcome.allCases),
            seenVersion: version)
        (step.finding, step.disposal) = (cells[.finding], cells[.disposal])
        (step.basis, step.ground) = (cells[.basis], cells[.ground])
        if let text = cells[.satisfied] {
            guard let word = ["yes": true, "no": false, "是": true, "否": false][text] else {
                throw wrong(.satisfied, text, name, zh: "yes 或 no（是、否）", en: "yes or no")
            }
            step.satisfied = word
        }
        if let assignee = cells[.assignee] {
            let role = try word(.assigneeRole, cells, name, among: Role.allCases) ?? .inspector
            step.assignee = try Person(name: assignee, role: role)
        }
        return BulkRow(name: name, caseID: cells[.caseID] ?? "", step: step, hasTime: at != nil)
    }

    private func word<Word: RawRepresentable<String>>(
        _ column: Column, _ cells: [Column: String], _ name: String, among words: [Word]
    ) throws(Fault) -> Word? {
        guard let text = cells[column] else { return nil }
        if let word = Word(rawValue: text) { return word }
        let list = Bilingual(listing: words.map(\.rawValue))
        throw wrong(column, text, name, zh: "下列之一：\(list.zh)", en: "one of \(list.en)")
    }

    private func wrong(_ column: Column, _ text: String, _ name: String, zh: String, en: String) -> Fault {
        Fault(
            name, zh: "“\(column.rawValue)”（\(column.zh)）为“\(text)”，应为\(zh)。请改正。",
            en: "‘\(column.rawValue)’ is ‘\(text)’, expected \(en). Correct it.")
    }
}
