import GeoModel

/// Points some kilometres apart at which the areas of pixels are known exactly, and cubic polynomials between them.
struct AreaLattice {
    /// What is known of a cell of the lattice.
    private enum Cell {
        case unknown
        case smooth
        case rough
    }

    private let density: ArealDensity
    private let transform: GeoTransform
    /// Pixels from one point to the next.
    private let spacing: Double
    /// The most that a polynomial may be wrong in the middle of its cell, as a share of the value.
    private let largestError: Double
    /// Points in a row of the lattice: one before the first column of the grid, two behind the last.
    private let pointsAcross: Int
    /// Square metres of a pixel at each point; 0 where not yet computed.
    private var points: [Double]
    /// By the point at their upper left.
    private var cells: [Cell]

    init(of grid: Grid, density: ArealDensity, largestError: Double) {
        self.density = density
        self.largestError = largestError
        transform = grid.transform
        let longestSide = Double(max(grid.size.columns, grid.size.rows))
        let pixel = max(transform.pixelWidth, transform.pixelHeight)
        let wanted = Self.kilometresApart * density.kilometre / pixel
        spacing = max(wanted, longestSide / Self.mostCells).rounded(.up)
        pointsAcross = Int(Double(grid.size.columns) / spacing) + 4
        let pointsDown = Int(Double(grid.size.rows) / spacing) + 4
        points = [Double](repeating: 0, count: pointsAcross * pointsDown)
        cells = [Cell](repeating: .unknown, count: pointsAcross * pointsDown)
    }

    /// The area of neighbouring pixels of one row; nil where the lattice can't tell.
    mutating func squareMetres(row: Int, columns: Range<Int>) -> Double? {
        // Over a piece as short as this the value in the middle is the mean.
        let longest = max(1, Int(spacing / Self.kilometresApart))
        var sum = 0.0
        var start = columns.lowerBound
        while start < columns.upperBound {
            let end = min(start + longest, columns.upperBound)
            guard let pixel = squareMetresPerPixel(column: Double(start + end) / 2, row: Double(row) + 0.5) else {
                return nil
            }
            sum += pixel * Double(end - start)
            start = end
        }
        return sum
    }

    /// A pixel's area at a place given in pixels, which has to lie in the grid; nil where the lattice can't tell.
    mutating func squareMetresPerPixel(column: Double, row: Double) -> Double? {
        let (across, down) = (column / spacing, row / spacing)
        let (column, row) = (Int(across), Int(down))
        // The lattice begins one point before the grid, so this is the upper left of the sixteen points.
        let first = row * pointsAcross + column
        var cell = cells[first]
        if cell == .unknown { cell = explore(first, column: column, row: row) }
        guard cell == .smooth else { return nil }
        return interpolated(first, across: across - Double(column), down: down - Double(row))
    }

    /// The cubic polynomial through sixteen points; `across` and `down` are places between the middle four, 0…1.
    private func interpolated(_ first: Int, across: Double, down: Double) -> Double {
        let points = points.span
        let weightsAcross = cubicWeights(across)
        let weightsDown = cubicWeights(down)
        var sum = 0.0
        for row in 0..<4 {
            let start = first + row * pointsAcross
            let values = SIMD4(points[start], points[start + 1], points[start + 2], points[start + 3])
            sum += (values * weightsAcross).sum() * weightsDown[row]
        }
        return sum
    }

    /// Computes the sixteen points around a cell and tells whether the polynomial through them may be used.
    private mutating func explore(_ first: Int, column: Int, row: Int) -> Cell {
        for down in 0..<4 {
            for across in 0..<4 where points[first + down * pointsAcross + across] == 0 {
                points[first + down * pointsAcross + across] = exact(
                    across: Double(column + across - 1), down: Double(row + down - 1))
            }
        }
        let middle = exact(across: Double(column) + 0.5, down: Double(row) + 0.5)
        let error = abs(interpolated(first, across: 0.5, down: 0.5) - middle)
        // A place outside the projection makes this not a number, which is no small error.
        let cell = error <= largestError * middle ? Cell.smooth : .rough
        cells[first] = cell
        return cell
    }

    /// A pixel's area at a place given in lattice spacings; not a number where there is none.
    private func exact(across: Double, down: Double) -> Double {
        let place = transform.point(column: across * spacing, row: down * spacing)
        return density.squareMetresPerUnit(at: place) * transform.pixelWidth * transform.pixelHeight
    }

    private static let kilometresApart = 8.0
    private static let mostCells = 400.0
}

/// The weights of four points at −1, 0, 1 and 2 in the value at a place between 0 and 1 (Lagrange).
private func cubicWeights(_ place: Double) -> SIMD4<Double> {
    let (before, behind, beyond) = (place + 1, place - 1, place - 2)
    return SIMD4(
        -place * behind * beyond / 6,
        before * behind * beyond / 2,
        -before * place * beyond / 2,
        before * place * behind / 6
    )
}
