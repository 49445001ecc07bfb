import CGDAL
import GeoModel

/// How the first band of a file is cut into blocks.
struct BlockLayout: Sendable {
    let path: String
    /// The size of the raster.
    let width: Int
    let height: Int
    /// The size of a block.
    let columns: Int
    let rows: Int
    let sampleBytes: Int

    var across: Int { (width + columns - 1) / columns }
    var blockCount: Int { across * ((height + rows - 1) / rows) }
    var blockBytes: Int { columns * rows * sampleBytes }

    /// The layout of a file.
    /// - Throws: `Fault` where GDAL can't open it.
    init(of path: String) throws(Fault) {
        let dataset = try unsafe openDataset(path)
        defer { unsafe GDALClose(dataset) }
        let band = unsafe GDALGetRasterBand(dataset, 1)
        var blockWidth: Int32 = 0
        var blockHeight: Int32 = 0
        unsafe GDALGetBlockSize(band, &blockWidth, &blockHeight)
        self.path = path
        width = unsafe Int(GDALGetRasterXSize(dataset))
        height = unsafe Int(GDALGetRasterYSize(dataset))
        columns = Int(blockWidth)
        rows = Int(blockHeight)
        sampleBytes = unsafe Int(GDALGetDataTypeSizeBytes(GDALGetRasterDataType(band)))
    }
}

/// Opens a raster for reading.
/// - Throws: `Fault` where GDAL can't.
func openDataset(_ path: String) throws(Fault) -> GDALDatasetH {
    startGDAL()
    guard let dataset = unsafe GDALOpen(path, GA_ReadOnly) else {
        throw Fault(path, zh: "无法打开。请检查文件是否存在、完整。", en: "can't be opened. Check that it exists and is whole.")
    }
    return unsafe dataset
}

/// Registers GDAL's drivers, once; no files beside the rasters are read or written.
func startGDAL() { precondition(isGDALStarted) }

private let isGDALStarted: Bool = {
    unsafe CPLSetConfigOption("GDAL_PAM_ENABLED", "NO")
    GDALAllRegister()
    return true
}()

extension BlockLayout {
    /// The sum of the last byte of each row of a block, as far as the block lies inside the raster: what is beyond may
    /// hold anything.
    func sum(column: Int, row: Int, _ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let inside = min(columns, width - column * columns)
        return (0..<min(rows, height - row * rows)).reduce(into: 0) { sum, line in
            sum += unsafe UInt64(bytes[(line * columns + inside) * sampleBytes - 1])
        }
    }
}
