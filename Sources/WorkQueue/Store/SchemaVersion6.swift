import GeoModel

/// What the sixth schema adds: the whole loop. How a case is disposed of and how its clocks stand, the files that show
/// what was done, what cases have to do with each other, duties with a cadence, reports from the field. It is history,
/// as the first is.
enum SchemaVersion6 {
    static let columns = [
        "finding TEXT", "disposal TEXT", "basis TEXT", "level INTEGER NOT NULL DEFAULT 0", "entered_at DATETIME",
        "paused_at DATETIME", "pause_ground TEXT",
    ]

    static let tables = [
        StoreTable(
            name: "evidence",
            isSpatial: false,
            description: "佐证材料 / evidence",
            columns: """
                case_id TEXT NOT NULL REFERENCES case_file(id), case_version INTEGER NOT NULL, sha256 TEXT NOT NULL,
                name TEXT NOT NULL, media_type TEXT NOT NULL, bytes INTEGER NOT NULL, taken_at DATETIME,
                longitude DOUBLE, latitude DOUBLE, azimuth DOUBLE, taken_by TEXT
                """
        ),
        StoreTable(
            name: "case_link",
            isSpatial: false,
            description: "任务关联 / links between cases",
            columns: """
                case_id TEXT NOT NULL REFERENCES case_file(id), other_id TEXT NOT NULL REFERENCES case_file(id),
                kind TEXT NOT NULL, run_id TEXT NOT NULL, noted_at DATETIME NOT NULL,
                UNIQUE (case_id, other_id, kind)
                """
        ),
        StoreTable(
            name: "case_sighting",
            isSpatial: false,
            description: "再次监测到 / later sightings of cases",
            columns: """
                case_id TEXT NOT NULL REFERENCES case_file(id), run_id TEXT NOT NULL, period TEXT NOT NULL,
                patch_number TEXT, flag_id TEXT, area_m2 DOUBLE, noted_at DATETIME NOT NULL
                """
        ),
        StoreTable(
            name: "duty",
            isSpatial: false,
            description: "定期走访职责 / duties with a cadence",
            columns: """
                id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, subject TEXT NOT NULL, owner TEXT NOT NULL,
                role TEXT NOT NULL, times INTEGER NOT NULL, every TEXT NOT NULL, since DATE NOT NULL, until DATE,
                note TEXT
                """
        ),
        StoreTable(
            name: "duty_visit",
            isSpatial: false,
            description: "走访记录 / visits of duties",
            columns: """
                duty_id TEXT NOT NULL REFERENCES duty(id), at DATETIME NOT NULL, by TEXT NOT NULL, note TEXT NOT NULL
                """
        ),
        StoreTable(
            name: "field_report",
            isSpatial: false,
            description: "外业回传 / reports from the field",
            columns: """
                uuid TEXT NOT NULL, pack TEXT NOT NULL, case_id TEXT NOT NULL, base_version INTEGER NOT NULL,
                received_at DATETIME NOT NULL, verdict TEXT NOT NULL, content TEXT NOT NULL, sha256 TEXT NOT NULL,
                UNIQUE (uuid, sha256)
                """
        ),
    ]

    static let indexes = [
        "evidence(case_id)", "case_link(case_id)", "case_link(other_id)", "case_sighting(case_id, period)",
    ]

    /// Evidence is part of the record: it comes with an event and stays. So do duties and visits.
    private static let guards = """
        CREATE TRIGGER evidence_is_never_changed BEFORE UPDATE ON evidence
        BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;

        CREATE TRIGGER evidence_is_never_deleted BEFORE DELETE ON evidence
        BEGIN SELECT RAISE(ABORT, 'evidence is never deleted'); END;

        CREATE TRIGGER evidence_comes_with_an_event BEFORE INSERT ON evidence
        WHEN NOT EXISTS (SELECT 1 FROM event WHERE case_id = NEW.case_id AND case_version = NEW.case_version)
        BEGIN SELECT RAISE(ABORT, 'evidence comes with an event'); END;

        CREATE TRIGGER duty_is_never_deleted BEFORE DELETE ON duty
        BEGIN SELECT RAISE(ABORT, 'duties are ended, not deleted'); END;

        CREATE TRIGGER visit_is_never_changed BEFORE UPDATE ON duty_visit
        BEGIN SELECT RAISE(ABORT, 'visits are never changed'); END;

        CREATE TRIGGER visit_is_never_deleted BEFORE DELETE ON duty_visit
        BEGIN SELECT RAISE(ABORT, 'visits are never deleted'); END;
        """

    static func apply(_ database: SQLiteDatabase, system: Int, at time: Timestamp) throws(Fault) {
        for column in columns { try database.execute("ALTER TABLE case_file ADD COLUMN \(column)") }
        for table in tables {
            try database.execute(table.creation)
            try GeoPackage.register(table, in: database, system: system, at: time)
        }
        for place in indexes { try Migration.index([place], in: database) }
        try database.execute(guards)
        try enterStates(database)
        try SchemaVersion6Indexes.apply(database)
    }

    /// Until now every event moved its case, so a case came into its state when it was last written to.
    private static func enterStates(_ database: SQLiteDatabase) throws(Fault) {
        let name = "case_moves_with_an_event"
        let rule = try database.text("SELECT sql FROM sqlite_master WHERE name = ?", [.text(name)])
        try database.execute("DROP TRIGGER IF EXISTS \(name)")
        try database.execute("UPDATE case_file SET entered_at = updated_at")
        if let rule { try database.execute(rule) }
    }
}
