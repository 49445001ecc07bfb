package import GeoModel
import SafeFiles

/// Why an entity is visited over its yearly cap.
package struct VisitGround: Sendable, Hashable {
    /// Its code in the data file.
    package let code: String
    /// The words that users read.
    package let label: Bilingual
    /// The steps that are this ground by themselves.
    package let actions: [CaseAction]
}

/// How often an entity may be visited, and on which grounds more often: the data file `loop/visits.json5`, and the cap
/// of `loop/places.json5`.
package struct VisitRules: Sendable, Hashable {
    /// How many days of visits an entity has in a calendar year, at most.
    package var cap: Int
    /// Why it may be visited on more.
    package let grounds: [VisitGround]
    /// How the names of holders end that the cap is not for.
    let endings: [String]

    /// The ground of a code; nil where there is none.
    package func ground(_ code: String?) -> VisitGround? { grounds.first { $0.code == code } }

    /// The ground that a step is by itself; nil where it is none.
    func ground(of action: CaseAction) -> VisitGround? { grounds.first { $0.actions.contains(action) } }

    /// The cap of an entity; nil where it has none.
    package func cap(of entity: String?) -> Int? {
        guard let entity, !endings.contains(where: entity.hasSuffix) else { return nil }
        return cap
    }

    private static let ground: [DataField] = [
        .required("code", .text, "Its code."), .required("label", .object(.bilingual), "What users read."),
        DataField(
            "actions", .list(.word(CaseAction.allCases.map(\.rawValue)), atLeast: 1), "Steps that are it by themselves."
        ),
        .required("source", .text, "Where it is from."),
    ]
    private static let uncapped: [DataField] = [
        .required("endings", .list(.text), "How the names of holders end that the cap is not for."),
        .required("source", .text, "Where it is from."),
    ]
    private static let shape: [DataField] = [
        .required("name", .text, "The file's name for itself."), .required("source", .text, "Where it is from."),
        .required("uncapped", .object(uncapped), "Whom the cap is not for."),
        .required("grounds", .list(.object(ground), atLeast: 1), "Why an entity may be visited more often."),
    ]

    /// The rules of two data files.
    /// - Throws: `Fault` naming the key that is unknown, missing or wrong, or a code that is there twice.
    init(_ path: (String) throws(Fault) -> String) throws(Fault) {
        let name = try path("loop/visits.json5")
        let file = try Self.shape.checked(try DurableFile.json(of: name), named: name)
        endings = try file.object("uncapped", keys: Self.uncapped.keys)?.strings("endings") ?? []
        grounds = try file.elements("grounds", Self.ground) { entry throws(Fault) in
            VisitGround(
                code: try entry.text("code"), label: try entry.bilingual("label"),
                actions: (try entry.strings("actions") ?? []).compactMap(CaseAction.init(rawValue:)))
        }
        try file.once("grounds", grounds.map(\.code))
        cap = try PlaceRules(file: try path("loop/places.json5")).visitsPerYear
    }
}
