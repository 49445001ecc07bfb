import GeoIO
import GeoModel
import Testing

/// Which sensor an image of several bands is taken for where its bands have no names.
@Suite struct ImageBandsTests {
    private let scratch: Scratch
    private let reader: SceneReader

    init() throws {
        scratch = try Scratch()
        reader = SceneReader(profiles: try Fixture.profiles(Fixture.allProfiles))
    }

    private func image(_ count: Int, pixel: Double?, name: String = "x", header: [String] = []) throws -> String {
        let place = pixel.map { "map info = {UTM, 1, 1, 500000, 3900000, \($0), \($0), 50, North, WGS-84}" }
        let path = scratch("\(name)_\(count)_\(pixel ?? 0)")
        try Fixture.writeENVI(
            path, GridSize(columns: 3, rows: 2), bands: count, header: [place].compactMap(\.self) + header)
        return path
    }

    /// Two metres or less speak for colour and near infrared images, and so does a picture that lies nowhere.
    @Test(
        arguments: [
            (4, 2, "rgbn", 4, 0), (4, 0.8, "rgbn", 4, 0), (4, 5, "rgbn-medium", 4, 0), (4, 10, "numbers", 4, nil),
            (4, nil, "rgbn", 4, 0),
            (3, 0.5, "rgb", 3, nil), (3, nil, "rgb", 3, nil), (3, 30, "numbers", 3, nil), (6, 30, "numbers", 6, nil),
        ] as [(Int, Double?, String, Int, Double?)])
    func bySizeOfPixels(count: Int, pixel: Double?, name: String, bands: Int, noData: Double?) throws {
        let (scene, profile) = try reader.recognised(at: try image(count, pixel: pixel))
        #expect(profile.name == name && scene.bands.count == bands && scene.noData == noData)
        if count == 4 { #expect(scene.bands.mapValues(\.band) == [.blue: 1, .green: 2, .red: 3, .nir: 4]) }
    }

    /// A product's name says more than its pixels.
    @Test func byTheProductName() throws {
        let path = try image(4, pixel: 8, name: "GF2_PMS1_E116.5_N39.9_20260607_L1A")
        let (scene, profile) = try reader.recognised(at: path)
        #expect(profile.name == "rgbn" && scene.date?.description == "2026-06-07")
    }

    /// Names such as blue are nobody's own: the size of pixels decides.
    @Test(arguments: [(10.0, "sentinel2"), (1, "rgbn"), (30, "numbers")]) func byName(pixel: Double, name: String)
        throws
    {
        let header = ["band names = {nir, red, green, blue}"]
        let (scene, profile) = try reader.recognised(at: try image(4, pixel: pixel, header: header))
        #expect(profile.name == name && scene.bands.mapValues(\.band) == [.nir: 1, .red: 2, .green: 3, .blue: 4])
    }

    @Test func anUnknownImageNamesWhatIsKnown() throws {
        let fault = #expect(throws: Fault.self) { try reader.scene(at: try image(5, pixel: 2)) }
        let words = "no band is recognised: there are 5 bands (1, 2, 3, 4, 5) with neither "
        #expect(fault?.message.en.hasPrefix(words + "wavelengths nor known names, with pixels of about 2 m.") == true)
        for profile in Fixture.allProfiles { #expect(fault?.message.en.contains("\(profile) (") == true) }
    }
}
