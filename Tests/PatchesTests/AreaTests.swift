import GeoModel
import Geometry
import Patches
import Testing

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

/// A mask drawn with `#` for changed pixels.
private func regions(_ rows: [String], opened: Bool = false) -> [ConnectedArea] {
    var opening = RowOpening()
    var grower = AreaGrower()
    var found: [ConnectedArea] = []
    var waiting: [ChangedPixel] = []
    func pixels(_ index: Int) -> [ChangedPixel] {
        guard rows.indices ~= index else { return [] }
        return rows[index].enumerated().compactMap { column, mark in
            mark == "#" ? ChangedPixel(column: Int32(column), score: 10, transition: 24, differences: .zero) : nil
        }
    }
    for index in 0...rows.count {
        let next = pixels(index)
        if opened {
            let kept = opening.advance(runs(of: next, threshold: 1))
            if index > 0 { found += grower.advance(kept, pixels: waiting) }
            waiting = next
        } else if index < rows.count {
            found += grower.advance(runs(of: next, threshold: 1), pixels: next)
        }
    }
    return found + grower.advance([], pixels: [])
}

private let unit = GeoTransform(originX: 0, originY: 0, pixelWidth: 1, pixelHeight: 1)

@Suite struct AreaTests {
    @Test func cornersConnect() {
        #expect(regions(["#..", ".#.", "..#"]).map(\.pixelCount) == [3])
        #expect(regions(["#..", "..#"]).map(\.pixelCount) == [1, 1])
    }

    @Test func armsThatMeetBelowAreOneRegion() {
        let found = regions(["#.#.#", "#.#.#", "#####", ".....", "..#.."])
        #expect(found.map(\.pixelCount).sorted() == [1, 11])
        #expect(found.map(\.firstPixel).min() == PixelPlace(column: 0, row: 0))
    }

    @Test func openingKeepsSquaresOnly() {
        let found = regions(["#####", "..##.", "....#", "....#"], opened: true)
        #expect(found.map(\.pixelCount) == [4])
        #expect(found[0].firstPixel == PixelPlace(column: 2, row: 0))
        #expect(regions(["####"], opened: true).isEmpty)
    }

    @Test func countsMatchAFloodFill() {
        var numbers = SeededNumbers(seed: 3)
        for density in [0.2, 0.4, 0.6] {
            let mask = randomMask(columns: 40, rows: 40, density: density, &numbers)
            #expect(regions(mask).map(\.pixelCount).sorted() == floodFill(mask).sorted())
        }
    }

    private func floodFill(_ rows: [String]) -> [Int] {
        var open = rows.map { $0.map { $0 == "#" } }
        var sizes: [Int] = []
        for row in open.indices {
            for column in open[row].indices where open[row][column] {
                open[row][column] = false
                var stack = [(row, column)]
                var size = 0
                while let (y, x) = stack.popLast() {
                    size += 1
                    for ny in max(0, y - 1)...min(open.count - 1, y + 1) {
                        for nx in max(0, x - 1)...min(open[ny].count - 1, x + 1) where open[ny][nx] {
                            open[ny][nx] = false
                            stack.append((ny, nx))
                        }
                    }
                }
                sizes.append(size)
            }
        }
        return sizes
    }
}

private func randomMask(columns: Int, rows: Int, density: Double, _ numbers: inout SeededNumbers) -> [String] {
    (0..<rows).map { _ in
        String((0..<columns).map { _ in Double.random(in: 0..<1, using: &numbers) < density ? "#" : "." })
    }
}

@Suite struct OutlineTests {
    @Test func aSquareHasFourCorners() {
        let shape = outline(of: regions(["##", "##"])[0].runs, transform: unit)
        #expect(shape.polygons.count == 1)
        #expect(shape.polygons[0].exterior.points.count == 5)
        #expect(shape.polygons[0].exterior.doubledSignedArea == 8)
    }

    @Test func aFrameHasAHole() {
        let shape = outline(of: regions(["###", "#.#", "###"])[0].runs, transform: unit)
        #expect(shape.polygons[0].holes.count == 1)
        #expect(shape.planarArea == 8)
    }

    @Test func cornersSplitIntoParts() {
        let shape = outline(of: regions(["#.", ".#"])[0].runs, transform: unit)
        #expect(shape.polygons.count == 2)
    }

    /// rasterio.features.shapes makes about a quarter of its 8-connected polygons invalid on such masks.
    @Test(arguments: [0.3, 0.5, 0.6, 0.7, 0.9])
    func everyOutlineIsValidAndKeepsItsArea(density: Double) throws {
        var numbers = SeededNumbers(seed: UInt64(density * 100))
        let algebra = PolygonAlgebra()
        for _ in 0..<20 {
            let mask = randomMask(columns: 24, rows: 24, density: density, &numbers)
            for region in regions(mask) {
                let shape = outline(of: region.runs, transform: unit)
                #expect(try algebra.defect(of: shape, named: "outline") == nil)
                #expect(shape.planarArea == Double(region.pixelCount))
            }
        }
    }
}
