import GeoModel
import Testing

@Suite struct LightCodeTests {
    @Test(arguments: [0.0001, 0.03, 0.25, 0.3, 1, 4.5, 700, 10_000, 65_535] as [Float])
    func brightnessIsKeptToAHundredth(brightness: Float) {
        let kept = LightCode.brightness(Double(LightCode.code(brightness)))
        #expect(kept <= Double(brightness) && kept > Double(brightness) * 0.992)
    }

    @Test func whatIsBrighterHasNoLowerCode() {
        let codes = (0..<4000).map { LightCode.code(Float($0) * 0.001) }
        #expect(codes == codes.sorted() && codes[0] == 1 && codes.last == LightCode.code(3.999))
        #expect(LightCode.code(.nan) == LightCode.unknown && LightCode.code(.infinity) == 4095)
        #expect(LightCode.code(-1) == 1 && LightCode.code(1e-20) == 1)
    }

    @Test func aPixelKeepsItsColumnBesideItsLight() {
        for column in [0, 1, 4095, 4096, GridSize.longestSide - 1] {
            for light in [0, 1, 4095] as [UInt16] {
                let pixel = ChangedPixel(
                    column: Int32(column), score: 7, transition: 24, differences: SIMD4(0.5, -0.5, 0, 1), light: light)
                #expect(pixel.column == column && pixel.light == light && pixel.differences[1] == -0.5)
            }
        }
        #expect(MemoryLayout<ChangedPixel>.stride == 16)
    }
}
