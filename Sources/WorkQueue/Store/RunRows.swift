package import GeoModel
package import SafeFiles

/// One run of a recipe over one period: what patches and flags say they come from.
package struct RunRecord: Sendable, Hashable {
    /// Its name, the same whenever the same run is done again.
    package let id: String
    /// The period that was looked at.
    package let period: Period
    /// The recipe's name.
    package let recipe: String
    /// When it began.
    package let startedAt: Timestamp
    /// What it was made with: inputs, parameters, versions.
    package let manifest: JSONValue
    /// The SHA-256 of the manifest's file; nil where none was written.
    package let manifestChecksum: String?

    /// A run.
    package init(
        id: String,
        period: Period,
        recipe: String,
        startedAt: Timestamp,
        manifest: JSONValue = .object([]),
        manifestChecksum: String? = nil
    ) {
        self.id = id
        self.period = period
        self.recipe = recipe
        self.startedAt = startedAt
        self.manifest = manifest
        self.manifestChecksum = manifestChecksum
    }

    static let layout = TableLayout("run", ["id", "period", "recipe", "started_at", "manifest", "manifest_sha256"])

    var cells: [SQLiteValue] {
        [
            .text(id), .text(period.description), .text(recipe), .text(startedAt.text), .text(manifest.text()),
            .text(manifestChecksum),
        ]
    }

    init(row: SQLiteStatement) throws(Fault) {
        self.init(
            id: try row.text(),
            period: try row.value { Period($0) },
            recipe: try row.text(),
            startedAt: try row.value { Timestamp($0) },
            manifest: try row.json(),
            manifestChecksum: row.optionalText()
        )
    }
}

extension RegionStore {
    /// Enters a run; one that is there already under the same id is overwritten. A run comes before its patches.
    /// - Throws: `Fault` where it can't be written.
    package func saveRun(_ run: RunRecord) throws(Fault) {
        try database.transaction { () throws(Fault) in
            try database.run(RunRecord.layout.upsertion(key: "id"), run.cells)
            try GeoPackage.touch("run", in: database, at: run.startedAt)
        }
    }

    /// The run with that id; nil where there is none.
    /// - Throws: `Fault` where the row can't be read.
    package func run(_ id: String) throws(Fault) -> RunRecord? {
        try runs("WHERE id = ?", [.text(id)]).first
    }

    /// All runs, by period and then id.
    /// - Throws: `Fault` where a row can't be read.
    package func runs() throws(Fault) -> [RunRecord] { try runs("ORDER BY period, id", []) }

    private func runs(_ rest: String, _ values: [SQLiteValue]) throws(Fault) -> [RunRecord] {
        var runs: [RunRecord] = []
        try forEachRow(of: RunRecord.layout, rest, values) { row throws(Fault) in
            runs.append(try RunRecord(row: row))
        }
        return runs
    }
}
