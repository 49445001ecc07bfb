import GeoIO
import GeoModel
import Geometry

/// What people said of a pixel.
enum PixelLabel: UInt8 {
    case none
    case unchanged
    case changed
}

/// Reads the labels of a pair window by window, on the grid of its comparison.
///
/// It may own file handles: make one per worker.
final class PixelLabels {
    private enum Source {
        case raster(RasterFile, changed: Float, RasterFile, unchanged: Float)
        case shapes([(shape: MultiPolygon, label: PixelLabel)], GeoTransform)
    }
    private let source: Source

    /// Opens labels.
    /// - Throws: `Fault` where a raster can't be read or has another size, or shapes can't be brought to the grid.
    init(_ labels: LabelSource, on grid: Grid) throws(Fault) {
        switch labels {
        case .nothing: preconditionFailure("nothing is learnt from a pair without labels")
        case .raster(let path, let changed, let unchanged, let unchangedPath):
            let first = try Self.raster(path, grid)
            let second = try unchangedPath.map { path throws(Fault) in try Self.raster(path, grid) } ?? first
            source = .raster(first, changed: Float(changed), second, unchanged: Float(unchanged))
        case .verdicts(let verdicts):
            guard let system = grid.system else {
                throw Fault(
                    "verdicts",
                    zh: "影像没有坐标系，图斑无法落到像元上。请使用有坐标系的影像。",
                    en:
                        "the images have no coordinate system, so patches can't be placed on them. Take others."
                )
            }
            let transformation = try CoordinateTransformation(from: .wgs84, to: system)
            var shapes: [(MultiPolygon, PixelLabel)] = []
            for verdict in verdicts {
                shapes.append(
                    (try transformation.transformed(verdict.shape), verdict.isConfirmed ? .changed : .unchanged))
            }
            source = .shapes(shapes, grid.transform)
        }
    }

    private static func raster(_ path: String, _ grid: Grid) throws(Fault) -> RasterFile {
        let raster = try RasterFile(path)
        guard raster.grid.size == grid.size else {
            throw Fault(
                path,
                zh: "大小为 \(raster.grid.size.columns)×\(raster.grid.size.rows)，影像为 "
                    + "\(grid.size.columns)×\(grid.size.rows)；应相同。请裁剪或重采样。",
                en: "\(raster.grid.size.columns) × \(raster.grid.size.rows) pixels, but the images have "
                    + "\(grid.size.columns) × \(grid.size.rows). Crop or resample it."
            )
        }
        return raster
    }

    /// The labels of a window, row by row.
    /// - Throws: `Fault` where a raster can't be decoded.
    func labels(_ window: PixelWindow) throws(Fault) -> [PixelLabel] {
        switch source {
        case .raster(let first, let changed, let second, let unchanged):
            let marks = try first.values(band: 1, window)
            let quiet = first === second ? marks : try second.values(band: 1, window)
            return zip(marks, quiet).map { $0 == changed ? .changed : $1 == unchanged ? .unchanged : .none }
        case .shapes(let shapes, let transform):
            var labels = [PixelLabel](repeating: .none, count: window.pixelCount)
            for (shape, label) in shapes {
                shape.forEachRun(in: window, transform) { row, columns in
                    for column in columns { labels[row * window.columns + column] = label }
                }
            }
            return labels
        }
    }
}
