import Foundation
package import GeoModel

/// What a person is in the loop. There is no role of the machine: it may suspect, and nothing after that.
package enum Role: String, Sendable, CaseIterable {
    /// Runs the monthly batch.
    case operatorRole = "operator"
    /// Sends cases out (调度).
    case dispatcher
    /// Goes and looks (核查员).
    case inspector
    /// Reviews reports (审核员).
    case reviewer
    /// Reviews the law of a disposal (法制审核).
    case legalReviewer
    /// Leads the bureau (领导).
    case leader
    /// Looks the record over and moves nothing (审计).
    case auditor

    /// The word that users read.
    package var label: Bilingual {
        switch self {
        case .operatorRole: Bilingual(zh: "操作员", en: "operator")
        case .dispatcher: Bilingual(zh: "调度员", en: "dispatcher")
        case .inspector: Bilingual(zh: "核查员", en: "inspector")
        case .reviewer: Bilingual(zh: "审核员", en: "reviewer")
        case .legalReviewer: Bilingual(zh: "法制审核员", en: "legal reviewer")
        case .leader: Bilingual(zh: "领导", en: "leader")
        case .auditor: Bilingual(zh: "审计员", en: "auditor")
        }
    }
}

/// A person who answers for a step.
package struct Person: Sendable, Hashable {
    /// The name.
    package let name: String
    /// In which role.
    package let role: Role

    /// A person; blanks around the name, and inside one in Chinese, are not part of it.
    /// - Throws: `Fault` where the name is blank: every step needs someone who answers for it.
    package init(name: String, role: Role) throws(Fault) {
        self.name = Person.canonical(name)
        guard !self.name.isEmpty else {
            throw Fault("person", zh: "姓名为空。请填写经办人姓名。", en: "the name is blank. Give the person's name.")
        }
        self.role = role
    }

    /// One way of writing a name, so that four eyes are not two with a blank between them.
    /// - Returns: The name without blanks around it, without any inside a Chinese one, and without signs nobody sees.
    package static func canonical(_ name: String) -> String {
        let seen = name.precomposedStringWithCompatibilityMapping.unicodeScalars.filter { scalar in
            !scalar.properties.isDefaultIgnorableCodePoint && scalar.properties.generalCategory != .format
        }
        let words = String(String.UnicodeScalarView(seen)).split(whereSeparator: \.isWhitespace)
        let isChinese = name.unicodeScalars.contains { ("\u{4E00}"..."\u{9FFF}").contains($0) }
        return words.joined(separator: isChinese ? "" : " ")
    }
}

/// Who an event is by.
package enum Actor: Sendable, Hashable {
    /// The machine, which only ever opens a case.
    case machine
    /// A person.
    case person(Person)

    /// Name and role as users read them.
    package var label: Bilingual {
        switch self {
        case .machine: Bilingual(zh: "系统", en: "the machine")
        case .person(let person):
            Bilingual(
                zh: "\(person.name)（\(person.role.label.zh)）",
                en: "\(person.name) (\(person.role.label.en))"
            )
        }
    }
}
