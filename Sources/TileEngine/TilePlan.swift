package import GeoModel

/// One tile of a plan: the unit of work.
package struct Tile: Sendable, Hashable {
    /// Its number in row order, from 0.
    package let index: Int
    /// Its pixels.
    package let window: PixelWindow
}

/// A raster cut into tiles, in row order.
package struct TilePlan: Sendable, Hashable {
    /// The raster's size.
    package let size: GridSize
    /// The side of a tile in pixels; tiles at the right and lower edge are smaller.
    package let side: Int

    /// A raster cut into square tiles.
    /// - Precondition: `side` is positive.
    package init(size: GridSize, side: Int) {
        precondition(side > 0)
        self.size = size
        self.side = side
    }

    /// Tiles in a row of tiles.
    package var columns: Int { (size.columns + side - 1) / side }
    /// Rows of tiles.
    package var rows: Int { (size.rows + side - 1) / side }
    /// Tiles in all.
    package var count: Int { columns * rows }

    /// The tile of a number.
    /// - Precondition: `0 ≤ index < count`.
    package func tile(_ index: Int) -> Tile {
        precondition((0..<count).contains(index))
        let window = PixelWindow(
            column: index % columns * side,
            row: index / columns * side,
            columns: side,
            rows: side
        )
        return Tile(index: index, window: window.intersection(size.window))
    }
}
