import GeoIO
package import GeoModel
import Geometry
import Publishing
import SafeFiles

extension OmissionSample {
    /// Writes what people found in the places as `tuban queue verdicts` writes it, for `tuban calibrate`: what was
    /// missed is what a model learns most from.
    ///
    /// - Returns: How many places are labelled.
    /// - Throws: `Fault` where a place has no longitude and latitude, or the disk is full.
    package func writeLabels(_ verdicts: OmissionVerdicts, to path: String) throws(Fault) -> Int {
        guard let system = grid.system else { preconditionFailure("a sample has a coordinate system") }
        let degrees = try CoordinateTransformation(from: system, to: .wgs84)
        let writer = try GeoJSONWriter(path, members: [.init("name", "verdicts")])
        var count = 0
        for place in places {
            guard let verdict = verdicts.verdicts[place.id], verdict != .unclear else { continue }
            let values: [String: JSONValue] = [
                "patch": .string(number(of: place)),
                "verdict": .string(verdict == .changed ? "confirmed" : "dismissed"),
            ]
            let fields = values.merging(image("before", before[0])) { $1 }.merging(image("after", after[0])) { $1 }
            try writer.append(
                id: number(of: place), shape: try degrees.transformed(shape(of: place)),
                properties: VerdictFile.fields.map { .init($0, fields[$0] ?? .null) })
            count += 1
        }
        try writer.close()
        return count
    }

    /// What a place is called among patches.
    private func number(of place: Place) -> String { "\(id)/\(place.id)" }

    /// Whether that is the name of a place in some sample.
    static func isPlace(_ number: String) -> Bool { number.wholeMatch(of: /om[0-9a-f]{10}\/U\d+/) != nil }

    private func image(_ date: String, _ source: Source) -> [String: JSONValue] {
        [
            date: .array(source.paths.map { .string($0) }), date + "_scene": .string(source.id),
            date + "_date": JSONValue(source.date?.description),
            date + "_scale": .number(source.radiometry.scale), date + "_offset": .number(source.radiometry.offset),
        ]
    }
}
