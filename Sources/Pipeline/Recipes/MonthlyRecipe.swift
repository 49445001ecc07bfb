package import GeoModel
package import SafeFiles

/// What a month's run does: the `monthly` entry of a recipe.
package struct MonthlyRecipe: Sendable, Hashable {
    /// How many months before the period the image lies that it is compared with.
    package let monthsEarlier: Int
    /// The rule file, by its name in the data folder.
    package let themes: String
    /// The formats that flags are exported in.
    package let exports: [String]
    /// Whether the change list with its pictures is made.
    package let makesChangeList: Bool

    /// Reads the entry.
    /// - Throws: `Fault` naming the key that is unknown, missing or of the wrong kind.
    package init(_ value: JSONValue, named name: String) throws(Fault) {
        let keys = ["monthsEarlier", "themes", "exports", "changeList"]
        let entry = try StrictObject(value, named: name, keys: keys)
        monthsEarlier = try entry.integer("monthsEarlier", in: 1...240) ?? 12
        themes = try entry.required("themes", try entry.string("themes"))
        exports = try entry.strings("exports") ?? ["geojson"]
        let known = ["geojson", "gpkg", "csv"]
        for format in exports where !known.contains(format) {
            let list = known.joined(separator: ", ")
            throw entry.wrong("exports", .string(format), zh: "其一:\(list)", en: "one of \(list)")
        }
        makesChangeList = try entry.flag("changeList") ?? true
    }
}
