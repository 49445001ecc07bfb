/// What a person can do with a case.
package enum CaseAction: String, Sendable, CaseIterable {
    /// 下发.
    case issue
    /// 指派.
    case assign
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
    /// 中止计时.
    case pause
    /// 恢复计时.
    case resume
    /// 提级办理.
    case escalate
    /// 撤销上一步.
    case undo
}
