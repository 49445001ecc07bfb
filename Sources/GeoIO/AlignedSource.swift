package import GeoModel
import Synchronization

/// Bands of several files read on one grid: finer, coarser or shifted files are sampled at the nearest pixel centre.
package final class AlignedSource: TileSource {
    /// The grid that all bands are read on.
    package let grid: Grid
    private let bands: [AlignedBand]

    /// The number of bands.
    package var bandCount: Int { bands.count }

    /// Places each band on the grid.
    ///
    /// - Parameters:
    ///   - bands: Where each band is.
    ///   - grid: The grid to read on.
    ///   - noData: A value that means no data besides what the files say; nil for none.
    /// - Throws: `Fault` where a file can't be opened, lacks the band, or lies in another coordinate system.
    package init(_ bands: [BandSource], on grid: Grid, noData: Double? = nil) throws(Fault) {
        var aligned: [AlignedBand] = []
        for source in bands { aligned.append(try AlignedBand(source, on: grid, noData: noData)) }
        self.grid = grid
        self.bands = aligned
    }

    /// The part of the grid that every band covers.
    package var overlap: PixelWindow {
        bands.reduce(grid.size.window) { $0.intersection($1.coverage) }
    }

    /// The finest blocks as they lie on the grid, in handy sizes.
    package var cell: GridSize {
        let columns = bands.map { $0.targetBlock.columns }.min() ?? grid.size.columns
        let rows = bands.map { $0.targetBlock.rows }.min() ?? grid.size.rows
        let width = min(max(columns, Self.shortestCellSide), grid.size.columns)
        // Strips are as wide as the raster: the wider, the fewer rows.
        let fewest = max(Self.shortestCellSide, Self.handyPixels / max(width, 1))
        return GridSize(columns: width, rows: min(max(rows, Self.shortestCellSide), fewest, grid.size.rows))
    }

    /// What one reader keeps in memory: the decoded blocks under a cell and one packed block, of every band.
    package var bytesOfReader: Int {
        bands.reduce(0) { bytes, band in
            let across = (cell.columns + band.targetBlock.columns - 1) / band.targetBlock.columns
            let down = (cell.rows + band.targetBlock.rows - 1) / band.targetBlock.rows
            return bytes + (across * down + 1) * band.block.pixelCount * 2
        }
    }

    private static let shortestCellSide = 64
    private static let handyPixels = 512 * 512

    /// A reader with file handles of its own.
    ///
    /// - Parameter decoding: How blocks are decoded; the pixels are the same.
    /// - Returns: A reader for one thread.
    /// - Throws: `Fault` where a file can't be opened.
    package func makeReader(decoding: Decoding) throws(Fault) -> any TileReader {
        var files: [String: (file: RasterFile, direct: DirectTIFF?)] = [:]
        var readers: [AlignedReader.Band] = []
        for band in bands {
            let path = band.source.path
            if files[path] == nil {
                let file = try RasterFile(path)
                files[path] = (file, decoding == .direct ? file.directReader() : nil)
            }
            guard let (file, direct) = files[path] else { preconditionFailure("\(path) was just opened") }
            if let decoder = BlockDecoder(file, band: band.source.band, direct: direct) {
                let noData = [file.bands[band.source.band - 1].noData, band.noData].compactMap(\.self)
                readers.append(.whole(BlockedBand(band, decoder, noData: noData)))
            } else {
                readers.append(.real(SampledBand(band, file)))
            }
        }
        return AlignedReader(bands: readers)
    }

    /// A reader with file handles of its own.
    /// - Throws: `Fault` where a file can't be opened.
    package func makeReader() throws(Fault) -> any TileReader {
        try makeReader(decoding: .direct)
    }
}

/// How one band's file lies under the target grid.
struct AlignedBand: Sendable {
    let source: BandSource
    let noData: Double?
    let fileSize: GridSize
    let block: GridSize
    let targetSize: GridSize
    /// The file column under a target column's centre is `columnOffset + (column + ½) × columnStep`, rounded down.
    let columnStep: Double
    let columnOffset: Double
    let rowStep: Double
    let rowOffset: Double

