import Foundation
import Testing

@testable import ChangeDetection

@Suite struct ThresholdTests {
    private func histogram(_ scores: [UInt16]) -> ScoreHistogram {
        var histogram = ScoreHistogram()
        for score in scores { histogram.add(score) }
        return histogram
    }

    @Test func quantilesOfAHandCountedList() {
        let histogram = histogram([1, 2, 3, 4, 100])
        #expect(histogram.quantile(0.5) == 3)
        #expect(histogram.quantile(1) == 100)
        #expect(histogram.medianAbsoluteDeviation == 1)
    }

    @Test func medianAndDeviation() {
        let threshold = AutomaticThreshold.medianDeviation(k: 6).value(
            for: histogram([10, 12, 14, 16, 900]), scoreScale: 1, freedom: 1)
        // 14 + 6 × 1.4826 × 2, rounded up.
        #expect(threshold == 32)
    }

    @Test func otsuSeparatesTwoHeaps() {
        let low = (0..<100).map { UInt16(10 + $0 % 10) }
        let high = (0..<50).map { UInt16(200 + $0 % 10) }
        let threshold = AutomaticThreshold.otsu(clip: 1).value(for: histogram(low + high), scoreScale: 1, freedom: 1)
        #expect((20...200).contains(threshold))
    }

    @Test func changeDoesNotInflateTheLowerSpread() {
        let quiet = (0..<1000).map { UInt16(100 + $0 % 41) }
        let rule = AutomaticThreshold.lowerSpread(k: 3)
        let before = rule.value(for: histogram(quiet), scoreScale: 1, freedom: 1)
        let after = rule.value(for: histogram(quiet + [UInt16](repeating: 5000, count: 100)), scoreScale: 1, freedom: 1)
        #expect(after - before <= 10)
    }

    /// By the definition: of all splits that with the largest sum of entropies, counted over every score.
    @Test func kapurLeavesMostToBeKnown() {
        var scores = (0..<90).map { UInt16(5 + $0 % 7) }
        scores += (0..<40).map { UInt16(60 + $0 % 13) }
        scores += [30, 31]
        func entropy(_ group: [UInt16]) -> Double {
            let counts = Dictionary(grouping: group) { $0 }.mapValues { Double($0.count) / Double(group.count) }
            return counts.values.reduce(0) { $0 - $1 * log($1) }
        }
        func sum(_ split: UInt16) -> Double {
            entropy(scores.filter { $0 < split }) + entropy(scores.filter { $0 >= split })
        }
        let splits = (6...72).map { UInt16($0) }
        let best = splits.map(sum).max() ?? 0
        let found = AutomaticThreshold.kapur.value(for: histogram(scores), scoreScale: 1, freedom: 1)
        #expect(splits.contains(found) && abs(sum(found) - best) < 1e-9)
    }

    /// Tables of χ²: 95 % of 1 degree lie below 3.841, 99.9 % of 6 below 22.458.
    @Test func chiSquareAsInTheTables() {
        #expect(abs(chiSquareQuantile(0.05, freedom: 1) - 3.8415) < 1e-4)
        #expect(abs(chiSquareQuantile(0.001, freedom: 6) - 22.4577) < 1e-4)
        var histogram = ScoreHistogram()
        histogram.add(100, count: 1000)
        // The median of χ² with 6 degrees is 5.3481.
        let rule = AutomaticThreshold.chiSquare(probability: 0.001)
        #expect(rule.value(for: histogram, scoreScale: 1, freedom: 6) == 205)
    }

    @Test func theMixtureSplitsTwoBells() {
        var numbers = SeededNumbers(seed: 4)
        func bell() -> Double { (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0...1, using: &numbers) } }
        let quiet = (0..<20_000).map { _ in UInt16(exp(5 + 0.3 * bell())) }
        let loud = (0..<1000).map { _ in UInt16(exp(8 + 0.3 * bell())) }
        let found = AutomaticThreshold.mixture.value(for: histogram(quiet + loud), scoreScale: 1, freedom: 1)
        // Halfway in logarithms, a little higher as the lower bell holds more.
        #expect((700...1100).contains(found), "\(found)")
    }

    @Test func withoutPixelsNothingChanges() {
        #expect(AutomaticThreshold.otsu(clip: 1).value(for: ScoreHistogram(), scoreScale: 1, freedom: 1) == .max)
    }
}

@Suite struct MaskDilationTests {
    @Test func growsByASquare() {
        var usable = [UInt8](repeating: 1, count: 25)
        usable[12] = 0
        let grown = dilatedMask(usable, columns: 5, radius: 1)
        #expect(grown == [1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1])
        #expect(dilatedMask(usable, columns: 5, radius: 0) == usable)
    }
}
