import ChangeDetection
import Foundation
import GeoModel
import Learning
import SafeFiles
import Testing

@testable import Pipeline

/// Learning from made pictures whose truth is known, and finding changes with what was learnt.
@Suite struct CalibrationTests {
    private let scratch: Scratch
    private let data = DataFolder(path: "Pipelines")

    init() throws {
        scratch = try Scratch()
        try DurableFile.write(MadePictures.recipe, to: scratch("r.json5"))
        for (number, name) in ["a", "b", "c"].enumerated() {
            try MadePictures.write(scratch, name, seed: 100 * number)
        }
    }

    private func recipe(model: String? = nil) throws -> Recipe { try Recipe(file: scratch("r.json5"), model: model) }

    private func calibrate(_ pairs: [LabelledPair], learner: String? = nil, workers: Int = 1, to name: String) throws
        -> Calibration
    {
        let calibration = try Calibration(pairs, recipe(), data, learner: learner, workers: workers) { _, _, _ in }
        if calibration.model != nil {
            try calibration.write(to: scratch(name), pairs, recipe(), data, date: nil, workers: workers)
        }
        return calibration
    }

    private func pairs(_ names: [String]) throws -> [LabelledPair] {
        try DurableFile.write(MadePictures.list(names), to: scratch("list.json5"))
        return try CalibrationList(file: scratch("list.json5")).pairs
    }

    private func detect(_ folder: String, model: String?, workers: Int = 1, side: Int? = nil) throws -> [String] {
        let comparison = try Comparison(
            before: scratch("c-1.tif"), after: scratch("c-2.tif"), recipe: recipe(model: model.map { scratch($0) }),
            data: data)
        _ = try comparison.run(
            PairOptions(workers: workers, tileSide: side, outputFolder: scratch(folder))
        ) { _, _, _ in }
        return try ["change.tif", "patches.gpkg", "patches.geojson"].map {
            try Checksum.sha256(ofFile: scratch(folder) + "/" + $0)
        }
    }

    @Test func aModelOfOtherPlacesFindsWhatIsMeantAndNothingElse() throws {
        let calibration = try calibrate(pairs(["a", "b"]), to: "m.json")
        let pooled = calibration.figures.pooled
        #expect(calibration.choice == .model && calibration.learnerName == "trees")
        #expect(calibration.figures.lines.map(\.name) == ["a", "b"])
        // The method as it is can't tell the brighter squares from the red ones.
        #expect(pooled.usual.f1 < 0.75)
        #expect(try #require(pooled.model).f1 > 0.75)
        _ = try calibrate(pairs(["a", "b"]), workers: 2, to: "again.json")
        #expect(try DurableFile.text(of: scratch("m.json")) == DurableFile.text(of: scratch("again.json")))

        let first = try detect("one", model: "m.json")
        #expect(try detect("two", model: "m.json", workers: 2, side: 96) == first)
        #expect(try detect("plain", model: nil) != first)
        let truth = TruthSource(path: scratch("c-truth.tif"), changed: 2, unchanged: 1, unchangedPath: nil)
        let figures = try Evaluation(changeRaster: scratch("one/change.tif"), truth: truth).record
        #expect(figures["f1"]?.double ?? 0 > 0.9)
        let record = try DurableFile.json(of: scratch("one/run.json"))
        #expect(record["model"]?["sha256"]?.string == (try Checksum.sha256(ofFile: scratch("m.json"))))
        #expect(record["parameters"]?["method"]?.string == "learned")
        _ = try altered("smoothing_pixels", .integer(0), to: "sharp.json")
        _ = try detect("sharp", model: "sharp.json")
        #expect(try Evaluation(changeRaster: scratch("sharp/change.tif"), truth: truth).record["f1"]?.double ?? 0 > 0.5)
        try shards(first)
        try refusals()
    }

