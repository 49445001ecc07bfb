import GeoModel

/// What makes the file a GeoPackage.
enum HeaderRepair {
    static func find(in database: SQLiteDatabase, at time: Timestamp) throws(Fault) -> [Repair] {
        var repairs: [Repair] = []
        for (pragma, value) in [
            ("application_id", GeoPackage.applicationID), ("user_version", GeoPackage.userVersion),
        ] where try database.integer("PRAGMA \(pragma)") != value {
            repairs.append(
                Repair(
                    "header", pragma, zh: "文件头 \(pragma) 不是 GeoPackage 1.3 的；改正",
                    en: "the header's \(pragma) is not that of GeoPackage 1.3; set"
                ) { database throws(Fault) in try database.execute("PRAGMA \(pragma) = \(value)") })
        }
        for system in SpatialReference.required
        where try database.integer("SELECT 1 FROM gpkg_spatial_ref_sys WHERE srs_id = \(system.id)") == nil {
            repairs.append(
                Repair(
                    "system", "\(system.id)", zh: "未登记必需的坐标系 \(system.id)；补登",
                    en: "the required coordinate system \(system.id) is not listed; listed"
                ) { database throws(Fault) in try GeoPackage.add(system, to: database) })
        }
        return repairs
    }
}

/// The lists of layers, the rectangles around them and the numbers of their rows.
enum LayerRepair {
    static func find(in database: SQLiteDatabase, at time: Timestamp) throws(Fault) -> [Repair] {
        let system = try database.integer(
            "SELECT srs_id FROM gpkg_geometry_columns WHERE column_name = 'geom' AND srs_id > 0 LIMIT 1")
        var repairs: [Repair] = []
        for table in StoreTable.all {
            if let repair = try listing(of: table, in: database, system: system, at: time) {
                repairs.append(repair)
            } else if table.isSpatial, let repair = try rectangle(of: table.name, in: database) {
                repairs.append(repair)
            }
        }
        return repairs + (try rowNumbers(in: database))
    }

    private static func listing(
        of table: StoreTable, in database: SQLiteDatabase, system: Int?, at time: Timestamp
    ) throws(Fault) -> Repair? {
        let name = table.name
        let isListed = try database.integer("SELECT 1 FROM gpkg_contents WHERE table_name = ?", [.text(name)]) != nil
        let columns =
            "SELECT 1 FROM gpkg_geometry_columns WHERE table_name = ? AND column_name = 'geom' AND srs_id IS ?"
        let isPlaced = try database.integer(columns, [.text(name), system.map { .integer($0) } ?? .null]) != nil
        let hasColumn = !table.isSpatial || isPlaced
        guard !isListed || !hasColumn else { return nil }
        guard let system else {
            return Repair(
                "listing", name, zh: "图层均未登记坐标系，无从得知", en: "no layer says which coordinate system it is in")
        }
        return Repair(
            "listing", name, zh: "表 \(name) 未登记或坐标系登记有误；重新登记",
            en: "the table \(name) is not listed, or with another coordinate system; listed anew"
        ) { database throws(Fault) in
            for list in ["gpkg_geometry_columns", "gpkg_contents"] {
                try database.run("DELETE FROM \(list) WHERE table_name = ?", [.text(name)])
            }
            try GeoPackage.register(table, in: database, system: system, at: time)
            guard table.isSpatial else { return }
            if let box = try bounds(of: name, in: database) {
                try GeoPackage.touch(name, in: database, bounds: box, at: time)
            }
        }
    }

    private static func rectangle(of table: String, in database: SQLiteDatabase) throws(Fault) -> Repair? {
        guard let box = try bounds(of: table, in: database) else { return nil }
        let values: [SQLiteValue] = [
            .text(table), .real(box.minX), .real(box.minY), .real(box.maxX), .real(box.maxY),
        ]
        let covers = """
            SELECT 1 FROM gpkg_contents
            WHERE table_name = ?1 AND min_x <= ?2 AND min_y <= ?3 AND max_x >= ?4 AND max_y >= ?5
            """
        guard try database.integer(covers, values) == nil else { return nil }
        return Repair(
            "extent", table, zh: "图层 \(table) 登记的范围不含其全部图形；重算",
            en: "the rectangle listed of the layer \(table) does not hold all its shapes; reckoned anew"
        ) { database throws(Fault) in
            try database.run(
                "UPDATE gpkg_contents SET min_x = ?2, min_y = ?3, max_x = ?4, max_y = ?5 WHERE table_name = ?1", values)
        }
    }