    init(_ source: BandSource, on grid: Grid, noData: Double?) throws(Fault) {
        let file = try RasterFile(source.path)
        guard file.bands.indices ~= source.band - 1 else {
            throw Fault(
                source.path,
                zh: "只有 \(file.bands.count) 个波段，没有波段 \(source.band)。请改正配方中的波段号。",
                en: "has \(file.bands.count) bands, so no band \(source.band). Correct the band number in the recipe."
            )
        }
        self.source = source
        self.noData = noData
        fileSize = file.grid.size
        block = file.bands[source.band - 1].block
        targetSize = grid.size
        guard let fileSystem = file.grid.system, let gridSystem = grid.system else {
            guard file.grid.system == grid.system else { throw Self.mixture(file, grid) }
            // Pictures without a place are laid over each other corner to corner.
            columnStep = Double(fileSize.columns) / Double(grid.size.columns)
            rowStep = Double(fileSize.rows) / Double(grid.size.rows)
            columnOffset = 0
            rowOffset = 0
            return
        }
        guard fileSystem == gridSystem else { throw Self.mixture(file, grid) }
        columnStep = grid.transform.pixelWidth / file.grid.transform.pixelWidth
        rowStep = grid.transform.pixelHeight / file.grid.transform.pixelHeight
        columnOffset = file.grid.transform.column(of: grid.transform.originX)
        rowOffset = file.grid.transform.row(of: grid.transform.originY)
    }

    /// The size of a block in target pixels.
    var targetBlock: GridSize {
        GridSize(
            columns: max(1, Int((Double(block.columns) / columnStep).rounded())),
            rows: max(1, Int((Double(block.rows) / rowStep).rounded()))
        )
    }

    /// The file column under the centre of a target column; may lie outside the file.
    func fileColumn(under column: Int) -> Int {
        Self.pixel(at: columnOffset + (Double(column) + 0.5) * columnStep)
    }

    func fileRow(under row: Int) -> Int {
        Self.pixel(at: rowOffset + (Double(row) + 0.5) * rowStep)
    }

    /// The pixel that holds a place; damaged georeferences lie farther off than whole numbers reach.
    private static func pixel(at place: Double) -> Int {
        // The small term keeps a centre that falls on a pixel's edge by rounding inside that pixel.
        Int(min(max((place + 1e-6).rounded(.down), -farthest), farthest))
    }

    private static let farthest = 1e12

    /// The target pixels whose centres fall inside the file.
    var coverage: PixelWindow {
        let columns = (0..<targetSize.columns).filter { (0..<fileSize.columns).contains(fileColumn(under: $0)) }
        let rows = (0..<targetSize.rows).filter { (0..<fileSize.rows).contains(fileRow(under: $0)) }
        guard let left = columns.first, let top = rows.first else {
            return PixelWindow(column: 0, row: 0, columns: 0, rows: 0)
        }
        return PixelWindow(column: left, row: top, columns: columns.count, rows: rows.count)
    }

    private static func mixture(_ file: RasterFile, _ grid: Grid) -> Fault {
        let found = file.grid.system?.name
        let expected = grid.system?.name
        return Fault(
            file.path,
            zh: "坐标系为 \(found ?? "无")，而比较格网为 \(expected ?? "无")。请先用 gdalwarp 统一坐标系。",
            en: "coordinate system \(found ?? "none"), but the grid compared on is \(expected ?? "none"). "
                + "Warp it with gdalwarp first."
        )
    }
}

/// One worker's open files.
final class AlignedReader: TileReader {
    /// A band, by the way it is read.
    enum Band {
        /// Whole numbers, block by block.
        case whole(BlockedBand)
        /// Any other sample type, window by window.
        case real(SampledBand)
    }

    private let bands: [Band]

    init(bands: [Band]) {
        self.bands = bands
    }

    func read(band: Int, window: PixelWindow, into pixels: inout MutableSpan<Float>) throws(Fault) {
        switch bands[band] {
        case .whole(let band): try band.read(window, into: &pixels)
        case .real(let band): try band.read(window, into: &pixels)
        }
    }

    func look(band: Int, window: PixelWindow, up table: Span<UInt8>, into classes: inout MutableSpan<UInt8>)
        throws(Fault)
    {
        switch bands[band] {
        case .whole(let band): try band.look(window, up: table, into: &classes)
        case .real(let band): try band.look(window, up: table, into: &classes)
        }
    }
}
