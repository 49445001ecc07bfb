import GeoModel
import Patches

/// Numbers that look random and are the same on every run (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// The candidates of a raster, row by row.
typealias PixelRows = [[ChangedPixel]]

/// A mask drawn with `#` for changed pixels.
func pixelRows(_ rows: [String]) -> PixelRows {
    rows.map { row in
        row.enumerated().compactMap { column, mark in
            mark == "#" ? ChangedPixel(column: Int32(column), score: 10, transition: 24, differences: .zero) : nil
        }
    }
}

/// Pixels with scores from 1 to 500, any transition and any differences in whole ten-thousandths.
func randomRows(columns: Int, rows: Int, density: Double, _ numbers: inout SeededNumbers) -> PixelRows {
    (0..<rows).map { _ in
        (0..<columns).compactMap { column in
            guard Double.random(in: 0..<1, using: &numbers) < density else { return nil }
            let tenThousandths = SIMD4<Int32>.random(in: -20_000...20_000, using: &numbers)
            return ChangedPixel(
                column: Int32(column),
                score: UInt16.random(in: 1...500, using: &numbers),
                transition: UInt8.random(in: 0...4, using: &numbers) * 10 + UInt8.random(in: 0...4, using: &numbers),
                differences: SIMD4<Float>(tenThousandths) / 10_000
            )
        }
    }
}

/// The regions of all pixels, in the order in which they are handed over.
func regions(_ rows: PixelRows, opened: Bool = false) -> [ConnectedArea] {
    var opening = RowOpening()
    var grower = AreaGrower()
    var found: [ConnectedArea] = []
    for index in 0...rows.count {
        let next = index < rows.count ? runs(of: rows[index], threshold: 1) : []
        if opened {
            let kept = opening.advance(next)
            if index > 0 { found += grower.advance(kept, pixels: rows[index - 1]) }
        } else if index < rows.count {
            found += grower.advance(next, pixels: rows[index])
        }
    }
    return found + grower.advance([], pixels: [])
}

/// The pixels of a raster by place, and what hangs together by sides or corners, found one pixel after the other.
struct FloodFill {
    private(set) var open: [PixelPlace: ChangedPixel] = [:]

    init(_ rows: PixelRows) {
        for (row, pixels) in rows.enumerated() {
            for pixel in pixels { open[PixelPlace(column: Int(pixel.column), row: row)] = pixel }
        }
    }

    /// The next region's pixels, in row order; nil when there is none left.
    mutating func next() -> [(place: PixelPlace, pixel: ChangedPixel)]? {
        guard let seed = open.keys.min() else { return nil }
        var stack = [seed]
        var region: [(place: PixelPlace, pixel: ChangedPixel)] = []
        while let place = stack.popLast() {
            guard let pixel = open.removeValue(forKey: place) else { continue }
            region.append((place, pixel))
            for row in place.row - 1...place.row + 1 {
                for column in place.column - 1...place.column + 1 {
                    stack.append(PixelPlace(column: column, row: row))
                }
            }
        }
        return region.sorted { $0.place < $1.place }
    }
}
