import ChangeDetection
import GeoModel
import SafeFiles

/// What a sweep keeps of one tile, as bytes: histogram, candidates, packed blocks of the change raster, overview.
///
/// All numbers little-endian: 6 × UInt32 (tile, bins, rows, pixels, blocks, overview samples) · bins: UInt16 score
/// each · UInt32 count each · UInt32 candidates a row · 16 bytes a `ChangedPixel` · UInt32 bytes a block · the blocks ·
/// Float each sample of the overview.
struct TileRecord {
    let tile: Int
    let histogram: [(score: UInt16, count: UInt32)]
    let rowCounts: [UInt32]
    /// Where the pixels begin, in the record.
    let pixelOffset: Int
    let pixelCount: Int
    /// Where each block lies in the record: those of the first band in row order, then the next band's.
    let blocks: [Range<Int>]
    /// Where the samples of the overview lie in the record.
    let overview: Range<Int>

    static let pixelBytes = 16
    private static let headCount = 6

    /// The bytes of a tile's record.
    static func bytes(tile: Int, _ scores: TileScores, blocks: [[UInt8]], overview: [Float]) -> [UInt8] {
        precondition(MemoryLayout<ChangedPixel>.stride == pixelBytes)
        var bins: [UInt16] = []
        var counts: [UInt32] = []
        for (score, count) in scores.histogram.counts.enumerated() where count > 0 {
            bins.append(UInt16(score))
            counts.append(UInt32(count))
        }
        let candidates = scores.candidates
        let head = [
            tile, bins.count, candidates.counts.count, candidates.pixels.count, blocks.count, overview.count,
        ]
        var bytes: [UInt8] = []
        bytes.reserveCapacity(
            64 + 4 * overview.count + 6 * bins.count + 4 * candidates.counts.count
                + pixelBytes * candidates.pixels.count
                + blocks.reduce(0) { $0 + $1.count + 4 })
        appendBytes(of: head.map(UInt32.init), to: &bytes)
        appendBytes(of: bins, to: &bytes)
        appendBytes(of: counts, to: &bytes)
        appendBytes(of: candidates.counts, to: &bytes)
        appendBytes(of: candidates.pixels, to: &bytes)
        appendBytes(of: blocks.map { UInt32($0.count) }, to: &bytes)
        for block in blocks { bytes += block }
        appendBytes(of: overview, to: &bytes)
        return bytes
    }

    /// Reads a record; nil where its parts do not fit its length.
    init?(_ bytes: [UInt8]) {
        let headBytes = 4 * Self.headCount
        guard bytes.count >= headBytes else { return nil }
        let head = values(of: UInt32.self, count: Self.headCount, in: bytes, at: 0).map(Int.init)
        let (bins, rows, pixels, blocks) = (head[1], head[2], head[3], head[4])
        let fixed = headBytes + 6 * bins + 4 * rows + Self.pixelBytes * pixels + 4 * blocks
        guard bytes.count >= fixed else { return nil }
        tile = head[0]
        let scores = values(of: UInt16.self, count: bins, in: bytes, at: headBytes)
        let counts = values(of: UInt32.self, count: bins, in: bytes, at: headBytes + 2 * bins)
        histogram = zip(scores, counts).map { ($0, $1) }
        rowCounts = values(of: UInt32.self, count: rows, in: bytes, at: headBytes + 6 * bins)
        pixelOffset = headBytes + 6 * bins + 4 * rows
        pixelCount = pixels
        var ranges: [Range<Int>] = []
        var end = fixed
        for length in values(of: UInt32.self, count: blocks, in: bytes, at: fixed - 4 * blocks) {
            ranges.append(end..<end + Int(length))
            end += Int(length)
        }
        self.blocks = ranges
        overview = end..<end + 4 * head[5]
        guard overview.upperBound == bytes.count, rowCounts.reduce(0, { $0 + Int($1) }) == pixels else { return nil }
    }
}
