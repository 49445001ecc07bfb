import Foundation
import GeoModel
import SafeFiles
import Testing

@testable import GeoIO

/// Both ways to the pixels, past GDAL and through it, have to lead to the same ones.
@Suite struct BlockDecodingTests {
    /// One way in which a GeoTIFF may be stored.
    struct Layout: Sendable, CustomTestStringConvertible {
        let options: [String]
        let isByte: Bool
        let isDirect: Bool

        var testDescription: String { options.joined(separator: " ") + (isByte ? " Byte" : " UInt16") }
    }

    static let layouts: [Layout] = [true, false].flatMap { isByte in
        [
            (["TILED=YES", "COMPRESS=DEFLATE", "PREDICTOR=2"], true), (["TILED=YES", "COMPRESS=DEFLATE"], true),
            (["TILED=YES", "COMPRESS=ZSTD", "PREDICTOR=2"], true), (["TILED=YES"], true),
            (["TILED=YES", "BIGTIFF=YES", "COMPRESS=DEFLATE"], true),
            (["TILED=YES", "COMPRESS=LZW", "PREDICTOR=2"], false), (["COMPRESS=DEFLATE", "BLOCKYSIZE=7"], true),
            (["BLOCKYSIZE=7"], true), (["TILED=YES", "COMPRESS=DEFLATE", "ENDIANNESS=BIG"], false),
            (["TILED=YES", "INTERLEAVE=PIXEL", "COMPRESS=DEFLATE"], false),
            (["TILED=YES", "INTERLEAVE=BAND", "COMPRESS=DEFLATE", "PREDICTOR=2"], true),
        ].map { Layout(options: $0.0, isByte: isByte, isDirect: $0.1) }
    }

    @Test(arguments: layouts) func bothWaysGiveTheSame(layout: Layout) throws {
        let scratch = try Scratch()
        let size = GridSize(columns: 45, rows: 38)
        let bands = layout.options.contains { $0.hasPrefix("INTERLEAVE") } ? 3 : 1
        let blocks = layout.options.contains("TILED=YES") ? ["BLOCKXSIZE=16", "BLOCKYSIZE=32"] : []
        let path = scratch("a.tif")
        let samples = Fixture.samples(size.pixelCount * bands, below: layout.isByte ? 256 : 65_536)
        try Fixture.writeGDAL(path, size, samples, isByte: layout.isByte, options: layout.options + blocks)
        let file = try RasterFile(path)
        #expect((file.directReader() != nil) == layout.isDirect)
        let sources = (1...bands).map { BandSource(path: path, band: $0) }
        let source = try AlignedSource(sources, on: file.grid)
        for window in Self.windows(size) {
            for band in 0..<bands {
                let expected = Fixture.cut(samples, size, band, window)
                for decoding in [Decoding.direct, .gdal] {
                    var pixels = [Float](repeating: -1, count: window.pixelCount)
                    var span = pixels.mutableSpan
                    try source.makeReader(decoding: decoding).read(band: band, window: window, into: &span)
                    #expect(pixels == expected)
                }
            }
        }
    }

    private static func windows(_ size: GridSize) -> [PixelWindow] {
        [
            size.window, PixelWindow(column: 0, row: 0, columns: 16, rows: 32),
            PixelWindow(column: 13, row: 29, columns: 20, rows: 9),
            PixelWindow(column: 44, row: 37, columns: 1, rows: 1),
        ]
    }

    @Test func aBlockThatWasNeverWrittenIsEmptyBothWays() throws {
        let scratch = try Scratch()
        let size = GridSize(columns: 64, rows: 32)
        let options = ["TILED=YES", "BLOCKXSIZE=32", "BLOCKYSIZE=32", "COMPRESS=DEFLATE", "SPARSE_OK=TRUE"]
        let samples = (0..<size.pixelCount).map { UInt16($0 % 64 < 32 ? 7 : 0) }
        try Fixture.writeGDAL(scratch("a.tif"), size, samples, isByte: false, options: options)
        let source = try AlignedSource(
            [BandSource(path: scratch("a.tif"), band: 1)], on: try RasterFile(scratch("a.tif")).grid)
        #expect(try source.matrix()[5][30...33] == [7, 7, 0, 0])
    }

    @Test func whatIsCutOffIsAFaultBothWays() throws {
        let scratch = try Scratch()
        let size = GridSize(columns: 64, rows: 64)
        let samples = Fixture.samples(size.pixelCount, below: 65_536)
        let options = ["TILED=YES", "BLOCKXSIZE=32", "BLOCKYSIZE=32", "COMPRESS=DEFLATE"]
        try Fixture.writeGDAL(scratch("a.tif"), size, samples, isByte: false, options: options)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: scratch("a.tif")))
        try bytes.prefix(bytes.count * 3 / 4).write(to: URL(fileURLWithPath: scratch("cut.tif")))
        let grid = try RasterFile(scratch("a.tif")).grid
        for decoding in [Decoding.direct, .gdal] {
            #expect(throws: Fault.self) {
                let source = try AlignedSource([BandSource(path: scratch("cut.tif"), band: 1)], on: grid)
                var pixels = [Float](repeating: 0, count: size.pixelCount)
                var span = pixels.mutableSpan
                try source.makeReader(decoding: decoding).read(band: 0, window: size.window, into: &span)
            }
        }
    }

    @Test func codesAreLookedUp() throws {
        let scratch = try Scratch()
        try Fixture.write(scratch("scl.tif"), Fixture.grid(3, 1, pixel: 20), [4, 9, 300])
        let source = try AlignedSource(
            [BandSource(path: scratch("scl.tif"), band: 1)], on: Fixture.grid(7, 2), noData: 9)
        var table = [UInt8](repeating: 0, count: 256)
        table[4] = 1
        table[9] = 1
        var classes = [UInt8](repeating: 5, count: 14)
        var span = classes.mutableSpan
        try source.makeReader().look(band: 0, window: source.grid.size.window, up: table.span, into: &span)
        #expect(classes == [1, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0])
    }

    @Test(arguments: [1, 7, 8, 9, 64, 100]) func predictionIsUndone(columns: Int) {
        let original = Fixture.samples(columns * 5, below: 65_536)
        var samples = original
        predict(&samples, columns: columns)
        var span = samples.mutableSpan
        undoPrediction(&span, columns: columns, count: columns * 5)
        #expect(samples == original)
    }

    /// Landsat's QA_PIXEL: a bit of sixteen hides, and so does what the file or the profile calls no data.
    @Test func codesOfSixteenBits() throws {
        let scratch = try Scratch()
        let grid = Fixture.grid(3, 2)
        try Fixture.write(scratch("qa.tif"), grid, [21_824, 22_280, 1, 0, 65_535, 21_952], noData: 1)
        let table = MaskCodes.unless([MaskField("cloud", bit: 3)]).table
        for noData in [nil, 0.0] {
            let source = try AlignedSource(
                [BandSource(path: scratch("qa.tif"), band: 1)], on: grid, noData: noData, codes: [0])
            var classes = [UInt8](repeating: 9, count: 6)
            var span = classes.mutableSpan
            try source.makeReader().look(band: 0, window: grid.size.window, up: table.span, into: &span)
            #expect(classes == [1, 0, 0, noData == nil ? 1 : 0, 0, 1])
        }
    }
}
