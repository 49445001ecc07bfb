import Foundation
import SafeFiles

/// One sample district for all tests of this bundle: made once, run once, gone when the tests end.
///
/// The release build makes 14 months and compares with the year before, as `Samples/run` does. The debug build, which
/// is far slower, makes two months, compares with the month before and draws no pictures.
enum SampleDistrict {
    /// Whether the tests drive the release build.
    static let isRelease = ProcessInfo.processInfo.environment["TUBAN_BINARY"] != nil
    static let months = isRelease ? 14 : 2

    /// A region after its first monthly run, and what each command said on the way.
    struct Region: Sendable {
        let path: String
        let said: [Binary.Outcome]

        /// What the monthly run said.
        var run: Binary.Outcome { said[said.count - 1] }
    }

    /// A photo to show with a survey: one pixel, as JPEG.
    static let photo: String = {
        let bytes =
            "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP////////////////////////////////////////////////////////"
            + "//////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA="
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("tuban-photo-\(UUID()).jpg").path
        atexit { try? FileManager.default.removeItem(atPath: SampleDistrict.photo) }
        _ = FileManager.default.createFile(atPath: path, contents: Data(base64Encoded: bytes))
        return path
    }()

    private static let root: String = {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("tuban-acceptance-\(UUID())").path
        atexit { try? FileManager.default.removeItem(atPath: SampleDistrict.root) }
        return path
    }()

    private static let simulated = Result {
        try Binary.run(["simulate", "--seed", "7", "--months", "\(months)", "--size", "512", "--out", root + "/source"])
    }

    private static let monitored = Result { try monitor(root + "/region") }
    private static let pristine = Result {
        let region = try monitor(root + "/untouched")
        try FileManager.default.copyItem(atPath: region.path, toPath: template)
        return region
    }
    /// A copy that no program opens: the log of an open store comes and goes while its folder is copied.
    private static let template = root + "/template"

    /// The folder of the simulated district.
    static func source() throws -> String {
        let outcome = try simulated.get()
        guard outcome.code == 0 else { throw Broken(step: "simulate", outcome: outcome) }
        return root + "/source"
    }

    /// The scenes of the first and of the last month.
    static func scenes() throws -> (before: String, after: String) {
        let folder = try source() + "/scenes"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted { day($0) < day($1) }
        guard let first = names.first, let last = names.last, first != last else {
            throw Broken(step: "scenes", outcome: try simulated.get())
        }
        return (folder + "/" + first, folder + "/" + last)
    }

    private static func day(_ name: String) -> Substring { name.dropFirst(4).prefix(8) }

    /// The region of the district after its first run.
    static func region() throws -> Region { try monitored.get() }

    /// An empty folder that goes with the district.
    static func folder(_ name: String) throws -> String {
        let path = root + "/" + name
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    /// The region of a district four times as large, after its first run: small ones have no idle land.
    static func largeRegion() throws -> Region { try large.get() }

    private static let large = Result {
        let folder = try SampleDistrict.folder("large")
        let (source, path) = (folder + "/source", folder + "/region")
        var said: [Binary.Outcome] = []
        for arguments in [
            ["simulate", "--seed", "7", "--months", "14", "--size", "1024", "--out", source],
            ["init", "--region", path, "--from", source + "/district.json5"],
            ["run", "monthly", "--region", path],
        ] {
            said.append(try Binary.run(arguments))
            guard [0, 3].contains(said[said.count - 1].code) else {
                throw Broken(step: arguments[0], outcome: said[said.count - 1])
            }
        }
        return Region(path: path, said: said)
    }

    /// Another region after its first run, which no test changes.
    static func untouchedRegion() throws -> Region { try pristine.get() }

    /// A copy of the untouched region.
    static func copy(to path: String) throws -> String {
        _ = try untouchedRegion()
        try FileManager.default.copyItem(atPath: template, toPath: path)
        return path
    }

    /// A region of the district in which nothing has been run.
    static func fresh(_ path: String) throws -> String {
        _ = try prepare(path)
        return path
    }

    private static func monitor(_ region: String) throws -> Region {
        var said = try prepare(region)
        said.append(try Binary.run(["run", "monthly", "--region", region]))
        return Region(path: region, said: said)
    }

    private static func prepare(_ region: String) throws -> [Binary.Outcome] {
        let source = try source()
        var said = [try simulated.get()]
        said.append(try Binary.run(["init", "--region", region, "--from", source + "/district.json5"]))
        guard said[1].code == 0 else { throw Broken(step: "init", outcome: said[1]) }
        let recipe = region + "/pipelines/monthly.json5"
        let text = try DurableFile.text(of: recipe)
        let smaller = text.replacing("monthsEarlier: 12", with: "monthsEarlier: 1")
            .replacing("changeList: true", with: "changeList: false")
        if !isRelease { try DurableFile.write(smaller, to: recipe) }
        return said
    }

    /// A step that the tests stand on did not end well.
    struct Broken: Error, CustomStringConvertible {
        let step: String
        let outcome: Binary.Outcome

        var description: String { "\(step) ended with \(outcome.code): \(outcome.messages)" }
    }
}
