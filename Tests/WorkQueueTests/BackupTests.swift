import Foundation
import GeoModel
import SafeFiles
import Synchronization
import Testing

@testable import WorkQueue

/// Copies of a store that others are writing to, and what is put back from them.
///
/// `TUBAN_BACKUPS=100` takes as many under load; fewer are taken by default.
@Suite struct BackupTests {
    private let district: District

    init() throws { district = try District() }

    private var copy: String { district.folder + "/copies/one.gpkg" }

    private func fault(_ body: () throws -> Void) -> Fault? {
        do { try body() } catch let fault as Fault { return fault } catch {}
        return nil
    }

    @Test func aBackupHoldsWhatTheStoreHeld() throws {
        let store = try district.withCases(3)
        let manifest = try store.backUp(to: copy, region: "示例", at: District.time(5))
        guard case .intact(let head) = try store.verifyChain() else { return #expect(Bool(false)) }
        #expect(manifest.head == head && manifest.schema == Migration.current && manifest.region == "示例")
        #expect(manifest.counts == (try store.integrityReport().counts))
        #expect(manifest.checksum == (try Checksum.sha256(ofFile: copy)))
        let (contents, read) = try BackupFile.verify(copy)
        #expect(read == manifest && contents.head == head)
        let left = try FileManager.default.contentsOfDirectory(atPath: district.folder + "/copies").sorted()
        #expect(left == ["one.gpkg", "one.gpkg.json"])
        #expect(try RegionStore.open(copy).cases() == store.cases())
    }

    @Test func aBackupIsNeverWrittenOver() throws {
        let store = try district.withCases(1)
        try store.backUp(to: copy, region: nil, at: District.time(5))
        let before = FileManager.default.contents(atPath: copy)
        let fault = fault { try store.backUp(to: copy, region: nil, at: District.time(6)) }
        #expect(fault?.message.en.contains("never overwrites") == true)
        #expect(FileManager.default.contents(atPath: copy) == before)
    }

    @Test func anAlteredBackupIsRefused() throws {
        let store = try district.withCases(2)
        try store.backUp(to: copy, region: nil, at: District.time(5))
        let intruder = try SQLiteDatabase(copy, .existing)
        try intruder.execute("DROP TRIGGER event_is_never_changed; UPDATE event SET reason = '改' WHERE fid = 2")
        #expect(fault { _ = try BackupFile.verify(copy) }?.message.en.contains("SHA-256") == true)
        // Without its manifest, the chain tells.
        try FileManager.default.removeItem(atPath: copy + ".json")
        #expect(fault { _ = try BackupFile.verify(copy) }?.message.en.contains("event 2") == true)
        let restored = fault { _ = try BackupFile.restore(copy, to: district.path, at: District.time(6)) }
        #expect(restored?.message.en.contains("event 2") == true)
        #expect(try store.cases().count == 2)
    }

    /// What its log holds would be counted and not copied.
    @Test func aStoreWithItsLogIsNoBackup() throws {
        let store = try district.withCases(2)
        #expect(fault { _ = try BackupFile.verify(store.path) }?.message.en.contains("lies beside it") == true)
        try DurableFile.makeFolder(district.folder + "/copies")
        _ = try store.database.integer("PRAGMA wal_checkpoint(TRUNCATE)")
        let odd = district.folder + "/copies/a?b#c%25.gpkg"
        try FileManager.default.copyItem(atPath: store.path, toPath: odd)
        #expect(try BackupFile.verify(odd).manifest == nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: district.folder + "/copies") == ["a?b#c%25.gpkg"])
    }

    @Test func restoringKeepsTheStoreThatWasThere() throws {
        do {
            let store = try district.withCases(2)
            try store.backUp(to: copy, region: nil, at: District.time(5))
            try store.saveFlags([try District.flag(3)], run: "2026-06", at: District.time(6))
            #expect(fault { _ = try BackupFile.restore(copy, to: district.path, at: District.time(7)) } != nil)
        }
        let done = try BackupFile.restore(copy, to: district.path, at: District.time(8))
        #expect(try RegionStore.open(district.path).cases().count == 2)
        #expect(try RegionStore.open(try #require(done.aside)).cases().count == 3)
    }

    @Test func restoringReplacesAStoreThatIsNoDatabaseAnyMore() throws {
        do { try district.withCases(2).backUp(to: copy, region: nil, at: District.time(5)) }
        for ending in ["", "-wal"] {
            try Data(repeating: 7, count: 9000).write(to: URL(fileURLWithPath: district.path + ending))
        }
        let done = try BackupFile.restore(copy, to: district.path, at: District.time(8))
        #expect(try RegionStore.open(district.path).integrityReport().isSound)
        let aside = try #require(done.aside)
        #expect(FileManager.default.contents(atPath: aside) == Data(repeating: 7, count: 9000))
        #expect(FileManager.default.contents(atPath: aside + "-wal") == Data(repeating: 7, count: 9000))
    }

    @Test func backupsTakenUnderLoadAreSoundAndRestore() throws {
        let wanted = ProcessInfo.processInfo.environment["TUBAN_BACKUPS"].flatMap { Int($0) } ?? 5
        let store = try district.withCases(40)
        let path = district.path
        let isDone = Atomic(false)
        let written = Atomic(0)
        let writers = DispatchGroup()
        let failures = Mutex<[String]>([])
        for number in 0..<2 {
            writers.enter()
            Thread {
                defer { writers.leave() }
                do {
                    let own = try RegionStore.open(path)
                    for index in (1...).lazy.map({ 1000 + number * 100_000 + $0 }) {
                        guard !isDone.load(ordering: .relaxed) else { return }
                        try own.saveFlags([try District.flag(index)], run: "2026-06", at: District.time(10))
                        written.add(1, ordering: .relaxed)
                        // As fast as a batch, not faster: else the store is a thousand times larger at the end.
                        Thread.sleep(forTimeInterval: 0.02)
                    }
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }.start()
        }
        defer {
            isDone.store(true, ordering: .relaxed)
            writers.wait()
        }
        var events: [Int] = []
        for number in 1...wanted {
            let target = "\(district.folder)/copies/\(number).gpkg"
            let manifest = try store.backUp(to: target, region: nil, at: District.time(number))
            let place = "\(district.folder)/restored/monitor.gpkg"
            try DurableFile.makeFolder(district.folder + "/restored")
            _ = try BackupFile.restore(target, to: place, at: District.time(number))
            let report = try RegionStore.open(place).integrityReport()
            #expect(report.isSound && report.chain == .intact(manifest.head))
            #expect(report.counts == manifest.counts)
            let counts = Dictionary(uniqueKeysWithValues: report.counts.map { ($0.table, $0.rows) })
            #expect(counts["case_file"] == counts["flag"] && counts["event"] == manifest.head.count)
            events.append(manifest.head.count)
            for ending in ["", ".json"] { try FileManager.default.removeItem(atPath: target + ending) }
        }
        #expect(events == events.sorted() && written.load(ordering: .relaxed) > 0)
        #expect(failures.withLock { $0 } == [])
    }
}
