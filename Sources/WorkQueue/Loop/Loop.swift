package import GeoModel

/// What a person can do with a case.
package enum CaseAction: String, Sendable, CaseIterable {
    /// 下发.
    case issue
    /// 接收.
    case accept
    /// 核查.
    case survey
    /// 审核.
    case review
    /// 退回.
    case sendBack
    /// 排除.
    case dismiss
    /// 移送法制审核.
    case refer
    /// 批准处置.
    case approveDisposal
    /// 完成处置.
    case finishDisposal
    /// 反馈.
    case fileFeedback
    /// 回访.
    case visitAgain
    /// 办结.
    case close
}

/// One row of the loop's table: an action that a state allows.
package struct LoopTransition: Sendable, Hashable {
    /// The state it starts from.
    package let from: CaseState
    /// The action.
    package let action: CaseAction
    /// The state it leads to.
    package let to: CaseState
    /// What users read on the button.
    package let label: Bilingual
    /// Who may do it.
    package let roles: [Role]
    /// Whether it needs an outcome (legal, illegal, other). A reason is always needed.
    package let needsOutcome: Bool
    /// The outcomes of the case after which it is allowed; all, and none yet, where this is nil.
    package let onlyAfter: [Outcome]?
    /// Whether the case becomes the task of the person who does it.
    package let assigns: Bool

    init(
        _ from: CaseState,
        _ action: CaseAction,
        _ to: CaseState,
        _ zh: String,
        _ en: String,
        _ roles: [Role],
        needsOutcome: Bool = false,
        onlyAfter: [Outcome]? = nil,
        assigns: Bool = false
    ) {
        self.from = from
        self.action = action
        self.to = to
        label = Bilingual(zh: zh, en: en)
        self.roles = roles
        self.needsOutcome = needsOutcome
        self.onlyAfter = onlyAfter
        self.assigns = assigns
    }
}

/// The closed loop 监测—核查—处置—反馈 as one table: what is not in it is not allowed.
///
/// Satellite results are clues and can't by themselves ground a penalty (自然资发〔2023〕258号): the machine opens a case as
/// `suspected`, and every row here is a person's. No disposal without the legal reviewers (行政执法三项制度: 重大执法决定法制审核).
package enum Loop {
    /// All that is allowed, in the order of the flow; at most one row for a state and an action.
    package static let transitions: [LoopTransition] = [
        LoopTransition(.suspected, .issue, .issued, "下发", "issue", [.operatorRole, .dispatcher, .leader]),
        LoopTransition(.issued, .accept, .accepted, "接收", "accept", [.inspector], assigns: true),
        LoopTransition(.accepted, .survey, .surveyed, "提交核查", "report the survey", [.inspector], needsOutcome: true),
        LoopTransition(.returned, .survey, .surveyed, "重新核查", "survey again", [.inspector], needsOutcome: true),
        LoopTransition(.surveyed, .review, .reviewed, "审核", "review", [.reviewer], needsOutcome: true),
        LoopTransition(.surveyed, .sendBack, .returned, "退回", "send back", [.reviewer]),
        LoopTransition(.reviewed, .sendBack, .returned, "退回", "send back", [.reviewer]),
        LoopTransition(.reviewed, .dismiss, .dismissed, "排除", "dismiss", [.reviewer], onlyAfter: [.legal, .other]),
        LoopTransition(
            .reviewed, .refer, .legalReview, "移送法制审核", "refer to legal review", [.reviewer], onlyAfter: [.illegal]
        ),
        LoopTransition(.legalReview, .sendBack, .returned, "退回", "send back", [.legalReviewer]),
        LoopTransition(
            .legalReview, .approveDisposal, .disposing, "批准处置", "approve the disposal", [.legalReviewer]
        ),
        LoopTransition(
            .disposing, .finishDisposal, .disposed, "处置完成", "finish the disposal", [.dispatcher, .inspector]
        ),
        LoopTransition(
            .disposed, .fileFeedback, .feedbackFiled, "反馈", "file feedback", [.operatorRole, .dispatcher]
        ),
        LoopTransition(.feedbackFiled, .visitAgain, .returnVisit, "回访", "visit again", [.inspector]),
        LoopTransition(.returnVisit, .close, .closed, "办结", "close", [.reviewer, .leader]),
    ]

    /// What a state allows, in the order of the flow.
    package static func transitions(from state: CaseState) -> [LoopTransition] {
        transitions.filter { $0.from == state }
    }

    /// What an action does in a state; nil where the state does not allow it.
    package static func transition(from state: CaseState, by action: CaseAction) -> LoopTransition? {
        transitions.first { $0.from == state && $0.action == action }
    }
}
