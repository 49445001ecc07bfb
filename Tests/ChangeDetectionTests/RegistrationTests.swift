import Foundation
import GeoModel
import Testing

@testable import ChangeDetection

/// Textures made of waves, which can be moved by any part of a pixel without error.
private struct Waves {
    private let waves: [(across: Double, down: Double, phase: Double, height: Double)]

    init(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        waves = (0..<60).map { _ in
            let direction = Double.random(in: 0..<2 * .pi, using: &numbers)
            // From 5 to 40 pixels a wave.
            let frequency = 2 * .pi / Double.random(in: 5...40, using: &numbers)
            return (
                frequency * cos(direction), frequency * sin(direction),
                Double.random(in: 0..<2 * .pi, using: &numbers), 1 / frequency
            )
        }
    }

    /// The block that an image shows whose ground lies so far right and down.
    func block(_ window: PixelWindow, moved: PixelShift = .zero, gain: Double = 1) -> PixelBlock {
        var samples: [Float] = []
        for row in window.row..<window.endRow {
            for column in window.column..<window.endColumn {
                let (x, y) = (Double(column) - moved.columns, Double(row) - moved.rows)
                let sum = waves.reduce(0) { $0 + $1.height * sin($1.across * x + $1.down * y + $1.phase) }
                samples.append(Float(2000 + gain * 20 * sum))
            }
        }
        return PixelBlock(window: window, samples: samples)
    }
}

@Suite struct RegistrationTests {
    private func ground(_ place: Int) -> PixelWindow {
        PixelWindow(column: 100 + place % 4 * 90, row: 60 + place / 4 * 90, columns: 64, rows: 64)
    }

    private func grown(_ window: PixelWindow, _ margin: Int) -> PixelWindow {
        PixelWindow(
            column: window.column - margin, row: window.row - margin, columns: window.columns + 2 * margin,
            rows: window.rows + 2 * margin)
    }

    private func pair(
        _ place: Int, _ waves: Waves, moved: PixelShift, gain: Double = 1, noise: Double = 0
    ) -> TiePair? {
        var numbers = SeededNumbers(seed: UInt64(place))
        var later = waves.block(grown(ground(place), TiePair.laterMargin), moved: moved, gain: gain)
        for pixel in later.samples.indices where noise > 0 {
            later.samples[pixel] += Float(Double.random(in: -noise...noise, using: &numbers))
        }
        return TiePair(earlier: waves.block(grown(ground(place), TiePair.earlierMargin)), later: later)
    }

    /// Whole pixels, parts of pixels, far and near: to a twentieth of a pixel.
    @Test(arguments: [
        (0.0, 0.0), (0.5, -0.5), (0.13, 0.87), (-0.31, 0.04), (1.74, -2.26), (-7.4, 3.2), (21.6, -17.3),
    ])
    func aKnownShiftIsFound(columns: Double, rows: Double) throws {
        let shift = PixelShift(columns: columns, rows: rows)
        let waves = Waves(seed: 5)
        let pairs = (0..<6).compactMap { pair($0, waves, moved: shift, noise: 20) }
        let found = Registration(pairs, placeCount: 6)
        #expect(found.points.count == 6)
        #expect((found.shift - shift).length < 0.05, "\(found.shift)")
        #expect(found.spread < 0.1)
    }

    /// A later date with other light, in which bright ground is dark.
    @Test func theSignOfContrastDoesNotMatter() throws {
        let shift = PixelShift(columns: 0.4, rows: -0.7)
        let pairs = (0..<4).compactMap { pair($0, Waves(seed: 9), moved: shift, gain: -0.6) }
        let found = Registration(pairs, placeCount: 4)
        #expect(found.points.count == 4 && (found.shift - shift).length < 0.05, "\(found.shift)")
    }

    @Test func whatChangedDoesNotCount() throws {
        let shift = PixelShift(columns: 0.6, rows: 0.2)
        let waves = Waves(seed: 5)
        var pairs = (0..<8).compactMap { pair($0, waves, moved: shift) }
        for place in 8..<12 {
            let other = Waves(seed: 77).block(grown(ground(place), TiePair.laterMargin))
            let earlier = waves.block(grown(ground(place), TiePair.earlierMargin))
            pairs += [TiePair(earlier: earlier, later: other)].compactMap(\.self)
        }
        let found = Registration(pairs, placeCount: 12)
        #expect(pairs.count == 12 && found.points.count == 8, "\(found.found)")
        #expect((found.shift - shift).length < 0.05)
    }

