import GeoModel
import SafeFiles
import Testing
import WorkQueue

/// The loop's table once more, written down from DESIGN and DOMAIN by hand: state, action, next state (nil: as it was),
/// roles, and whose last step must have been somebody else's.
private let allowed: [(CaseState, CaseAction, CaseState?, Set<Role>, [CaseAction])] = [
    (.suspected, .issue, .issued, [.operatorRole, .dispatcher, .leader], []),
    (.issued, .accept, .accepted, [.inspector], []),
    (.issued, .assign, .issued, [.dispatcher, .leader], []),
    (.issued, .escalate, .issued, [.dispatcher, .reviewer, .leader], []),
    (.issued, .undo, nil, everybody, []),
    (.accepted, .survey, .surveyed, [.inspector], []),
    (.accepted, .assign, .issued, [.dispatcher, .leader], []),
    (.accepted, .escalate, .accepted, [.dispatcher, .reviewer, .leader], []),
    (.accepted, .undo, nil, everybody, []),
    (.surveyed, .review, .reviewed, [.reviewer], [.survey]),
    (.surveyed, .sendBack, .returned, [.reviewer], [.survey]),
    (.surveyed, .escalate, .surveyed, [.dispatcher, .reviewer, .leader], []),
    (.surveyed, .undo, nil, everybody, []),
    (.reviewed, .dismiss, .dismissed, [.reviewer], [.survey]),
    (.reviewed, .refer, .legalReview, [.reviewer], [.survey]),
    (.reviewed, .approveDisposal, .disposing, [.leader], [.survey, .review]),
    (.reviewed, .sendBack, .returned, [.reviewer], [.survey]),
    (.reviewed, .escalate, .reviewed, [.dispatcher, .reviewer, .leader], []),
    (.reviewed, .undo, nil, everybody, []),
    (.returned, .survey, .surveyed, [.inspector], []),
    (.returned, .assign, .returned, [.dispatcher, .leader], []),
    (.returned, .escalate, .returned, [.dispatcher, .reviewer, .leader], []),
    (.returned, .undo, nil, everybody, []),
    (.dismissed, .undo, nil, everybody, []),
    (.legalReview, .approveDisposal, .disposing, [.legalReviewer], [.survey, .review, .refer]),
    (.legalReview, .sendBack, .returned, [.legalReviewer], [.survey, .review]),
    (.legalReview, .pause, .legalReview, [.legalReviewer, .leader], []),
    (.legalReview, .resume, .legalReview, [.legalReviewer, .leader], []),
    (.legalReview, .escalate, .legalReview, [.dispatcher, .reviewer, .leader], []),
    (.legalReview, .undo, nil, everybody, []),
    (.disposing, .finishDisposal, .disposed, [.dispatcher, .inspector], []),
    (.disposing, .assign, .disposing, [.dispatcher, .leader], []),
    (.disposing, .pause, .disposing, [.dispatcher, .leader], []),
    (.disposing, .resume, .disposing, [.dispatcher, .leader], []),
    (.disposing, .escalate, .disposing, [.dispatcher, .reviewer, .leader], []),
    (.disposing, .undo, nil, everybody, []),
    (.disposed, .fileFeedback, .feedbackFiled, [.operatorRole, .dispatcher], []),
    (.disposed, .sendBack, .disposing, [.reviewer, .leader], [.finishDisposal]),
    (.disposed, .escalate, .disposed, [.dispatcher, .reviewer, .leader], []),
    (.disposed, .undo, nil, everybody, []),
    (.feedbackFiled, .visitAgain, .returnVisit, [.inspector], [.finishDisposal]),
    (.feedbackFiled, .assign, .feedbackFiled, [.dispatcher, .leader], []),
    (.feedbackFiled, .escalate, .feedbackFiled, [.dispatcher, .reviewer, .leader], []),
    (.feedbackFiled, .undo, nil, everybody, []),
    (.returnVisit, .close, .closed, [.reviewer, .leader], [.finishDisposal, .visitAgain]),
    (.returnVisit, .sendBack, .disposing, [.reviewer, .leader], [.visitAgain]),
    (.returnVisit, .escalate, .returnVisit, [.dispatcher, .reviewer, .leader], []),
    (.returnVisit, .undo, nil, everybody, []),
    (.closed, .undo, nil, everybody, []),
]

/// Everybody but the auditor, who moves nothing.
private let everybody: Set<Role> = [.operatorRole, .dispatcher, .inspector, .reviewer, .legalReviewer, .leader]

