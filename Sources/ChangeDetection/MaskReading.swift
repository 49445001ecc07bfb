import GeoModel

/// What a mask band lets through, read with a margin so that a mask grows across the borders of windows.
///
/// - Parameters:
///   - reader: Where from.
///   - band: The mask band.
///   - window: The pixels asked for.
///   - table: 1 for each code of pixels that may be used.
///   - dilation: How far, in pixels, what the mask hides is grown.
///   - isHiddenOutside: Whether pixels without a code, such as those beyond the scene, hide their neighbours too.
///   - gridSize: The size of the raster.
///   - usable: Takes 1 for pixels that may be used, else 0.
/// - Throws: `Fault` where a file can't be decoded.
func readMask(
    _ reader: any TileReader,
    band: Int,
    _ window: PixelWindow,
    up table: [UInt8],
    dilation: Int,
    isHiddenOutside: Bool = true,
    gridSize: GridSize,
    into usable: inout MutableSpan<UInt8>
) throws(Fault) {
    guard dilation > 0 else { return try reader.look(band: band, window: window, up: table.span, into: &usable) }
    let wide = window.expanded(by: dilation, within: gridSize)
    func look(_ table: [UInt8]) throws(Fault) -> [UInt8] {
        var classes = [UInt8](repeating: 0, count: wide.pixelCount)
        var span = classes.mutableSpan
        try reader.look(band: band, window: wide, up: table.span, into: &span)
        return classes
    }
    let shown = try look(table)
    var open = shown
    if !isHiddenOutside {
        let known = try look([UInt8](repeating: 1, count: table.count))
        for pixel in open.indices where known[pixel] == 0 { open[pixel] = 1 }
    }
    let grown = dilatedMask(open, columns: wide.columns, radius: dilation)
    for row in 0..<window.rows {
        let start = (row + window.row - wide.row) * wide.columns + window.column - wide.column
        for column in 0..<window.columns {
            usable[row * window.columns + column] = grown[start + column] & shown[start + column]
        }
    }
}
