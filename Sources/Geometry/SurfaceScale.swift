package import GeoModel

/// How many square metres of the ellipsoid lie under a square unit of a coordinate system, at any place of a box.
///
/// Taken exactly on a lattice of points some kilometres apart, computed when they are first asked for, and in between
/// from cubic polynomials, each held against the exact value in its middle: 10⁻¹⁰ is the most it may be wrong. With it
/// the area of a small piece is its planar area times the value at its centroid, which is what `EllipsoidalArea`
/// measures, at a fraction of the cost.
///
/// It owns a PROJ context: make one per worker, never share one.
package final class SurfaceScale {
    /// Over a piece no longer than this, in the unit of the system, the value at the centroid is the mean to 10⁻⁹.
    package let longestPiece: Double
    // A structure, so that one call to it is one access to memory that the compiler knows.
    private var lattice: AreaLattice
    private let grid: Grid
    private let box: BoundingBox
    /// Square units of the system in a pixel of the lattice's grid.
    private let pixel: Double

    /// The scale of `system` in a box.
    /// - Throws: `Fault` where the system is unknown or has no ellipsoid.
    package init(of system: CoordinateSystem, in box: BoundingBox) throws(Fault) {
        let density = try ArealDensity(of: system)
        let side = density.kilometre
        let (width, height) = (box.maxX - box.minX, box.maxY - box.minY)
        // Beyond this many kilometres no lattice is smooth anyway.
        func count(_ length: Double) -> Int { Int(min(max(length / side, 0), 100_000)) + 1 }
        grid = Grid(
            system: system,
            transform: GeoTransform(originX: box.minX, originY: box.maxY, pixelWidth: side, pixelHeight: side),
            size: GridSize(columns: count(width), rows: count(height))
        )
        self.box = grid.bounds
        lattice = AreaLattice(of: grid, density: density, largestError: 1e-10)
        longestPiece = side * 0.4
        pixel = side * side
    }

    /// Square metres under a square unit; nil outside the box and where the lattice can't tell, such as at a pole.
    package func squareMetresPerUnit(at place: MapPoint) -> Double? {
        guard place.x >= box.minX, place.x <= box.maxX, place.y >= box.minY, place.y <= box.maxY else { return nil }
        let area = lattice.squareMetresPerPixel(
            column: grid.transform.column(of: place.x), row: grid.transform.row(of: place.y))
        return area.map { $0 / pixel }
    }
}
