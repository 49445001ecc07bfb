import Foundation
import GeoModel
import SafeFiles
import Testing

@testable import Pipeline

/// Which places may be drawn, into which strata they fall, and that chance is fair.
@Suite struct OmissionDrawTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// The project's own design.
    private func design() throws -> OmissionDesign {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try OmissionDesign(file: root.appendingPathComponent("Pipelines/sampling/omission.json5").path)
    }

    private func design(_ changes: (String, String)...) throws -> OmissionDesign {
        var text = """
            { source: "test", guardPixels: 1, leastPlaces: 1,
              scores: [{ code: "high", zh: "高", en: "high", above: 0.5, places: 0.5 },
                       { code: "low", zh: "低", en: "low", above: 0, places: 0.5 }],
              covers: [{ code: "green", zh: "绿", en: "green", states: ["vegetation"] },
                       { code: "rest", zh: "余", en: "rest", states: ["unknown", "water", "bare", "built"] }] }
            """
        for (old, new) in changes { text = text.replacing(old, with: new) }
        try DurableFile.write(text, to: scratch("design.json5"))
        return try OmissionDesign(file: scratch("design.json5"))
    }

    private func draw(_ run: MadeRun, _ design: OmissionDesign, places: Int, seed: UInt64 = 1, workers: Int = 2)
        throws -> OmissionDraw
    {
        try OmissionDraw(run.folder, design, places: places, seed: seed, workers: workers) { _, _ in }
    }

    /// 9 × 7 pixels are 4 × 3 squares of 2 × 2 and what is left at two edges. A patch with its guard blocks the two
    /// squares at the upper left, a pixel without data the one at the lower right; nine are left.
    @Test func placesByHand() throws {
        var run = MadeRun(scratch("run"), columns: 9, rows: 7)
        run.patches = [PixelWindow(column: 0, row: 0, columns: 2, rows: 1)]
        run.valid[5 * 9 + 7] = 0
        // The squares of the second row of squares: one of high scores that was built on, one that is half as high.
        for pixel in [2 * 9 + 4, 2 * 9 + 5, 3 * 9 + 4, 3 * 9 + 5] {
            run.scores[pixel] = 6000
            run.classes[pixel] = 44
        }
        for pixel in [2 * 9 + 6, 3 * 9 + 7] { run.scores[pixel] = 6000 }
        try run.write()
        let all = try draw(run, try design(("above: 0.5", "above: 0.75")), places: 9)
        #expect(all.side == 2)
        #expect(all.strata.map(\.code) == ["high-green", "high-rest", "low-green", "low-rest"])
        #expect(all.strata.map(\.cells) == [1, 1, 7, 0] && all.strata.map(\.places) == [1, 1, 7, 0])
        let places = all.cells.flatMap { $0 }.map { [$0.column, $0.row] }
        #expect(Set(places) == [[2, 0], [3, 0], [0, 1], [1, 1], [2, 1], [3, 1], [0, 2], [1, 2], [2, 2]])
        #expect(all.cells[0].map(\.score) == [3000] && all.cells[1].map(\.score) == [6000])
        // UTM at its central meridian shrinks by 0.9996.
        let pixel = 100 / (0.9996 * 0.9996)
        #expect(abs(all.strata[2].area.squareMetres / (28 * pixel) - 1) < 1e-5)
        #expect(abs(all.flagged.squareMetres / (2 * pixel) - 1) < 1e-5)
        // 62 compared pixels less 36 in places and 2 in the patch.
        #expect(abs(all.aside.squareMetres / (24 * pixel) - 1) < 1e-5)
        #expect(all.remarks.count == 3)
    }

    /// Two tiles and noise.
    private func noisy(columns: Int = 1100, rows: Int = 400) -> MadeRun {
        var run = MadeRun(scratch("noisy"), columns: columns, rows: rows)
        for pixel in run.scores.indices {
            run.scores[pixel] = UInt16(truncatingIfNeeded: pixel &* 2_654_435_761 >> 11) % 7000
            run.classes[pixel] = [20, 30, 44, 10][pixel / 50 % 4]
        }
        run.patches = [PixelWindow(column: 1000, row: 100, columns: 60, rows: 60)]
        return run
    }

    @Test func theSeedAloneDecides() throws {
        let run = noisy()
        try run.write()
        func places(_ seed: UInt64, workers: Int) throws -> [[Int]] {
            try draw(run, try design(), places: 60, seed: seed, workers: workers).cells.flatMap { $0 }
                .map { [$0.column, $0.row] }
        }
        let first = try places(1, workers: 1)
        #expect(Set(first).count == 60)
        #expect(try places(1, workers: 3) == first)
        #expect(try places(2, workers: 3) != first)
    }

    /// The project's design draws densest near the threshold, and its areas add up to the unflagged land.
    @Test func denserWhereMissingIsLikelier() throws {
        let run = noisy()
        try run.write()
        let draw = try draw(run, try design(), places: 60)
        let density = draw.strata.map { Double($0.places) / Double($0.cells) }
        #expect(draw.strata.map(\.places).reduce(0, +) == 60 && draw.strata.count == 6)
        #expect(density[0] > 5 * density[2] && density[2] > 2 * density[4])
        let sum = draw.strata.reduce(0) { $0 + $1.weight.squareMetres * Double($1.places) }
        #expect(abs(sum / draw.strata.reduce(0) { $0 + $1.area.squareMetres } - 1) < 1e-9)
    }

    /// Lots that come in another order give the same places.
    @Test func theOrderOfTilesDoesNotMatter() {
        func cell(_ place: Int) -> DrawnCell {
            DrawnCell(UnflaggedCell(column: place % 40, row: place / 40, score: 0, cover: 0), seed: 5)
        }
        var (forward, backward) = (LowestLots(limit: 80), LowestLots(limit: 80))
        for place in 0..<1600 { forward.add(cell(place)) }
        for part in stride(from: 1500, through: 0, by: -100) {
            var lots = LowestLots(limit: 80)
            for place in part..<part + 100 { lots.add(cell(place)) }
            backward.add(lots)
        }
        let places = forward.spread(10, seed: 5).map { [$0.column, $0.row] }
        #expect(places.count == 10 && backward.spread(10, seed: 5).map { [$0.column, $0.row] } == places)
    }

    /// Every square of a stratum is drawn equally often, and the places of a draw spread: the quarters of the ground
    /// get shares that differ less than those of independent places would.
    @Test func chanceIsFairAndSpreads() {
        let (side, count, seeds) = (16, 8, 3000)
        var drawn = [Int](repeating: 0, count: side * side)
        var unevenness = 0.0
        for seed in 0..<seeds {
            var lots = LowestLots(limit: count * 8)
            for place in 0..<side * side {
                let cell = UnflaggedCell(column: place % side, row: place / side, score: 0, cover: 0)
                lots.add(DrawnCell(cell, seed: UInt64(seed)))
            }
            var quarters = [Int](repeating: 0, count: 4)
            for cell in lots.spread(count, seed: UInt64(seed)) {
                drawn[cell.row * side + cell.column] += 1
                quarters[cell.row / 8 * 2 + cell.column / 8] += 1
            }
            unevenness += quarters.reduce(0) { $0 + pow(Double($1) - 2, 2) } / Double(seeds)
        }
        let expected = Double(seeds * count) / Double(side * side)
        let squares = drawn.reduce(0) { $0 + pow(Double($1) - expected, 2) / expected }
        // χ² with 255 degrees of freedom, of places without replacement: far below 340 in all but one of 5000 cases.
        #expect(squares < 340, "\(squares)")
        // A multinomial draw of 8 into 4 has 6 on average.
        #expect(unevenness < 3, "\(unevenness)")
    }

    @Test func theSampleIsSharedOut() throws {
        let design = try design(("leastPlaces: 1", "leastPlaces: 3"))
        func share(_ cells: [Int], _ places: Int) throws -> [Int] {
            let strata = cells.map {
                SampleStratum(
                    code: "", label: Bilingual(zh: "", en: ""), above: 0, upTo: 0, cells: $0, area: .zero, places: 0)
            }
            return try design.share(places, among: strata, named: "x")
        }
        #expect(try share([600, 200, 900, 100], 40) == [15, 5, 17, 3])
        // A small stratum gives all it has, and others take what it lacks.
        #expect(try share([2, 0, 900, 100], 40) == [2, 0, 34, 4])
        #expect(try share([3, 3, 3, 3], 12) == [3, 3, 3, 3])
        let many = #expect(throws: Fault.self) { try share([3, 3, 3, 3], 13) }
        #expect(many?.message.en == "there are only 12 whole places that were not flagged in x. Ask for fewer.")
        let few = #expect(throws: Fault.self) { try share([600, 200, 900, 100], 11) }
        #expect(few?.message.en == "4 strata need 3 each, 12 in all. Ask for more.")
    }

    @Test func whatCannotBeDrawnFromIsNamed() throws {
        func fault(_ change: (inout MadeRun) throws -> Void) -> Fault? {
            var run = MadeRun(scratch("odd"), columns: 40, rows: 40)
            return #expect(throws: Fault.self) {
                try? FileManager.default.removeItem(atPath: run.folder)
                try change(&run)
                if !FileManager.default.fileExists(atPath: run.folder) { try run.write() }
                _ = try draw(run, try design(), places: 20)
            }
        }
        let hidden = fault { $0.valid = $0.valid.map { _ in 0 } }
        #expect(hidden?.message.en.hasPrefix("no pixel could be compared") == true, "\(hidden as Any)")
        let flagged = fault { $0.patches = [$0.size.window] }
        #expect(flagged?.message.en.hasPrefix("no whole place of 2 × 2 pixels was left") == true, "\(flagged as Any)")
        let placeless = fault { $0.system = nil }
        #expect(placeless?.message.en.hasPrefix("the images have no coordinate system") == true)
        let other = fault { try $0.write(threshold: 0.25) }
        #expect(other?.object == scratch("odd/run.json") && other?.message.en.contains("same comparison") == true)
        let altered = fault { try $0.write(recorded: 7) }
        #expect(altered?.message.en.hasPrefix("has 0 patches, but run.json tells of 7.") == true)
        let missing = fault { run in
            try run.write()
            try FileManager.default.removeItem(atPath: run.folder + "/patches.gpkg")
        }
        #expect(missing?.message.en.hasPrefix("has no patches.gpkg;") == true)
    }

    /// A sample is drawn even where its images are gone: the cards say so.
    @Test func aSampleWithoutPicturesIsStillASample() throws {
        var run = MadeRun(scratch("run"), columns: 40, rows: 40)
        run.patches = [PixelWindow(column: 4, row: 4, columns: 6, rows: 6)]
        try run.write()
        let draw = try draw(run, try design(), places: 12)
        let written = try draw.write(to: scratch("sample"), title: "<b>甲县</b>") { _, _ in }
        #expect(written.missingPictures.count == 24)
        #expect(written.files.allSatisfy(FileManager.default.fileExists) && written.files.count == 5)
        let page = try DurableFile.text(of: scratch("sample/omission.html"))
        #expect(page.contains("&lt;b&gt;甲县") && page.ranges(of: "影像缺失").count == 24)
        let read = try OmissionSample(file: scratch("sample/omission.json"))
        #expect(
            read.id == written.sample.id && read.places.map(\.id) == (1...12).map { $0 < 10 ? "U0\($0)" : "U\($0)" })
        for place in read.places {
            let patch = PixelWindow(column: 3, row: 3, columns: 8, rows: 8)
            #expect(place.window.intersection(patch).isEmpty && place.window.columns == 2)
        }
        let again = #expect(throws: Fault.self) { try draw.write(to: scratch("sample"), title: "") { _, _ in } }
        #expect(again?.message.en.hasPrefix("a sample is here already") == true)
    }

    @Test(arguments: [
        ("above: 0.5", "above: 0", "‘above’ falling"), ("places: 0.5 },", "places: 0.6 },", "add up to 1"),
        ("\"water\", ", "", "each land state exactly once"), ("\"water\"", "\"sea\"", "unknown, water, vegetation"),
        ("source: \"test\",", "", "‘source’ is missing"), ("guardPixels", "guardPixel", "did you mean ‘guardPixels’"),
    ])
    func aWrongDesignIsNamed(old: String, new: String, words: String) {
        let fault = #expect(throws: Fault.self) { try design((old, new)) }
        #expect(fault?.message.en.contains(words) == true, "\(fault as Any)")
    }
}
