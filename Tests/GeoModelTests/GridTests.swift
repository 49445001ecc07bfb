import GeoModel
import Testing

@Suite struct GridTests {
    private let grid = Grid(
        system: CoordinateSystem("EPSG:32650"),
        transform: GeoTransform(originX: 500_000, originY: 3_900_000, pixelWidth: 10, pixelHeight: 20),
        size: GridSize(columns: 30, rows: 40)
    )

    @Test func rowsGoDownAsNorthingsFall() {
        #expect(grid.transform.point(column: 0, row: 0) == MapPoint(x: 500_000, y: 3_900_000))
        #expect(grid.transform.point(column: 1.5, row: 2) == MapPoint(x: 500_015, y: 3_899_960))
        #expect(grid.bounds == BoundingBox(minX: 500_000, minY: 3_899_200, maxX: 500_300, maxY: 3_900_000))
    }

    @Test(arguments: [(0.0, 0.0), (7, 11), (29.5, 39.25), (-3, 41)])
    func placesAndPixelsAreInverse(column: Double, row: Double) {
        let point = grid.transform.point(column: column, row: row)
        #expect(grid.transform.column(of: point.x) == column && grid.transform.row(of: point.y) == row)
    }

    @Test func aSubgridKeepsThePlacesOfItsPixels() {
        let part = grid.subgrid(PixelWindow(column: 4, row: 5, columns: 6, rows: 7))
        #expect(part.size == GridSize(columns: 6, rows: 7) && part.system == grid.system)
        #expect(part.transform.point(column: 2, row: 3) == grid.transform.point(column: 6, row: 8))
        #expect(grid.subgrid(grid.size.window) == grid)
    }

    @Test(arguments: [
        ("EPSG:4548", "EPSG:4548"), ("PROJCRS[\"CGCS2000 / GK 39\",BASEGEOGCRS[\"x\"]]", "CGCS2000 / GK 39"), ("", ""),
        ("LOCAL[]", "LOCAL[]"),
    ])
    func aCoordinateSystemHasAName(definition: String, name: String) {
        #expect(CoordinateSystem(definition).name == name)
    }
}
