import CGDAL
import Foundation
import GeoModel

/// Writes a GeoTIFF of one band from whole rows, top to bottom: tiles of 512 × 512, DEFLATE level 6.
@safe final class ImageFile {
    private static let side = 512

    private let path: String
    private let width: Int
    private let isWide: Bool
    private let dataset: GDALDatasetH
    private let blocks: Int
    private var rows: [UInt16]
    private var rowCount = 0
    private var blockRow = 0

    /// Starts a file.
    ///
    /// - Parameters:
    ///   - path: Where it is written.
    ///   - width: Pixels a side.
    ///   - metres: The side of a pixel.
    ///   - isWide: Samples of 16 bits, differences between neighbours (predictor 2), 0 for no data; else of 8 bits.
    /// - Throws: `Fault` where it can't be written.
    init(_ path: String, width: Int, metres: Int, isWide: Bool) throws(Fault) {
        let options = ["TILED=YES", "BLOCKXSIZE=512", "BLOCKYSIZE=512", "COMPRESS=DEFLATE", "ZLEVEL=6"]
        let made = unsafe withOptions(options + ["PREDICTOR=\(isWide ? 2 : 1)", "BIGTIFF=IF_SAFER"]) { options in
            unsafe GDALCreate(
                GDALGetDriverByName("GTiff"), path, Int32(width), Int32(width), 1, isWide ? GDT_UInt16 : GDT_Byte,
                options)
        }
        guard let dataset = unsafe made else { throw notWritten(path) }
        unsafe self.dataset = dataset
        self.path = path
        self.width = width
        self.isWide = isWide
        blocks = (width + Self.side - 1) / Self.side
        rows = [UInt16](repeating: 0, count: blocks * Self.side * Self.side)
        let system = unsafe OSRNewSpatialReference(nil)
        defer { unsafe OSRDestroySpatialReference(system) }
        var transform = [500_000, Double(metres), 0, 4_100_000, 0, -Double(metres)]
        guard unsafe OSRImportFromEPSG(system, 32_650) == OGRERR_NONE,
            unsafe GDALSetSpatialRef(dataset, system) == CE_None,
            unsafe GDALSetGeoTransform(dataset, &transform) == CE_None,
            unsafe !isWide || GDALSetRasterNoDataValue(GDALGetRasterBand(dataset, 1), 0) == CE_None
        else { throw notWritten(path) }
    }

    /// Appends one row of samples.
    func append(_ row: [UInt16]) throws(Fault) {
        precondition(row.count == width)
        let start = rowCount * blocks * Self.side
        rows.replaceSubrange(start..<start + width, with: row)
        rowCount += 1
        if rowCount == Self.side { try writeBlocks() }
    }

    /// Writes what is left and closes the file.
    func close() throws(Fault) {
        if rowCount > 0 { try writeBlocks() }
        CPLErrorReset()
        unsafe GDALClose(dataset)
        guard CPLGetLastErrorType() != CE_Failure else { throw notWritten(path) }
    }

    private func writeBlocks() throws(Fault) {
        let side = Self.side
        var block = [UInt16](repeating: 0, count: side * side)
        for number in 0..<blocks {
            for row in 0..<side {
                let start = (row * blocks + number) * side
                block.replaceSubrange(row * side..<(row + 1) * side, with: rows[start..<start + side])
            }
            let band = unsafe GDALGetRasterBand(dataset, 1)
            var bytes = isWide ? [] : block.map { UInt8(truncatingIfNeeded: $0) }
            let status =
                unsafe isWide
                ? GDALWriteBlock(band, Int32(number), Int32(blockRow), &block)
                : GDALWriteBlock(band, Int32(number), Int32(blockRow), &bytes)
            guard status == CE_None else { throw notWritten(path) }
        }
        rowCount = 0
        blockRow += 1
    }
}

/// Puts a lossless JPEG 2000 with tiles of 1024 × 1024 in the place of a GeoTIFF.
/// - Throws: `Fault` where it can't be written.
func replaceWithJPEG2000(_ path: String) throws(Fault) {
    let source = try unsafe openDataset(path)
    defer { unsafe GDALClose(source) }
    let options = ["QUALITY=100", "REVERSIBLE=YES", "BLOCKXSIZE=1024", "BLOCKYSIZE=1024"]
    let target = path.replacing(".tif", with: ".jp2")
    let copy = unsafe withOptions(options) { options in
        unsafe GDALCreateCopy(GDALGetDriverByName("JP2OpenJPEG"), target, source, 1, options, nil, nil)
    }
    guard let copy = unsafe copy else { throw notWritten(target) }
    unsafe GDALClose(copy)
    _ = unsafe unlink(path)
}

private func notWritten(_ path: String) -> Fault {
    Fault(path, zh: "写入失败。请检查磁盘空间与权限。", en: "can't be written. Check free disk space and permissions.")
}

private func withOptions<Result>(
    _ options: [String],
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> Result
) -> Result {
    var list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    for option in options { unsafe list = CSLAddString(list, option) }
    defer { unsafe CSLDestroy(list) }
    return unsafe body(list)
}
