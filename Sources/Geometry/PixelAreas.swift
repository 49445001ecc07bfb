package import GeoModel

/// The area on the ellipsoid (椭球面积) of the pixels of a grid, without placing every pixel on the ellipsoid.
///
/// How many square metres a pixel covers is taken exactly on a lattice of points some kilometres apart, and in between
/// from the cubic polynomial through the four nearest in each direction. In the middle of every cell of the lattice
/// that is used the polynomial is held against the exact value: 10⁻⁸ of it is the most it may be wrong. Memory does not
/// grow with the grid: a lattice has at most a few hundred points a side, and only those asked for are computed.
///
/// It owns a PROJ context: make one per worker, never share one.
package final class PixelAreas {
    // A structure, so that one call to it is one access to memory that the compiler knows.
    private var lattice: AreaLattice

    /// The pixels' areas of a grid in `system`.
    /// - Throws: `Fault` where the system is unknown or has no ellipsoid.
    package init(of grid: Grid, in system: CoordinateSystem) throws(Fault) {
        lattice = AreaLattice(of: grid, density: try ArealDensity(of: system), largestError: 1e-8)
    }

    /// The area of neighbouring pixels of one row, in square metres.
    ///
    /// Nil where the lattice can't tell, such as at a pole; the pixels' outline can still be measured.
    package func squareMetres(row: Int, columns: Range<Int>) -> Double? {
        lattice.squareMetres(row: row, columns: columns)
    }
}
