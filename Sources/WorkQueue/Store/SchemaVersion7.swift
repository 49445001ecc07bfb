import GeoModel
import LandRecords

/// What the seventh schema adds: the visits to each entity, so that those of a year are found at once. It is history,
/// as the first is.
///
/// Events tell of visits too; the table repeats what they say in an order that can be looked up.
enum SchemaVersion7 {
    static let table = StoreTable(
        name: "case_visit",
        isSpatial: false,
        description: "到现场走访 / visits on site",
        columns: """
            case_id TEXT NOT NULL REFERENCES case_file(id), case_version INTEGER NOT NULL, entity TEXT,
            day DATE NOT NULL, UNIQUE (case_id, case_version)
            """
    )

    static let index = "CREATE INDEX index_case_visit_entity ON case_visit(entity, day)"

    private static let guards = """
        CREATE TRIGGER case_visit_is_never_changed BEFORE UPDATE ON case_visit
        BEGIN SELECT RAISE(ABORT, 'visits are never changed'); END;

        CREATE TRIGGER case_visit_is_never_deleted BEFORE DELETE ON case_visit
        BEGIN SELECT RAISE(ABORT, 'visits are never deleted'); END;

        CREATE TRIGGER case_visit_comes_with_an_event BEFORE INSERT ON case_visit
        WHEN NOT EXISTS (SELECT 1 FROM event WHERE case_id = NEW.case_id AND case_version = NEW.case_version
            AND action IN ('survey', 'visitAgain'))
        BEGIN SELECT RAISE(ABORT, 'a visit comes with an event'); END;
        """

    static func apply(_ database: SQLiteDatabase, system: Int, at time: Timestamp) throws(Fault) {
        try database.execute(table.creation)
        try GeoPackage.register(table, in: database, system: system, at: time)
        try database.execute(index)
        try enterVisits(database)
        try database.execute(guards)
    }

    /// Until now events did not say whose land was visited: those with something to show were visits, as were surveys
    /// of before the sixth schema, and whose land it was the registers tell.
    private static func enterVisits(_ database: SQLiteDatabase) throws(Fault) {
        let sql = """
            SELECT event.case_id, event.case_version, event.at, flag.links FROM event
            JOIN case_file ON case_file.id = event.case_id JOIN flag ON flag.id = case_file.flag_id
            WHERE action IN ('survey', 'visitAgain') AND json_valid(details) AND (
                json_type(details, '$.evidence') IS NOT NULL OR json_type(details, '$.case') IS NULL)
            ORDER BY event.fid
            """
        let visits = try database.rows(sql) { row throws(Fault) in
            (try row.text(), try row.integer(), try row.value { Timestamp($0) }, try row.list { RecordLink($0) })
        }
        for (caseID, version, time, links) in visits {
            let entity = try database.entity(of: links)
            try database.run(
                CaseVisit.insertion,
                [.text(caseID), .integer(version), .text(entity), .text(time.bureauDay.description)])
        }
    }
}
