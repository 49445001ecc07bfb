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
    /// What the person who does it must not have done on this case the last time it was done: four eyes see more.
    package let notBy: [CaseAction]

    init(
        _ from: CaseState,
        _ action: CaseAction,
        _ to: CaseState,
        _ zh: String,
        _ en: String,
        _ roles: [Role],
        needsOutcome: Bool = false,
        onlyAfter: [Outcome]? = nil,
        assigns: Bool = false,
        notBy: [CaseAction] = []
    ) {
        self.from = from
        self.action = action
        self.to = to
        label = Bilingual(zh: zh, en: en)
        self.roles = roles
        self.needsOutcome = needsOutcome
        self.onlyAfter = onlyAfter
        self.assigns = assigns
        self.notBy = notBy
    }
}

extension LoopTransition {
    /// What it takes besides the role, as users read it.
    package var conditions: [Bilingual] {
        var conditions: [Bilingual] = []
        if needsOutcome { conditions.append(Bilingual(zh: "须给出结论", en: "an outcome")) }
        if let onlyAfter {
            conditions.append(
                Bilingual(
                    zh: "结论为\(onlyAfter.map(\.label.zh).joined(separator: "或"))",
                    en: "the outcome is \(onlyAfter.map(\.label.en).joined(separator: " or "))"))
        }
        if !notBy.isEmpty {
            let done = notBy.map(Loop.label)
            conditions.append(
                Bilingual(
                    zh: "本人未办理\(done.map(\.zh).joined(separator: "、"))",
                    en: "not who did: \(done.map(\.en).joined(separator: ", "))"))
        }
        return conditions
    }
}

/// The closed loop 监测—核查—处置—反馈 as one table: what is not in it is not allowed.
///
/// Satellite results are clues and can't by themselves ground a penalty (自然资发〔2023〕258号): the machine opens a case as
/// `suspected`, and every row here is a person's. No disposal without the legal reviewers (行政执法三项制度: 重大执法决定法制审核),
/// and nobody passes judgement on work of their own.
package enum Loop {
    /// All that is allowed, in the order of the flow; at most one row for a state and an action.
    package static let transitions: [LoopTransition] = [
        LoopTransition(.suspected, .issue, .issued, "下发", "issue", [.operatorRole, .dispatcher, .leader]),
        LoopTransition(.issued, .accept, .accepted, "接收", "accept", [.inspector], assigns: true),
        LoopTransition(.accepted, .survey, .surveyed, "提交核查", "report the survey", [.inspector], needsOutcome: true),
        LoopTransition(.returned, .survey, .surveyed, "重新核查", "survey again", [.inspector], needsOutcome: true),
        LoopTransition(
            .surveyed, .review, .reviewed, "审核", "review", [.reviewer], needsOutcome: true, notBy: [.survey]),
        LoopTransition(.surveyed, .sendBack, .returned, "退回", "send back", [.reviewer], notBy: [.survey]),
        LoopTransition(.reviewed, .sendBack, .returned, "退回", "send back", [.reviewer], notBy: [.survey]),
        LoopTransition(
            .reviewed, .dismiss, .dismissed, "排除", "dismiss", [.reviewer], onlyAfter: [.legal, .other],
            notBy: [.survey]),
        LoopTransition(
            .reviewed, .refer, .legalReview, "移送法制审核", "refer to legal review", [.reviewer], onlyAfter: [.illegal],
            notBy: [.survey]),
        LoopTransition(
            .legalReview, .sendBack, .returned, "退回", "send back", [.legalReviewer], notBy: [.survey, .review]),
        LoopTransition(
            .legalReview, .approveDisposal, .disposing, "批准处置", "approve the disposal", [.legalReviewer],
            notBy: [.survey, .review, .refer]),
        LoopTransition(
            .disposing, .finishDisposal, .disposed, "处置完成", "finish the disposal", [.dispatcher, .inspector]),
        LoopTransition(
            .disposed, .fileFeedback, .feedbackFiled, "反馈", "file feedback", [.operatorRole, .dispatcher]),
        LoopTransition(
            .disposed, .sendBack, .disposing, "退回整改", "send back to be put right", [.reviewer, .leader],
            notBy: [.finishDisposal]),
        LoopTransition(
            .feedbackFiled, .visitAgain, .returnVisit, "回访", "visit again", [.inspector], notBy: [.finishDisposal]),
        LoopTransition(
            .returnVisit, .close, .closed, "办结", "close", [.reviewer, .leader], notBy: [.finishDisposal, .visitAgain]),
        LoopTransition(
            .returnVisit, .sendBack, .disposing, "退回整改", "send back to be put right", [.reviewer, .leader],
            notBy: [.visitAgain]),
    ]

    /// What a state allows, in the order of the flow.
    package static func transitions(from state: CaseState) -> [LoopTransition] {
        transitions.filter { $0.from == state }
    }

    /// What users call an action wherever it is done; of several names the first.
    static func label(of action: CaseAction) -> Bilingual {
        transitions.first { $0.action == action }?.label ?? Bilingual(zh: action.rawValue, en: action.rawValue)
    }

    /// What an action does in a state; nil where the state does not allow it.
    package static func transition(from state: CaseState, by action: CaseAction) -> LoopTransition? {
        transitions.first { $0.from == state && $0.action == action }
    }
}
