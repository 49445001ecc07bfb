internal import CGDAL
package import GeoModel
import SafeFiles

/// How a GeoTIFF is stored.
package struct GeoTIFFLayout: Sendable {
    /// The kinds of sample that `tuban` writes.
    package enum SampleType: Sendable {
        /// 0…255.
        case uint8
        /// 0…65 535.
        case uint16
    }

    /// A band's name and what its numbers mean.
    package struct Band: Sendable {
        /// The name that GIS programs show.
        package let name: String
        /// The real value is `number × scale`.
        package let scale: Double

        /// A band.
        package init(_ name: String, scale: Double = 1) {
            self.name = name
            self.scale = scale
        }
    }

    /// The kind of sample of all bands.
    package let sampleType: SampleType
    /// The bands in order.
    package let bands: [Band]
    /// The value that means no data; nil for none.
    package let noData: Double?
    /// Compression threads; the bytes do not depend on it.
    package let threads: Int

    /// A layout: 512 × 512 tiles, DEFLATE, horizontal predictor.
    package init(
        sampleType: SampleType,
        bands: [Band],
        noData: Double? = nil,
        threads: Int = 1
    ) {
        self.sampleType = sampleType
        self.bands = bands
        self.noData = noData
        self.threads = threads
    }

    static let blockSide = 512
}

