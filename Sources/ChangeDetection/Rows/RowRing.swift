/// The latest rows of a picture that is made from top to bottom, each with a few zeros at either end.
struct RowRing {
    /// How many zeros lie at either end of a row, so that what reaches beyond an edge finds nothing there.
    static let margin = 64

    /// Pixels in a row.
    let columns: Int
    /// The number of the next row: those above it have been made.
    private(set) var end: Int
    /// The rows that are kept, one after the other.
    private(set) var values: [Float]
    private let capacity: Int

    /// A picture of which no row has been made.
    ///
    /// - Parameters:
    ///   - columns: Pixels in a row.
    ///   - row: The number of the first row, at least 0.
    ///   - keeping: How many rows are kept.
    init(columns: Int, from row: Int, keeping: Int) {
        self.columns = columns
        end = row
        capacity = keeping
        values = [Float](repeating: 0, count: (keeping + 1) * (columns + 2 * Self.margin))
    }

    /// Where a row that is kept begins among `values`.
    func place(_ row: Int) -> Int {
        precondition(row < end && row >= end - capacity, "row \(row) of \(end - capacity)..<\(end)")
        return row % capacity * (columns + 2 * Self.margin) + Self.margin
    }

    /// Where a row of zeros begins.
    var nothing: Int { capacity * (columns + 2 * Self.margin) + Self.margin }

    /// Makes the next row.
    /// - Parameter fill: Writes as many numbers as a row has, from a place on.
    mutating func append(_ fill: (_ values: inout MutableSpan<Float>, _ place: Int) -> Void) {
        let place = end % capacity * (columns + 2 * Self.margin) + Self.margin
        var span = values.mutableSpan
        fill(&span, place)
        end += 1
    }

    /// A row that is kept, as an array.
    func row(_ row: Int) -> ArraySlice<Float> { values[place(row)..<place(row) + columns] }
}
