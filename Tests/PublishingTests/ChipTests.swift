import GeoIO
import GeoModel
import Geometry
import Patches
import Testing
import WorkQueue

@testable import Publishing

@Suite struct ChipTests {
    private let projected: GroundScale

    init() throws { projected = try GroundScale(Township.system) }

    private func box(_ side: Double, at x: Double = 1000, _ y: Double = 1000) -> BoundingBox {
        BoundingBox(minX: x, minY: y, maxX: x + side, maxY: y + side)
    }

    @Test func smallFlagsGetTheLeastFrameAndLargeOnesAMargin() {
        #expect(ChipFrame(around: box(20), ground: nil, scale: projected).metres == 480)
        let large = ChipFrame(around: box(1000), ground: nil, scale: projected)
        #expect(large.metres == 1600)
        #expect(large.box == BoundingBox(minX: 700, minY: 700, maxX: 2300, maxY: 2300))
    }

    @Test func aFrameIsMovedOntoTheImage() {
        let ground = BoundingBox(minX: 1000, minY: 0, maxX: 5000, maxY: 1100)
        let frame = ChipFrame(around: box(20), ground: ground, scale: projected)
        #expect(frame.box == BoundingBox(minX: 1000, minY: 620, maxX: 1480, maxY: 1100))
        let tiny = ChipFrame(around: box(20), ground: box(100), scale: projected)
        #expect(tiny.box.centre == MapPoint(x: 1010, y: 1010))
    }

    @Test func aFrameInDegreesIsSquareOnTheGround() throws {
        let scale = try GroundScale(CoordinateSystem("EPSG:4490"))
        let outline = BoundingBox(minX: 117, minY: 59.9999, maxX: 117.0001, maxY: 60.0001)
        let frame = ChipFrame(around: outline, ground: nil, scale: scale)
        #expect(abs((frame.box.maxY - frame.box.minY) * 111_133 - 480) < 0.1)
        #expect(abs((frame.box.maxX - frame.box.minX) * 111_133 / 2 - 480) < 0.1)
    }

    @Test(arguments: [(480.0, 200.0), (1600, 500), (100_000, 50_000)])
    func scaleBarsAreRound(metres: Double, bar: Double) {
        let frame = ChipFrame(around: box(metres / 1.6), ground: nil, scale: projected)
        #expect(frame.scaleBarMetres == bar)
    }

    @Test func equalPixelsAreCopied() {
        let taps = AxisTaps(origin: 2, step: 1, count: 3, limit: 10)
        #expect(taps.targets.map { $0.weights.firstIndex(of: 1).map { index in index } } == [1, 1, 1])
        #expect(taps.targets.allSatisfy { $0.weights.filter { $0 > 0.001 }.count == 1 })
        #expect(taps.targets.map { $0.first + 1 } == [2, 3, 4])
    }

    @Test func coarsePixelsAreInterpolated() {
        // The chip's pixel centres fall at 0.25, 0.75, 1.25 and 1.75 of two file pixels with centres at 0.5 and 1.5.
        let taps = AxisTaps(origin: 0, step: 0.5, count: 4, limit: 2)
        #expect(taps.targets.map(\.weights) == [[0.75], [0.75, 0.25], [0.25, 0.75], [0.75]])
    }

    @Test func finePixelsAreAveraged() {
        let taps = AxisTaps(origin: 0, step: 4, count: 2, limit: 8)
        #expect(taps.targets.allSatisfy { $0.weights.count >= 4 })
        #expect(taps.range == 0..<8)
    }

