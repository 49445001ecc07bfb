/// Marks the pixels of some rows whose score reaches a floor.
///
/// - Parameters:
///   - scores: Row by row.
///   - count: How many of them.
///   - floor: The smallest score that is marked.
///   - reached: Takes 1 for each marked pixel, else 0; the same shape.
func markCandidates(_ scores: [UInt16], count: Int, from floor: UInt16, into reached: inout [UInt8]) {
    let scores = scores.span.extracting(0..<count)
    var reached = reached.mutableSpan
    precondition(count <= reached.count)
    for pixel in 0..<count { reached[pixel] = scores[pixel] >= floor ? 1 : 0 }
}

/// Takes away marks that no 2 × 2 square of marks holds, and so no opening at a higher threshold could keep.
///
/// What lies beyond the rows and columns given counts as marked: whether a mark at the rim stays is for others to say.
///
/// - Parameters:
///   - reached: Row by row, 1 for marked pixels.
///   - columns: Pixels in a row, at least 2.
///   - rows: Rows.
///   - kept: Takes 1 for each mark that stays, else 0; the same shape.
func keepSquares(_ reached: [UInt8], columns: Int, rows: Int, into kept: inout [UInt8]) {
    precondition(columns > 1 && reached.count >= columns * rows && kept.count >= columns * rows)
    for row in 0..<rows {
        // At the rim the row stands for its missing neighbour: its own marks can only keep more.
        let starts = (above: max(0, row - 1) * columns, here: row * columns, below: min(rows - 1, row + 1) * columns)
        keepSquares(reached.span, starts, columns: columns, into: &kept)
        kept[starts.here] = reached[starts.here]
        kept[starts.here + columns - 1] = reached[starts.here + columns - 1]
    }
}

/// The row between its ends.
private func keepSquares(
    _ reached: Span<UInt8>,
    _ starts: (above: Int, here: Int, below: Int),
    columns: Int,
    into kept: inout [UInt8]
) {
    let count = columns - 2
    let above = (
        reached.extracting(starts.above..<starts.above + count),
        reached.extracting(starts.above + 1..<starts.above + 1 + count),
        reached.extracting(starts.above + 2..<starts.above + 2 + count)
    )
    let here = (
        reached.extracting(starts.here..<starts.here + count),
        reached.extracting(starts.here + 1..<starts.here + 1 + count),
        reached.extracting(starts.here + 2..<starts.here + 2 + count)
    )
    let below = (
        reached.extracting(starts.below..<starts.below + count),
        reached.extracting(starts.below + 1..<starts.below + 1 + count),
        reached.extracting(starts.below + 2..<starts.below + 2 + count)
    )
    var kept = kept.mutableSpan
    let start = starts.here + 1
    precondition(start >= 0 && start + count <= kept.count)
    for place in 0..<count {
        let left = here.0[place] & ((above.0[place] & above.1[place]) | (below.0[place] & below.1[place]))
        let right = here.2[place] & ((above.2[place] & above.1[place]) | (below.2[place] & below.1[place]))
        kept[start + place] = here.1[place] & (left | right)
    }
}
