import Learning

/// A square with its lot.
struct DrawnCell: Sendable {
    let lot: UInt64
    let column: Int
    let row: Int
    let score: UInt16

    /// The lot depends on the seed and the place alone: whoever reads the raster in whatever order draws the same.
    init(_ cell: UnflaggedCell, seed: UInt64) {
        lot = scattered(scattered(seed) ^ (UInt64(cell.row) << 32 | UInt64(cell.column)))
        (column, row, score) = (cell.column, cell.row, cell.score)
    }

    fileprivate static func isLess(_ left: DrawnCell, _ right: DrawnCell) -> Bool {
        (left.lot, left.row, left.column) < (right.lot, right.row, right.column)
    }

    /// The place on a curve that fills the plane so that neighbours on it are neighbours on the ground.
    ///
    /// Source: Morton 1966, A computer oriented geodetic data base.
    var curve: UInt64 {
        var place: UInt64 = 0
        for bit in 0..<32 {
            place |= (UInt64(column) >> bit & 1) << (2 * bit) | (UInt64(row) >> bit & 1) << (2 * bit + 1)
        }
        return place
    }
}

/// The squares with the lowest lots: a simple random sample without replacement.
struct LowestLots: Sendable {
    private let limit: Int
    private var cells: [DrawnCell] = []
    /// No lot above this can be among the lowest.
    private var highest = UInt64.max

    init(limit: Int) { self.limit = limit }

    mutating func add(_ cell: DrawnCell) {
        guard cell.lot <= highest, limit > 0 else { return }
        cells.append(cell)
        if cells.count >= max(64, 2 * limit) { settle() }
    }

    mutating func add(_ other: LowestLots) { for cell in other.cells { add(cell) } }

    private mutating func settle() {
        cells.sort(by: DrawnCell.isLess)
        guard limit > 0, cells.count >= limit else { return }
        cells.removeLast(cells.count - limit)
        highest = cells[limit - 1].lot
    }

    /// So many of the squares, spread over the ground: every so-manieth along a curve that fills the plane. Each square
    /// of the stratum has the same chance, because each of the lowest lots has.
    ///
    /// Source: Cochran 1977, 8.1 (systematic sampling); Stevens & Olsen 2004, J. Am. Stat. Assoc. 99, 262–278 (order
    /// along a curve).
    func spread(_ count: Int, seed: UInt64) -> [DrawnCell] {
        var settled = self
        settled.settle()
        let ordered = settled.cells.sorted { $0.curve < $1.curve }
        guard count > 0 else { return [] }
        let step = Double(ordered.count) / Double(count)
        let start = Double(scattered(seed ^ 0x5EED) >> 11) * 0x1p-53 * step
        return (0..<count).map { ordered[min(ordered.count - 1, Int(start + Double($0) * step))] }
    }
}
