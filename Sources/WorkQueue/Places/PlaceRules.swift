package import GeoModel
import SafeFiles

/// When two flags are one place, and a lead from elsewhere the same matter as a case: a data file, `loop/places.json5`.
package struct PlaceRules: Sendable, Hashable {
    /// From which share of the smaller outline on two flags of a theme are one place.
    package let sameShare: Double
    /// From which share of it on they are neighbours.
    package let touchingShare: Double
    /// How near to a case's outline a lead has to lie that is a point alone, in metres.
    package let leadDistance: Double
    /// How many days may lie between a lead and a case.
    package let leadDays: Int
    /// How many visits an entity has in a calendar year, at most.
    package let visitsPerYear: Int
    /// How long cases that records raise month after month rest after their end; empty in files of earlier programs.
    package var rests: [EndRest]

    private static let shape: [DataField] = [
        .required("name", .text, "The file's name for itself."), .required("source", .text, "Where it is from."),
        .required(
            "sameShare", .number(0.01...1), "From which share of the smaller outline on two flags are one place."),
        .required("touchingShare", .number(0.01...1), "From which share on they are neighbours."),
        .required("leadDistanceMetres", .number(0...10_000), "How near a lead lies that is a point alone."),
        .required("leadDays", .integer(1...36_500), "How many days may lie between a lead and a case."),
        .required("visitsPerYear", .integer(1...366), "How many visits an entity has in a year, at most."),
        DataField(
            "rests", .list(.object(EndRest.fields), atLeast: 1), "How long what records raise rests after its end."),
    ]

    /// The rules of a data file.
    /// - Throws: `Fault` naming the key that is unknown, missing or wrong, or an entry that is never reached.
    package init(file path: String) throws(Fault) {
        let file = try Self.shape.checked(try DurableFile.json(of: path), named: path)
        sameShare = try file.required("sameShare", file.number("sameShare"))
        touchingShare = try file.required("touchingShare", file.number("touchingShare"))
        leadDistance = try file.required("leadDistanceMetres", file.number("leadDistanceMetres"))
        leadDays = try file.required("leadDays", file.integer("leadDays"))
        visitsPerYear = try file.required("visitsPerYear", file.integer("visitsPerYear"))
        rests = try file.elements("rests", EndRest.fields, EndRest.init)
        try EndRest.check(rests, file)
        guard touchingShare <= sameShare else {
            throw file.wrong(
                "touchingShare", .number(touchingShare), zh: "不大于 sameShare（\(sameShare)）的数",
                en: "a number up to sameShare (\(sameShare))")
        }
    }
}
