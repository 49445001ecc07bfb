import GeoModel
import Testing

@Suite struct MaskCodesTests {
    @Test func listedCodes() {
        let codes: MaskCodes = [4, 6]
        #expect(codes.contains(4) && !codes.contains(5) && codes.description == "[4, 6]")
        #expect(codes.table.count == 256 && codes.table.indices.filter { codes.table[$0] == 1 } == [4, 6])
    }

    /// Landsat's QA_PIXEL: a bit of its own for cloud, two for how sure of it one is.
    @Test func fieldsOfBits() {
        let codes = MaskCodes.unless([
            MaskField("fill", bit: 0), MaskField("cloud", bit: 3),
            MaskField("confidence", bit: 8, width: 2, hidesFrom: 2),
        ])
        // Codes of real products: clear land, clear water, cloud, fill.
        for (code, isUsable) in [(21_824, true), (21_952, true), (22_280, false), (1, false), (0, true)] {
            #expect(codes.contains(code) == isUsable && (codes.table[code] == 1) == isUsable, "\(code)")
        }
        #expect(!codes.contains(-1) && !codes.contains(65_536) && codes.table.count == 65_536)
        #expect(codes.contains(0b01 << 8) && !codes.contains(0b10 << 8) && !codes.contains(0b11 << 8))
    }
}
