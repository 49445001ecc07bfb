import GeoModel

/// One worker's hold on one band of whole numbers: decoded blocks, and the nearest pixel under each target pixel.
///
/// Blocks are decoded whole and kept as long as the next window may touch them, so that windows that follow the block
/// grid decode every block once.
final class BlockedBand {
    private let place: AlignedBand
    private let decoder: BlockDecoder
    private let noData: [UInt32]
    private var columns: NearestPixels
    private var rows: NearestPixels
    private let shared: SharedParts
    /// Decoded blocks or parts of them, the latest used first.
    private var kept: [(number: Int, part: BlockPart)] = []
    /// The samples of a block that nobody wants any more: room for the next.
    private var spare: [UInt16] = []
    /// The tile that is being read, in the file's pixels, and as much around it as is read; nil where nobody said.
    private var expected: (tile: PixelWindow, columns: Int, rows: Int)?
    private var capacity = 1
    /// The blocks that are kept even where the next window touches fewer.
    var leastCapacity = 1

    /// A band of a file.
    ///
    /// - Parameters:
    ///   - place: How the file lies under the target grid.
    ///   - decoder: Decodes the band's blocks.
    ///   - shared: What workers have decoded of the band for each other.
    ///   - noData: The values that mean no data.
    init(_ place: AlignedBand, _ decoder: BlockDecoder, _ shared: SharedParts, noData: [Double]) {
        self.place = place
        self.shared = shared
        self.decoder = decoder
        self.noData = noData.compactMap { UInt16(exactly: $0).map(UInt32.init) }
        columns = NearestPixels(
            step: place.columnStep, length: place.fileSize.columns, block: decoder.block.columns, place.fileColumn)
        rows = NearestPixels(
            step: place.rowStep, length: place.fileSize.rows, block: decoder.block.rows, place.fileRow)
    }

    /// Says what tile will be read next, with its margin.
    func expect(_ tile: PixelWindow, margin: Int) {
        guard !tile.isEmpty else { return expected = nil }
        let (left, right) = (place.fileColumn(under: tile.column), place.fileColumn(under: tile.endColumn - 1))
        let (top, bottom) = (place.fileRow(under: tile.row), place.fileRow(under: tile.endRow - 1))
        func far(_ step: Double) -> Int { Int((Double(margin) * step).rounded(.up)) + 1 }
        expected = (
            PixelWindow(column: left, row: top, columns: right - left + 1, rows: bottom - top + 1),
            far(place.columnStep), far(place.rowStep)
        )
    }

    /// The samples under a window as numbers, `NaN` where there is no data.
    func read(_ window: PixelWindow, into pixels: inout MutableSpan<Float>) throws(Fault) {
        let first = noData.first ?? .max
        let second = noData.last ?? .max
        guard first != second else {
            // The usual case; the second comparison costs a quarter of the loop.
            return try fill(window, into: &pixels, outside: .nan) { samples, row, start in
                precondition(start + samples.count <= row.count)
                for place in 0..<samples.count {
                    let sample = UInt32(samples[place])
                    let missing: UInt32 = sample == first ? .max : 0
                    row[start + place] = Float(bitPattern: Float(Int32(bitPattern: sample)).bitPattern | missing)
                }
            }
        }
        try fill(window, into: &pixels, outside: .nan) { samples, row, start in
            precondition(start + samples.count <= row.count)
            for place in 0..<samples.count {
                let sample = UInt32(samples[place])
                // All bits set is a NaN; without a branch the loop runs in vector registers.
                let missing: UInt32 = (sample == first ? .max : 0) | (sample == second ? .max : 0)
                row[start + place] = Float(bitPattern: Float(Int32(bitPattern: sample)).bitPattern | missing)
            }
        }
    }

    /// What a table says of the samples under a window; 0 for samples beyond the table and where there is no data.
    func look(_ window: PixelWindow, up table: Span<UInt8>, into classes: inout MutableSpan<UInt8>) throws(Fault) {
        let missing = noData.filter { $0 < table.count && table[Int($0)] != 0 }
        guard missing.isEmpty else {
            var known = (0..<table.count).map { table[$0] }
            for code in missing { known[Int(code)] = 0 }
            return try fillCodes(window, up: known.span, into: &classes)
        }
        try fillCodes(window, up: table, into: &classes)
    }

    private func fillCodes(_ window: PixelWindow, up table: Span<UInt8>, into classes: inout MutableSpan<UInt8>)
        throws(Fault)
    {
        let count = table.count
        try fill(window, into: &classes, outside: 0) { samples, row, start in
            precondition(start + samples.count <= row.count)
            for place in 0..<samples.count {
                let sample = Int(samples[place])
                row[start + place] = sample < count ? table[sample] : 0
            }
        }
    }

