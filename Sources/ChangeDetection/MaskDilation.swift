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
        spread(usable, from: row * columns, step: 1, count: columns, radius: radius, into: &sideways)
    }
    var grown = sideways
    for column in 0..<columns {
        spread(sideways, from: column, step: columns, count: rows, radius: radius, into: &grown)
    }
    return grown
}

/// Spreads the zeros of one line to both sides, in one pass each way.
private func spread(_ line: [UInt8], from start: Int, step: Int, count: Int, radius: Int, into grown: inout [UInt8]) {
    var sinceMasked = radius + 1
    for position in 0..<count {
        sinceMasked = line[start + position * step] == 0 ? 0 : sinceMasked + 1
        if sinceMasked <= radius { grown[start + position * step] = 0 }
    }
    sinceMasked = radius + 1
    for position in (0..<count).reversed() {
        sinceMasked = line[start + position * step] == 0 ? 0 : sinceMasked + 1
        if sinceMasked <= radius { grown[start + position * step] = 0 }
    }
}
