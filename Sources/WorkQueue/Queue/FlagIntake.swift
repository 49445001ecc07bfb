package import GeoModel
package import LandRecords
import Patches
import SafeFiles

/// What became of flags that were saved.
package struct FlagReceipt: Sendable, Hashable {
    /// The new cases, in the order of their flags.
    package var opened: [String] = []
    /// How many flags were there already and were written anew; no person has acted on them yet.
    package var refreshed = 0
    /// How many were there already and were kept as they were, because a person has acted on their case or a later
    /// month has raised them too.
    package var held = 0
    /// Cases of the same run, or of a lasting rule and an earlier month, whose flag was not among these, as far as no
    /// person has acted on them. They stay in the queue: people decide.
    package var notRaisedAgain: [String] = []
}

extension RegionStore {
    /// Enters flags, each with its patch, and opens a case for each that is new.
    ///
    /// The same flags again change nothing: there is one case for a flag id, ever, and cases and events that are there
    /// are not touched. This is the only thing the machine does in the loop.
    ///
    /// - Parameters:
    ///   - flags: In the order in which their cases are to be numbered.
    ///   - placed: What is known of their places, where that was looked up.
    ///   - run: The id of a saved run.
    ///   - lasting: The rules whose flags stay the same from month to month, as `FILE#RULE`.
    ///   - period: The run's month.
    ///   - time: When.
    /// - Returns: The new cases, and how many flags were known already.
    /// - Throws: `Fault` where the run is unknown or the disk is full; then nothing is changed.
    @discardableResult
    package func saveFlags<Flags: RandomAccessCollection & Sendable>(
        _ flags: Flags, placed: PlacedFlags? = nil, run: String, lasting: [String] = [], period: Period? = nil,
        at time: Timestamp
    ) throws(Fault) -> FlagReceipt where Flags.Element == Flag, Flags.Index == Int {
        try checkRun(run)
        // Each flag, case and event is written right after what it refers to, and the guard of new cases looks the flag
        // up. With foreign keys on, SQLite would keep a copy of each page that a row is put on, to undo that row alone:
        // 26 pages a flag, two thirds of the time.
        // The indexes of lists are made anew at the end of a large intake: two threads more sort them.
        try database.execute(
            "PRAGMA foreign_keys = OFF; PRAGMA cache_size = \(FlagIntake.cacheSize); PRAGMA threads = 2")
        defer {
            try? database.execute("PRAGMA foreign_keys = ON; PRAGMA cache_size = \(SQLiteDatabase.cacheSize)")
        }
        return try database.transaction { () throws(Fault) in
            let intake = try FlagIntake(self, run: run, at: time)
            let system = reference.id
            try ReadAhead.forEach(flags, prepare: { FlagRow($0, run: run, system: system) }) { row throws(Fault) in
                try intake.take(row)
            }
            try intake.finish(lasting: lasting, before: period)
            if let placed, let period { try note(placed, run: run, period: period, at: time) }
            return intake.receipt
        }
    }
}

/// What a flag comes to in the store: all that can be worked out without looking at it.
private struct FlagRow: Sendable {
    let flag: Flag
    let cells: [SQLiteValue]
    let evidence: String
    let bounds: BoundingBox?
    let period: String

    init(_ flag: Flag, run: String, system: Int) {
        self.flag = flag
        cells = flag.cells(run: run, system: system)
        evidence = flag.evidence.text()
        bounds = flag.shape.bounds
        period = flag.period.description
    }
}

/// Takes flags in, inside a transaction of its owner's.
private final class FlagIntake {
    /// Enough for the pages of a million ids and hashes, which are written to at random; in the unit of the pragma.
    static let cacheSize = -262_144

    private(set) var receipt = FlagReceipt()
    private let database: SQLiteDatabase
    private let system: Int
    private let run: String
    private let time: Timestamp
    private let patches: PatchWriter
    private let known: SQLiteStatement
    private let insertion: SQLiteStatement
    private let update: SQLiteStatement
    private let opening: SQLiteStatement
    private let events: EventWriter
    /// The last number of each period's cases, as far as they were asked for.
    private var sequences: [String: Int] = [:]
    private var bounds: BoundingBox?
    private var raised: Set<String> = []
    /// How many new cases make it cheaper to build the indexes of lists anew at the end than to put each case in its
    /// place in each of them; nil once they are gone.
    private var rebuildAfter: Int?

    init(_ store: RegionStore, run: String, at time: Timestamp) throws(Fault) {
        database = store.database
        system = store.reference.id
        self.run = run
        self.time = time
        patches = try PatchWriter(database, run: run, system: system)
        known = try database.prepare(
            "SELECT flag.period, case_file.version FROM flag JOIN case_file ON flag_id = flag.id WHERE flag.id = ?")
        insertion = try database.prepare(Flag.writtenLayout.insertionInWhole)
        update = try database.prepare(Flag.writtenLayout.update(key: "id"))
        opening = try database.prepare(
            """
            INSERT OR FAIL INTO case_file (id, period, sequence, flag_id, state, version, opened_at, updated_at,
                entered_at, flag_theme, flag_period, flag_priority, flag_area_m2)
            VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6, ?6, ?6, ?7, ?2, ?8, ?9)
            """)
        events = try EventWriter(database)
        rebuildAfter = max(10_000, (try database.integer("SELECT max(fid) FROM case_file") ?? 0) / 2)
    }

