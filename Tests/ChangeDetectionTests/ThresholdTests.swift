import ChangeDetection
import Testing

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
            for: histogram([10, 12, 14, 16, 900]), scoreScale: 1)
        // 14 + 6 × 1.4826 × 2, rounded up.
        #expect(threshold == 32)
    }

    @Test func otsuSeparatesTwoHeaps() {
        let low = (0..<100).map { UInt16(10 + $0 % 10) }
        let high = (0..<50).map { UInt16(200 + $0 % 10) }
        let threshold = AutomaticThreshold.otsu(clip: 1).value(for: histogram(low + high), scoreScale: 1)
        #expect((20...200).contains(threshold))
    }

    @Test func changeDoesNotInflateTheLowerSpread() {
        let quiet = (0..<1000).map { UInt16(100 + $0 % 41) }
        let rule = AutomaticThreshold.lowerSpread(k: 3)
        let before = rule.value(for: histogram(quiet), scoreScale: 1)
        let after = rule.value(for: histogram(quiet + [UInt16](repeating: 5000, count: 100)), scoreScale: 1)
        #expect(after - before <= 10)
    }

    @Test func withoutPixelsNothingChanges() {
        #expect(AutomaticThreshold.otsu(clip: 1).value(for: ScoreHistogram(), scoreScale: 1) == .max)
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
