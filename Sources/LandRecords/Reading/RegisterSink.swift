package import GeoModel

/// How a row ended that did not pass as it was.
package enum RowOutcome: String, Sendable, CaseIterable {
    /// It could not be used.
    case rejected
    /// Its outline was mended.
    case repaired
    /// It has the key of another row.
    case duplicate
    /// It is used although something is missing or odd.
    case warning
}

/// Where the records of a register go while it is read, so that none has to fit in memory.
package protocol RegisterSink: AnyObject {
    /// Takes the next record. The first has the index 0.
    func append(_ draft: DraftRecord) throws(Fault)
    /// The outline of a record that it took.
    func shape(at index: Int) throws(Fault) -> MultiPolygon
    /// Gives a record another outline.
    func replaceShape(at index: Int, with shape: MultiPolygon) throws(Fault)
    /// Takes a note on a row.
    func list(_ note: RowNote, as outcome: RowOutcome) throws(Fault)
}

/// A register that is kept in memory.
package final class MemoryRegister: RegisterSink {
    private var drafts: [DraftRecord] = []

    /// An empty one.
    package init() {}

    /// All records.
    package var records: LandRecordSet {
        var records = LandRecordSet()
        for draft in drafts { records.append(draft) }
        return records
    }

    /// Keeps a record.
    package func append(_ draft: DraftRecord) { drafts.append(draft) }
    /// The outline of a record.
    package func shape(at index: Int) -> MultiPolygon { drafts[index].shape }
    /// Gives a record another outline.
    package func replaceShape(at index: Int, with shape: MultiPolygon) { drafts[index].shape = shape }
    /// Nothing: the import keeps the first notes, which is all that fits in memory.
    package func list(_ note: RowNote, as outcome: RowOutcome) {}
}
