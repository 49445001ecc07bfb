import GeoModel
import Testing

@Suite struct PolygonTests {
    private func ring(_ places: (Double, Double)...) -> Ring { Ring(places.map { MapPoint(x: $0.0, y: $0.1) }) }

    @Test func counterClockwiseIsPositive() {
        let turned = ring((0, 0), (3, 0), (3, 2), (0, 2))
        #expect(turned.doubledSignedArea == 12)
        #expect(Ring(turned.points.reversed()).doubledSignedArea == -12)
        #expect(Polygon(BoundingBox(minX: -1, minY: -1, maxX: 1, maxY: 1)).exterior.doubledSignedArea == 8)
    }

    /// An L of three unit squares, far from the origin, where products of coordinates lose their last digits.
    @Test func farPlacesKeepTheirArea() {
        let (x, y) = (39_500_000.0, 3_867_000.0)
        let shape = ring((x, y), (x + 2, y), (x + 2, y + 1), (x + 1, y + 1), (x + 1, y + 2), (x, y + 2))
        #expect(shape.doubledSignedArea == 6)
    }

    @Test func linesAndNothingHaveNoArea() {
        #expect(ring((0, 0), (5, 5)).doubledSignedArea == 0)
        #expect(Ring([]).doubledSignedArea == 0)
    }

    @Test func aRingIsClosedOnce() {
        let open = ring((0, 0), (1, 0), (1, 1))
        #expect(open.points.count == 4 && open.points.first == open.points.last)
        #expect(Ring(open.points) == open)
        #expect(Ring([]).points.isEmpty)
    }

    @Test func boundsGoAroundAllParts() {
        let parts = MultiPolygon([
            Polygon(exterior: ring((0, 0), (1, 0), (1, 1))), Polygon(exterior: ring((5, -3), (6, -3), (6, 2))),
        ])
        #expect(parts.bounds == BoundingBox(minX: 0, minY: -3, maxX: 6, maxY: 2))
        #expect(MultiPolygon([]).bounds == nil && MultiPolygon([]).isEmpty)
        #expect(BoundingBox(around: [MapPoint(x: 2, y: 3)])?.centre == MapPoint(x: 2, y: 3))
    }

    @Test func boxesThatTouchMeet() {
        let box = BoundingBox(minX: 0, minY: 0, maxX: 2, maxY: 2)
        #expect(box.intersects(BoundingBox(minX: 2, minY: 2, maxX: 3, maxY: 3)))
        #expect(!box.intersects(BoundingBox(minX: 2.001, minY: 0, maxX: 3, maxY: 3)))
        #expect(!box.intersects(BoundingBox(minX: 0, minY: -3, maxX: 2, maxY: -0.001)))
        let both = box.union(BoundingBox(minX: 5, minY: -1, maxX: 6, maxY: 1))
        #expect(both == BoundingBox(minX: 0, minY: -1, maxX: 6, maxY: 2))
    }
}
