import Foundation
import GeoModel
import LandRecords
import Pipeline
import SafeFiles
import Testing

@Suite struct RegionSettingsTests {
    private let settings = RegionSettings(
        name: "示例县",
        code: "370499",
        system: CoordinateSystem("EPSG:32650"),
        grid: Grid(
            system: CoordinateSystem("EPSG:32650"),
            transform: GeoTransform(originX: 500_000.5, originY: 3_900_000, pixelWidth: 10, pixelHeight: 10),
            size: GridSize(columns: 700, rows: 520)
        ),
        sceneFolders: ["scenes", "/data/more"],
        registers: [
            RegisterSource(kind: .parcel, path: "records/parcels.shp"),
            RegisterSource(
                kind: .zone, path: "/data/z.gpkg", layer: "红线", system: CoordinateSystem("EPSG:4548")),
        ]
    )

    private func read(_ text: String) throws -> RegionSettings {
        let scratch = try Scratch()
        try DurableFile.write(text, to: scratch("region.json5"))
        return try RegionSettings(file: scratch("region.json5"))
    }

    @Test func whatIsWrittenReadsBack() throws {
        #expect(try read(settings.document.text(indented: true)) == settings)
    }

    @Test func theLeastARegionNeeds() throws {
        let least = try read("{ name: 'x', crs: 'EPSG:4490' }")
        #expect(least.code.isEmpty && least.grid == nil && least.sceneFolders.isEmpty && least.registers.isEmpty)
        #expect(least.system == CoordinateSystem("EPSG:4490"))
    }

    @Test(arguments: [
        ("{ name: 'x' }", "the key ‘crs’ is missing."),
        ("{ name: 'x', crs: 'EPSG:4490', source: {} }", "unknown key ‘source’; did you mean ‘sources’?"),
        ("{ name: 'x', crs: 4490 }", "found 4490, expected a text."),
        (
            "{ name: 'x', crs: 'EPSG:32650', sources: { registers: [{ kind: 'parcels', path: 'p' }] } }",
            "found \"parcels\""
        ),
        (
            "{ name: 'x', crs: 'EPSG:32650', sources: { registers: [{ kind: 'parcel' }] } }",
            "the key ‘path’ is missing."
        ),
        ("{ name: 'x', crs: 'EPSG:32650', grid: { pixelSize: 0 } }", "found 0, expected a positive number."),
        ("{ name: 'x', crs: 'EPSG:32650', grid: { pixelSize: 10 } }", "the key ‘originX’ is missing."),
        ("{ name: 'x', crs: 'EPSG:32650', sources: { scenes: 'a' } }", "found \"a\", expected a list"),
    ])
    func aMistakeIsNamed(text: String, words: String) throws {
        let fault = #expect(throws: Fault.self) { try read(text) }
        #expect(fault?.message.en.hasPrefix(words) == true, "\(fault?.message.en ?? "")")
    }

    @Test func pathsMoveWithTheRegion() {
        let moved = settings.moved(fromFolderOf: "/county/source/district.json5", to: "/county")
        #expect(moved.sceneFolders == ["source/scenes", "/data/more"])
        #expect(moved.registers.map(\.path) == ["source/records/parcels.shp", "/data/z.gpkg"])
        #expect(moved.registers[1].layer == "红线" && moved.registers[1].system == settings.registers[1].system)
        #expect(moved.name == settings.name && moved.code == settings.code && moved.grid == settings.grid)
        let away = settings.moved(fromFolderOf: "/county/source/district.json5", to: "/count")
        #expect(away.sceneFolders == ["/county/source/scenes", "/data/more"])
        let stays = settings.moved(fromFolderOf: "/county/source/../region.json5", to: "/county/")
        #expect(stays.sceneFolders == settings.sceneFolders)
    }

    @Test func aRegisterAsAnOption() throws {
        let scratch = try Scratch()
        try DurableFile.write("", to: scratch("a:b.gpkg"))
        let plain = try RegisterSource(option: "parcel=/data/p.shp")
        #expect(plain == RegisterSource(kind: .parcel, path: "/data/p.shp"))
        let layer = try RegisterSource(option: "zone=/data/z.gpkg:红线")
        #expect(layer == RegisterSource(kind: .zone, path: "/data/z.gpkg", layer: "红线"))
        let colon = try RegisterSource(option: "zone=" + scratch("a:b.gpkg"))
        #expect(colon == RegisterSource(kind: .zone, path: scratch("a:b.gpkg")))
        for text in ["parcel", "parcels=/data/p.shp", "=x", ""] {
            #expect(throws: Fault.self, "\(text)") { try RegisterSource(option: text) }
        }
    }
}
