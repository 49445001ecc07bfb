import Foundation
import GeoModel
import LandRecords
import Patches
import Testing

@testable import WorkQueue

@Suite struct StoreFaultTests {
    let district: District

    init() throws { district = try District() }

    @Test func aFullDiskLeavesTheOldStateWhole() throws {
        let store = try district.withCases(2)
        let before = try store.integrityReport()
        let pages = try #require(try store.database.integer("PRAGMA page_count"))
        _ = try store.database.integer("PRAGMA max_page_count = \(pages + 2)")
        let many = try (1...400).map { try District.flag($0) }
        let full = fault { try store.saveFlags(many, run: "2026-06", at: District.time(3)) }
        #expect(full?.object == district.path)
        #expect(full?.message.zh.contains("磁盘已满") == true)
        #expect(try store.integrityReport() == before)
        #expect(before.isSound)
        _ = try store.database.integer("PRAGMA max_page_count = 1000000")
        #expect(try store.saveFlags(many, run: "2026-06", at: District.time(3)).opened.count == 398)
    }

    @Test func aFileThatIsNoDatabase() throws {
        try Data(repeating: 65, count: 5000).write(to: URL(fileURLWithPath: district.path))
        let wrong = fault { _ = try RegionStore.open(district.path) }
        #expect(wrong?.message.en.contains("no GeoPackage or SQLite database") == true)
        #expect(FileManager.default.contents(atPath: district.path) == Data(repeating: 65, count: 5000))
    }

    @Test func anEmptyFile() throws {
        try Data().write(to: URL(fileURLWithPath: district.path))
        #expect(fault { _ = try RegionStore.open(district.path) }?.message.en.contains("no store of tuban") == true)
    }

    @Test func aDatabaseThatIsNoStore() throws {
        let other = try SQLiteDatabase(district.path, .creating)
        try other.execute("CREATE TABLE t (x)")
        #expect(fault { _ = try RegionStore.open(district.path) }?.message.en.contains("no store of tuban") == true)
    }

