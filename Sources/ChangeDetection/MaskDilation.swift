/// Grows what is masked by a square of `radius` pixels on every side, inside one window.
///
/// - Parameters:
///   - usable: Row by row, 1 where the pixel may be used and 0 where it is masked.
///   - columns: Pixels in a row.
///   - radius: In pixels; 0 leaves everything as it is.
/// - Returns: The same shape; 0 wherever a masked pixel lies within the square.
/// - Precondition: `usable.count` is a multiple of `columns`.
package func dilatedMask(_ usable: [UInt8], columns: Int, radius: Int) -> [UInt8] {
    precondition(columns > 0 && usable.count % columns == 0 && radius >= 0)
    guard radius > 0 else { return usable }
    let rows = usable.count / columns
    var sideways = usable
    for row in 0..<rows {
        for shift in 1...radius where shift < columns {
            let (start, count) = (row * columns, columns - shift)
            keepCommon(usable, from: start + shift, count: count, into: &sideways, at: start)
            keepCommon(usable, from: start, count: count, into: &sideways, at: start + shift)
        }
    }
    var grown = sideways
    for row in 0..<rows {
        for other in max(0, row - radius)...min(rows - 1, row + radius) where other != row {
            keepCommon(sideways, from: other * columns, count: columns, into: &grown, at: row * columns)
        }
    }
    return grown
}

/// Keeps of some marks those that others have too, place by place.
private func keepCommon(_ others: [UInt8], from start: Int, count: Int, into marks: inout [UInt8], at place: Int) {
    let line = others.span.extracting(start..<start + count)
    var marks = marks.mutableSpan
    precondition(place >= 0 && place + count <= marks.count)
    for column in 0..<count { marks[place + column] &= line[column] }
}
