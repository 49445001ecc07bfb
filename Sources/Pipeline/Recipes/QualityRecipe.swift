import GeoModel
import SafeFiles

/// What the sheet on the quality of a pair remarks on: the `quality` entry of a recipe.
package struct QualityRecipe: Sendable, Hashable {
    /// The difference of the dates' darkest ground, in reflectance, that tells of haze.
    let hazeDifference: Double
    /// The share of the overlap, 0…1, below which little can be compared.
    let comparedShare: Double
    /// How many times more pixels one rule for the threshold may give than another.
    let thresholdRatio: Double

    /// Reads the entry of a `detect` entry; one that is not there has the usual limits.
    /// - Throws: `Fault` naming the key that is unknown, missing, of the wrong kind or out of range.
    init(_ detect: StrictObject) throws(Fault) {
        let keys = ["source", "hazeDifference", "comparedShare", "thresholdRatio"]
        let entry = try detect.object("quality", keys: keys)
        if let entry { _ = try entry.required("source", try entry.string("source")) }
        hazeDifference = try entry?.number("hazeDifference", in: 0...1) ?? 0.03
        comparedShare = try entry?.number("comparedShare", in: 0...1) ?? 0.5
        thresholdRatio = try entry?.number("thresholdRatio", in: 1...1e9) ?? 10
    }
}
