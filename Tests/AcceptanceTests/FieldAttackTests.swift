import Foundation
import GeoModel
import SafeFiles
import Testing

@testable import WorkQueue

/// Packs that came back other than they should.
@Suite struct FieldAttackTests {
    private let work: FieldWork

    init() throws { work = try FieldWork() }

    /// What an import says of the pack after an edit; nothing but good reports went in.
    private func rejected(_ sql: String, accepted: Int = 0, code: Int32 = 3) throws -> [String] {
        try work.edit(sql)
        let back = try work.bringBack(paths: [work.pack])
        #expect(back.said.code == code && back.json["accepted"]?.array?.count == accepted, "\(back.said.messages)")
        #expect(try Binary.run(["audit", "verify", "--region", work.region]).code == 0)
        return ["rejected", "remarks"].flatMap { (back.json[$0]?.array ?? []).compactMap { $0["en"]?.string } }
    }

    @Test func aRowThatIsGoneIsNamed() throws {
        try work.fill(0)
        let said = try rejected("DELETE FROM cases WHERE case_id = '\(work.cases[1].id)'", accepted: 1)
        #expect(said.count == 1 && said[0].contains("the row of case \(work.cases[1].id) is gone"), "\(said)")
    }

    @Test func aManifestThatWasChangedIsRefused() throws {
        try work.fill(0)
        for manifest in ["{\"pack\": 5, \"cases\": {\"a\": 1}}", "[\"a\"]", "{\"pack\": \"p\", \"cases\": [1]}"] {
            try DurableFile.write(manifest, to: work.pack + "/pack.json")
            let back = try work.bringBack(paths: [work.pack])
            #expect(back.said.code == 1 && back.said.messages.contains("this was changed"), "\(back.said.messages)")
        }
    }

    @Test func aReportOfTheFutureIsNamed() throws {
        try work.fill(0)
        let said = try rejected("UPDATE cases SET visited_at = '2099-01-01 09:00:00' WHERE visited_at IS NOT NULL")
        #expect(said.count == 1 && said[0].contains("is yet to come"), "\(said)")
    }

