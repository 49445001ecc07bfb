import GeoModel

/// The smoothed lengths of change vectors, row by row; `NaN` where a pixel can't be compared: means over the pixels
/// around that have one (normalised convolution).
///
/// Source: Knutsson & Westin 1993, normalized convolution.
struct LengthRows {
    /// The means.
    private(set) var result: RowRing
    private var lengths: RowRing
    private var present: RowRing
    private var sums: SquareMeans
    private var shares: SquareMeans

    init(_ smoothing: GaussianSmoothing, columns: Int, rows: Range<Int>) {
        let kept = smoothing.radius + PairRows.stripRows + 1
        func ring(_ keeping: Int) -> RowRing { RowRing(columns: columns, from: rows.lowerBound, keeping: keeping) }
        (lengths, present, result) = (ring(1), ring(kept), ring(kept))
        sums = SquareMeans(smoothing, columns: columns, rows: rows, keeping: kept)
        shares = sums
    }

    /// Takes the next row from its places among lengths and among what is valid.
    mutating func take(_ values: [Float], at start: Int, valid: [UInt8], at other: Int) {
        let columns = result.columns
        present.append { target, place in
            let line = values.span.extracting(start..<start + columns)
            let valid = valid.span.extracting(other..<other + columns)
            precondition(place >= 0 && place + columns <= target.count)
            for column in 0..<columns {
                target[place + column] = valid[column] != 0 && line[column] == line[column] ? 1 : 0
            }
        }
        let row = lengths.end
        lengths.append { [present] target, place in
            fill(
                &target, at: place, count: columns, from: present.values, at: present.place(row), and: values,
                at: start
            ) { $0 != 0 ? $1 : 0 }
        }
        sums.take(lengths)
        shares.take(present)
        let (means, weights) = (sums.result, shares.result)
        for row in result.end..<means.end {
            result.append { [present] target, place in
                fill(
                    &target, at: place, count: columns, from: means.values, at: means.place(row), and: weights.values,
                    at: weights.place(row)
                ) { $0 / $1 }
                change(&target, at: place, count: columns, by: present.values, at: present.place(row)) {
                    $1 != 0 ? $0 : .nan
                }
            }
        }
    }
}
