import ChangeDetection
import Foundation
import GeoModel
import SafeFiles
import Testing

@testable import Pipeline

/// The sheet on the quality of a pair, and the overview it is drawn from.
@Suite struct QualityTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func run(outputs: String? = nil, size: GridSize = GridSize(columns: 1100, rows: 620)) throws {
        let scenes = try MadeScenes(scratch, size: size)
        var text = MadeScenes.recipe
        if let outputs {
            text = text.replacingOccurrences(of: "opening: true", with: "opening: true, outputs: \(outputs)")
        }
        try DurableFile.write(text, to: scratch("r.json5"))
        let comparison = try Comparison(
            before: SceneStack([scenes.before]), after: SceneStack([scenes.after]),
            recipe: Recipe(file: scratch("r.json5")))
        _ = try comparison.run(PairOptions(workers: 2, outputFolder: scratch("out"))) { _, _, _ in }
    }

    @Test func figuresOfAMadePair() throws {
        try run()
        let record = try DurableFile.json(of: scratch("out/qc.json"))
        #expect(record["compared_share"]?.double == 1 && record["after"]?["valid_share"]?.double == 1)
        #expect(record["registration"] == .null)
        let bands = try #require(record["bands"]?.array)
        // The near infrared is constant, so nothing can be said of how bands follow from each other.
        #expect(bands.map { $0["band"]?.string } == ["red", "nir"] && bands[0]["gain"] == .null)
        #expect(bands[1]["dark_before"]?.double == 3000 && bands[1]["haze_difference"]?.double == 0)
        #expect((1000...1002).contains(bands[0]["dark_before"]?.double ?? 0))
        let thresholds = try #require(record["thresholds"]?.array)
        let rules = thresholds.map { $0["rule"]?.string }
        #expect(rules.first == "median-mad, k 6.0" && rules.count >= 3 && Set(rules).count == rules.count)
        let run = try DurableFile.json(of: scratch("out/run.json"))
        let threshold = try #require(run["threshold"]?.double)
        #expect(abs((thresholds[0]["score"]?.double ?? 0) - threshold) < 1e-4)
        #expect(record["patches"] == run["results"]?["patches"])
        let pixels = (record["histogram"]?["pixels"]?.array ?? []).compactMap(\.integer)
        #expect(pixels.reduce(0, +) == 1100 * 620 && pixels.count == 75)
    }

    @Test func theSheetStandsByItself() throws {
        try run()
        let page = try DurableFile.text(of: scratch("out/qc.html"))
        #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
        #expect(page.components(separatedBy: "data:image/jpeg;base64,").count == 4)
        for forbidden in ["<script", "http://", "https://", "src=\"/", scratch.path] {
            #expect(!page.contains(forbidden), "\(forbidden)")
        }
        #expect(page.contains("配方没有 registration 一节，未检验。"))
    }

    @Test func aRecipeTurnsItOff() throws {
        try run(outputs: "['patches.gpkg']")
        #expect(Scratch.names(scratch("out")) == ["patches.gpkg", "run.json"])
        try run(outputs: "['patches.gpkg', 'qc.json']")
        #expect(Scratch.names(scratch("out")) == ["patches.gpkg", "qc.json", "run.json"])
    }

    /// Every pixel of the overview belongs to one tile, whatever the tiles.
    @Test(arguments: [(480, 480), (481, 37), (10_980, 10_980), (1, 1), (961, 5), (1439, 1440)])
    func tilesShareAnOverviewOut(columns: Int, rows: Int) {
        let lattice = OverviewLattice(GridSize(columns: columns, rows: rows))
        #expect(max(lattice.size.columns, lattice.size.rows) <= 480)
        for side in [64, 100, 512, 4096] {
            var counts = [Int](repeating: 0, count: lattice.size.pixelCount)
            for tile in GridSize(columns: columns, rows: rows).window.parts(side: side) {
                let part = lattice.part(tile)
                for row in part.row..<part.endRow {
                    for column in part.column..<part.endColumn {
                        counts[row * lattice.size.columns + column] += 1
                        #expect((tile.column..<tile.endColumn).contains(lattice.column(column)))
                        #expect((tile.row..<tile.endRow).contains(lattice.row(row)))
                    }
                }
            }
            #expect(counts.allSatisfy { $0 == 1 })
        }
    }
}
