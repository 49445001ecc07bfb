internal import CDeflate
internal import CTIFF
internal import CZlib
internal import CZstd
import Foundation

/// Reads the blocks of a plain GeoTIFF past GDAL: libtiff tells where they lie, libdeflate or zstd unpacks them
/// straight into the caller's buffer. Costs a fifth less than `GDALReadBlock` on DEFLATE (`Tests/Benchmarks/run` shows
/// both).
///
/// Only what can be read without any doubt is taken; everything else, and every block that does not come out right, is
/// left to GDAL.
@safe final class DirectTIFF {
    private enum Packing { case none, deflate, zstd }

    private let file: OpaquePointer
    private let descriptor: Int32
    private let packing: Packing
    private let unpacker: OpaquePointer
    private let isPredicted: Bool
    private let sampleBytes: Int
    private let isTiled: Bool
    private let bands: BandLayout
    private var packed: [UInt8] = []

    /// How the blocks of all bands lie one after the other.
    struct BandLayout {
        let size: (columns: Int, rows: Int)
        let block: (columns: Int, rows: Int)

        var across: Int { (size.columns + block.columns - 1) / block.columns }
        var down: Int { (size.rows + block.rows - 1) / block.rows }
    }

    /// Opens a file; nil where it is not a TIFF that can be read this way.
    ///
    /// - Parameters:
    ///   - path: A file that GDAL has opened as a GeoTIFF.
    ///   - bands: What GDAL says of its blocks.
    ///   - bandCount: The number of bands.
    ///   - sampleBytes: 1 or 2.
    init?(_ path: String, bands: BandLayout, bandCount: Int, sampleBytes: Int) {
        guard let file = unsafe TIFFOpen(path, "r") else { return nil }
        let layout = unsafe Self.packing(of: file, bands: bands, bandCount: bandCount, sampleBytes: sampleBytes)
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard let layout, descriptor >= 0, let unpacker = unsafe libdeflate_alloc_decompressor() else {
            if descriptor >= 0 { close(descriptor) }
            unsafe TIFFClose(file)
            return nil
        }
        unsafe self.file = file
        self.descriptor = descriptor
        unsafe self.unpacker = unpacker
        isTiled = unsafe TIFFIsTiled(file) != 0
        self.bands = bands
        self.sampleBytes = sampleBytes
        packing = layout.packing
        isPredicted = layout.isPredicted
    }

    deinit {
        unsafe libdeflate_free_decompressor(unpacker)
        close(descriptor)
        unsafe TIFFClose(file)
    }

    private static func packing(of file: OpaquePointer, bands: BandLayout, bandCount: Int, sampleBytes: Int)
        -> (packing: Packing, isPredicted: Bool)?
    {
        func field(_ tag: Int32) -> Int? {
            var value: UInt16 = 0
            return unsafe tuban_tiff_short(file, UInt32(tag), &value) == 0 ? nil : Int(value)
        }
        let striles = unsafe TIFFIsTiled(file) != 0 ? TIFFNumberOfTiles(file) : TIFFNumberOfStrips(file)
        guard unsafe TIFFIsByteSwapped(file) == 0, field(TIFFTAG_BITSPERSAMPLE) == 8 * sampleBytes,
            field(TIFFTAG_SAMPLEFORMAT) == Int(SAMPLEFORMAT_UINT), field(TIFFTAG_FILLORDER) == Int(FILLORDER_MSB2LSB),
            field(TIFFTAG_SAMPLESPERPIXEL) == bandCount,
            bandCount == 1 || field(TIFFTAG_PLANARCONFIG) == Int(PLANARCONFIG_SEPARATE),
            Int(striles) == bands.across * bands.down * bandCount
        else { return nil }
        let packing: Packing
        switch field(TIFFTAG_COMPRESSION) {
        case Int(COMPRESSION_NONE): return (.none, false)
        case Int(COMPRESSION_ADOBE_DEFLATE), Int(COMPRESSION_DEFLATE): packing = .deflate
        case Int(COMPRESSION_ZSTD): packing = .zstd
        default: return nil
        }
        switch field(TIFFTAG_PREDICTOR) {
        case Int(PREDICTOR_NONE): return (packing, false)
        case Int(PREDICTOR_HORIZONTAL): return (packing, true)
        default: return nil
        }
    }

    /// Unpacks one block of 16-bit samples; false where GDAL has to be asked, the buffer then holds nothing of use.
    func read(band: Int, column: Int, row: Int, into samples: inout MutableSpan<UInt16>) -> Bool {
        let count = sampleCount(ofBlockRow: row)
        precondition(sampleBytes == 2 && samples.count >= count)
        let isRead = unsafe samples.withUnsafeMutableBytes { bytes in
            unsafe unpack(band, column, row, into: UnsafeMutableRawBufferPointer(rebasing: bytes[..<(2 * count)]))
        }
        if isRead, isPredicted { undoPrediction(&samples, columns: bands.block.columns, count: count) }
        return isRead
    }

