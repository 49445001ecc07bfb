package import GeoModel

extension PairDetector {
    /// The values of a fusion's maps at every `step`th pixel of every `step`th row of a window that can be compared.
    ///
    /// - Parameters:
    ///   - window: Where.
    ///   - step: Pixels from one to the next.
    /// - Returns: For each map, and last of all the guide, the values of the same pixels.
    /// - Throws: `Fault` where a file can't be decoded.
    package func fusionSample(_ window: PixelWindow, step: Int) throws(Fault) -> [[Float]] {
        let wide = window.aligned(margin: fusionKind.margin, within: gridSize)
        let roles = parameters.relations.keys.sorted()
        let kept = fusionKind.margin + 4 * PairRows.stripRows
        var rows = PairRows(
            wide, keeping: kept, bands: Array(bands.keys), filling: roles,
            bandChange)
        var maps = fusionKind.rows(wide, roles, bandChange, keepingGuide: kept)
        var values = [[Float]](repeating: [], count: fusionKind.mapCount + 1)
        var next = window.row
        try forEachRows(of: wide) { strip, work throws(Fault) in
            rows.append(strip, work)
            for row in strip.row..<strip.endRow {
                maps.take(PairLine(numbers: rows, place: rows.place(row), columns: wide.columns))
            }
            let pictures = maps.maps + [maps.guide]
            while next < min(maps.end, window.endRow) {
                let valid = rows.place(next) - wide.column
                let places = stride(from: window.column, to: window.endColumn, by: step).filter {
                    rows.valid[valid + $0] != 0
                }
                for (picture, made) in pictures.enumerated() {
                    let start = made.place(next) - wide.column
                    values[picture] += places.lazy.map { made.values[start + $0] }
                }
                next += step
            }
        }
        return values
    }

    var fusionKind: FusionKind {
        guard let kind = parameters.method.ranked.fusion else { preconditionFailure("only fusions have maps") }
        return kind
    }

    func densePair(_ wide: PixelWindow, visit: (PixelWindow, Scratch) -> Void) throws(Fault) -> DensePair {
        let roles = parameters.relations.keys.sorted()
        var pair = DensePair(window: wide, roles: roles)
        try forEachStrip(of: wide) { strip, work throws(Fault) in
            if try !read(strip, &work) { for pixel in 0..<strip.pixelCount { work.valid[pixel] = 0 } }
            pair.fill(strip, in: wide, work, bandChange)
            visit(strip, work)
        }
        return pair
    }
}

extension PixelWindow {
    /// The window with a margin, from multiples of `SmoothingPlan.largestBlock` to such multiples or the edge.
    func aligned(margin: Int, within size: GridSize) -> PixelWindow {
        let (near, side) = (expanded(by: margin, within: size), SmoothingPlan.largestBlock)
        let (column, row) = (near.column / side * side, near.row / side * side)
        return PixelWindow(
            column: column,
            row: row,
            columns: (near.endColumn + side - 1) / side * side - column,
            rows: (near.endRow + side - 1) / side * side - row
        ).intersection(size.window)
    }
}
