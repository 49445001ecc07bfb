import Foundation
import GeoIO
import GeoModel
import SafeFiles
import Testing

/// Scenes of the sample district that say they lie elsewhere, as badly orthorectified ones do.
@Suite struct RegistrationTests {
    private let folder: String

    init() throws { folder = try SampleDistrict.folder("displaced-\(UUID())") }

    /// A copy of a scene whose pixels are said to lie so many metres farther east.
    private func copy(_ scene: String, as name: String, east: Double) throws -> String {
        let target = "\(folder)/\(name)"
        try DurableFile.makeFolder(target)
        for file in try FileManager.default.contentsOfDirectory(atPath: scene) where file.hasSuffix(".tif") {
            let image = try RasterFile("\(scene)/\(file)")
            let pixel = image.grid.transform.pixelWidth
            let grid = image.grid.displaced(by: PixelShift(columns: east / pixel, rows: 0))
            let layout = GeoTIFFLayout(sampleType: .uint16, bands: [.init(file)], noData: 0)
            let writer = try GeoTIFFWriter("\(target)/\(file)", grid: grid, layout: layout)
            let samples = try image.values(band: 1, image.grid.size.window).map { $0.isNaN ? 0 : UInt16($0) }
            try writer.append(rows: [samples])
            try writer.close()
        }
        return target
    }

    private func detect(_ before: String, _ after: String, _ out: String) throws -> Binary.Outcome {
        try Binary.run([
            "detect", "--recipe", "monthly", "--before", before, "--after", after, "--out", "\(folder)/\(out)",
        ])
    }

    private func shift(_ out: String) throws -> Double {
        let record = try DurableFile.json(of: "\(folder)/\(out)/run.json")
        return try #require(record["registration"]?["scenes"]?.array?.first?["shift_pixels"]?.array?.first?.double)
    }

    @Test func aDisplacedSceneIsPutRight() throws {
        let (before, after) = try SampleDistrict.scenes()
        let name = (after as NSString).lastPathComponent
        #expect(try detect(before, copy(after, as: "straight/" + name, east: 0), "straight").code == 0)
        let outcome = try detect(before, copy(after, as: "moved/" + name, east: 8), "moved")
        #expect(outcome.code == 0)
        #expect(outcome.messages.contains("put right by resampling while it is read."), "\(outcome.messages)")
        #expect(try abs(shift("moved") - shift("straight") - 0.8) < 0.1)
        let records = try ["straight", "moved"].map { try DurableFile.json(of: "\(folder)/\($0)/run.json") }
        let changed = records.compactMap { $0["results"]?["changed_pixels"]?.double }
        #expect(changed.count == 2 && abs(changed[1] / changed[0] - 1) < 0.1, "\(changed)")
        for file in ["qc.json", "qc.html"] {
            let text = try DurableFile.text(of: "\(folder)/moved/\(file)")
            #expect(text.contains("读取时已重采样校正"), "\(file)")
        }
    }

    @Test func aSceneTooFarOffIsRefused() throws {
        let (before, after) = try SampleDistrict.scenes()
        let outcome = try detect(before, copy(after, as: "far", east: 30), "out")
        #expect(outcome.code == 1 && outcome.results.isEmpty)
        #expect(outcome.messages.contains("error: far: lies "), "\(outcome.messages)")
        #expect(outcome.messages.contains("at most 1.00 is allowed. Orthorectify it again or take another scene"))
        #expect(!FileManager.default.fileExists(atPath: folder + "/out/patches.gpkg"))
    }

    /// The month goes on with its other scene.
    @Test func aMonthGoesOnWithoutIt() throws {
        let region = try SampleDistrict.copy(to: folder + "/region")
        let (_, after) = try SampleDistrict.scenes()
        let stamp = (after as NSString).lastPathComponent.dropFirst(4).prefix(8)
        let far = try copy(after, as: "S2Z_\(stamp)_T50SND", east: 30)
        #expect(try Binary.run(["scenes", "add", "--region", region, far]).code == 0)
        let patches = try run(region)
        let again = try Binary.run(["run", "monthly", "--region", region])
        #expect(again.code == 3 && again.messages.contains("S2Z_\(stamp)_T50SND: lies "), "\(again.messages)")
        let record = try DurableFile.json(of: "\(region)/runs/2026-09/run.json")
        #expect(record["left_out"]?.array?.count == 1 && record["results"]?["patches"]?.integer == patches)
        #expect(FileManager.default.fileExists(atPath: "\(region)/runs/2026-09/qc.html"))
    }

    /// Runs the month and tells the patches it found before the scene was added.
    private func run(_ region: String) throws -> Int? {
        let earlier = try DurableFile.json(of: "\(region)/runs/2026-09/run.json")["results"]?["patches"]?.integer
        let outcome = try Binary.run(["run", "monthly", "--region", region])
        #expect(outcome.code == 3 && outcome.messages.contains("at most 1.00 is allowed"), "\(outcome.messages)")
        return earlier
    }
}
