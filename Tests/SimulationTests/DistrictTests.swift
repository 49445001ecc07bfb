import Foundation
import GeoIO
import GeoModel
import SafeFiles
import Testing

@testable import Simulation

@Suite struct DistrictTests {
    /// The same options make the same bytes, however many workers share the months; and what is written reads back.
    @Test func theSameSeedMakesTheSameBytes() throws {
        let first = try makeDistrict(workers: 1)
        let second = try makeDistrict(workers: 2)
        defer {
            try? FileManager.default.removeItem(atPath: first)
            try? FileManager.default.removeItem(atPath: second)
        }
        let files = try #require(FileManager.default.enumerator(atPath: first)).compactMap { $0 as? String }
            .filter { $0.contains(".") }
        #expect(files.count == 45)
        for file in files {
            #expect(
                try Checksum.sha256(ofFile: "\(first)/\(file)") == Checksum.sha256(ofFile: "\(second)/\(file)"),
                "\(file)")
        }
        try checkScene(first + "/scenes")
        try checkForeignScenesAreRefused(first)
    }

    private func makeDistrict(workers: Int) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("district-\(UUID())").path
        let report = try simulateDistrict(
            SimulationOptions(seed: 5, months: 2, size: 512, folder: folder, workers: workers)
        )
        #expect(report.items.count == 2)
        #expect(report.cloudFractions.allSatisfy { $0 < 0.1 })
        #expect(report.unplacedEvents == 0)
        return folder
    }

    private func checkScene(_ scenes: String) throws {
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: scenes).sorted().first)
        let item = try DurableFile.json(of: "\(scenes)/\(name)/item.json")
        #expect(item["id"]?.string == name)
        #expect(item["stac_version"]?.string == "1.0.0")
        #expect(item["properties"]?["proj:epsg"]?.integer == 32650)
        let assets = try #require(item["assets"]?.members)
        #expect(assets.map(\.key) == ["B02", "B03", "B04", "B08", "B11", "B12", "SCL"])
        for asset in assets {
            let path = "\(scenes)/\(name)/\(asset.key).tif"
            #expect(asset.value["file:checksum"]?.string == "1220" + (try Checksum.sha256(ofFile: path)))
            let raster = try RasterFile(path)
            #expect(raster.grid.system == CoordinateSystem("EPSG:32650"))
            #expect(raster.grid.size.columns == (asset.key.hasPrefix("B0") ? 512 : 256))
            #expect(raster.grid.transform.originX.truncatingRemainder(dividingBy: 20) == 0)
        }
        let edges = try #require(item["bbox"]?.array)
        let box = edges.compactMap(\.double)
        #expect(box[0] > 117 && box[2] < 118 && box[1] > 34 && box[3] < 36)
    }

    private func checkForeignScenesAreRefused(_ folder: String) throws {
        let fault = #expect(throws: Fault.self) {
            try simulateDistrict(SimulationOptions(seed: 6, months: 3, size: 512, folder: folder))
        }
        #expect(fault?.object == folder + "/scenes")
    }
}
