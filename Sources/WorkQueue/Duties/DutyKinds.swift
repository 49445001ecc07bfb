package import GeoModel
package import SafeFiles

/// How long the span is in which a duty asks for its visits.
package enum DutyCycle: String, Sendable, CaseIterable {
    /// A month of the calendar.
    case month
    /// A quarter of the calendar.
    case quarter

    /// The word that users read.
    package var label: Bilingual {
        switch self {
        case .month: Bilingual(zh: "每月", en: "a month")
        case .quarter: Bilingual(zh: "每季度", en: "a quarter")
        }
    }

    /// The span that a day lies in.
    func span(around day: CalendarDate) -> ReportSpan {
        ReportSpan(self == .month ? .month : .quarter, around: Period(of: day))
    }
}

/// A kind of duty with its cadence.
package struct DutyKind: Sendable, Hashable {
    /// Its code in the data file.
    package let code: String
    /// The words that users read.
    package let label: Bilingual
    /// The role of who has such a duty.
    package let role: Role
    /// How many visits it asks for …
    package let times: Int
    /// … in which span.
    package let every: DutyCycle
    /// So many days before the end of a span a warning comes.
    package let warn: Int
}

/// The kinds of duties: a data file, `loop/duties.json5`.
package struct DutyKinds: Sendable, Hashable {
    /// The kinds, in the order of the file.
    package let kinds: [DutyKind]

    /// The kind of a code; nil where there is none.
    package func kind(_ code: String) -> DutyKind? { kinds.first { $0.code == code } }

    /// The kinds of a data file.
    /// - Throws: `Fault` naming the key that is unknown, missing or wrong, or a code that is there twice.
    package init(_ json: JSONValue, named path: String) throws(Fault) {
        let file = try Self.file.checked(json, named: path)
        kinds = try file.elements("kinds", Self.kind) { entry throws(Fault) in
            DutyKind(
                code: try entry.text("code"), label: try entry.bilingual("label"), role: try entry.word("role"),
                times: try entry.required("times", entry.integer("times")), every: try entry.word("every"),
                warn: try entry.required("warn", entry.integer("warn")))
        }
        var seen: Set<String> = []
        for kind in kinds where !seen.insert(kind.code).inserted {
            throw file.wrong("kinds", .string(kind.code), zh: "每个代码一次", en: "each code once")
        }
    }

    private static let kind: [DataField] = [
        .required("code", .text, "Its code."),
        .required("label", .object(.bilingual), "What users read."),
        .required("role", .word(Role.allCases.map(\.rawValue)), "The role of who has such a duty."),
        .required("times", .integer(1...31), "How many visits it asks for."),
        .required("every", .word(DutyCycle.allCases.map(\.rawValue)), "In which span."),
        .required("warn", .integer(0...90), "So many days before the end of a span a warning comes."),
        .required("source", .text, "Whose programme it is."),
    ]

    private static let file: [DataField] = [
        .required("name", .text, "The file's name for itself."),
        .required("source", .text, "Whose programme it is."),
        .required("kinds", .list(.object(kind), atLeast: 1), "The kinds of duties."),
    ]
}
