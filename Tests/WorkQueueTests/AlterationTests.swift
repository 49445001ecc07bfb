import Foundation
import GeoModel
import SafeFiles
import Testing

@testable import WorkQueue

/// Single values of the record, altered at random by somebody with a database tool: each is found, and its row named.
///
/// `TUBAN_ALTERATIONS=1000` makes as many; fewer are made by default.
@Suite struct AlterationTests {
    private let district: District
    private let store: RegionStore

    /// Five cases, four of which people acted on: one is only issued, one is being disposed of, one is dismissed.
    init() throws {
        district = try District()
        store = try district.withCases(5)
        let steps: [(CaseAction, Role, Outcome?)] = [
            (.issue, .dispatcher, nil), (.accept, .inspector, nil), (.survey, .inspector, .illegal),
            (.review, .reviewer, .illegal), (.refer, .reviewer, nil), (.approveDisposal, .legalReviewer, nil),
        ]
        for (number, count) in [(1, 6), (2, 3), (3, 1), (4, 4)] {
            for (index, step) in steps.prefix(count).enumerated() {
                let person = try Person(name: "张\(step.1.label.zh)", role: step.1)
                try store.advance(
                    "202606-000\(number)",
                    CaseStep(
                        step.0, by: person, at: District.time(10 + index), reason: "现场核实", outcome: step.2,
                        seenVersion: index + 1
                    ).complete)
            }
        }
    }

    private static let columns: [String: [String]] = [
        "event": [
            "case_id", "case_version", "action", "from_state", "to_state", "actor_name", "actor_role", "at", "reason",
            "outcome", "details", "previous_hash", "hash",
        ],
        "case_file": [
            "id", "period", "sequence", "flag_id", "state", "version", "outcome", "assigned_name", "assigned_role",
            "opened_at", "updated_at", "finding", "disposal", "basis", "level", "entered_at", "paused_at",
            "pause_ground", "flag_theme", "flag_period", "flag_priority", "flag_area_m2",
        ],
        "evidence": [
            "case_id", "case_version", "sha256", "name", "media_type", "bytes", "taken_at", "longitude", "latitude",
            "azimuth", "taken_by",
        ],
        "flag": [
            "geom", "id", "theme", "theme_zh", "theme_en", "rule", "period", "patch_number", "area_m2", "priority",
            "reason_zh", "reason_en",
            "facts", "links",
        ],
        "case_visit": ["case_id", "case_version", "entity", "day"],
        "patch": ["number", "before_scene", "before_date", "after_scene", "after_date"],
    ]

    /// A value unlike the one there.
    private func other(than value: SQLiteValue, _ lots: inout SeededLots) -> SQLiteValue {
        switch value {
        case .null: return .text("x")
        case .integer(let number): return .integer(number + Int64.random(in: 1...9, using: &lots))
        case .real(let number): return .real(number + Double.random(in: 0.001...9, using: &lots))
        case .text(let text) where Bool.random(using: &lots): return .text(text + "x")
        case .text: return .null
        case .blob(var bytes):
            let place = Int.random(in: 40..<bytes.count, using: &lots)
            bytes[place] ^= UInt8.random(in: 1...255, using: &lots)
            return .blob(bytes)
        }
    }

    @Test func everyAlterationIsFoundAndItsRowNamed() throws {
        let wanted = ProcessInfo.processInfo.environment["TUBAN_ALTERATIONS"].flatMap { Int($0) } ?? 60
        var lots = SeededLots(state: 20_261_122)
        guard case .intact = try store.verifyChain() else { return #expect(Bool(false), "whole before") }
        let intruder = try district.intruder()
        try intruder.execute("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
        let guards = try intruder.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'") { row throws(Fault) in
            try row.text()
        }
        for name in guards { try intruder.execute("DROP TRIGGER \"\(name)\"") }
        var made = 0
        while made < wanted {
            let table =
                ["event", "event", "case_file", "flag", "patch", "evidence", "case_visit"].randomElement(using: &lots)
                ?? "event"
            let column = Self.columns[table]?.randomElement(using: &lots) ?? "id"
            // The flag of a case that nobody acted on may be written anew, so it is not part of the record yet.
            let rows =
                table == "flag"
                ? "(SELECT fid FROM flag WHERE id IN (SELECT flag_id FROM case_file WHERE version > 1))"
                : "(SELECT fid FROM \(table))"
            let keys = try intruder.rows("SELECT fid FROM \(rows) ORDER BY fid") { row throws(Fault) in
                try row.integer()
            }
            let row = keys.randomElement(using: &lots) ?? 0
            let value = try intruder.rows("SELECT \(column) FROM \(table) WHERE fid = \(row)") { $0.value() }[0]
            let name = try intruder.text(
                table == "event"
                    ? "SELECT case_id FROM event WHERE fid = \(row)"
                    : ["evidence", "case_visit"].contains(table)
                        ? "SELECT case_id FROM \(table) WHERE fid = \(row)"
                        : table == "flag"
                            ? "SELECT case_file.id FROM case_file JOIN flag ON flag_id = flag.id "
                                + "WHERE flag.fid = \(row)"
                            : "SELECT id FROM case_file WHERE fid = \(row)")
            let altered = other(than: value, &lots)
            // What the table itself refuses, such as a null where none may be, was never altered.
            guard (try? intruder.run("UPDATE \(table) SET \(column) = ? WHERE fid = \(row)", [altered])) != nil else {
                continue
            }
            made += 1
            switch try store.verifyChain() {
            case .intact: Issue.record("\(table).\(column) of row \(row) was altered to \(altered) and not found")
            case .broken(let found) where table == "event": #expect(found.sequence == row, "event.\(column)")
            case .broken(let found):
                let named = [name, ["id", "case_id"].contains(column) ? "\(altered)" : nil].compactMap(\.self)
                #expect(found.sequence == nil && named.contains { $0.contains(found.caseID) }, "\(table).\(column)")
            }
            try intruder.run("UPDATE \(table) SET \(column) = ? WHERE fid = \(row)", [value])
        }
        guard case .intact = try store.verifyChain() else { return #expect(Bool(false), "whole afterwards") }
    }

    @Test func aHeadThatWasKeptTellsOfARecordWrittenAnewOrCutOff() throws {
        guard case .intact(let head) = try store.verifyChain() else { return #expect(Bool(false)) }
        #expect(try ChainHead(head.document(region: "示例", at: District.time(0)), named: "head") == head)
        let step = CaseStep(
            .issue, by: try Person(name: "李四", role: .dispatcher), at: District.time(50), reason: "下发", seenVersion: 1)
        try store.advance("202606-0005", step)
        guard case .intact(let later) = try store.verifyChain(against: head) else { return #expect(Bool(false)) }
        #expect(later.count == head.count + 1)
        let forged = ChainHead(count: head.count, hash: String(repeating: "a", count: 64))
        guard case .broken(let place) = try store.verifyChain(against: forged) else { return #expect(Bool(false)) }
        #expect(place.sequence == head.count && place.finding.en.contains("written anew"))
        guard case .broken(let short) = try store.verifyChain(against: ChainHead(count: 99, hash: later.hash)) else {
            return #expect(Bool(false))
        }
        #expect(
            short.description.en.contains("there are \(later.count) events, but the head that was kept is event 99"))
    }
}

/// Splitmix64, so that a red run can be had again.
private struct SeededLots: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
