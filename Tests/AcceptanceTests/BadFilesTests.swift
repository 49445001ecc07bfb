import Foundation
import SafeFiles
import Testing

/// The damaged and odd files of other projects' test suites, where they are: no crash, no hang, and every one of them
/// ends as a record, a warning or a rejection. An even sample is read; `TUBAN_ALL_BAD_FILES=1` reads them all.
@Suite(.enabled(if: RealData.folder != nil, "no real data beside the checkout; set TUBAN_REAL_DATA"))
struct BadFilesTests {
    private static let readsAll = ProcessInfo.processInfo.environment["TUBAN_ALL_BAD_FILES"] != nil
    private static let filesACall = 24
    private let folder: String

    init() throws { folder = try SampleDistrict.folder("bad-files-\(UUID())") }

    /// The files of `bad/KIND`, in groups that one call reads.
    private func groups(_ kind: String) throws -> [[String]] {
        let root = try #require(RealData.folder) + "/bad/" + kind
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: root))?.sorted() ?? []
        // A comma would be read as one between two files.
        let files = names.map { "\(root)/\($0)" }.filter { !DurableFile.isFolder($0) && !$0.contains(",") }
        let step = Self.readsAll ? 1 : 8
        let sample = stride(from: 0, to: files.count, by: step).map { files[$0] }
        return stride(from: 0, to: sample.count, by: Self.filesACall).map { start in
            Array(sample[start..<min(start + Self.filesACall, sample.count)])
        }
    }

    private func expectAnswer(_ outcome: Binary.Outcome, _ files: [String]) {
        #expect([0, 1, 3].contains(outcome.code), "\(outcome.code) \(files): \(outcome.messages.suffix(500))")
        #expect(!outcome.messages.contains("Fatal error"), "\(files)")
    }

    @Test func scenes() throws {
        let region = try SampleDistrict.copy(to: folder + "/region")
        let groups = try groups("raster")
        try #require(!groups.isEmpty)
        for files in groups {
            let outcome = try Binary.run(["scenes", "add", "--region", region] + files, seconds: 120)
            expectAnswer(outcome, files)
            #expect(outcome.messages.contains(" scenes added, "), "\(outcome.messages)")
        }
    }

    @Test func registers() throws {
        let patches = try SampleDistrict.untouchedRegion().path + "/runs/2026-09/patches.gpkg"
        let fixed = ["join", "--patches", patches, "--crs", "EPSG:32650", "--out", folder + "/out"]
        let groups = try groups("vector")
        try #require(!groups.isEmpty)
        for files in groups {
            let registers = files.flatMap { ["--register", "parcel=" + $0] }
            expectAnswer(try Binary.run(fixed + registers, seconds: 120), files)
        }
    }
}
