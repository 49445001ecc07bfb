import Foundation
import GeoModel
import Geometry
import Testing

@Suite struct EllipsoidalAreaTests {
    /// The zone between two parallels, one degree wide, in closed form on the ellipsoid.
    private func graticuleCell(south: Double, north: Double, width: Double, flattening: Double) -> Double {
        let axis = 6_378_137.0
        let eccentricity = (flattening * (2 - flattening)).squareRoot()
        let polar = axis * (1 - flattening)
        func zone(_ latitude: Double) -> Double {
            let s = sin(latitude * .pi / 180)
            let e = eccentricity * s
            return s / (1 - e * e) + atanh(e) / eccentricity
        }
        return polar * polar / 2 * (zone(north) - zone(south)) * width * .pi / 180
    }

    @Test func oneDegreeAtTheEquatorIsTheClosedForm() throws {
        // Four geodesics through the same corners enclose 12 308 778 361.469 m²: the northern parallel lies outside.
        let area = try EllipsoidalArea(of: .wgs84).area(of: rectangle(0, 0, 1, 1)).squareMetres
        #expect(abs(area - graticuleCell(south: 0, north: 1, width: 1, flattening: 1 / 298.257223563)) < 10)
        #expect(abs(area - 12_308_778_361.469) < 400_000)
    }

    @Test(arguments: [-60.0, 0, 22.5, 34.8, 45])
    func cellsOnCGCS2000MatchTheClosedForm(south: Double) throws {
        let measure = try EllipsoidalArea(of: CoordinateSystem("EPSG:4490"))
        let expected = graticuleCell(south: south, north: south + 0.001, width: 0.001, flattening: 1 / 298.257222101)
        #expect(abs(try measure.area(of: rectangle(117, south, 0.001, 0.001)).squareMetres - expected) < 0.01)
    }

    @Test func aPixelAtTheEdgeOfAZoneIsSmallerThanItsPlane() throws {
        // Squared scale 1 + (Δλ cos φ)² (1 + η²) at 34.8° N, 1.5° off the meridian; η² = 0.0067395 cos² φ.
        let system = CoordinateSystem("EPSG:4548")
        let corner = try CoordinateTransformation(from: .wgs84, to: system).transformed(MapPoint(x: 118.5, y: 34.8))
        let area = try EllipsoidalArea(of: system).area(of: rectangle(corner.x, corner.y, 10, 10)).squareMetres
        #expect(abs(100 / area - 1.0004643) < 1e-6)
    }

    @Test func theMeridianOfAZoneIsExact() throws {
        let area = try EllipsoidalArea(of: CoordinateSystem("EPSG:4548")).area(
            of: rectangle(499_990, 3_852_000, 20, 20))
        #expect(abs(area.squareMetres - 400) < 1e-4)
    }

    @Test func aUTMPixelIsDividedByTheSquaredScale() throws {
        // On the central meridian UTM shrinks lengths to 0.9996.
        let area = try EllipsoidalArea(of: CoordinateSystem("EPSG:32650")).area(
            of: rectangle(499_995, 3_852_000, 10, 10))
        #expect(abs(area.squareMetres - 100 / (0.9996 * 0.9996)) < 1e-5)
    }

    @Test func webMercatorIsFarTooLarge() throws {
        let system = CoordinateSystem("EPSG:3857")
        let corner = try CoordinateTransformation(from: .wgs84, to: system).transformed(MapPoint(x: 117.3, y: 34.8))
        let area = try EllipsoidalArea(of: system).area(of: rectangle(corner.x, corner.y, 10, 10)).squareMetres
        #expect(abs(100 / area - 1.487) < 0.002)
    }

