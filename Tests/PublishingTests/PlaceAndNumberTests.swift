import GeoModel
import Testing

@testable import Publishing

@Suite struct PlaceAndNumberTests {
    private func polygon(_ points: [(Double, Double)], holes: [Ring] = []) -> Polygon {
        Polygon(exterior: Ring(points.map { MapPoint(x: $0.0, y: $0.1) }), holes: holes)
    }

    @Test func aSquareIsVisitedAtItsMiddle() {
        #expect(Township.square.place == MapPoint(x: 500_500, y: 3_850_500))
    }

    @Test func theWayRoundDoesNotMatter() {
        let square = polygon([(0, 0), (0, 4), (4, 4), (4, 0)])
        #expect(MultiPolygon([square]).place == MapPoint(x: 2, y: 2))
    }

    @Test func aHorseshoeIsVisitedOnItsGround() {
        // The centroid lies in the mouth; the right arm is the wider one.
        let shoe = polygon([(0, 0), (10, 0), (10, 10), (7, 10), (7, 1), (2, 1), (2, 10), (0, 10)])
        let place = MultiPolygon([shoe]).place
        #expect(place?.x == 8.5)
        #expect(place.map { (1...10).contains($0.y) } == true)
    }

    @Test func aHoleIsNotVisited() {
        let hole = Ring([(4, 3), (8, 3), (8, 7), (4, 7)].map { MapPoint(x: $0.0, y: $0.1) })
        let place = MultiPolygon([polygon([(0, 0), (10, 0), (10, 10), (0, 10)], holes: [hole])]).place
        #expect(place == MapPoint(x: 2, y: 5))
    }

    @Test func theLargestPartIsVisited() {
        let small = polygon([(0, 0), (1, 0), (1, 1), (0, 1)])
        let large = polygon([(10, 10), (14, 10), (14, 14), (10, 14)])
        #expect(MultiPolygon([small, large]).place == MapPoint(x: 12, y: 12))
    }

    @Test func nothingHasNoPlaceAndALineHasOne() {
        #expect(MultiPolygon([]).place == nil)
        #expect(MultiPolygon([polygon([(3, 4), (5, 4), (3, 4)])]).place == MapPoint(x: 3, y: 4))
    }

    @Test(arguments: [
        (0.0, 2, "0.00"), (0.05, 2, "0.05"), (12.345, 0, "12"), (-0.001, 2, "0.00"), (-1.5, 1, "-1.5"),
        (117.123456, 5, "117.12346"), (3_850_500.04, 1, "3850500.0"), (.infinity, 1, "—"),
    ])
    func decimals(value: Double, places: Int, text: String) {
        #expect(decimal(value, places) == text)
    }
}
