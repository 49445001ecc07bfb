internal import CGDAL
package import GeoModel
import SafeFiles

/// A picture in memory: red, green and blue bytes, pixel by pixel in row order.
package struct Picture: Sendable {
    /// Its size.
    package let size: GridSize
    /// Three bytes a pixel.
    package var samples: [UInt8]

    /// A black picture.
    package init(size: GridSize) {
        self.size = size
        samples = [UInt8](repeating: 0, count: size.pixelCount * 3)
    }

    /// Writes the picture as PNG.
    /// - Throws: `Fault` where the disk is full.
    package func writePNG(_ path: String) throws(Fault) {
        let temporary = DurableFile.temporaryPath(for: path)
        try GDALMessages.collect { messages throws(Fault) in
            var dataset = try unsafe DatasetHandle(owning: memoryDataset(path))
            // The default of 6 saves a tenth of the bytes and takes most of the time of a change list.
            let copy = unsafe withOptions(["ZLEVEL=3"]) { options in
                unsafe GDALCreateCopy(
                    GDALGetDriverByName("PNG"), temporary, dataset.pointer, 0, options, nil, nil)
            }
            guard let copy = unsafe copy, messages.firstFailure == nil else {
                throw writeFault(path, messages.firstFailure ?? "can't be created")
            }
            var written = unsafe DatasetHandle(owning: copy)
            try written.close(path: path)
            try dataset.close(path: path)
        }
        try DurableFile.publish(temporary, as: path)
    }

    /// The picture as JPEG, such as a page may hold within itself.
    /// - Throws: `Fault` where memory does not suffice.
    package func jpeg() throws(Fault) -> [UInt8] {
        let path = "/vsimem/picture-\(UInt.random(in: 0...UInt.max)).jpg"
        defer { _ = unsafe VSIUnlink(path) }
        try GDALMessages.collect { messages throws(Fault) in
            var dataset = try unsafe DatasetHandle(owning: memoryDataset(path))
            let copy = unsafe withOptions(["QUALITY=82"]) { options in
                unsafe GDALCreateCopy(GDALGetDriverByName("JPEG"), path, dataset.pointer, 0, options, nil, nil)
            }
            guard let copy = unsafe copy, messages.firstFailure == nil else {
                throw writeFault(path, messages.firstFailure ?? "can't be created")
            }
            var written = unsafe DatasetHandle(owning: copy)
            try written.close(path: path)
            try dataset.close(path: path)
        }
        var length: vsi_l_offset = 0
        guard let bytes = unsafe VSIGetMemFileBuffer(path, &length, 0) else { throw writeFault(path, "out of memory") }
        return unsafe [UInt8](UnsafeBufferPointer(start: bytes, count: Int(length)))
    }

    private func memoryDataset(_ path: String) throws(Fault) -> GDALDatasetH {
        let columns = Int32(size.columns)
        let rows = Int32(size.rows)
        guard let memory = unsafe GDALCreate(GDALGetDriverByName("MEM"), "", columns, rows, 3, GDT_Byte, nil) else {
            throw writeFault(path, "out of memory")
        }
        var bytes = samples
        _ = unsafe GDALDatasetRasterIO(
            memory, GF_Write, 0, 0, columns, rows, &bytes, columns, rows, GDT_Byte, 3, nil,
            3, columns * 3, 1)
        return unsafe memory
    }
}
