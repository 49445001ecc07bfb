import ChangeDetection
import GeoModel
import SafeFiles
import TileEngine

/// The tiles of a sweep on the disk, in tile order: what the settling reads, what a run that was killed goes on from,
/// and what a shard leaves. Memory does not grow with the pixels.
final class TileJournal {
    /// The tiles, of which those in `tiles` belong here.
    let plan: TilePlan
    /// The numbers of the tiles that belong here.
    let tiles: Range<Int>
    /// The scores of all tiles that are there.
    private(set) var histogram = ScoreHistogram()
    private let file: JournalFile
    private(set) var entries: [Entry] = []

    /// Where one tile's parts lie in the file.
    struct Entry: Sendable {
        let rowCounts: [UInt32]
        let pixels: JournalFile.Place
        let blocks: [JournalFile.Place]
        let overview: JournalFile.Place

        init(_ record: TileRecord, at place: JournalFile.Place) {
            rowCounts = record.rowCounts
            pixels = JournalFile.Place(
                offset: place.offset + record.pixelOffset, count: record.pixelCount * TileRecord.pixelBytes)
            blocks = record.blocks.map { range in
                JournalFile.Place(offset: place.offset + range.lowerBound, count: range.count)
            }
            overview = JournalFile.Place(
                offset: place.offset + record.overview.lowerBound, count: record.overview.count)
        }
    }

    /// Opens the journal of a sweep; tiles of the same sweep that are there already are kept, anything else goes.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - fingerprint: What the tiles depend on.
    ///   - plan: The tiles of the whole raster.
    ///   - tiles: The numbers of those that belong here.
    /// - Throws: `Fault` where the folder can't be written or the file can't be read.
    init(_ path: String, fingerprint: String, plan: TilePlan, tiles: Range<Int>) throws(Fault) {
        self.plan = plan
        self.tiles = tiles
        file = try JournalFile(path)
        let title = Array("tuban tiles 2 \(fingerprint) \(tiles.lowerBound) \(tiles.upperBound)".utf8)
        var isTitled = false
        try file.recover { place, bytes throws(Fault) in
            guard isTitled else {
                isTitled = bytes == title
                return isTitled
            }
            guard done < tiles.upperBound, let record = TileRecord(bytes), record.tile == done else { return false }
            keep(record, at: place)
            return true
        }
        if !isTitled { _ = try file.append(title) }
    }

    /// The first tile that is not there yet; the end of `tiles` where all are.
    var done: Int { tiles.lowerBound + entries.count }

    /// Keeps the next tile.
    /// - Throws: `Fault` where the disk is full.
    func append(_ bytes: [UInt8]) throws(Fault) {
        guard let record = TileRecord(bytes), record.tile == done else {
            preconditionFailure("tiles are kept in their order")
        }
        keep(record, at: try file.append(bytes))
    }

    private func keep(_ record: TileRecord, at place: JournalFile.Place) {
        for (score, count) in record.histogram { histogram.add(score, count: Int(count)) }
        entries.append(Entry(record, at: place))
    }

    /// What has been written.
    var pages: JournalPages { file.pages }

    /// Takes the file off the disk: nothing is left to go on from.
    func remove() { file.remove() }
}
