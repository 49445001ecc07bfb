package import GeoModel

/// One row of the loop's table: an action that a state allows.
package struct LoopTransition: Sendable, Hashable {
    /// The state it starts from.
    package let from: CaseState
    /// The action.
    package let action: CaseAction
    /// The state it leads to; nil for how the case stood before the last step.
    package let to: CaseState?
    /// What users read on the button.
    package let label: Bilingual
    /// Who may do it.
    package let roles: [Role]
    /// What else it asks for. A reason is always asked for.
    package let conditions: [LoopCondition]
    /// Whether the case becomes the task of the person who does it.
    package let assigns: Bool

    init(
        _ from: CaseState,
        _ action: CaseAction,
        _ to: CaseState?,
        _ zh: String,
        _ en: String,
        _ roles: [Role],
        _ conditions: [LoopCondition] = [],
        assigns: Bool = false
    ) {
        self.from = from
        self.action = action
        self.to = to
        label = Bilingual(zh: zh, en: en)
        self.roles = roles
        self.conditions = conditions
        self.assigns = assigns
    }

    /// Whether the step says what the case was found to be.
    package var needsOutcome: Bool { conditions.contains(.outcome) }

    /// Whether the step says how it is to be put right.
    package var needsDisposal: Bool { conditions.contains(.disposal) }

    /// Whether it leads to another state.
    package var isMove: Bool { to != nil && to != from }

    /// The state it leads to, as users read it.
    package var target: Bilingual { to?.label ?? Bilingual(zh: "上一步之前", en: "as it was before") }
}

/// The closed loop 监测—核查—处置—反馈 as one table: what is not in it is not allowed.
///
/// Satellite results are clues and can't by themselves ground a penalty (自然资发〔2023〕258号): the machine opens a case as
/// `suspected`, and every row here is a person's. No major disposal without the legal reviewers (行政执法三项制度:
/// 重大执法决定法制审核), and nobody passes judgement on work of their own.
package enum Loop {
    /// All that is allowed, in the order of the flow; at most one row for a state and an action.
    package static let transitions: [LoopTransition] =
        CaseState.allCases.flatMap { state in steps.filter { $0.from == state } + asides(state) }

    /// What leads through the loop.
    private static let steps: [LoopTransition] = [
        LoopTransition(
            .suspected, .issue, .issued, "下发", "issue", [.operatorRole, .dispatcher, .leader],
            [.mayName([.inspector])]),
        LoopTransition(.issued, .accept, .accepted, "接收", "accept", [.inspector], [.byAssignee], assigns: true),
        LoopTransition(
            .accepted, .survey, .surveyed, "提交核查", "report the survey", [.inspector],
            [.outcome, .evidence(.photo), .visit, .byAssignee]),
        LoopTransition(
            .surveyed, .review, .reviewed, "审核", "review", [.reviewer], [.outcome, .notBy([.survey])]),
        LoopTransition(.surveyed, .sendBack, .returned, "退回", "send back", [.reviewer], [.notBy([.survey])]),
        LoopTransition(
            .reviewed, .dismiss, .dismissed, "排除", "dismiss", [.reviewer], [.towards(.dismiss), .notBy([.survey])]),
        LoopTransition(
            .reviewed, .refer, .legalReview, "移送法制审核", "refer to legal review", [.reviewer],
            [.towards(.dispose), .notBy([.survey])]),
        LoopTransition(
            .reviewed, .approveDisposal, .disposing, "批准处置", "approve the disposal", [.leader],
            [.towards(.dispose), .disposal, .minor, .notBy([.survey, .review])]),
        LoopTransition(.reviewed, .sendBack, .returned, "退回", "send back", [.reviewer], [.notBy([.survey])]),
        LoopTransition(
            .returned, .survey, .surveyed, "重新核查", "survey again", [.inspector],
            [.outcome, .evidence(.photo), .visit, .byAssignee]),
        LoopTransition(
            .legalReview, .approveDisposal, .disposing, "批准处置", "approve the disposal", [.legalReviewer],
            [.disposal, .notBy([.survey, .review, .refer])]),
        LoopTransition(
            .legalReview, .sendBack, .returned, "退回", "send back", [.legalReviewer], [.notBy([.survey, .review])]),
        LoopTransition(
            .disposing, .finishDisposal, .disposed, "处置完成", "finish the disposal", [.dispatcher, .inspector],
            [.evidence(.file)]),
        LoopTransition(
            .disposed, .fileFeedback, .feedbackFiled, "反馈", "file feedback", [.operatorRole, .dispatcher]),
        LoopTransition(
            .disposed, .sendBack, .disposing, "退回整改", "send back to be put right", [.reviewer, .leader],
            [.notBy([.finishDisposal])]),
        LoopTransition(
            .feedbackFiled, .visitAgain, .returnVisit, "回访", "visit again", [.inspector],
            [.evidence(.photo), .visit, .notBy([.finishDisposal])]),
        LoopTransition(
            .returnVisit, .close, .closed, "办结", "close", [.reviewer, .leader],
            [.notBy([.finishDisposal, .visitAgain])]),
        LoopTransition(
            .returnVisit, .sendBack, .disposing, "退回整改", "send back to be put right", [.reviewer, .leader],
            [.notBy([.visitAgain])]),
    ]

    /// What stands beside the way through.
    private static func asides(_ state: CaseState) -> [LoopTransition] {
        var rows: [LoopTransition] = []
        switch state {
        case .issued, .accepted, .returned, .feedbackFiled:
            rows.append(assign(state, [.inspector]))
        case .disposing: rows.append(assign(state, [.inspector, .dispatcher]))
        default: break
        }
        if [.legalReview, .disposing].contains(state) {
            let roles: [Role] = [state == .disposing ? .dispatcher : .legalReviewer, .leader]
            rows += [
                LoopTransition(state, .pause, state, "中止计时", "stop the clock", roles, [.running, .ground]),
                LoopTransition(state, .resume, state, "恢复计时", "let the clock run", roles, [.paused]),
            ]
        }
        guard state != .suspected else { return rows }
        if ![.dismissed, .closed].contains(state) {
            rows.append(
                LoopTransition(
                    state, .escalate, state, "提级办理", "take it up", [.dispatcher, .reviewer, .leader],
                    [.belowTop]))
        }
        let doers = Role.allCases.filter { $0 != .auditor }
        rows.append(LoopTransition(state, .undo, nil, "撤销", "undo the last step", doers, [.ownLastStep]))
        return rows
    }

    /// An accepted case is another's to accept.
    private static func assign(_ state: CaseState, _ roles: [Role]) -> LoopTransition {
        LoopTransition(
            state, .assign, state == .accepted ? .issued : state, "指派", "assign", [.dispatcher, .leader],
            [.names(roles)])
    }

    /// What a state allows, in the order of the flow.
    package static func transitions(from state: CaseState) -> [LoopTransition] {
        transitions.filter { $0.from == state }
    }

    /// What users call an action wherever it is done; of several names the first.
    package static func label(of action: CaseAction) -> Bilingual {
        steps.first { $0.action == action }?.label ?? transitions.first { $0.action == action }?.label
            ?? Bilingual(zh: action.rawValue, en: action.rawValue)
    }

    /// What users call an action in a state.
    package static func label(of action: CaseAction, in state: CaseState) -> Bilingual {
        transition(from: state, by: action)?.label ?? label(of: action)
    }

    /// What an action does in a state; nil where the state does not allow it.
    package static func transition(from state: CaseState, by action: CaseAction) -> LoopTransition? {
        transitions.first { $0.from == state && $0.action == action }
    }
}