    func take(_ row: FlagRow) throws(Fault) {
        let flag = row.flag
        raised.insert(flag.id)
        if let patch = flag.patch { try patches.write(patch) }
        try known.bind([.text(flag.id)])
        let isKnown = try known.step()
        defer { known.reset() }
        // A judgement stands on what the person saw: from the first step on, the flag stays as it was. And an earlier
        // month that is joined again has nothing to say beside a later one.
        if isKnown {
            let (month, version) = (try known.text(), try known.integer())
            guard version == 1, month <= row.period else {
                receipt.held += 1
                return
            }
        }
        known.reset()
        if isKnown { try update.run(row.cells + [.text(flag.id)]) } else { try insertion.run(row.cells) }
        if let box = row.bounds { bounds = bounds?.union(box) ?? box }
        if isKnown {
            receipt.refreshed += 1
        } else {
            receipt.opened.append(try openCase(row))
            guard let limit = rebuildAfter, receipt.opened.count >= limit else { return }
            try QueueIndexes.drop(in: database)
            rebuildAfter = nil
        }
    }

    func finish(lasting: [String], before period: Period?) throws(Fault) {
        if rebuildAfter == nil { try QueueIndexes.make(in: database) }
        try GeoPackage.touch("patch", in: database, bounds: patches.bounds, at: time)
        try GeoPackage.touch("flag", in: database, bounds: bounds, at: time)
        receipt.notRaisedAgain = try casesNotRaisedAgain(lasting, before: period)
        guard !receipt.opened.isEmpty else { return }
        for table in ["case_file", "event"] { try GeoPackage.touch(table, in: database, at: time) }
    }

    private func casesNotRaisedAgain(_ lasting: [String], before period: Period?) throws(Fault) -> [String] {
        let marks = lasting.map { _ in "?" }.joined(separator: ", ")
        let untouched = """
            SELECT case_file.id, flag.id FROM case_file JOIN flag ON flag.id = flag_id
            WHERE version = 1 AND (run_id = ? OR flag.period < ? AND flag.rule IN (\(marks))) ORDER BY case_file.fid
            """
        let values = [run, period?.description ?? ""] + lasting
        return try database.rows(untouched, values.map { .text($0) }) { row throws(Fault) in
            (try row.text(), try row.text())
        }
        .filter { !raised.contains($0.1) }.map(\.0)
    }

    private func openCase(_ row: FlagRow) throws(Fault) -> String {
        let flag = row.flag
        let period = row.period
        let sequence: Int
        if let last = sequences[period] { sequence = last + 1 } else { sequence = try lastSequence(of: period) + 1 }
        sequences[period] = sequence
        let id = period.filter { $0 != "-" } + "-" + padded(sequence, to: 4)
        try opening.run([
            .text(id), .text(period), .integer(sequence), .text(flag.id), .text(CaseState.suspected.rawValue),
            .text(time.text), .text(flag.theme), .integer(flag.priority), .real(flag.area.squareMetres),
        ])
        try events.append(openingEvent(row, caseID: id))
        return id
    }

    private func lastSequence(of period: String) throws(Fault) -> Int {
        try database.integer("SELECT max(sequence) FROM case_file WHERE period = ?", [.text(period)]) ?? 0
    }

    private func openingEvent(_ row: FlagRow, caseID: String) -> EventRow {
        var event = EventRow()
        event.caseID = caseID
        event.at = time.text
        event.reason = row.flag.reason.zh
        event.details = row.evidence
        return event
    }
}

extension Flag {
    /// What a judgement on the flag stands on, as events keep it: rule, place, images with their days, facts. No
    /// program changes any of it once a person has acted on it.
    var evidence: JSONValue {
        // The outline's bytes as the store keeps it, but for the number of the coordinate system.
        let outline = Checksum.sha256(of: GeoPackageGeometry.encode(shape, system: 0))
        return [
            "flag": .string(id), "theme": .string(theme), "theme_label": themeLabel.json, "rule": .string(rule),
            "period": .string(period.description), "priority": .integer(priority), "reason": reason.json,
            "area_m2": .number(area.squareMetres), "outline_sha256": .string(outline),
            "patch": JSONValue(patch?.number), "before": patch?.before.json ?? .null,
            "after": patch?.after.json ?? .null, "links": .array(links.map(\.json)),
            "facts": .array(facts.map(\.json)),
        ]
    }

    /// The same in short, for the events that follow.
    var stamp: JSONValue {
        ["rule": .string(rule), "before": patch?.before.json ?? .null, "after": patch?.after.json ?? .null]
    }
}

extension SceneStamp {
    fileprivate var json: JSONValue { ["scene": .string(id), "date": JSONValue(date?.description)] }
}
