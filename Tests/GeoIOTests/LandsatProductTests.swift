import GeoIO
import GeoModel
import SafeFiles
import Testing

/// Product folders as USGS delivers them, with bands of a few pixels.
@Suite struct LandsatProductTests {
    private let scratch: Scratch
    private let reader: SceneReader

    init() throws {
        scratch = try Scratch()
        reader = SceneReader(profiles: try Fixture.profiles(Fixture.allProfiles))
    }

    /// The texts of a metadata file, by group.
    private func groups(
        _ product: String, _ bands: [Int], level: String = "L2SP", scale: [Int: String] = [:]
    ) -> [(name: String, members: [(String, String)])] {
        let files = bands.map { ("FILE_NAME_BAND_\($0)", "\(product)_SR_B\($0).TIF") }
        return [
            (
                "PRODUCT_CONTENTS",
                [("LANDSAT_PRODUCT_ID", product), ("PROCESSING_LEVEL", level), ("COLLECTION_NUMBER", "02")] + files
                    + [
                        ("FILE_NAME_BAND_ST_B10", "\(product)_ST_B10.TIF"),
                        ("FILE_NAME_QUALITY_L1_PIXEL", "\(product)_QA_PIXEL.TIF"),
                    ]
            ),
            (
                "IMAGE_ATTRIBUTES",
                [("SPACECRAFT_ID", "LANDSAT_X"), ("DATE_ACQUIRED", "2019-12-01"), ("CLOUD_COVER", "25.00")]
            ),
            (
                "LEVEL2_SURFACE_REFLECTANCE_PARAMETERS",
                bands.flatMap { band in
                    [
                        ("REFLECTANCE_MULT_BAND_\(band)", scale[band] ?? "2.5e-05"),
                        ("REFLECTANCE_ADD_BAND_\(band)", "-0.1"),
                    ]
                }
            ),
            // The same key of another level must not win.
            ("LEVEL1_PROCESSING_RECORD", [("FILE_NAME_BAND_2", "other_B2.TIF"), ("PROCESSING_LEVEL", "L1TP")]),
        ]
    }

    /// Writes a product in one form, with all images, and returns its folder.
    private func write(
        _ product: String, _ bands: [Int], form: String = "txt", level: String = "L2SP", scale: [Int: String] = [:]
    ) throws -> String {
        let folder = scratch(product + "-" + form)
        try DurableFile.makeFolder(folder)
        let groups = groups(product, bands, level: level, scale: scale)
        let text =
            switch form {
            case "json":
                JSONValue.object([
                    .init(
                        "LANDSAT_METADATA_FILE",
                        .object(
                            groups.map { group in
                                .init(group.name, .object(group.members.map { .init($0.0, .string($0.1)) }))
                            }))
                ]).text()
            case "xml":
                "<LANDSAT_METADATA_FILE>"
                    + groups.map { group in
                        "<\(group.name)>\(group.members.map { "<\($0.0)>\($0.1)</\($0.0)>" }.joined())</\(group.name)>"
                    }.joined() + "</LANDSAT_METADATA_FILE>"
            default:
                "GROUP = LANDSAT_METADATA_FILE\n"
                    + groups.map { group in
                        let lines = group.members.map { "    \($0.0) = \"\($0.1)\"\n" }.joined()
                        return "  GROUP = \(group.name)\n\(lines)  END_GROUP = \(group.name)\n"
                    }.joined() + "END_GROUP = LANDSAT_METADATA_FILE\nEND\n"
            }
        try DurableFile.write(text, to: "\(folder)/\(product)_MTL.\(form)")
        for name in bands.map({ "SR_B\($0)" }) + ["ST_B10", "QA_PIXEL", "SR_QA_AEROSOL"] {
            try Fixture.write(
                "\(folder)/\(product)_\(name).TIF", Fixture.grid(4, 2, pixel: 30), [1, 2, 3, 4, 5, 6, 7, 8])
        }
        return folder
    }

    private static let oli = "LC08_L2SP_008059_20191201_20200825_02_T1"

