import ChangeDetection
import GeoModel
import SafeFiles
import TileEngine

/// All tiles of a comparison, in one journal or in those of several shards.
struct SweptTiles: Sendable {
    /// The tiles of the whole raster.
    let plan: TilePlan
    /// The scores of all of them.
    let histogram: ScoreHistogram
    private let journals: [Journal]

    /// A journal that nothing is appended to any more.
    private struct Journal: Sendable {
        let tiles: Range<Int>
        let entries: [TileJournal.Entry]
        let pages: JournalPages
    }

    /// The tiles of journals that follow each other.
    /// - Precondition: together they hold every tile of the plan, once.
    init(_ journals: [TileJournal]) {
        var end = 0
        var histogram = ScoreHistogram()
        for journal in journals {
            precondition(journal.tiles.lowerBound == end && journal.done == journal.tiles.upperBound)
            end = journal.tiles.upperBound
            histogram.add(journal.histogram)
        }
        precondition(end == journals[0].plan.count)
        plan = journals[0].plan
        self.histogram = histogram
        self.journals = journals.map { Journal(tiles: $0.tiles, entries: $0.entries, pages: $0.pages) }
    }

    /// Where a tile's parts lie in its journal.
    func entry(_ tile: Int) -> TileJournal.Entry {
        let journal = journal(of: tile)
        return journal.entries[tile - journal.tiles.lowerBound]
    }

    /// Some bytes of a tile's journal.
    /// - Throws: `Fault` where it can't be read.
    func bytes(_ place: JournalFile.Place, of tile: Int) throws(Fault) -> [UInt8] {
        try journal(of: tile).pages.bytes(at: place.offset, count: place.count)
    }

    /// The bytes of all packed blocks.
    var blockBytes: Int {
        journals.reduce(0) { $0 + $1.entries.reduce(0) { $0 + $1.blocks.reduce(0) { $0 + $1.count } } }
    }

    private func journal(of tile: Int) -> Journal {
        guard let journal = journals.first(where: { $0.tiles.contains(tile) }) else {
            preconditionFailure("there is no tile \(tile)")
        }
        return journal
    }
}
