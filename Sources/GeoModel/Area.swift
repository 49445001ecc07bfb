/// An area on the ellipsoid.
package struct Area: Sendable, Hashable, Comparable {
    /// Square metres.
    package var squareMetres: Double

    /// An area in square metres.
    package init(squareMetres: Double) {
        self.squareMetres = squareMetres
    }

    /// Mu (亩): 2000/3 m² each, exactly.
    package var mu: Double { squareMetres * 3 / 2000 }

    /// No area.
    package static let zero = Area(squareMetres: 0)

    /// Smaller before larger.
    package static func < (left: Area, right: Area) -> Bool { left.squareMetres < right.squareMetres }

    /// The sum.
    package static func + (left: Area, right: Area) -> Area {
        Area(squareMetres: left.squareMetres + right.squareMetres)
    }

    /// Adds an area.
    package static func += (left: inout Area, right: Area) { left.squareMetres += right.squareMetres }
}