    /// Shards swept in any order leave what the local run leaves; the plan keeps a model of its own.
    private func shards(_ local: [String]) throws {
        try ShardPlan(
            before: scratch("c-1.tif"), after: scratch("c-2.tif"), recipe: recipe(model: scratch("m.json")),
            data: data, tileSide: 64, count: 2, workers: 1, folder: scratch("shards")
        ).write()
        for shard in (0..<(try ShardPlan(folder: scratch("shards"), data: data)).count).reversed() {
            let plan = try ShardPlan(folder: scratch("shards"), data: data)
            #expect(try plan.run(shard, workers: 1) { _, _ in } == .swept)
        }
        try DurableFile.makeFolder(scratch("merged"))
        let plan = try ShardPlan(folder: scratch("shards"), data: data)
        _ = try plan.merge(PairOptions(workers: 1, outputFolder: scratch("merged"))) { _, _, _ in }
        let merged = try ["change.tif", "patches.gpkg", "patches.geojson"].map {
            try Checksum.sha256(ofFile: scratch("merged") + "/" + $0)
        }
        #expect(merged == local)
        // What a plan with a model has left is not taken for a part of one without.
        try FileManager.default.removeItem(atPath: scratch("shards/plan.json"))
        try ShardPlan(
            before: scratch("c-1.tif"), after: scratch("c-2.tif"), recipe: recipe(), data: data, tileSide: 64,
            count: 2, workers: 1, folder: scratch("shards")
        ).write()
        #expect(try ShardPlan(folder: scratch("shards"), data: data).comparison.recipe.detect.model == nil)
    }

    /// A copy of a model file with another value for a key.
    private func altered(_ key: String, _ value: JSONValue, to name: String) throws -> String {
        let members = try #require(try DurableFile.json(of: scratch("m.json")).members)
        let changed = members.map { $0.key == key ? JSONValue.Member(key, value) : $0 }
        try DurableFile.write(JSONValue.object(changed).text(), to: scratch(name))
        return scratch(name)
    }

