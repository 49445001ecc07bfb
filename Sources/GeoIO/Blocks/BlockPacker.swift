internal import CDeflate

/// Packs square blocks of samples the way a GeoTIFF of `GeoTIFFLayout` keeps them: differences along the row, DEFLATE.
/// For one thread at a time.
@safe package final class BlockPacker {
    private let packer: OpaquePointer
    private var packed: [UInt8] = []
    /// Fast; the scores are noise for the greater part, which higher levels do not shrink further.
    private static let level: Int32 = 1

    /// The side of a block in pixels.
    package static let side = GeoTIFFLayout.blockSide

    /// A packer.
    package init() {
        guard let packer = unsafe libdeflate_alloc_compressor(Self.level) else {
            preconditionFailure("libdeflate has no level \(Self.level)")
        }
        unsafe self.packer = packer
    }

    deinit {
        unsafe libdeflate_free_compressor(packer)
    }

    /// Packs one block of `side × side` samples.
    package func pack(_ samples: consuming [UInt16]) -> [UInt8] {
        let side = Self.side
        precondition(samples.count == side * side)
        predict(&samples, columns: side)
        let bound = unsafe libdeflate_zlib_compress_bound(packer, samples.count * 2)
        if packed.count < bound { packed = [UInt8](repeating: 0, count: bound) }
        let count = unsafe packed.withUnsafeMutableBytes { target in
            unsafe samples.withUnsafeBytes { source in
                unsafe libdeflate_zlib_compress(
                    packer, source.baseAddress, source.count, target.baseAddress, target.count)
            }
        }
        precondition(count > 0, "libdeflate says no block is larger than its bound")
        return Array(packed[..<count])
    }
}
