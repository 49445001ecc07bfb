import Foundation
import GeoIO
package import GeoModel
import SafeFiles
package import WorkQueue

/// What photos from the field have to be: a data file.
package struct PhotoRules: Sendable, Hashable {
    /// The most bytes.
    package let largestBytes: Int
    /// The most pixels.
    package let largestPixels: Int
    /// How far from the outline one may have been taken, in metres.
    package let farthestMetres: Double
    /// How far clocks without a zone are ahead of UTC, in hours.
    package let hoursEastOfUTC: Double

    private static let amount: [DataField] = [
        .required("value", .number(0...1_000_000), "The most there may be."),
        .required("source", .text, "Where it is from."),
    ]
    private static let shape: [DataField] = [
        .required("name", .text, "The file's name for itself."), .required("source", .text, "Where it is from."),
        .required(
            "limits",
            .object([
                .required("mebibytes", .object(amount), "The size of a file."),
                .required("megapixels", .object(amount), "The size of a picture."),
                .required("metres", .object(amount), "How far from the outline it may have been taken."),
            ]), "What a photo may be at most."),
        .required(
            "clock",
            .object([
                .required("hoursEastOfUTC", .number(-12...14), "How far clocks are ahead of UTC."),
                .required("source", .text, "Where it is from."),
            ]), "The clock of cameras."),
    ]

    /// Reads the rules.
    /// - Throws: `Fault` naming the key that is unknown, missing or wrong.
    package init(file path: String) throws(Fault) {
        let entry = try PhotoRules.shape.checked(try DurableFile.json(of: path), named: path)
        let limits = try entry.required("limits", entry.object("limits", keys: ["mebibytes", "megapixels", "metres"]))
        func value(_ key: String) throws(Fault) -> Double {
            let amount = try limits.required(key, limits.object(key, keys: PhotoRules.amount.keys))
            return try amount.required("value", amount.number("value"))
        }
        largestBytes = Int(try value("mebibytes") * 1_048_576)
        largestPixels = Int(try value("megapixels") * 1_000_000)
        farthestMetres = try value("metres")
        let clock = try entry.required("clock", entry.object("clock", keys: ["hoursEastOfUTC", "source"]))
        hoursEastOfUTC = try clock.required("hoursEastOfUTC", clock.number("hoursEastOfUTC"))
    }

    /// A moment by a clock of the place: `2026-09-20 15:30`, `2026:09:20 15:30:00`, `2026-09-20`, or with a zone; nil
    /// for any other text.
    package func moment(_ text: String) -> Timestamp? {
        let pattern =
            /(\d{4})[-:\/](\d\d?)[-:\/](\d\d?)(?:[ T](\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?(Z|[+-]\d\d(?::?\d\d)?)?/
        guard let found = text.wholeMatch(of: pattern), let year = Int(found.1), let month = Int(found.2),
            let number = Int(found.3), let day = CalendarDate(year: year, month: month, day: number)
        else { return nil }
        let clock = [found.4, found.5, found.6].map { $0.flatMap { Int($0) } ?? 0 }
        guard clock[0] < 24, clock[1] < 60, clock[2] < 60, (2...9998).contains(year) else { return nil }
        let seconds = Double(day.daysSinceEpoch * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2])
        return Timestamp(secondsSinceEpoch: seconds - PhotoRules.seconds(ofZone: found.7, else: hoursEastOfUTC * 3600))
    }

    private static func seconds(ofZone zone: Substring?, else usual: Double) -> Double {
        guard let zone else { return usual }
        guard let sign = zone.first, sign != "Z" else { return 0 }
        let digits = zone.filter(\.isNumber)
        let (hours, minutes) = (Double(digits.prefix(2)) ?? 0, Double(digits.dropFirst(2)) ?? 0)
        return (sign == "-" ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}

extension DataFolder {
    /// What photos from the field have to be: this folder's own rules, else the program's.
    /// - Throws: `Fault` where they can't be read.
    package func photoRules() throws(Fault) -> PhotoRules {
        try PhotoRules(file: try ownOrProgramFile("loop/photos.json5"))
    }
}
