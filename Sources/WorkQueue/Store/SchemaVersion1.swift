/// The first schema of the store. It is history: later schemas are further migrations, and this one stays as it is.
enum SchemaVersion1 {
    static let tables = imagery + monitoring + records + queue

    private static let imagery = [
        StoreTable(
            name: "scene",
            isSpatial: false,
            description: "影像 / scenes",
            columns: """
                id TEXT NOT NULL UNIQUE, date DATE, sensor TEXT NOT NULL, system TEXT,
                origin_x DOUBLE NOT NULL, origin_y DOUBLE NOT NULL,
                pixel_width DOUBLE NOT NULL, pixel_height DOUBLE NOT NULL,
                columns INTEGER NOT NULL, rows INTEGER NOT NULL,
                bands TEXT NOT NULL, scale DOUBLE NOT NULL, offset DOUBLE NOT NULL, no_data DOUBLE,
                usable_codes TEXT NOT NULL, checksums TEXT NOT NULL, cloud_fraction DOUBLE, valid_fraction DOUBLE
                """
        ),
        StoreTable(
            name: "run",
            isSpatial: false,
            description: "批次运行 / runs",
            columns: """
                id TEXT NOT NULL UNIQUE, period TEXT NOT NULL, recipe TEXT NOT NULL, started_at DATETIME NOT NULL,
                manifest TEXT NOT NULL, manifest_sha256 TEXT
                """
        ),
    ]

    private static let monitoring = [
        StoreTable(
            name: "patch",
            isSpatial: true,
            description: "变化图斑 / change patches",
            columns: """
                number TEXT NOT NULL UNIQUE, run_id TEXT NOT NULL REFERENCES run(id), is_current BOOLEAN NOT NULL,
                before_scene TEXT NOT NULL, before_date DATE, after_scene TEXT NOT NULL, after_date DATE,
                first_column INTEGER NOT NULL, first_row INTEGER NOT NULL, pixels INTEGER NOT NULL,
                area_m2 DOUBLE, area_mu DOUBLE, state_before TEXT NOT NULL, state_after TEXT NOT NULL,
                transition_share DOUBLE, ndvi DOUBLE, ndbi DOUBLE, mndwi DOUBLE, bsi DOUBLE,
                mean_score DOUBLE, largest_score DOUBLE, confidence DOUBLE
                """
        ),
        StoreTable(
            name: "flag",
            isSpatial: true,
            description: "疑似问题 / flags",
            columns: """
                id TEXT NOT NULL UNIQUE, run_id TEXT NOT NULL REFERENCES run(id),
                theme TEXT NOT NULL, theme_zh TEXT NOT NULL, theme_en TEXT NOT NULL, rule TEXT NOT NULL,
                period TEXT NOT NULL, patch_number TEXT REFERENCES patch(number), area_m2 DOUBLE, area_mu DOUBLE,
                priority INTEGER NOT NULL, reason_zh TEXT NOT NULL, reason_en TEXT NOT NULL,
                facts TEXT NOT NULL, links TEXT NOT NULL
                """
        ),
    ]

    private static let origin = "source_layer TEXT NOT NULL, source_row INTEGER NOT NULL"

    private static let records = [
        StoreTable(
            name: "parcel",
            isSpatial: true,
            description: "宗地 / parcels",
            columns: "code TEXT NOT NULL, land_class TEXT, holder TEXT, \(origin)"
        ),
        StoreTable(
            name: "approval",
            isSpatial: true,
            description: "批次 / approvals",
            columns: "number TEXT NOT NULL, batch_name TEXT, approved_on DATE, \(origin)"
        ),
        StoreTable(
            name: "supply",
            isSpatial: true,
            description: "供地 / supplies",
            columns: """
                contract TEXT NOT NULL, parcel_code TEXT, mode TEXT, signed_on DATE, agreed_start DATE,
                agreed_completion DATE, \(origin)
                """
        ),
        StoreTable(
            name: "standard_land",
            isSpatial: false,
            description: "标准地 / standard land",
            columns: """
                contract TEXT NOT NULL, enterprise TEXT, investment_per_mu DOUBLE, tax_per_mu DOUBLE,
                plot_ratio DOUBLE, agreed_start DATE, \(origin)
                """
        ),
        StoreTable(
            name: "zone",
            isSpatial: true,
            description: "三区三线 / control lines",
            columns: "kind TEXT NOT NULL, name TEXT NOT NULL, \(origin)"
        ),
        StoreTable(
            name: "project",
            isSpatial: true,
            description: "项目 / projects",
            columns: "code TEXT NOT NULL, name TEXT NOT NULL, is_major BOOLEAN NOT NULL, \(origin)"
        ),
    ]

