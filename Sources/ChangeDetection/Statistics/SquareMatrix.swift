import Foundation

/// A small square matrix, row by row.
struct SquareMatrix {
    /// Rows and columns.
    let order: Int
    private var terms: [Double]

    /// A matrix of zeros.
    init(order: Int) {
        self.order = order
        terms = [Double](repeating: 0, count: order * order)
    }

    subscript(row: Int, column: Int) -> Double {
        get { terms[row * order + column] }
        set { terms[row * order + column] = newValue }
    }

    /// The sum of the products of rows and columns.
    static func * (left: SquareMatrix, right: SquareMatrix) -> SquareMatrix {
        var product = SquareMatrix(order: left.order)
        for row in 0..<left.order {
            for inner in 0..<left.order {
                let term = left[row, inner]
                for column in 0..<left.order { product[row, column] += term * right[inner, column] }
            }
        }
        return product
    }

    /// Rows as columns.
    var transposed: SquareMatrix {
        var other = SquareMatrix(order: order)
        for row in 0..<order { for column in 0..<order { other[column, row] = self[row, column] } }
        return other
    }

    /// The lower triangle whose product with its transpose is this symmetric matrix (Cholesky); nil where the matrix is
    /// not positive definite.
    var lowerTriangle: SquareMatrix? {
        var lower = SquareMatrix(order: order)
        for row in 0..<order {
            for column in 0...row {
                var rest = self[row, column]
                for inner in 0..<column { rest -= lower[row, inner] * lower[column, inner] }
                if row == column {
                    guard rest > 0 else { return nil }
                    lower[row, row] = rest.squareRoot()
                } else {
                    lower[row, column] = rest / lower[column, column]
                }
            }
        }
        return lower
    }

    /// The inverse of a lower triangle.
    var invertedLowerTriangle: SquareMatrix {
        var inverse = SquareMatrix(order: order)
        for column in 0..<order {
            for row in column..<order {
                var rest: Double = row == column ? 1 : 0
                for inner in column..<row { rest -= self[row, inner] * inverse[inner, column] }
                inverse[row, column] = rest / self[row, row]
            }
        }
        return inverse
    }

    /// The eigenvalues of this symmetric matrix, the largest first, and its eigenvectors as columns in the same order.
    ///
    /// - Source: Jacobi 1846, cyclic rotations; Golub & Van Loan 1996, algorithm 8.4.3.
    var eigensystem: (values: [Double], vectors: SquareMatrix) {
        var matrix = self
        var vectors = SquareMatrix(order: order)
        for place in 0..<order { vectors[place, place] = 1 }
        for _ in 0..<Self.mostSweeps {
            var rest = 0.0
            for row in 0..<order { for column in 0..<row { rest += matrix[row, column] * matrix[row, column] } }
            if rest < 1e-28 { break }
            for row in 0..<order {
                for column in row + 1..<max(order, row + 1) { Self.rotate(&matrix, &vectors, row, column) }
            }
        }
        let places = (0..<order).sorted { (matrix[$1, $1], $0) < (matrix[$0, $0], $1) }
        var sorted = SquareMatrix(order: order)
        for (column, place) in places.enumerated() {
            for row in 0..<order { sorted[row, column] = vectors[row, place] }
        }
        return (places.map { matrix[$0, $0] }, sorted)
    }

    private static let mostSweeps = 60

    /// Turns two axes so that their common term vanishes.
    private static func rotate(_ matrix: inout SquareMatrix, _ vectors: inout SquareMatrix, _ p: Int, _ q: Int) {
        let common = matrix[p, q]
        guard abs(common) > 1e-300 else { return }
        let ratio = (matrix[q, q] - matrix[p, p]) / (2 * common)
        let tangent = (ratio < 0 ? -1 : 1) / (abs(ratio) + (1 + ratio * ratio).squareRoot())
        let cosine = 1 / (1 + tangent * tangent).squareRoot()
        let sine = tangent * cosine
        for place in 0..<matrix.order {
            let (first, second) = (matrix[place, p], matrix[place, q])
            matrix[place, p] = cosine * first - sine * second
            matrix[place, q] = sine * first + cosine * second
        }
        for place in 0..<matrix.order {
            let (first, second) = (matrix[p, place], matrix[q, place])
            matrix[p, place] = cosine * first - sine * second
            matrix[q, place] = sine * first + cosine * second
            let (left, right) = (vectors[place, p], vectors[place, q])
            vectors[place, p] = cosine * left - sine * right
            vectors[place, q] = sine * left + cosine * right
        }
    }
}
