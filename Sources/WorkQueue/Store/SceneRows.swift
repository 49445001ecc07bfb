package import GeoModel
import SafeFiles

extension Scene {
    static let layout = TableLayout(
        "scene",
        [
            "id", "date", "sensor", "system", "origin_x", "origin_y", "pixel_width", "pixel_height", "columns", "rows",
            "bands", "scale", "offset", "no_data", "usable_codes", "checksums", "cloud_fraction", "valid_fraction",
        ]
    )

    var cells: [SQLiteValue] {
        [
            .text(id), .date(date), .text(sensor), .text(grid.system?.definition),
            .real(grid.transform.originX), .real(grid.transform.originY),
            .real(grid.transform.pixelWidth), .real(grid.transform.pixelHeight),
            .integer(grid.size.columns), .integer(grid.size.rows),
            .text(Scene.json(bands).text()), .real(radiometry.scale), .real(radiometry.offset), .real(noData),
            .text(usableMaskCodes.json.text()), .text(Scene.json(checksums).text()),
            .real(cloudFraction), .real(validFraction),
        ]
    }

    init(row: SQLiteStatement) throws(Fault) {
        self.init(
            id: try row.text(),
            date: try row.optionalValue { CalendarDate($0) },
            sensor: try row.text(),
            grid: try Scene.grid(row),
            bands: try Scene.bands(row),
            radiometry: Radiometry(scale: row.real(), offset: row.real()),
            noData: row.optionalReal(),
            usableMaskCodes: try Scene.maskCodes(row),
            checksums: try Scene.checksums(row),
            cloudFraction: row.optionalReal(),
            validFraction: row.optionalReal()
        )
    }

    private static func grid(_ row: SQLiteStatement) throws(Fault) -> Grid {
        Grid(
            system: row.optionalText().map { CoordinateSystem($0) },
            transform: GeoTransform(
                originX: row.real(),
                originY: row.real(),
                pixelWidth: row.real(),
                pixelHeight: row.real()
            ),
            size: GridSize(columns: try row.integer(), rows: try row.integer())
        )
    }

    /// In the order of the spectrum, so that the same scene is always the same text.
    private static func json(_ bands: [BandRole: BandSource]) -> JSONValue {
        .object(
            bands.sorted { $0.key < $1.key }.map { role, source in
                JSONValue.Member(role.rawValue, ["path": .string(source.path), "band": .integer(source.band)])
            }
        )
    }

    private static func json(_ checksums: [String: String]) -> JSONValue {
        .object(checksums.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .string($0.value)) })
    }

    private static func bands(_ row: SQLiteStatement) throws(Fault) -> [BandRole: BandSource] {
        let document = try row.json()
        var bands: [BandRole: BandSource] = [:]
        for member in document.members ?? [] {
            guard let role = BandRole(rawValue: member.key), let path = member.value["path"]?.string,
                let band = member.value["band"]?.integer
            else { throw row.unexpected(document.text(), expected: "bands with path and number") }
            bands[role] = BandSource(path: path, band: band)
        }
        return bands
    }

    private static func maskCodes(_ row: SQLiteStatement) throws(Fault) -> MaskCodes {
        let document = try row.json()
        guard let codes = MaskCodes(document) else {
            throw row.unexpected(document.text(), expected: "a list of codes, or of fields of bits")
        }
        return codes
    }

    private static func checksums(_ row: SQLiteStatement) throws(Fault) -> [String: String] {
        let document = try row.json()
        var checksums: [String: String] = [:]
        for member in document.members ?? [] { checksums[member.key] = member.value.string }
        return checksums
    }
}

extension RegionStore {
    /// Enters scenes in the catalogue; one that is there already under the same id is overwritten.
    /// - Throws: `Fault` where they can't be written; then none of them is.
    package func saveScenes(_ scenes: some Sequence<Scene>, at time: Timestamp) throws(Fault) {
        try database.transaction { () throws(Fault) in
            let upsert = try database.prepare(Scene.layout.upsertion(key: "id"))
            for scene in scenes { try upsert.run(scene.cells) }
            try GeoPackage.touch("scene", in: database, at: time)
        }
    }

    /// All scenes, by date and then id; those without a date first.
    /// - Throws: `Fault` where a row can't be read.
    package func scenes() throws(Fault) -> [Scene] {
        try scenes("ORDER BY date, id", [])
    }

    /// The scene with that id; nil where the catalogue has none.
    /// - Throws: `Fault` where the row can't be read.
    package func scene(_ id: String) throws(Fault) -> Scene? {
        try scenes("WHERE id = ?", [.text(id)]).first
    }

    private func scenes(_ rest: String, _ values: [SQLiteValue]) throws(Fault) -> [Scene] {
        var scenes: [Scene] = []
        try forEachRow(of: Scene.layout, rest, values) { row throws(Fault) in scenes.append(try Scene(row: row)) }
        return scenes
    }
}
