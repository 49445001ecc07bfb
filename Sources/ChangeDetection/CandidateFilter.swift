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

/// Whether a 2 × 2 square of marks may hold a marked pixel: without one, no opening at a higher threshold keeps it.
///
/// What lies beyond the rows and columns given may be marked: whether a pixel at the rim stays is for others to say.
///
/// - Parameters:
///   - marks: Row by row, 1 for marked pixels.
///   - columns: Pixels in a row.
///   - rows: Rows.
///   - column: The pixel's column.
///   - row: The pixel's row.
/// - Returns: False where no square holds it.
func mayHoldSquare(_ marks: Span<UInt8>, columns: Int, rows: Int, column: Int, row: Int) -> Bool {
    guard column > 0, column < columns - 1 else { return true }
    let pixel = row * columns + column
    let left = marks[pixel - 1]
    let right = marks[pixel + 1]
    guard left | right != 0 else { return false }
    guard row > 0, row < rows - 1 else { return true }
    let above = marks[pixel - columns] & (left & marks[pixel - columns - 1] | right & marks[pixel - columns + 1])
    let below = marks[pixel + columns] & (left & marks[pixel + columns - 1] | right & marks[pixel + columns + 1])
    return above | below != 0
}
