import GeoModel
import SafeFiles
import Verbs

/// One thing that the doctor looked at.
struct Check {
    /// How it stands.
    enum Status: String, Comparable, CaseIterable {
        case ok
        case warn
        case fail

        /// The word that users read.
        var label: Bilingual {
            switch self {
            case .ok: Bilingual(zh: "正常", en: "ok")
            case .warn: Bilingual(zh: "注意", en: "warn")
            case .fail: Bilingual(zh: "故障", en: "FAIL")
            }
        }

        /// Better before worse.
        static func < (left: Status, right: Status) -> Bool { left.severity < right.severity }

        private var severity: Int { Status.allCases.firstIndex(of: self) ?? 0 }
    }

    /// What was looked at, for programs.
    let key: String
    /// What was looked at, for people.
    let name: Bilingual
    let status: Status
    /// What was found and, where it is not well, what to do.
    let detail: Bilingual

    /// The checks as people read them.
    static func table(of checks: [Check], _ language: Language) -> TextTable {
        TextTable(
            [.text(zh: "项目", en: "check"), .text(zh: "状态", en: "status"), .text(zh: "说明", en: "detail")],
            rows: checks.map { [$0.name.text(language), $0.status.label.text(language), $0.detail.text(language)] }
        )
    }

    /// The checks as programs read them, with the worst status on top.
    static func json(of checks: [Check]) -> JSONValue {
        let list = checks.map { check -> JSONValue in
            [
                "name": .string(check.key),
                "status": .string(check.status.rawValue),
                "detail": ["zh": .string(check.detail.zh), "en": .string(check.detail.en)],
            ]
        }
        let worst = checks.map(\.status).max() ?? .ok
        return ["status": .string(worst.rawValue), "checks": .array(list)]
    }
}
