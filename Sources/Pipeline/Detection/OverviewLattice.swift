import GeoModel

/// Pixels spread evenly over a raster: the middle one of each square of so many pixels a side, of which no more lie
/// side by side than a page has room for.
struct OverviewLattice: Sendable, Hashable {
    /// The raster's size.
    let raster: GridSize
    /// Pixels from one to the next.
    let step: Int

    /// The most pixels of a picture on a side.
    private static let most = 480

    init(_ raster: GridSize) {
        self.raster = raster
        step = max(1, (max(raster.columns, raster.rows) + Self.most - 1) / Self.most)
    }

    /// The pixels of a picture of the raster.
    var size: GridSize {
        GridSize(columns: (raster.columns + step - 1) / step, rows: (raster.rows + step - 1) / step)
    }

    /// The picture's pixels whose raster pixels lie in a window.
    func part(_ window: PixelWindow) -> PixelWindow {
        let columns = places(window.column..<window.endColumn, of: raster.columns)
        let rows = places(window.row..<window.endRow, of: raster.rows)
        return PixelWindow(column: columns.lowerBound, row: rows.lowerBound, columns: columns.count, rows: rows.count)
    }

    private func places(_ range: Range<Int>, of length: Int) -> Range<Int> {
        // The last square may be cut off before its middle: then it has the raster's last pixel.
        func first(from pixel: Int) -> Int {
            let whole = max(0, (pixel - step / 2 + step - 1) / step)
            return pixel <= length - 1 ? min(whole, (length - 1) / step) : (length + step - 1) / step
        }
        let start = first(from: range.lowerBound)
        return start..<max(start, range.isEmpty ? start : first(from: range.upperBound))
    }

    /// The raster's column under a column of the picture.
    func column(_ place: Int) -> Int { min(place * step + step / 2, raster.columns - 1) }

    /// The raster's row under a row of the picture.
    func row(_ place: Int) -> Int { min(place * step + step / 2, raster.rows - 1) }
}

/// A reader that keeps what it is asked for at the pixels of an overview, so that pictures cost no reading.
final class OverviewReader: TileReader {
    private let reader: any TileReader
    private let lattice: OverviewLattice
    private let roles: [BandRole]
    private var part = PixelWindow(column: 0, row: 0, columns: 0, rows: 0)
    private var samples: [[Float]] = []
    private var isRead: [[Bool]] = []

    init(_ reader: any TileReader, _ lattice: OverviewLattice, roles: [BandRole]) {
        self.reader = reader
        self.lattice = lattice
        self.roles = roles
    }

    func expect(_ tile: PixelWindow, margin: Int) { reader.expect(tile, margin: margin) }

    /// Forgets what was kept and turns to a tile.
    func begin(_ tile: PixelWindow) {
        part = lattice.part(tile)
        samples = [[Float]](repeating: [Float](repeating: .nan, count: part.pixelCount), count: roles.count)
        isRead = [[Bool]](repeating: [Bool](repeating: false, count: part.pixelCount), count: roles.count)
    }

    /// Reads what nobody asked for although the masks of all dates let it through: beside a cloud, which pixels are
    /// asked for depends on the tiles, and pictures must not.
    static func complete(_ overviews: [OverviewReader]) throws(Fault) {
        guard let first = overviews.first else { return }
        for place in 0..<first.part.pixelCount where overviews.allSatisfy({ $0.isShown(place) }) {
            for overview in overviews { try overview.readMissing(place) }
        }
    }

    private func isShown(_ place: Int) -> Bool {
        roles.firstIndex(of: .mask).map { samples[$0][place] == 1 } ?? true
    }

    private func readMissing(_ place: Int) throws(Fault) {
        let column = lattice.column(part.column + place % part.columns)
        let row = lattice.row(part.row + place / part.columns)
        for band in roles.indices where roles[band] != .mask && !isRead[band][place] {
            var pixel: [Float] = [.nan]
            var span = pixel.mutableSpan
            try read(band: band, window: PixelWindow(column: column, row: row, columns: 1, rows: 1), into: &span)
        }
    }

    /// What was kept of the tile: the pixels of the overview in row order, band after band; the mask's are 1 where it
    /// lets through, else 0; `NaN` is no data or was not read.
    var kept: [Float] { samples.flatMap(\.self) }

    func read(band: Int, window: PixelWindow, into pixels: inout MutableSpan<Float>) throws(Fault) {
        try reader.read(band: band, window: window, into: &pixels)
        forEachPixel(of: window) { place, pixel in
            samples[band][place] = pixels[pixel]
            isRead[band][place] = true
        }
    }

    func look(band: Int, window: PixelWindow, up table: Span<UInt8>, into classes: inout MutableSpan<UInt8>)
        throws(Fault)
    {
        try reader.look(band: band, window: window, up: table, into: &classes)
        forEachPixel(of: window) { place, pixel in samples[band][place] = classes[pixel] == 0 ? 0 : 1 }
    }

    func fillSources(_ window: PixelWindow, into sources: inout MutableSpan<UInt8>) throws(Fault) {
        try reader.fillSources(window, into: &sources)
    }

    private func forEachPixel(of window: PixelWindow, _ body: (_ place: Int, _ pixel: Int) -> Void) {
        guard !part.isEmpty else { return }
        let common = lattice.part(window).intersection(part)
        for row in common.row..<max(common.row, common.endRow) {
            let start = (lattice.row(row) - window.row) * window.columns - window.column
            for column in common.column..<max(common.column, common.endColumn) {
                body((row - part.row) * part.columns + column - part.column, start + lattice.column(column))
            }
        }
    }
}
