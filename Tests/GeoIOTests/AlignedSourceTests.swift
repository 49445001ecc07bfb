import GeoIO
import GeoModel
import Testing

@Suite struct AlignedSourceTests {
    @Test func twentyMetresUnderTen() throws {
        let scratch = try Scratch()
        try Fixture.write(scratch("b11.tif"), Fixture.grid(3, 2, pixel: 20), [1, 2, 3, 4, 5, 6])
        let source = try AlignedSource([BandSource(path: scratch("b11.tif"), band: 1)], on: Fixture.grid(6, 4))
        #expect(
            try source.matrix() == [
                [1, 1, 2, 2, 3, 3], [1, 1, 2, 2, 3, 3], [4, 4, 5, 5, 6, 6], [4, 4, 5, 5, 6, 6],
            ])
        #expect(source.overlap == source.grid.size.window)
    }

    @Test func tenMetresUnderTwenty() throws {
        let scratch = try Scratch()
        try Fixture.write(scratch("b02.tif"), Fixture.grid(4, 2), [1, 2, 3, 4, 5, 6, 7, 8])
        let source = try AlignedSource(
            [BandSource(path: scratch("b02.tif"), band: 1)], on: Fixture.grid(2, 1, pixel: 20))
        // The centre of a coarse pixel is a corner of four fine ones: the lower right one is taken.
        #expect(try source.matrix() == [[6, 8]])
    }

    @Test func aGridShiftedByAPixel() throws {
        let scratch = try Scratch()
        let shifted = Fixture.grid(3, 3, east: 10, south: -10)
        try Fixture.write(scratch("a.tif"), shifted, [1, 2, 3, 4, 5, 6, 7, 8, 9])
        let source = try AlignedSource([BandSource(path: scratch("a.tif"), band: 1)], on: Fixture.grid(3, 3))
        #expect(try source.matrix() == [[nil, 4, 5], [nil, 7, 8], [nil, nil, nil]])
        #expect(source.overlap == PixelWindow(column: 1, row: 0, columns: 2, rows: 2))
    }

    @Test(
        arguments: [
            (4.0, [10, 20, 30]), (-4.0, [10, 20, 30]), (6.0, [nil, 10, 20]), (-6.0, [20, 30, nil]),
            (5.0, [10, 20, 30]), (100.0, [nil, nil, nil]), (-9e8, [nil, nil, nil]), (9e8, [nil, nil, nil]),
        ] as [(Double, [Float?])])
    func theNearestPixelIsTaken(shift: Double, expected: [Float?]) throws {
        let scratch = try Scratch()
        try Fixture.write(scratch("a.tif"), Fixture.grid(3, 1, east: shift), [10, 20, 30])
        let source = try AlignedSource([BandSource(path: scratch("a.tif"), band: 1)], on: Fixture.grid(3, 1))
        #expect(try source.matrix() == [expected])
        #expect(source.overlap.columns == expected.count { $0 != nil })
    }

    @Test func anyWindowsGiveTheSame() throws {
        let scratch = try Scratch()
        let grid = Fixture.grid(13, 9)
        let samples = (0..<7 * 5).map { UInt16($0 + 1) }
        try Fixture.write(scratch("a.tif"), Fixture.grid(7, 5, pixel: 20, east: -12, south: 27), samples)
        let source = try AlignedSource([BandSource(path: scratch("a.tif"), band: 1)], on: grid)
        let whole = try source.matrix()
        for side in [1, 2, 4, 5] {
            for row in stride(from: 0, to: 9, by: side) {
                for column in stride(from: 0, to: 13, by: side) {
                    let window = PixelWindow(column: column, row: row, columns: side, rows: side)
                        .intersection(grid.size.window)
                    let part = whole[window.row..<window.endRow].map { row in
                        Array(row[window.column..<window.endColumn])
                    }
                    #expect(try source.matrix(0, window) == part, "\(window)")
                }
            }
        }
    }

    @Test func noDataOfFileAndProfile() throws {
        let scratch = try Scratch()
        try Fixture.write(scratch("a.tif"), Fixture.grid(3, 1), [0, 7, 9], noData: 9)
        let source = try AlignedSource([BandSource(path: scratch("a.tif"), band: 1)], on: Fixture.grid(3, 1), noData: 0)
        #expect(try source.matrix() == [[nil, 7, nil]])
    }

    @Test func bandsOfSeveralFiles() throws {
        let scratch = try Scratch()
        try Fixture.write(scratch("a.tif"), Fixture.grid(2, 1), [1, 2], [3, 4])
        try Fixture.write(scratch("b.tif"), Fixture.grid(1, 1, pixel: 20), [5])
        let places = [("a.tif", 2), ("b.tif", 1), ("a.tif", 1)]
        let source = try AlignedSource(
            places.map { BandSource(path: scratch($0.0), band: $0.1) }, on: Fixture.grid(2, 1))
        #expect(source.bandCount == 3)
        #expect(try (0..<3).map { try source.matrix($0) } == [[[3, 4]], [[5, 5]], [[1, 2]]])
    }

    @Test func picturesAreLaidCornerToCorner() throws {
        let scratch = try Scratch()
        try Fixture.write(scratch("a.tif"), Fixture.picture(2, 2), [1, 2, 3, 4])
        let source = try AlignedSource([BandSource(path: scratch("a.tif"), band: 1)], on: Fixture.picture(4, 2))
        #expect(try source.matrix() == [[1, 1, 2, 2], [3, 3, 4, 4]])
    }

    @Test func whatCannotBeLaidTogetherIsAFault() throws {
        let scratch = try Scratch()
        try Fixture.write(scratch("utm.tif"), Fixture.grid(2, 2), [1, 2, 3, 4])
        try Fixture.write(scratch("picture.tif"), Fixture.picture(2, 2), [1, 2, 3, 4])
        let other = Fixture.grid(2, 2, system: CoordinateSystem("EPSG:4548"))
        let none = #expect(throws: Fault.self) {
            try AlignedSource([BandSource(path: scratch("picture.tif"), band: 1)], on: other)
        }
        #expect(none?.message.en.hasPrefix("coordinate system none, but the grid compared on is EPSG:4548,") == true)
        let band = #expect(throws: Fault.self) {
            try AlignedSource([BandSource(path: scratch("utm.tif"), band: 2)], on: Fixture.grid(2, 2))
        }
        #expect(band?.message.en.hasPrefix("has 1 bands, so no band 2.") == true)
    }
}
