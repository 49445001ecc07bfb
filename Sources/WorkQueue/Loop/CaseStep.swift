package import GeoModel

/// A step that a person takes with a case.
package struct CaseStep: Sendable, Hashable {
    /// What is done.
    package let action: CaseAction
    /// Who does it.
    package let person: Person
    /// When.
    package let at: Timestamp
    /// Why.
    package let reason: String
    /// What the case was found to be; only for actions that ask for it. A finding says it too.
    package var outcome: Outcome?
    /// The version of the case that the person has seen: a case that moved on in between is not moved blindly.
    package let seenVersion: Int
    /// What was found in more words: a code of `loop/findings.json5`; with an outcome.
    package var finding: String?
    /// How it is to be put right: a code of `loop/disposals.json5`.
    package var disposal: String?
    /// The provision it stands on; the disposal's usual one where this is nil.
    package var basis: String?
    /// Why the clock stands still: a code of `loop/pauses.json5`.
    package var ground: String?
    /// Whose task the case becomes.
    package var assignee: Person?
    /// Whether the people concerned were satisfied (满意度), of a return visit; nil where nobody was asked.
    package var satisfied: Bool?
    /// What shows it, already kept by the region.
    package var evidence: [Evidence] = []

    /// A step with nothing but an outcome; the rest is set where it is asked for.
    package init(
        _ action: CaseAction,
        by person: Person,
        at: Timestamp,
        reason: String,
        outcome: Outcome? = nil,
        seenVersion: Int
    ) {
        self.action = action
        self.person = person
        self.at = at
        self.reason = reason
        self.outcome = outcome
        self.seenVersion = seenVersion
    }
}

extension CaseDetail {
    /// The row of the loop's table that a step follows.
    ///
    /// - Parameters:
    ///   - step: The step.
    ///   - codes: What findings, disposals and grounds there are.
    /// - Returns: The row.
    /// - Throws: `Fault` naming what is in the way: an old version, the state, the role, an own part in it, whatever
    ///   the row asks for and the step lacks, or what the step brings and the row does not ask for.
    package func transition(for step: CaseStep, _ codes: LoopCodes) throws(Fault) -> LoopTransition {
        try StepCheck(summary: summary, step: step, codes: codes) { action in
            let last = action.map { action in events.last { $0.action == action } } ?? events.last
            guard case .person(let person) = last?.actor else { return nil }
            return (person.name, last?.action)
        }.transition()
    }
}