    /// Blobs that are no geometry are told by the doctor and passed over here.
    private static func bounds(of table: String, in database: SQLiteDatabase) throws(Fault) -> BoundingBox? {
        var bounds: BoundingBox?
        try database.forEachRow("SELECT geom FROM \"\(table)\"") { row throws(Fault) in
            guard let box = try? GeoPackageShape.bounds(of: row.blob(), named: table) else { return }
            bounds = bounds?.union(box) ?? box
        }
        return bounds
    }

    /// What GDAL keeps of how many rows a layer has, where it has been at work.
    private static func rowNumbers(in database: SQLiteDatabase) throws(Fault) -> [Repair] {
        guard try StoreReading.hasTable("gpkg_ogr_contents", database) else { return [] }
        let listed = try database.rows("SELECT table_name, feature_count FROM gpkg_ogr_contents") { row throws(Fault) in
            (try row.text(), row.optionalInteger())
        }
        var repairs: [Repair] = []
        for (table, count) in listed where try StoreReading.hasTable(table, database) {
            let rows = try database.integer("SELECT count(*) FROM \"\(table)\"") ?? 0
            guard let count, count != rows else { continue }
            repairs.append(
                Repair(
                    "row-count", table, zh: "gpkg_ogr_contents 记 \(table) 有 \(count) 行，实为 \(rows) 行；改正",
                    en: "gpkg_ogr_contents counts \(count) rows of \(table), there are \(rows); set"
                ) { database throws(Fault) in
                    try database.run(
                        "UPDATE gpkg_ogr_contents SET feature_count = ? WHERE table_name = ?",
                        [.integer(rows), .text(table)])
                })
        }
        return repairs
    }
}

/// What cases repeat of their flags, and what can only be told.
enum ContentRepair {
    static func find(in database: SQLiteDatabase, _ report: IntegrityReport?) throws(Fault) -> [Repair] {
        var repairs: [Repair] = []
        let columns = SchemaVersion6Indexes.copies.map(\.column).joined(separator: ", ")
        let values = SchemaVersion6Indexes.copies.map { "flag.\($0.of)" }.joined(separator: ", ")
        let differ = "FROM flag WHERE flag.id = flag_id AND (\(columns)) IS NOT (\(values))"
        let count = try database.integer("SELECT count(*) FROM case_file WHERE EXISTS (SELECT 1 \(differ))") ?? 0
        if count > 0 {
            repairs.append(
                Repair(
                    "copies", "case_file", zh: "\(count) 个任务列表所用的专题、期次、优先级或面积与线索不符；按线索改正",
                    en: "\(count) cases are listed by another theme, period, priority or area than their flag's; set"
                ) { database throws(Fault) in
                    try database.execute(
                        """
                        UPDATE case_file SET (\(columns)) = (SELECT \(values) FROM flag WHERE flag.id = flag_id)
                        WHERE EXISTS (SELECT 1 \(differ))
                        """)
                })
        }
        let references = if let report { report.brokenReferences } else { try StoreReading.brokenReferences(database) }
        for reference in references.prefix(20) {
            repairs.append(
                Repair(
                    "reference", reference, zh: "引用的行不存在：\(reference)", en: "refers to a row that is gone: \(reference)"
                ))
        }
        let chain = if let report { report.chain } else { try RegionStore(unchecked: database).readChain() }
        // What the copies above differ by is put right there.
        if case .broken(let place) = chain, count == 0 || place.sequence != nil {
            repairs.append(
                Repair(
                    "record", place.caseID, zh: "流转记录：\(place.description.zh)；记录从不改写",
                    en: "the record: \(place.description.en); it is never written anew"))
        }
        return repairs
    }
}
