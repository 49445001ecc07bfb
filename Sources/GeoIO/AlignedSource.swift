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

    /// A reader with file handles of its own.
    /// - Throws: `Fault` where a file can't be opened.
    package func makeReader() throws(Fault) -> any TileReader {
        var files: [String: RasterFile] = [:]
        for band in bands where files[band.source.path] == nil {
            files[band.source.path] = try RasterFile(band.source.path)
        }
        return AlignedReader(bands: bands, files: files)
    }
}

/// How one band's file lies under the target grid.
struct AlignedBand: Sendable {
    let source: BandSource
    let noData: Double?
    let fileSize: GridSize
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
    private let bands: [AlignedBand]
    private let files: [String: RasterFile]
    private var scratch: [Float] = []

    init(bands: [AlignedBand], files: [String: RasterFile]) {
        self.bands = bands
        self.files = files
    }

    func read(band: Int, window: PixelWindow, into pixels: inout MutableSpan<Float>) throws(Fault) {
        let place = bands[band]
        guard let file = files[place.source.path] else { preconditionFailure("no file for band \(band)") }
        let columns = (window.column..<window.endColumn).map { place.fileColumn(under: $0) }
        let rows = (window.row..<window.endRow).map { place.fileRow(under: $0) }
        let part = PixelWindow(
            column: columns[0],
            row: rows[0],
            columns: columns[columns.count - 1] - columns[0] + 1,
            rows: rows[rows.count - 1] - rows[0] + 1
        )
        if part == part.intersection(place.fileSize.window), part.columns == window.columns, part.rows == window.rows {
            try file.read(band: place.source.band, window: part, into: &pixels)
        } else {
            try readSampled(part.intersection(place.fileSize.window), file, place, columns, rows, into: &pixels)
        }
        if let noData = place.noData.map(Float.init) {
            for index in 0..<window.pixelCount where pixels[index] == noData { pixels[index] = .nan }
        }
    }

    private func readSampled(
        _ part: PixelWindow,
        _ file: RasterFile,
        _ place: AlignedBand,
        _ columns: [Int],
        _ rows: [Int],
        into pixels: inout MutableSpan<Float>
    ) throws(Fault) {
        guard !part.isEmpty else {
            for index in 0..<columns.count * rows.count { pixels[index] = .nan }
            return
        }
        var samples = scratch
        scratch = []
        defer { scratch = samples }
        if samples.count < part.pixelCount { samples = [Float](repeating: 0, count: part.pixelCount) }
        var span = samples.mutableSpan
        try file.read(band: place.source.band, window: part, into: &span)
        let offsets = columns.map { (part.column..<part.endColumn).contains($0) ? $0 - part.column : -1 }
        var target = 0
        for row in rows {
            let start = (part.row..<part.endRow).contains(row) ? (row - part.row) * part.columns : -1
            pick(span, from: start, offsets.span, into: &pixels, at: target)
            target += columns.count
        }
    }

    /// Fills one row from a file's row; `NaN` where the row (start −1) or a column (offset −1) lies outside of the
    /// file.
    private func pick(
        _ samples: borrowing MutableSpan<Float>,
        from start: Int,
        _ offsets: Span<Int>,
        into pixels: inout MutableSpan<Float>,
        at target: Int
    ) {
        for column in 0..<offsets.count {
            let offset = offsets[column]
            pixels[target + column] = start < 0 || offset < 0 ? .nan : samples[start + offset]
        }
    }
}
