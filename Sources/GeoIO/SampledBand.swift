import GeoModel

/// One worker's hold on one band of any sample type: GDAL reads the window, the nearest pixels are picked.
final class SampledBand {
    private let place: AlignedBand
    private let file: RasterFile
    private let band: Int
    private var scratch: [Float] = []

    /// A band of an open file.
    init(_ place: AlignedBand, _ file: RasterFile, band: Int) {
        self.place = place
        self.file = file
        self.band = band
    }

    /// The samples under a window, `NaN` where there is no data.
    func read(_ window: PixelWindow, into pixels: inout MutableSpan<Float>) throws(Fault) {
        let columns = (window.column..<window.endColumn).map { place.fileColumn(under: $0) }
        let rows = (window.row..<window.endRow).map { place.fileRow(under: $0) }
        let part = PixelWindow(
            column: columns[0],
            row: rows[0],
            columns: columns[columns.count - 1] - columns[0] + 1,
            rows: rows[rows.count - 1] - rows[0] + 1
        )
        if part == part.intersection(place.fileSize.window), part.columns == window.columns, part.rows == window.rows {
            try file.read(band: band, window: part, into: &pixels)
        } else {
            try readSampled(part.intersection(place.fileSize.window), columns, rows, into: &pixels)
        }
        if let noData = place.noData.map(Float.init) {
            for index in 0..<window.pixelCount where pixels[index] == noData { pixels[index] = .nan }
        }
    }

    /// What a table says of the samples under a window; 0 for samples beyond the table and where there is no data.
    func look(_ window: PixelWindow, up table: Span<UInt8>, into classes: inout MutableSpan<UInt8>) throws(Fault) {
        var codes = [Float](repeating: 0, count: window.pixelCount)
        var span = codes.mutableSpan
        try read(window, into: &span)
        for pixel in 0..<window.pixelCount {
            let code = span[pixel]
            classes[pixel] = code >= 0 && code < Float(table.count) ? table[Int(code)] : 0
        }
    }

    private func readSampled(
        _ part: PixelWindow,
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
        try file.read(band: band, window: part, into: &span)
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
