import GeoModel
import Patches
import Testing

@Suite struct RunTests {
    @Test func pixelsBelowTheThresholdPartRuns() {
        let scores: [UInt16] = [0, 5, 4, 5, 9, 5, 0, 5]
        let pixels = scores.enumerated().map {
            ChangedPixel(column: Int32($0), score: $1, transition: 0, differences: .zero)
        }
        #expect(
            runs(of: pixels, threshold: 5) == [
                Run(start: 1, end: 2), Run(start: 3, end: 6), Run(start: 7, end: 8),
            ])
        #expect(runs(of: [], threshold: 5).isEmpty)
    }

    @Test(arguments: [1, 63, 64, 65, 128, 200])
    func bitsAndPixelsGiveTheSameRuns(columns: Int) {
        var numbers = SeededNumbers(seed: UInt64(columns))
        for density in [0.0, 0.1, 0.5, 0.9, 1.0] {
            let pixels = randomRows(columns: columns, rows: 1, density: density, &numbers)[0]
            // Bits behind the last column are noise.
            var bits = [UInt64](repeating: 0, count: (columns + 63) / 64)
            if columns % 64 != 0 { bits[columns / 64] = .max << UInt64(columns % 64) }
            for pixel in pixels { bits[Int(pixel.column) / 64] |= 1 << UInt64(pixel.column % 64) }
            #expect(runs(ofBits: bits.span, columns: columns) == runs(of: pixels, threshold: 1))
        }
    }

    @Test func openingKeepsWhatASquareOfFourHolds() {
        var numbers = SeededNumbers(seed: 8)
        for density in [0.4, 0.6, 0.8] {
            let rows = randomRows(columns: 40, rows: 40, density: density, &numbers)
            let mask = rows.map { pixels in Set(pixels.map { Int($0.column) }) }
            var opening = RowOpening()
            _ = opening.advance(runs(of: rows[0], threshold: 1))
            for row in rows.indices {
                let kept = opening.advance(row + 1 < rows.count ? runs(of: rows[row + 1], threshold: 1) : [])
                let expected = (0..<40).filter { column in
                    [(-1, -1), (-1, 0), (0, -1), (0, 0)].contains { down, across in
                        [(0, 0), (0, 1), (1, 0), (1, 1)].allSatisfy { y, x in
                            let place = row + down + y
                            return mask.indices ~= place && mask[place].contains(column + across + x)
                        }
                    }
                }
                #expect(kept.flatMap { $0.start..<$0.end } == expected)
            }
        }
    }
}
