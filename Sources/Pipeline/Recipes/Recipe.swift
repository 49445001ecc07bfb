package import GeoModel
import SafeFiles

/// A recipe: what a run does, as a file says it.
package struct Recipe: Sendable {
    /// The file.
    package let path: String
    /// Its name.
    package let name: String
    /// How two dates are compared.
    package let detect: DetectRecipe
    /// What a month's run does; nil for a recipe that only compares.
    package let monthly: MonthlyRecipe?
    /// The SHA-256 of the file's text, for the record of a run.
    package let checksum: String

    /// Whether it is `monthly`, the recipe that a month's results in a region are made by.
    var isUsual: Bool { name == "monthly" }

    /// Reads a recipe.
    /// - Throws: `Fault` naming the key that is unknown, missing or of the wrong kind.
    package init(file path: String) throws(Fault) {
        let text = try DurableFile.text(of: path)
        let value = try JSONValue(parsing: text, named: path)
        let entry = try StrictObject(value, named: path, keys: ["name", "detect", "monthly"])
        self.path = path
        name = try entry.required("name", try entry.string("name"))
        // A region keeps what it leaves in a folder of its name.
        guard name.first != ".", name.first != " ", !name.contains("/"), !name.contains(where: \.isNewline) else {
            throw entry.wrong("name", .string(name), zh: "可作文件夹名的名称", en: "a name that a folder may have")
        }
        let detect = try entry.required("detect", entry.value("detect"))
        self.detect = try DetectRecipe(detect, named: "\(path): detect")
        monthly = try entry.value("monthly").map { value throws(Fault) in
            try MonthlyRecipe(value, named: "\(path): monthly")
        }
        checksum = Checksum.sha256(of: text)
    }
}
