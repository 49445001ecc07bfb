import GeoModel

/// The chain of all events of a region: each carries the hash of the one before, so that a change
/// to any of them shows in the next.
enum EventChain {
    /// What the first event carries as the hash before it.
    static let start = String(repeating: "0", count: 64)

    /// Appends an event; its place and hashes are made here.
    static func append(_ event: EventRow, to database: SQLiteDatabase) throws(Fault) {
        var event = event
        event.sequence = try (database.integer("SELECT max(fid) FROM event") ?? 0) + 1
        event.previousHash = try database.text("SELECT hash FROM event ORDER BY fid DESC LIMIT 1") ?? start
        event.hash = event.digest
        try database.run(EventRow.layout.insertion, event.cells)
    }
}
