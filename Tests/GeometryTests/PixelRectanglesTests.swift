import GeoModel
import Geometry
import Testing

@Suite struct PixelRectanglesTests {
    private func box(_ minX: Double, _ minY: Double, _ maxX: Double, _ maxY: Double) -> BoundingBox {
        BoundingBox(minX: minX, minY: minY, maxX: maxX, maxY: maxY)
    }

    @Test func aRectangleIsItself() {
        #expect(rectangle(10, 20, 30, 40).pixelRectangles(longest: 100) == [box(10, 20, 40, 60)])
        #expect(MultiPolygon([]).pixelRectangles(longest: 100) == [])
    }

    @Test func anAngleIsTwoRectanglesAndEqualRowsAreOne() {
        // Sides broken at every row, as a tracer may leave them.
        let angle = MultiPolygon([
            Polygon(exterior: ring(0, 0, 30, 0, 30, 10, 10, 10, 10, 20, 10, 30, 0, 30, 0, 20, 0, 10))
        ])
        #expect(angle.pixelRectangles(longest: 100) == [box(0, 0, 30, 10), box(0, 10, 10, 30)])
    }

    @Test func holesAreLeftOutAndPartsThatTouchAtACornerStay() throws {
        let frame = Polygon(
            exterior: ring(0, 0, 30, 0, 30, 30, 0, 30), holes: [ring(10, 10, 10, 20, 20, 20, 20, 10)])
        let corner = Polygon(exterior: ring(30, 30, 40, 30, 40, 40, 30, 40))
        let found = try #require(MultiPolygon([frame, corner]).pixelRectangles(longest: 100))
        #expect(
            Set(found) == [
                box(0, 0, 30, 10), box(0, 10, 10, 20), box(20, 10, 30, 20), box(0, 20, 30, 30), box(30, 30, 40, 40),
            ]
        )
    }

    @Test func longRectanglesAreCut() {
        #expect(
            rectangle(0, 0, 30, 10).pixelRectangles(longest: 15) == [box(0, 0, 15, 10), box(15, 0, 30, 10)])
    }

    @Test func whatIsNoOutlineOfPixelsIsRefused() {
        let slanted = MultiPolygon([Polygon(exterior: ring(0, 0, 10, 0, 11, 10, 0, 10))])
        let twice = MultiPolygon(rectangle(0, 0, 10, 10).polygons + rectangle(5, 5, 10, 10).polygons)
        let nowhere = MultiPolygon([Polygon(exterior: ring(0, 0, .nan, 0, .nan, 10, 0, 10))])
        let absurd = rectangle(0, 0, 1e30, 10)
        for shape in [slanted, twice, nowhere, absurd] { #expect(shape.pixelRectangles(longest: 100) == nil) }
    }

    @Test func randomOutlinesAreCoveredOnce() throws {
        var seed: UInt64 = 7
        func next(_ count: UInt64) -> Double {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double((seed >> 33) % count)
        }
        let algebra = PolygonAlgebra()
        for _ in 0..<200 {
            let pixels = (0..<12).map { _ in rectangle(500_000 + next(6) * 10, 3_800_000 + next(6) * 10, 10, 10) }
            let shape = try algebra.union(of: pixels, named: "pixels")
            let found = try #require(shape.pixelRectangles(longest: 1000))
            let again = try algebra.union(of: found.map { MultiPolygon([Polygon($0)]) }, named: "rectangles")
            #expect(found.reduce(0) { $0 + ($1.maxX - $1.minX) * ($1.maxY - $1.minY) } == again.planarArea)
            #expect(try algebra.difference(shape, again, named: "rest").isEmpty)
            #expect(try algebra.difference(again, shape, named: "rest").isEmpty)
        }
    }
}
