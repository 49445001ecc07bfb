import Foundation
import GeoModel
import Learning
import SafeFiles
import Testing

@testable import Pipeline

/// What verdicts on a sample tell of the whole, and how often the intervals hold the truth.
@Suite struct OmissionEstimateTests {
    /// Clopper and Pearson's limits, where the whole is so large that drawing without replacement makes no difference.
    @Test(arguments: [
        (0, 20, 0, 0.168_43), (2, 10, 0.025_21, 0.556_10), (10, 10, 0.691_50, 1), (5, 50, 0.0333, 0.2181),
    ])
    func limitsOfALargeWhole(marked: Int, drawn: Int, lower: Double, upper: Double) {
        let whole = 10_000_000
        let limits = CountInterval(marked: marked, drawn: drawn, whole: whole, level: 0.95)
        #expect(abs(Double(limits.lower) / Double(whole) - lower) < 5e-5)
        #expect(abs(Double(limits.upper) / Double(whole) - upper) < 5e-5)
    }

    @Test func aCensusLeavesNoDoubtAndNoAnswerAll() {
        for marked in 0...7 {
            let census = CountInterval(marked: marked, drawn: 7, whole: 7, level: 0.95)
            #expect(census.lower == marked && census.upper == marked)
        }
        let nothing = CountInterval(marked: 0, drawn: 0, whole: 9, level: 0.95)
        #expect(nothing.lower == 0 && nothing.upper == 9)
    }

    /// Every sample of 5 out of 12, counted one by one: whatever the truth, at least so many hold it.
    @Test(arguments: [0.8, 0.95]) func exactInASmallWhole(level: Double) {
        let samples = (0..<1 << 12).filter { $0.nonzeroBitCount == 5 }
        for truth in 0...12 {
            let marks = (1 << truth) - 1
            let held = samples.count { sample in
                let limits = CountInterval(marked: (sample & marks).nonzeroBitCount, drawn: 5, whole: 12, level: level)
                return limits.lower <= truth && truth <= limits.upper
            }
            #expect(Double(held) >= level * Double(samples.count), "\(truth): \(held) of \(samples.count)")
        }
    }

    /// Two strata of 900 000 and 100 000 m² in places of 100 m²; 1 of 20 and 3 of 10 had changed.
    @Test func figuresByHand() {
        let estimate = StratifiedArea(parts: [
            .init(area: 900_000, cells: 9000, answered: 20, changed: 1),
            .init(area: 100_000, cells: 1000, answered: 10, changed: 3),
        ])
        #expect(abs(estimate.estimate - 75_000) < 1e-6)
        // 900 000² · .05 · .95 / 19 · (1 − 20/9000) + 100 000² · .3 · .7 / 9 · (1 − 10/1000)
        let variance = 8.1e11 * 0.0475 / 19 * (1 - 20.0 / 9000) + 1e10 * 0.21 / 9 * 0.99
        #expect(abs((estimate.standardError ?? 0) - variance.squareRoot()) < 1e-6)
        let limits = estimate.limits(0.95)
        let parts = estimate.parts.map { $0.limits(0.95) }
        let below = pow(45_000 - parts[0].lower, 2) + pow(30_000 - parts[1].lower, 2)
        let above = pow(parts[0].upper - 45_000, 2) + pow(parts[1].upper - 30_000, 2)
        #expect(abs(limits.lower - (75_000 - below.squareRoot())) < 1e-6)
        #expect(abs(limits.upper - (75_000 + above.squareRoot())) < 1e-6)
        #expect(limits.lower > 0 && limits.upper < 320_000)
    }

    @Test func nothingFoundIsNotNothingMissed() {
        let none = StratifiedArea(parts: [
            .init(area: 900_000, cells: 9000, answered: 30, changed: 0),
            .init(area: 100_000, cells: 1000, answered: 30, changed: 0),
        ])
        #expect(none.estimate == 0 && none.standardError == 0)
        let limits = none.limits(0.95)
        // The rule of three, twice: about 3.7 of 30 at two-sided 95 %.
        #expect(limits.lower == 0 && limits.upper > 100_000 && limits.upper < 110_000)
        let silent = StratifiedArea(parts: none.parts + [.init(area: 50_000, cells: 500, answered: 0, changed: 0)])
        #expect(silent.standardError == nil && abs(silent.limits(0.95).upper - limits.upper - 50_000) < 1e-6)
    }

    /// Campaigns of 60 and of 200 places on land whose truth is known, from hardly anything missed to a fifth.
    ///
    /// At least 95 of 100 intervals are to hold the truth. The same campaigns show why limits were not taken from the
    /// standard error.
    @Test(arguments: [
        ([20, 7, 14, 4, 12, 3], [0.0, 0, 0.01, 0, 0.1, 0.1]),
        ([20, 7, 14, 4, 12, 3], [0.005, 0.002, 0.03, 0.02, 0.2, 0.1]),
        ([20, 7, 14, 4, 12, 3], [0.02, 0.02, 0.05, 0.05, 0.3, 0.3]),
        ([60, 25, 40, 15, 45, 15], [0.001, 0.001, 0.01, 0.01, 0.1, 0.1]),
        ([60, 25, 40, 15, 45, 15], [0.15, 0.2, 0.3, 0.2, 0.6, 0.5]),
    ])
    func intervalsHoldTheTruth(drawn: [Int], shares: [Double]) {
        let cells = [70_000, 20_000, 7000, 2000, 800, 200]
        let marked = zip(cells, shares).map { Int((Double($0) * $1).rounded()) }
        let truth = Double(marked.reduce(0, +)) * 100
        let campaigns = 2000
        var chance = Chance()
        var (held, naive, width) = (0, 0, 0.0)
        var known: [[Int]: (lower: Double, upper: Double)] = [:]
        for _ in 0..<campaigns {
            let found = cells.indices.map { chance.marked(drawn[$0], of: cells[$0], marked: marked[$0]) }
            let campaign = StratifiedArea(
                parts: cells.indices.map {
                    .init(area: Double(cells[$0]) * 100, cells: cells[$0], answered: drawn[$0], changed: found[$0])
                })
            let limits = known[found] ?? campaign.limits(0.95)
            known[found] = limits
            if limits.lower <= truth && truth <= limits.upper { held += 1 }
            width += (limits.upper - limits.lower) / Double(campaigns)
            let half = 1.96 * (campaign.standardError ?? 0)
            if abs(campaign.estimate - truth) <= half { naive += 1 }
        }
        #expect(Double(held) >= 0.95 * Double(campaigns), "\(held) of \(campaigns)")
        // All of the land would hold it too, and say nothing.
        #expect(width < 0.25 * 100 * Double(cells.reduce(0, +)), "\(width)")
        if drawn[0] == 20 { #expect(Double(naive) < 0.9 * Double(campaigns), "\(naive)") }
    }
}

/// Chance that is the same every time.
private struct Chance {
    private var count: UInt64 = 0

    private mutating func below(_ limit: Int) -> Int {
        count += 1
        return Int(scattered(count) % UInt64(limit))
    }

    /// How many marked ones are in a sample drawn without replacement, one after the other.
    mutating func marked(_ drawn: Int, of whole: Int, marked: Int) -> Int {
        var found = 0
        for taken in 0..<drawn where below(whole - taken) < marked - found { found += 1 }
        return found
    }
}
