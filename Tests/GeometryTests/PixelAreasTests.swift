import Foundation
import GeoModel
import Geometry
import Testing

@Suite struct PixelAreasTests {
    private func grid(_ code: String, west: Double, north: Double, pixel: Double, side: Int) throws -> Grid {
        let system = CoordinateSystem(code)
        let corner = try CoordinateTransformation(from: .wgs84, to: system).transformed(MapPoint(x: west, y: north))
        let transform = GeoTransform(originX: corner.x, originY: corner.y, pixelWidth: pixel, pixelHeight: pixel)
        return Grid(system: system, transform: transform, size: GridSize(columns: side, rows: side))
    }

    /// The area between two parallels and two meridians in closed form; degrees, square metres.
    private func graticuleCell(south: Double, north: Double, width: Double) -> Double {
        let flattening = 1 / 298.257222101
        let eccentricity = (flattening * (2 - flattening)).squareRoot()
        let polar = 6_378_137.0 * (1 - flattening)
        // The difference of s / (1 − e² s²) + atanh(e s) / e, without losing digits where s hardly differs.
        let middle = (south + north) / 2 * .pi / 180
        let half = (north - south) / 2 * .pi / 180
        let (s, step) = (sin(middle) * cos(half), cos(middle) * sin(half))
        let (high, low) = (eccentricity * (s + step), eccentricity * (s - step))
        let rational = 2 * step * (1 + high * low) / ((1 - high * high) * (1 - low * low))
        let artanh = atanh((high - low) / (1 - high * low)) / eccentricity
        return polar * polar / 2 * (rational + artanh) * width * .pi / 180
    }

    /// 10 m, 30 m and 250 m pixels; the last grid is 25° wide.
    @Test(arguments: [(0.0001, 100_000), (0.0003, 50_000), (0.0025, 10_000)])
    func geographicPixelsMatchTheClosedForm(pixel: Double, side: Int) throws {
        let grid = try grid("EPSG:4490", west: 100, north: 50, pixel: pixel, side: side)
        let areas = try PixelAreas(of: grid, in: #require(grid.system))
        for row in [0, 1, side / 3, side / 2, side - 1] {
            let north = grid.transform.point(column: 0, row: Double(row)).y
            for columns in [0..<1, side / 2..<side / 2 + 37, 0..<side] {
                let area = try #require(areas.squareMetres(row: row, columns: columns))
                let expected = graticuleCell(
                    south: north - pixel, north: north, width: Double(columns.count) * pixel)
                #expect(abs(area / expected - 1) < 1e-8)
            }
        }
    }

    /// From the edge of a UTM zone and of a 3° Gauss–Krüger zone to beyond its middle.
    @Test(arguments: ["EPSG:32650", "EPSG:4547", "EPSG:4548", "EPSG:3857", "EPSG:4490"])
    func runsMatchGeodesicPolygons(code: String) throws {
        let pixel = code == "EPSG:4490" ? 0.0001 : 10
        let grid = try grid(code, west: 114, north: 36, pixel: pixel, side: 40_000)
        let areas = try PixelAreas(of: grid, in: #require(grid.system))
        let polygons = try EllipsoidalArea(of: #require(grid.system))
        for row in stride(from: 0, to: 40_000, by: 1777) {
            for column in stride(from: 0, to: 40_000, by: 1999) {
                // A square, because the geodesics that bound it bulge to the same side and so cancel.
                let sum = try (row..<row + 8).reduce(0.0) {
                    try $0 + #require(areas.squareMetres(row: $1, columns: column..<column + 8))
                }
                let shape = MultiPolygon([
                    Polygon(grid.subgrid(PixelWindow(column: column, row: row, columns: 8, rows: 8)).bounds)
                ])
                #expect(abs(sum / (try polygons.area(of: shape).squareMetres) - 1) < 1e-6)
            }
        }
    }

    /// Squared scale 1 / k²; on the central meridian of UTM k is 0.9996.
    @Test func theMeridianOfAUTMZoneIsExact() throws {
        let grid = try grid("EPSG:32650", west: 117, north: 34.8, pixel: 10, side: 100)
        let areas = try PixelAreas(of: grid, in: #require(grid.system))
        let area = try #require(areas.squareMetres(row: 50, columns: 0..<1))
        #expect(abs(area / (100 / (0.9996 * 0.9996)) - 1) < 1e-9)
    }

    /// Feet: US survey feet of NAD83 / Texas North Central.
    @Test func aSystemInFeetGivesSquareMetres() throws {
        let grid = try grid("EPSG:2276", west: -97, north: 33, pixel: 10, side: 1000)
        let areas = try PixelAreas(of: grid, in: #require(grid.system))
        let area = try #require(areas.squareMetres(row: 500, columns: 500..<501))
        #expect(abs(area - 100 * 0.3048006 * 0.3048006) < 0.01)
    }

    @Test func aPoleAndPlacesOutsideTheProjectionHaveNoLattice() throws {
        let arctic = CoordinateSystem("EPSG:3413")
        let transform = GeoTransform(originX: -500, originY: 500, pixelWidth: 10, pixelHeight: 10)
        let size = GridSize(columns: 100, rows: 100)
        let atPole = try PixelAreas(of: Grid(system: arctic, transform: transform, size: size), in: arctic)
        #expect(atPole.squareMetres(row: 50, columns: 50..<51) == nil)
        let far = GeoTransform(originX: 1e8, originY: 1e8, pixelWidth: 10, pixelHeight: 10)
        let utm = CoordinateSystem("EPSG:32650")
        let outside = try PixelAreas(of: Grid(system: utm, transform: far, size: size), in: utm)
        #expect(outside.squareMetres(row: 50, columns: 50..<51) == nil)
    }

    @Test func anEngineeringSystemHasNoEllipsoid() throws {
        let local = CoordinateSystem(#"LOCAL_CS["site",UNIT["metre",1]]"#)
        let transform = GeoTransform(originX: 0, originY: 0, pixelWidth: 1, pixelHeight: 1)
        let grid = Grid(system: local, transform: transform, size: GridSize(columns: 10, rows: 10))
        #expect(throws: Fault.self) { try PixelAreas(of: grid, in: local) }
    }
}
