import ChangeDetection
import GeoModel

/// Bands in memory, so that the engine is tested without files.
struct MemorySource: TileSource {
    let grid: Grid
    let bands: [[Float]]
    var bandCount: Int { bands.count }
    var cell: GridSize { grid.size }

    init(columns: Int, rows: Int, bands: [[Float]]) {
        grid = Grid(
            system: nil,
            transform: GeoTransform(originX: 0, originY: 0, pixelWidth: 1, pixelHeight: 1),
            size: GridSize(columns: columns, rows: rows)
        )
        self.bands = bands
    }

    func makeReader() -> any TileReader { Reader(source: self) }

    private final class Reader: TileReader {
        let source: MemorySource

        init(source: MemorySource) {
            self.source = source
        }

        func read(band: Int, window: PixelWindow, into pixels: inout MutableSpan<Float>) {
            var target = 0
            for row in window.row..<window.endRow {
                for column in window.column..<window.endColumn {
                    pixels[target] = source.bands[band][row * source.grid.size.columns + column]
                    target += 1
                }
            }
        }

        func expect(_ tile: PixelWindow, margin: Int) {}

        func look(band: Int, window: PixelWindow, up table: Span<UInt8>, into classes: inout MutableSpan<UInt8>) {
            var codes = [Float](repeating: 0, count: window.pixelCount)
            var span = codes.mutableSpan
            read(band: band, window: window, into: &span)
            for pixel in codes.indices { classes[pixel] = codes[pixel].isNaN ? 0 : table[Int(codes[pixel])] }
        }
    }
}

/// Numbers that look random and are the same on every run (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
