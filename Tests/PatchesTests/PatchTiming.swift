import Foundation
import GeoModel
import Patches
import Testing

private let maskPath = ProcessInfo.processInfo.environment["TUBAN_TIMING_MASK"]

/// Seconds of each step on a mask given by the environment: `TUBAN_TIMING_MASK` names a file of one byte a pixel, not 0
/// where it changed, of a square raster. Only the release build says anything.
@Suite(.serialized, .enabled(if: maskPath != nil))
struct PatchTiming {
    /// A square mask, 64 pixels a word.
    private struct BitMask {
        let side: Int
        private(set) var words: [UInt64]

        init(side: Int, isSet: (Int) -> Bool) {
            self.side = side
            let wordsAcross = (side + 63) / 64
            words = [UInt64](repeating: 0, count: wordsAcross * side)
            for row in 0..<side {
                for column in 0..<side where isSet(row * side + column) {
                    words[row * wordsAcross + column / 64] |= 1 << UInt64(column % 64)
                }
            }
        }

        func runs(row: Int) -> [Run] {
            let across = words.count / side
            return Patches.runs(ofBits: words.span.extracting(row * across..<(row + 1) * across), columns: side)
        }
    }

    private func mask() throws -> BitMask {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: #require(maskPath))))
        return BitMask(side: Int(Double(bytes.count).squareRoot())) { bytes[$0] != 0 }
    }

    private func noise(side: Int) -> BitMask {
        var numbers = SeededNumbers(seed: 1)
        return BitMask(side: side) { _ in numbers.next() % 10 < 4 }
    }

    /// The median of five.
    private func time(_ step: String, pixels: Int, _ body: () throws -> Void) rethrows {
        var seconds: [Double] = []
        for _ in 0..<5 {
            let start = ContinuousClock.now
            try body()
            seconds.append((ContinuousClock.now - start) / .seconds(1))
        }
        let median = seconds.sorted()[2]
        print(step, String(format: "%.4f s, %.0f million pixels a second", median, Double(pixels) / median / 1e6))
    }

    private func countRegions(_ mask: BitMask) -> Int {
        var joiner = RegionJoiner()
        var regions = 0
        for row in 0..<mask.side {
            joiner.advance(mask.runs(row: row))
            regions += joiner.complete.count
        }
        joiner.advance([])
        return regions + joiner.complete.count
    }

    @Test func labelling() throws {
        let mask = try mask()
        for (name, mask) in [("mask", mask), ("40 % noise", noise(side: mask.side))] {
            var regions: Set<Int> = []
            time("label \(name)", pixels: mask.side * mask.side) { regions.insert(countRegions(mask)) }
            #expect(regions.count == 1)
            print("regions:", regions)
        }
    }

    @Test func patches() throws {
        let mask = try mask()
        var numbers = SeededNumbers(seed: 2)
        let rows = (0..<mask.side).map { row in
            mask.runs(row: row).flatMap { $0.start..<$0.end }.map { column in
                ChangedPixel(
                    column: Int32(column),
                    score: UInt16.random(in: 600...3000, using: &numbers),
                    transition: 24,
                    differences: SIMD4<Float>.random(in: -1...1, using: &numbers)
                )
            }
        }
        let pixels = mask.side * mask.side
        var opening = RowOpening()
        var kept = 0
        for row in 0...mask.side {
            kept += opening.advance(row < mask.side ? mask.runs(row: row) : []).reduce(0) { $0 + $1.count }
        }
        var found: [ConnectedArea] = []
        time("runs, opening, regions", pixels: pixels) { found = regions(rows, opened: true) }
        let transform = GeoTransform(originX: 500_000, originY: 5_100_000, pixelWidth: 10, pixelHeight: 10)
        time("outlines", pixels: pixels) {
            for region in found { _ = outline(of: region.runs, transform: transform) }
        }
        let size = GridSize(columns: mask.side, rows: mask.side)
        let maker = try PatchMaker(
            grid: Grid(system: CoordinateSystem("EPSG:32632"), transform: transform, size: size),
            numberPrefix: "",
            before: [SceneStamp(id: "before", date: nil)],
            after: [SceneStamp(id: "after", date: nil)],
            threshold: 600,
            scoreScale: 10_000
        )
        var patches: [Patch] = []
        try time("patches", pixels: pixels) { patches = try found.map { try maker.patch(of: $0) } }
        #expect(patches.reduce(0) { $0 + $1.pixelCount } == kept)
        print("patches:", patches.count)
    }
}