    @Test func aStoreOfALaterProgram() throws {
        let store = try district.create()
        try store.database.execute("INSERT INTO store_migration VALUES (\(Migration.current + 1), 'later', '')")
        #expect(
            fault { _ = try RegionStore.open(district.path) }?.message.en.contains("schema \(Migration.current + 1)")
                == true)
    }

    @Test func aStoreOfTheFirstSchemaIsBroughtUpToDate() throws {
        do {
            let store = try district.withCases(3)
            try takeBack(SchemaVersion6.self, in: store)
            try takeBack(SchemaVersion5.self, in: store)
            for column in ["season", "season_brightness", "season_shared"] {
                try store.database.execute("ALTER TABLE patch DROP COLUMN \(column)")
            }
            for table in SchemaVersion4.registers {
                for column in ["digest", "since"] {
                    try store.database.execute("ALTER TABLE \(table) DROP COLUMN \(column)")
                }
                try store.database.execute("DROP TABLE \(table)_past")
            }
            for (table, columns) in SchemaVersion4.columns + SchemaVersion3.columns {
                for column in columns.compactMap({ $0.split(separator: " ").first }) {
                    try store.database.execute("ALTER TABLE \(table) DROP COLUMN \(column)")
                }
            }
            for table in (SchemaVersion3.tables + SchemaVersion4.tables).map(\.name) {
                try store.database.execute("DROP TABLE \(table)")
                for list in ["gpkg_geometry_columns", "gpkg_contents"] {
                    try store.database.execute("DELETE FROM \(list) WHERE table_name = '\(table)'")
                }
            }
            try store.database.execute("DELETE FROM store_migration WHERE version > 1")
        }
        let store = try RegionStore.open(district.path)
        #expect(try store.schemaVersion() == Migration.current && store.integrityReport().isSound)
        let flags = try store.flags(FlagFilter())
        #expect(!flags.isEmpty && flags.allSatisfy { $0.patch?.season == nil })
        // As it was before is kept beside it, verified, under the number of its schema.
        let kept = try FileManager.default.contentsOfDirectory(atPath: district.folder + "/backups").sorted()
        #expect(kept.count == 2 && kept[0].hasSuffix("-schema1.gpkg") && kept[1] == kept[0] + ".json")
        let (contents, manifest) = try BackupFile.verify(district.folder + "/backups/" + kept[0])
        #expect(contents.schema == 1 && contents.head.count == 3 && manifest?.counts == contents.counts)
    }

    @Test func aStoreOfTheFourthSchemaKeepsItsData() throws {
        let agreement = StandardLand(
            contract: "C1", enterprise: "某某公司", investmentPerMu: 350, taxPerMu: 20, plotRatio: 1.2,
            agreedStart: CalendarDate("2024-02-29"), source: RecordSource(layer: "standard_land.csv", row: 1))
        do {
            let store = try district.withCases(2)
            let staged = try store.stage(.standardLand)
            try staged.append(agreement)
            try store.putInForce(staged, at: District.time(1))
            try takeBack(SchemaVersion6.self, in: store)
            try takeBack(SchemaVersion5.self, in: store)
            try store.database.execute("DELETE FROM store_migration WHERE version > 4")
            #expect(try store.schemaVersion() == 4)
        }
        let store = try RegionStore.open(district.path)
        #expect(try store.schemaVersion() == Migration.current && store.integrityReport().isSound)
        #expect(try store.records(StandardLand.self) == [agreement] && store.cases().count == 2)
        #expect(try store.recordCount(.enterprise) == 0 && store.version(of: .standardLand)?.number == 1)
        // The column more makes no new version of what is the same.
        let staged = try store.stage(.standardLand)
        try staged.append(agreement)
        #expect(try store.putInForce(staged, at: District.time(2)).number == 1)
        let row = Enterprise(
            code: "91350100M000100Y43", name: nil, contract: nil, parcelCode: nil, year: 2025, scale: .above,
            land: nil, figures: [.tax: 0.3], incidents: nil, source: agreement.source)
        try store.replaceRecords(with: [row], at: District.time(3))
        #expect(try store.records(Enterprise.self) == [row])
    }

    /// Makes a store look as it did before the sixth schema.
    private func takeBack(_ schema: SchemaVersion6.Type, in store: RegionStore) throws {
        let guards = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for name in try store.database.rows(guards, [], { row throws(Fault) in try row.text() }) {
            try store.database.execute("DROP TRIGGER \(name)")
        }
        let later = SchemaVersion7.table.name
        try store.database.execute("DROP TABLE \(later); DELETE FROM gpkg_contents WHERE table_name = '\(later)'")
        try QueueIndexes.drop(in: store.database)
        let copies = SchemaVersion6Indexes.copies.map(\.column)
        for column in schema.columns.compactMap({ $0.split(separator: " ").first.map(String.init) }) + copies {
            try store.database.execute("ALTER TABLE case_file DROP COLUMN \(column)")
        }
        try store.database.execute(SchemaVersion1.guards)
        try store.database.execute("CREATE INDEX index_case_file_state_ ON case_file(state)")
        for table in schema.tables.map(\.name) {
            try store.database.execute("DROP TABLE \(table)")
            try store.database.execute("DELETE FROM gpkg_contents WHERE table_name = '\(table)'")
        }
    }

    /// Makes a store look as it did before the fifth schema.
    private func takeBack(_ schema: SchemaVersion5.Type, in store: RegionStore) throws {
        let column = try #require(schema.column.split(separator: " ").first)
        for table in ["standard_land", "standard_land_past"] {
            try store.database.execute("ALTER TABLE \(table) DROP COLUMN \(column)")
        }
        for table in ["enterprise", "enterprise_past"] { try store.database.execute("DROP TABLE \(table)") }
        try store.database.execute("DELETE FROM gpkg_contents WHERE table_name = 'enterprise'")
    }

    @Test func noFileAtAll() {
        #expect(fault { _ = try RegionStore.open(district.path) }?.message.en.contains("tuban init") == true)
        #expect(!FileManager.default.fileExists(atPath: district.path))
    }

    @Test func aStoreIsNeverMadeOverAFile() throws {
        _ = try district.withCases(1)
        #expect(fault { _ = try district.create() }?.message.en.contains("never overwritten") == true)
        #expect(try RegionStore.open(district.path).cases().count == 1)
    }

    @Test func aHalfMadeStoreIsMadeAnew() throws {
        try Data(repeating: 1, count: 100).write(to: URL(fileURLWithPath: district.folder + "/.tmp-monitor.gpkg"))
        #expect(try district.create().integrityReport().isSound)
    }

    @Test func damagedPagesAreReported() throws {
        do { _ = try district.withCases(300) }
        var bytes = try #require(FileManager.default.contents(atPath: district.path))
        for index in stride(from: bytes.count / 2, to: bytes.count, by: 3) { bytes[index] = 0xA5 }
        try bytes.write(to: URL(fileURLWithPath: district.path))
        var isSound = false
        let damage = fault { isSound = try RegionStore.open(district.path).integrityReport().isSound }
        #expect(!isSound)
        if let damage { #expect(damage.object.hasPrefix(district.path)) }
    }

    @Test func aRowChangedByAnotherProgramIsNamed() throws {
        let store = try district.withCases(2)
        try district.intruder().execute("UPDATE flag SET links = '[{}]' WHERE fid = 2")
        #expect(fault { _ = try store.flags() }?.object == "\(district.path): flag 2: links")
        try district.intruder().execute("UPDATE flag SET geom = x'4750' WHERE fid = 1")
        #expect(fault { _ = try store.flags() }?.object == "\(district.path): flag 1")
    }

    @Test func findingsOfTheReport() throws {
        let store = try district.withCases(2)
        let intruder = try district.intruder()
        try intruder.execute(
            """
            PRAGMA foreign_keys = OFF; PRAGMA user_version = 1; UPDATE flag SET geom = x'00' WHERE fid = 1;
            DELETE FROM patch WHERE fid = 2; DROP TABLE project; DELETE FROM gpkg_spatial_ref_sys WHERE srs_id = 0;
            """
        )
        let report = try store.integrityReport()
        #expect(!report.isSound)
        #expect(report.geoPackageFindings.count == 4)
        #expect(report.brokenReferences == ["flag 2 → patch"])
        #expect(report.counts.contains(TableCount(table: "flag", rows: 2)))
    }
}

