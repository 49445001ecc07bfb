import GeoModel
import Geometry

/// Turns places of the raster into coordinates.
struct PlaceFinder {
    /// What the registers are kept in: CGCS2000, 3-degree Gauss–Krüger, central meridian 117° E.
    static let registerSystem = CoordinateSystem("EPSG:4548")

    private let grid: Grid
    private let toRegister: CoordinateTransformation
    private let toLonLat: CoordinateTransformation

    init(_ grid: Grid) throws(Fault) {
        guard let system = grid.system else { preconditionFailure("the district has a coordinate system") }
        self.grid = grid
        toRegister = try CoordinateTransformation(from: system, to: PlaceFinder.registerSystem)
        toLonLat = try CoordinateTransformation(from: system, to: .wgs84)
    }

    /// An outline in longitude and latitude.
    func lonLat(_ outline: [Spot]) throws(Fault) -> MultiPolygon { try toLonLat.transformed(shape(outline)) }

    /// A place in longitude and latitude.
    func lonLat(_ spot: Spot) throws(Fault) -> MapPoint {
        try toLonLat.transformed(grid.transform.point(column: spot.x, row: spot.y))
    }

    /// An outline in the registers' coordinate system, to the millimetre.
    func register(_ outline: [Spot]) throws(Fault) -> MultiPolygon {
        var shape = try toRegister.transformed(shape(outline))
        for index in shape.polygons[0].exterior.points.indices {
            let point = shape.polygons[0].exterior.points[index]
            shape.polygons[0].exterior.points[index] = MapPoint(
                x: (point.x * 1000).rounded() / 1000,
                y: (point.y * 1000).rounded() / 1000
            )
        }
        return shape
    }

    private func shape(_ outline: [Spot]) -> MultiPolygon {
        let points = outline.map { grid.transform.point(column: $0.x, row: $0.y) }
        return MultiPolygon([Polygon(exterior: Ring(points))])
    }
}
