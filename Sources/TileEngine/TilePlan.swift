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
    /// The size of a tile; tiles at the right and lower edge are smaller.
    package let tile: GridSize

    /// A raster cut into tiles.
    /// - Precondition: a tile has pixels.
    package init(size: GridSize, tile: GridSize) {
        precondition(tile.columns > 0 && tile.rows > 0)
        self.size = size
        self.tile = tile
    }

    /// A raster cut into square tiles.
    /// - Precondition: `side` is positive.
    package init(size: GridSize, side: Int) {
        self.init(size: size, tile: GridSize(columns: side, rows: side))
    }

    /// Tiles in a row of tiles.
    package var columns: Int { (size.columns + tile.columns - 1) / tile.columns }
    /// Rows of tiles.
    package var rows: Int { (size.rows + tile.rows - 1) / tile.rows }
    /// Tiles in all.
    package var count: Int { columns * rows }

    /// The tile of a number.
    /// - Precondition: `0 ≤ index < count`.
    package func tile(_ index: Int) -> Tile {
        precondition((0..<count).contains(index))
        let window = PixelWindow(
            column: index % columns * tile.columns,
            row: index / columns * tile.rows,
            columns: tile.columns,
            rows: tile.rows
        )
        return Tile(index: index, window: window.intersection(size.window))
    }
}
