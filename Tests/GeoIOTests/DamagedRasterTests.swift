import Foundation
import GeoIO
import GeoModel
import SafeFiles
import Testing

@Suite struct DamagedRasterTests {
    private func readAll(_ path: String) throws {
        let file = try RasterFile(path)
        for band in file.bands { _ = try file.values(band: band.number, file.grid.size.window) }
    }

    @Test(arguments: [0, 4, 200, 25, 50, 75, 99])
    func aTruncatedTIFFIsAFault(percent: Int) throws {
        let scratch = try Scratch()
        let grid = Fixture.grid(600, 300)
        let noise = (0..<grid.size.pixelCount).map { UInt16(truncatingIfNeeded: $0 &* 40_503 ^ $0 >> 3) }
        try Fixture.write(scratch("whole.tif"), grid, noise, noise)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: scratch("whole.tif")))
        // 200 stands for all but the last byte.
        let kept = percent == 200 ? bytes.count - 1 : bytes.count * percent / 100
        try bytes.prefix(kept).write(to: URL(fileURLWithPath: scratch("cut.tif")))
        let fault = #expect(throws: Fault.self) { try readAll(scratch("cut.tif")) }
        #expect(fault?.object == scratch("cut.tif"))
        #expect(fault?.message.zh.contains("GDAL") == true)
        #expect(throws: Never.self) { try readAll(scratch("whole.tif")) }
    }

    @Test func filesThatAreNoImageAreFaults() throws {
        let scratch = try Scratch()
        try DurableFile.write("not an image\n", to: scratch("text.tif"))
        try Fixture.write(scratch("real.tif"), Fixture.grid(2, 2), [1, 2, 3, 4])
        // A virtual raster under another name would read any file it names.
        let virtual = """
            <VRTDataset rasterXSize="2" rasterYSize="2"><VRTRasterBand dataType="UInt16" band="1"><SimpleSource>
            <SourceFilename>\(scratch("real.tif"))</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>
            """
        try DurableFile.write(virtual, to: scratch("virtual.tif"))
        for path in [scratch("text.tif"), scratch("virtual.tif")] {
            let fault = #expect(throws: Fault.self) { try RasterFile(path) }
            #expect(fault?.object == path)
            #expect(fault?.message.en.hasPrefix("can't be opened as an image (GDAL: ") == true)
        }
        #expect(unsafe mkfifo(scratch("pipe.tif"), 0o600) == 0)
        try Fixture.writeENVI(scratch("a"), GridSize(columns: 1, rows: 1), bands: 1, header: [])
        try FileManager.default.removeItem(atPath: scratch("a.hdr"))
        #expect(unsafe mkfifo(scratch("a.hdr"), 0o600) == 0)
        for (path, object, words) in [
            (scratch("missing.tif"), scratch("missing.tif"), "there is no such file or folder."),
            (scratch.path, scratch.path, "is a folder;"), ("/dev/zero", "/dev/zero", "is a device;"),
            (scratch("pipe.tif"), scratch("pipe.tif"), "is a named pipe;"),
            (scratch("a"), scratch("a.hdr"), "is a named pipe;"),
        ] {
            let fault = #expect(throws: Fault.self) { try RasterFile(path) }
            #expect(fault?.object == object && fault?.message.en.hasPrefix(words) == true, "\(path)")
        }
        let remote = #expect(throws: Fault.self) { try RasterFile("/vsicurl/http://127.0.0.1:9/a.tif") }
        #expect(remote?.message.en.hasPrefix("virtual paths are not read") == true)
    }

    @Test(arguments: ["rotation=30", "rotation=180"])
    func aRotatedGridIsAFault(turn: String) throws {
        let scratch = try Scratch()
        let place = "map info = {UTM, 1, 1, 500000, 3900000, 10, 10, 50, North, WGS-84, units=Meters, \(turn)}"
        try Fixture.writeENVI(scratch("a"), GridSize(columns: 3, rows: 2), bands: 1, header: [place])
        let fault = #expect(throws: Fault.self) { try RasterFile(scratch("a")) }
        #expect(fault?.message.en.hasPrefix("the grid is rotated or south-up (affine terms [") == true)
    }
}
