import ChangeDetection
package import GeoModel
package import Publishing
package import SafeFiles

/// What a month's run does: the `monthly` entry of a recipe.
package struct MonthlyRecipe: Sendable, Hashable {
    /// How many months before the period the image lies that it is compared with.
    package let monthsEarlier: Int
    /// How many scenes of a month are taken at most: where one is hidden by clouds or ends, the next is looked at.
    package let scenesPerMonth: Int
    /// The rule files by their names in the data folder, in the order in which they are asked.
    package let themes: [String]
    /// The formats that flags are exported in.
    package let exports: [ExportFormat]
    /// Whether the change list with its pictures is made.
    package let makesChangeList: Bool

    /// Reads the entry.
    /// - Throws: `Fault` naming the key that is unknown, missing or of the wrong kind.
    package init(_ value: JSONValue, named name: String) throws(Fault) {
        let keys = ["monthsEarlier", "scenesPerMonth", "themes", "exports", "changeList"]
        let entry = try StrictObject(value, named: name, keys: keys)
        monthsEarlier = try entry.integer("monthsEarlier", in: 1...240) ?? 12
        scenesPerMonth = try entry.integer("scenesPerMonth", in: 1...PeriodMosaic.mostScenes) ?? 1
        if let one = entry.value("themes")?.string {
            themes = [one]
        } else {
            themes = try entry.required("themes", try entry.strings("themes"))
        }
        guard !themes.isEmpty else {
            throw entry.wrong("themes", .array([]), zh: "至少一个规则文件", en: "one rule file at least")
        }
        var exports: [ExportFormat] = []
        for name in try entry.strings("exports") ?? ["geojson"] {
            guard let format = ExportFormat(rawValue: name) else {
                let list = Bilingual(listing: ExportFormat.allCases.map(\.rawValue))
                throw entry.wrong("exports", .string(name), zh: "其一：\(list.zh)", en: "one of \(list.en)")
            }
            exports.append(format)
        }
        self.exports = exports
        makesChangeList = try entry.flag("changeList") ?? true
    }
}
