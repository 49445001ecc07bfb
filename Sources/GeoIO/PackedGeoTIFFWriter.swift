internal import CGDAL
internal import CTIFF
import Foundation
package import GeoModel
import SafeFiles

/// Writes a GeoTIFF from blocks that `BlockPacker` has packed; the file takes its name when it is complete.
///
/// GDAL makes the file with everything but its blocks, libtiff puts them in.
package enum PackedGeoTIFFWriter {
    /// Writes all blocks, band after band, each in row order.
    ///
    /// - Parameters:
    ///   - path: The file's name.
    ///   - grid: Where its pixels lie.
    ///   - layout: How it is stored; samples of 16 bits.
    ///   - metadata: Texts kept in the file, in order.
    ///   - packedBytes: How many bytes all blocks have, at most: beyond 4 GB the file is a BigTIFF.
    ///   - block: The packed block of a band (from 0) at a block column and row.
    /// - Throws: `Fault` where the disk is full; no file of that name is then left.
    package static func write(
        _ path: String,
        grid: Grid,
        layout: GeoTIFFLayout,
        metadata: [(key: String, value: String)],
        packedBytes: Int,
        block: (_ band: Int, _ column: Int, _ row: Int) throws(Fault) -> [UInt8]
    ) throws(Fault) {
        precondition(layout.sampleType == .uint16)
        let temporary = DurableFile.temporaryPath(for: path)
        var isComplete = false
        defer { if !isComplete { unsafe _ = unlink(temporary) } }
        let isBig = packedBytes > 3_900_000_000
        try GeoTIFFWriter.makeEmpty(temporary, grid: grid, layout: layout, metadata: metadata, isBig: isBig)
        try GDALMessages.collect { messages throws(Fault) in
            // libtiff speaks through GDAL's error handler.
            guard let file = unsafe TIFFOpen(temporary, "r+") else {
                throw writeFault(path, messages.firstFailure ?? "can't be opened again")
            }
            var isOpen = true
            defer { if isOpen { unsafe TIFFClose(file) } }
            try unsafe fill(file, grid.size, bands: layout.bands.count, path, messages, block)
            isOpen = false
            unsafe TIFFClose(file)
            if let failure = messages.firstFailure { throw writeFault(path, failure) }
        }
        isComplete = true
        try DurableFile.publish(temporary, as: path)
    }

    private static func fill(
        _ file: OpaquePointer,
        _ size: GridSize,
        bands: Int,
        _ path: String,
        _ messages: GDALMessages,
        _ block: (Int, Int, Int) throws(Fault) -> [UInt8]
    ) throws(Fault) {
        let across = (size.columns + BlockPacker.side - 1) / BlockPacker.side
        let down = (size.rows + BlockPacker.side - 1) / BlockPacker.side
        var number: UInt32 = 0
        for band in 0..<bands {
            for row in 0..<down {
                for column in 0..<across {
                    var bytes = try block(band, column, row)
                    let written = unsafe TIFFWriteRawTile(file, number, &bytes, tmsize_t(bytes.count))
                    guard written == bytes.count, messages.firstFailure == nil else {
                        throw writeFault(path, messages.firstFailure ?? "write error")
                    }
                    number += 1
                }
            }
        }
    }
}

extension GeoTIFFWriter {
    /// Makes a whole file without blocks.
    /// - Throws: `Fault` where it can't be written.
    static func makeEmpty(
        _ path: String,
        grid: Grid,
        layout: GeoTIFFLayout,
        metadata: [(key: String, value: String)],
        isBig: Bool
    ) throws(Fault) {
        var handle = try create(
            path, grid: grid, layout: layout, options: ["SPARSE_OK=TRUE", "BIGTIFF=\(isBig ? "YES" : "NO")"])
        try describe(handle, grid: grid, layout: layout, path: path)
        for (key, value) in metadata { _ = unsafe GDALSetMetadataItem(handle.pointer, key, value, nil) }
        try handle.close(path: path)
    }
}