    @Test(arguments: ["txt", "json", "xml"]) func theMetadataWins(form: String) throws {
        let folder = try write(Self.oli, Array(1...7), form: form)
        for path in [folder, "\(folder)/\(Self.oli)_MTL.\(form)"] {
            let (scene, profile) = try reader.recognised(at: path)
            #expect(profile.name == "landsat-oli" && profile.recipe == "pair-landsat" && scene.sensor == "LANDSAT_X")
            #expect(scene.id == Self.oli && scene.date?.description == "2019-12-01" && scene.cloudFraction == 0.25)
            #expect(scene.radiometry == Radiometry(scale: 2.5e-5, offset: -0.1), "not the profile’s")
            let names = scene.bands.mapValues { $0.path.dropFirst("\(folder)/\(Self.oli)_".count) }
            #expect(
                names == [
                    .blue: "SR_B2.TIF", .green: "SR_B3.TIF", .red: "SR_B4.TIF", .nir: "SR_B5.TIF", .swir1: "SR_B6.TIF",
                    .swir2: "SR_B7.TIF", .mask: "QA_PIXEL.TIF",
                ])
        }
    }

    /// TM and ETM+ call other bands by the same names.
    @Test(arguments: ["LT05", "LE07", "LT04"]) func theMapperHasOtherBands(word: String) throws {
        let folder = try write("\(word)_L2SP_008059_20011201_20200825_02_T1", [1, 2, 3, 4, 5, 7])
        let (scene, profile) = try reader.recognised(at: folder)
        #expect(profile.name == "landsat-tm" && scene.bands.count == 7)
        #expect(scene.bands[.blue]?.path.hasSuffix("SR_B1.TIF") == true)
        #expect(scene.bands[.nir]?.path.hasSuffix("SR_B4.TIF") == true)
        #expect(scene.bands[.swir2]?.path.hasSuffix("SR_B7.TIF") == true)
    }

    /// Band files without their metadata: by the product's name, else by which names there are.
    @Test(arguments: [
        (["LC09_L2SP_1_20220101_SR_B4", "LC09_L2SP_1_20220101_SR_B5"], "landsat-oli", BandRole.red),
        (["LT05_L2SP_1_20020101_SR_B4", "LT05_L2SP_1_20020101_SR_B5"], "landsat-tm", .nir),
        ((1...7).map { "SR_B\($0)" }, "landsat-oli", .red),
        ([1, 2, 3, 4, 5, 7].map { "SR_B\($0)" }, "landsat-tm", .nir),
    ])
    func bareFiles(names: [String], profile: String, role: BandRole) throws {
        try DurableFile.makeFolder(scratch("bare"))
        for name in names { try Fixture.write(scratch("bare/\(name).TIF"), Fixture.grid(2, 1, pixel: 30), [1, 2]) }
        let (scene, found) = try reader.recognised(at: scratch("bare"))
        #expect(found.name == profile && scene.radiometry == Radiometry(scale: 0.0000275, offset: -0.2))
        #expect(scene.bands.first { $0.value.path.hasSuffix("SR_B4.TIF") }?.key == role)
    }

    @Test func whatIsAmissIsNamed() throws {
        func fault(_ folder: String) -> String? {
            #expect(throws: Fault.self) { try reader.scene(at: folder) }?.text(.en)
        }
        let one = fault(try write(Self.oli, [2, 3], level: "L1TP"))
        #expect(one?.contains("is of collection 02 and level L1TP; collection 2 and level L2SP or L2SR") == true)
        let scales = fault(try write(Self.oli, [2, 3], scale: [3: "1"]))
        #expect(scales?.contains("2: 2.5e-05, -0.1; 3: 1.0, -0.1; the same numbers for all bands") == true)
        let unknown = fault(try write("LM05_L2SP_1", [2, 3]))
        #expect(unknown?.contains("no band is recognised: LM05_L2SP_1 (LANDSAT_X) with the images: ") == true)
        try DurableFile.makeFolder(scratch("bad"))
        try DurableFile.write("KEY = 1\n", to: scratch("bad/x_MTL.txt"))
        #expect(fault(scratch("bad"))?.contains("has no PRODUCT_CONTENTS with a LANDSAT_PRODUCT_ID") == true)
    }
}
