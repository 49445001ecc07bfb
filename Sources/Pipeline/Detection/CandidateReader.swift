import GeoModel
import SafeFiles
import TileEngine

/// The candidates of a whole raster, row after row, put together from the tiles of a journal.
struct CandidateReader {
    private let journal: TileJournal
    private var row = 0
    private var cursors: [Cursor] = []

    /// Pixels read from the disk at a time, for each tile side by side.
    private static let pieceCount = 2048

    /// A tile's pixels that were read but not handed out.
    private struct Cursor {
        let rowCounts: [UInt32]
        let firstRow: Int
        var unread: JournalFile.Place
        var pixels: [ChangedPixel] = []
        var next = 0
    }

    init(_ journal: TileJournal) {
        self.journal = journal
    }

    /// Appends the candidates of the next row, in column order, to an empty list.
    /// - Throws: `Fault` where the journal can't be read.
    mutating func nextRow(into pixels: inout [ChangedPixel]) throws(Fault) {
        pixels.removeAll(keepingCapacity: true)
        if row % journal.plan.tile.rows == 0 { beginTiles() }
        for index in cursors.indices {
            let count = Int(cursors[index].rowCounts[row - cursors[index].firstRow])
            if count > 0 { try take(count, from: &cursors[index], into: &pixels) }
        }
        row += 1
    }

    private mutating func beginTiles() {
        let plan = journal.plan
        let first = row / plan.tile.rows * plan.columns
        cursors = (first..<first + plan.columns).map { tile in
            let entry = journal.entry(tile)
            return Cursor(rowCounts: entry.rowCounts, firstRow: row, unread: entry.pixels)
        }
    }

    private func take(_ count: Int, from cursor: inout Cursor, into pixels: inout [ChangedPixel]) throws(Fault) {
        if cursor.pixels.count - cursor.next < count {
            cursor.pixels.removeFirst(cursor.next)
            cursor.next = 0
            let wanted = max(count - cursor.pixels.count, Self.pieceCount) * TileRecord.pixelBytes
            let place = JournalFile.Place(offset: cursor.unread.offset, count: min(wanted, cursor.unread.count))
            let bytes = try journal.bytes(place)
            cursor.pixels += values(
                of: ChangedPixel.self, count: place.count / TileRecord.pixelBytes, in: bytes, at: 0)
            cursor.unread = JournalFile.Place(
                offset: place.offset + place.count, count: cursor.unread.count - place.count)
        }
        pixels += cursor.pixels[cursor.next..<cursor.next + count]
        cursor.next += count
    }
}
