import GeoModel
import Geometry
import Testing

@Suite struct ThinPartsTests {
    @Test func aHairBesideASquareGoesAndTheSquareStays() throws {
        let square = Polygon(BoundingBox(minX: 0, minY: 0, maxX: 100, maxY: 100))
        let hair = Polygon(BoundingBox(minX: 200, minY: 0, maxX: 200.01, maxY: 100))
        let shape = MultiPolygon([square, hair])
        let thick = try PolygonAlgebra().withoutThinParts(shape, distance: 0.5, named: "shape")
        #expect(thick.polygons.count == 1)
        #expect(abs(thick.planarArea - 10_000) < 1e-6)
    }

    @Test func aShapeThatIsThinEverywhereIsEmpty() throws {
        let hair = MultiPolygon([Polygon(BoundingBox(minX: 0, minY: 0, maxX: 0.5, maxY: 100))])
        #expect(try PolygonAlgebra().withoutThinParts(hair, distance: 0.5, named: "hair").isEmpty)
    }
}
