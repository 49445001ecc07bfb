import GeoModel
import Geometry
import Testing

@Suite struct CoordinateTransformationTests {
    @Test func axesAreEastBeforeNorthOnBothSides() throws {
        // EPSG lists 4490 as latitude before longitude; the central meridian of 4548 is 117° E.
        let transformation = try CoordinateTransformation(
            from: CoordinateSystem("EPSG:4490"), to: CoordinateSystem("EPSG:4548"))
        let point = try transformation.transformed(MapPoint(x: 117, y: 34.8))
        #expect(abs(point.x - 500_000) < 1e-6)
        #expect((3_852_000...3_853_000).contains(point.y))
    }

    @Test func thereAndBackIsTheSamePlace() throws {
        let zone = CoordinateSystem("EPSG:4527")
        let there = try CoordinateTransformation(from: .wgs84, to: zone)
        let back = try CoordinateTransformation(from: zone, to: .wgs84)
        let start = MapPoint(x: 117.32, y: 34.86)
        let projected = try there.transformed(start)
        #expect((39_500_000...39_600_000).contains(projected.x))
        let end = try back.transformed(projected)
        #expect(abs(end.x - start.x) < 1e-10 && abs(end.y - start.y) < 1e-10)
    }

    @Test func holesAreMovedToo() throws {
        let transformation = try CoordinateTransformation(from: .wgs84, to: CoordinateSystem("EPSG:4548"))
        let outer = ring(117, 34, 117.1, 34, 117.1, 34.1, 117, 34.1)
        let hole = ring(117.02, 34.02, 117.04, 34.02, 117.04, 34.04)
        let moved = try transformation.transformed(MultiPolygon([Polygon(exterior: outer, holes: [hole])]))
        #expect(moved.polygons[0].holes[0].points.allSatisfy { $0.x > 500_000 && $0.y > 3_700_000 })
    }

    @Test(arguments: ["", "EPSG:999999", "no such thing", "EPSG:7030", "GEOGCS[\"cut"])
    func anUnknownSystemIsNamed(definition: String) {
        #expect(throws: Fault.self) {
            try CoordinateTransformation(from: CoordinateSystem(definition), to: .wgs84)
        }
        #expect(throws: Fault.self) { try SpatialReferenceInfo(CoordinateSystem(definition)) }
    }

    @Test func aPointOffTheMapIsAFault() throws {
        let transformation = try CoordinateTransformation(from: .wgs84, to: CoordinateSystem("EPSG:4548"))
        #expect(throws: Fault.self) { try transformation.transformed(MapPoint(x: .infinity, y: 34)) }
        #expect(throws: Fault.self) { try transformation.transformed(MapPoint(x: 117, y: 134)) }
        var none: [MapPoint] = []
        try transformation.transform(&none)
    }

    @Test func aSystemIsDescribed() throws {
        let info = try SpatialReferenceInfo(CoordinateSystem("EPSG:4548"))
        #expect(info.authority == "EPSG" && info.code == "4548")
        #expect(info.name == "CGCS2000 / 3-degree Gauss-Kruger CM 117E")
        #expect(info.wkt.hasPrefix("PROJCS[\"CGCS2000 / 3-degree Gauss-Kruger CM 117E\""))
        #expect(!info.isGeographic && info.metresPerUnit == 1)
        let degrees = try SpatialReferenceInfo(CoordinateSystem("EPSG:4490"))
        #expect(degrees.isGeographic && degrees.metresPerUnit == nil)
        let feet = try SpatialReferenceInfo(CoordinateSystem("EPSG:2284"))
        #expect(abs((feet.metresPerUnit ?? 0) - 0.304800609601219) < 1e-12)
    }

    @Test func wktWithoutACodeIsRecognised() throws {
        let esri = """
            PROJCS["CGCS2000_3_Degree_GK_CM_117E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",\
            DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],\
            UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],\
            PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",117.0],PARAMETER["Scale_Factor",1.0],\
            PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]
            """
        #expect(try SpatialReferenceInfo(CoordinateSystem(esri)).system == CoordinateSystem("EPSG:4548"))
    }
}