/// A way from `suspected` to each state.
private func way(to state: CaseState) -> [(CaseAction, Role, Outcome?)] {
    switch state {
    case .suspected: []
    case .issued: [(.issue, .dispatcher, nil)]
    case .accepted: way(to: .issued) + [(.accept, .inspector, nil)]
    case .surveyed: way(to: .accepted) + [(.survey, .inspector, .illegal)]
    case .returned: way(to: .surveyed) + [(.sendBack, .reviewer, nil)]
    case .reviewed: way(to: .surveyed) + [(.review, .reviewer, .illegal)]
    case .dismissed: way(to: .surveyed) + [(.review, .reviewer, .legal), (.dismiss, .reviewer, nil)]
    case .legalReview: way(to: .reviewed) + [(.refer, .reviewer, nil)]
    case .disposing: way(to: .legalReview) + [(.approveDisposal, .legalReviewer, nil)]
    case .disposed: way(to: .disposing) + [(.finishDisposal, .dispatcher, nil)]
    case .feedbackFiled: way(to: .disposed) + [(.fileFeedback, .dispatcher, nil)]
    case .returnVisit: way(to: .feedbackFiled) + [(.visitAgain, .inspector, nil)]
    case .closed: way(to: .returnVisit) + [(.close, .leader, nil)]
    }
}

@Suite struct LoopTests {
    let district: District
    let store: RegionStore

    init() throws {
        district = try District()
        store = try district.withCases(1)
    }

    /// Everybody has one role.
    private static func name(of role: Role) -> String { "张\(role.label.zh)" }

    private func step(
        _ action: CaseAction,
        _ role: Role,
        _ outcome: Outcome? = nil,
        reason: String = "现场核实",
        version: Int? = nil,
        by name: String? = nil
    ) throws -> CaseSummary {
        let seen = try store.caseDetail("202606-0001").summary.version
        let step = CaseStep(
            action,
            by: try Person(name: name ?? Self.name(of: role), role: role),
            at: District.time(10 + seen),
            reason: reason,
            outcome: outcome,
            seenVersion: version ?? seen
        )
        return try store.advance("202606-0001", step.complete)
    }

    private func walk(to state: CaseState) throws {
        for (action, role, outcome) in way(to: state) { _ = try step(action, role, outcome) }
        #expect(try store.caseDetail("202606-0001").summary.state == state)
    }

    @Test func theTableIsTheOneWrittenDown() {
        #expect(Loop.transitions.count == allowed.count)
        for (from, action, to, roles, others) in allowed {
            let row = Loop.transition(from: from, by: action)
            #expect(row?.to == to)
            #expect(row.map { Set($0.roles) } == roles)
            let eyes = row?.conditions.compactMap { condition -> [CaseAction]? in
                guard case .notBy(let actions) = condition else { return nil }
                return actions
            }
            #expect(eyes?.first ?? [] == others)
        }
        #expect(CaseState.allCases.filter(\.isFinal) == [.dismissed, .closed])
        #expect(!Loop.transitions.contains { $0.to == .suspected })
    }

    @Test(arguments: CaseState.allCases)
    func everyActionInEveryStateByEveryRole(state: CaseState) throws {
        try walk(to: state)
        let before = try store.caseDetail("202606-0001")
        for action in CaseAction.allCases {
            let row = allowed.first { $0.0 == state && $0.1 == action }
            for role in Role.allCases where row?.3.contains(role) != true {
                let refusal = fault { _ = try step(action, role) }
                #expect(refusal?.object == "202606-0001", "\(state) \(action) \(role)")
            }
        }
        #expect(try store.caseDetail("202606-0001") == before)
        #expect(Set(before.next.map(\.action)) == Set(allowed.filter { $0.0 == state }.map(\.1)))
    }

    @Test(arguments: CaseState.allCases)
    func everyAllowedActionLeadsWhereTheTableSays(state: CaseState) throws {
        for (from, action, to, roles, _) in allowed where from == state {
            for role in roles {
                let fresh = try LoopTests()
                try fresh.walk(to: action == .dismiss ? .surveyed : state)
                if action == .dismiss { _ = try fresh.step(.review, .reviewer, .other) }
                if action == .resume { _ = try fresh.step(.pause, .leader) }
                let outcome: Outcome? = [.survey, .review].contains(action) ? .other : nil
                let events = try fresh.store.caseDetail("202606-0001").events
                // Only who did the last step, or a leader, undoes it.
                var name = Self.name(of: role)
                if action == .undo, role != .leader, case .person(let last)? = events.last?.actor { name = last.name }
                let moved = try fresh.step(action, role, outcome, by: name)
                #expect(moved.state == to ?? events.last?.from, "\(state) \(action)")
                let event = try #require(try fresh.store.caseDetail("202606-0001").events.last)
                #expect(event.from == state)
                #expect(event.to == moved.state)
                #expect(event.action == action)
                #expect(event.standing == moved.standing)
                #expect(event.actor == .person(try Person(name: name, role: role)))
                #expect(event.version == moved.version)
            }
        }
    }

