import Foundation
import GeoIO
import GeoModel
import SafeFiles
import Testing

/// The figures of `evaluate`, against the same figures worked out pixel by pixel from their definitions.
@Suite struct EvaluateTests {
    /// A pixel as it is scored: what the run said, and what is true; nil where it is not labelled.
    private struct Pixel {
        let score: Int
        let isChanged: Bool?
    }

    private static let scale = 16_000.0
    private static let keys = [
        "overall_accuracy", "kappa", "precision", "recall", "f1", "best_f1", "best_threshold", "average_precision",
    ]

    private func record(_ pixels: [Pixel], columns: Int, threshold: Int) throws -> JSONValue {
        let folder = try SampleDistrict.folder("evaluate-\(UUID())")
        let scores = pixels.map { UInt16($0.score) }
        let labels = pixels.map { pixel -> UInt16 in pixel.isChanged.map { $0 ? 7 : 5 } ?? 0 }
        let valid = [UInt16](repeating: 1, count: pixels.count)
        try write(folder + "/truth.tif", [labels], ["truth"], columns, [])
        try write(
            folder + "/change.tif", [scores, valid, valid], ["score", "class", "valid"], columns,
            [("TUBAN_THRESHOLD", "\(Double(threshold) / Self.scale)")])
        let outcome = try Binary.run([
            "evaluate", "--change", folder + "/change.tif", "--truth", folder + "/truth.tif", "--changed", "7",
            "--unchanged", "5", "--json",
        ])
        #expect(outcome.code == 0, "\(outcome.messages)")
        return try JSONValue(parsing: outcome.results, named: "evaluate")
    }

    private func write(
        _ path: String,
        _ bands: [[UInt16]],
        _ names: [String],
        _ columns: Int,
        _ metadata: [(key: String, value: String)]
    ) throws {
        let grid = Grid(
            system: nil,
            transform: GeoTransform(originX: 0, originY: 0, pixelWidth: 1, pixelHeight: 1),
            size: GridSize(columns: columns, rows: bands[0].count / columns)
        )
        let layout = GeoTIFFLayout(
            sampleType: .uint16, bands: names.map { .init($0, scale: $0 == "score" ? 1 / Self.scale : 1) })
        let writer = try GeoTIFFWriter(path, grid: grid, layout: layout)
        try writer.append(rows: bands)
        try writer.close(metadata: metadata)
    }

    /// Four by four: TP 3, FP 1, FN 1, TN 9, two not labelled.
    ///
    /// OA 12/14. Chance: (4·4 + 10·10)/14² = 116/196; κ = (12/14 − 116/196) / (1 − 116/196) = 52/80. AP: the changed
    /// pixels come first, second, fourth and fifth: (1 + 1 + 3/4 + 4/5) / 4.
    @Test func figuresByHand() throws {
        let scores = [900, 800, 700, 600, 500, 400, 400, 300, 200, 100, 50, 40, 30, 20, 990, 10]
        let truth: [Bool?] = [
            true, true, false, true, true, false, false, false, false, false, false, false, false, false, nil, nil,
        ]
        let pixels = zip(scores, truth).map { Pixel(score: $0, isChanged: $1) }
        let record = try record(pixels, columns: 4, threshold: 600)
        let expected = [12.0 / 14, 0.65, 0.75, 0.75, 0.75, 8.0 / 9, 500 / Self.scale, 3.55 / 4]
        for (key, figure) in zip(Self.keys, expected) {
            #expect(abs((record[key]?.double ?? .nan) - figure) < 1e-12, "\(key)")
        }
        #expect(record["scored_pixels"] == 14 && record["threshold"]?.double == 600 / Self.scale)
    }

    /// Many ties, so that the order of equal scores would show.
    @Test func figuresByBruteForce() throws {
        var state: UInt64 = 20_260_607
        func next(_ bound: UInt64) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % bound)
        }
        let pixels = (0..<23 * 17).map { _ in
            let isChanged = next(4) == 0
            return Pixel(
                score: next(12) * 100 + (isChanged ? next(5) * 100 : 0),
                isChanged: next(10) == 0 ? nil : isChanged
            )
        }
        let record = try record(pixels, columns: 23, threshold: 700)
        for (key, figure) in zip(Self.keys, bruteForce(pixels, threshold: 700)) {
            #expect(abs((record[key]?.double ?? .nan) - figure) < 1e-9, "\(key): \(figure)")
        }
        #expect(record["scored_pixels"]?.integer == pixels.count { $0.isChanged != nil })
    }

    /// The figures in the order of `keys`.
    private func bruteForce(_ pixels: [Pixel], threshold: Int) -> [Double] {
        let own = counts(pixels, threshold)
        let total = own.hits + own.falseAlarms + own.misses + own.quiet
        let accuracy = (own.hits + own.quiet) / total
        let alarms = own.hits + own.falseAlarms
        let changes = own.hits + own.misses
        let chance = alarms / total * changes / total + (1 - alarms / total) * (1 - changes / total)
        let levels = Set(pixels.map(\.score)).sorted(by: >)
        var best = (f1: 0.0, threshold: 0)
        var average = 0.0
        var recallBefore = 0.0
        for level in levels {
            let here = counts(pixels, level)
            if f1(here) > best.f1 { best = (f1(here), level) }
            let recall = here.hits / (here.hits + here.misses)
            average += (recall - recallBefore) * here.hits / max(1, here.hits + here.falseAlarms)
            recallBefore = recall
        }
        return [
            accuracy, (accuracy - chance) / (1 - chance), own.hits / alarms, own.hits / changes, f1(own), best.f1,
            Double(best.threshold) / Self.scale, average,
        ]
    }

    private typealias Counts = (hits: Double, falseAlarms: Double, misses: Double, quiet: Double)

    private func counts(_ pixels: [Pixel], _ threshold: Int) -> Counts {
        func count(_ isChanged: Bool, _ isAlarm: Bool) -> Double {
            Double(pixels.count { $0.isChanged == isChanged && ($0.score >= threshold) == isAlarm })
        }
        return (count(true, true), count(false, true), count(true, false), count(false, false))
    }

    private func f1(_ counts: Counts) -> Double {
        2 * counts.hits / (2 * counts.hits + counts.falseAlarms + counts.misses)
    }
}
