package import GeoModel
import LandRecords
import SafeFiles

extension RegionStore {
    /// The cases opened before a period whose outlines' rectangles are near something, with their places.
    /// - Throws: `Fault` where a row can't be read.
    package func places(before period: Period, near: (BoundingBox) -> Bool) throws(Fault) -> [CasePlace] {
        var places: [CasePlace] = []
        for flag in try flags(near) {
            let rest = "WHERE case_file.flag_id = ? AND case_file.period < ?"
            try forEachCase(rest, [.text(flag), .text(period.description)]) { summary, flag throws(Fault) in
                places.append(CasePlace(summary: summary, shape: flag.shape))
            }
        }
        return places.sorted { $0.summary.id < $1.summary.id }
    }

    /// The last case of a flag whose identity is the same from month to month: its own, or where that came back after
    /// its end, the one it came back as, and so on; nil where it has none.
    /// - Throws: `Fault` where a row can't be read.
    package func lastCase(ofLasting flagID: String) throws(Fault) -> CaseSummary? {
        var (last, next): (CaseSummary?, String) = (nil, flagID)
        while let summary = try self.summary(ofFlag: next) { (last, next) = (summary, FlagIdentity.again(summary.id)) }
        return last
    }

    /// The id under which the rules raise a flag, which after a relapse is not the one of its case.
    /// - Throws: `Fault` where a row can't be read.
    package func originalID(ofLasting flagID: String) throws(Fault) -> String {
        let sql = """
            SELECT other.id, other.flag_id FROM case_file JOIN case_link ON case_id = case_file.id AND kind = 'relapse'
            JOIN case_file AS other ON other.id = other_id WHERE case_file.flag_id = ?
            """
        let earlier = try database.rows(sql, [.text(flagID)]) { row throws(Fault) in (try row.text(), try row.text()) }
        guard let before = earlier.first(where: { FlagIdentity.again($0.0) == flagID }) else { return flagID }
        return try originalID(ofLasting: before.1)
    }

    private func summary(ofFlag flagID: String) throws(Fault) -> CaseSummary? {
        let sql = "SELECT \(CaseSummary.selection) FROM \(CaseSummary.source) WHERE case_file.flag_id = ?"
        return try database.rows(sql, [.text(flagID)]) { row throws(Fault) in try CaseSummary(row: row) }.first
    }

    /// What a case has to do with others: the other's number, and what it is to this one as users read it.
    /// - Throws: `Fault` where a row can't be read.
    package func links(of caseID: String) throws(Fault) -> [(other: String, kind: CaseLink, label: Bilingual)] {
        let sql = """
            SELECT other_id, kind, 0 FROM case_link WHERE case_id = ?1
            UNION ALL SELECT case_id, kind, 1 FROM case_link WHERE other_id = ?1 ORDER BY 1, 2
            """
        return try database.rows(sql, [.text(caseID)]) { row throws(Fault) in
            let other = try row.text()
            let kind = try row.value { CaseLink(rawValue: $0) }
            return (other, kind, try row.integer() == 0 ? kind.label : kind.reverse)
        }
    }

    /// The months in which a case was seen again, with the patches that show it.
    /// - Throws: `Fault` where a row can't be read.
    package func sightings(of caseID: String) throws(Fault) -> [(period: Period, patch: String?, area: Area)] {
        let sql = "SELECT period, patch_number, area_m2 FROM case_sighting WHERE case_id = ? ORDER BY period, fid"
        return try database.rows(sql, [.text(caseID)]) { row throws(Fault) in
            (try row.value { Period($0) }, row.optionalText(), Area(squareMetres: row.real()))
        }
    }

    /// Notes what a run saw of earlier cases; what an earlier go of the run saw is replaced.
    /// - Precondition: the flags were entered, in the same transaction.
    func note(_ placed: PlacedFlags, run: String, period: Period, at time: Timestamp) throws(Fault) {
        try database.run("DELETE FROM case_sighting WHERE run_id = ?", [.text(run)])
        for sighting in placed.sightings {
            try database.run(
                """
                INSERT INTO case_sighting (case_id, run_id, period, patch_number, flag_id, area_m2, noted_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .text(sighting.caseID), .text(run), .text(period.description), .text(sighting.patch),
                    .text(sighting.flagID), .real(sighting.area.squareMetres), .text(time.text),
                ])
        }
        for link in placed.links {
            try database.run(
                """
                INSERT OR IGNORE INTO case_link (case_id, other_id, kind, run_id, noted_at)
                SELECT id, ?2, ?3, ?4, ?5 FROM case_file WHERE flag_id = ?1
                """,
                [
                    .text(link.flagID), .text(link.other), .text(link.kind.rawValue), .text(run), .text(time.text),
                ])
        }
        for table in ["case_sighting", "case_link"] { try GeoPackage.touch(table, in: database, at: time) }
    }
}

extension RegionStore {
    /// The cases whose outlines' rectangles share a point with a box, by number.
    /// - Throws: `Fault` where a row can't be read.
    package func cases(meeting box: BoundingBox) throws(Fault) -> [String] {
        var cases: [String] = []
        for flag in try flags({ $0.intersects(box) }) {
            if let id = try database.text("SELECT id FROM case_file WHERE flag_id = ?", [.text(flag)]) {
                cases.append(id)
            }
        }
        return cases.sorted()
    }

    /// The flags whose rectangles are so. Nothing else of them is read.
    private func flags(_ isWanted: (BoundingBox) -> Bool) throws(Fault) -> [String] {
        var flags: [String] = []
        let header = GeoPackageGeometry.headerLength + 32
        try database.forEachRow("SELECT id, substr(geom, 1, \(header)) FROM flag") { row throws(Fault) in
            let id = try row.text()
            if let box = GeoPackageGeometry.rectangle(of: row.blob()), isWanted(box) { flags.append(id) }
        }
        return flags
    }
}