    /// Unpacks one block of 8-bit samples; false where GDAL has to be asked, the buffer then holds nothing of use.
    func read(band: Int, column: Int, row: Int, into samples: inout MutableSpan<UInt8>) -> Bool {
        let count = sampleCount(ofBlockRow: row)
        precondition(sampleBytes == 1 && samples.count >= count)
        let isRead = unsafe samples.withUnsafeMutableBytes { bytes in
            unsafe unpack(band, column, row, into: UnsafeMutableRawBufferPointer(rebasing: bytes[..<count]))
        }
        if isRead, isPredicted { undoPrediction(&samples, columns: bands.block.columns, count: count) }
        return isRead
    }

    /// Unpacks the first rows of a block of 16-bit samples; false where the whole block has to be read.
    func readStart(_ band: Int, _ column: Int, _ row: Int, rows: Int, into samples: inout MutableSpan<UInt16>) -> Bool {
        let count = rows * bands.block.columns
        guard packing == .deflate, count <= sampleCount(ofBlockRow: row) else { return false }
        let isRead = unsafe samples.withUnsafeMutableBytes { bytes in
            unsafe unpackStart(
                band, column, row, into: UnsafeMutableRawBufferPointer(rebasing: bytes[..<(2 * count)]))
        }
        if isRead, isPredicted { undoPrediction(&samples, columns: bands.block.columns, count: count) }
        return isRead
    }

    /// Unpacks the first rows of a block of 8-bit samples; false where the whole block has to be read.
    func readStart(_ band: Int, _ column: Int, _ row: Int, rows: Int, into samples: inout MutableSpan<UInt8>) -> Bool {
        let count = rows * bands.block.columns
        guard packing == .deflate, count <= sampleCount(ofBlockRow: row) else { return false }
        let isRead = unsafe samples.withUnsafeMutableBytes { bytes in
            unsafe unpackStart(band, column, row, into: UnsafeMutableRawBufferPointer(rebasing: bytes[..<count]))
        }
        if isRead, isPredicted { undoPrediction(&samples, columns: bands.block.columns, count: count) }
        return isRead
    }

    private func unpackStart(_ band: Int, _ column: Int, _ row: Int, into bytes: UnsafeMutableRawBufferPointer)
        -> Bool
    {
        guard let (offset, whole) = place(band, column, row), whole <= 1 << 30 else { return false }
        // Rows take about as many bytes each; where the first take more, the block is read whole.
        let samples = bands.block.rows * bands.block.columns * sampleBytes
        for count in [min(whole, whole * bytes.count / samples * 3 / 2 + 4096), whole] {
            if packed.count < count { packed = [UInt8](repeating: 0, count: count + count / 4) }
            let isUnpacked = unsafe packed.withUnsafeMutableBytes { packed in
                guard unsafe pread(descriptor, packed.baseAddress, count, offset) == count else { return false }
                let size = unsafe tuban_inflate_start(packed.baseAddress, count, bytes.baseAddress, bytes.count)
                return size == bytes.count
            }
            if isUnpacked { return true }
        }
        return false
    }

    /// The samples that a block holds; the last strip of an image stops with the image.
    private func sampleCount(ofBlockRow row: Int) -> Int {
        let rows = isTiled ? bands.block.rows : min(bands.block.rows, bands.size.rows - row * bands.block.rows)
        return bands.block.columns * rows
    }

    /// Where a block lies in the file and how many bytes it has; nil where it was never written.
    private func place(_ band: Int, _ column: Int, _ row: Int) -> (offset: off_t, count: Int)? {
        let number = UInt32((band - 1) * bands.across * bands.down + row * bands.across + column)
        let offset = unsafe TIFFGetStrileOffset(file, number)
        let count = unsafe Int(clamping: TIFFGetStrileByteCount(file, number))
        return offset > 0 && offset < UInt64(Int64.max) && count > 0 ? (off_t(offset), count) : nil
    }

    private func unpack(_ band: Int, _ column: Int, _ row: Int, into bytes: UnsafeMutableRawBufferPointer) -> Bool {
        // A block that was never written has no place; one larger than its samples could ever become is a lie.
        guard let (offset, count) = place(band, column, row), count <= 2 * bytes.count + 4096 else { return false }
        if packing == .none {
            return unsafe count == bytes.count && pread(descriptor, bytes.baseAddress, count, offset) == count
        }
        if packed.count < count { packed = [UInt8](repeating: 0, count: count + count / 4) }
        return unsafe packed.withUnsafeMutableBytes { packed in
            guard unsafe pread(descriptor, packed.baseAddress, count, offset) == count else { return false }
            switch packing {
            case .none: return false
            case .deflate:
                var unpacked = 0
                let result = unsafe libdeflate_zlib_decompress(
                    unpacker, packed.baseAddress, count, bytes.baseAddress, bytes.count, &unpacked)
                return result == LIBDEFLATE_SUCCESS && unpacked == bytes.count
            case .zstd:
                return unsafe ZSTD_decompress(bytes.baseAddress, bytes.count, packed.baseAddress, count) == bytes.count
            }
        }
    }
}
