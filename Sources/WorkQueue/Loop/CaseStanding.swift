import GeoModel
import SafeFiles

/// Everything about a case that steps change.
package struct CaseStanding: Sendable, Hashable {
    /// Where it stands.
    package var state: CaseState
    /// What people found it to be; nil before the survey.
    package var outcome: Outcome?
    /// The same in more words: a code of `loop/findings.json5`.
    package var finding: String?
    /// How it is put right: a code of `loop/disposals.json5`; nil before that was decided.
    package var disposal: String?
    /// The provision that stands on.
    package var basis: String?
    /// Whose task it is; nil where nobody's yet.
    package var assigned: Person?
    /// How high it was taken.
    package var level = EscalationLevel.officer
    /// When it came into its state.
    package var enteredAt: Timestamp
    /// Since when its working clock stands still; nil where it runs.
    package var pausedAt: Timestamp?
    /// Why: a code of `loop/pauses.json5`.
    package var pauseGround: String?

    /// A case as the machine opens it.
    init(openedAt: Timestamp) {
        state = .suspected
        enteredAt = openedAt
    }
}

extension CaseStanding {
    /// The case after a step.
    ///
    /// - Parameters:
    ///   - step: The step.
    ///   - row: The row of the loop's table it follows.
    ///   - codes: The codes that the step's words are from.
    ///   - before: How it stood before the last step; nil where no step was taken.
    /// - Returns: How it stands then.
    func after(
        _ step: CaseStep, _ row: LoopTransition, _ codes: LoopCodes, before: CaseStanding?
    ) -> CaseStanding {
        guard let next = row.to else { return before ?? self }
        var standing = self
        if next != state {
            standing.state = next
            standing.enteredAt = step.at
            standing.pausedAt = nil
            standing.pauseGround = nil
        }
        if row.needsOutcome {
            standing.outcome = codes.finding(step.finding)?.outcome ?? step.outcome
            // A reviewer who says no more than the outcome confirms what the survey found in more words.
            let isConfirmed = step.action == .review && codes.finding(finding)?.outcome == standing.outcome
            standing.finding = step.finding ?? (isConfirmed ? finding : nil)
        }
        if row.needsDisposal {
            standing.disposal = step.disposal
            standing.basis = step.basis ?? codes.disposal(step.disposal)?.bases.first
        }
        if row.assigns { standing.assigned = step.person }
        if let assignee = step.assignee { standing.assigned = assignee }
        switch step.action {
        case .pause: (standing.pausedAt, standing.pauseGround) = (step.at, step.ground)
        case .resume: (standing.pausedAt, standing.pauseGround) = (nil, nil)
        case .escalate: standing.level = level.next ?? level
        default: break
        }
        return standing
    }

    /// The case as its events tell it, the last of which is the last.
    /// - Precondition: there is one.
    init(_ events: ArraySlice<CaseEvent>) {
        guard let first = events.first else { preconditionFailure("a case has an event from its opening on") }
        self.init(openedAt: first.at)
        for event in events {
            if let said = event.standing {
                self = said
            } else {
                // Events of earlier programs tell what they changed.
                (state, enteredAt) = (event.to, event.at)
                if let found = event.outcome { outcome = found }
                if event.action == .accept, case .person(let person) = event.actor { assigned = person }
            }
        }
    }
}

extension CaseStanding {
    /// What an event says of the case after it.
    var json: JSONValue {
        [
            "state": .string(state.rawValue), "outcome": JSONValue(outcome?.rawValue), "finding": JSONValue(finding),
            "disposal": JSONValue(disposal), "basis": JSONValue(basis), "assigned_name": JSONValue(assigned?.name),
            "assigned_role": JSONValue(assigned?.role.rawValue), "level": .integer(level.rawValue),
            "entered_at": .string(enteredAt.text), "paused_at": JSONValue(pausedAt?.text),
            "pause_ground": JSONValue(pauseGround),
        ]
    }

    /// What an event said of the case after it; nil where it is not that.
    init?(_ json: JSONValue) {
        guard let state = json["state"]?.string.flatMap(CaseState.init(rawValue:)),
            let entered = json["entered_at"]?.string.flatMap({ Timestamp($0) })
        else { return nil }
        self.init(openedAt: entered)
        self.state = state
        outcome = json["outcome"]?.string.flatMap(Outcome.init(rawValue:))
        finding = json["finding"]?.string
        disposal = json["disposal"]?.string
        basis = json["basis"]?.string
        if let name = json["assigned_name"]?.string,
            let role = json["assigned_role"]?.string.flatMap(Role.init(rawValue:))
        {
            assigned = try? Person(name: name, role: role)
        }
        level = json["level"]?.integer.flatMap { EscalationLevel(rawValue: $0) } ?? .officer
        pausedAt = json["paused_at"]?.string.flatMap { Timestamp($0) }
        pauseGround = json["pause_ground"]?.string
    }
}
