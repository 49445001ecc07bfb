import ChangeDetection
import GeoModel
import SafeFiles

/// What scores of a method are made from besides smoothing: a threshold that was learnt holds for no others.
struct ScoreBasis: Sendable, Hashable {
    private let guidedRadius: Int
    private let indices: [String]
    private let spectrum: [String]

    /// That of a recipe.
    init(_ recipe: DetectRecipe) {
        guidedRadius = recipe.guidedRadius
        indices = recipe.indices.map(\.rawValue)
        spectrum = recipe.spectrum.map(\.rawValue)
    }

    /// That of a model file, under `scores`.
    /// - Throws: `Fault` naming the key that is missing or wrong.
    init(_ file: StrictObject) throws(Fault) {
        let entry = try file.required(
            "scores", try file.object("scores", keys: ["guided_radius", "indices", "spectrum"]))
        guidedRadius = try entry.required("guided_radius", try entry.integer("guided_radius", in: 0...16))
        indices = try entry.required("indices", try entry.strings("indices"))
        spectrum = try entry.required("spectrum", try entry.strings("spectrum"))
    }

    /// As a model file has it.
    var json: JSONValue {
        [
            "guided_radius": .integer(guidedRadius), "indices": .array(indices.map { .string($0) }),
            "spectrum": .array(spectrum.map { .string($0) }),
        ]
    }

    /// Refuses a recipe whose scores are made from something else.
    /// - Throws: `Fault` telling both.
    func check(_ recipe: DetectRecipe, of path: String) throws(Fault) {
        let found = ScoreBasis(recipe)
        guard found != self else { return }
        throw Fault(
            path,
            zh: "其阈值用于 \(text)，而配方为 \(found.text)。请用校准时的配方，或重新校准。",
            en: "its threshold is for \(text), while the recipe says \(found.text). Take the recipe that it was "
                + "calibrated with, or calibrate again."
        )
    }

    private var text: String {
        "guidedRadius \(guidedRadius), indices [\(indices.joined(separator: ", "))], "
            + "spectrum [\(spectrum.joined(separator: ", "))]"
    }
}
