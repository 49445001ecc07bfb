import Foundation
import GeoIO
import GeoModel
import SafeFiles
import Testing

/// The result of a comparison does not depend on how the work is cut up: no seams, and nothing in the order of threads.
@Suite struct SameBytesTests {
    private static let files = ["change.tif", "patches.gpkg", "patches.geojson"]
    /// The debug build compares a corner, with tiles that cut it as often. Methods that look around each pixel take
    /// long, the longer the smaller the tiles.
    private static let tileSizes =
        SampleDistrict.isRelease
        ? [
            "monthly": [64, 100, 256, 512, 1000], "pair-multispectral": [64, 300, 1000], "pair-sentinel2": [200, 1000],
            "pair-submetre": [100, 1000],
        ]
        : ["monthly": [64, 100, 1000], "pair-multispectral": [100]]
    private static let corner = PixelWindow(column: 96, row: 32, columns: 240, rows: 200)

    private func digests(_ arguments: [String], _ folder: String) throws -> [String] {
        let outcome = try Binary.run(["detect", "--out", folder] + arguments)
        #expect(outcome.code == 0, "\(outcome.messages)")
        return try Self.files.map { try Checksum.sha256(ofFile: "\(folder)/\($0)") }
    }

    @Test(arguments: tileSizes.keys.sorted())
    func anyTilesAndAnyWorkersGiveTheSameBytes(recipe: String) throws {
        let (before, after) = try scenes(for: recipe)
        let folder = try SampleDistrict.folder("same-bytes-" + recipe)
        let scenes = ["--before", before, "--after", after, "--recipe", recipe]
        let first = try digests(scenes, folder + "/first")
        let record = try DurableFile.json(of: folder + "/first/run.json")
        #expect(record["results"]?["patches"]?.integer ?? 0 > 5, "something to compare")
        #expect(try digests(scenes, folder + "/first") == first, "the same command again")
        for side in Self.tileSizes[recipe] ?? [] {
            for workers in 1...3 {
                let options = ["--tile-size", "\(side)", "--workers", "\(workers)"]
                let found = try digests(scenes + options, "\(folder)/\(side)-\(workers)")
                #expect(found == first, "tiles of \(side), \(workers) workers: \(Self.files)")
            }
        }
    }

    private func scenes(for recipe: String) throws -> (before: String, after: String) {
        let (before, after) = try SampleDistrict.scenes()
        guard !SampleDistrict.isRelease else { return (before, after) }
        let folder = try SampleDistrict.folder("corners-" + recipe)
        return (try cut(before, to: folder + "/before"), try cut(after, to: folder + "/after"))
    }

    /// The corner of every band of a scene.
    private func cut(_ scene: String, to folder: String) throws -> String {
        try DurableFile.makeFolder(folder)
        for name in try FileManager.default.contentsOfDirectory(atPath: scene) where name.hasSuffix(".tif") {
            let file = try RasterFile("\(scene)/\(name)")
            let step = 512 / file.grid.size.columns
            let window = PixelWindow(
                column: Self.corner.column / step,
                row: Self.corner.row / step,
                columns: Self.corner.columns / step,
                rows: Self.corner.rows / step
            )
            let layout = GeoTIFFLayout(sampleType: .uint16, bands: [.init(name)], noData: 0)
            let writer = try GeoTIFFWriter("\(folder)/\(name)", grid: file.grid.subgrid(window), layout: layout)
            try writer.append(rows: [try file.values(band: 1, window).map { $0.isNaN ? 0 : UInt16($0) }])
            try writer.close()
        }
        return folder
    }
}
