package import GeoModel

/// Whom a case was taken up to, or an overdue one is due to (提级办理).
package enum EscalationLevel: Int, Sendable, CaseIterable, Comparable {
    /// 经办: whose task the case is.
    case officer
    /// 分管负责人.
    case head
    /// 局领导.
    case leader

    /// The word of data files and of JSON.
    package var word: String { "\(self)" }

    /// The word that users read.
    package var label: Bilingual {
        switch self {
        case .officer: Bilingual(zh: "经办", en: "officer")
        case .head: Bilingual(zh: "分管负责人", en: "head")
        case .leader: Bilingual(zh: "局领导", en: "leader")
        }
    }

    /// The one above it; nil for the top.
    var next: EscalationLevel? { EscalationLevel(rawValue: rawValue + 1) }

    /// Lower before higher.
    package static func < (left: EscalationLevel, right: EscalationLevel) -> Bool { left.rawValue < right.rawValue }
}
