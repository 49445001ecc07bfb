import GeoModel

/// What the sixth schema adds so that a queue of a million cases is listed at once: each case carries what of its flag
/// lists are sorted and narrowed by, and indexes hold all of it in the order of a list, so that SQLite walks one of
/// them and stops at the limit. It is history, as the first is.
///
/// The copies follow the flag by a trigger, and no program can set them to anything else.
enum SchemaVersion6Indexes {
    /// The columns of `case_file` and what of the flag they repeat.
    static let copies = [
        (column: "flag_theme", kind: "TEXT", of: "theme"), (column: "flag_period", kind: "TEXT", of: "period"),
        (column: "flag_priority", kind: "INTEGER", of: "priority"),
        (column: "flag_area_m2", kind: "DOUBLE", of: "area_m2"),
    ]

    /// By name. Each begins with what a list is narrowed to, goes on in its order, and ends with the other conditions,
    /// so that a case that is not listed is passed over without being read.
    static let indexes = [
        "index_case_file_priority":
            "case_file(flag_priority, flag_area_m2 DESC, period, sequence, state, flag_theme, flag_period)",
        "index_case_file_state_priority":
            "case_file(state, flag_priority, flag_area_m2 DESC, period, sequence, flag_theme, flag_period)",
        "index_case_file_theme_priority":
            "case_file(flag_theme, flag_priority, flag_area_m2 DESC, period, sequence, state, flag_period)",
        "index_case_file_area": "case_file(flag_area_m2 DESC, period, sequence, state, flag_theme, flag_period)",
        "index_case_file_updated": "case_file(updated_at DESC, period, sequence, state, flag_theme, flag_period)",
    ]

    /// What the first index above with the state makes needless.
    static let dropped = ["index_case_file_state_"]

    /// Whether the copies of a row `NEW` of `case_file` are not those of its flag.
    private static let differ = """
        NOT EXISTS (SELECT 1 FROM flag WHERE id = NEW.flag_id AND theme = NEW.flag_theme AND period = NEW.flag_period \
        AND priority = NEW.flag_priority AND area_m2 IS NEW.flag_area_m2)
        """

    /// By name, the triggers that keep the copies.
    static let triggers = [
        "flag_leads_its_case": """
        AFTER UPDATE OF theme, period, priority, area_m2 ON flag
        BEGIN UPDATE case_file SET flag_theme = NEW.theme, flag_period = NEW.period, flag_priority = NEW.priority,
            flag_area_m2 = NEW.area_m2 WHERE flag_id = NEW.id; END
        """,
        // As they were, and that the copies are right. FAIL instead of ABORT: these refuse before anything is written,
        // and SQLite need not keep a copy of each page that an insertion writes to.
        "case_opens_as_suspected": """
        BEFORE INSERT ON case_file WHEN NEW.state <> 'suspected' OR NEW.version <> 1 OR \(differ)
        BEGIN SELECT RAISE(FAIL, 'a case opens as suspected, version 1, listed by what its flag says'); END
        """,
        "event_is_only_appended": """
        BEFORE INSERT ON event
        WHEN NEW.fid IS NOT (SELECT coalesce(max(fid), 0) + 1 FROM event) OR NEW.previous_hash IS NOT
            coalesce((SELECT hash FROM event ORDER BY fid DESC LIMIT 1), '\(EventChain.start)')
        BEGIN SELECT RAISE(FAIL, 'events are only appended to the chain'); END
        """,
        "case_follows_its_flag": """
        BEFORE UPDATE OF flag_theme, flag_period, flag_priority, flag_area_m2 ON case_file WHEN \(differ)
        BEGIN SELECT RAISE(ABORT, 'a case is listed by what its flag says'); END
        """,
        // As it was, but for the copies: they change with the flag, before a person has acted on it.
        "case_moves_with_an_event": """
        BEFORE UPDATE OF state, version, outcome, assigned_name, assigned_role, updated_at, finding, disposal, basis,
            level, entered_at, paused_at, pause_ground ON case_file
        WHEN NOT EXISTS (SELECT 1 FROM event WHERE case_id = NEW.id AND case_version = NEW.version
            AND to_state = NEW.state AND NEW.version = OLD.version + 1)
        BEGIN SELECT RAISE(ABORT, 'a case moves only together with its event'); END
        """,
    ]

    static func apply(_ database: SQLiteDatabase) throws(Fault) {
        for copy in copies { try database.execute("ALTER TABLE case_file ADD COLUMN \(copy.column) \(copy.kind)") }
        for name in triggers.keys { try database.execute("DROP TRIGGER IF EXISTS \(name)") }
        let columns = copies.map(\.column).joined(separator: ", ")
        let values = copies.map(\.of).joined(separator: ", ")
        try database.execute(
            "UPDATE case_file SET (\(columns)) = (SELECT \(values) FROM flag WHERE flag.id = flag_id)")
        for name in dropped { try database.execute("DROP INDEX IF EXISTS \(name)") }
        try QueueIndexes.make(in: database)
        for (name, body) in triggers.sorted(by: { $0.key < $1.key }) {
            try database.execute("CREATE TRIGGER \(name) \(body)")
        }
    }
}

/// The indexes of lists, as far as they are made and unmade together.
enum QueueIndexes {
    static func make(in database: SQLiteDatabase) throws(Fault) {
        for (name, place) in SchemaVersion6Indexes.indexes.sorted(by: { $0.key < $1.key }) {
            try database.execute("CREATE INDEX IF NOT EXISTS \(name) ON \(place)")
        }
    }

    static func drop(in database: SQLiteDatabase) throws(Fault) {
        for name in SchemaVersion6Indexes.indexes.keys.sorted() {
            try database.execute("DROP INDEX IF EXISTS \(name)")
        }
    }
}
