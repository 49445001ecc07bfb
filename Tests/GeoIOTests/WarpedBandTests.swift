import Foundation
import GeoIO
import GeoModel
import Testing

/// Files in UTM zone 50 (EPSG:32650, 0.9996 on the central meridian) read on grids of CGCS2000 with the same meridian
/// (EPSG:4509, Gauss-Kruger 6°, 1 on the meridian): near it, one is the other stretched by 1 / 0.9996.
@Suite struct WarpedBandTests {
    private let scratch: Scratch
    private let gauss = CoordinateSystem("EPSG:4509")
    private static let stretch = 1 / 0.9996

    init() throws { scratch = try Scratch() }

    /// A grid in Gauss-Kruger over the middle of the UTM fixture, whose corner lies at 500 000 m east.
    private func target(_ columns: Int, _ rows: Int, east: Double, south: Double) throws -> Grid {
        Grid(
            system: CoordinateSystem("EPSG:4509"),
            transform: GeoTransform(
                originX: 500_000 + east * Self.stretch,
                originY: (3_900_000 - south) * Self.stretch,
                pixelWidth: 10,
                pixelHeight: 10
            ),
            size: GridSize(columns: columns, rows: rows)
        )
    }

    private func source(_ file: String, on grid: Grid, isCode: Bool = false, noData: Double? = nil) throws
        -> AlignedSource
    {
        try AlignedSource(
            [BandSource(path: scratch(file), band: 1)], on: grid, noData: noData, codes: isCode ? [0] : [])
    }

    @Test func slopesStaySlopes() throws {
        // 100 a pixel eastwards, 10 a pixel southwards.
        let samples = (0..<6400).map { place -> UInt16 in
            let (column, row) = (place % 80, place / 80)
            return UInt16(1000 + 100 * column + 10 * row)
        }
        try Fixture.write(scratch("slope.tif"), Fixture.grid(80, 80), samples)
        let grid = try target(40, 40, east: 203, south: 197)
        let source = try source("slope.tif", on: grid)
        #expect(source.isWarped && source.overlap == grid.size.window)
        let values = try source.matrix()
        for row in 0..<40 {
            for column in 0..<40 {
                let east: Double = 203 + Double(10 * column + 5) / Self.stretch
                let south: Double = 197 + Double(10 * row + 5) / Self.stretch
                let expected: Double = 945 + 10 * east + south
                // Places are interpolated to within an eighth of a pixel.
                let found = Double(try #require(values[row][column]))
                #expect(abs(found - expected) < 15, "\(column), \(row)")
            }
        }
    }

    @Test func codesStayCodes() throws {
        let samples = (0..<80 * 80).map { place -> UInt16 in (place % 80 / 3 + place / 160) % 2 == 0 ? 4 : 9 }
        try Fixture.write(scratch("codes.tif"), Fixture.grid(80, 80), samples)
        let grid = try target(40, 40, east: 203, south: 197)
        let values = try source("codes.tif", on: grid, isCode: true).matrix().flatMap(\.self)
        #expect(Set(values) == [4, 9])
        let mixed = try source("codes.tif", on: grid).matrix().flatMap(\.self)
        #expect(mixed.contains { $0 != 4 && $0 != 9 })
    }

    @Test func whatTheFileDoesNotShowIsNoData() throws {
        var samples = [UInt16](repeating: 700, count: 40 * 40)
        for row in 10..<20 { for column in 10..<20 { samples[row * 40 + column] = 0 } }
        try Fixture.write(scratch("holes.tif"), Fixture.grid(40, 40), samples)
        let grid = try target(60, 60, east: -100, south: -100)
        let source = try source("holes.tif", on: grid, noData: 0)
        let values = try source.matrix()
        // Beyond the file, in its hole, and data up to either.
        #expect(values[5][5] == nil && values[55][30] == nil && values[25][25] == nil)
        #expect(values[12][12] == 700 && values[48][48] == 700 && values[18][25] == 700)
        #expect(values.flatMap(\.self).allSatisfy { $0 == nil || $0 == 700 }, "no data is not mixed in")
        #expect(source.overlap.columns < 43 && source.overlap.columns >= 40)
        #expect(source.overlap.column >= 9 && source.overlap.column <= 10)
    }

    @Test func anyWindowsGiveTheSame() throws {
        let samples = (0..<700 * 300).map { place -> UInt16 in UInt16(truncatingIfNeeded: place &* 2_654_435_761 >> 7) }
        try Fixture.write(scratch("noise.tif"), Fixture.grid(700, 300), samples)
        let grid = try target(640, 260, east: 205, south: 203)
        let source = try source("noise.tif", on: grid)
        let whole = try source.matrix()
        for window in [
            PixelWindow(column: 500, row: 120, columns: 30, rows: 20),
            PixelWindow(column: 1, row: 0, columns: 1, rows: 260),
            PixelWindow(column: 0, row: 127, columns: 640, rows: 2),
        ] {
            let part = whole[window.row..<window.endRow].map { Array($0[window.column..<window.endColumn]) }
            #expect(try source.matrix(0, window) == part, "\(window)")
        }
    }

    @Test func aGridOnTheOtherSideOfTheEarth() throws {
        try Fixture.write(scratch("a.tif"), Fixture.grid(4, 4), [UInt16](repeating: 5, count: 16))
        let far = Grid(
            system: CoordinateSystem("EPSG:3031"),
            transform: GeoTransform(originX: 0, originY: 0, pixelWidth: 10, pixelHeight: 10),
            size: GridSize(columns: 4, rows: 4)
        )
        #expect(try source("a.tif", on: far).overlap.isEmpty)
    }
}
