package import GeoModel
package import Patches

extension Patch {
    static let layout = TableLayout(
        "patch",
        [
            "geom", "number", "before_scene", "before_date", "after_scene", "after_date", "first_column", "first_row",
            "pixels", "area_m2", "state_before", "state_after", "transition_share", "ndvi", "ndbi", "mndwi", "bsi",
            "mean_score", "largest_score", "confidence", "season", "season_brightness", "season_shared",
        ]
    )

    /// With what a patch itself does not hold: its run, whether that run still finds it, and the area in mu for GIS
    /// users.
    static let writtenLayout = TableLayout("patch", layout.columns + ["run_id", "is_current", "area_mu"])

    func cells(run: String, system: Int) -> [SQLiteValue] {
        [
            .shape(shape, system: system), .text(number), .text(before.id), .date(before.date), .text(after.id),
            .date(after.date), .integer(firstPixel.column), .integer(firstPixel.row), .integer(pixelCount),
            .real(area.squareMetres), .text(transition.before.code), .text(transition.after.code),
            .real(transitionShare), .real(differences.ndvi), .real(differences.ndbi), .real(differences.mndwi),
            .real(differences.bsi), .real(meanScore), .real(largestScore), .real(confidence),
            .text(season?.kind.rawValue), season?.brightness.map { .real($0) } ?? .null,
            season.map { .real($0.shared) } ?? .null,
            .text(run), .flag(true), .real(area.mu),
        ]
    }

    init(row: SQLiteStatement) throws(Fault) {
        let shape = try row.shape()
        self.init(
            number: try row.text(),
            before: try SceneStamp(row: row),
            after: try SceneStamp(row: row),
            firstPixel: PixelPlace(column: try row.integer(), row: try row.integer()),
            pixelCount: try row.integer(),
            area: Area(squareMetres: row.real()),
            shape: shape,
            transition: Transition(
                before: try row.value { LandState(code: $0) },
                after: try row.value { LandState(code: $0) }
            ),
            transitionShare: row.real(),
            differences: IndexDifferences(ndvi: row.real(), ndbi: row.real(), mndwi: row.real(), bsi: row.real()),
            meanScore: row.real(),
            largestScore: row.real(),
            confidence: row.real()
        )
        self = with(try SeasonSign(row: row))
    }
}

extension SeasonSign {
    fileprivate init?(row: SQLiteStatement) throws(Fault) {
        let kind = try row.optionalValue { Kind(rawValue: $0) }
        let (brightness, shared) = (row.optionalReal(), row.optionalReal())
        guard let kind else { return nil }
        self.init(kind: kind, brightness: brightness, shared: shared ?? 0)
    }
}

extension SceneStamp {
    init(row: SQLiteStatement) throws(Fault) {
        self.init(id: try row.text(), date: try row.optionalValue { CalendarDate($0) })
    }
}

/// What became of patches that were saved.
package struct PatchReceipt: Sendable, Hashable {
    /// How many were written or written anew.
    package var saved = 0
    /// How many were kept as they were, because a person has already judged a case that stands on them.
    package var held = 0
}

/// Writes patches inside a transaction of its owner's. What a person has judged on is never written over.
final class PatchWriter {
    private(set) var receipt = PatchReceipt()
    private(set) var bounds: BoundingBox?
    private let run: String
    private let system: Int
    private let judged: Set<String>
    private let upsert: SQLiteStatement
    private let keep: SQLiteStatement

    init(_ database: SQLiteDatabase, run: String, system: Int) throws(Fault) {
        self.run = run
        self.system = system
        judged = Set(
            try database.rows(
                """
                SELECT patch_number FROM flag JOIN case_file ON flag_id = flag.id
                WHERE version > 1 AND patch_number IS NOT NULL
                """
            ) { row throws(Fault) in try row.text() }
        )
        upsert = try database.prepare(Patch.writtenLayout.upsertion(key: "number"))
        keep = try database.prepare("UPDATE patch SET run_id = ?, is_current = 1 WHERE number = ?")
    }

    func write(_ patch: Patch) throws(Fault) {
        guard !judged.contains(patch.number) else {
            try keep.run([.text(run), .text(patch.number)])
            receipt.held += 1
            return
        }
        try upsert.run(patch.cells(run: run, system: system))
        receipt.saved += 1
        guard let box = patch.shape.bounds else { return }
        bounds = bounds?.union(box) ?? box
    }
}

extension RegionStore {
    /// Enters all patches of a run. Those of an earlier go of the same run that are not among them stay in the table,
    /// no longer current.
    ///
    /// - Parameters:
    ///   - patches: One at a time; they need not all be in memory.
    ///   - run: The id of a saved run.
    ///   - time: When.
    /// - Returns: How many were written.
    /// - Throws: `Fault` where the run is unknown or the disk is full; then nothing is changed.
    @discardableResult
    package func savePatches(
        _ patches: some Sequence<Patch>,
        run: String,
        at time: Timestamp
    ) throws(Fault) -> PatchReceipt {
        try checkRun(run)
        return try database.transaction { () throws(Fault) in
            try database.run("UPDATE patch SET is_current = 0 WHERE run_id = ?", [.text(run)])
            let writer = try PatchWriter(database, run: run, system: reference.id)
            for patch in patches { try writer.write(patch) }
            try GeoPackage.touch("patch", in: database, bounds: writer.bounds, at: time)
            return writer.receipt
        }
    }

    /// Hands every current patch of a run to a closure, by number.
    /// - Throws: `Fault` where a row can't be read, or what the closure throws.
    package func forEachPatch(run: String, _ body: (Patch) throws(Fault) -> Void) throws(Fault) {
        try forEachRow(of: Patch.layout, "WHERE run_id = ? AND is_current ORDER BY number", [.text(run)]) {
            row throws(Fault) in
            try body(try Patch(row: row))
        }
    }

    /// The current patches of a run, by number; for many use `forEachPatch`.
    /// - Throws: `Fault` where a row can't be read.
    package func patches(run: String) throws(Fault) -> [Patch] {
        var patches: [Patch] = []
        try forEachPatch(run: run) { patch throws(Fault) in patches.append(patch) }
        return patches
    }

    func checkRun(_ run: String) throws(Fault) {
        guard try database.integer("SELECT count(*) FROM run WHERE id = ?", [.text(run)]) == 1 else {
            throw Fault(
                "\(path): run \(run)",
                zh: "监测库中没有此次运行。请先登记运行，再写入其图斑与疑似问题。",
                en: "the store has no such run. Save the run first, then its patches and flags."
            )
        }
    }
}
