/// Pixels that can be read by window, by any number of workers at once.
///
/// The engine knows rasters only through this protocol; `Pipeline` hands it one that stands on GDAL, tests one that
/// stands on memory.
package protocol TileSource: Sendable {
    /// The grid that all bands are read on.
    var grid: Grid { get }
    /// The number of bands.
    var bandCount: Int { get }
    /// The size of the windows that cost least to read one after the other: what holds whole blocks of every band.
    var cell: GridSize { get }
    /// A reader of a worker's own: readers are never shared between threads.
    /// - Throws: `Fault` where a file can't be opened.
    func makeReader() throws(Fault) -> any TileReader
}

/// One worker's hold on the bands of a `TileSource`.
package protocol TileReader: AnyObject {
    /// Reads one band of one window.
    ///
    /// - Parameters:
    ///   - band: The band, from 0.
    ///   - window: Inside the source's grid.
    ///   - pixels: `window.pixelCount` values in row order, in the file's own unit; `NaN` where there is no data.
    /// - Throws: `Fault` naming the file where it can't be decoded.
    func read(band: Int, window: PixelWindow, into pixels: inout MutableSpan<Float>) throws(Fault)

    /// Looks up the codes of one band of one window, such as those of a mask.
    ///
    /// - Parameters:
    ///   - band: The band, from 0.
    ///   - window: Inside the source's grid.
    ///   - table: What each code becomes, from 0 on.
    ///   - classes: `window.pixelCount` values in row order; 0 for codes beyond the table and where there is no data.
    /// - Throws: `Fault` naming the file where it can't be decoded.
    func look(band: Int, window: PixelWindow, up table: Span<UInt8>, into classes: inout MutableSpan<UInt8>)
        throws(Fault)

    /// Tells which of several scenes each pixel of a window is from.
    ///
    /// - Parameters:
    ///   - window: Inside the source's grid.
    ///   - sources: `window.pixelCount` numbers in row order; 0 where there is only one scene.
    /// - Throws: `Fault` naming the file where it can't be decoded.
    func fillSources(_ window: PixelWindow, into sources: inout MutableSpan<UInt8>) throws(Fault)

    /// Says what will be read next, from top to bottom: a tile with a margin that its neighbours read as well. Nothing
    /// of what is read depends on it.
    ///
    /// - Parameters:
    ///   - tile: One of several side by side, in row order.
    ///   - margin: Pixels around it.
    func expect(_ tile: PixelWindow, margin: Int)
}

extension TileReader {
    /// All pixels are from the only scene.
    package func fillSources(_ window: PixelWindow, into sources: inout MutableSpan<UInt8>) {
        for pixel in 0..<window.pixelCount { sources[pixel] = 0 }
    }
}

/// A raster that takes whole rows from top to bottom.
package protocol RowSink: AnyObject {
    /// Appends rows of every band.
    ///
    /// - Parameter rows: One array a band, each `count × columns` values in row order.
    /// - Throws: `Fault` where they can't be written.
    func append(rows: [[UInt16]]) throws(Fault)
}
