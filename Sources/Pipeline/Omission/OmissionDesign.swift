import Foundation
package import GeoModel
import SafeFiles

/// How unflagged land is divided into strata, and how a sample is shared out among them: a data file.
package struct OmissionDesign: Sendable, Hashable {
    /// A range of scores.
    struct ScoreClass: Sendable, Hashable {
        let code: String
        let label: Bilingual
        /// The share of unflagged places with a lower score, 0…1.
        let above: Double
        /// The share of the sample, 0…1.
        let places: Double
    }

    /// Covers that count as one.
    struct CoverClass: Sendable, Hashable {
        let code: String
        let label: Bilingual
        let states: [LandState]
    }

    /// From high scores to low; the last begins at 0.
    let scores: [ScoreClass]
    /// Every land state is in exactly one.
    let covers: [CoverClass]
    /// Pixels around a patch that are not drawn from.
    let guardPixels: Int
    /// The fewest places of a stratum.
    let leastPlaces: Int
    /// The SHA-256 of the file.
    let checksum: String

    /// Reads a design.
    /// - Throws: `Fault` naming the key that is unknown, missing or wrong.
    package init(file path: String) throws(Fault) {
        let text = try DurableFile.text(of: path)
        checksum = Checksum.sha256(of: text)
        let keys = ["source", "guardPixels", "leastPlaces", "scores", "covers"]
        let entry = try StrictObject(try JSONValue(parsing: text, named: path), named: path, keys: keys)
        _ = try entry.required("source", try entry.string("source"))
        guardPixels = try entry.required("guardPixels", try entry.integer("guardPixels", in: 0...1000))
        leastPlaces = try entry.required("leastPlaces", try entry.integer("leastPlaces", in: 1...1000))
        var scores: [ScoreClass] = []
        for (number, value) in try entry.required("scores", try entry.array("scores")).enumerated() {
            scores.append(try Self.score(value, named: "\(path): scores[\(number)]"))
        }
        var covers: [CoverClass] = []
        for (number, value) in try entry.required("covers", try entry.array("covers")).enumerated() {
            covers.append(try Self.cover(value, named: "\(path): covers[\(number)]"))
        }
        (self.scores, self.covers) = (scores, covers)
        try check(entry)
    }

    private static func score(_ value: JSONValue, named name: String) throws(Fault) -> ScoreClass {
        let entry = try StrictObject(value, named: name, keys: ["code", "zh", "en", "above", "places"])
        return ScoreClass(
            code: try entry.required("code", try entry.string("code")), label: try label(entry),
            above: try entry.required("above", try entry.number("above", in: 0...0.999_999)),
            places: try entry.required("places", try entry.number("places", in: 0...1)))
    }

    private static func cover(_ value: JSONValue, named name: String) throws(Fault) -> CoverClass {
        let entry = try StrictObject(value, named: name, keys: ["code", "zh", "en", "states"])
        var states: [LandState] = []
        for word in try entry.required("states", try entry.strings("states")) {
            guard let state = LandState(code: word) else {
                let known = LandState.allCases.map(\.code).joined(separator: ", ")
                throw entry.wrong("states", .string(word), zh: known, en: known)
            }
            states.append(state)
        }
        return CoverClass(
            code: try entry.required("code", try entry.string("code")), label: try label(entry), states: states)
    }

    private static func label(_ entry: StrictObject) throws(Fault) -> Bilingual {
        Bilingual(
            zh: try entry.required("zh", try entry.string("zh")), en: try entry.required("en", try entry.string("en")))
    }

    private func check(_ entry: StrictObject) throws(Fault) {
        let limits = scores.map(\.above)
        guard limits.last == 0, zip(limits, limits.dropFirst()).allSatisfy({ $0 > $1 }) else {
            throw entry.wrong(
                "scores", .array(limits.map { .number($0) }), zh: "above 由高到低，末项为 0",
                en: "‘above’ falling from entry to entry, the last 0")
        }
        let sum = scores.reduce(0) { $0 + $1.places }
        guard abs(sum - 1) < 1e-6 else {
            throw entry.wrong("scores", .number(sum), zh: "places 之和为 1", en: "‘places’ that add up to 1")
        }
        let states = covers.flatMap(\.states)
        guard states.count == LandState.allCases.count, Set(states).count == states.count else {
            throw entry.wrong(
                "covers", .array(states.map { .string($0.code) }), zh: "每种地表状态恰好一次",
                en: "each land state exactly once")
        }
    }

    /// Strata there may be: score classes × cover classes.
    var strataCount: Int { scores.count * covers.count }

    /// By the raw value of a land state, the number of its cover class.
    var coverNumbers: [Int] {
        LandState.allCases.map { state in covers.firstIndex { $0.states.contains(state) } ?? 0 }
    }
}

extension DataFolder {
    /// The design of an omission sample: this folder's own, else the program's (regions made earlier have none).
    /// - Throws: `Fault` where it can't be read.
    package func omissionDesign() throws(Fault) -> OmissionDesign {
        let own = path + "/sampling/omission.json5"
        guard !FileManager.default.fileExists(atPath: own) else { return try OmissionDesign(file: own) }
        return try OmissionDesign(file: try DataFolder.ofProgram().path + "/sampling/omission.json5")
    }
}
