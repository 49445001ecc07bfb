package import GeoModel
import Synchronization

/// Bands of several files read on one grid: finer, coarser or shifted files are sampled at the nearest pixel centre,
/// or interpolated where that is asked for; files in another coordinate system are warped.
package final class AlignedSource: TileSource {
    /// The grid that all bands are read on.
    package let grid: Grid
    private let bands: [AlignedBand]
    /// What workers have decoded of each band for each other.
    private let shared: [SharedParts]

    /// The number of bands.
    package var bandCount: Int { bands.count }

    /// Places each band on the grid.
    ///
    /// - Parameters:
    ///   - bands: Where each band is.
    ///   - grid: The grid to read on.
    ///   - noData: A value that means no data besides what the files say; nil for none.
    ///   - codes: The places of the bands that hold codes, which are never interpolated.
    ///   - resampling: How they are read where their pixels do not fit the grid's.
    /// - Throws: `Fault` where a file can't be opened, lacks the band, or can't be laid on the grid.
    package init(
        _ bands: [BandSource],
        on grid: Grid,
        noData: Double? = nil,
        codes: Set<Int> = [],
        resampling: Resampling = .nearest
    ) throws(Fault) {
        var aligned: [AlignedBand] = []
        for (place, source) in bands.enumerated() {
            aligned.append(
                try AlignedBand(source, on: grid, noData: noData, isCode: codes.contains(place), resampling))
        }
        self.grid = grid
        self.bands = aligned
        shared = aligned.map { _ in SharedParts() }
    }

    /// Whether a file lies in another coordinate system than the grid.
    package var isWarped: Bool { bands.contains { $0.isWarped } }

    /// Whether GDAL keeps blocks of a file, for all workers together: those of files that are warped, or whose samples
    /// are not whole numbers.
    package var usesBlockCache: Bool { bands.contains { $0.isWarped || !$0.isWhole } }
    /// What it keeps at most.
    package static let blockCacheBytes = GDALSession.blockCacheBytes

    /// Whether values between pixels are interpolated in some band.
    package var isInterpolated: Bool { bands.contains { $0.isInterpolated } }

    /// How far right and down of a target's centre the nearest pixel of a band lies, in pixels of the grid; nil where
    /// that is not the same everywhere, since file and grid differ in their pixels.
    package func nearestOffset(ofBand band: Int) -> PixelShift? {
        let place = bands[band]
        guard !place.isWarped, place.columnStep == 1, place.rowStep == 1 else { return nil }
        return PixelShift(
            columns: Double(place.fileColumn(under: 0)) - place.filePlace(ofColumn: 0),
            rows: Double(place.fileRow(under: 0)) - place.filePlace(ofRow: 0)
        )
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

    /// The largest block of any band as it lies on the grid.
    package var coarsestBlock: GridSize {
        GridSize(
            columns: min(bands.map { $0.targetBlock.columns }.max() ?? 1, grid.size.columns),
            rows: min(bands.map { $0.targetBlock.rows }.max() ?? 1, grid.size.rows)
        )
    }

    /// What one reader keeps in memory: the decoded blocks under a cell and one packed block, of every band.
    package var bytesOfReader: Int { bytesOfReader(under: cell, more: 1) }

    /// What one reader keeps that reads tiles row by row with a margin: the blocks under a row of them, one beside, and
    /// room for the next.
    package func bytesOfRowReader(columns: Int) -> Int {
        bytesOfReader(under: GridSize(columns: columns, rows: 1), more: 2)
    }

    private func bytesOfReader(under part: GridSize, more: Int) -> Int {
        bands.reduce(0) { bytes, band in
            let across = (part.columns + band.targetBlock.columns - 1) / band.targetBlock.columns
            let down = (part.rows + band.targetBlock.rows - 1) / band.targetBlock.rows
            let kept = max(across * down, band.isInterpolated ? InterpolatedBand.blocks(of: band.block) : 0)
            return bytes + (kept + more) * band.block.pixelCount * 2
        }
    }

    /// What is kept at most for tiles beside and below those it was decoded for, which look at it with a margin.
    package func bytesShared(margin: Int) -> Int {
        bands.reduce(0) { bytes, band in
            let rows = Int(Double(margin) * band.rowStep) + 2
            let below = SharedParts.limitBelow(rows: rows, columns: band.fileSize.columns, block: band.block.columns)
            return bytes + SharedParts.limitBeside + below
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
        for (band, shared) in zip(bands, shared) {
            let path = band.source.path
            if files[path] == nil {
                let file = try RasterFile(path)
                files[path] = (file, decoding == .direct ? file.directReader() : nil)
            }
            guard let (file, direct) = files[path] else { preconditionFailure("\(path) was just opened") }
            if band.isWarped {
                let warped = try RasterFile(
                    warping: file, band: band.source.band, on: band.warpGrid, noData: band.noData, isCode: band.isCode)
                readers.append(.real(SampledBand(band, warped, band: 1)))
            } else if band.isInterpolated {
                let own = try AlignedBand(band.source, on: file.grid, noData: band.noData, isCode: false)
                readers.append(.between(InterpolatedBand(band, Self.reader(own, file, direct, shared))))
            } else {
                readers.append(Self.reader(band, file, direct, shared))
            }
        }
        return AlignedReader(bands: readers)
    }

    private static func reader(
        _ band: AlignedBand, _ file: RasterFile, _ direct: DirectTIFF?, _ shared: SharedParts
    ) -> AlignedReader.Band {
        guard let decoder = BlockDecoder(file, band: band.source.band, direct: direct) else {
            return .real(SampledBand(band, file, band: band.source.band))
        }
        let noData = [file.bands[band.source.band - 1].noData, band.noData].compactMap(\.self)
        return .whole(BlockedBand(band, decoder, shared, noData: noData))
    }

    /// A reader with file handles of its own.
    /// - Throws: `Fault` where a file can't be opened.
    package func makeReader() throws(Fault) -> any TileReader {
        try makeReader(decoding: .direct)
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
        /// Values between the samples of a file.
        case between(InterpolatedBand)
    }

    private let bands: [Band]

    init(bands: [Band]) {
        self.bands = bands
    }

    func expect(_ tile: PixelWindow, margin: Int) {
        for band in bands {
            switch band {
            case .whole(let band): band.expect(tile, margin: margin)
            case .between(let band): band.expect(tile, margin: margin)
            case .real: break
            }
        }
    }

    func read(band: Int, window: PixelWindow, into pixels: inout MutableSpan<Float>) throws(Fault) {
        switch bands[band] {
        case .whole(let band): try band.read(window, into: &pixels)
        case .real(let band): try band.read(window, into: &pixels)
        case .between(let band): try band.read(window, into: &pixels)
        }
    }

    func look(band: Int, window: PixelWindow, up table: Span<UInt8>, into classes: inout MutableSpan<UInt8>)
        throws(Fault)
    {
        switch bands[band] {
        case .whole(let band): try band.look(window, up: table, into: &classes)
        case .real(let band): try band.look(window, up: table, into: &classes)
        case .between: preconditionFailure("codes are not interpolated")
        }
    }
}
