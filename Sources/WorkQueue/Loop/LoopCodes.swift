package import GeoModel
import SafeFiles

/// Where a case goes after its review.
package enum CaseWay: String, Sendable, CaseIterable {
    /// Nothing has to be done: it is dismissed.
    case dismiss
    /// Something has to be put right.
    case dispose
}

extension Outcome {
    /// Where a case of this outcome goes where no finding says otherwise.
    var way: CaseWay { self == .illegal ? .dispose : .dismiss }
}

/// What a survey may find, in more words than the three outcomes have.
package struct Finding: Sendable, Hashable {
    /// Its code in the data file.
    package let code: String
    /// The words that users read.
    package let label: Bilingual
    /// The outcome it belongs to.
    package let outcome: Outcome
    /// Where the case goes after the review.
    package let way: CaseWay
    /// Whether the ground did change.
    package let isChange: Bool
    /// Whether papers and images alone may show it (内业), so that no photo is asked for.
    package let isDeskWork: Bool
    /// Whether the ground is as it was, so that what a later image shows is a relapse.
    package let clears: Bool
    /// The themes it is offered for; nil for all.
    package let themes: [String]?
}

/// How what is wrong is put right.
package struct Disposal: Sendable, Hashable {
    /// Its code in the data file.
    package let code: String
    /// The words that users read.
    package let label: Bilingual
    /// Whether it is a major decision, which passes legal review first (重大执法决定法制审核).
    package let isMajor: Bool
    /// Whether the ground is then as it was, so that what a later image shows is a relapse.
    package let clears: Bool
    /// The codes of the provisions it may stand on, the usual one first.
    package let bases: [String]
    /// The themes it is offered for; nil for all.
    package let themes: [String]?
}

/// A word of a list in a data file.
package struct LoopCode: Sendable, Hashable {
    /// Its code in the data file.
    package let code: String
    /// The words that users read.
    package let label: Bilingual
}

/// What a programme or a county may change of the loop: findings, disposals with their bases in law, grounds to stop a
/// clock, how often an entity may be visited. Data files in `loop/`.
package struct LoopCodes: Sendable, Hashable {
    /// What surveys may find.
    package let findings: [Finding]
    /// How what is wrong is put right.
    package let disposals: [Disposal]
    /// The provisions that disposals stand on.
    package let bases: [LoopCode]
    /// What stops the working clock of a step.
    package let pauses: [LoopCode]
    /// How often an entity may be visited.
    package var visits: VisitRules

    /// The finding of a code; nil where there is none.
    package func finding(_ code: String?) -> Finding? { findings.first { $0.code == code } }

    /// The disposal of a code; nil where there is none.
    package func disposal(_ code: String?) -> Disposal? { disposals.first { $0.code == code } }

    /// The provision of a code; nil where there is none.
    package func basis(_ code: String?) -> LoopCode? { bases.first { $0.code == code } }

    /// The ground of a code; nil where there is none.
    package func pause(_ code: String?) -> LoopCode? { pauses.first { $0.code == code } }

    /// The findings that a theme's cases may have.
    package func findings(of theme: String) -> [Finding] {
        findings.filter { $0.themes?.contains(theme) ?? true }
    }

    /// How a theme's cases may be put right.
    package func disposals(of theme: String) -> [Disposal] {
        disposals.filter { $0.themes?.contains(theme) ?? true }
    }
}

