import GeoModel
import Patches
import Testing

@Suite struct AreaTests {
    @Test func cornersConnect() {
        #expect(regions(pixelRows(["#..", ".#.", "..#"])).map(\.pixelCount) == [3])
        #expect(regions(pixelRows(["#..", "..#"])).map(\.pixelCount) == [1, 1])
    }

    @Test func armsThatMeetBelowAreOneRegion() {
        let found = regions(pixelRows(["#.#.#", "#.#.#", "#####", ".....", "..#.."]))
        #expect(found.map(\.pixelCount).sorted() == [1, 11])
        #expect(found.map(\.firstPixel).min() == PixelPlace(column: 0, row: 0))
    }

    @Test func openingKeepsSquaresOnly() {
        let found = regions(pixelRows(["#####", "..##.", "....#", "....#"]), opened: true)
        #expect(found.map(\.pixelCount) == [4])
        #expect(found[0].firstPixel == PixelPlace(column: 2, row: 0))
        #expect(regions(pixelRows(["####"]), opened: true).isEmpty)
    }

    @Test func regionsEndWithTheLastRowThatTouchesThem() {
        var grower = AreaGrower()
        let rows = pixelRows(["#..#", "#..#", "...#"])
        let found = rows.map { grower.advance(runs(of: $0, threshold: 1), pixels: $0).map(\.pixelCount) }
        #expect(found == [[], [], [2]])
        #expect(grower.advance([], pixels: []).map(\.pixelCount) == [3])
        #expect(grower.advance([], pixels: []).isEmpty)
    }

    /// Runs, sums, order: against a flood fill, at densities below, at and above the one where everything connects.
    @Test(arguments: [0.1, 0.3, 0.4, 0.5, 0.7])
    func regionsAreThoseOfAFloodFill(density: Double) throws {
        var numbers = SeededNumbers(seed: UInt64(density * 100))
        for _ in 0..<30 {
            let rows = randomRows(columns: 30, rows: 30, density: density, &numbers)
            let found = regions(rows)
            let lastPlaces = found.map { ($0.runs.last?.row ?? -1, $0.firstPixel) }
            #expect(zip(lastPlaces, lastPlaces.dropFirst()).allSatisfy { $0 < $1 })
            var fill = FloodFill(rows)
            for region in found.sorted(by: { $0.firstPixel < $1.firstPixel }) {
                let expected = fill.next()
                expect(region, is: try #require(expected))
            }
            #expect(fill.open.isEmpty)
        }
    }

    private func expect(_ region: ConnectedArea, is pixels: [(place: PixelPlace, pixel: ChangedPixel)]) {
        let places = region.runs.flatMap { placed in
            (placed.run.start..<placed.run.end).map { PixelPlace(column: $0, row: placed.row) }
        }
        #expect(places == pixels.map(\.place))
        #expect(region.pixelCount == pixels.count)
        let scores = pixels.map { Int($0.pixel.score) }
        #expect(region.meanScore == Double(scores.reduce(0, +)) / Double(pixels.count))
        #expect(Int(region.largestScore) == scores.max())
        for index in 0..<4 {
            let tenThousandths = pixels.reduce(0) { $0 + Int(($1.pixel.differences[index] * 10_000).rounded()) }
            let mean = Double(tenThousandths) / 10_000 / Double(pixels.count)
            #expect(abs(region.meanDifferences[index] - mean) < 1e-15 * 2)
        }
        var weights: [UInt8: Int] = [:]
        for (_, pixel) in pixels { weights[pixel.transition, default: 0] += Int(pixel.score) }
        let heaviest = weights.values.max() ?? 0
        let code = weights.filter { $0.value == heaviest }.keys.min()
        #expect(region.mainTransition.transition.code == code)
        #expect(region.mainTransition.share == Double(heaviest) / Double(scores.reduce(0, +)))
    }

    /// Mean differences are the same to the last bit however the mask is turned, because the sums are whole numbers.
    @Test func sumsDoNotDependOnTheOrder() throws {
        var numbers = SeededNumbers(seed: 5)
        let rows = randomRows(columns: 60, rows: 60, density: 0.7, &numbers)
        let upsideDown = Array(rows.reversed())
        let upright = try #require(regions(rows).max { $0.pixelCount < $1.pixelCount })
        let turned = try #require(regions(upsideDown).max { $0.pixelCount < $1.pixelCount })
        #expect(upright.pixelCount > 2000)
        #expect(upright.pixelCount == turned.pixelCount)
        #expect(upright.meanDifferences == turned.meanDifferences)
    }

    @Test func aCodeThatNoTransitionHasIsUnknown() {
        let pixel = ChangedPixel(column: 0, score: 7, transition: 99, differences: .zero)
        var grower = AreaGrower()
        _ = grower.advance([Run(start: 0, end: 1)], pixels: [pixel])
        #expect(grower.advance([], pixels: [])[0].mainTransition.transition.code == 0)
    }

    /// A number is used again when its region ends: as many as one row can begin are enough for any number of rows.
    @Test func numbersAreUsedAgain() {
        var numbers = SeededNumbers(seed: 6)
        var joiner = RegionJoiner()
        var regions = 0
        for pixels in randomRows(columns: 200, rows: 2000, density: 0.4, &numbers) {
            joiner.advance(runs(of: pixels, threshold: 1))
            regions += joiner.complete.count
        }
        #expect(regions > 5000)
        #expect(joiner.numberCount <= 200)
    }
}
