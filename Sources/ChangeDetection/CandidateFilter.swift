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
    let reached = reached.span
    var kept = kept.mutableSpan
    precondition(columns > 1 && kept.count >= columns * rows)
    for row in 0..<rows {
        let above = reached.extracting(max(0, row - 1) * columns..<(max(0, row - 1) + 1) * columns)
        let here = reached.extracting(row * columns..<(row + 1) * columns)
        let below = reached.extracting(min(rows - 1, row + 1) * columns..<(min(rows - 1, row + 1) + 1) * columns)
        // At the rim the row stands for its missing neighbour: its own marks can only keep more.
        let start = row * columns
        for column in 1..<columns - 1 {
            let left = here[column - 1] & ((above[column - 1] & above[column]) | (below[column - 1] & below[column]))
            let right = here[column + 1] & ((above[column + 1] & above[column]) | (below[column + 1] & below[column]))
            kept[start + column] = here[column] & (left | right)
        }
        kept[start] = here[0]
        kept[start + columns - 1] = here[columns - 1]
    }
}
