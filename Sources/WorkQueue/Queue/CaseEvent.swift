package import GeoModel
package import SafeFiles

/// One entry of the record of the loop: who did what with a case, when and why.
package struct CaseEvent: Sendable, Hashable {
    /// Its place in the record of the whole region, from 1.
    package let sequence: Int
    /// The case.
    package let caseID: String
    /// The version of the case that it made.
    package let version: Int
    /// What was done; nil for the opening by the machine.
    package let action: CaseAction?
    /// The state before; nil for the opening.
    package let from: CaseState?
    /// The state after.
    package let to: CaseState
    /// Who did it.
    package let actor: Actor
    /// When.
    package let at: Timestamp
    /// Why.
    package let reason: String
    /// What the case was found to be; nil where that was not asked.
    package let outcome: Outcome?
    /// What it stands on: the rule, the images before and after with their days, the files that show it; and how the
    /// case stood then.
    package let details: JSONValue
    /// The hash of the event before it.
    package let previousHash: String
    /// The hash of that and of this event.
    package let hash: String
}

extension CaseEvent {
    /// How the case stood after it; nil for the opening and for events of earlier programs.
    package var standing: CaseStanding? { details["case"].flatMap(CaseStanding.init) }

    /// Whether the people concerned were satisfied, of a return visit; nil where nobody was asked.
    package var satisfied: Bool? {
        guard case .bool(let word) = details["satisfied"] else { return nil }
        return word
    }

    /// The visit that it was: whose land, on which day, and the ground where it was over the cap or one was given; nil
    /// where nobody went there, and for events of earlier programs.
    package var visit: (entity: String?, day: CalendarDate, ground: String?)? {
        guard let visit = details["visit"], let day = visit["day"]?.string.flatMap({ CalendarDate($0) }) else {
            return nil
        }
        return (visit["entity"]?.string, day, visit["ground"]?.string)
    }

    /// The hashes and names of the files that show it.
    package var evidence: [(sha256: String, name: String)] {
        (details["evidence"]?.array ?? []).compactMap { file in
            guard let hash = file["sha256"]?.string else { return nil }
            return (hash, file["name"]?.string ?? "")
        }
    }
}

/// An event as its row has it: plain texts, so that a row that was tampered with can still be hashed and pointed at.
struct EventRow {
    static let layout = TableLayout(
        "event",
        [
            "fid", "case_id", "case_version", "action", "from_state", "to_state", "actor_name", "actor_role", "at",
            "reason", "outcome", "details", "previous_hash", "hash",
        ]
    )

    static let machineRole = "machine"
    static let opening = "open"

    var sequence = 0
    var caseID = ""
    var version = 1
    var action = EventRow.opening
    var from: String?
    var to = CaseState.suspected.rawValue
    var actorName: String?
    var actorRole = EventRow.machineRole
    var at = ""
    var reason = ""
    var outcome: String?
    var details = "{}"
    var previousHash = ""
    var hash = ""

    /// SHA-256 of the hash before, then this event as one line of JSON, keys in this order.
    var digest: String {
        let event: JSONValue = [
            "sequence": .integer(sequence), "case": .string(caseID), "version": .integer(version),
            "action": .string(action), "from": JSONValue(from), "to": .string(to), "name": JSONValue(actorName),
            "role": .string(actorRole), "at": .string(at), "reason": .string(reason), "outcome": JSONValue(outcome),
            "details": .string(details),
        ]
        var bytes = Array(previousHash.utf8)
        event.append(to: &bytes)
        return Checksum.sha256(of: bytes)
    }

    var cells: [SQLiteValue] {
        [
            .integer(sequence), .text(caseID), .integer(version), .text(action), .text(from), .text(to),
            .text(actorName), .text(actorRole), .text(at), .text(reason), .text(outcome), .text(details),
            .text(previousHash), .text(hash),
        ]
    }
}

extension EventRow {
    /// Whatever the row holds: a null where a text belongs reads as an empty text, and then fails the hash.
    init(row: SQLiteStatement) {
        sequence = row.optionalInteger() ?? 0
        caseID = row.optionalText() ?? ""
        version = row.optionalInteger() ?? 0
        action = row.optionalText() ?? ""
        from = row.optionalText()
        to = row.optionalText() ?? ""
        actorName = row.optionalText()
        actorRole = row.optionalText() ?? ""
        at = row.optionalText() ?? ""
        reason = row.optionalText() ?? ""
        outcome = row.optionalText()
        details = row.optionalText() ?? ""
        previousHash = row.optionalText() ?? ""
        hash = row.optionalText() ?? ""
    }
}

extension CaseEvent {
    /// - Throws: `Fault` where the row holds a word that the loop does not know.
    init(_ row: EventRow, named name: String) throws(Fault) {
        guard let to = CaseState(rawValue: row.to), let at = Timestamp(row.at) else { throw CaseEvent.unknown(name) }
        sequence = row.sequence
        caseID = row.caseID
        version = row.version
        action = try CaseEvent.known(row.action == EventRow.opening ? nil : row.action, name, CaseAction.init)
        from = try CaseEvent.known(row.from, name, CaseState.init)
        self.to = to
        actor = try CaseEvent.actor(row, name)
        self.at = at
        reason = row.reason
        outcome = try CaseEvent.known(row.outcome, name, Outcome.init)
        details = try JSONValue(parsing: row.details, named: name)
        previousHash = row.previousHash
        hash = row.hash
    }

    private static func actor(_ row: EventRow, _ name: String) throws(Fault) -> Actor {
        guard row.actorRole != EventRow.machineRole else { return .machine }
        guard let role = Role(rawValue: row.actorRole) else { throw unknown(name) }
        return .person(try Person(name: row.actorName ?? "", role: role))
    }

    private static func known<Value>(
        _ text: String?,
        _ name: String,
        _ make: (String) -> Value?
    ) throws(Fault) -> Value? {
        guard let text else { return nil }
        guard let value = make(text) else { throw unknown(name) }
        return value
    }

    private static func unknown(_ name: String) -> Fault {
        Fault(
            name,
            zh: "此事件含有不认识的内容，可能被改动。请运行 tuban doctor。",
            en: "this event holds words that the loop does not know; it may have been changed. Run tuban doctor."
        )
    }
}

extension Sequence {
    /// The events that stand, oldest first: what was undone has never been.
    func withoutUndone(_ action: (Element) -> CaseAction?) -> [Element] {
        reduce(into: []) { events, event in
            if action(event) == .undo { _ = events.popLast() } else { events.append(event) }
        }
    }
}
