import Foundation
import GeoModel
import LandRecords
import Publishing
package import SafeFiles
import WorkQueue

/// Decisions that people made on pages and in other programs: a JSON list, one step of a case each.
package struct DecisionsFile {
    private let path: String
    private let entries: [JSONValue]
    private let id: String

    /// What a decision may hold.
    static let fields: [DataField] = [
        .required("case", .text, "The case's number, such as 202606-0001."),
        .required("base_version", .integer(1...Int.max), "The version of the case that the decision was made on."),
        .required("action", .word(CaseAction.allCases.map(\.rawValue)), "What is done."),
        DataField("outcome", .word(Outcome.allCases.map(\.rawValue)), "What the case was found to be."),
        DataField("finding", .text, "The same in more words: a code of loop/findings.json5."),
        DataField("disposal", .text, "How it is put right: a code of loop/disposals.json5."),
        DataField("basis", .text, "The provision that stands on; the disposal's usual one where absent."),
        DataField("ground", .text, "Why the clock stands still: a code of loop/pauses.json5."),
        DataField(
            "visit_ground", .text, "Why an entity is visited over its yearly cap: a code of loop/visits.json5."),
        DataField("assignee", .text, "Whose task the case becomes."),
        DataField("assignee_role", .word(Role.allCases.map(\.rawValue)), "In which role; inspector where absent."),
        .required("by", .text, "Who decided."),
        .required("role", .word(Role.allCases.map(\.rawValue)), "In which role."),
        DataField(
            "at", .text, "When: ISO 8601. It is kept with the decision; the record's own time is that of the import."),
        .required("reason", .text, "Why."),
        DataField("evidence", .list(.text), "Files that show it, relative to the folder of the list."),
    ]

    /// The JSON Schema of a list of decisions.
    package static var schema: JSONValue {
        let head: [JSONValue.Member] = [
            .init("$schema", "https://json-schema.org/draft/2020-12/schema"), .init("title", "tuban decisions.json"),
        ]
        return .object(head + (DataShape.list(.object(fields)).schema.members ?? []))
    }

    /// Reads a list.
    /// - Throws: `Fault` where it can't be read or is no list.
    init(_ path: String) throws(Fault) {
        self.path = path
        let text = try DurableFile.text(of: path)
        guard let entries = try JSONValue(parsing: text, named: path).array else {
            throw Fault(
                path, zh: "应为列表 [ … ]，每项一个决定；格式见 tuban field schema。",
                en: "a list [ … ] of decisions is expected; tuban field schema prints its form.")
        }
        self.entries = entries
        id = "decisions " + Checksum.sha256(of: text).prefix(16)
    }

    /// The decisions; what is wrong with the others goes into the receipt.
    func reports(_ intake: ReportIntake, _ receipt: inout FieldReceipt) -> [IncomingReport] {
        var reports: [IncomingReport] = []
        for (index, entry) in entries.enumerated() {
            do throws(Fault) {
                reports.append(try decision(entry, named: "\(path): \(index + 1)", intake))
            } catch {
                receipt.rejected.append(error)
            }
        }
        return reports
    }

    private func decision(_ value: JSONValue, named object: String, _ intake: ReportIntake) throws(Fault)
        -> IncomingReport
    {
        let entry = try DecisionsFile.fields.checked(value, named: object)
        let caseID = try entry.text("case")
        let summary: CaseSummary
        do throws(Fault) {
            summary = try intake.region.store.caseDetail(caseID).summary
        } catch {
            throw error.of(object)
        }
        if let text = try entry.string("at"), Timestamp(text).map({ $0 > intake.time }) ?? true {
            throw entry.wrong(
                "at", .string(text), zh: "不在将来的时间，如 2026-09-20T07:30:00Z",
                en: "a moment that is not yet to come, such as 2026-09-20T07:30:00Z")
        }
        let version = try entry.required("base_version", entry.integer("base_version"))
        let action: CaseAction = try entry.word("action")
        let report = FieldReport(
            uuid: FlagIdentity.uuid("decision", FieldPack.uuid(of: summary), "\(version)", action.rawValue), pack: id,
            caseID: caseID, baseVersion: version, content: value)
        func person(_ name: String, _ role: Role) throws(Fault) -> Person {
            do throws(Fault) { return try Person(name: name, role: role) } catch { throw error.of(object) }
        }
        let by = try person(try entry.text("by"), try entry.word("role"))
        var incoming = IncomingReport(
            object: object, report: report, action: action, person: by, reason: try entry.text("reason"))
        incoming.outcome = try entry.string("outcome").flatMap(Outcome.init(rawValue:))
        (incoming.finding, incoming.disposal) = (try entry.string("finding"), try entry.string("disposal"))
        (incoming.basis, incoming.ground) = (try entry.string("basis"), try entry.string("ground"))
        incoming.visitGround = try entry.string("visit_ground")
        incoming.visitedOn = try entry.string("at").flatMap { Timestamp($0) }?.bureauDay
        if let assignee = try entry.string("assignee") {
            let role = try entry.string("assignee_role").flatMap(Role.init(rawValue:)) ?? .inspector
            incoming.assignee = try person(assignee, role)
        }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        for file in try entry.strings("evidence") ?? [] {
            guard let place = containedFile(file, in: folder) else {
                throw Fault(
                    object, zh: "佐证 \(file) 不在清单所在的文件夹内，不读取。请放到清单旁边。",
                    en:
                        "the evidence \(file) is outside the folder of the list and is not read. Put it beside."
                )
            }
            do throws(Fault) {
                incoming.files.append((try intake.region.evidence(at: place), place))
            } catch {
                throw error.of(object)
            }
        }
        return incoming
    }
}
