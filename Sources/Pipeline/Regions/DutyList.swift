package import GeoModel
package import WorkQueue

/// A list of duties as a person keeps it in a spreadsheet: a row a duty.
package struct DutyList {
    /// A duty of the list.
    package struct Row {
        /// What to call it in a message.
        package let name: String
        /// Its kind.
        package let kind: DutyKind
        /// The duty.
        package let draft: DutyDraft
    }

    /// What a list may say, and what a column may be called.
    package enum Column: String, ListColumn {
        case kind, subject, owner, since, until, note

        /// Without these there is no duty.
        package static let needed: [Column] = [.kind, .subject, .owner, .since]

        /// What users may call it.
        package var zh: String {
            switch self {
            case .kind: "类别"
            case .subject: "对象"
            case .owner: "责任人"
            case .since: "开始日"
            case .until: "结束日"
            case .note: "备注"
            }
        }
    }

    /// The rows that can be understood, in their order.
    package let rows: [Row]
    /// The rows that can't, and why.
    package let rejected: [Fault]

    /// Reads a list.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - kinds: The kinds that rows may be of, by their code or Chinese name.
    /// - Throws: `Fault` where it can't be read, lacks a column, or has one that is not known.
    package init(_ path: String, _ kinds: DutyKinds) throws(Fault) {
        var rows: [Row] = []
        rejected = try PersonalList<Column>.read(path) { cells, name throws(Fault) in
            let word = cells[.kind] ?? ""
            guard let kind = kinds.kinds.first(where: { $0.code == word || $0.label.zh == word }) else {
                let known = Bilingual(listing: kinds.kinds.map(\.code))
                throw PersonalList.wrong(
                    Column.kind, word, name, zh: "下列之一：\(known.zh)", en: "one of \(known.en)")
            }
            guard let since = try Self.day(.since, cells, name) else { preconditionFailure("a needed cell is there") }
            let draft = DutyDraft(
                subject: cells[.subject] ?? "", owner: cells[.owner] ?? "", since: since,
                until: try Self.day(.until, cells, name), note: cells[.note])
            rows.append(Row(name: name, kind: kind, draft: draft))
        }
        self.rows = rows
    }

    private static func day(
        _ column: Column, _ cells: [Column: String], _ name: String
    ) throws(Fault) -> CalendarDate? {
        guard let text = cells[column] else { return nil }
        guard let day = CalendarDate(text) else {
            throw PersonalList.wrong(column, text, name, zh: "日期，如 2026-06-13", en: "a day such as 2026-06-13")
        }
        return day
    }
}

extension Region {
    /// Enters the duties of a list. The same list again changes nothing.
    ///
    /// - Parameters:
    ///   - list: The list.
    ///   - isTrial: Whether everything is checked and nothing is written.
    ///   - time: When.
    /// - Returns: The duties that were entered, how many were there already, and the rows that were refused.
    /// - Throws: `Fault` where the store can't be read.
    package func addDuties(
        _ list: DutyList, isTrial: Bool, at time: Timestamp
    ) throws(Fault) -> (added: [Duty], already: Int, rejected: [Fault]) {
        var entered = try store.addDuties(list.rows.map { ($0.name, $0.draft, $0.kind) }, isTrial: isTrial, at: time)
        entered.rejected = list.rejected + entered.rejected
        return entered
    }
}
