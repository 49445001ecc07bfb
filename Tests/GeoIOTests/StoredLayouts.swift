import CGDAL
import GeoModel
import Testing

@testable import GeoIO

extension Fixture {
    /// Whole numbers that look random and are the same on every run.
    static func samples(_ count: Int, below limit: Int) -> [UInt16] {
        (0..<count).map { UInt16(($0 &* 2_654_435_761 >> 7) % limit) }
    }

    /// One band of one window out of bands that follow each other.
    static func cut(_ samples: [UInt16], _ size: GridSize, _ band: Int, _ window: PixelWindow) -> [Float] {
        (window.row..<window.endRow).flatMap { row in
            let start = (band * size.rows + row) * size.columns
            return samples[start + window.column..<start + window.endColumn].map(Float.init)
        }
    }

    /// Writes a GeoTIFF with the options given to GDAL; blocks that hold only zeros are left to its choice.
    static func writeGDAL(_ path: String, _ size: GridSize, _ samples: [UInt16], isByte: Bool, options: [String])
        throws
    {
        let bands = samples.count / size.pixelCount
        try GDALMessages.collect { messages throws(Fault) in
            let dataset = unsafe withOptions(options) { options in
                unsafe GDALCreate(
                    GDALGetDriverByName("GTiff"), path, Int32(size.columns), Int32(size.rows), Int32(bands),
                    isByte ? GDT_Byte : GDT_UInt16, options)
            }
            for band in 0..<bands {
                var rows = Array(samples[band * size.pixelCount..<(band + 1) * size.pixelCount])
                _ = unsafe GDALRasterIO(
                    GDALGetRasterBand(dataset, Int32(band + 1)), GF_Write, 0, 0, Int32(size.columns),
                    Int32(size.rows), &rows, Int32(size.columns), Int32(size.rows), GDT_UInt16, 0, 0)
            }
            unsafe GDALClose(dataset)
            if let failure = messages.firstFailure { throw writeFault(path, failure) }
        }
    }
}