    // `case` is a word of SQL, so the table of cases is called `case_file` (案卷).
    private static let queue = [
        StoreTable(
            name: "case_file",
            isSpatial: false,
            description: "任务 / cases",
            columns: """
                id TEXT NOT NULL UNIQUE, period TEXT NOT NULL, sequence INTEGER NOT NULL,
                flag_id TEXT NOT NULL UNIQUE REFERENCES flag(id), state TEXT NOT NULL, version INTEGER NOT NULL,
                outcome TEXT, assigned_name TEXT, assigned_role TEXT,
                opened_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, UNIQUE (period, sequence)
                """
        ),
        StoreTable(
            name: "event",
            isSpatial: false,
            description: "流转记录 / events",
            columns: """
                case_id TEXT NOT NULL REFERENCES case_file(id), case_version INTEGER NOT NULL, action TEXT NOT NULL,
                from_state TEXT, to_state TEXT NOT NULL, actor_name TEXT, actor_role TEXT NOT NULL,
                at DATETIME NOT NULL, reason TEXT NOT NULL, outcome TEXT, details TEXT NOT NULL,
                previous_hash TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, UNIQUE (case_id, case_version)
                """
        ),
    ]

    static let indexes = [
        "patch(run_id)", "flag(run_id)", "flag(patch_number)", "flag(period, theme)", "case_file(state)",
        "parcel(code)", "approval(number)", "supply(contract)", "supply(parcel_code)", "standard_land(contract)",
        "project(code)",
    ]

    /// What no program may do to the record of the loop, this one included. A person with a database tool can drop
    /// these guards; the chain of hashes then tells.
    static let guards = """
        CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
        BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;

        CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
        BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;

        CREATE TRIGGER event_is_only_appended BEFORE INSERT ON event
        WHEN NEW.fid IS NOT (SELECT coalesce(max(fid), 0) + 1 FROM event) OR NEW.previous_hash IS NOT
            coalesce((SELECT hash FROM event ORDER BY fid DESC LIMIT 1), '\(EventChain.start)')
        BEGIN SELECT RAISE(ABORT, 'events are only appended to the chain'); END;

        CREATE TRIGGER case_is_never_deleted BEFORE DELETE ON case_file
        BEGIN SELECT RAISE(ABORT, 'cases are never deleted'); END;

        CREATE TRIGGER case_opens_as_suspected BEFORE INSERT ON case_file
        WHEN NEW.state <> 'suspected' OR NEW.version <> 1
        BEGIN SELECT RAISE(ABORT, 'a case opens as suspected, version 1'); END;

        CREATE TRIGGER case_keeps_its_identity BEFORE UPDATE OF fid, id, period, sequence, flag_id, opened_at
            ON case_file
        BEGIN SELECT RAISE(ABORT, 'a case keeps its number and its flag'); END;

        CREATE TRIGGER case_moves_with_an_event BEFORE UPDATE ON case_file
        WHEN NOT EXISTS (SELECT 1 FROM event WHERE case_id = NEW.id AND case_version = NEW.version
            AND to_state = NEW.state AND NEW.version = OLD.version + 1)
        BEGIN SELECT RAISE(ABORT, 'a case moves only together with its event'); END;

        CREATE TRIGGER flag_is_never_deleted BEFORE DELETE ON flag
        BEGIN SELECT RAISE(ABORT, 'flags are never deleted'); END;
        """
}
