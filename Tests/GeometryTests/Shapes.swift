import GeoModel

/// A square or rectangle by its lower left corner.
func rectangle(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> MultiPolygon {
    MultiPolygon([Polygon(BoundingBox(minX: x, minY: y, maxX: x + width, maxY: y + height))])
}

/// A ring through points given as x, y, x, y …
func ring(_ numbers: Double...) -> Ring {
    Ring(
        stride(from: 0, to: numbers.count, by: 2).map { MapPoint(x: numbers[$0], y: numbers[$0 + 1]) }
    )
}
