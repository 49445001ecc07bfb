import Foundation
package import GeoModel
import SafeFiles

/// A pair of images on which people have said what changed.
package struct LabelledPair: Sendable, Hashable {
    /// What the place is called; pairs of the same place are left out together.
    package let place: String
    /// The earlier image, as `SceneReader` takes it.
    package let before: String
    /// The later image.
    package let after: String
    /// What people said.
    package let labels: LabelSource
}

/// Where labels are drawn.
package enum LabelSource: Sendable, Hashable {
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
    /// - Throws: `Fault` naming the key that is unknown, missing or wrong, or where there is no pair.
    package init(file path: String) throws(Fault) {
        let entry = try StrictObject(
            try DurableFile.json(of: path), named: path, keys: ["pairs", "changed", "unchanged"])
        self.path = path
        let changed = try entry.number("changed")
        let unchanged = try entry.number("unchanged")
        var pairs: [LabelledPair] = []
        for (number, value) in try entry.required("pairs", try entry.array("pairs")).enumerated() {
            pairs.append(
                try Self.pair(value, named: "\(path): pairs[\(number)]", list: path, changed, unchanged))
        }
        guard !pairs.isEmpty else {
            throw entry.wrong("pairs", [], zh: "至少一对影像", en: "at least one pair")
        }
        self.pairs = pairs
    }

    private static func pair(
        _ value: JSONValue, named name: String, list: String, _ changed: Double?, _ unchanged: Double?
    ) throws(Fault) -> LabelledPair {
        let keys = ["place", "before", "after", "truth", "changed", "unchanged", "truthUnchanged"]
        let entry = try StrictObject(value, named: name, keys: keys)
        func path(_ key: String) throws(Fault) -> String {
            Recipe.paths(try entry.required(key, try entry.string(key)), beside: list)
        }
        let quiet = try entry.string("truthUnchanged")
        let before = try path("before")
        return LabelledPair(
            place: try entry.string("place") ?? before,
            before: before,
            after: try path("after"),
            labels: .raster(
                path: try path("truth"),
                changed: try entry.required("changed", try entry.number("changed") ?? changed),
                unchanged: try entry.required("unchanged", try entry.number("unchanged") ?? unchanged),
                unchangedPath: quiet.map { Recipe.paths($0, beside: list) }
            )
        )
    }
}

extension Recipe {
    /// Paths between commas, each as it is or beside a file.
    static func paths(_ named: String, beside file: String) -> String {
        named.split(separator: ",").map { path($0.trimmingCharacters(in: .whitespaces), beside: file) }
            .joined(separator: ",")
    }
}
