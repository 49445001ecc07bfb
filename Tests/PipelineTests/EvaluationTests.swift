import GeoIO
import GeoModel
import Pipeline
import SafeFiles
import Testing

/// A 4 × 4 raster whose figures are worked out by hand.
///
/// Threshold 8000 of 16 000. Of four changed pixels two are found (9000, 8000), one lies below (7999), one could not be
/// compared. Of ten unchanged pixels two are false alarms (10 000, 8000), one could not be compared. Two are not
/// labelled.
@Suite struct EvaluationTests {
    private let scratch: Scratch

    private static let score: [UInt16] = [
        9000, 8000, 7999, 0,
        10_000, 8000, 100, 100,
        0, 500, 400, 300,
        16_000, 8500, 200, 0,
    ]
    private static let valid: [UInt16] = [1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 0]
    private static let truth: [UInt16] = [
        2, 2, 2, 1,
        1, 1, 1, 1,
        2, 1, 1, 1,
        0, 0, 1, 1,
    ]

    init() throws {
        scratch = try Scratch()
        try write(scratch("change.tif"), [Self.score, Self.score.map { _ in 0 }, Self.valid], names: Self.names)
        try write(scratch("truth.tif"), [Self.truth])
    }

    private static let names = ["score", "class", "valid"]

    private func write(
        _ path: String,
        _ bands: [[UInt16]],
        names: [String] = ["band"],
        columns: Int = 4,
        threshold: String? = "0.5"
    ) throws {
        let grid = Grid(
            system: nil,
            transform: GeoTransform(originX: 0, originY: 0, pixelWidth: 1, pixelHeight: 1),
            size: GridSize(columns: columns, rows: bands[0].count / columns)
        )
        let layout = GeoTIFFLayout(
            sampleType: .uint16, bands: names.map { .init($0, scale: $0 == "score" ? 1 / 16_000 : 1) })
        let writer = try GeoTIFFWriter(path, grid: grid, layout: layout)
        try writer.append(rows: bands)
        try writer.close(metadata: threshold.map { [("TUBAN_THRESHOLD", $0)] } ?? [])
    }

    private func truth(_ changed: Double = 2, _ unchanged: Double = 1, other: String? = nil) -> TruthSource {
        TruthSource(path: scratch("truth.tif"), changed: changed, unchanged: unchanged, unchangedPath: other)
    }

    private func figures(_ evaluation: Evaluation) -> [String: Double] {
        let members = evaluation.record.members ?? []
        return Dictionary(
            uniqueKeysWithValues: members.compactMap { member in
                member.value.double.map { (member.key, ($0 * 1e9).rounded() / 1e9) }
            })
    }

    /// Of 14 valid pixels two are water at both dates. Five of the 12 of land are flagged: vegetation → built, water →
    /// unknown, built → built, bare → built, bare → vegetation.
    @Test func sharesByHand() throws {
        let classes: [UInt16] = [
            24, 10, 24, 24,
            44, 34, 11, 22,
            24, 0, 0, 33,
            32, 11, 23, 24,
        ]
        try write(scratch("classes.tif"), [Self.score, classes, Self.valid], names: Self.names)
        let shares = try ChangeShares(changeRaster: scratch("classes.tif"))
        #expect(shares.validPixels == 14 && shares.landPixels == 12)
        #expect(shares.flaggedPixels == 5 && shares.builtPixels == 2 && shares.clearedPixels == 2)
        #expect(shares.flagged == 5.0 / 12 && shares.built == 2.0 / 12 && shares.cleared == 2.0 / 12)
    }

    @Test func figuresByHand() throws {
        let found = figures(try Evaluation(changeRaster: scratch("change.tif"), truth: truth()))
        let expected = [
            "overall_accuracy": 10.0 / 14, "kappa": 0.3, "precision": 0.5, "recall": 0.5, "f1": 0.5, "threshold": 0.5,
            // At 7999: three of four found, five alarms.
            "best_f1": 2.0 / 3, "best_threshold": 7999.0 / 16_000,
            // ¼ · (1/2 + 2/4 + 3/5 + 4/14): precision where each of the four is reached, ties together.
            "average_precision": (0.5 + 0.5 + 0.6 + 4.0 / 14) / 4,
            "scored_pixels": 14, "not_compared_pixels": 2,
        ].mapValues { ($0 * 1e9).rounded() / 1e9 }
        #expect(found == expected)
    }

    /// The truth in two rasters, each with a value of its own.
    @Test func theTruthInTwoRasters() throws {
        let whole = try Evaluation(changeRaster: scratch("change.tif"), truth: truth())
        try write(scratch("quiet.tif"), [Self.truth.map { $0 == 1 ? 255 : 0 }])
        let parts = try Evaluation(
            changeRaster: scratch("change.tif"), truth: truth(2, 255, other: scratch("quiet.tif")))
        #expect(parts == whole)
    }

    @Test func aPerfectRunAndAnEmptyTruth() throws {
        let perfect: [UInt16] = Self.truth.map { $0 == 2 ? 9000 : 10 }
        try write(scratch("change.tif"), [perfect, perfect, perfect.map { _ in 1 }], names: Self.names)
        let best = figures(try Evaluation(changeRaster: scratch("change.tif"), truth: truth()))
        for key in ["overall_accuracy", "kappa", "precision", "recall", "f1", "best_f1", "average_precision"] {
            #expect(best[key] == 1, "\(key)")
        }
        let empty = figures(try Evaluation(changeRaster: scratch("change.tif"), truth: truth(7, 1)))
        for key in ["precision", "recall", "f1", "best_f1", "average_precision"] { #expect(empty[key] == 0, "\(key)") }
        #expect(empty["overall_accuracy"] == 1 && empty["kappa"] == 1 && empty["scored_pixels"] == 10)
    }

    @Test func aTruthOfAnotherKindIsAFault() throws {
        let values = #expect(throws: Fault.self) {
            try Evaluation(changeRaster: scratch("change.tif"), truth: truth(8, 9))
        }
        #expect(values?.object == scratch("truth.tif"))
        #expect(values?.message.en == "no pixel has the value 8.0 or 9.0. Check --changed and --unchanged.")
        try write(scratch("truth.tif"), [Self.truth], columns: 8)
        let size = #expect(throws: Fault.self) { try Evaluation(changeRaster: scratch("change.tif"), truth: truth()) }
        #expect(size?.message.en == "8 × 2 pixels, but the change raster has 4 × 4. Crop or resample it.")
    }

    /// A threshold that no score reaches, or that is no number, once stopped the program.
    @Test(arguments: [nil, "", "much", "nan", "inf", "-0.1", "1e300", "5"])
    func aThresholdOfNoRunIsAFault(threshold: String?) throws {
        let bands = [Self.score, Self.score, Self.valid]
        try write(scratch("change.tif"), bands, names: Self.names, threshold: threshold)
        let fault = #expect(throws: Fault.self) { try Evaluation(changeRaster: scratch("change.tif"), truth: truth()) }
        #expect(fault?.message.en.hasPrefix("not a change raster of tuban;") == true)
    }

    @Test func anotherRasterIsAFault() throws {
        #expect(throws: Fault.self) { try Evaluation(changeRaster: scratch("truth.tif"), truth: truth()) }
        #expect(throws: Fault.self) { try Evaluation(changeRaster: scratch("none.tif"), truth: truth()) }
    }
}
