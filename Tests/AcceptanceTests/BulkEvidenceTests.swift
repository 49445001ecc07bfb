import Foundation
import GeoModel
import SafeFiles
import Testing

@testable import WorkQueue

/// Lists of steps with the files that show them.
@Suite struct BulkEvidenceTests {
    private let work: FieldWork
    private let list: String

    init() throws {
        work = try FieldWork()
        list = work.folder + "/steps/list.csv"
        try DurableFile.makeFolder(work.folder + "/steps/photos")
        for (seed, name) in ["1.jpg", "2.jpg", "3.jpg"].enumerated() {
            let photo = FieldPhoto(place: work.cases[0].place, seed: UInt8(seed + 50))
            try photo.jpeg().write(to: URL(fileURLWithPath: work.folder + "/steps/photos/" + name))
        }
        try Data("批文".utf8).write(to: URL(fileURLWithPath: work.folder + "/steps/批文.txt"))
        try Data().write(to: URL(fileURLWithPath: work.folder + "/steps/empty.jpg"))
        try FileManager.default.copyItem(atPath: SampleDistrict.photo, toPath: work.folder + "/beside.jpg")
    }

    /// Writes a list of surveys by 王芳, the first of the first case.
    private func write(_ files: [String], column: String = "evidence") throws {
        let rows = zip(work.cases, files).map { item, files in
            "\(item.id),3,survey,王芳,inspector,现场核查,unapproved-building,superior-lead,\"\(files)\""
        }
        let head = "case,version,action,by,role,reason,finding,visit_ground,\(column)"
        try DurableFile.write(([head] + rows).joined(separator: "\n") + "\n", to: list)
    }

    private func take(_ more: String...) throws -> (said: Binary.Outcome, json: JSONValue) {
        let said = try Binary.run(["queue", "bulk", list, "--region", work.region, "--json"] + more)
        return (said, try JSONValue(parsing: said.results, named: "bulk"))
    }

    private func names(_ number: Int) throws -> [String] {
        let store = try RegionStore.open(work.region + "/monitor.gpkg")
        return try store.evidence(of: work.cases[number].id).map(\.file.name)
    }

    @Test func filesAreKeptWithTheirSteps() throws {
        try write(["photos/1.jpg;批文.txt", " photos/2.jpg ；./photos/2.jpg;"])
        let (before, files) = (try work.state(), work.evidence)
        let tried = try take("--dry-run")
        #expect(tried.said.code == 0 && tried.json["moved"] == 2, "\(tried.said.messages)")
        #expect(try work.state() == before && work.evidence == files)
        let taken = try take()
        #expect(taken.said.code == 0 && taken.json["moved"] == 2, "\(taken.said.messages)")
        #expect(try names(0) == ["1.jpg", "批文.txt"] && names(1) == ["2.jpg"])
        #expect(work.evidence.count == files.count + 2)
        let region = try RegionStore.open(work.region + "/monitor.gpkg")
        guard case .intact = try region.verifyChain() else { return #expect(Bool(false)) }
        #expect(try take().json["done_before"] == 2)
        // The same step with another file is not the same.
        try write(["photos/3.jpg"])
        let other = try take()
        // Where every row is refused, the list is.
        #expect(other.said.code == 1 && other.json["moved"] == 0, "\(other.said.messages)")
        #expect(work.evidence.count == files.count + 2)
    }

    @Test func aFileThatIsNoGoodIsNamedWithItsRow() throws {
        let files = work.evidence
        try write(["photos/1.jpg", "photos/2.jpg;photos/lost.jpg", "empty.jpg", "../beside.jpg"], column: "佐证")
        let taken = try take()
        #expect(taken.said.code == 3 && taken.json["moved"] == 1 && taken.json["rejected"]?.array?.count == 3)
        for words in ["row 2: photos/lost.jpg", "row 3: empty.jpg", "row 4: ../beside.jpg", "outside the folder"] {
            #expect(taken.said.messages.contains(words), "\(words): \(taken.said.messages)")
        }
        #expect(try names(0) == ["1.jpg"] && names(1).isEmpty && work.evidence.count == files.count + 1)
    }

    @Test func allOrNoneKeepsNoFileEither() throws {
        let (before, files) = (try work.state(), work.evidence)
        // First a file that is missing, then a survey that the loop refuses: a document is no photo.
        for second in ["photos/lost.jpg", "批文.txt"] {
            try write(["photos/1.jpg", second])
            let taken = try take("--all-or-none")
            #expect(taken.said.code == 1 && taken.json["written"] == false, "\(taken.said.messages)")
            #expect(taken.said.messages.contains("row 2"))
            #expect(try work.state() == before && work.evidence == files)
        }
        try write(["photos/1.jpg", "photos/2.jpg"])
        #expect(try take("--all-or-none").json["moved"] == 2)
        #expect(try names(1) == ["2.jpg"] && work.evidence.count == files.count + 2)
    }

    @Test func aRowThatIsRefusedKeepsNoFile() throws {
        let files = work.evidence
        try write(["批文.txt", "photos/2.jpg"])
        let taken = try take()
        #expect(taken.said.code == 3 && taken.json["moved"] == 1 && taken.said.messages.contains("needs a photo"))
        let kept = try FileManager.default.subpathsOfDirectory(atPath: work.region + "/evidence")
        #expect(work.evidence.count == files.count + 1 && !kept.contains { $0.hasSuffix(".txt") })
    }
}