@Suite struct ConcurrencyTests {
    let district: District

    init() throws { district = try District() }

    @Test func aWriterWaitsAndThenSaysWhoIsInTheWay() throws {
        let store = try district.withCases(1)
        let other = try RegionStore.open(district.path, patience: 50)
        try store.database.transaction { () throws(Fault) in
            let busy = fault { try other.saveRun(try District.run("2026-07")) }
            #expect(busy?.message.zh.contains("另一个程序正在写入") == true)
            // Readers are not kept waiting.
            #expect(fault { _ = try other.cases() } == nil)
        }
        #expect(fault { try other.saveRun(try District.run("2026-07")) } == nil)
    }

    @Test func ofManyWhoTakeTheSameStepOneDoes() async throws {
        _ = try district.withCases(1)
        let path = district.path
        let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<8 {
                group.addTask {
                    let store = try RegionStore.open(path)
                    let person = try Person(name: "调度\(index)", role: .dispatcher)
                    let step = CaseStep(.issue, by: person, at: District.time(2), reason: "下发", seenVersion: 1)
                    return fault { _ = try store.advance("202606-0001", step) } == nil
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(winners == 1)
        let store = try RegionStore.open(path)
        #expect(try store.caseDetail("202606-0001").events.count == 2)
        #expect(try store.integrityReport().isSound)
    }

    @Test func twoWritersAtOnceKeepOneChainAndOneNumbering() async throws {
        let opening = try district.create()
        try opening.saveRun(try District.run())
        let path = district.path
        let opened = try await withThrowingTaskGroup(of: [String].self) { group in
            for writer in 0..<2 {
                group.addTask {
                    let store = try RegionStore.open(path)
                    return try (0..<20).flatMap { round in
                        let flag = try District.flag(1 + writer * 100 + round)
                        return try store.saveFlags([flag], run: "2026-06", at: District.time(1)).opened
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(opened).count == 40)
        #expect(opened.max() == "202606-0040")
        #expect(try opening.integrityReport().isSound)
    }
}
