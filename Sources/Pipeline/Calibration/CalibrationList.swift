import Foundation
import GeoIO
package import GeoModel
import SafeFiles

/// An image of a labelled pair.
package struct LabelledImage: Sendable, Hashable {
    /// The files of the scene, or its one path as `SceneReader` takes it.
    package let paths: [String]
    /// What its numbers mean; nil leaves it to files and sensor.
    let radiometry: Radiometry?
    /// What of its mask may be compared, and the number of no data; nil leaves both to files and sensor.
    let validity: Validity?

    /// Which pixels of an image have something to say.
    struct Validity: Sendable, Hashable {
        let noData: Double?
        let usableMaskCodes: MaskCodes
    }

    /// The paths with commas between them, for people.
    var text: String { paths.joined(separator: ",") }

    /// The scene.
    /// - Throws: `Fault` where it can't be read.
    func scene(_ reader: SceneReader) throws(Fault) -> Scene {
        var scene = try reader.recognised(files: paths).scene
        if let radiometry { scene.radiometry = radiometry }
        if let validity { (scene.noData, scene.usableMaskCodes) = (validity.noData, validity.usableMaskCodes) }
        return scene
    }
}

/// A pair of images on which people have said what changed.
package struct LabelledPair: Sendable, Hashable {
    /// What the place is called; pairs of the same place are left out together.
    package let place: String
    /// The earlier image.
    package let before: LabelledImage
    /// The later image.
    package let after: LabelledImage
    /// What people said.
    package let labels: LabelSource
}

/// Where labels are drawn.
package enum LabelSource: Sendable, Hashable {
    /// Nobody has said anything.
    case nothing
    /// A raster with values for changed and for unchanged pixels.
    case raster(path: String, changed: Double, unchanged: Double, unchangedPath: String?)
    /// Patches that were looked at in the field, in the coordinate system of a layer.
    case verdicts([Verdict])

    /// How many verdicts there are; nil for a raster, which has one a pixel.
    package var verdictCount: Int? {
        if case .verdicts(let verdicts) = self { verdicts.count } else { nil }
    }
}

/// The pairs that a model is to be learnt from, as a JSON5 file lists them.
package struct CalibrationList: Sendable, Hashable {
    /// The pairs.
    package let pairs: [LabelledPair]
    /// The file.
    package let path: String

    /// Reads a list; paths in it are beside it.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - isLabelled: Whether each pair needs a truth.
    /// - Throws: `Fault` naming the key that is unknown, missing or wrong, or where there is no pair.
    package init(file path: String, isLabelled: Bool = true) throws(Fault) {
        let entry = try StrictObject(
            try DurableFile.json(of: path), named: path, keys: ["pairs", "changed", "unchanged"])
        self.path = path
        let changed = try entry.number("changed")
        let unchanged = try entry.number("unchanged")
        var pairs: [LabelledPair] = []
        for (number, value) in try entry.required("pairs", try entry.array("pairs")).enumerated() {
            pairs.append(
                try Self.pair(
                    value, named: "\(path): pairs[\(number)]", list: path, changed, unchanged, isLabelled: isLabelled))
        }
        guard !pairs.isEmpty else {
            throw entry.wrong("pairs", [], zh: "至少一对影像", en: "at least one pair")
        }
        self.pairs = pairs
    }

    private static func pair(
        _ value: JSONValue, named name: String, list: String, _ changed: Double?, _ unchanged: Double?,
        isLabelled: Bool
    ) throws(Fault) -> LabelledPair {
        let keys = ["place", "before", "after", "truth", "changed", "unchanged", "truthUnchanged"]
        let entry = try StrictObject(value, named: name, keys: keys)
        func image(_ key: String) throws(Fault) -> LabelledImage {
            let paths = Recipe.paths(try entry.required(key, try entry.string(key)), beside: list)
            return LabelledImage(paths: paths, radiometry: nil, validity: nil)
        }
        let before = try image("before")
        let truth = try entry.string("truth")
        return LabelledPair(
            place: try entry.string("place") ?? before.text,
            before: before,
            after: try image("after"),
            labels: truth == nil && !isLabelled ? .nothing : try labels(entry, list: list, changed, unchanged)
        )
    }

    private static func labels(
        _ entry: StrictObject, list: String, _ changed: Double?, _ unchanged: Double?
    ) throws(Fault) -> LabelSource {
        let quiet = try entry.string("truthUnchanged")
        return .raster(
            path: Recipe.path(try entry.required("truth", try entry.string("truth")), beside: list),
            changed: try entry.required("changed", try entry.number("changed") ?? changed),
            unchanged: try entry.required("unchanged", try entry.number("unchanged") ?? unchanged),
            unchangedPath: quiet.map { Recipe.path($0, beside: list) }
        )
    }
}

extension Comparison {
    /// Finds the bands of a labelled pair and makes its images comparable.
    /// - Throws: `Fault` where an image can't be read or the two can't be compared.
    init(_ pair: LabelledPair, recipe: Recipe, data: DataFolder) throws(Fault) {
        let reader = try recipe.sceneReader(data)
        try self.init(
            before: SceneStack([try pair.before.scene(reader)]),
            after: SceneStack([try pair.after.scene(reader)]),
            recipe: recipe)
    }
}

extension Recipe {
    /// Paths between commas, each as it is or beside a file.
    static func paths(_ named: String, beside file: String) -> [String] {
        named.split(separator: ",").map { path($0.trimmingCharacters(in: .whitespaces), beside: file) }
    }
}
