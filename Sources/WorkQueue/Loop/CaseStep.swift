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
    /// Why it visits an entity over its yearly cap: a code of `loop/visits.json5`.
    package var visitGround: String?
    /// The day on which somebody was there; that of the step where this is nil or later.
    package var visitedOn: CalendarDate?
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

extension CaseStep {
    /// Whether somebody was on site for it: for a return visit, and for a survey but one made at the desk (内业), whose
    /// finding papers and images may show and which has no photo.
    func isVisit(_ codes: LoopCodes) -> Bool {
        switch action {
        case .visitAgain: true
        case .survey: codes.finding(finding)?.isDeskWork != true || evidence.contains(where: \.isPhoto)
        default: false
        }
    }
}