    @Test func holesAreTakenOutWhicheverWayTheyRun() throws {
        let measure = try EllipsoidalArea(of: CoordinateSystem("EPSG:4548"))
        let outer = ring(500_000, 3_852_000, 500_100, 3_852_000, 500_100, 3_852_100, 500_000, 3_852_100)
        let hole = ring(500_020, 3_852_020, 500_040, 3_852_020, 500_040, 3_852_040, 500_020, 3_852_040)
        let turned = Ring(hole.points.reversed())
        for inner in [hole, turned] {
            let shape = MultiPolygon([Polygon(exterior: outer, holes: [inner])])
            #expect(abs(try measure.area(of: shape).squareMetres - 9_600) < 0.01)
        }
    }

    @Test func piecesOfALargeShapeAddUpToIt() throws {
        let measure = try EllipsoidalArea(of: CoordinateSystem("EPSG:4490"))
        let whole = try measure.area(of: rectangle(117, 34, 0.02, 0.02)).squareMetres
        var sum = 0.0
        for column in 0..<4 {
            for row in 0..<4 {
                let cell = rectangle(117 + Double(column) * 0.005, 34 + Double(row) * 0.005, 0.005, 0.005)
                sum += try measure.area(of: cell).squareMetres
            }
        }
        // 0.01 mu is 6.67 m².
        #expect(abs(whole - sum) < 1)
    }

    /// Edges are straight on the map: a diagonal shared by two parts adds nothing, however large they are.
    @Test(arguments: ["EPSG:4548", "EPSG:4490", "EPSG:32650"])
    func partsOfAnySizeAddUpToTheWhole(code: String) throws {
        let system = CoordinateSystem(code)
        let measure = try EllipsoidalArea(of: system)
        let corner = try CoordinateTransformation(from: .wgs84, to: system).transformed(MapPoint(x: 118.4, y: 34.8))
        let metre = code == "EPSG:4490" ? 1e-5 : 1
        for side in [20.0, 300, 5000, 30_000] {
            let (x, y, size) = (corner.x, corner.y, side * metre)
            let whole = try measure.area(of: rectangle(x, y, size, size)).squareMetres
            let cut = x + size * 0.37
            let west = MultiPolygon([Polygon(exterior: ring(x, y, cut, y, x + size, y + size, x, y + size))])
            let east = MultiPolygon([Polygon(exterior: ring(cut, y, x + size, y, x + size, y + size))])
            let sum = try measure.area(of: west).squareMetres + measure.area(of: east).squareMetres
            #expect(abs(sum / whole - 1) < 1e-9)
        }
    }

    @Test func aCapAroundThePoleIsMeasured() throws {
        // True to scale at 71° N: at the pole lengths are (1 + sin 71°) / 2 of what they are on the ground.
        let system = CoordinateSystem("EPSG:3995")
        let corners = (0..<360).map {
            MapPoint(x: 3000 * cos(Double($0) * .pi / 180), y: 3000 * sin(Double($0) * .pi / 180))
        }
        let shape = MultiPolygon([Polygon(exterior: Ring(corners))])
        let scale = try EllipsoidalArea(of: system).area(of: shape).squareMetres / shape.planarArea
        #expect(abs(scale - 1.0568) < 0.001)
    }

    @Test func anEmptyShapeHasNoArea() throws {
        #expect(try EllipsoidalArea(of: .wgs84).area(of: MultiPolygon([])) == .zero)
    }

    @Test func anAbsurdCoordinateIsAFault() throws {
        let measure = try EllipsoidalArea(of: CoordinateSystem("EPSG:4548"))
        #expect(throws: Fault.self) { try measure.area(of: rectangle(1e30, 3_852_000, 1e29, 10)) }
        #expect(throws: Fault.self) { try measure.area(of: rectangle(.nan, 3_852_000, 10, 10)) }
    }

    @Test func anEngineeringSystemHasNoEllipsoid() {
        let local = #"LOCAL_CS["site",UNIT["metre",1]]"#
        #expect(throws: Fault.self) { try EllipsoidalArea(of: CoordinateSystem(local)) }
    }
}
