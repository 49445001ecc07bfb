import GeoIO
import GeoModel
import Testing

/// Files read between their pixels.
@Suite struct InterpolationTests {
    private let scratch: Scratch
    private let slope = (0..<12 * 10).map { place -> UInt16 in
        let (column, row) = (place % 12, place / 12)
        return UInt16(1000 + 40 * column + 8 * row)
    }

    init() throws {
        scratch = try Scratch()
        try Fixture.write(scratch("slope.tif"), Fixture.grid(12, 10), slope)
    }

    private func source(
        _ resampling: Resampling, _ file: String = "slope.tif", on grid: Grid = Fixture.grid(12, 10)
    ) throws -> AlignedSource {
        try AlignedSource([BandSource(path: scratch(file), band: 1)], on: grid, resampling: resampling)
    }

    @Test func aDisplacedSlopeIsReadBetweenItsPixels() throws {
        let shift = PixelShift(columns: 0.25, rows: -0.5)
        let source = try source(Resampling(displacement: shift, interpolatesAbove: 0.1))
        #expect(source.isInterpolated)
        let values = try source.matrix()
        for row in 2..<9 {
            for column in 1..<9 {
                let value = try #require(values[row][column])
                let expected: Double = 1000 + 40 * (Double(column) + 0.25) + 8 * (Double(row) - 0.5)
                #expect(abs(Double(value) - expected) < 0.01, "\(column), \(row)")
            }
        }
        #expect(source.overlap == PixelWindow(column: 0, row: 0, columns: 12, rows: 10))
    }

    @Test func whatFitsIsReadAsItIs() throws {
        for shift in [PixelShift.zero, PixelShift(columns: 1, rows: -2), PixelShift(columns: 0.05, rows: 0)] {
            let source = try source(Resampling(displacement: shift, interpolatesAbove: 0.1))
            #expect(!source.isInterpolated)
        }
        #expect(try source(Resampling(interpolatesAbove: 0)).matrix() == source(.nearest).matrix())
        let moved = try source(Resampling(displacement: PixelShift(columns: 1, rows: 0), interpolatesAbove: 0.1))
        #expect(try moved.matrix()[0] == [1040, 1080, 1120, 1160, 1200, 1240, 1280, 1320, 1360, 1400, 1440, nil])
    }

    /// A grid of other pixels, shifted by 3 m: laid over the target by interpolation where that is allowed.
    @Test func pixelsOfAnotherSizeAreResampled() throws {
        let grid = Fixture.grid(8, 6, pixel: 12, east: 3, south: 3)
        let source = try source(Resampling(interpolatesAbove: 0.1), on: grid)
        #expect(source.isInterpolated)
        let values = try source.matrix()
        for row in 2..<5 {
            for column in 2..<6 {
                // Centres in pixels of the file.
                let x: Double = 1.2 * (Double(column) + 0.5) - 0.2
                let y: Double = 1.2 * (Double(row) + 0.5) - 0.2
                let value = try #require(values[row][column])
                let expected: Double = 1000 + 40 * x + 8 * y
                #expect(abs(Double(value) - expected) < 0.5, "\(column), \(row)")
            }
        }
        #expect(try !self.source(.nearest, on: grid).isInterpolated)
    }

    @Test func coarsePixelsAreInterpolatedWhereAskedFor() throws {
        try Fixture.write(scratch("coarse.tif"), Fixture.grid(6, 5, pixel: 20), (0..<30).map { UInt16(100 * ($0 % 6)) })
        let plain = try source(Resampling(interpolatesAbove: 0.1), "coarse.tif")
        #expect(!plain.isInterpolated)
        #expect(try plain.matrix()[4].prefix(6) == [0, 0, 100, 100, 200, 200])
        let smooth = try source(Resampling(interpolatesAbove: 0.1, interpolatesCoarse: true), "coarse.tif")
        #expect(try smooth.matrix()[4][4...7] == [175, 225, 275, 325])
    }

    /// Data is where the nearest pixel has data, at the edge of the file too.
    @Test func missingNeighboursTakeNoPart() throws {
        var samples = slope
        samples[5 * 12 + 6] = 0
        try Fixture.write(scratch("hole.tif"), Fixture.grid(12, 10), samples, noData: 0)
        let resampling = Resampling(displacement: PixelShift(columns: 0.25, rows: 0.25), interpolatesAbove: 0.1)
        let values = try source(resampling, "hole.tif").matrix()
        let whole = try source(resampling).matrix()
        for row in 0..<10 {
            for column in 0..<12 {
                let (value, expected) = (values[row][column], whole[row][column])
                if row == 5, column == 6 {
                    #expect(value == nil)
                } else {
                    let (found, wanted) = (try #require(value), try #require(expected))
                    #expect(abs(found - wanted) < 60, "\(column), \(row)")
                    if abs(row - 5) > 2 || abs(column - 6) > 2 { #expect(found == wanted) }
                }
            }
        }
        let edge = try source(Resampling(displacement: PixelShift(columns: 0.6, rows: 0), interpolatesAbove: 0.1))
        #expect(try edge.matrix().allSatisfy { $0[11] == nil && $0[10] != nil })
        #expect(edge.overlap.columns == 11)
    }

    @Test func anyWindowsGiveTheSameBits() throws {
        let grid = Fixture.grid(13, 11, pixel: 9.3, east: -12, south: 27)
        for source in [
            try source(Resampling(displacement: PixelShift(columns: 0.37, rows: -0.81), interpolatesAbove: 0)),
            try source(Resampling(interpolatesAbove: 0), on: grid),
        ] {
            let whole = try source.matrix()
            let size = source.grid.size
            for side in [1, 2, 5] {
                for window in size.window.parts(side: side) {
                    let part = whole[window.row..<window.endRow].map { row in
                        Array(row[window.column..<window.endColumn])
                    }
                    #expect(try source.matrix(0, window) == part, "\(window)")
                }
            }
        }
    }

    @Test func codesAreTakenFromTheNearestPixel() throws {
        let source = try AlignedSource(
            [BandSource(path: scratch("slope.tif"), band: 1)], on: Fixture.grid(12, 10), codes: [0],
            resampling: Resampling(
                displacement: PixelShift(columns: 0.6, rows: 0.2), interpolatesAbove: 0.1, interpolatesCoarse: true))
        #expect(!source.isInterpolated)
        #expect(try source.matrix()[0].prefix(3) == [1040, 1080, 1120])
    }
}
