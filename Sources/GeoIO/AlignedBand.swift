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
    /// Whether the file's pixels do not lie under the target's as wanted, so that values between them are needed.
    let isInterpolated: Bool
    /// Where a warped file is brought to: the target, moved by the displacement.
    let warpGrid: Grid
    private let columns: AxisPlace
    private let rows: AxisPlace

    init(_ source: BandSource, on grid: Grid, noData: Double?, isCode: Bool, _ resampling: Resampling = .nearest)
        throws(Fault)
    {
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
        let displacement = resampling.displacement
        warpGrid = grid.displaced(by: displacement)
        if isWarped {
            guard let from = file.grid.system, let to = grid.system else { throw Self.mixture(file, grid) }
            let warped = try RasterFile(warping: file, band: source.band, on: warpGrid, noData: noData, isCode: isCode)
            let bounds = try transformed(file.grid.bounds, from: from, to: to, path: source.path)
            coverage = warpGrid.window(inside: bounds)
            isInterpolated = false
            fileSize = grid.size
            block = warped.bands[0].block
            (columns, rows) = (AxisPlace(step: 1, offset: 0), AxisPlace(step: 1, offset: 0))
        } else {
            fileSize = file.grid.size
            block = file.bands[source.band - 1].block
            let (across, down) = Self.axes(of: file.grid, under: grid)
            columns = across.moved(by: displacement.columns)
            rows = down.moved(by: displacement.rows)
            isInterpolated = !isCode && resampling.interpolates(columns, rows, over: grid.size)
            let width = columns.targets(inside: fileSize.columns, of: grid.size.columns)
            let height = rows.targets(inside: fileSize.rows, of: grid.size.rows)
            coverage = PixelWindow(
                column: width.lowerBound, row: height.lowerBound, columns: width.count, rows: height.count)
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

    /// Where the centre of a target column lies between the centres of file columns.
    func filePlace(ofColumn column: Int) -> Double { columns.place(of: column) }

    /// Where the centre of a target row lies between the centres of file rows.
    func filePlace(ofRow row: Int) -> Double { rows.place(of: row) }

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