    @Test func aRowThatSaysTooMuchIsThereAllTheSame() throws {
        try work.fill(0)
        let long = String(repeating: "长", count: 10_001)
        let said = try rejected("UPDATE cases SET note = '\(long)' WHERE note IS NOT NULL")
        #expect(
            said.contains { $0.contains("10001 characters") } && !said.contains { $0.contains("is gone") }, "\(said)")
    }

    @Test func evidenceThatWasDamagedIsNamedAndPutBack() throws {
        try work.fill(0)
        #expect(try work.bringBack(paths: [work.pack]).said.code == 0)
        let kept = work.region + "/evidence/" + (try #require(work.evidence.first))
        let bytes = try #require(FileManager.default.contents(atPath: kept))
        try Data().write(to: URL(fileURLWithPath: kept))
        let verified = try Binary.run(["audit", "verify", "--region", work.region])
        #expect(verified.code == 1 && verified.messages.contains("is gone or was changed"), "\(verified.messages)")
        #expect(try Binary.run(["doctor", "--region", work.region]).results.contains(kept))
        // The step undone and taken again brings the photo back; and what was undone does not go out.
        let id = work.cases[0].id
        let photo = "\(work.pack)/DCIM/\(id).jpg"
        let step = ["--by", "王芳", "--role", "inspector", "--reason", "照片有误", "--region", work.region]
        #expect(try Binary.run(["queue", "undo", id] + step).code == 0)
        let again = ["queue", "advance", id, "survey", "--finding", "unapproved-building", "--evidence", photo]
        #expect(try Binary.run(again + step).code == 0)
        #expect(FileManager.default.contents(atPath: kept) == bytes)
        #expect(try Binary.run(["audit", "verify", "--region", work.region]).code == 0)
        #expect(try RegionStore.open(work.region + "/monitor.gpkg").standingEvidence(of: id).count == 1)
    }

    @Test(arguments: ["ffffffff-ffff-8fff-8fff-ffffffffffff", "", "x"])
    func aChangedUUIDIsNamed(uuid: String) throws {
        try work.fill(0)
        let said = try rejected("UPDATE cases SET uuid = '\(uuid)' WHERE case_id = '\(work.cases[0].id)'")
        #expect(said.contains { $0.contains("is not that of case \(work.cases[0].id)") }, "\(said)")
        #expect(said.contains { $0.contains("the row of case \(work.cases[0].id) is gone") })
    }

    @Test func aReportPutUnderAnotherCaseIsNamed() throws {
        try work.fill(0)
        let said = try rejected(
            "UPDATE cases SET case_id = '\(work.cases[1].id)' WHERE case_id = '\(work.cases[0].id)'")
        #expect(said.contains { $0.contains("this row was handed out for \(work.cases[0].id)") }, "\(said)")
    }

    @Test func rowsThatAreThereTwiceCountOnceOrNotAtAll() throws {
        try work.fill(0)
        try work.fill(1)
        let (first, second) = (work.cases[0].id, work.cases[1].id)
        // As a copy without the key's constraint would come back.
        let said = try rejected(
            """
            ALTER TABLE cases RENAME TO old;
            CREATE TABLE cases AS SELECT * FROM old;
            DROP TABLE old;
            INSERT INTO cases SELECT * FROM cases WHERE case_id IN ('\(first)', '\(second)');
            UPDATE cases SET fid = rowid;
            UPDATE cases SET note = '另一种说法' WHERE rowid = (SELECT max(rowid) FROM cases WHERE case_id = '\(second)')
            """, accepted: 1)
        #expect(said.contains { $0.contains("says the same as another row of case \(first)") }, "\(said)")
        #expect(said.contains { $0.contains("case \(second) has 2 rows that differ") }, "\(said)")
    }

    @Test(arguments: [
        ("outcome = 'maybe', finding = NULL", "the outcome ‘maybe’"), ("finding = 'no-such'", "the finding ‘no-such’"),
        ("outcome = NULL, finding = NULL", "is filled in by half"), ("note = '  \u{1} '", "has no note"),
        ("visited_at = '昨天'", "the time ‘昨天’"), ("inspector = NULL", "has no inspector"),
        ("base_version = 99", "base_version of"), ("note = printf('%.20000c', 'x')", "has 20000 characters"),
        ("case_id = 'x'' OR 1=1 --'", "this row was handed out for"),
    ])
    func oddValuesAreNamed(change: String, word: String) throws {
        try work.fill(0)
        let said = try rejected("UPDATE cases SET \(change) WHERE case_id = '\(work.cases[0].id)'")
        #expect(said.contains { $0.contains(word) }, "\(said)")
    }

    @Test func withoutItsManifestAVersionOfTheFutureIsNamedAllTheSame() throws {
        try work.fill(0)
        try FileManager.default.removeItem(atPath: work.pack + "/pack.json")
        let said = try rejected("UPDATE cases SET base_version = 99 WHERE case_id = '\(work.cases[0].id)'")
        #expect(said.contains { $0.contains("the queue has come to version 3 only") }, "\(said)")
        _ = try rejected(
            "UPDATE cases SET base_version = 3 WHERE case_id = '\(work.cases[0].id)'", accepted: 1, code: 0)
    }

    @Test func controlCharactersDoNotReachTheRecord() throws {
        try work.fill(0)
        let id = work.cases[0].id
        let note =
            "UPDATE cases SET note = '厂' || char(27) || '[31m' || char(0, 7) || char(10) || '二' WHERE case_id = '\(id)'"
        _ = try rejected(note, accepted: 1, code: 0)
        let reason = try RegionStore.open(work.region + "/monitor.gpkg").caseDetail(id).events.last?.reason
        #expect(
            reason?.hasPrefix("厂[31m") == true && reason?.unicodeScalars.contains("\u{1B}") == false, "\(reason ?? "")"
        )
    }

    @Test func aPhotoOfACaseThatIsNotThereIsNamed() throws {
        let said = try rejected("INSERT INTO photo (case_uuid, path) VALUES ('x', 'DCIM/a.jpg')")
        #expect(said.contains { $0.contains("is of a case (x) that is not in the pack") }, "\(said)")
    }

    @Test func filesThatAreNoPackAreNamedAndTheRestGoesOn() throws {
        try work.fill(0)
        let path = work.pack + "/field.gpkg"
        let whole = try #require(FileManager.default.contents(atPath: path))
        let texts: [(String, Data)] = [
            ("text", Data("not a GeoPackage".utf8)), ("empty", Data()), ("cut", whole.prefix(whole.count / 3)),
        ]
        for (name, bytes) in texts {
            let folder = "\(work.packs)/\(name)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try bytes.write(to: URL(fileURLWithPath: folder + "/field.gpkg"))
        }
        let other = work.packs + "/other"
        try FileManager.default.copyItem(atPath: work.pack, toPath: other)
        try work.edit("DROP TABLE photo", in: other)
        let back = try work.bringBack()
        #expect(back.said.code == 3 && back.json["accepted"]?.array?.count == 1, "\(back.said.messages)")
        let objects = (back.json["rejected"]?.array ?? []).compactMap { $0["object"]?.string }
        for name in texts.map(\.0) + ["other"] {
            #expect(objects.contains { $0.contains("/packs/\(name)/") }, "\(name): \(objects)")
        }
        // A name beside packs is not taken for them.
        let before = try work.state()
        for path in [work.folder + "/nothing", work.packs + "/nothing.gpkg", work.pack + "/nothing/field.gpkg"] {
            let said = try work.bringBack(paths: [work.packs, path]).said
            #expect(said.code == 1 && said.messages.contains("no such file or folder"), "\(said.messages)")
        }
        #expect(try work.state() == before)
        // Reading a pack leaves it as it was.
        #expect(FileManager.default.contents(atPath: path) == whole)
    }

    @Test func bytesTurnedAtRandomNeverCrashAndNeverCorruptTheRecord() throws {
        for number in 0..<3 { try work.fill(number) }
        let path = work.pack + "/field.gpkg"
        let whole = try #require(FileManager.default.contents(atPath: path))
        var seed: UInt64 = 20_260_920
        func next(_ bound: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % bound
        }
        for _ in 0..<25 {
            var bytes = whole
            for _ in 0..<(1 + next(40)) { bytes[next(bytes.count)] = UInt8(next(256)) }
            try bytes.write(to: URL(fileURLWithPath: path))
            let said = try Binary.run(["field", "import", "--region", work.region, work.pack], seconds: 60)
            #expect([0, 1, 3].contains(said.code), "\(said.code): \(said.messages)")
        }
        #expect(try Binary.run(["audit", "verify", "--region", work.region]).code == 0)
    }

    @Test func aPackOfAnotherRegionChangesNothing() throws {
        let other = try FieldWork()
        try other.fill(0)
        let before = try work.state()
        // The sample district is the same one, so its cases are too; a case that is not there is what tells.
        try other.edit("UPDATE cases SET case_id = '209901-0001' WHERE case_id = '\(other.cases[0].id)'")
        try FileManager.default.removeItem(atPath: other.pack + "/pack.json")
        let back = try work.bringBack(paths: [other.pack])
        #expect(back.said.code == 3 && back.json["rejected"]?.array?.count == 1)
        #expect(try work.state() == before)
    }
}
