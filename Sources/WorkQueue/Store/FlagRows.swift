package import GeoModel
package import LandRecords
import Patches
import SafeFiles

extension Flag {
    // The patch's number comes last: whether it is null tells whether the columns of a patch follow.
    static let layout = TableLayout(
        "flag",
        [
            "geom", "id", "theme", "theme_zh", "theme_en", "rule", "period", "area_m2", "priority", "reason_zh",
            "reason_en", "facts", "links", "patch_number",
        ]
    )

    /// With what a flag itself does not hold: its run, and the area in mu for GIS users.
    static let writtenLayout = TableLayout("flag", layout.columns + ["run_id", "area_mu"])

    /// What `init(row:)` reads.
    static let selection = "\(layout.selection), \(Patch.layout.selection)"
    static let join = "LEFT JOIN patch ON patch.number = flag.patch_number"

    func cells(run: String, system: Int) -> [SQLiteValue] {
        [
            .shape(shape, system: system), .text(id), .text(theme), .text(themeLabel.zh), .text(themeLabel.en),
            .text(rule), .text(period.description), .real(area.squareMetres), .integer(priority), .text(reason.zh),
            .text(reason.en), .text(JSONValue.array(facts.map(\.json)).text()),
            .text(JSONValue.array(links.map(\.json)).text()), .text(patch?.number), .text(run), .real(area.mu),
        ]
    }

    init(row: SQLiteStatement) throws(Fault) {
        let shape = try row.shape()
        let id = try row.text()
        let theme = try row.text()
        let themeLabel = Bilingual(zh: try row.text(), en: try row.text())
        let rule = try row.text()
        let period = try row.value { Period($0) }
        let area = Area(squareMetres: row.real())
        let priority = try row.integer()
        let reason = Bilingual(zh: try row.text(), en: try row.text())
        let facts = try row.list { Fact($0) }
        let links = try row.list { RecordLink($0) }
        self.init(
            id: id,
            theme: theme,
            themeLabel: themeLabel,
            rule: rule,
            period: period,
            patch: row.optionalText() == nil ? nil : try Patch(row: row),
            shape: shape,
            area: area,
            priority: priority,
            reason: reason,
            facts: facts,
            links: links
        )
    }
}

/// Which flags to read.
package struct FlagFilter: Sendable, Hashable {
    /// Only those of this period.
    package var period: Period?
    /// Only those of this theme's code.
    package var theme: String?
    /// Only those that this run raised last.
    package var run: String?

    /// All flags, unless narrowed.
    package init(period: Period? = nil, theme: String? = nil, run: String? = nil) {
        self.period = period
        self.theme = theme
        self.run = run
    }

    private var terms: [(column: String, value: String)] {
        [("period", period?.description), ("theme", theme), ("run_id", run)].compactMap { column, value in
            value.map { (column, $0) }
        }
    }

    var sql: String {
        let condition = terms.map { "flag.\($0.column) = ?" }.joined(separator: " AND ")
        return (condition.isEmpty ? "" : "WHERE \(condition) ") + "ORDER BY flag.period, flag.fid"
    }

    var values: [SQLiteValue] { terms.map { .text($0.value) } }
}

extension RegionStore {
    /// Hands every flag to a closure, with its patch, in the order in which they came.
    /// - Throws: `Fault` where a row can't be read, or what the closure throws.
    package func forEachFlag(
        _ filter: FlagFilter = FlagFilter(),
        _ body: (Flag) throws(Fault) -> Void
    ) throws(Fault) {
        let sql = "SELECT flag.fid, \(Flag.selection) FROM flag \(Flag.join) \(filter.sql)"
        try forEachRow("flag", sql, filter.values) { row throws(Fault) in try body(try Flag(row: row)) }
    }

    /// How many flags a run raised last.
    /// - Throws: `Fault` where the file can't be read.
    package func flagCount(run: String) throws(Fault) -> Int {
        try database.integer("SELECT count(*) FROM flag WHERE run_id = ?", [.text(run)]) ?? 0
    }

    /// The flags, with their patches, in the order in which they came; for many use `forEachFlag`.
    /// - Throws: `Fault` where a row can't be read.
    package func flags(_ filter: FlagFilter = FlagFilter()) throws(Fault) -> [Flag] {
        var flags: [Flag] = []
        try forEachFlag(filter) { flag throws(Fault) in flags.append(flag) }
        return flags
    }
}
