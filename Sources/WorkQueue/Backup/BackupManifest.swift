package import GeoModel
package import SafeFiles

/// What stands beside a backup: by it one can tell later that the file is whole and what it holds.
package struct BackupManifest: Sendable, Hashable {
    /// The region's name; nil where a store was copied before its schema was brought up to date.
    package let region: String?
    /// When the store stood like this.
    package let time: Timestamp
    /// The file's bytes.
    package let bytes: Int
    /// The SHA-256 of the file.
    package let checksum: String
    /// The version of the schema.
    package let schema: Int
    /// How far the record of the loop had come.
    package let head: ChainHead
    /// The rows of each table that GIS programs list.
    package let counts: [TableCount]

    /// Where the manifest of a backup is.
    package static func path(for backup: String) -> String { backup + ".json" }

    /// The manifest as its file has it.
    package var document: JSONValue {
        [
            "region": JSONValue(region), "written_at": .string(time.text), "bytes": .integer(bytes),
            "sha256": .string(checksum), "schema": .integer(schema), "events": .integer(head.count),
            "head": .string(head.hash),
            "tables": .object(counts.map { .init($0.table, .integer($0.rows)) }),
        ]
    }
}

extension BackupManifest {
    /// The manifest that stands beside a backup; nil where none does.
    /// - Throws: `Fault` naming what is missing or wrong in it.
    package init?(of backup: String) throws(Fault) {
        let path = BackupManifest.path(for: backup)
        guard DurableFile.stamp(of: path) != "-" else { return nil }
        let object = try StrictObject(
            try DurableFile.json(of: path), named: path,
            keys: ["region", "written_at", "bytes", "sha256", "schema", "events", "head", "tables"])
        let text = try object.required("written_at", object.string("written_at"))
        guard let time = Timestamp(text) else {
            throw object.wrong("written_at", .string(text), zh: "时间，如 2026-06-17T08:00:00.000Z", en: "a moment")
        }
        region = try object.string("region")
        self.time = time
        bytes = try object.required("bytes", object.integer("bytes", in: 0...Int.max))
        checksum = try object.required("sha256", object.string("sha256"))
        schema = try object.required("schema", object.integer("schema", in: 1...Int.max))
        head = ChainHead(
            count: try object.required("events", object.integer("events", in: 0...Int.max)),
            hash: try object.required("head", object.string("head")))
        let tables = object.value("tables")?.members ?? []
        counts = tables.map { TableCount(table: $0.key, rows: $0.value.integer ?? -1) }
    }
}
