package import GeoModel

/// How many rows a table has.
package struct TableCount: Sendable, Hashable {
    /// The table.
    package let table: String
    /// Its rows.
    package let rows: Int
}

/// What `tuban doctor` has to say of a store.
package struct IntegrityReport: Sendable, Hashable {
    /// The version of its schema.
    package let schemaVersion: Int
    /// The rows of each table that GIS programs list.
    package let counts: [TableCount]
    /// What SQLite finds wrong with the file's pages and indexes; empty where nothing is.
    package let fileFindings: [String]
    /// Rows that refer to rows that are not there.
    package let brokenReferences: [String]
    /// What is against the GeoPackage standard.
    package let geoPackageFindings: [Bilingual]
    /// Whether the record of the loop is as it was written.
    package let chain: ChainVerdict

    /// Whether nothing is wrong.
    package var isSound: Bool { findings.isEmpty }

    /// All that is wrong, what SQLite says in its own words.
    package var findings: [Bilingual] {
        var findings = (fileFindings + brokenReferences).map { Bilingual(zh: $0, en: $0) } + geoPackageFindings
        if case .broken(let place) = chain { findings.append(place.description) }
        return findings
    }
}

extension RegionStore {
    /// Looks the whole store over. It reads every page, and writes nothing.
    /// - Throws: `Fault` where the file is too damaged to be read.
    package func integrityReport() throws(Fault) -> IntegrityReport {
        try database.snapshot { () throws(Fault) in
            IntegrityReport(
                schemaVersion: try schemaVersion(),
                counts: try StoreReading.counts(database),
                fileFindings: try StoreReading.fileFindings(database),
                brokenReferences: try StoreReading.brokenReferences(database),
                geoPackageFindings: try geoPackageFindings(),
                chain: try readChain()
            )
        }
    }

    /// Source: OGC 12-128r17, requirements 2, 11, 13, 22 and 23, and clause 2.1.3 (every geometry begins with `GP`).
    private func geoPackageFindings() throws(Fault) -> [Bilingual] {
        var findings: [Bilingual] = []
        let header = [try database.integer("PRAGMA application_id"), try database.integer("PRAGMA user_version")]
        if header != [GeoPackage.applicationID, GeoPackage.userVersion] {
            findings.append(Bilingual(zh: "文件头不是 GeoPackage 1.3", en: "the header is not that of GeoPackage 1.3"))
        }
        let systems = "SELECT count(*) FROM gpkg_spatial_ref_sys WHERE srs_id IN (-1, 0, 4326)"
        if try database.integer(systems) != 3 {
            findings.append(Bilingual(zh: "缺少必需的坐标系", en: "a required coordinate system is not listed"))
        }
        for table in try StoreReading.tableNames(database) where try !StoreReading.hasTable(table, database) {
            findings.append(Bilingual(zh: "登记的表 \(table) 不存在", en: "the listed table \(table) is not there"))
        }
        return findings + (try layerFindings())
    }

    private func layerFindings() throws(Fault) -> [Bilingual] {
        var findings: [Bilingual] = []
        let spatial = "SELECT table_name FROM gpkg_contents WHERE data_type = 'features' ORDER BY table_name"
        for table in try database.rows(spatial, [], { row throws(Fault) in try row.text() })
        where try StoreReading.hasTable(table, database) {
            let systems = "SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = ? AND column_name = 'geom'"
            guard try database.integer(systems, [.text(table)]) == reference.id else {
                findings.append(Bilingual(zh: "\(table)：坐标系登记有误", en: "\(table): its coordinate system is wrong"))
                continue
            }
            let wrong = "SELECT count(*) FROM \"\(table)\" WHERE geom IS NULL OR substr(geom, 1, 2) <> x'4750'"
            guard let count = try database.integer(wrong), count > 0 else { continue }
            findings.append(
                Bilingual(zh: "\(table)：\(count) 行没有有效几何", en: "\(table): \(count) rows without a valid geometry")
            )
        }
        return findings
    }
}
