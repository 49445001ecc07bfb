import Foundation
import GeoIO
import GeoModel
import SafeFiles
import Testing

@Suite struct SceneReaderTests {
    private let scratch: Scratch
    private let reader: SceneReader

    init() throws {
        scratch = try Scratch()
        reader = SceneReader(profiles: try Fixture.profiles())
    }

    private func writeBands(_ folder: String, _ names: [String], coarse: [String] = []) throws {
        try DurableFile.makeFolder(folder)
        for name in names { try Fixture.write("\(folder)/\(name).tif", Fixture.grid(4, 2), [1, 2, 3, 4, 5, 6, 7, 8]) }
        for name in coarse { try Fixture.write("\(folder)/\(name).tif", Fixture.grid(2, 1, pixel: 20), [4, 8]) }
    }

    @Test func aFolderOfSingleBands() throws {
        let folder = scratch("S2A_20260607T025551")
        try writeBands(folder, ["T50_B02_10m", "T50_B08_10m"], coarse: ["T50_B11_20m", "T50_SCL_20m", "T50_B8A_20m"])
        try DurableFile.write("", to: folder + "/readme.txt")
        let scene = try reader.scene(at: folder)
        #expect(scene.id == "S2A_20260607T025551" && scene.date?.description == "2026-06-07")
        #expect(scene.bands.keys.sorted() == [.blue, .nir, .nirNarrow, .swir1, .mask])
        #expect(scene.bands[.swir1] == BandSource(path: folder + "/T50_B11_20m.tif", band: 1))
        #expect(scene.grid == Fixture.grid(4, 2), "the finest band's")
        #expect(scene.sensor == "sentinel2" && scene.noData == 0 && scene.usableMaskCodes == [4, 5, 6, 7])
        #expect(scene.radiometry == Radiometry(scale: 0.0001, offset: 0))
    }

    @Test func aListOfFiles() throws {
        try writeBands(scratch("a"), ["x_20251231_B04", "x_20251231_B08"])
        try writeBands(scratch("b"), [], coarse: ["y_B11"])
        let paths = [scratch("a/x_20251231_B04.tif"), scratch("b/y_B11.tif"), scratch("a/x_20251231_B08.tif")]
        let scene = try reader.scene(at: paths.joined(separator: ", "))
        #expect(scene.bands.mapValues(\.path) == [.red: paths[0], .swir1: paths[1], .nir: paths[2]])
        #expect(scene.date?.description == "2025-12-31" && scene.grid == Fixture.grid(4, 2))
    }

    @Test(arguments: [("Micrometers", 1.0), ("Nanometers", 1000.0)])
    func bandsByWavelength(units: String, factor: Double) throws {
        // Green, near infrared, blue, a band of no role, red: neither the usual order nor a known name.
        let wavelengths = [0.56, 0.84, 0.49, 1.38, 0.66].map { "\($0 * factor)" }.joined(separator: ", ")
        let header = ["wavelength units = \(units)", "wavelength = {\(wavelengths)}"]
        try Fixture.writeENVI(scratch("image"), GridSize(columns: 3, rows: 2), bands: 5, header: header)
        let scene = try reader.scene(at: scratch("image"))
        #expect(scene.bands.mapValues(\.band) == [.green: 1, .nir: 2, .blue: 3, .red: 5])
        #expect(scene.sensor == "numbers" && scene.radiometry == .identity && scene.noData == nil)
    }

    @Test func bandsByName() throws {
        let header = ["band names = {red, extra, NIR, Green}"]
        try Fixture.writeENVI(scratch("image"), GridSize(columns: 3, rows: 2), bands: 4, header: header)
        #expect(try reader.scene(at: scratch("image")).bands.mapValues(\.band) == [.red: 1, .nir: 3, .green: 4])
    }

    @Test(
        arguments: [
            (3, [.red, .green, .blue]), (4, [.blue, .green, .red, .nir]),
            (6, [.blue, .green, .red, .nir, .swir1, .swir2]),
        ] as [(Int, [BandRole])])
    func bandsByTheUsualOrder(count: Int, roles: [BandRole]) throws {
        try Fixture.writeENVI(scratch("image"), GridSize(columns: 3, rows: 2), bands: count, header: [])
        let bands = try reader.scene(at: scratch("image")).bands
        #expect(bands.mapValues(\.band) == Dictionary(uniqueKeysWithValues: zip(roles, 1...)))
    }

    @Test func theRecipeNamesTheBands() throws {
        try Fixture.writeENVI(scratch("image"), GridSize(columns: 3, rows: 2), bands: 7, header: [])
        let fault = #expect(throws: Fault.self) { try reader.scene(at: scratch("image")) }
        #expect(fault?.message.en.hasPrefix("no band is recognised: there are 7 bands (1, 2, 3, ") == true)
        let told = SceneReader(profiles: try Fixture.profiles(), bandNumbers: [.red: 3, .nir: 7])
        #expect(try told.scene(at: scratch("image")).bands.mapValues(\.band) == [.red: 3, .nir: 7])
    }

    @Test func aBandThatIsThereTwiceIsAFault() throws {
        try writeBands(scratch("a"), ["one_B04", "two_B04", "one_B08"])
        let fault = #expect(throws: Fault.self) { try reader.scene(at: scratch("a")) }
        #expect(fault?.object == scratch("a/two_B04.tif"))
        #expect(fault?.message.en.hasPrefix("is band red like \(scratch("a/one_B04.tif")).") == true)
    }

    @Test func whatHasNoBandsIsAFault() throws {
        try writeBands(scratch("odd"), ["left", "right"])
        try DurableFile.makeFolder(scratch("empty"))
        try DurableFile.write("{\"type\":\"Feature\"}", to: scratch("item.json"))
        for (path, words) in [
            (
                scratch("odd"),
                "no band is recognised: the file names are left.tif, right.tif, with pixels of about 10 m. Known: "
            ),
            (scratch("empty"), "no image (.tif, .jp2, .img) in the folder"),
            (scratch("none"), "there is no such file or folder."),
            (scratch("item.json"), "not a STAC item"),
            (scratch("odd/left.tif") + "," + scratch("none_B04.tif"), "there is no such file or folder."),
        ] {
            let fault = #expect(throws: Fault.self) { try reader.scene(at: path) }
            #expect(fault?.message.en.hasPrefix(words) == true, "\(fault?.message.en ?? "")")
        }
    }
}