    /// Goes through the blocks under a window and puts their converted samples in place.
    private func fill<Value: BitwiseCopyable>(
        _ window: PixelWindow,
        into values: inout MutableSpan<Value>,
        outside: Value,
        convert: (Span<UInt16>, inout MutableSpan<Value>, Int) -> Void
    ) throws(Fault) {
        columns.cover(window.column..<window.endColumn)
        rows.cover(window.row..<window.endRow)
        if columns.inside.count < window.columns || rows.inside.count < window.rows {
            for index in 0..<window.pixelCount { values[index] = outside }
        }
        capacity = max(leastCapacity, columns.blocks.count * rows.blocks.count)
        var scratch = [Value](repeating: outside, count: decoder.block.columns)
        for rowPart in rows.blocks {
            for part in columns.blocks {
                let length = columns.sourceLength(part.targets)
                let firstColumn = columns.source(part.targets.lowerBound) - part.block * decoder.block.columns
                let firstRow = rows.source(rowPart.targets.lowerBound) - rowPart.block * decoder.block.rows
                let samples = try block(
                    column: part.block, row: rowPart.block, firstRow..<firstRow + rows.sourceLength(rowPart.targets),
                    firstColumn..<firstColumn + length)
                let corner = samples.rows.lowerBound * samples.columns.count + samples.columns.lowerBound
                var previous = (source: -1, target: 0)
                for row in rowPart.targets {
                    let target = (row - window.row) * window.columns + part.targets.lowerBound - window.column
                    let source = rows.source(row)
                    let start = (source - rowPart.block * decoder.block.rows) * samples.columns.count + firstColumn
                    let line = samples.samples.span.extracting(start - corner..<start - corner + length)
                    if source == previous.source {
                        copyRow(&values, from: previous.target, to: target, count: part.targets.count)
                    } else if columns.isOneToOne {
                        convert(line, &values, target)
                    } else {
                        var narrow = scratch.mutableSpan
                        convert(line, &narrow, 0)
                        columns.spread(scratch.span, over: part.targets, into: &values, at: target)
                    }
                    previous = (source, target)
                }
            }
        }
    }

    private func copyRow<Value: BitwiseCopyable>(
        _ values: inout MutableSpan<Value>, from source: Int, to target: Int, count: Int
    ) {
        for place in 0..<count { values[target + place] = values[source + place] }
    }

    /// A block, or a part of it that holds some of its rows and columns.
    private func block(column: Int, row: Int, _ rows: Range<Int>, _ columns: Range<Int>) throws(Fault) -> BlockPart {
        let across = (place.fileSize.columns + decoder.block.columns - 1) / decoder.block.columns
        let number = row * across + column
        if let index = kept.firstIndex(where: { $0.number == number && $0.part.holds(rows, columns) }) {
            if index > 0 { kept.insert(kept.remove(at: index), at: 0) }
            return kept[0].part
        }
        guard let expected else {
            return keep(number, try decode(column, row, wanted: decoder.block.rows))
        }
        // The rows that this tile will ask for: of the blocks below it the first few, which others do not wait for.
        let end = min(decoder.block.rows, expected.tile.endRow + expected.rows - row * decoder.block.rows)
        let wanted = max(rows.upperBound, end)
        if row * decoder.block.rows >= expected.tile.endRow {
            if let part = shared.find(number, rows, columns) { return keep(number, part) }
            return keep(number, try decode(column, row, wanted: wanted))
        }
        if let part = shared.begin(number, rows, columns) {
            share(number, part, column, row, isNew: false)
            shared.forget(number, part.rows, part.columns)
            return keep(number, part)
        }
        defer { shared.end(number) }
        let part = try decode(column, row, wanted: decoder.block.rows)
        share(number, part, column, row, isNew: true)
        return keep(number, part)
    }

    /// Leaves what tiles beside and below will want of a block to them, as far as they have not got it.
    private func share(_ number: Int, _ part: BlockPart, _ column: Int, _ row: Int, isNew: Bool) {
        guard let expected, part.columns.count == decoder.block.columns else { return }
        let (left, top) = (column * decoder.block.columns, row * decoder.block.rows)
        let (columns, rows) = (0..<decoder.block.columns, 0..<decoder.block.rows)
        let (tile, end) = (expected.tile, expected.tile.endColumn - expected.columns - left)
        let right = part.part(rows, min(max(end, 0), columns.upperBound)..<columns.upperBound)
        if let right, isNew || right.samples.count < part.samples.count { shared.put(number, right) }
        // Who left the block to this tile has what it wants of it, and has left it to those below.
        guard isNew else { return }
        let before = min(max(tile.column + expected.columns - left, 0), columns.upperBound)
        if let cut = part.part(rows, 0..<before) { shared.put(number, cut) }
        let bottom = tile.endRow - expected.rows - top
        if let cut = part.part(min(max(bottom, 0), rows.upperBound)..<rows.upperBound, columns) {
            let limit = SharedParts.limitBelow(
                rows: expected.rows, columns: place.fileSize.columns, block: decoder.block.columns)
            shared.put(number, cut, below: limit)
        }
    }

    private func decode(_ column: Int, _ row: Int, wanted: Int) throws(Fault) -> BlockPart {
        if kept.count >= capacity { spare = kept.removeLast().part.samples }
        var samples = spare
        spare = []
        if samples.count != decoder.block.pixelCount {
            samples = [UInt16](repeating: 0, count: decoder.block.pixelCount)
        }
        var span = samples.mutableSpan
        let rows = try decoder.decode(column: column, row: row, wanted: wanted, into: &span)
        return BlockPart(rows: 0..<rows, columns: 0..<decoder.block.columns, samples: samples)
    }

    private func keep(_ number: Int, _ part: BlockPart) -> BlockPart {
        while kept.count >= capacity { kept.removeLast() }
        kept.insert((number, part), at: 0)
        return part
    }
}