    @Test func waterTellsNothing() throws {
        let flat = { (window: PixelWindow) in
            PixelBlock(window: window, samples: [Float](repeating: 300, count: window.pixelCount))
        }
        let window = ground(0)
        let pair = try #require(
            TiePair(
                earlier: flat(grown(window, TiePair.earlierMargin)), later: flat(grown(window, TiePair.laterMargin))))
        let found = Registration([pair], placeCount: 1)
        #expect(found.found.isEmpty && found.shift == .zero && found.spread == 0 && found.trend == nil)
    }

    @Test func groundWithoutDataIsNoTiePoint() {
        let waves = Waves(seed: 5)
        var earlier = waves.block(grown(ground(0), TiePair.earlierMargin))
        earlier.samples[500] = .nan
        #expect(TiePair(earlier: earlier, later: waves.block(grown(ground(0), TiePair.laterMargin))) == nil)
        // The later date may end beside the ground.
        var later = waves.block(grown(ground(0), TiePair.laterMargin), moved: PixelShift(columns: 0.5, rows: 0))
        for row in 0..<later.window.rows {
            for column in 0..<30 { later.samples[row * later.window.columns + column] = .nan }
        }
        earlier.samples[500] = earlier.samples[499]
        let found = Registration([TiePair(earlier: earlier, later: later)].compactMap(\.self), placeCount: 1)
        #expect((found.shift - PixelShift(columns: 0.5, rows: 0)).length < 0.1 && found.points.count == 1)
    }

    private func point(_ column: Int, _ row: Int, _ columns: Double, _ rows: Double) -> TiePoint {
        TiePoint(
            place: PixelPlace(column: column, row: row), shift: PixelShift(columns: columns, rows: rows), quality: 0.8)
    }

    @Test func mediansByHand() {
        let found = Registration(
            found: [
                point(0, 0, 0.1, 0.0), point(1, 0, 0.2, 0.1), point(2, 0, 0.3, 0.2), point(3, 0, 3.0, 0.1),
            ], placeCount: 9)
        #expect(
            found.points.count == 3 && found.found.map(\.place.column).contains(3)
                && !found.points.map(\.place.column).contains(3) && found.placeCount == 9)
        #expect(abs(found.shift.columns - 0.2) < 1e-12 && abs(found.shift.rows - 0.1) < 1e-12)
        // 1.4826 × 0.1 on both axes.
        #expect(abs(found.spread - 0.14826 * 2.0.squareRoot()) < 1e-9)
    }

    /// A scale that is wrong by one in ten thousand.
    @Test func aShiftThatChangesIsTold() throws {
        let points = (0..<36).map { point($0 % 6 * 1000, $0 / 6 * 1000, Double($0 % 6) * 0.1, 0.5) }
        let trend = try #require(Registration(found: points, placeCount: 36).trend)
        #expect(abs(trend.perThousandColumns.columns - 0.1) < 1e-9 && abs(trend.perThousandRows.columns) < 1e-9)
        #expect(abs(trend.largest - 0.25) < 1e-9 && trend.explained > 0.999)
        #expect(Registration(found: Array(points.prefix(20)), placeCount: 36).trend == nil)
    }

    @Test func interpolationIsExactOnSlopes() {
        let window = PixelWindow(column: 10, row: 20, columns: 12, rows: 10)
        let samples = (0..<120).map { place -> Float in
            let (column, row) = (place % 12, place / 12)
            return Float(3 * column + 5 * row)
        }
        let slope = PixelBlock(window: window, samples: samples)
        let part = PixelWindow(column: 13, row: 23, columns: 4, rows: 3)
        let moved = slope.displaced(part, by: PixelShift(columns: 1.25, rows: -0.5))
        for pixel in 0..<12 {
            let (column, row) = (Double(pixel % 4) + 3 + 1.25, Double(pixel / 4) + 3 - 0.5)
            let expected: Double = 3 * column + 5 * row
            #expect(abs(Double(moved.samples[pixel]) - expected) < 1e-4)
        }
    }
}
