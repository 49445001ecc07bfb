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
    /// Decoded blocks, the latest used first.
    private var kept: [(number: Int, samples: [UInt16])] = []
    private var capacity = 1
    /// The blocks that are kept even where the next window touches fewer.
    var leastCapacity = 1

    /// A band of a file.
    ///
    /// - Parameters:
    ///   - place: How the file lies under the target grid.
    ///   - decoder: Decodes the band's blocks.
    ///   - noData: The values that mean no data.
    init(_ place: AlignedBand, _ decoder: BlockDecoder, noData: [Double]) {
        self.place = place
        self.decoder = decoder
        self.noData = noData.compactMap { UInt16(exactly: $0).map(UInt32.init) }
        columns = NearestPixels(
            step: place.columnStep, length: place.fileSize.columns, block: decoder.block.columns, place.fileColumn)
        rows = NearestPixels(
            step: place.rowStep, length: place.fileSize.rows, block: decoder.block.rows, place.fileRow)
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
                let samples = try block(column: part.block, row: rowPart.block)
                let length = columns.sourceLength(part.targets)
                let firstColumn = columns.source(part.targets.lowerBound) - part.block * decoder.block.columns
                var previous = (source: -1, target: 0)
                for row in rowPart.targets {
                    let target = (row - window.row) * window.columns + part.targets.lowerBound - window.column
                    let source = rows.source(row)
                    let start = (source - rowPart.block * decoder.block.rows) * decoder.block.columns + firstColumn
                    let line = samples.span.extracting(start..<start + length)
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

    private func block(column: Int, row: Int) throws(Fault) -> [UInt16] {
        let across = (place.fileSize.columns + decoder.block.columns - 1) / decoder.block.columns
        let number = row * across + column
        if let index = kept.firstIndex(where: { $0.number == number }) {
            if index > 0 { kept.insert(kept.remove(at: index), at: 0) }
            return kept[0].samples
        }
        var samples: [UInt16] = []
        while kept.count >= capacity { samples = kept.removeLast().samples }
        if samples.isEmpty { samples = [UInt16](repeating: 0, count: decoder.block.pixelCount) }
        var span = samples.mutableSpan
        try decoder.decode(column: column, row: row, into: &span)
        kept.insert((number, samples), at: 0)
        return samples
    }
}
