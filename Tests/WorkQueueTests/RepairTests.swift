import Foundation
import GeoModel
import SafeFiles
import Testing

@testable import WorkQueue

/// Each thing that a repair puts right, broken by somebody with a database tool; and what it leaves alone.
@Suite struct RepairTests {
    private let district: District

    init() throws {
        district = try District()
        _ = try district.withCases(4)
    }

    /// Breaks the store, sees what a trial says, repairs, and looks the store over.
    private func repair(_ key: String, count: Int = 1, _ sql: String...) throws -> RepairReport {
        do {
            let intruder = try district.intruder()
            try intruder.execute("PRAGMA foreign_keys = OFF")
            for statement in sql { try intruder.execute(statement) }
        }
        let before = try Checksum.sha256(ofFile: district.path)
        let trial = try StoreRepair.run(district.path, isTrial: true, at: District.time(70))
        #expect(trial.items.count == count && trial.items.allSatisfy { $0.key == key && $0.result == .repairable })
        #expect(trial.kept == nil)
        #expect(try Checksum.sha256(ofFile: district.path) == before)
        let report = try StoreRepair.run(district.path, isTrial: false, at: District.time(70))
        #expect(report.items.count == count && report.items.allSatisfy { $0.key == key && $0.result == .repaired })
        #expect(FileManager.default.fileExists(atPath: try #require(report.kept)))
        #expect(try StoreRepair.run(district.path, isTrial: true, at: District.time(71)).items.isEmpty)
        let store = try RegionStore.open(district.path)
        #expect(try store.integrityReport().isSound && store.cases().count == 4)
        return report
    }

    @Test func aSoundStoreNeedsNothing() throws {
        let report = try StoreRepair.run(district.path, isTrial: false, at: District.time(70))
        #expect(report.items.isEmpty && report.kept == nil)
    }

    @Test func indexes() throws {
        _ = try repair(
            "index", count: 3, "DROP INDEX index_case_file_priority", "DROP INDEX index_flag_run_id_",
            "DROP INDEX index_case_file_area; CREATE INDEX index_case_file_area ON case_file(state)")
    }

    @Test func guards() throws {
        _ = try repair(
            "guard", count: 2, "DROP TRIGGER event_is_never_changed",
            """
            DROP TRIGGER event_is_never_deleted;
            CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event BEGIN SELECT 1; END
            """)
        let intruder = try district.intruder()
        #expect(fault { try intruder.execute("DELETE FROM event") }?.message.en.contains("never deleted") == true)
    }

    @Test func entriesMissingFromAnIndex() throws {
        // The index is hidden while a row comes in, and then shown again.
        _ = try repair(
            "entries",
            """
            PRAGMA writable_schema = ON;
            CREATE TEMP TABLE hidden AS SELECT * FROM sqlite_master WHERE name = 'index_parcel_code_';
            DELETE FROM sqlite_master WHERE name = 'index_parcel_code_'; PRAGMA writable_schema = RESET
            """,
            "INSERT INTO parcel (geom, code, source_layer, source_row) SELECT geom, 'P1', 'a', 1 FROM flag LIMIT 1",
            """
            PRAGMA writable_schema = ON; INSERT INTO sqlite_master SELECT * FROM hidden; PRAGMA writable_schema = RESET;
            UPDATE gpkg_contents SET (min_x, min_y, max_x, max_y) = (0, 0, 1e9, 1e9) WHERE table_name = 'parcel'
            """)
    }

    @Test func rectanglesOfLayers() throws {
        _ = try repair(
            "extent", count: 2, "UPDATE gpkg_contents SET min_x = NULL WHERE table_name = 'flag'",
            "UPDATE gpkg_contents SET max_y = 10 WHERE table_name = 'patch'")
        let intruder = try district.intruder()
        let west = "SELECT CAST(min_x AS INTEGER) FROM gpkg_contents WHERE table_name = 'flag'"
        #expect(try intruder.integer(west) == 500_200)
    }

