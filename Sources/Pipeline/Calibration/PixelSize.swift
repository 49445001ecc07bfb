import GeoModel
import Geometry

extension Grid {
    /// The side of a square as large as the pixel in the middle, in metres; nil where the grid lies nowhere on Earth.
    var pixelMetres: Double? {
        guard let system, let areas = try? PixelAreas(of: self, in: system) else { return nil }
        let column = size.columns / 2
        return areas.squareMetres(row: size.rows / 2, columns: column..<column + 1)?.squareRoot()
    }
}
