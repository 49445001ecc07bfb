import Foundation
import GeoModel
import Testing

@testable import ChangeDetection

@Suite struct SmoothingTests {
    /// Each mean by its definition, pixel by pixel.
    private func byHand(_ values: [Float], columns: Int, sigma: Double) -> [Float] {
        let rows = values.count / columns
        let radius = Int((4 * sigma).rounded(.up))
        return values.indices.map { place in
            guard !values[place].isNaN else { return .nan }
            var (sum, total) = (0.0, 0.0)
            for row in max(0, place / columns - radius)...min(rows - 1, place / columns + radius) {
                for column in max(0, place % columns - radius)...min(columns - 1, place % columns + radius) {
                    let value = values[row * columns + column]
                    guard !value.isNaN else { continue }
                    let (down, across) = (row - place / columns, column - place % columns)
                    let weight = exp(-0.5 * Double(down * down + across * across) / (sigma * sigma))
                    sum += weight * Double(value)
                    total += weight
                }
            }
            return Float(sum / total)
        }
    }

    @Test(arguments: [0.5, 1, 2.5, 16])
    func meansOfWhatHasAValue(sigma: Double) {
        var numbers = SeededNumbers(seed: 3)
        var values = (0..<19 * 13).map { _ in Float.random(in: 0...10, using: &numbers) }
        let hidden = values.indices.filter { $0 % 17 == 3 }
        for place in stride(from: 5, to: values.count, by: 11) { values[place] = .nan }
        var valid = [UInt8](repeating: 1, count: values.count)
        for place in hidden { valid[place] = 0 }
        var rows = LengthRows(GaussianSmoothing(sigma: sigma), columns: 19, rows: 8..<21)
        var found: [Float] = []
        for row in 0..<13 {
            rows.take(values, at: row * 19, valid: valid, at: row * 19)
            for made in 8 + found.count / 19..<rows.result.end { found += rows.result.row(made) }
        }
        for place in hidden { values[place] = .nan }
        let expected = byHand(values, columns: 19, sigma: sigma)
        #expect(found.count == expected.count)
        for (one, other) in zip(found, expected) { #expect(one.isNaN == other.isNaN && !(abs(one - other) > 1e-4)) }
    }

    @Test func imagesNarrowerThanTheReach() {
        for (columns, rows) in [(1, 1), (3, 9), (9, 2)] {
            let values = [Float](repeating: 2, count: columns * rows)
            let smoothing = GaussianSmoothing(sigma: 6)
            #expect(smoothing.means(of: values, columns: columns).allSatisfy { abs($0 - 2) < 1e-5 })
        }
    }

    /// Equal values stand low, or all of a scene without change would stand out.
    @Test func whatIsAllAlikeHasNoRank() throws {
        let alike = [[Float]](repeating: [0, 0, 0, 0, 0], count: 6)
        let tables = RankTables([alike + [[1, 2, 3], [0, 2, 4]], alike + [[4, 9], [2, 2]]], .spectral)
        #expect(tables.rank(0, map: 0) == 0 && tables.rank(1, map: 0) == 1)
        #expect(tables.brightnessMedian == 3 && tables.rank(7, map: 6) == 1 && tables.rank(0, map: 6) == 0)
        #expect(abs(tables.guideVariance - 1.6) < 1e-6)
        #expect(try #require(RankTables(bits: tables.bits, of: .rankFusion)) == tables)
        #expect(RankTables(bits: tables.bits, of: .colourFusion) == nil)
        #expect(RankTables(bits: ["0"], of: .rankFusion) == nil)
    }

    /// An edge of the picture stays an edge of the values; a Gaussian would wash it out.
    @Test func guidedSmoothingKeepsEdgesOfThePicture() {
        let guide = (0..<400).map { Float($0 % 20 < 10 ? 0 : 1) }
        let noisy = (0..<400).map { Float($0 % 20 < 10 ? 0 : 1) + ($0 % 3 == 0 ? 0.3 : -0.15) }
        let means = GuidedSmoothing(radius: 4, flatVariance: 0.01)
            .means(of: noisy, along: (before: noisy.map { _ in 0 }, after: guide), columns: 20)
        for place in means.indices { #expect(abs(means[place] - guide[place]) < 0.1) }
    }

    @Test func quantisedScoresAreRoundedAndBounded() {
        var valid: [UInt8] = [1, 1, 1, 1, 0, 1]
        var scores = [UInt16](repeating: 9, count: 6)
        quantise([0, 1.498, 2.502, 1000, 3, .nan], count: 6, scale: 256, valid: &valid, into: &scores)
        #expect(scores == [0, 383, 641, 65_535, 0, 0])
        #expect(valid == [1, 1, 1, 1, 0, 0])
    }

    @Test(
        arguments: [ScoreMethod.invariantBands, .indexDifferences, .rankFusion, .colourFusion], [1.2, 16])
    func windowsDoNotMatter(method: ScoreMethod, smoothing: Double) throws {
        let size = GridSize(columns: 2100, rows: 44)
        var numbers = SeededNumbers(seed: 8)
        func source() -> MemorySource {
            let bands = (0..<6).map { _ in
                (0..<size.pixelCount).map { _ in Float.random(in: 500...3000, using: &numbers) }
            }
            let mask = (0..<size.pixelCount).map { _ in Float.random(in: 0...1, using: &numbers) < 0.05 ? 9 as Float : 4
            }
            return MemorySource(columns: size.columns, rows: size.rows, bands: bands + [mask])
        }
        let (before, after) = (source(), source())
        let relation = BandRelation(gain: 1.1, offset: 30, residual: 400, middle: 1500)
        let roles: [BandRole] = [.blue, .green, .red, .nir, .swir1, .swir2]
        let parameters = PairParameters(
            roles: roles + [.mask],
            method: method,
            smoothing: smoothing,
            guidedRadius: !method.isFusion ? 0 : smoothing > 2 ? 16 : 3,
            relations: Dictionary(uniqueKeysWithValues: roles.map { ($0, relation) }),
            ranks: method.fusion.map { kind in
                RankTables([(0...kind.mapCount).map { map in (0..<99).map { Float($0 % (map + 9)) / 9 } }], kind)
            },
            indices: SpectralIndex.allCases,
            beforeRadiometry: .identity,
            afterRadiometry: .identity,
            usableBefore: [4],
            usableAfter: [4],
            maskDilation: 1,
            states: StateThresholds(waterMNDWI: 0.1, vegetationNDVI: 0.35, bareBSI: 0.13),
            candidateFloor: 200
        )
        func scores(_ window: PixelWindow, cell: GridSize) throws -> TileScores {
            let detector = PairDetector(
                before: before.makeReader(), after: after.makeReader(), gridSize: size, cell: cell,
                group: GridSize(columns: 2 * cell.columns, rows: 2 * cell.rows), parameters: parameters)
            return try detector.scores(window)
        }
        let whole = try scores(size.window, cell: size)
        #expect(whole.histogram.total > 500 && whole.score.contains { $0 > 200 })
        for window in [
            PixelWindow(column: 0, row: 0, columns: 32, rows: 16),
            PixelWindow(column: 32, row: 16, columns: 28, rows: 28),
            PixelWindow(column: 16, row: 16, columns: 16, rows: 16),
            PixelWindow(column: 2032, row: 16, columns: 48, rows: 28),
        ] {
            let part = try scores(window, cell: GridSize(columns: 8, rows: 16))
            for row in 0..<window.rows {
                let start = (window.row + row) * size.columns + window.column
                let here = row * window.columns..<(row + 1) * window.columns
                #expect(Array(part.score[here]) == Array(whole.score[start..<start + window.columns]))
                #expect(Array(part.valid[here]) == Array(whole.valid[start..<start + window.columns]))
                #expect(Array(part.transition[here]) == Array(whole.transition[start..<start + window.columns]))
            }
        }
    }
}