    @Test func listsOfLayers() throws {
        _ = try repair(
            "listing", count: 2,
            "DELETE FROM gpkg_geometry_columns WHERE table_name = 'flag'",
            "DELETE FROM gpkg_contents WHERE table_name = 'flag'",
            "DELETE FROM gpkg_contents WHERE table_name = 'event'")
    }

    @Test func theHeader() throws {
        _ = try repair("header", "PRAGMA application_id = 7")
    }

    @Test func requiredSystems() throws {
        _ = try repair("system", "DELETE FROM gpkg_spatial_ref_sys WHERE srs_id = -1")
    }

    @Test func numbersOfRows() throws {
        _ = try repair(
            "row-count",
            """
            CREATE TABLE gpkg_ogr_contents (table_name TEXT NOT NULL PRIMARY KEY, feature_count INTEGER DEFAULT NULL);
            INSERT INTO gpkg_ogr_contents VALUES ('flag', 9), ('patch', NULL)
            """)
    }

    @Test func whatCasesRepeatOfTheirFlags() throws {
        let report = try repair(
            "copies", "DROP TRIGGER case_follows_its_flag; UPDATE case_file SET flag_priority = 5 WHERE sequence < 3",
            """
            CREATE TRIGGER case_follows_its_flag \(SchemaVersion6Indexes.triggers["case_follows_its_flag"] ?? "")
            """)
        #expect(report.items[0].what.en.hasPrefix("2 cases"))
        #expect(try RegionStore.open(district.path).cases().allSatisfy { $0.priority < 5 })
    }

    /// As QGIS makes it: the triggers call functions that this program does not have.
    @Test func aSpatialIndexOfAnotherProgram() throws {
        _ = try repair(
            "spatial-index",
            """
            CREATE VIRTUAL TABLE rtree_flag_geom USING rtree(id, minx, maxx, miny, maxy);
            CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
                definition TEXT NOT NULL, scope TEXT NOT NULL);
            INSERT INTO gpkg_extensions VALUES ('flag', 'geom', 'gpkg_rtree_index', '', 'write-only');
            CREATE TRIGGER rtree_flag_geom_insert AFTER INSERT ON flag
            WHEN NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom)
            BEGIN INSERT OR REPLACE INTO rtree_flag_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom),
                ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END
            """)
        let store = try RegionStore.open(district.path)
        #expect(try store.saveFlags([try District.flag(9)], run: "2026-06", at: District.time(80)).opened.count == 1)
    }

    @Test func whatIsBeyondIsToldAndLeft() throws {
        do {
            let intruder = try district.intruder()
            try intruder.execute("PRAGMA foreign_keys = OFF; DROP TRIGGER event_is_never_changed")
            try intruder.execute("UPDATE event SET reason = '改' WHERE fid = 2; DROP INDEX index_case_file_area")
            try intruder.execute("UPDATE flag SET patch_number = 'gone' WHERE fid = 1")
            try intruder.execute("CREATE TRIGGER mine AFTER INSERT ON parcel BEGIN SELECT 1; END")
        }
        let report = try StoreRepair.run(district.path, isTrial: false, at: District.time(70))
        #expect(report.items.filter { $0.result == .repaired }.map(\.key) == ["guard", "index"])
        #expect(report.beyond.map(\.key) == ["reference", "record"])
        #expect(report.items.filter { $0.result == .noticed }.map(\.key) == ["stranger"])
        #expect(report.beyond.last?.what.en.contains("event 2") == true)
        let intruder = try district.intruder()
        #expect(try intruder.text("SELECT reason FROM event WHERE fid = 2") == "改")
        #expect(try intruder.integer("SELECT count(*) FROM sqlite_master WHERE name = 'mine'") == 1)
    }

    @Test func aTableThatIsGoneIsNotMadeAnew() throws {
        do { try district.intruder().execute("PRAGMA foreign_keys = OFF; DROP TABLE duty_visit") }
        let report = try StoreRepair.run(district.path, isTrial: false, at: District.time(70))
        #expect(report.beyond.map(\.key) == ["table"] && report.kept == nil)
    }
}