extension LoopCodes {
    private static let code: [DataField] = [
        .required("code", .text, "Its code."), .required("label", .object(.bilingual), "What users read."),
        .required("source", .text, "Where it is from."),
    ]
    private static let finding =
        code + [
            .required("outcome", .word(Outcome.allCases.map(\.rawValue)), "The outcome it belongs to."),
            .required("goes", .word(CaseWay.allCases.map(\.rawValue)), "Where the case goes after the review."),
            .required("change", .flag, "Whether the ground did change."),
            DataField("desk", .flag, "Whether papers and images alone may show it."),
            DataField("clears", .flag, "Whether the ground is as it was."),
            DataField("themes", .list(.text, atLeast: 1), "The themes it is offered for; all where absent."),
        ]
    private static let disposal =
        code + [
            .required("major", .flag, "Whether it passes legal review first."),
            DataField("clears", .flag, "Whether the ground is then as it was."),
            .required("bases", .list(.text, atLeast: 1), "The provisions it may stand on."),
            DataField("themes", .list(.text, atLeast: 1), "The themes it is offered for; all where absent."),
        ]
    private static let head: [DataField] = [
        .required("name", .text, "The file's name for itself."), .required("source", .text, "Where it is from."),
    ]
    private static let findingsShape =
        head + [.required("findings", .list(.object(finding), atLeast: 1), "What surveys may find.")]
    private static let disposalsShape =
        head + [
            .required("bases", .list(.object(code), atLeast: 1), "The provisions disposals stand on."),
            .required("disposals", .list(.object(disposal), atLeast: 1), "How what is wrong is put right."),
        ]
    private static let pausesShape =
        head + [.required("grounds", .list(.object(code), atLeast: 1), "What stops the working clock.")]

    /// The codes of three data files.
    ///
    /// - Parameter path: Where a file such as `loop/findings.json5` is.
    /// - Throws: `Fault` naming the key that is unknown, missing or wrong, a code that is there twice, or a
    ///   disposal on a provision that is not listed.
    package init(_ path: (String) throws(Fault) -> String) throws(Fault) {
        let file = try Self.file("findings", Self.findingsShape, path)
        self.findings = try file.elements("findings", Self.finding) { entry throws(Fault) in
            Finding(
                code: try entry.text("code"), label: try entry.bilingual("label"), outcome: try entry.word("outcome"),
                way: try entry.word("goes"), isChange: try entry.required("change", entry.flag("change")),
                isDeskWork: try entry.flag("desk") ?? false, clears: try entry.flag("clears") ?? false,
                themes: try entry.strings("themes"))
        }
        let law = try Self.file("disposals", Self.disposalsShape, path)
        bases = try law.elements("bases", Self.code, LoopCode.init)
        self.disposals = try law.elements("disposals", Self.disposal) { entry throws(Fault) in
            Disposal(
                code: try entry.text("code"), label: try entry.bilingual("label"),
                isMajor: try entry.required("major", entry.flag("major")), clears: try entry.flag("clears") ?? false,
                bases: try entry.strings("bases") ?? [], themes: try entry.strings("themes"))
        }
        let clock = try Self.file("pauses", Self.pausesShape, path)
        self.pauses = try clock.elements("grounds", Self.code, LoopCode.init)
        visits = try VisitRules(path)
        try file.once("findings", self.findings.map(\.code))
        try law.once("bases", bases.map(\.code))
        try law.once("disposals", self.disposals.map(\.code))
        try clock.once("grounds", self.pauses.map(\.code))
        for disposal in self.disposals {
            guard let unknown = disposal.bases.first(where: { basis($0) == nil }) else { continue }
            let known = Bilingual(listing: bases.map(\.code))
            throw law.wrong(
                "disposals[\(disposal.code)]: bases", .string(unknown), zh: "bases 中的一个：\(known.zh)",
                en: "one of the bases \(known.en)")
        }
    }

    private static func file(
        _ name: String, _ shape: [DataField], _ path: (String) throws(Fault) -> String
    ) throws(Fault) -> StrictObject {
        let path = try path("loop/\(name).json5")
        return try shape.checked(try DurableFile.json(of: path), named: path)
    }
}

extension LoopCode {
    fileprivate init(_ entry: StrictObject) throws(Fault) {
        self.init(code: try entry.text("code"), label: try entry.bilingual("label"))
    }
}

extension StrictObject {
    /// - Throws: `Fault` naming a code that is there twice.
    func once(_ key: String, _ codes: [String]) throws(Fault) {
        var seen: Set<String> = []
        for code in codes where !seen.insert(code).inserted {
            throw wrong(key, .string(code), zh: "每个代码一次", en: "each code once")
        }
    }
}