    private func refusals() throws {
        try MadePictures.write(scratch, "coarse", seed: 5, grid: MadePictures.grid(pixelMetres: 3))
        let coarse = #expect(throws: Fault.self) {
            try Comparison(
                before: scratch("coarse-1.tif"), after: scratch("coarse-2.tif"),
                recipe: recipe(model: scratch("m.json")), data: data)
        }
        #expect(coarse?.message.en.contains("about 3.0 m wide") == true)
        _ = try MadeScenes(scratch, size: GridSize(columns: 100, rows: 100))
        try DurableFile.write(MadeScenes.recipe, to: scratch("two-bands.json5"))
        let bands = #expect(throws: Fault.self) {
            try Comparison(
                before: scratch("a.tif"), after: scratch("b.tif"),
                recipe: Recipe(file: scratch("two-bands.json5"), model: scratch("m.json")), data: data)
        }
        #expect(bands?.message.en.contains("needs the band blue, green") == true)
        try numbersOfAnotherUnit()
        let text = try DurableFile.text(of: scratch("m.json"))
        let damages = [
            ("pictures-1", "pictures-0"), ("tuban-model-1", "tuban-model-0"), ("light1.0_0", "light9"),
            ("\"learned\"", "\"pif-cva\""),
        ]
        for (found, damaged) in damages {
            try DurableFile.write(text.replacing(found, with: damaged), to: scratch("bad.json"))
            #expect(throws: Fault.self) { try LearnedModel(file: scratch("bad.json")) }
        }
        for bands: JSONValue in [
            .null, [], ["red"], ["green", "red"], ["blue", "green", "red", "red"], ["red", "green", "blue"],
        ] {
            let path = try altered("bands", bands, to: "bad.json")
            let fault = #expect(throws: Fault.self) { try LearnedModel(file: path) }
            #expect(fault?.message.en.contains("at least blue, green, red") == true)
        }
    }

    /// As of a model of reflectance × 10 000 for pictures of some hundred, or the other way round.
    private func numbersOfAnotherUnit() throws {
        let medians = try #require(try DurableFile.json(of: scratch("m.json"))["band_medians"]?.members)
        #expect(medians.map(\.key) == ["blue", "green", "red"])
        #expect(medians.allSatisfy { (80...130).contains($0.value.double ?? 0) })
        for factor in [1e4, 1e-4] {
            let other = medians.map { JSONValue.Member($0.key, .number(($0.value.double ?? 0) * factor)) }
            _ = try altered("band_medians", .object(other), to: "unit.json")
            let fault = #expect(throws: Fault.self) { try detect("unit", model: "unit.json") }
            #expect(fault?.object == "c-1" && fault?.message.en.contains("at most 100 times") == true)
        }
        // Models of earlier programs don't tell, and a recipe may allow more.
        _ = try altered("band_medians", .null, to: "unit.json")
        _ = try detect("unit", model: "unit.json")
    }

    @Test func aRecipeMayNameItsModel() throws {
        let pairs = try pairs(["a", "b"])
        _ = try calibrate(pairs, learner: "linear", to: "m.json")
        let text = MadePictures.recipe.replacing("smoothing: 1", with: "smoothing: 1, model: \"m.json\"")
        try DurableFile.write(text, to: scratch("named.json5"))
        let named = try Recipe(file: scratch("named.json5"))
        #expect(named.detect.method == .learned && named.detect.model?.learner == .linear)
        #expect(named.fingerprint != named.checksum)
        // Calibrating again starts from the recipe's own method, whatever it names.
        let again = try Calibration(pairs, named, data, learner: "threshold", workers: 1) { _, _, _ in }
        #expect(again.model.map { $0.method != .learned } ?? true)
        let key = MadePictures.recipe.replacing("pif-cva", with: "learned")
        try DurableFile.write(key, to: scratch("named.json5"))
        #expect(throws: Fault.self) { try Recipe(file: scratch("named.json5")) }
    }

    /// Few verdicts of one place: only a threshold is learnt, judged on blocks that were left out.
    @Test func aFewVerdictsMoveTheThresholdOnly() throws {
        try MadePictures.write(scratch, "v, w", seed: 9, grid: MadePictures.degrees)
        try DurableFile.write(MadePictures.verdicts("v, w", seed: 9), to: scratch("verdicts.geojson"))
        let verdicts = try VerdictFile.pairs(scratch("verdicts.geojson"))
        #expect(verdicts.count == 1 && verdicts[0].labels.verdictCount == 16)
        let pair = try Comparison(verdicts[0], recipe: recipe(), data: data).pair
        #expect(pair.before.first.radiometry == Radiometry(scale: 0.0001, offset: -0.1))
        #expect(pair.after.first.radiometry == .identity)
        let calibration = try calibrate(verdicts, to: "t.json")
        #expect(calibration.learnerName == "threshold" && calibration.figures.pooled.model == nil)
        #expect(calibration.figures.lines.count > 1)
        // Half of 16 squares of 196 pixels were confirmed.
        #expect(calibration.counts.changed == 8 * 196 && calibration.counts.unchanged == 8 * 196)
        guard calibration.choice == .threshold else { return }
        let model = try LearnedModel(file: scratch("t.json"))
        #expect(model.method == .invariantBands && model.scene == nil)
        #expect(try detect("t", model: "t.json") != detect("plain", model: nil))
    }

    @Test func verdictsKeepNoDataAndMaskCodesOfTheirScenes() throws {
        try MadePictures.write(scratch, "v, w", seed: 9, grid: MadePictures.degrees)
        let text = MadePictures.verdicts("v, w", seed: 9).replacing(
            "\"before_offset\": -0.1,",
            with: "\"before_offset\": -0.1, \"before_no_data\": 85, \"before_mask_codes\": [4, 5],")
        try DurableFile.write(text, to: scratch("verdicts.geojson"))
        let pair = try Comparison(VerdictFile.pairs(scratch("verdicts.geojson"))[0], recipe: recipe(), data: data).pair
        #expect(pair.before.first.noData == 85 && pair.before.first.usableMaskCodes == [4, 5])
        #expect(pair.after.first.noData == nil && pair.after.first.usableMaskCodes == [])
        try DurableFile.write(text.replacing("[4, 5]", with: "[\"cloud\"]"), to: scratch("verdicts.geojson"))
        #expect(throws: Fault.self) { try VerdictFile.pairs(scratch("verdicts.geojson")) }
    }

    /// Whole numbers don't reach that far.
    @Test func outlinesFarAwayLabelNothing() throws {
        for far in [1e300, -1e300, .infinity, .nan] {
            let ring = Ring([
                MapPoint(x: far, y: 35), MapPoint(x: 117, y: far), MapPoint(x: 117, y: -far), MapPoint(x: far, y: 35),
            ])
            let verdict = Verdict(isConfirmed: true, patch: "T1", shape: MultiPolygon([Polygon(exterior: ring)]))
            let labels = try? PixelLabels(.verdicts([verdict]), on: MadePictures.degrees)
            let window = MadePictures.size.window
            #expect(try labels?.labels(window).count ?? window.pixelCount == window.pixelCount)
        }
    }

    @Test func aThresholdHoldsForTheScoresItWasLearntFromAlone() throws {
        let detect = try recipe().detect
        let model = LearnedModel(
            learner: .threshold, method: detect.method, smoothing: detect.smoothing, threshold: 2, bands: [],
            pixelMetres: nil, scene: nil, basis: ScoreBasis(detect))
        try DurableFile.write(model.json(figures: [], provenance: []).text(), to: scratch("t.json"))
        let read = try LearnedModel(file: scratch("t.json"))
        try read.check([], detect, pixelMetres: nil)
        let others = [
            ("[\"ndvi\"]", "[\"ndvi\", \"mndwi\"]"),
            ("smoothing: 1", "spectrum: [\"red\", \"blue\"], smoothing: 1"),
        ]
        for (key, other) in others {
            try DurableFile.write(MadePictures.recipe.replacing(key, with: other), to: scratch("other.json5"))
            let other = try Recipe(file: scratch("other.json5")).detect
            let fault = #expect(throws: Fault.self) { try read.check([], other, pixelMetres: nil) }
            #expect(fault?.message.en.contains("while the recipe says") == true)
        }
    }

    @Test func placesThatNoModelCouldBeLearntForAreNamed() throws {
        var tally = ScoreTally()
        for place in 0..<20 { tally.add(UInt16(place * 100), isChanged: place > 9) }
        var units = (0..<2).map {
            CalibrationUnit(place: "\($0)", pairNumber: $0, fold: $0, usual: tally, automatic: 50, model: tally)
        }
        #expect(CalibrationFigures(units).unlearnt.isEmpty && CalibrationFigures(units).pooled.model != nil)
        units[1].model = nil
        #expect(CalibrationFigures(units).unlearnt == ["1"] && CalibrationFigures(units).pooled.model == nil)
    }

    @Test func labelsOfOneKindAreRefused() throws {
        let pairs = try pairs(["a", "b"]).map { pair in
            LabelledPair(
                place: pair.place, before: pair.before, after: pair.after,
                labels: .raster(path: scratch("a-truth.tif"), changed: 77, unchanged: 1, unchangedPath: nil))
        }
        let fault = #expect(throws: Fault.self) { try calibrate(pairs, to: "m.json") }
        #expect(fault?.message.en.contains("no labelled pixel changed") == true)
    }

    @Test func spacesAfterCommasAreNoPartOfPaths() {
        #expect(Recipe.paths("a.tif, b.tif", beside: "/x/list.json5") == ["/x/a.tif", "/x/b.tif"])
        #expect(absolutePaths("/y/a.tif, /y/b.tif") == "/y/a.tif,/y/b.tif")
    }

    @Test func aListThatIsWrongIsRefusedByName() throws {
        for text in [
            "{ pairs: [] }", "{ pairs: [{ before: \"a\", after: \"b\", truth: \"c\" }], changed: 1 }",
            "{ pears: [] }", "{ changed: 2, unchanged: 1, pairs: [{ before: \"a\" }] }",
        ] {
            try DurableFile.write(text, to: scratch("bad.json5"))
            #expect(throws: Fault.self) { try CalibrationList(file: scratch("bad.json5")) }
        }
        let verdicts = MadePictures.verdicts("v", seed: 9)
        for number in ["1e300", "181", "-1e18"] {
            let place = try #require(verdicts.firstRange(of: "[117."))
            let moved = verdicts.replacingCharacters(in: place, with: "[\(number), 35], [117.")
            try DurableFile.write(moved, to: scratch("bad.geojson"))
            let fault = #expect(throws: Fault.self) { try VerdictFile.pairs(scratch("bad.geojson")) }
            #expect(fault?.message.en.contains("no longitude") == true)
        }
        try DurableFile.write("{ \"features\": [] }", to: scratch("bad.geojson"))
        #expect(throws: Fault.self) { try VerdictFile.pairs(scratch("bad.geojson")) }
    }
}
