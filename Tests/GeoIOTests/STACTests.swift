import GeoIO
import GeoModel
import SafeFiles
import Testing

@Suite struct STACTests {
    private let scratch: Scratch
    private let reader: SceneReader

    init() throws {
        scratch = try Scratch()
        reader = SceneReader(profiles: try Fixture.profiles())
        try DurableFile.makeFolder(scratch("scene/data"))
        for name in ["B04", "B08"] {
            try Fixture.write(scratch("scene/data/\(name).tif"), Fixture.grid(4, 2), [1, 2, 3, 4, 5, 6, 7, 8])
        }
        try Fixture.write(scratch("scene/data/cloud.tif"), Fixture.grid(2, 1, pixel: 20), [4, 8])
    }

    private func write(_ assets: JSONValue, properties: JSONValue = [:]) throws {
        let item: JSONValue = [
            "type": "Feature", "stac_version": "1.0.0", "id": "S2A_X", "properties": properties, "assets": assets,
        ]
        try DurableFile.write(item.text(), to: scratch("scene/item.json"))
    }

    private let digest = String(repeating: "0a", count: 32)

    @Test func readsWhatAnItemSays() throws {
        try write(
            [
                "thumbnail": ["href": "./small.jpg"],
                "B04": [
                    "href": "./data/B04.tif", "file:checksum": .string("1220" + digest.uppercased()),
                    "raster:bands": [["scale": 0.0002, "offset": -0.1]],
                ],
                "nir": ["href": .string(scratch("scene/data/B08.tif"))], "SCL": ["href": "data/cloud.tif"],
            ],
            properties: [
                "datetime": "2026-06-07T02:55:51Z", "platform": "sentinel-2a", "eo:cloud_cover": 12.5,
            ]
        )
        for path in [scratch("scene"), scratch("scene/item.json")] {
            let scene = try reader.scene(at: path)
            #expect(scene.id == "S2A_X" && scene.date?.description == "2026-06-07")
            #expect(scene.sensor == "sentinel-2a" && scene.cloudFraction == 0.125)
            #expect(
                scene.bands.mapValues(\.path) == [
                    .red: scratch("scene/data/B04.tif"), .nir: scratch("scene/data/B08.tif"),
                    .mask: scratch("scene/data/cloud.tif"),
                ])
            #expect(scene.radiometry == Radiometry(scale: 0.0002, offset: -0.1))
            #expect(scene.checksums == [scratch("scene/data/B04.tif"): digest])
            #expect(scene.grid == Fixture.grid(4, 2))
        }
    }

    /// STAC 1.0 has `eo:bands`, 1.1 `bands`; assets are then called anything.
    @Test(arguments: ["eo:bands", "bands"]) func bandsAreDescribed(key: String) throws {
        func asset(_ file: String, _ bands: JSONValue) -> JSONValue {
            .object([.init("href", .string("data/\(file).tif")), .init(key, bands)])
        }
        try write([
            "first": asset("B04", [["common_name": "red"]]), "second": asset("B08", [["name": "B08"]]),
            "third": asset("B08", [["name": "B02"], ["name": "B03"]]),
        ])
        let scene = try reader.scene(at: scratch("scene"))
        #expect(scene.bands.keys.sorted() == [.red, .nir])
        #expect(scene.radiometry == Radiometry(scale: 0.0001, offset: 0), "the profile's")
        #expect(scene.date == nil && scene.cloudFraction == nil && scene.checksums.isEmpty)
    }

    @Test func aMissingFileIsAFault() throws {
        try write(["B04": ["href": "./gone/B04.tif"]])
        let fault = #expect(throws: Fault.self) { try reader.scene(at: scratch("scene")) }
        #expect(fault?.object == scratch("scene/gone/B04.tif"))
    }

    @Test(arguments: ["https://example.com/B04.tif", "s3://bucket/B04.jp2", "HTTP://example.com/B04.tif"])
    func aRemoteAssetIsToBeFetchedFirst(href: String) throws {
        try write(["B04": ["href": .string(href)], "B08": ["href": "./data/B08.tif"]])
        let fault = #expect(throws: Fault.self) { try reader.scene(at: scratch("scene")) }
        #expect(fault?.object == "\(scratch("scene/item.json")): assets: B04: \(href)")
        #expect(fault?.message.en.hasSuffix("Download it first and name the copy.") == true)
    }

    /// A catalogue may offer a band twice, and only one of the two was fetched.
    @Test func anAssetOfThisMachineIsPreferred() throws {
        try write([
            "B04": ["href": "s3://bucket/B04.jp2"], "red": ["href": "./data/B04.tif"],
            "visual": ["href": "https://example.com/visual.tif"],
        ])
        #expect(try reader.scene(at: scratch("scene")).bands.mapValues(\.path) == [.red: scratch("scene/data/B04.tif")])
    }

    @Test func anItemWithoutBandsIsAFault() throws {
        try write(["visual": ["href": "./data/B04.tif"]])
        let fault = #expect(throws: Fault.self) { try reader.scene(at: scratch("scene")) }
        #expect(
            fault?.message.en.hasPrefix("no band is recognised: the assets are visual. Known: sentinel2 (B02 B03 B04 ")
                == true)
    }
}
