package import GeoModel
import SafeFiles

/// A recipe: what a run does, as a file says it.
package struct Recipe: Sendable {
    /// The file.
    package let path: String
    /// Its name.
    package let name: String
    /// How two dates are compared.
    package private(set) var detect: DetectRecipe
    /// The same without a model.
    private let plain: DetectRecipe
    /// What a month's run does; nil for a recipe that only compares.
    package let monthly: MonthlyRecipe?
    /// The SHA-256 of the file's text, for the record of a run.
    package let checksum: String

    /// The recipe that a month's results in a region are made by.
    static let usualName = "monthly"
    /// The rule files where no recipe names others.
    package static let usualThemes = ["themes/five-themes.json5"]

    /// Whether it is `monthly`.
    var isUsual: Bool { name == Recipe.usualName }

    /// The rule files of the recipe, in the order in which they are asked.
    package var themes: [String] { monthly?.themes ?? Recipe.usualThemes }

    /// Reads a recipe.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - model: A model file to take in place of the one that the recipe may name.
    /// - Throws: `Fault` naming the key that is unknown, missing or of the wrong kind.
    package init(file path: String, model: String? = nil) throws(Fault) {
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
        plain = try DetectRecipe(detect, named: "\(path): detect")
        self.detect = plain
        monthly = try entry.value("monthly").map { value throws(Fault) in
            try MonthlyRecipe(value, named: "\(path): monthly")
        }
        checksum = Checksum.sha256(of: text)
        guard let model = model ?? self.detect.modelPath.map({ Self.path($0, beside: path) }) else { return }
        self.detect = plain.applying(try LearnedModel(file: model))
    }

    /// A recipe that only compares, from a file that holds several.
    init(path: String, name: String, detect: DetectRecipe, checksum: String) {
        self.path = path
        self.name = name
        self.detect = detect
        plain = detect
        self.checksum = checksum
        monthly = nil
    }

    /// The same recipe with scores and threshold of a model in place of its own.
    package func applying(_ model: LearnedModel) -> Recipe {
        var recipe = self
        recipe.detect = plain.applying(model)
        return recipe
    }

    /// The same recipe with scores and threshold of its own, whatever model it names.
    var withoutModel: Recipe {
        var recipe = self
        recipe.detect = plain
        return recipe
    }

    /// What results depend on: the recipe's text, and its model's.
    var fingerprint: String { detect.model.map { Checksum.sha256(of: checksum + $0.checksum) } ?? checksum }

    /// A path that a file names: as it is, or beside that file.
    static func path(_ named: String, beside file: String) -> String {
        guard !named.hasPrefix("/") else { return named }
        let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
        return folder + named
    }
}
