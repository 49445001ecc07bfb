import Foundation
import GeoModel
import Testing

@testable import Publishing

private let ogrinfo = ["/usr/bin/ogrinfo", "/usr/local/bin/ogrinfo"].first(
    where: FileManager.default.isExecutableFile(atPath:)
)

/// What GDAL's own tool makes of an exported GeoPackage.
@Suite(.enabled(if: ogrinfo != nil, "ogrinfo is not installed (Debian: gdal-bin)"))
struct OgrinfoTests {
    @Test func bothTablesOpenWithoutAWarning() throws {
        let township = try Township(flags: [Township.flag(1)])
        let path = township.folder + "/changes.gpkg"
        try FlagExport.write(township.store, as: .geoPackage, to: path)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(ogrinfo))
        process.arguments = ["-ro", "-al", path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(!text.contains("Warning") && !text.contains("ERROR"))
        #expect(text.contains("Layer name: changes\nGeometry: Multi Polygon\nFeature Count: 1"))
        #expect(text.contains("ID[\"EPSG\",4548]"))
        #expect(text.contains("Layer name: layer_styles\nGeometry: None\nFeature Count: 1"))
        #expect(text.contains("qsx (Date) = 2026/05/12"))
    }
}
