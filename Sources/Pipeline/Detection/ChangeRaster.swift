import ChangeDetection
import GeoIO
import GeoModel
import TileEngine

/// The change raster (`change.tif`): score, class and validity of every pixel, packed block by block while tiles are
/// swept, put together when the threshold is known.
enum ChangeRaster {
    private static func layout(_ method: ScoreMethod) -> GeoTIFFLayout {
        GeoTIFFLayout(
            sampleType: .uint16,
            bands: [.init("score", scale: 1 / method.scoreScale), .init("class"), .init("valid")]
        )
    }

    /// The packed blocks of a tile: those of the score in row order, then class, then validity.
    /// - Precondition: the tile begins on a block's corner.
    static func blocks(of tile: TileScores, _ packer: BlockPacker) -> [[UInt8]] {
        let window = tile.window
        let side = BlockPacker.side
        precondition(window.column % side == 0 && window.row % side == 0)
        return blocks(of: tile.score.span, window, packer) + blocks(of: tile.transition.span, window, packer)
            + blocks(of: tile.valid.span, window, packer)
    }

    private static func blocks<Sample: FixedWidthInteger>(
        of samples: Span<Sample>, _ window: PixelWindow, _ packer: BlockPacker
    ) -> [[UInt8]] {
        let side = BlockPacker.side
        var packed: [[UInt8]] = []
        for row in stride(from: 0, to: window.rows, by: side) {
            for column in stride(from: 0, to: window.columns, by: side) {
                var block = [UInt16](repeating: 0, count: side * side)
                let width = min(side, window.columns - column)
                fill(&block, from: samples, window, column: column, row: row, width: width)
                packed.append(packer.pack(block))
            }
        }
        return packed
    }

    /// What lies outside the raster repeats the nearest sample inside, so that it packs well.
    private static func fill<Sample: FixedWidthInteger>(
        _ block: inout [UInt16], from samples: Span<Sample>, _ window: PixelWindow, column: Int, row: Int, width: Int
    ) {
        let side = BlockPacker.side
        var target = block.mutableSpan
        for line in 0..<side {
            let start = min(row + line, window.rows - 1) * window.columns + column
            for place in 0..<width { target[line * side + place] = UInt16(truncatingIfNeeded: samples[start + place]) }
            let last = target[line * side + width - 1]
            for place in width..<side { target[line * side + place] = last }
        }
    }

    /// Writes `change.tif` from its packed blocks.
    /// - Throws: `Fault` where the disk is full.
    static func write(_ tiles: SweptTiles, _ grid: Grid, _ method: ScoreMethod, threshold: Double, to path: String)
        throws(Fault)
    {
        let plan = tiles.plan
        let perTile = (columns: plan.tile.columns / BlockPacker.side, rows: plan.tile.rows / BlockPacker.side)
        try PackedGeoTIFFWriter.write(
            path,
            grid: grid,
            layout: layout(method),
            metadata: [("TUBAN_THRESHOLD", "\(threshold)")],
            packedBytes: tiles.blockBytes
        ) { band, column, row throws(Fault) in
            let tile = plan.tile(row / perTile.rows * plan.columns + column / perTile.columns)
            let across = (tile.window.columns + BlockPacker.side - 1) / BlockPacker.side
            let down = (tile.window.rows + BlockPacker.side - 1) / BlockPacker.side
            let place = (band * down + row % perTile.rows) * across + column % perTile.columns
            return try tiles.bytes(tiles.entry(tile.index).blocks[place], of: tile.index)
        }
    }
}
