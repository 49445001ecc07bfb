/// Pixels that can be read by window, by any number of workers at once.
///
/// The engine knows rasters only through this protocol; `Pipeline` hands it one that stands on GDAL, tests one that
/// stands on memory.
package protocol TileSource: Sendable {
    /// The grid that all bands are read on.
    var grid: Grid { get }
    /// The number of bands.
    var bandCount: Int { get }
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
}

/// A raster that takes whole rows from top to bottom.
package protocol RowSink: AnyObject {
    /// Appends rows of every band.
    ///
    /// - Parameter rows: One array a band, each `count × columns` values in row order.
    /// - Throws: `Fault` where they can't be written.
    func append(rows: [[UInt16]]) throws(Fault)
}