    @Test func outsideAFileThereIsNothing() {
        #expect(AxisTaps(origin: -5, step: 1, count: 3, limit: 10).range == nil)
        #expect(
            AxisTaps(origin: 9, step: 1, count: 3, limit: 10).targets.map(\.weights.isEmpty) == [false, true, true])
    }

    @Test func samplesAreInterpolatedAndEmptyGroundIsNaN() throws {
        let township = try Township()
        let path = "\(township.folder)/\(Township.before.id).tif"
        let outline = BoundingBox(minX: 500_240, minY: 3_850_500, maxX: 500_240, maxY: 3_850_500)
        let frame = ChipFrame(around: outline, ground: nil, scale: projected)
        let samples = try chipSamples(try RasterFile(path), band: 1, frame: frame, noData: nil)
        // Pixel (c, r) of the file holds 500 + c; the frame begins at its western edge and a file pixel has 6.25 of the
        // chip's. The chip's column 16 has its centre at 26.4 m: 2.14 file pixels after the first one's centre.
        #expect(abs(samples[150 * 300 + 16] - 502.14) < 0.01)
        let outside = ChipFrame(around: box(20), ground: nil, scale: projected)
        let none = try chipSamples(try RasterFile(path), band: 1, frame: outside, noData: nil)
        #expect(none.count == 90_000 && none.allSatisfy(\.isNaN))
        let masked = try chipSamples(try RasterFile(path), band: 1, frame: frame, noData: 500)
        #expect(masked[150 * 300].isNaN && !masked[150 * 300 + 16].isNaN)
    }

    @Test func outlinesAreDrawnWhereTheyAre() throws {
        let frame = ChipFrame(around: box(240), ground: nil, scale: projected)
        // 480 m on 300 pixels: the square of 240 m has its edges at pixels 75 and 225.
        let pen = OutlinePen(MultiPolygon([Polygon(box(240))]), in: frame)
        var picture = Picture(size: GridSize(columns: 300, rows: 300))
        picture.samples = [UInt8](repeating: 255, count: 270_000)
        pen.draw(ChipRenderer.outlineColour, on: &picture)
        func pixel(_ column: Int, _ row: Int) -> [UInt8] {
            Array(picture.samples[(row * 300 + column) * 3..<(row * 300 + column) * 3 + 3])
        }
        for place in [(75, 150), (74, 150), (225, 150), (224, 150), (150, 75), (150, 224)] {
            #expect(pixel(place.0, place.1) == [255, 230, 0], "\(place)")
        }
        for place in [(76, 150), (73, 150), (150, 73)] { #expect(pixel(place.0, place.1) == [64, 64, 64], "\(place)") }
        for place in [(78, 150), (71, 150), (150, 150), (10, 10)] {
            #expect(pixel(place.0, place.1) == [255, 255, 255], "\(place)")
        }
    }

    @Test func bothDatesShareTheirColours() throws {
        let township = try Township()
        let renderer = try ChipRenderer(system: Township.system, shelf: SceneShelf(township.store))
        let images = ImagePair(before: Township.before, after: Township.after)
        let chips = try #require(renderer.chips(Township.square, inner: nil, on: images))
        let (before, after) = (try chips.before.get(), try chips.after.get())
        #expect(chips.colours?.label.zh == "真彩色")
        func grey(_ picture: Picture, _ column: Int, _ row: Int) -> UInt8 { picture.samples[(row * 300 + column) * 3] }
        // The frame is 480 m wide around the square of 200 m: ground outside is alike, the square is not.
        #expect(grey(before, 20, 20) == grey(after, 20, 20))
        #expect(grey(before, 150, 150) < 80)
        #expect(grey(after, 150, 150) > 240)
    }

    @Test func aSceneWithoutRedIsShownInWhatItHas() throws {
        let township = try Township()
        var scene = try #require(try township.store.scene(Township.before.id))
        let red = try #require(scene.bands[.red])
        scene.bands = [.nir: red]
        let colours = try #require(ChipColours(bandsOf: scene, and: scene))
        #expect(colours.roles == [.nir, .nir, .nir])
        scene.bands = [.nir: red, .red: red, .green: red]
        #expect(ChipColours(bandsOf: scene, and: scene)?.roles == [.nir, .red, .green])
        scene.bands = [.mask: red]
        #expect(ChipColours(bandsOf: scene, and: scene) == nil)
    }

    @Test func evenGroundIsNotStretchedIntoNoise() {
        let flat = Stretch([[0.3, 0.301, 0.302], [0.3, 0.301, 0.302], [0.3, 0.301, 0.302]])
        #expect(flat.brightness(0.302, band: 0) < 20)
        #expect(Stretch([[], [.nan], []]).brightness(1, band: 1) == 255)
    }
}
