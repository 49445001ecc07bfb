import GeoModel

/// How one band's file lies under the target grid.
struct AlignedBand: Sendable {
    let source: BandSource
    let noData: Double?
    /// Whether the samples are codes, which can't be interpolated.
    let isCode: Bool
    /// Whether the file lies in another coordinate system: warped, it has the target's own pixels.
    let isWarped: Bool
    /// The target pixels whose centres fall inside the file; those inside its bounds where it is warped.
    let coverage: PixelWindow
    /// Whether the file's samples are read block by block as whole numbers.
    let isWhole: Bool
    let fileSize: GridSize
    let block: GridSize
    private let columns: AxisPlace
    private let rows: AxisPlace

    init(_ source: BandSource, on grid: Grid, noData: Double?, isCode: Bool) throws(Fault) {
        let file = try RasterFile(source.path)
        guard file.bands.indices ~= source.band - 1 else {
            throw Fault(
                source.path,
                zh: "只有 \(file.bands.count) 个波段，没有波段 \(source.band)。请改正配方中的波段号。",
                en: "has \(file.bands.count) bands, so no band \(source.band). Correct the band number in the recipe."
            )
        }
        isWhole = file.bands[source.band - 1].wholeSampleBytes != nil
        self.source = source
        self.noData = noData
        self.isCode = isCode
        isWarped = file.grid.system != grid.system
        if isWarped {
            guard let from = file.grid.system, let to = grid.system else { throw Self.mixture(file, grid) }
            let warped = try RasterFile(warping: file, band: source.band, on: grid, noData: noData, isCode: isCode)
            let bounds = try transformed(file.grid.bounds, from: from, to: to, path: source.path)
            coverage = grid.window(inside: bounds)
            fileSize = grid.size
            block = warped.bands[0].block
            (columns, rows) = (AxisPlace(step: 1, offset: 0), AxisPlace(step: 1, offset: 0))
        } else {
            fileSize = file.grid.size
            block = file.bands[source.band - 1].block
            (columns, rows) = Self.axes(of: file.grid, under: grid)
            let across = columns.targets(inside: fileSize.columns, of: grid.size.columns)
            let down = rows.targets(inside: fileSize.rows, of: grid.size.rows)
            coverage = PixelWindow(
                column: across.lowerBound, row: down.lowerBound, columns: across.count, rows: down.count)
        }
    }

    private static func axes(of file: Grid, under grid: Grid) -> (AxisPlace, AxisPlace) {
        guard grid.system != nil else {
            // Pictures without a place are laid over each other corner to corner.
            return (
                AxisPlace(step: Double(file.size.columns) / Double(grid.size.columns), offset: 0),
                AxisPlace(step: Double(file.size.rows) / Double(grid.size.rows), offset: 0)
            )
        }
        let (from, to) = (file.transform, grid.transform)
        return (
            AxisPlace(step: to.pixelWidth / from.pixelWidth, offset: from.column(of: to.originX)),
            AxisPlace(step: to.pixelHeight / from.pixelHeight, offset: from.row(of: to.originY))
        )
    }

    /// File columns a target column.
    var columnStep: Double { columns.step }
    /// File rows a target row.
    var rowStep: Double { rows.step }

    /// The file column under the centre of a target column; may lie outside the file.
    func fileColumn(under column: Int) -> Int { columns.pixel(under: column) }

    /// The file row under the centre of a target row; may lie outside the file.
    func fileRow(under row: Int) -> Int { rows.pixel(under: row) }

    /// The size of a block in target pixels.
    var targetBlock: GridSize {
        GridSize(
            columns: max(1, Int((Double(block.columns) / columnStep).rounded())),
            rows: max(1, Int((Double(block.rows) / rowStep).rounded()))
        )
    }

    private static func mixture(_ file: RasterFile, _ grid: Grid) -> Fault {
        let found = file.grid.system?.name
        let expected = grid.system?.name
        return Fault(
            file.path,
            zh: "坐标系为 \(found ?? "无")，而比较格网为 \(expected ?? "无")，无法对齐。请用 gdal_edit.py -a_srs 写明坐标系。",
            en:
                "coordinate system \(found ?? "none"), but the grid compared on is \(expected ?? "none"), so there is "
                + "no way to lay one on the other. Say which it is with gdal_edit.py -a_srs."
        )
    }
}

/// How the pixels of a file lie under those of the target along one axis: the file pixel under a target's centre is
/// `offset + (target + ½) × step`, rounded down.
private struct AxisPlace: Sendable {
    let step: Double
    let offset: Double

    /// The pixel that holds a target's centre; damaged georeferences lie farther off than whole numbers reach.
    func pixel(under target: Int) -> Int {
        // The small term keeps a centre that falls on a pixel's edge by rounding inside that pixel.
        let place = (offset + (Double(target) + 0.5) * step + 1e-6).rounded(.down)
        return Int(min(max(place, -Self.farthest), Self.farthest))
    }

    private static let farthest = 1e12

    /// The targets that have a file pixel under them.
    func targets(inside length: Int, of count: Int) -> Range<Int> {
        let inside = (0..<count).filter { (0..<length).contains(pixel(under: $0)) }
        return (inside.first ?? 0)..<(inside.last.map { $0 + 1 } ?? 0)
    }
}
