import Foundation
import GeoIO
import GeoModel
import SafeFiles
import Testing

@Suite struct GeoTIFFTests {
    /// Not a multiple of the block of 512 in either direction.
    private let grid = Fixture.grid(700, 520)
    private let layout = GeoTIFFLayout(
        sampleType: .uint16,
        bands: [.init("score", scale: 0.0625), .init("class"), .init("valid")]
    )

    private func sample(_ band: Int, _ row: Int, _ column: Int) -> UInt16 {
        UInt16(truncatingIfNeeded: column &* 7919 &+ row &* 104_729 &+ band &* 31)
    }

    private func rows(_ range: Range<Int>) -> [[UInt16]] {
        (0..<3).map { band in
            range.flatMap { row in (0..<grid.size.columns).map { sample(band, row, $0) } }
        }
    }

    private func write(_ path: String, counts: [Int], threads: Int = 1) throws {
        let layout = GeoTIFFLayout(sampleType: .uint16, bands: layout.bands, threads: threads)
        let writer = try GeoTIFFWriter(path, grid: grid, layout: layout)
        var row = 0
        for count in counts {
            try writer.append(rows: rows(row..<row + count))
            row += count
        }
        try writer.close(metadata: [("TUBAN_THRESHOLD", "0.25")])
    }

    @Test func edgeBlocksReadBack() throws {
        let scratch = try Scratch()
        try write(scratch("a.tif"), counts: [1, 100, 419])
        let file = try RasterFile(scratch("a.tif"))
        #expect(file.grid == grid)
        #expect(file.bands.map(\.name) == ["score", "class", "valid"] && file.bands.map(\.number) == [1, 2, 3])
        #expect(file.bands.allSatisfy { $0.block == GridSize(columns: 512, rows: 512) && $0.sampleType == "UInt16" })
        #expect(file.metadata("TUBAN_THRESHOLD") == "0.25" && file.metadata("NOTHING") == nil)
        let windows = [
            grid.size.window, PixelWindow(column: 510, row: 509, columns: 4, rows: 6),
            PixelWindow(column: 699, row: 519, columns: 1, rows: 1),
        ]
        for window in windows {
            for band in 0..<3 {
                let expected = (window.row..<window.endRow).flatMap { row in
                    (window.column..<window.endColumn).map { Float(sample(band, row, $0)) }
                }
                #expect(try file.values(band: band + 1, window) == expected)
            }
        }
    }

    @Test func theBytesDoNotDependOnHowRowsArrive() throws {
        let scratch = try Scratch()
        try write(scratch("a.tif"), counts: [520])
        try write(scratch("b.tif"), counts: [511, 2, 7], threads: 3)
        try write(scratch("c.tif"), counts: [Int](repeating: 1, count: 520), threads: 2)
        let digests = try ["a", "b", "c"].map { try Checksum.sha256(ofFile: scratch("\($0).tif")) }
        #expect(Set(digests).count == 1)
    }

    @Test func noDataIsNotANumber() throws {
        let scratch = try Scratch()
        try Fixture.write(scratch("a.tif"), Fixture.grid(3, 2), [1, 0, 3, 0, 5, 65_535], noData: 0)
        let file = try RasterFile(scratch("a.tif"))
        #expect(file.bands[0].noData == 0)
        let values = try file.values(band: 1, file.grid.size.window)
        #expect(values.map(\.isNaN) == [false, true, false, true, false, false])
        #expect(values[5] == 65_535)
    }

    @Test func bytesAreCutAtTheirEnds() throws {
        let scratch = try Scratch()
        let layout = GeoTIFFLayout(sampleType: .uint8, bands: [.init("class")])
        let writer = try GeoTIFFWriter(scratch("a.tif"), grid: Fixture.grid(4, 1), layout: layout)
        try writer.append(rows: [[0, 7, 255, 300]])
        try writer.close()
        let file = try RasterFile(scratch("a.tif"))
        #expect(file.bands[0].sampleType == "Byte" && file.bands[0].noData == nil)
        #expect(try file.values(band: 1, file.grid.size.window) == [0, 7, 255, 255])
    }

    @Test func aPictureLiesNowhere() throws {
        let scratch = try Scratch()
        try Fixture.write(scratch("a.tif"), Fixture.picture(2, 2), [1, 2, 3, 4])
        #expect(try RasterFile(scratch("a.tif")).grid == Fixture.picture(2, 2))
    }

    @Test func theNameAppearsWhenTheFileIsWhole() throws {
        let scratch = try Scratch()
        let writer = try GeoTIFFWriter(scratch("a.tif"), grid: Fixture.grid(2, 2), layout: layout)
        try writer.append(rows: [[1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4]])
        #expect(scratch.names == [".tmp-a.tif"])
        try writer.close()
        #expect(scratch.names == ["a.tif"])
    }

    /// A run that broke off once left its half-written raster behind, as large as the disk had room for.
    @Test func aWriterThatGivesUpLeavesNothing() throws {
        let scratch = try Scratch()
        do {
            let writer = try GeoTIFFWriter(scratch("a.tif"), grid: grid, layout: layout)
            try writer.append(rows: rows(0..<515))
        }
        #expect(scratch.names == [])
    }

    @Test func anUnknownCoordinateSystemIsAFault() throws {
        let scratch = try Scratch()
        let grid = Fixture.grid(2, 2, system: CoordinateSystem("EPSG:999999"))
        let fault = #expect(throws: Fault.self) { try GeoTIFFWriter(scratch("a.tif"), grid: grid, layout: layout) }
        #expect(fault?.message.en == "unknown coordinate system ‘EPSG:999999’. Write a code such as EPSG:4548.")
        #expect(throws: Fault.self) { try GeoTIFFWriter(scratch("none/a.tif"), grid: self.grid, layout: layout) }
        #expect(scratch.names == [])
    }

    @Test func picturesReadBack() throws {
        let scratch = try Scratch()
        var picture = Picture(size: GridSize(columns: 2, rows: 1))
        picture.samples = [255, 0, 9, 1, 2, 3]
        try picture.writePNG(scratch("a.png"))
        let file = try RasterFile(scratch("a.png"))
        #expect(try (1...3).map { try file.values(band: $0, file.grid.size.window) } == [[255, 1], [0, 2], [9, 3]])
        #expect(scratch.names == ["a.png"])
    }
}
