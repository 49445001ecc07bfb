package import GeoModel

extension PixelWindow {
    /// Whether another window lies beside this one or over it.
    fileprivate func touches(_ other: PixelWindow) -> Bool {
        column <= other.endColumn && other.column <= endColumn && row <= other.endRow && other.row <= endRow
    }
}

extension Grid {
    /// This grid with as many more whole pixels on each side as it takes to hold the grids that touch it, those that
    /// touch these, and so on; one that lies apart is left out.
    ///
    /// - Throws: `Fault` where one of them lies in no coordinate system, or in one with no way to this grid's, or the
    ///   grid would be absurdly large.
    package func extended(over others: [Grid]) throws(Fault) -> Grid {
        var windows: [PixelWindow] = []
        for other in others where other != self { windows.append(pixels(under: try bounds(of: other))) }
        var window = size.window
        while let next = windows.firstIndex(where: { window.touches($0) }) {
            window = window.union(windows.remove(at: next))
        }
        guard max(window.columns, window.rows) <= GridSize.longestSide else {
            throw Fault(
                system?.name ?? "—",
                zh: "这些影像合起来有 \(window.columns)×\(window.rows) 像元，过大。请检查影像位置，或为区域设定格网。",
                en:
                    "together the scenes have \(window.columns) × \(window.rows) pixels, which is too many. Check "
                    + "where they lie, or give the region a grid."
            )
        }
        return subgrid(window)
    }

    /// The whole pixels around a box; they may lie outside of the grid.
    private func pixels(under box: BoundingBox) -> PixelWindow {
        let (left, right) = (transform.column(of: box.minX).rounded(.down), transform.column(of: box.maxX).rounded(.up))
        let (top, bottom) = (transform.row(of: box.maxY).rounded(.down), transform.row(of: box.minY).rounded(.up))
        return PixelWindow(
            column: Int(left), row: Int(top), columns: Int(right) - Int(left), rows: Int(bottom) - Int(top))
    }

    private func bounds(of other: Grid) throws(Fault) -> BoundingBox {
        guard other.system != system else { return other.bounds }
        guard let from = other.system, let to = system else {
            throw Fault(
                other.system?.name ?? "—",
                zh: "同一时期的影像有的没有坐标系，无法镶嵌。请用 gdal_edit.py -a_srs 指定。",
                en: "some scenes of a period have no coordinate system, so there is no mosaic of them. Set it with "
                    + "gdal_edit.py -a_srs."
            )
        }
        return try transformed(other.bounds, from: from, to: to, path: from.name)
    }
}
