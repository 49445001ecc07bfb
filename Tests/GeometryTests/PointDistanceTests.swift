import GeoModel
import Geometry
import Testing

@Suite struct PointDistanceTests {
    private let yard = MultiPolygon([
        Polygon(
            exterior: ring(0, 0, 100, 0, 100, 100, 0, 100, 0, 0),
            holes: [ring(40, 40, 40, 60, 60, 60, 60, 40, 40, 40)]),
        Polygon(exterior: ring(300, 0, 310, 0, 310, 10, 300, 10, 300, 0)),
    ])

    @Test(arguments: [
        (10.0, 10.0, 0.0), (50, 50, 10), (130, 50, 30), (-30, -40, 50), (305, 5, 0), (200, 5, 100),
        (320, 20, 200.0.squareRoot()),
    ])
    func inMetres(x: Double, y: Double, metres: Double) throws {
        let scale = try GroundScale(CoordinateSystem("EPSG:4548"))
        #expect(abs(yard.metres(from: MapPoint(x: x, y: y), scale) - metres) < 1e-9)
    }

    @Test func aDegreeOfLongitudeIsShorterInTheNorth() throws {
        let scale = try GroundScale(CoordinateSystem("EPSG:4490"))
        let field = rectangle(117, 60, 1, 1)
        let metres = field.metres(from: MapPoint(x: 116, y: 60), scale)
        #expect(abs(metres / 55_800 - 1) < 0.01)
    }

    @Test func noAreaIsInfinitelyFar() throws {
        let scale = try GroundScale(CoordinateSystem("EPSG:4548"))
        #expect(MultiPolygon([]).metres(from: MapPoint(x: 0, y: 0), scale) == .infinity)
    }
}
