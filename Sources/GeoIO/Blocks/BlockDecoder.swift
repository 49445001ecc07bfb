import GeoModel

/// How a file's blocks are decoded.
package enum Decoding: Sendable {
    /// Past GDAL where the file allows it, else through GDAL.
    case direct
    /// Through GDAL, always.
    case gdal
}

/// Decodes whole blocks of one band, for one thread at a time.
final class BlockDecoder {
    /// The size of a block; those at the right and lower edge reach beyond the raster.
    let block: GridSize
    private let file: RasterFile
    private let band: Int
    private let sampleBytes: Int
    private let direct: DirectTIFF?
    private var bytes: [UInt8] = []

    /// A decoder of one band; nil where its samples are not whole numbers of 8 or 16 bits without sign.
    init?(_ file: RasterFile, band: Int, direct: DirectTIFF?) {
        let info = file.bands[band - 1]
        guard let sampleBytes = info.wholeSampleBytes else { return nil }
        block = info.block
        self.file = file
        self.band = band
        self.sampleBytes = sampleBytes
        self.direct = direct
    }

    /// Decodes one block, or its first rows where that costs less.
    ///
    /// - Parameters:
    ///   - column: The block's column among blocks.
    ///   - row: The block's row among blocks.
    ///   - wanted: How many rows are wanted.
    ///   - samples: `block.pixelCount` samples; what lies outside the raster holds nothing of use.
    /// - Returns: How many rows were decoded.
    /// - Throws: `Fault` where the file can't be decoded.
    func decode(column: Int, row: Int, wanted: Int, into samples: inout MutableSpan<UInt16>) throws(Fault) -> Int {
        precondition(samples.count == block.pixelCount)
        let isPart = wanted * Self.partialCost <= block.rows
        if sampleBytes == 2 {
            if isPart, let direct, direct.readStart(band, column, row, rows: wanted, into: &samples) { return wanted }
            if let direct, direct.read(band: band, column: column, row: row, into: &samples) { return block.rows }
            try file.readBlock(band: band, column: column, row: row, into: &samples)
            return block.rows
        }
        var narrow = bytes
        bytes = []
        defer { bytes = narrow }
        if narrow.isEmpty { narrow = [UInt8](repeating: 0, count: block.pixelCount) }
        var span = narrow.mutableSpan
        var rows = block.rows
        if isPart, let direct, direct.readStart(band, column, row, rows: wanted, into: &span) {
            rows = wanted
        } else if direct?.read(band: band, column: column, row: row, into: &span) != true {
            try file.readBlock(band: band, column: column, row: row, into: &span)
        }
        for place in 0..<rows * block.columns { samples[place] = UInt16(span[place]) }
        return rows
    }

    /// How many times as much a row costs where unpacking stops after some rows.
    private static let partialCost = 3
}

extension BandInfo {
    /// The bytes of a sample of `Byte` or `UInt16`; nil for all other types.
    var wholeSampleBytes: Int? {
        switch sampleType {
        case "Byte": 1
        case "UInt16": 2
        default: nil
        }
    }
}
