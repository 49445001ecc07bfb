import CDeflate
import CGDAL
import CTIFF
import Foundation
import GeoModel

/// Through GDAL: one handle a file, opened at its first block.
@safe final class GDALBlockReader: BlockReader {
    private let files: [BlockLayout]
    private var handles: [GDALDatasetH?]

    init(_ files: [BlockLayout]) {
        self.files = files
        unsafe handles = files.map { _ in nil }
    }

    deinit {
        unsafe handles.forEach { unsafe GDALClose($0) }
    }

    func read(file: Int, column: Int, row: Int, into bytes: UnsafeMutableRawBufferPointer) throws(Fault) {
        if unsafe handles[file] == nil { unsafe handles[file] = try openDataset(files[file].path) }
        let band = unsafe GDALGetRasterBand(handles[file], 1)
        let status = unsafe GDALReadBlock(band, Int32(column), Int32(row), bytes.baseAddress)
        guard status == CE_None else { throw damaged(files[file].path) }
    }
}

/// Past GDAL: libtiff tells where a block lies, libdeflate unpacks it, and the differences are added up.
@safe final class RawBlockReader: BlockReader {
    private let files: [BlockLayout]
    private var tiffs: [OpaquePointer?]
    private let unpacker: OpaquePointer?
    private var packed: [UInt8] = []

    init(_ files: [BlockLayout]) {
        self.files = files
        unsafe tiffs = files.map { _ in nil }
        unsafe unpacker = libdeflate_alloc_decompressor()
    }

    deinit {
        unsafe libdeflate_free_decompressor(unpacker)
        unsafe tiffs.compactMap { unsafe $0 }.forEach { unsafe TIFFClose($0) }
    }

    func read(file: Int, column: Int, row: Int, into bytes: UnsafeMutableRawBufferPointer) throws(Fault) {
        let layout = files[file]
        if unsafe tiffs[file] == nil { unsafe tiffs[file] = try openTIFF(layout) }
        guard let tiff = unsafe tiffs[file] else { throw damaged(layout.path) }
        let number = UInt32(row * layout.across + column)
        let offset = unsafe off_t(TIFFGetStrileOffset(tiff, number))
        let count = unsafe Int(TIFFGetStrileByteCount(tiff, number))
        if packed.count < count { packed = [UInt8](repeating: 0, count: 2 * count) }
        var unpacked = 0
        let isWhole = unsafe packed.withUnsafeMutableBytes { packed in
            unsafe pread(TIFFFileno(tiff), packed.baseAddress, count, offset) == count
                && libdeflate_zlib_decompress(
                    unpacker, packed.baseAddress, count, bytes.baseAddress, bytes.count, &unpacked)
                    == LIBDEFLATE_SUCCESS
        }
        guard isWhole, unpacked == bytes.count else { throw damaged(layout.path) }
        if unsafe field(TIFFTAG_PREDICTOR, of: tiff) == PREDICTOR_HORIZONTAL {
            unsafe addUp(bytes.bindMemory(to: UInt16.self), columns: layout.columns)
        }
    }

    /// Opens a file, and makes sure that it is stored as the scene is.
    private func openTIFF(_ layout: BlockLayout) throws(Fault) -> OpaquePointer {
        guard let tiff = unsafe TIFFOpen(layout.path, "r") else { throw damaged(layout.path) }
        let predictor = unsafe field(TIFFTAG_PREDICTOR, of: tiff)
        guard unsafe field(TIFFTAG_COMPRESSION, of: tiff) == COMPRESSION_ADOBE_DEFLATE,
            unsafe TIFFIsTiled(tiff) != 0, unsafe Int(TIFFNumberOfTiles(tiff)) == layout.blockCount,
            predictor == PREDICTOR_NONE || predictor == PREDICTOR_HORIZONTAL && layout.sampleBytes == 2
        else {
            unsafe TIFFClose(tiff)
            throw Fault(
                layout.path,
                zh: "不是单波段、分块、DEFLATE 压缩的 GeoTIFF。请改用 decode block。",
                en: "is not a tiled GeoTIFF of one band packed with DEFLATE. Use decode block."
            )
        }
        return unsafe tiff
    }

    private func field(_ tag: Int32, of tiff: OpaquePointer) -> Int32 {
        var value: UInt16 = 0
        return unsafe tuban_tiff_short(tiff, UInt32(tag), &value) == 0 ? 0 : Int32(value)
    }

    private func addUp(_ samples: UnsafeMutableBufferPointer<UInt16>, columns: Int) {
        for start in stride(from: 0, to: samples.count, by: columns) {
            var sum: UInt16 = 0
            for place in start..<start + columns {
                unsafe sum &+= samples[place]
                unsafe samples[place] = sum
            }
        }
    }
}

private func damaged(_ path: String) -> Fault {
    Fault(path, zh: "数据损坏，无法解码。请删除后重新生成。", en: "damaged, can't be decoded. Delete it and make it again.")
}
