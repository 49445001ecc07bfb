package import GeoModel

extension Grid {
    /// This grid with as many more whole pixels on each side as it takes to hold other grids.
    ///
    /// - Throws: `Fault` where one of them lies in no coordinate system, or in one with no way to this grid's, or the
    ///   grid would be absurdly large.
    package func extended(over others: [Grid]) throws(Fault) -> Grid {
        var edges = (left: 0, top: 0, right: size.columns, bottom: size.rows)
        for other in others where other != self {
            let box = try bounds(of: other)
            edges.left = min(edges.left, Int(transform.column(of: box.minX).rounded(.down)))
            edges.right = max(edges.right, Int(transform.column(of: box.maxX).rounded(.up)))
            edges.top = min(edges.top, Int(transform.row(of: box.maxY).rounded(.down)))
            edges.bottom = max(edges.bottom, Int(transform.row(of: box.minY).rounded(.up)))
        }
        let window = PixelWindow(
            column: edges.left, row: edges.top, columns: edges.right - edges.left, rows: edges.bottom - edges.top)
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
