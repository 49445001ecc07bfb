import GeoIO
import GeoModel
import Geometry

/// The pixels of a run's patches as runs of columns, in row order. Memory grows with the patches, not with the raster.
struct FlaggedRuns: Sendable {
    private struct Run {
        let row: Int32
        let start: Int32
        let end: Int32
    }

    private let runs: [Run]
    let patchCount: Int

    /// Reads the patches of a run.
    /// - Throws: `Fault` where the layer can't be read, or does not have the patches that the run found.
    init(_ run: FinishedRun) throws(Fault) {
        var runs: [Run] = []
        var count = 0
        let layer = try LayerFile(run.patchPath)
        try layer.forEachFeature { feature in
            guard let shape = feature.geometry else { return }
            count += 1
            shape.forEachRun(in: run.grid.size.window, run.grid.transform) { row, columns in
                runs.append(
                    Run(row: Int32(row), start: Int32(columns.lowerBound), end: Int32(columns.upperBound)))
            }
        }
        guard count == run.patchCount else {
            throw Fault(
                run.patchPath,
                zh: "有 \(count) 个图斑，而 run.json 记录 \(run.patchCount) 个。文件被改动过；请重新运行 tuban detect。",
                en: "has \(count) patches, but run.json tells of \(run.patchCount). It was altered; run tuban detect "
                    + "again."
            )
        }
        runs.sort { ($0.row, $0.start) < ($1.row, $1.start) }
        self.runs = runs
        patchCount = count
    }

    /// Hands over the runs of some rows, in row order.
    func forEach(inRows rows: Range<Int>, _ body: (Int, Range<Int>) -> Void) {
        var (low, high) = (0, runs.count)
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].row < rows.lowerBound { low = middle + 1 } else { high = middle }
        }
        while low < runs.count, runs[low].row < rows.upperBound {
            body(Int(runs[low].row), Int(runs[low].start)..<Int(runs[low].end))
            low += 1
        }
    }

    /// The area of all patches in square metres, on the ellipsoid.
    /// - Throws: `Fault` where an outline has no place on the ellipsoid.
    func squareMetres(_ measure: PixelMeasure) throws(Fault) -> Double {
        var sum = 0.0
        for run in runs {
            sum += try measure.squareMetres(row: Int(run.row), columns: Int(run.start)..<Int(run.end))
        }
        return sum
    }
}

/// The ellipsoidal area of pixels. It owns PROJ contexts: make one per worker.
final class PixelMeasure {
    private let pixels: PixelAreas
    private let outlines: EllipsoidalArea
    private let grid: Grid

    init(of grid: Grid, in system: CoordinateSystem) throws(Fault) {
        pixels = try PixelAreas(of: grid, in: system)
        outlines = try EllipsoidalArea(of: system)
        self.grid = grid
    }

    /// The area of neighbouring pixels of a row.
    /// - Throws: `Fault` where they have no place on the ellipsoid.
    func squareMetres(row: Int, columns: Range<Int>) throws(Fault) -> Double {
        if let area = pixels.squareMetres(row: row, columns: columns) { return area }
        let window = PixelWindow(column: columns.lowerBound, row: row, columns: columns.count, rows: 1)
        return try outlines.area(of: MultiPolygon([Polygon(grid.subgrid(window).bounds)])).squareMetres
    }
}
