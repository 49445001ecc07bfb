/// The size of a raster in pixels.
package struct GridSize: Sendable, Hashable {
    /// Pixels in a row.
    package let columns: Int
    /// Rows.
    package let rows: Int

    /// A size in pixels.
    package init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }

    /// The longest side that is worked with: larger ones are damaged headers. At half a metre it is 500 km.
    package static let longestSide = 1_000_000

    /// Pixels in all.
    package var pixelCount: Int { columns * rows }

    /// The window that covers everything.
    package var window: PixelWindow { PixelWindow(column: 0, row: 0, columns: columns, rows: rows) }
}

/// One pixel's place, counted from the upper left corner.
package struct PixelPlace: Sendable, Hashable, Comparable {
    /// The column, from 0.
    package let column: Int
    /// The row, from 0 downwards.
    package let row: Int

    /// A place.
    package init(column: Int, row: Int) {
        self.column = column
        self.row = row
    }

    /// Row order: upper rows first, then left to right.
    package static func < (left: PixelPlace, right: PixelPlace) -> Bool {
        (left.row, left.column) < (right.row, right.column)
    }
}

/// A rectangle of pixels: rows `row ..< row + rows`, columns `column ..< column + columns`.
package struct PixelWindow: Sendable, Hashable {
    /// The first column.
    package let column: Int
    /// The first row.
    package let row: Int
    /// Pixels in a row.
    package let columns: Int
    /// Rows.
    package let rows: Int

    /// A rectangle of pixels.
    package init(column: Int, row: Int, columns: Int, rows: Int) {
        self.column = column
        self.row = row
        self.columns = columns
        self.rows = rows
    }

    /// The smallest window around this one and another.
    package func union(_ other: PixelWindow) -> PixelWindow {
        let (left, top) = (min(column, other.column), min(row, other.row))
        return PixelWindow(
            column: left,
            row: top,
            columns: max(endColumn, other.endColumn) - left,
            rows: max(endRow, other.endRow) - top
        )
    }

    /// Pixels in all.
    package var pixelCount: Int { columns * rows }
    /// Whether there is no pixel in it.
    package var isEmpty: Bool { columns <= 0 || rows <= 0 }
    /// The column behind the last one.
    package var endColumn: Int { column + columns }
    /// The row below the last one.
    package var endRow: Int { row + rows }

    /// The pixels in both windows; an empty window where they do not meet.
    package func intersection(_ other: PixelWindow) -> PixelWindow {
        let left = max(column, other.column)
        let top = max(row, other.row)
        return PixelWindow(
            column: left,
            row: top,
            columns: max(0, min(endColumn, other.endColumn) - left),
            rows: max(0, min(endRow, other.endRow) - top)
        )
    }

    /// The window cut into parts of at most a side, in row order from its corner.
    package func parts(side: Int) -> [PixelWindow] {
        stride(from: row, to: endRow, by: side).flatMap { row in
            stride(from: column, to: endColumn, by: side).map { column in
                PixelWindow(column: column, row: row, columns: side, rows: side).intersection(self)
            }
        }
    }

    /// The window with a margin of `halo` pixels on every side, cut at the raster's edge.
    package func expanded(by halo: Int, within size: GridSize) -> PixelWindow {
        PixelWindow(column: column - halo, row: row - halo, columns: columns + 2 * halo, rows: rows + 2 * halo)
            .intersection(size.window)
    }
}
