import GeoModel
import SafeFiles

/// What tells the work of a season from that of people: the `season` entry of a recipe.
package struct SeasonRecipe: Sendable, Hashable {
    /// Dates so many days apart, whatever the year, are of different seasons.
    let daysApart: Int
    /// The distance in metres within which ground is asked whether it changed alike.
    let radiusMetres: Double
    /// Ground that lost its green and is afterwards darker than this multiple of the scene's median is called a field.
    let darkerThan: Double
    /// The share of like ground around from which a change is shared.
    let sharedFrom: Double
    /// What `darkerThan` is for shared changes.
    let sharedDarkerThan: Double
    /// The same for ground that was water.
    let drainedDarkerThan: Double

    /// Reads the entry of a `detect` entry; nil where there is none.
    /// - Throws: `Fault` naming the key that is unknown, missing, of the wrong kind or out of range.
    init?(_ detect: StrictObject) throws(Fault) {
        let keys = [
            "source", "daysApart", "radiusMetres", "darkerThan", "sharedFrom", "sharedDarkerThan", "drainedDarkerThan",
        ]
        guard let entry = try detect.object("season", keys: keys) else { return nil }
        _ = try entry.required("source", try entry.string("source"))
        func number(_ key: String, _ range: ClosedRange<Double>) throws(Fault) -> Double {
            try entry.required(key, try entry.number(key, in: range))
        }
        daysApart = try entry.required("daysApart", try entry.integer("daysApart", in: 1...183))
        radiusMetres = try number("radiusMetres", 1...1e6)
        darkerThan = try number("darkerThan", 0...100)
        sharedFrom = try number("sharedFrom", 0...1)
        sharedDarkerThan = try number("sharedDarkerThan", 0...100)
        drainedDarkerThan = try number("drainedDarkerThan", 0...100)
    }
}
