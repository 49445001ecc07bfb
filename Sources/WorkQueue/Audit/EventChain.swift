import GeoModel

/// The chain of all events of a region: each carries the hash of the one before, so that a change
/// to any of them shows in the next.
enum EventChain {
    /// What the first event carries as the hash before it.
    static let start = String(repeating: "0", count: 64)

}

/// Appends events inside one transaction: while that lasts nobody else does, so the end of the chain is looked up once.
final class EventWriter {
    private let insertion: SQLiteStatement
    private var count: Int
    private var head: String

    /// A writer at the end of the chain.
    /// - Precondition: the database is in a transaction that writes.
    init(_ database: SQLiteDatabase) throws(Fault) {
        insertion = try database.prepare(EventRow.layout.insertionInWhole)
        count = try database.integer("SELECT max(fid) FROM event") ?? 0
        head = try database.text("SELECT hash FROM event ORDER BY fid DESC LIMIT 1") ?? EventChain.start
    }

    /// Appends an event; its place and hashes are made here.
    func append(_ event: EventRow) throws(Fault) {
        var event = event
        event.sequence = count + 1
        event.previousHash = head
        event.hash = event.digest
        try insertion.run(event.cells)
        (count, head) = (event.sequence, event.hash)
    }
}
