package import GeoModel

/// The four phases of the closed loop 监测—核查—处置—反馈.
package enum CasePhase: String, Sendable, CaseIterable {
    /// 监测: the machine has seen something.
    case monitor
    /// 核查: people find out what it is.
    case verify
    /// 处置: what is wrong is put right.
    case dispose
    /// 反馈: the result is reported and looked at again (回访).
    case feedback

    /// The word that users read.
    package var label: Bilingual {
        switch self {
        case .monitor: Bilingual(zh: "监测", en: "monitor")
        case .verify: Bilingual(zh: "核查", en: "verify")
        case .dispose: Bilingual(zh: "处置", en: "dispose")
        case .feedback: Bilingual(zh: "反馈", en: "feedback")
        }
    }
}

/// Where a case stands in the loop.
package enum CaseState: String, Sendable, CaseIterable {
    /// The machine suspects something: a clue, never a finding.
    case suspected
    /// Sent out to be verified.
    case issued
    /// An inspector has taken it.
    case accepted
    /// The inspector has reported what is on the ground.
    case surveyed
    /// The report has been reviewed.
    case reviewed
    /// Sent back to be surveyed again.
    case returned
    /// Found legal, or something else that needs no disposal; the end.
    case dismissed
    /// With the legal reviewers, before any disposal.
    case legalReview
    /// Being put right.
    case disposing
    /// Put right.
    case disposed
    /// The result has been reported.
    case feedbackFiled
    /// Looked at again on the ground.
    case returnVisit
    /// The end.
    case closed

    /// The phase it belongs to.
    package var phase: CasePhase {
        switch self {
        case .suspected: .monitor
        case .issued, .accepted, .surveyed, .reviewed, .returned, .dismissed: .verify
        case .legalReview, .disposing, .disposed: .dispose
        case .feedbackFiled, .returnVisit, .closed: .feedback
        }
    }

    /// The word that users read.
    package var label: Bilingual {
        switch self {
        case .suspected: Bilingual(zh: "疑似", en: "suspected")
        case .issued: Bilingual(zh: "已下发", en: "issued")
        case .accepted: Bilingual(zh: "已接收", en: "accepted")
        case .surveyed: Bilingual(zh: "已核查", en: "surveyed")
        case .reviewed: Bilingual(zh: "已审核", en: "reviewed")
        case .returned: Bilingual(zh: "已退回", en: "returned")
        case .dismissed: Bilingual(zh: "已排除", en: "dismissed")
        case .legalReview: Bilingual(zh: "法制审核中", en: "in legal review")
        case .disposing: Bilingual(zh: "处置中", en: "being disposed")
        case .disposed: Bilingual(zh: "已处置", en: "disposed")
        case .feedbackFiled: Bilingual(zh: "已反馈", en: "feedback filed")
        case .returnVisit: Bilingual(zh: "已回访", en: "return visit made")
        case .closed: Bilingual(zh: "已办结", en: "closed")
        }
    }

    /// Whether nothing comes after it.
    package var isFinal: Bool { !Loop.transitions(from: self).contains(where: \.isMove) }
}

/// What people found a case to be (核查结论).
package enum Outcome: String, Sendable, CaseIterable {
    /// 合法.
    case legal
    /// 违法.
    case illegal
    /// 其他: no change on the ground, farm facilities, temporary use, …
    case other

    /// The word that users read.
    package var label: Bilingual {
        switch self {
        case .legal: Bilingual(zh: "合法", en: "legal")
        case .illegal: Bilingual(zh: "违法", en: "illegal")
        case .other: Bilingual(zh: "其他", en: "other")
        }
    }
}
