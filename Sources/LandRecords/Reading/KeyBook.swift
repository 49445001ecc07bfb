import GeoModel

/// The keys of the records read so far, and what tells their values apart: digests instead of texts, so that a million
/// records take under 100 MB. One book serves all files of a register, for a key is a key in any of them.
package final class KeyBook {
    private struct Digest: Hashable {
        let first: Int
        let second: Int
    }

    private let fields: Int
    private var byKey: [Digest: Int32] = [:]
    /// `fields` digests a record, in the order of the fields.
    private var cells: [Int32] = []
    private var rows: [Int64] = []
    private var layerOfRow: [UInt16] = []
    private var layers: [String] = []

    /// An empty book of a register.
    package init(of kind: RecordKind) { fields = kind.schema.fields.count }

    var count: Int { rows.count }

    /// The record with that key; nil where there is none.
    func index(of key: String) -> Int? { byKey[Self.digest(of: key)].map(Int.init) }

    /// Enters the next record; of two with one key the later one is found.
    func append(_ draft: DraftRecord) {
        byKey[Self.digest(of: draft.key)] = Int32(rows.count)
        rows.append(draft.source.row)
        if layers.last != draft.source.layer { layers.append(draft.source.layer) }
        layerOfRow.append(UInt16(clamping: layers.count - 1))
        for cell in draft.cells { cells.append(Self.digest(of: cell)) }
    }

    /// The row that a record was read in.
    func source(at index: Int) -> RecordSource {
        RecordSource(layer: layers[Int(layerOfRow[index])], row: rows[index])
    }

    /// The places of the fields in which a row differs from a record; the key is not looked at.
    func fieldsDiffering(_ other: [Cell], at index: Int) -> [Int] {
        (1..<max(fields, 1)).filter { cells[index * fields + $0] != Self.digest(of: other[$0]) }
    }

    private static func digest(of key: String) -> Digest {
        var (first, second) = (Hasher(), Hasher())
        first.combine(key)
        second.combine(1)
        second.combine(key)
        return Digest(first: first.finalize(), second: second.finalize())
    }

    private static func digest(of cell: Cell) -> Int32 {
        var hasher = Hasher()
        hasher.combine(cell)
        return Int32(truncatingIfNeeded: hasher.finalize())
    }
}
