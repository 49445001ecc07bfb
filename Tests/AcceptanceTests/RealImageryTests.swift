import Foundation
import GeoIO
import GeoModel
import SafeFiles
import Testing

/// Real scenes with a published truth, where they are: beside the checkout or where `TUBAN_REAL_DATA` points.
enum RealData {
    /// The folder; nil where there is none.
    static let folder: String? = {
        let checkout = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let beside = checkout.deletingLastPathComponent().appendingPathComponent("shared/data").path
        let path = ProcessInfo.processInfo.environment["TUBAN_REAL_DATA"] ?? beside
        return DurableFile.isFolder(path) ? path : nil
    }()

    /// The cities of the Onera set. The debug build, which is slower, takes one whose dates differ in size.
    static let cities: [String] = {
        guard let folder else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/oscd")) ?? []
        let cities = names.filter { DurableFile.isFolder("\(folder)/oscd/\($0)/imgs_1") }.sorted()
        return SampleDistrict.isRelease ? cities : cities.filter { $0 == "hongkong" }
    }()
}

@Suite(.enabled(if: RealData.folder != nil, "no real data beside the checkout; set TUBAN_REAL_DATA"))
struct RealImageryTests {
    private static let keys = [
        "overall_accuracy", "kappa", "precision", "recall", "f1", "threshold", "best_f1", "best_threshold",
        "average_precision", "scored_pixels",
    ]

    private let data: String
    private let folder: String

    init() throws {
        data = try #require(RealData.folder)
        folder = try SampleDistrict.folder("real-\(UUID())")
    }

    private func detect(_ before: String, _ after: String) throws -> Binary.Outcome {
        let outcome = try Binary.run(["detect", "--before", before, "--after", after, "--out", folder])
        #expect(outcome.code == 0, "\(outcome.messages)")
        #expect(!outcome.messages.contains("\u{1B}"))
        for file in ["change.tif", "patches.gpkg", "patches.geojson", "run.json"] {
            #expect(FileManager.default.fileExists(atPath: "\(folder)/\(file)"), "\(file)")
        }
        return outcome
    }

    private func figures(_ truth: String...) throws -> [String: Double] {
        let outcome = try Binary.run(["evaluate", "--change", folder + "/change.tif", "--json", "--truth"] + truth)
        #expect(outcome.code == 0, "\(outcome.messages)")
        let record = try JSONValue(parsing: outcome.results, named: "evaluate")
        var figures: [String: Double] = [:]
        for key in Self.keys {
            let figure = try #require(record[key]?.double, "\(key)")
            // Scores reach 255 times the noise.
            let largest = key == "scored_pixels" ? 1e9 : key.hasSuffix("threshold") ? 256 : 1
            #expect(figure.isFinite && figure <= largest, "\(key)")
            #expect(figure >= (key == "kappa" ? -1 : 0), "\(key)")
            figures[key] = figure
        }
        #expect(figures["best_f1"] ?? 0 >= figures["f1"] ?? 1)
        return figures
    }

    /// Bytes, six bands told by their wavelengths, a sparse truth in two pictures without a place.
    @Test func taizhou() throws {
        let place = data + "/taizhou"
        let outcome = try detect(place + "/2000TM", place + "/2003TM")
        #expect(!outcome.messages.contains("aligned by coordinates"))
        let figures = try figures(
            place + "/change.bmp", "--changed", "255", "--truth-unchanged", place + "/unchanged.bmp", "--unchanged",
            "255")
        #expect(figures["scored_pixels"] == 21_390)
        // The best published map of this pair (IR-MAD) has κ 0.932 and F1 0.945.
        #expect(figures["kappa"] ?? 0 > 0.985 && figures["f1"] ?? 0 > 0.99)
        #expect(figures["average_precision"] ?? 0 > 0.999)
    }

    /// Single-band files of three resolutions; a truth of 1 (unchanged) and 2 (changed) on the first date's grid.
    @Test(arguments: RealData.cities) func oscd(city: String) throws {
        let place = "\(data)/oscd/\(city)"
        let outcome = try detect(place + "/imgs_1", place + "/imgs_2")
        let grids = try ["imgs_1", "imgs_2"].map { try blueBand("\(place)/\($0)").grid }
        #expect(outcome.messages.contains("aligned by coordinates") == (grids[0] != grids[1]))
        if grids[0] != grids[1] {
            let sizes = grids.map { "\($0.size.columns)×\($0.size.rows)" }
            #expect(sizes.allSatisfy(outcome.messages.contains), "\(outcome.messages)")
        }
        let truth = "\(place)/cm/\(city)-cm.tif"
        let labels = try RasterFile(truth)
        let labelled = try labels.values(band: 1, labels.grid.size.window).count { $0 == 1 || $0 == 2 }
        #expect(try figures(truth, "--changed", "2", "--unchanged", "1")["scored_pixels"] == Double(labelled))
        #expect(try RasterFile(folder + "/change.tif").grid == grids[0])
    }

    private func blueBand(_ folder: String) throws -> RasterFile {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        return try RasterFile(folder + "/" + (try #require(names.first { $0.hasSuffix("_B02.tif") })))
    }
}
