import GeoIO
import GeoModel
import SafeFiles
import Testing

/// Product folders as ESA delivers them, with bands of a few pixels.
@Suite struct SentinelProductTests {
    private let scratch: Scratch
    private let reader: SceneReader

    init() throws {
        scratch = try Scratch()
        reader = SceneReader(profiles: try Fixture.profiles(Fixture.allProfiles))
    }

    private static let images = "GRANULE/L2A_T50SMG_A036330_20220607T030115/IMG_DATA"

    /// Writes a product of level 2A whose folder has the images of `present`, and returns its folder.
    private func write(
        _ listed: [String],
        present: [String]? = nil,
        offsets: [(band: Int, text: String)] = (0..<13).map { ($0, "-1000") },
        quantification: String = "<BOA_QUANTIFICATION_VALUE unit=\"none\">10000</BOA_QUANTIFICATION_VALUE>"
    ) throws -> String {
        let folder = scratch("S2A_MSIL2A_20220607T025551_N0400_R032_T50SMG_20220607T071506.SAFE")
        try DurableFile.makeFolder(folder)
        let files = listed.map { "<IMAGE_FILE>\(Self.images)/\($0)</IMAGE_FILE>" }.joined(separator: "\n")
        let values = offsets.map { "<BOA_ADD_OFFSET band_id=\"\($0.band)\">\($0.text)</BOA_ADD_OFFSET>" }.joined()
        try DurableFile.write(
            """
            <?xml version="1.0" encoding="UTF-8" standalone="no"?>
            <n1:Level-2A_User_Product xmlns:n1="https://psd-14.sentinel2.eo.esa.int/PSD/User_Product_Level-2A.xsd">
              <n1:General_Info>
                <Product_Info>
                  <PRODUCT_START_TIME>2022-06-07T02:55:51.024Z</PRODUCT_START_TIME>
                  <PRODUCT_URI>S2A_MSIL2A_20220607T025551_N0400_R032_T50SMG_20220607T071506.SAFE</PRODUCT_URI>
                  <PROCESSING_BASELINE>04.00</PROCESSING_BASELINE>
                  <Datatake datatakeIdentifier="GS2A"><SPACECRAFT_NAME>Sentinel-2A</SPACECRAFT_NAME></Datatake>
                  <Product_Organisation><Granule_List><Granule imageFormat="JPEG2000">
                    \(files)
                  </Granule></Granule_List></Product_Organisation>
                </Product_Info>
                <Product_Image_Characteristics>
                  <QUANTIFICATION_VALUES_LIST>\(quantification)</QUANTIFICATION_VALUES_LIST>
                  <BOA_ADD_OFFSET_VALUES_LIST>\(values)</BOA_ADD_OFFSET_VALUES_LIST>
                </Product_Image_Characteristics>
              </n1:General_Info>
              <n1:Quality_Indicators_Info>
                <Cloud_Coverage_Assessment>12.5</Cloud_Coverage_Assessment>
              </n1:Quality_Indicators_Info>
            </n1:Level-2A_User_Product>
            """,
            to: folder + "/MTD_MSIL2A.xml"
        )
        for name in present ?? listed {
            let path = "\(folder)/\(Self.images)/\(name).tif"
            try DurableFile.makeFolder(path.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" })
            if name.hasSuffix("10m") {
                try Fixture.write(path, Fixture.grid(4, 2), [1, 2, 3, 4, 5, 6, 7, 8])
            } else {
                try Fixture.write(path, Fixture.grid(2, 1, pixel: 20), [4, 8])
            }
        }
        return folder
    }

    @Test func theMetadataTellsFilesAndNumbers() throws {
        let folder = try write([
            "R10m/T50SMG_20220607T025551_AOT_10m", "R10m/T50SMG_20220607T025551_B04_10m",
            "R20m/T50SMG_20220607T025551_B04_20m", "R10m/T50SMG_20220607T025551_B08_10m",
            "R20m/T50SMG_20220607T025551_B8A_20m", "R20m/T50SMG_20220607T025551_SCL_20m",
        ])
        for path in [folder, folder + "/MTD_MSIL2A.xml"] {
            let (scene, profile) = try reader.recognised(at: path)
            #expect(profile.name == "sentinel2" && scene.sensor == "Sentinel-2A")
            #expect(scene.id == "S2A_MSIL2A_20220607T025551_N0400_R032_T50SMG_20220607T071506")
            #expect(scene.date?.description == "2022-06-07" && scene.cloudFraction == 0.125)
            #expect(scene.radiometry == Radiometry(scale: 0.0001, offset: -0.1))
            #expect(scene.bands.keys.sorted() == [.red, .nir, .nirNarrow, .mask])
            #expect(scene.bands[.red]?.path.hasSuffix("R10m/T50SMG_20220607T025551_B04_10m.tif") == true)
            #expect(scene.usableMaskCodes == [4, 5, 6, 7] && scene.noData == 0 && scene.grid == Fixture.grid(4, 2))
        }
    }

    /// Products before baseline 04.00 state no offset; people keep only the bands they need.
    @Test func olderProductsAndThoseInPart() throws {
        let names = ["R10m/T50SMG_20220607T025551_B04_10m", "R20m/T50SMG_20220607T025551_B04_20m"]
        let scene = try reader.scene(at: try write(names, present: [names[1]], offsets: []))
        #expect(scene.radiometry == Radiometry(scale: 0.0001, offset: 0) && scene.bands.keys.sorted() == [.red])
        #expect(scene.grid.size == GridSize(columns: 2, rows: 1))
    }

    /// Only the offsets of bands that are there matter.
    @Test func offsetsOfOtherBandsMayDiffer() throws {
        let folder = try write(["R10m/T_B04_10m"], offsets: [(0, "-7"), (3, "-1000"), (10, "?")])
        #expect(try reader.scene(at: folder).radiometry.offset == -0.1)
    }

    @Test func levelOneHasNoMask() throws {
        let folder = scratch("S2B_MSIL1C_20220607T025551_N0400_R032_T50SMG_20220607T040506.SAFE")
        let place = "GRANULE/L1C_T50SMG/IMG_DATA"
        try DurableFile.makeFolder("\(folder)/\(place)")
        try DurableFile.write(
            """
            <n1:Level-1C_User_Product xmlns:n1="x"><n1:General_Info>
              <IMAGE_FILE>\(place)/T50SMG_B04</IMAGE_FILE><IMAGE_FILE>\(place)/T50SMG_B10</IMAGE_FILE>
              <QUANTIFICATION_VALUE unit="none">10000</QUANTIFICATION_VALUE>
              <Radiometric_Offset_List><RADIO_ADD_OFFSET band_id="3">-1000</RADIO_ADD_OFFSET></Radiometric_Offset_List>
            </n1:General_Info></n1:Level-1C_User_Product>
            """,
            to: folder + "/MTD_MSIL1C.xml")
        for band in ["B04", "B10"] {
            try Fixture.write("\(folder)/\(place)/T50SMG_\(band).tif", Fixture.grid(2, 1), [4, 8])
        }
        let (scene, profile) = try reader.recognised(at: folder)
        #expect(profile.name == "sentinel2-l1c" && scene.bands.keys.sorted() == [.red])
        #expect(scene.usableMaskCodes == [] && scene.date?.description == "2022-06-07", "the day is the name’s")
        #expect(scene.radiometry == Radiometry(scale: 0.0001, offset: -0.1))
    }

    @Test func whatIsMissingOrAmissIsNamed() throws {
        let red = "R10m/T_B04_10m"
        func fault(_ folder: String) -> String? {
            #expect(throws: Fault.self) { try reader.scene(at: folder) }?.text(.en)
        }
        let none = fault(try write([red], present: []))
        #expect(
            none?.contains("MTD_MSIL2A.xml: no band is recognised: a product MSIL2A with the images: none.") == true)
        #expect(none?.contains("sentinel2-l1c (B02 B03") == true)
        let differing = fault(try write([red, "R10m/T_B08_10m"], offsets: [(3, "-1000"), (7, "0")]))
        #expect(differing?.contains("the offsets of the bands are -1000, 0; one number for all") == true)
        let numberless = fault(try write([red], quantification: ""))
        #expect(numberless?.contains("has no usable quantification value") == true)
        #expect(numberless?.contains("found nothing") == true)
        for text in ["", "<n1:Level-2A_User_Product>", "no xml", "<a/>"] {
            try DurableFile.makeFolder(scratch("bad"))
            try DurableFile.write(text, to: scratch("bad/MTD_MSIL2A.xml"))
            let bad = fault(scratch("bad"))
            #expect(bad?.contains("MTD_MSIL2A.xml: ") == true, "\(text): \(bad ?? "")")
        }
    }

    /// Without the profile of a level its products are nobody's, even if names of bands would do.
    @Test func anUnknownLevelIsAFault() throws {
        let narrow = SceneReader(profiles: try Fixture.profiles(["sentinel2-l1c", "numbers"]))
        let fault = #expect(throws: Fault.self) { try narrow.scene(at: try write(["R10m/T_B04_10m"])) }
        #expect(
            fault?.message.en.hasPrefix("no band is recognised: a product MSIL2A with the images: T_B04_10m.tif.")
                == true)
    }
}