/// Writes a tiled, compressed GeoTIFF from whole rows, top to bottom; the file takes its name when it is complete.
///
/// Blocks are handed to GDAL one by one in row order, so the same rows give the same bytes however they arrive.
package final class GeoTIFFWriter: RowSink {
    private let path: String
    private let temporary: String
    private let size: GridSize
    private let layout: GeoTIFFLayout
    private var handle: DatasetHandle
    private var isComplete = false
    private var pending: [[UInt16]]
    private var rowsWritten = 0

    /// Starts a file of one grid.
    /// - Throws: `Fault` where the folder can't be written or the coordinate system is unknown.
    package init(_ path: String, grid: Grid, layout: GeoTIFFLayout) throws(Fault) {
        self.path = path
        self.layout = layout
        size = grid.size
        temporary = DurableFile.temporaryPath(for: path)
        pending = layout.bands.map { _ in [] }
        handle = try Self.create(temporary, grid: grid, layout: layout, options: ["BIGTIFF=IF_SAFER"])
        try Self.describe(handle, grid: grid, layout: layout, path: path)
    }

    deinit {
        if !isComplete { handle.discard(temporary) }
    }

    /// Appends rows of every band.
    ///
    /// - Parameter rows: One array a band, each `count × columns` values in row order.
    /// - Throws: `Fault` where the disk is full.
    package func append(rows: [[UInt16]]) throws(Fault) {
        precondition(rows.count == pending.count && rows.allSatisfy { $0.count == rows[0].count })
        precondition(rows[0].count % size.columns == 0)
        for band in rows.indices { pending[band].append(contentsOf: rows[band]) }
        while pending[0].count >= GeoTIFFLayout.blockSide * size.columns {
            try writeBlockRow(height: GeoTIFFLayout.blockSide)
        }
    }

    /// Writes what is left, checks that GDAL wrote everything, and gives the file its name.
    ///
    /// - Parameter metadata: Texts kept in the file, in order.
    /// - Throws: `Fault` where the disk is full; no file of that name is then left.
    /// - Precondition: every row was appended.
    package func close(metadata: [(key: String, value: String)] = []) throws(Fault) {
        if !pending[0].isEmpty { try writeBlockRow(height: pending[0].count / size.columns) }
        precondition(rowsWritten == size.rows, "\(rowsWritten) of \(size.rows) rows of \(path) were appended")
        for (key, value) in metadata { _ = unsafe GDALSetMetadataItem(handle.pointer, key, value, nil) }
        try handle.close(path: path)
        isComplete = true
        try DurableFile.publish(temporary, as: path)
    }

    private func writeBlockRow(height: Int) throws(Fault) {
        let side = GeoTIFFLayout.blockSide
        for band in pending.indices {
            for blockColumn in 0..<(size.columns + side - 1) / side {
                try write(block(band: band, blockColumn: blockColumn, height: height), band, blockColumn)
            }
            pending[band].removeFirst(height * size.columns)
        }
        rowsWritten += height
    }

    /// One block, its part outside the raster filled with the nearest values inside so that it compresses well.
    private func block(band: Int, blockColumn: Int, height: Int) -> [UInt16] {
        let side = GeoTIFFLayout.blockSide
        let first = blockColumn * side
        let width = min(side, size.columns - first)
        var block = [UInt16](repeating: 0, count: side * side)
        for row in 0..<side {
            let source = min(row, height - 1) * size.columns + first
            for column in 0..<side { block[row * side + column] = pending[band][source + min(column, width - 1)] }
        }
        return block
    }

    private func write(_ block: [UInt16], _ band: Int, _ blockColumn: Int) throws(Fault) {
        try GDALMessages.collect { messages throws(Fault) in
            let target = unsafe GDALGetRasterBand(handle.pointer, Int32(band + 1))
            let blockRow = Int32(rowsWritten / GeoTIFFLayout.blockSide)
            var status = CE_None
            switch layout.sampleType {
            case .uint16:
                var samples = block
                status = unsafe GDALWriteBlock(target, Int32(blockColumn), blockRow, &samples)
            case .uint8:
                var samples = block.map { UInt8(clamping: $0) }
                status = unsafe GDALWriteBlock(target, Int32(blockColumn), blockRow, &samples)
            }
            guard status == CE_None, messages.firstFailure == nil else {
                throw writeFault(path, messages.firstFailure ?? "write error")
            }
        }
    }

    static func create(_ temporary: String, grid: Grid, layout: GeoTIFFLayout, options: [String]) throws(Fault)
        -> DatasetHandle
    {
        let options =
            options + [
                "TILED=YES", "BLOCKXSIZE=\(GeoTIFFLayout.blockSide)", "BLOCKYSIZE=\(GeoTIFFLayout.blockSide)",
                "COMPRESS=DEFLATE", "PREDICTOR=2", "ZLEVEL=1", "INTERLEAVE=BAND",
                "NUM_THREADS=\(layout.threads)",
            ]
        let type = layout.sampleType == .uint16 ? GDT_UInt16 : GDT_Byte
        let pointer = try unsafe GDALMessages.collect { messages throws(Fault) in
            let created = try unsafe withOptions(options) { options throws(Fault) in
                unsafe GDALCreate(
                    GDALGetDriverByName("GTiff"), temporary, Int32(grid.size.columns), Int32(grid.size.rows),
                    Int32(layout.bands.count), type, options)
            }
            guard let created = unsafe created else {
                throw writeFault(temporary, messages.firstFailure ?? "can't be created")
            }
            return unsafe created
        }
        return unsafe DatasetHandle(owning: pointer)
    }

    static func describe(
        _ handle: borrowing DatasetHandle,
        grid: Grid,
        layout: GeoTIFFLayout,
        path: String
    ) throws(Fault) {
        let dataset = unsafe handle.pointer
        if let system = grid.system {
            try unsafe withReference(system, path: path) { unsafe _ = GDALSetSpatialRef(dataset, $0) }
        }
        let transform = grid.transform
        if grid.system != nil || transform.originX != 0 || transform.originY != 0 {
            var terms = [
                transform.originX, transform.pixelWidth, 0, transform.originY, 0, -transform.pixelHeight,
            ]
            _ = unsafe GDALSetGeoTransform(dataset, &terms)
        }
        for (index, description) in layout.bands.enumerated() {
            let band = unsafe GDALGetRasterBand(dataset, Int32(index + 1))
            unsafe GDALSetDescription(band, description.name)
            if description.scale != 1 { _ = unsafe GDALSetRasterScale(band, description.scale) }
            if let noData = layout.noData { _ = unsafe GDALSetRasterNoDataValue(band, noData) }
        }
    }
}