    /// Whoever did a step on this case passes no judgement on it, in whatever role.
    @Test(arguments: CaseState.allCases)
    func nobodyJudgesOwnWork(state: CaseState) throws {
        for (from, action, _, roles, others) in allowed where from == state && !others.isEmpty {
            for other in others {
                for role in roles {
                    let fresh = try LoopTests()
                    try fresh.walk(to: action == .dismiss ? .surveyed : state)
                    if action == .dismiss { _ = try fresh.step(.review, .reviewer, .other) }
                    let events = try fresh.store.caseDetail("202606-0001").events
                    let doer = try #require(events.last { $0.action == other })
                    guard case .person(let person) = doer.actor else { continue }
                    let outcome: Outcome? = action == .review ? .other : nil
                    let refusal = fault { _ = try fresh.step(action, role, outcome, by: person.name) }
                    #expect(refusal?.message.en.contains("takes somebody else") == true, "\(state) \(action) \(other)")
                    #expect(try fresh.store.caseDetail("202606-0001").summary.state == state)
                }
            }
        }
    }

    /// Work that was not done well goes back, and is then looked at again.
    @Test func whatWasNotPutRightIsDoneAgain() throws {
        try walk(to: .returnVisit)
        #expect(try step(.sendBack, .leader).state == .disposing)
        #expect(try step(.finishDisposal, .dispatcher).state == .disposed)
        #expect(try step(.sendBack, .reviewer).state == .disposing)
        #expect(try step(.finishDisposal, .dispatcher).state == .disposed)
        _ = try step(.fileFeedback, .operatorRole)
        _ = try step(.visitAgain, .inspector)
        #expect(try step(.close, .reviewer).state == .closed)
        guard case .intact = try store.verifyChain() else { return #expect(Bool(false)) }
    }

    @Test func everyStepNeedsAReason() throws {
        #expect(fault { _ = try step(.issue, .dispatcher, reason: " \n") }?.message.zh.contains("理由") == true)
    }

    @Test func everyStepNeedsAName() {
        #expect(fault { _ = try Person(name: " ", role: .leader) }?.object == "person")
    }

    @Test func anOutcomeIsGivenExactlyWhereItIsAskedFor() throws {
        #expect(fault { _ = try step(.issue, .dispatcher, .legal) }?.message.en.contains("no outcome") == true)
        try walk(to: .accepted)
        #expect(fault { _ = try step(.survey, .inspector) }?.message.en.contains("legal, illegal, other") == true)
    }

    @Test func onlyWhatIsLegalOrOtherIsDismissedAndOnlyWhatIsIllegalIsReferred() throws {
        try walk(to: .reviewed)
        #expect(fault { _ = try step(.dismiss, .reviewer) }?.message.zh.contains("违法") == true)
        _ = try step(.sendBack, .reviewer)
        _ = try step(.survey, .inspector, .other)
        _ = try step(.review, .reviewer, .legal)
        #expect(fault { _ = try step(.refer, .reviewer) }?.message.zh.contains("合法") == true)
        #expect(try step(.dismiss, .reviewer).state == .dismissed)
    }

    @Test func aStaleVersionIsRefused() throws {
        _ = try step(.issue, .dispatcher)
        let stale = fault { _ = try step(.accept, .inspector, version: 1) }
        #expect(stale?.message.en.contains("you saw version 1, but the case is at 2") == true)
        #expect(try store.caseDetail("202606-0001").events.count == 2)
    }

    @Test func acceptingMakesItThePersonsTask() throws {
        #expect(try step(.issue, .dispatcher).assigned == nil)
        let inspector = try Person(name: Self.name(of: .inspector), role: .inspector)
        #expect(try step(.accept, .inspector).assigned == inspector)
        #expect(try step(.survey, .inspector, .illegal).assigned == inspector)
        #expect(try step(.review, .reviewer, .illegal).assigned == inspector)
    }

    @Test func everyJudgementCarriesTheImagesItStandsOn() throws {
        try walk(to: .closed)
        for event in try store.caseDetail("202606-0001").events {
            #expect(event.details["before"]?["scene"] == "S2A_20260512")
            #expect(event.details["before"]?["date"] == "2026-05-12")
            #expect(event.details["after"]?["date"] == "2026-06-11")
            #expect(event.details["rule"] == "farmland.json5#built-on-farmland")
        }
    }

    @Test func anUnknownCaseIsNamed() {
        #expect(fault { _ = try store.caseDetail("202606-9999") }?.object == "202606-9999")
    }
}
