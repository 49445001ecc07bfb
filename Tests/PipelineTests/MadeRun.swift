import GeoIO
import GeoModel
import SafeFiles

/// The folder of a comparison as `tuban detect` leaves it, made from arrays.
struct MadeRun {
    let folder: String
    let size: GridSize
    /// Quantised scores; the threshold is 8000.
    var scores: [UInt16]
    /// Transitions; 20 is vegetation before.
    var classes: [UInt16]
    var valid: [UInt16]
    /// Windows of pixels, a patch each.
    var patches: [PixelWindow] = []
    var system: CoordinateSystem? = CoordinateSystem("EPSG:32650")

    /// A scene of vegetation without any score.
    init(_ folder: String, columns: Int, rows: Int) {
        self.folder = folder
        size = GridSize(columns: columns, rows: rows)
        scores = [UInt16](repeating: 0, count: size.pixelCount)
        classes = [UInt16](repeating: 20, count: size.pixelCount)
        valid = [UInt16](repeating: 1, count: size.pixelCount)
    }

    var grid: Grid {
        Grid(
            system: system,
            transform: GeoTransform(originX: 500_000, originY: 3_900_000, pixelWidth: 10, pixelHeight: 10),
            size: size)
    }

    /// Writes `change.tif`, `patches.gpkg` and `run.json`, which may tell of other patches or another threshold.
    func write(recorded: Int? = nil, threshold: Double = 0.5, minimumArea: Double = 400) throws {
        try DurableFile.makeFolder(folder)
        let bands = ["score", "class", "valid"]
        let layout = GeoTIFFLayout(
            sampleType: .uint16, bands: bands.map { .init($0, scale: $0 == "score" ? 1 / 16_000 : 1) })
        let raster = try GeoTIFFWriter(folder + "/change.tif", grid: grid, layout: layout)
        try raster.append(rows: [scores, classes, valid])
        try raster.close(metadata: [("TUBAN_THRESHOLD", "0.5")])
        let layer = try LayerWriter(folder + "/patches.gpkg", format: .geoPackage)
        try layer.beginLayer("patches", system: system, fields: [Field("jcbh", .text)])
        for (number, window) in patches.enumerated() {
            try layer.append(MultiPolygon([Polygon(grid.subgrid(window).bounds)]), [.text("\(number)")])
        }
        try layer.close()
        func input(_ name: String) -> JSONValue {
            [
                "scene": .string(name), "date": .null, "sensor": "test", "scale": 0.0001, "offset": 0,
                "bands": [["role": "red", "path": .string("\(folder)/\(name).tif"), "band": 1]],
            ]
        }
        let record: JSONValue = [
            "inputs": ["before": input("a"), "after": input("b")],
            "grid": ["columns": .integer(size.columns), "rows": .integer(size.rows)],
            "parameters": ["minimum_area_m2": .number(minimumArea)], "threshold": .number(threshold),
            "results": ["patches": .integer(recorded ?? patches.count)],
        ]
        try DurableFile.write(record.text(), to: folder + "/run.json")
    }
}
