package import GeoModel
import SafeFiles

/// Methods to set side by side, as a data file lists them.
package struct MethodSet: Sendable {
    /// One recipe a method, named after it, in the file's order.
    package let recipes: [Recipe]

    /// Reads a file: what all methods have in common under `detect`, and what each changes of that under `methods`.
    /// - Throws: `Fault` naming the key that is unknown, missing or wrong.
    package init(file path: String) throws(Fault) {
        let text = try DurableFile.text(of: path)
        let entry = try StrictObject(
            try JSONValue(parsing: text, named: path), named: path, keys: ["name", "detect", "methods"])
        let common = try entry.required("detect", entry.value("detect")).members ?? []
        var recipes: [Recipe] = []
        for method in try entry.required("methods", entry.value("methods")).members ?? [] {
            let own = method.value.members ?? []
            let shared = common.filter { member in !own.contains { $0.key == member.key } }
            guard method.key.first != ".", !method.key.contains("/"), !method.key.isEmpty else {
                throw entry.wrong(
                    "methods", .string(method.key), zh: "可作文件夹名的名称", en: "a name that a folder may have")
            }
            var detect = try DetectRecipe(.object(shared + own), named: "\(path): methods: \(method.key)")
            if let model = detect.modelPath {
                detect = detect.applying(try LearnedModel(file: Recipe.path(model, beside: path)))
            }
            recipes.append(Recipe(path: path, name: method.key, detect: detect, checksum: Checksum.sha256(of: text)))
        }
        guard !recipes.isEmpty else {
            throw entry.wrong("methods", .object([]), zh: "至少一种方法", en: "at least one method")
        }
        self.recipes = recipes
    }
}
