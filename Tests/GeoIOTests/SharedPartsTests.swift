import Foundation
import GeoModel
import Testing

@testable import GeoIO

/// What workers leave to each other changes nothing of what is read.
@Suite struct SharedPartsTests {
    private static let layouts = [
        ["TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64", "COMPRESS=DEFLATE", "PREDICTOR=2"],
        ["TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64", "COMPRESS=LZW"],
        ["BLOCKYSIZE=24", "COMPRESS=DEFLATE", "PREDICTOR=2"],
        ["TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64", "COMPRESS=ZSTD"],
    ]

    /// A file under a grid of its own pixels, of half of them, and a quarter pixel beside it.
    private func sources(_ scratch: Scratch, _ layout: [String], isByte: Bool) throws -> [AlignedSource] {
        let size = GridSize(columns: 330, rows: 290)
        let path = scratch("a.tif")
        let samples = Fixture.samples(size.pixelCount, below: isByte ? 256 : 65_536)
        try Fixture.writeGDAL(path, size, samples, isByte: isByte, options: layout)
        let grid = try RasterFile(path).grid
        let transform = grid.transform
        let half = Grid(
            system: grid.system,
            transform: GeoTransform(
                originX: transform.originX, originY: transform.originY, pixelWidth: transform.pixelWidth / 2,
                pixelHeight: transform.pixelHeight / 2),
            size: GridSize(columns: 2 * size.columns, rows: 2 * size.rows))
        let displaced = Resampling(displacement: PixelShift(columns: 0.25, rows: 0.25), interpolatesAbove: 0.1)
        let band = [BandSource(path: path, band: 1)]
        return [
            try AlignedSource(band, on: grid), try AlignedSource(band, on: half),
            try AlignedSource(band, on: grid, resampling: displaced),
        ]
    }

    @Test(arguments: layouts, [true, false])
    func tilesWithMarginsGiveTheSame(layout: [String], isByte: Bool) async throws {
        let scratch = try Scratch()
        for source in try sources(scratch, layout, isByte: isByte) {
            let size = source.grid.size
            var whole = [Float](repeating: 0, count: size.pixelCount)
            var span = whole.mutableSpan
            try source.makeReader().read(band: 0, window: size.window, into: &span)
            let expected = whole
            let tiles = stride(from: 0, to: size.rows, by: 128).flatMap { row in
                stride(from: 0, to: size.columns, by: 128).map { column in
                    PixelWindow(column: column, row: row, columns: 128, rows: 128).intersection(size.window)
                }
            }
            await withTaskGroup(of: Int.self) { group in
                for worker in 0..<3 {
                    group.addTask { Self.differences(source, tiles, worker, expected) }
                }
                for await differences in group { #expect(differences == 0) }
            }
        }
    }

    /// How many pixels a worker that takes every third tile reads otherwise; all of them where it can't read.
    private static func differences(
        _ source: AlignedSource, _ tiles: [PixelWindow], _ worker: Int, _ expected: [Float]
    ) -> Int {
        let size = source.grid.size
        guard let reader = try? source.makeReader() else { return expected.count }
        var differences = 0
        for tile in stride(from: worker, to: tiles.count, by: 3).map({ tiles[$0] }) {
            let margin = 19
            reader.expect(tile, margin: margin)
            let wide = tile.expanded(by: margin, within: size)
            for row in stride(from: wide.row, to: wide.endRow, by: 8) {
                let strip = PixelWindow(column: wide.column, row: row, columns: wide.columns, rows: 8)
                    .intersection(wide)
                var pixels = [Float](repeating: -1, count: strip.pixelCount)
                var span = pixels.mutableSpan
                guard (try? reader.read(band: 0, window: strip, into: &span)) != nil else { return expected.count }
                for place in pixels.indices {
                    let (down, across) = (strip.row + place / strip.columns, strip.column + place % strip.columns)
                    let other = expected[down * size.columns + across]
                    if pixels[place] != other, !(pixels[place].isNaN && other.isNaN) { differences += 1 }
                }
            }
        }
        return differences
    }

    @Test func theFirstRowsOfABlockAreThoseOfAllOfIt() throws {
        let scratch = try Scratch()
        let size = GridSize(columns: 128, rows: 128)
        for isByte in [true, false] {
            let samples = Fixture.samples(size.pixelCount, below: isByte ? 256 : 65_536)
            let options = ["TILED=YES", "BLOCKXSIZE=128", "BLOCKYSIZE=128", "COMPRESS=DEFLATE", "PREDICTOR=2"]
            try Fixture.writeGDAL(scratch("a.tif"), size, samples, isByte: isByte, options: options)
            let file = try RasterFile(scratch("a.tif"))
            let decoder = try #require(BlockDecoder(file, band: 1, direct: file.directReader()))
            var block = [UInt16](repeating: 0, count: size.pixelCount)
            var span = block.mutableSpan
            #expect(try decoder.decode(column: 0, row: 0, wanted: 9, into: &span) == 9)
            #expect(block[..<(9 * 128)] == samples[..<(9 * 128)])
            span = block.mutableSpan
            #expect(try decoder.decode(column: 0, row: 0, wanted: 100, into: &span) == 128)
            #expect(block == samples)
        }
    }

    /// A shelf forgets what it took first once it is full.
    @Test func whatIsKeptIsBounded() {
        let shared = SharedParts()
        let part = BlockPart(rows: 0..<512, columns: 0..<512, samples: [UInt16](repeating: 7, count: 512 * 512))
        for number in 0..<5 { shared.put(number, part) }
        #expect(shared.find(0, 0..<1, 0..<1) == nil && shared.find(4, 500..<512, 0..<512)?.samples[0] == 7)
        shared.put(9, part.part(500..<512, 0..<512) ?? part, below: 1 << 20)
        #expect(shared.find(9, 499..<501, 0..<2) == nil && shared.find(9, 500..<501, 0..<2) != nil)
        #expect(shared.begin(10, 0..<1, 0..<1) == nil)
        shared.end(10)
    }
}
